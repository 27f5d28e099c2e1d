"""The languages, one catalogue each as roots of the site, and the first stamp."""

import uuid
from typing import Any

from django.db import migrations

CATALOGUES = (
    ("de", "Kurse", "kurse"),
    ("de-simple", "Kurse in Leichter Sprache", "kurse-de-simple"),
    ("en", "Courses", "courses"),
)


def make(apps: Any, schema_editor: Any) -> None:
    ContentType = apps.get_model("contenttypes", "ContentType")
    Locale = apps.get_model("wagtailcore", "Locale")
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    Catalogue = apps.get_model("courses", "Catalogue")
    apps.get_model("courses", "SiteStamp").objects.create(pk=1, value=uuid.uuid4().hex)

    kind, _made = ContentType.objects.get_or_create(app_label="courses", model="catalogue")
    root = Page.objects.get(depth=1)
    Site.objects.all().delete()
    # Wagtail's welcome page; its own migration made it, nobody has written on it
    Page.objects.filter(depth=2, slug="home", content_type__model="page").delete()
    shared = uuid.uuid4()
    pages = []
    for number, (code, title, slug) in enumerate(CATALOGUES, start=1):
        locale, _made = Locale.objects.get_or_create(language_code=code)
        pages.append(
            Catalogue.objects.create(
                title=title,
                draft_title=title,
                slug=slug,
                path=f"{root.path}{number:04d}",
                depth=2,
                numchild=0,
                url_path=f"/{slug}/",
                content_type=kind,
                locale=locale,
                translation_key=shared,
                live=True,
                has_unpublished_changes=False,
            )
        )
    root.numchild = Page.objects.filter(depth=2).count()
    root.save()
    Site.objects.create(hostname="localhost", port=80, site_name="", root_page_id=pages[0].pk, is_default_site=True)


class Migration(migrations.Migration):
    dependencies = [("courses", "0001_initial"), ("contenttypes", "0002_remove_content_type_name")]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
