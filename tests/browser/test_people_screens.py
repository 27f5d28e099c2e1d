"""The screens of people in the CMS and the first way in, in each state: axe finds nothing, nothing runs out."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from learn.accounts import roles
from learn.accounts.models import Department, User
from learn.people import invitations
from tests.browser import looks
from tests.browser.test_h5p_screens import press
from tests.browser.test_trainer import PASSWORD, sign_in
from tests.factories import people
from tests.learn.people.office import csv_of, line
from tests.machinery.browser import NewPage


@pytest.fixture
def admin(db: None) -> User:
    call_command("setup_groups", verbosity=0)
    user = people.person(people.unit("11", people.unit("10")), "Abteilungsleitung", "Petra", "Personal")
    user.email = "admin@example.org"
    user.set_password(PASSWORD)
    user.save()
    for _ in range(12):
        people.person(user.memberships.get().department)
    return people.in_group(user, roles.ADMINISTRATORS)


def hand_in(page: Page, content: bytes, *, complete: bool = False) -> None:
    page.goto(reverse("roster_import"))
    page.set_input_files("[name=people]", {"name": "liste.csv", "mimeType": "text/csv", "buffer": content})
    page.check(f"[name=missing][value={'leave' if complete else 'stay'}]")
    press(page, "Hochladen und prüfen")


def rosters(page: Page) -> Iterator[str]:
    page.goto(reverse("roster_import"))
    page.click("text=So muss die Datei aussehen")
    yield "upload"
    press(page, "Hochladen und prüfen")
    yield "no file"
    hand_in(page, csv_of([line(2, "99"), line(3, Eintritt="gestern")]))
    yield "faults"
    own = User.objects.get(email="admin@example.org").memberships.get()
    keep = line(1, Personalnummer=own.personnel_no, **{"E-Mail": "admin@example.org"})
    hand_in(page, csv_of([keep, *(line(number) for number in range(500, 510))]), complete=True)
    yield "preview"
    press(page, "Jetzt übernehmen")
    yield "too many leave"
    page.check("#viele")
    press(page, "Jetzt übernehmen")
    yield "being taken over"
    page.goto(page.url)
    yield "taken over"


def others(page: Page) -> Iterator[str]:
    for name in ("units", "invitations", "merge_people"):
        page.goto(reverse(name))
        yield name
    page.goto(reverse("units") + "?q=einheit+11")
    yield "units searched"
    page.goto(reverse("unit_people", args=["11"]))
    yield "unit"
    page.goto(reverse("person_places", args=[User.objects.get(email="admin@example.org").learner.pk]))
    yield "person"
    page.goto(reverse("merge_people") + "?q=nach")
    page.locator("[name=bleibt]").nth(0).check()
    page.locator("[name=weg]").nth(1).check()
    press(page, "Weiter zur Vorschau")
    yield "two accounts"
    page.goto(reverse("invitations"))
    page.check("#wen-alle")
    press(page, "Code-Karten vorbereiten")
    yield "cards?"
    press(page, "Karten anzeigen und drucken")
    yield "cards"


def way_in(page: Page) -> Iterator[str]:
    page.context.clear_cookies()
    page.goto(reverse("account_access_code"))
    page.fill("#id_code", "FALSCH")
    press(page, "Weiter")
    yield "wrong code"
    page.goto(reverse("invitation", args=["FALSCH"]))
    yield "no invitation"
    new = people.person(Department.objects.get(code="11"))
    (card,) = invitations.make_cards(new, [new], timezone.now())
    page.goto(reverse("account_access_code"))
    page.fill("#id_code", card.code.lower())
    press(page, "Weiter")
    yield "first password"
    page.fill("#id_password", "kurz")
    press(page, "Passwort speichern")
    yield "short password"
    page.fill("#id_password", "vier ganz zufällige Wörter")
    press(page, "Passwort speichern")
    yield "password saved"


def test_axe_finds_nothing_on_any_screen(admin: User, new_page: NewPage, live_site: Any) -> None:
    page = looks.page_with_looks(new_page)
    sign_in(page, admin.email)
    faults, seen = [], 0
    for way in (rosters, others, way_in):
        for state in way(page):
            page.wait_for_load_state("networkidle")  # by then messages have faded in
            seen += 1
            if folder := os.environ.get("SCREENS"):
                page.screenshot(path=f"{folder}/{way.__name__}-{seen}.png", full_page=True)
            faults += [f"{state}: {fault}" for fault in looks.axe(page) + looks.reflow(page)]
    assert not faults, "\n".join(faults)
    assert seen == 21
