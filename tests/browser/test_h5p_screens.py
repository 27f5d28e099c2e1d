"""Every H5P screen of the CMS in each of its states: axe finds nothing, and nothing runs out of a narrow window."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import Page

from courses.h5p.contents import keep
from courses.h5p.models import H5PContent, H5PLibrary
from courses.models import Quiz
from learn.accounts import roles
from learn.accounts.models import User
from tests.browser import looks
from tests.browser.test_trainer import PASSWORD, sign_in
from tests.factories import h5p, people
from tests.factories.courses import make_course
from tests.machinery.browser import NewPage

LIST, UPLOAD = "/cms/h5p/", "/cms/h5p/hochladen/"
LIBRARIES, LIBRARY_UPLOAD = "/cms/h5p/bibliotheken/", "/cms/h5p/bibliotheken/einspielen/"
# The register is drawn by Wagtail alone, which searches twice under one name: in the side bar and in the head.
WAGTAILS_OWN = {"register": {"landmark-unique"}}


@pytest.fixture
def admin(db: None, h5p_store: object) -> User:
    """Somebody who may see all of them."""
    call_command("setup_groups", verbosity=0)
    make_course("kurs")
    user = people.user(email="admin@example.org")
    user.set_password(PASSWORD)
    user.save()
    return people.in_group(user, roles.ADMINISTRATORS)


def send(page: Page, address: str, data: bytes) -> None:
    page.goto(address)
    page.set_input_files("input[type=file]", {"name": "fragen.h5p", "mimeType": "application/zip", "buffer": data})
    with page.expect_navigation():
        page.get_by_role("button", name="Hochladen und prüfen").click()


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


def libraries(page: Page) -> Iterator[str]:
    """The administrator's way."""
    page.goto(LIBRARIES)
    yield "no library"
    page.goto(LIBRARY_UPLOAD)
    yield "upload of libraries"
    send(page, LIBRARY_UPLOAD, h5p.packed())
    yield "no library in the file"
    send(page, LIBRARY_UPLOAD, h5p.full())
    page.locator("details summary").first.click()
    yield "libraries to approve"
    press(page, "2 Bibliotheken freigeben")
    yield "approved libraries"
    send(page, LIBRARY_UPLOAD, h5p.full())
    yield "all equal"
    send(page, LIBRARY_UPLOAD, h5p.full(script="var anders;"))
    yield "a changed library"
    page.goto(reverse("h5p_withdraw", args=[H5PLibrary.objects.latest("pk").pk]))
    yield "withdraw"
    page.goto(reverse("h5p_types:index"))
    yield "register"


def uploads(page: Page) -> Iterator[str]:
    """The trainer's way, before and after the approval."""
    page.goto(LIST)
    yield "no content"
    page.goto(UPLOAD)
    yield "upload"
    send(page, UPLOAD, b"no package")
    yield "refused"
    send(page, UPLOAD, h5p.full())
    yield "report, not playable"
    press(page, "Freigabe anfragen")
    yield "report, asked for"
    page.fill("#id_title", "")
    press(page, "Als Entwurf übernehmen")
    yield "faulty choice"
    page.goto(LIBRARIES)
    yield "wanted libraries"
    yield from libraries(page)
    send(page, UPLOAD, h5p.full())
    yield "report"
    page.get_by_label("Beides").check()
    page.locator("select[name=place]").select_option(index=1)
    press(page, "Als Entwurf übernehmen")
    yield "done"


def contents(page: Page) -> Iterator[str]:
    """One content, its next version, its end."""
    content = H5PContent.objects.get()
    keep(h5p.package(main=h5p.BLANKS), title="Wartet", user=None)
    page.goto(LIST)
    yield "contents"
    for name in ("content", "convert", "replace", "remove"):
        page.goto(reverse(f"h5p_{name}", args=[content.pk]))
        yield name
    replace = reverse("h5p_replace", args=[content.pk])
    send(page, replace, h5p.full())
    yield "next version"
    send(page, replace, h5p.packed(main=h5p.BLANKS))
    yield "next version, not playable"
    page.goto(reverse("h5p_export", args=[Quiz.objects.earliest("pk").pk]))
    yield "export"


def test_axe_finds_nothing_on_any_screen(admin: User, new_page: NewPage) -> None:
    page = looks.page_with_looks(new_page)
    sign_in(page, admin.email)
    faults, seen = [], 0
    for way in (uploads, contents):
        for state in way(page):
            page.wait_for_load_state("networkidle")  # by then messages have faded in
            seen += 1
            found = looks.axe(page) + looks.reflow(page)
            own = WAGTAILS_OWN.get(state, set())
            faults += [f"{state}: {fault}" for fault in found if not any(f"axe {rule}," in fault for rule in own)]
    assert not faults, "\n".join(faults)
    assert seen == 26
