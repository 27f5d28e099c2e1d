"""Every address × every role answers as the table says; an address without a row fails."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation

from tests.access.table import CMS_WAGTAIL, ROWS
from tests.access.world import ROLES, World, build, outcome


@pytest.fixture
def world(phishing: str) -> World:
    return build()


@pytest.mark.parametrize("role", ROLES)
def test_each_address_answers_the_role_as_the_table_says(world: World, role: str) -> None:
    wrong = []
    for row in ROWS:
        client = world.client(role)  # a new session each time: some addresses leave something in it
        got = outcome(client, row.method, row.url(world))
        if got != row.expected[role]:
            wrong.append(f"{row.title}: {got}, expected {row.expected[role]}")
    assert not wrong, f"{role}:\n" + "\n".join(wrong)


def patterns(resolver: URLResolver, space: str = "", path: str = "") -> Iterator[tuple[str, str]]:
    """Names with their namespaces, and the address as the patterns write it."""
    for entry in resolver.url_patterns:
        here = path + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield (f"{space}{entry.name}" if entry.name else ""), here
        else:
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from patterns(entry, inner, here)


# Wagtail's own screens behind the log-in of the CMS; what we add to it has other names.
WAGTAILS_OWN = ("wagtailadmin", "wagtailimages", "wagtaildocs", "wagtailusers", "wagtailsites", "wagtaillocales")
WAGTAILS_OWN += ("wagtailsnippets", "wagtailembeds", "wagtail_localize", "wagtailsnippetchoosers")
# Hidden by an address of ours that comes before, or drawing nothing by itself.
SHADOWED = {"wagtailcore_login", "wagtailadmin_login"}
# Further addresses of a model's screens stand on the same right as those in the table.
SAME_RIGHT = ("index_results", "choose", "chosen", "usage", "history", "history_results", "inspect", "copy", "add")


def test_every_address_has_a_row() -> None:
    with translation.override("de"):
        found = list(patterns(get_resolver()))
    rows = {row.name for row in ROWS}
    missing = []
    for name, path in found:
        own = not path.startswith("cms/") or not name.startswith(WAGTAILS_OWN)
        if not own or name in rows | SHADOWED or "test404" in path:
            continue
        space, _, last = name.rpartition(":")
        if space and last in SAME_RIGHT and f"{space}:index" in rows:
            continue
        missing.append(f"{name or '(no name)'} {path}")
    assert not [line for line in missing if not line.startswith("(no name) cms/^")], missing


def test_every_kind_of_wagtails_screens_is_probed() -> None:
    kinds = {row.name.split(":")[0].split("_")[0] for row in CMS_WAGTAIL}
    assert {kind for kind in WAGTAILS_OWN if kind not in UNPROBED} <= kinds


# No screen of its own (embeds), or reached only from a page one may edit.
UNPROBED = {"wagtailembeds", "wagtail_localize", "wagtailsnippetchoosers"}


def test_wagtails_screens_refuse_strangers_by_default(world: World) -> None:
    """Each screen of the CMS without arguments, not only those in the table."""
    wrong = []
    for name, path in patterns(get_resolver()):
        if not path.startswith("cms/") or any(sign in path for sign in "<(^") or "test404" in path:
            continue
        for role, allowed in (("anonymous", {"login"}), ("learner", {"refused"})):
            got = outcome(world.client(role), "get", f"/{path}")
            if got not in allowed and name not in OPEN:
                wrong.append(f"{role} {name} /{path}: {got}")
    assert not wrong, "\n".join(wrong)


# Scripts with translated words, the way out, and Wagtail's own new password: switched off, it leads to "/cms/".
OPEN = {
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_sprite",
    "wagtailadmin_logout",
    "wagtail_localize:javascript_catalog",
    "wagtailadmin_password_reset",
    "wagtailadmin_password_reset_done",
    "wagtailadmin_password_reset_complete",
}
