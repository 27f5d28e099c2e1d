"""Pages about the site (imprint, privacy, accessibility) from readable files."""

from pathlib import Path
from typing import Any
from uuid import uuid5

import yaml
from django.conf import settings
from django.db import transaction
from django.utils import translation
from markdown_it import MarkdownIt
from wagtail.models import Locale

from courses.exchange.archive.ids import NAMESPACE
from courses.models import Catalogue, InfoPage


def load_info_pages(folder: Path, user: Any = None) -> list[str]:
    """Make pages that are not there yet; one an editor has changed stays. `{name}` in the text is a value of TOWN."""
    made = []
    with transaction.atomic():
        for file in sorted(folder.glob("*.yaml")):
            data = yaml.safe_load(file.read_text(encoding="utf-8"))
            locale = Locale.objects.get(language_code=data["lang"])
            key = uuid5(NAMESPACE, f"pages/{data['slug']}")
            if InfoPage.objects.filter(translation_key=key, locale=locale).exists():
                continue
            with translation.override(data["lang"]):
                text = data["text"].format_map(settings.TOWN)
            html = MarkdownIt("commonmark", {"html": False}).render(text)
            page = InfoPage(title=data["title"], slug=data["slug"], locale=locale, translation_key=key, live=False)
            page.body, page.owner = html, user
            Catalogue.objects.get(locale=locale).add_child(instance=page)
            page.save_revision(user=user).publish(user=user, skip_permission_checks=True)
            made.append(page.title)
    return made
