"""Writing, trying and applying a rule on the screen: what is refused and how, and that nothing typed is lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from learn.accounts import roles
from learn.compliance.models import Requirement
from learn.compliance.obligations import refresh
from learn.compliance.requirements import drafts
from learn.compliance.requirements.models import RequirementDraft
from learn.compliance.tally import recount
from tests.factories.people import in_group, person, requirement
from tests.learn.compliance.conftest import RULE
from tests.learn.compliance.requirements.conftest import Post, Town

pytestmark = [pytest.mark.django_db]


def text(response: Any) -> str:
    return response.content.decode()


def edit(town: Town) -> str:
    return reverse("requirement_edit", args=[town.duty.key])


def test_from_the_form_over_the_preview_to_the_history(town: Town, post: Post) -> None:
    client = town.client()
    page = text(client.get(edit(town)))
    assert "JSON" not in page and "Tage nach" in page
    sent = client.post(edit(town), post(**{"gruppe-0-below": "on", "title": "Datenschutz für alle"}))
    draft = RequirementDraft.objects.get()
    assert sent.headers["Location"] == reverse("requirement_preview", args=[draft.pk])
    page = text(client.get(sent.headers["Location"]))
    assert (
        "Muster, Dora" in page
        and "keine Pflicht" in page
        and "Hauptamt" not in text(client.get(sent.headers["Location"] + "?art=loses")).split('id="personen"')[1]
    )
    refused = client.post(sent.headers["Location"], {"grund": " "})
    assert refused.status_code == 422 and "warum Sie die Regel ändern" in text(refused)
    client.post(sent.headers["Location"], {"grund": "Die Poststelle gehört dazu."})
    duty = Requirement.objects.get()
    assert (duty.title, duty.revision, duty.obligations.count()) == ("Datenschutz für alle", 2, 4)
    page = text(client.get(reverse("requirement_history", args=[duty.key])))
    assert "Die Poststelle gehört dazu." in page and "Ewa Pawłowska" in page and "1 bekommen die Pflicht" in page
    assert "4 Personen" in text(client.get(reverse("requirements")))


# ruff: noqa: E501
BAD: dict[str, tuple[dict[str, Any], str]] = {
    "no course": ({"courses": None}, "mindestens einen Kurs"),
    "nobody": ({"gruppe-0-who": "", "gruppe-0-units": None}, "für wen die Pflicht gilt"),
    "group taken out": ({"gruppe-0-DELETE": "on"}, "für wen die Pflicht gilt"),
    "no unit": ({"gruppe-0-units": None}, "mindestens eine Einheit"),
    "role of nobody": ({"gruppe-0-who": "", "gruppe-0-units": None, "gruppe-0-roles": "Sachbearbeitung"}, "alle Beschäftigten gemeint"),
    "unknown number": ({"named": "4711 Anna\nxyz"}, "Zeile 1: „4711“; Zeile 2: „xyz“"),
    "lead longer than validity": ({"lead_days": "365"}, "müsste sofort von vorn anfangen"),
    "grace longer than validity": ({"grace_days": "365"}, "Die Nachfrist (365 Tage) ist länger"),
    "minimum longer than the period": ({"minimum_days": "31"}, "Die Mindestzeit (31 Tage) ist länger als die Frist (30 Tage)"),
    "calendar without room": (
        {"expiry": "calendar_date", "calendar_day": "31", "calendar_month": "12", "minimum_months": "1"},
        "Erhöhen Sie die Mindestgültigkeit",
    ),
    "30 February": ({"expiry": "calendar_date", "calendar_day": "30", "calendar_month": "2"}, "Den 30.2. gibt es nicht"),
    "no months": ({"months": ""}, "wie viele Monate"),
    "a day that is not": ({"since": "31.02.2027"}, "Diesen Tag gibt es nicht"),
    "fixed without a day": ({"new_anchor": "fixed", "new_date": ""}, "den festen Tag"),
    "fixed before the duty": ({"new_anchor": "fixed", "new_date": "01.01.2001"}, "vor dem Beginn der Pflicht"),
    "fixed without minimum": ({"new_anchor": "fixed", "new_date": "01.01.2040", "minimum_days": "0"}, "wäre sofort überfällig"),
    "no days": ({"new_days": "0"}, "wie viele Tage Zeit ist"),
    "its own course": ({"new_anchor": "other_completion", "new_course": "datenschutz"}, "selbst Pflicht ist"),
    "no other course": ({"new_anchor": "other_completion"}, "nach dessen Abschluss"),
    "own date of nothing": ({"existing_same": "own", "existing_anchor": ""}, "womit die eigene Frist beginnt"),
    "repeat with nothing": ({"repeat_same": "other"}, "Kurs für die Wiederholung"),
    "credit of no days": ({"credit_days": "0"}, "noch zählt"),
    "reminders": ({"remind_before": "28, bald"}, "„bald“ ist keine Zahl von Tagen"),
    "words for numbers": ({"lead_days": "viele"}, "eine ganze Zahl"),
    "in the past": ({"since": "2020-01-01", "grace_days": "1"}, "Dieser Tag ist vorbei"),
    "no title": ({"title": " "}, "füllen Sie dieses Feld aus"),
}  # fmt: skip


def test_bad_input_is_told_at_the_field_and_nothing_is_lost(town: Town, post: Post) -> None:
    client = town.client()
    missed = []
    for wrong, (changes, sentence) in BAD.items():
        response = client.post(edit(town), post(**({"reason": "Das habe ich lange überlegt."} | changes)))
        page = text(response)
        # above the form and at the field
        if response.status_code != 422 or page.count(sentence) < 2 or "Das habe ich lange überlegt." not in page:
            missed.append(f"{wrong}: {response.status_code}, {page.count(sentence)} times")
    assert missed == []
    assert not RequirementDraft.objects.exists()


def test_the_same_person_named_and_taken_out(town: Town, post: Post) -> None:
    email = person(town.other).email
    response = town.client().post(edit(town), post(named=f"{email} Vor Nach", except_people=email.upper()))
    assert response.status_code == 422 and "oben genannt und hier ausgenommen" in text(response)


def test_another_group_is_added_without_a_script_and_without_complaints(town: Town, post: Post) -> None:
    response = town.client().post(edit(town), post(mehr="1", title="", named="4711"))
    page = text(response)
    assert response.status_code == 200 and "Gruppe 2" in page and "4711" in page
    assert 'class="rule-error"' not in page and 'rule-faulty"' not in page


def test_who_saves_second_reads_what_the_other_changed_and_keeps_the_own_input(town: Town, post: Post) -> None:
    theirs = town.draft(definition={"grace_days": 7}, title="Andrer Titel")
    drafts.ask(drafts.keep(theirs, town.today), town.hr, "Beschluss 12", town.today)
    client = town.client()
    response = client.post(edit(town), post(lead_days="20"))
    page = text(response)
    assert response.status_code == 409 and not RequirementDraft.objects.exists()
    for told in ("Beschluss 12", "Ewa Pawłowska", "Andrer Titel", "7 Tage", 'value="20"', 'name="revision" value="2"'):
        assert told in page, told
    assert client.post(edit(town), post(lead_days="20", revision=2)).status_code == 302


def test_a_draft_overtaken_says_so_and_leads_back_to_the_own_input(town: Town, post: Post) -> None:
    client = town.client()
    address = client.post(edit(town), post(lead_days="20")).headers["Location"]
    theirs = town.draft(definition={"grace_days": 7})
    drafts.ask(drafts.keep(theirs, town.today), town.hr, "Beschluss 12", town.today)
    assert "inzwischen geändert" in text(client.get(address))
    refused = client.post(address, {"grund": "Meiner"})
    page = text(client.get(refused.headers["Location"]))
    assert "Beschluss 12" in page and 'value="20"' in page
    assert Requirement.objects.get().revision == 2


def test_a_draft_is_worked_on_again_or_thrown_away(town: Town, post: Post) -> None:
    client = town.client()
    address = client.post(edit(town), post(lead_days="20")).headers["Location"]
    draft = RequirementDraft.objects.get()
    back = f"{edit(town)}?entwurf={draft.pk}"
    assert 'value="20"' in text(client.get(back)) and back.replace("&", "&amp;") in text(client.get(address))
    client.post(back, post(lead_days="25"))
    assert RequirementDraft.objects.get().definition["lead_days"] == 25
    client.post(address, {"verwerfen": "1"})
    assert not RequirementDraft.objects.exists()
    assert client.get(address).status_code == 302


def test_new_and_copied(town: Town, post: Post) -> None:
    client = town.client()
    assert "Neue Pflichtschulung" in text(client.get(reverse("requirement_add")))
    copy = reverse("requirement_copy", args=[town.duty.key])
    assert "Pflicht datenschutz (Kopie)" in text(client.get(copy))
    address = client.post(copy, post(title="Zweite")).headers["Location"]
    client.post(address, {"grund": "Zum Üben"})
    assert Requirement.objects.get(key="zweite").definition["audience"] == {
        "any_of": [{"number": 0, "roles": [], "departments": ["10"], "include_below": False}]
    }


def test_an_end_over_the_screen(town: Town) -> None:
    client = town.client()
    address = reverse("requirement_end", args=[town.duty.key])
    assert "den letzten Tag" in text(client.post(address, {"revision": 1}))
    yesterday = (town.today - timedelta(1)).isoformat()
    assert "Dieser Tag ist vorbei" in text(client.post(address, {"revision": 1, "ends_on": yesterday}))
    preview = client.post(address, {"revision": 1, "ends_on": town.today.isoformat()}).headers["Location"]
    assert "entfallen" in text(client.get(preview))
    client.post(preview, {"grund": "Überholt"})
    assert Requirement.objects.get().ends_on == town.today
    assert "endet am" in text(client.get(reverse("requirements")))


def test_heads_read_the_list_of_their_people_and_cannot_change_it(town: Town) -> None:
    head = in_group(person(town.below, "Abteilungsleitung"), roles.HEADS)
    client = Client()
    client.force_login(head)
    page = text(client.get(reverse("requirements")))
    assert "0 Personen" in page and "aendern" not in page and "Neue Pflichtschulung" not in page
    assert client.get(edit(town)).headers.get("Location") == "/cms/"


@pytest.mark.parametrize("screen", ["list", "form", "preview", "history"])
def test_queries_do_not_grow(town: Town, screen: str) -> None:
    client = town.client()
    draft = town.draft(definition={"audience": {"any_of": [{"all": True, "number": 0}]}})

    def count() -> int:
        drafts.keep(draft, town.today)
        address = {
            "list": reverse("requirements"),
            "form": edit(town),
            "preview": reverse("requirement_preview", args=[draft.pk]),
            "history": reverse("requirement_history", args=[town.duty.key]),
        }[screen]
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    first = 0
    for number in range(3):
        title = town.draft(title=f"Titel {number}", revision=number + 1)
        drafts.ask(drafts.keep(title, town.today), town.hr, "Wort", town.today)
        first = first or count()
        person(town.other, f"Stelle {number}")
        more = requirement(f"mehr-{number}", [], RULE["audience"], town.today)
        recount(more, town.today)
    refresh(town.duty, town.today)
    assert count() == first
