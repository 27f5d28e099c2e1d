"""Making and changing pages for an import: drafts first, then publishing, and nothing for what is as it should be."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page, Revision

from courses.exchange.archive.ids import as_uuid
from courses.exchange.archive.report import Report

STREAMS = ("body", "questions")


def slug_of(fields: Mapping[str, Any]) -> str:
    """The slug: written out, else the key, else (for a key that is an id) made of the title."""
    key = str(fields["key"])
    made = fields.get("slug") or (slugify(fields["title"]) if as_uuid(key) else slugify(key))
    return str(made)[:255]


def _same(page: Any, name: str, value: Any) -> bool:
    if name in STREAMS:
        return list(getattr(page, name).raw_data) == value
    if name == "topic_links":
        return [link.topic_id for link in page.topic_links.all()] == [link.topic_id for link in value]
    return bool(getattr(page, name) == value)


def _assign(page: Any, name: str, value: Any) -> None:
    setattr(page, name, json.dumps(value) if name in STREAMS else value)


class Desk:
    """Pages of one language on their way into the tree."""

    def __init__(self, locale: Locale, user: Any, report: Report) -> None:
        self.locale, self.user, self.report = locale, user, report
        self._written: list[int] = []

    def put(self, model: Any, key: UUID, parent: Page, values: Mapping[str, Any]) -> Any:
        """Make or change the page with this key; what is equal is left alone."""
        page = model.objects.filter(translation_key=key, locale=self.locale).first()
        new = page is None
        if page is None:
            page = model(translation_key=key, locale=self.locale, live=False, owner=self.user)
        elif page.get_parent().pk != parent.pk:
            page.move(parent, pos="last-child", user=self.user)
            page.refresh_from_db()
            self.report.lines.append(_("%s: verschoben") % page.title)
        changed = [name for name, value in values.items() if new or not _same(page, name, value)]
        if not changed:
            self.report.unchanged += 1
            return page
        for name in changed:
            _assign(page, name, values[name])
        if new:
            # a fresh look at the parent: an earlier child has changed its row
            type(parent).objects.get(pk=parent.pk).add_child(instance=page)
            self.report.created += 1
        else:
            self.report.changed += 1
        revision = page.save_revision(user=self.user)
        self._written.append(revision.pk)
        what = _("neu") if new else _("geändert: %s") % ", ".join(changed)
        facts = {
            "language": self.locale.language_code,
            "kind": page._meta.verbose_name,
            "title": page.title,
            "what": what,
        }
        self.report.lines.append(_("%(language)s %(kind)s „%(title)s“: %(what)s") % facts)
        return page

    def arrange(self, parent: Page, wanted: list[Any]) -> None:
        """Bring the children into the archive's order; pages that are not in the archive come first and are named."""
        there = list(
            Page.objects.child_of(Page.objects.get(pk=parent.pk)).order_by("path").values_list("pk", flat=True)
        )
        order = [page.pk for page in wanted]
        if [pk for pk in there if pk in set(order)] != order:
            for page in wanted:
                fresh = Page.objects.get(pk=page.pk)
                fresh.move(Page.objects.get(pk=parent.pk), pos="last-child", user=self.user)
        for title in Page.objects.filter(pk__in=set(there) - set(order)).values_list("title", flat=True):
            self.report.lines.append(_("%(language)s „%(title)s“ steht nicht im Archiv und bleibt, wie es ist.") % {
                "language": self.locale.language_code, "title": title})  # fmt: skip

    def publish(self) -> None:
        """Publish what was written, from the leaves up: a course asks whether its final quiz is there."""
        for pk in reversed(self._written):
            # a fresh revision: the page in hand would bring back its place in the tree and its number of children
            Revision.objects.get(pk=pk).publish(user=self.user, skip_permission_checks=True)
        self._written.clear()
