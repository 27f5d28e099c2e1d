"""The screens of certificates in the CMS in each state: axe finds nothing, nothing runs out of a narrow window."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import Page

import certificates.api
from certificates import jobs
from certificates.models import Design
from learn.accounts import roles
from learn.accounts.models import User
from tests.browser import looks
from tests.browser.test_h5p_screens import press
from tests.browser.test_trainer import PASSWORD, sign_in
from tests.factories import people
from tests.factories.certificates import award
from tests.machinery.browser import NewPage

DESIGNS, HELD, ZIPS = "/cms/zertifikate/vorlagen/", "/cms/berichte/zertifikate/", "/cms/berichte/zertifikate/zip/"


@pytest.fixture
def admin(db: None, tmp_path: Path, settings: Any) -> User:
    settings.CERTIFICATE_ROOT = tmp_path
    call_command("setup_groups", verbosity=0)
    user = people.person(people.unit("A"))
    user.email = "admin@example.org"
    user.set_password(PASSWORD)
    user.save()
    certificates.api.issue(award(holder=user.learner.pk))
    return people.in_group(user, roles.ADMINISTRATORS)


def designs(page: Page) -> Iterator[str]:
    page.goto(DESIGNS)
    yield "designs"
    page.goto(f"{DESIGNS}neu/")
    page.fill("#id_says_pass", "Hallo {vorname}")
    press(page, "Speichern und Vorschau drucken")
    yield "faulty design"
    page.fill("#id_title", "Eigene")
    page.fill("#id_says_pass", "hat „{kurs}“ bestanden.")
    page.fill("#id_accent", "#f6b93b")
    press(page, "Speichern und Vorschau drucken")
    design = Design.objects.get(title="Eigene")
    page.goto(f"{DESIGNS}{design.pk}/vorschau/?n=5")
    yield "preview"
    for name in ("certificate_design", "certificate_design_delete"):
        page.goto(reverse(name, args=[design.pk]))
        yield name
    good = Design.objects.get(title="Hochformat, farbig")
    Design.objects.filter(pk=good.pk).update(draft={**good.draft, "closing": "Danke!"})
    page.goto(f"{DESIGNS}{good.pk}/vorschau/?n=5")
    yield "no preview yet"
    press(page, "Vorschau drucken")
    jobs.proof_design(good.pk)
    page.goto(f"{DESIGNS}{good.pk}/vorschau/?n=5")
    yield "good preview"


def held(page: Page) -> Iterator[str]:
    page.goto(HELD)
    yield "certificates"
    page.get_by_role("link", name="Ayşe Yılmaz").click()
    yield "certificate"
    press(page, "Zertifikat zurückziehen")
    yield "no reason"
    page.fill("#name", "Ayse")
    press(page, "Neu ausstellen")
    yield "replaced and new"
    page.goto(ZIPS)
    yield "no bundle"
    page.goto("/cms/berichte/abschluesse/")
    press(page, "Zertifikate dieser Einheit und dieses Kurses als ZIP sammeln")
    page.goto(f"{ZIPS}?n=5")
    yield "bundles"


def test_axe_finds_nothing_on_any_screen(admin: User, new_page: NewPage, live_site: Any) -> None:
    page = looks.page_with_looks(new_page)
    sign_in(page, admin.email)
    faults, seen = [], 0
    for way in (designs, held):
        for state in way(page):
            page.wait_for_load_state("networkidle")  # by then messages have faded in
            seen += 1
            if folder := os.environ.get("SCREENS"):
                page.screenshot(path=f"{folder}/{way.__name__}-{seen}.png", full_page=True)
            faults += [f"{state}: {fault}" for fault in looks.axe(page) + looks.reflow(page)]
    assert not faults, "\n".join(faults)
    assert seen == 13
