"""Contents and their versions: kept only after all checks, read back for conversion, removed once no page uses them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Max
from django.utils.translation import ngettext
from wagtail.log_actions import log
from wagtail.models import Page, ReferenceIndex, Revision

from courses.h5p import library
from courses.h5p.models import H5PContent, H5PVersion
from courses.h5p.package import LibraryName, Package
from courses.h5p.storage import delete_below, names_below, read, write

KEPT = "courses.h5p.keep"
REMOVED = "courses.h5p.remove"


class Used(Exception):
    """A content was to be removed though pages use it."""

    def __init__(self, pages: list[Page]) -> None:
        super().__init__(pages)
        self.pages = pages

    @property
    def sentence(self) -> str:
        """What a trainer reads; the pages are listed beside it."""
        return ngettext(
            "Diesen Inhalt nutzt noch %(n)d Seite. Nehmen Sie ihn dort heraus. Dann können Sie ihn löschen.",
            "Diesen Inhalt nutzen noch %(n)d Seiten. Nehmen Sie ihn dort heraus. Dann können Sie ihn löschen.",
            len(self.pages),
        ) % {"n": len(self.pages)}


@dataclass(frozen=True, slots=True)
class Kept:
    """A version read back from the store, as far as conversion and export need it."""

    title: str
    language: str
    license: str
    metadata: Mapping[str, Any]
    content: Any
    main: LibraryName
    dependencies: tuple[LibraryName, ...]
    media: Mapping[str, bytes]
    sha256: str


def keep(package: Package, *, title: str, user: Any, content: H5PContent | None = None) -> H5PVersion:
    """Keeps a package as a new content, or as the next version of one.

    Only content is kept; the libraries it plays with are those of the store, and none where one is missing there.
    Files are written first, into a folder named by their hash; the rows follow in one transaction. Ended in between,
    a folder is left that no row names: nobody is served from it, and trying again makes a whole version.
    """
    plays_with = [] if library.missing(package) else library.resolve(package)
    row = content or H5PContent(title=title)
    folder = f"contents/{row.key}/{package.sha256}"
    write(folder, _files(package))
    with transaction.atomic():
        row.title = title
        row.save()
        # of two uploads at once the second waits here, and counts on from the first
        H5PContent.objects.select_for_update().get(pk=row.pk)
        last = row.versions.aggregate(last=Max("number"))["last"] or 0
        version = H5PVersion.objects.create(
            content=row,
            number=last + 1,
            sha256=package.sha256,
            folder=folder,
            main_library=str(package.main),
            language=package.language[:10],
            license=package.license[:80],
            metadata=package.metadata,
        )
        version.libraries.set(plays_with)
        log(row, KEPT, user=user, data={"title": title, "number": version.number})
    return version


def _files(package: Package) -> dict[str, bytes]:
    """As a player looks for them: h5p.json beside content/content.json and the media."""
    files = {f"content/{name}": data for name, data in package.media.items()}
    files["content/content.json"] = _json(package.content)
    files["h5p.json"] = _json(package.metadata)
    return files


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def package_of(version: H5PVersion) -> Kept:
    """The content of a version as it was kept, without libraries."""
    prefix = f"{version.folder}/content"
    names = set(names_below(prefix)) - {"content.json"}
    return Kept(
        title=version.content.title,
        language=version.language,
        license=version.license,
        metadata=version.metadata,
        content=json.loads(read(f"{prefix}/content.json")),
        main=library.named(version.main_library),
        dependencies=library.dependencies_of(version.metadata),
        media={name: read(f"{prefix}/{name}") for name in sorted(names)},
        sha256=version.sha256,
    )


def usage() -> dict[int, list[Page]]:
    """By content, the pages that use it: published, in a draft, or in a version that waits for its date."""
    found: dict[int, dict[int, Page]] = {}
    kinds = ContentType.objects.get_for_models(H5PContent, Page)
    index = ReferenceIndex.objects.filter(to_content_type=kinds[H5PContent], base_content_type=kinds[Page]).values_list(
        "to_object_id", "object_id"
    )
    named = [(int(content), int(page)) for content, page in index] + _in_drafts()
    pages = Page.objects.in_bulk({page for _content, page in named})
    for content, page in named:
        if page in pages:
            found.setdefault(content, {})[page] = pages[page]
    return {content: sorted(each.values(), key=lambda page: page.title) for content, each in found.items()}


def _in_drafts() -> list[tuple[int, int]]:
    """(content, page) of what is written but not published: Wagtail's index knows the published page alone."""
    drafts = Page.objects.filter(has_unpublished_changes=True, latest_revision__isnull=False)
    revisions = Revision.page_revisions.filter(pk__in=drafts.values("latest_revision"))
    planned = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
    found = []
    for revision in (revisions | planned).select_related("content_type"):
        page = revision.as_object()
        for field in page._meta.get_fields():
            if hasattr(field, "extract_references") and hasattr(field, "value_from_object"):
                for model, pk, *_where in field.extract_references(field.value_from_object(page)):
                    if model is H5PContent:
                        found.append((int(pk), page.pk))
    return found


def used_by(content: H5PContent) -> list[Page]:
    """The pages that use a content, in a draft too."""
    return usage().get(content.pk, [])


def remove(content: H5PContent, user: Any = None) -> None:
    """Deletes a content with all versions and files; raises Used while a page uses it."""
    if pages := used_by(content):
        raise Used(pages)
    folders = set(content.versions.values_list("folder", flat=True))
    with transaction.atomic():
        log(content, REMOVED, user=user, data={"title": content.title}, deleted=True)
        content.delete()
    # no other content names these folders: the key of this one stands in their names
    for folder in folders:
        delete_below(folder)
