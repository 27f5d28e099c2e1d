"""Earlier completions from a file: counted as of their day, faults by line and column, all or nothing, once."""

import io
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import Workbook

from learn.accounts.models import Membership
from learn.compliance import decisions
from learn.compliance.models import AuditEntry, Evidence, Tally
from learn.rules.deadlines import Kind, State
from tests.factories.people import requirement
from tests.learn.compliance.conftest import COURSE
from tests.learn.compliance.two_units import TODAY, Units, signed_in

pytestmark = pytest.mark.django_db
HEADING = "Personalnummer;Pflichtschulung;Abgeschlossen am;Quelle;Nachweis"


def number(learner: Any) -> str:
    return Membership.objects.get(user=learner.user).personnel_no


def upload(units: Units, *lines: str, encoding: str = "utf-8", data: bytes = b"") -> HttpResponse:
    content = data or "\n".join((HEADING, *lines)).encode(encoding)
    with signed_in(units.hr) as client:
        return client.post(reverse("earlier_completions"), {"datei": SimpleUploadedFile("alt.csv", content)})  # type: ignore[return-value]


def confirm(units: Units, preview: HttpResponse) -> str:
    with signed_in(units.hr) as client:
        data = {"liste": preview.context["packed"], "confirm": "1"}  # type: ignore[attr-defined]
        return client.post(reverse("earlier_completions"), data).content.decode()


def test_three_forms_of_days_each_counted_as_of_its_day(units: Units) -> None:
    preview = upload(
        units,
        f"{number(units.own)};datenschutz;2026-10-05;VHS;AZ 3",
        f"{number(units.other)};PFLICHT  Datenschutz;5.1.25;;",
        f"{number(units.other)};datenschutz;03.02.2024;;",
    )
    text = preview.content.decode()
    assert "5. Okt" in text or "05.10.2027" in text, "valid until, a year after the completion"
    assert not Evidence.objects.exists()
    assert "Übernommen" in confirm(units, preview)
    assert (units.state(units.own), units.obligation(units.own).valid_until) == (State.VALID, date(2027, 10, 5))
    assert (units.state(units.other), units.obligation(units.other).valid_until) == (State.EXPIRED, date(2026, 2, 3)), (
        "the later one renewed the anniversary of the earlier one"
    )
    proof = Evidence.objects.get(learner=units.own)
    assert (proof.kind, proof.source, proof.document) == (Kind.IMPORTED, "VHS; alt.csv, Zeile 2", "AZ 3")
    assert AuditEntry.objects.filter(action=Kind.IMPORTED, actor=units.hr).count() == 3
    assert Tally.objects.get(department=None, state=State.VALID).people == 1


def test_the_same_file_twice_changes_nothing(units: Units) -> None:
    line = f"{number(units.own)};datenschutz;2026-10-05;;"
    preview = upload(units, line)
    confirm(units, preview)
    confirm(units, preview)
    again = upload(units, line).content.decode()
    assert "Es gibt nichts zu tun" in again
    assert Evidence.objects.count() == AuditEntry.objects.count() == 1


def test_faults_name_line_and_column_and_nothing_is_written(units: Units) -> None:
    own = number(units.own)
    response = upload(
        units,
        f"{own};datenschutz;2026-10-05;;",
        f"{own};datenschutz;30.02.2026;;",
        f"{own};datenschutz;2027-02-16;;",
        "9999999;datenschutz;2026-10-05;;",
        f"{own};Brandschutz;2026-10-05;;",
        "=1+1;datenschutz;2026-10-05;;",
        f"{own};datenschutz;5.10.2026;;",
        f"{own};;2026-10-05;;",
    )
    text = response.content.decode()
    assert response.status_code == 422 and "Es wurde nichts gespeichert" in text
    for words in (
        "Zeile 3, Spalte „Abgeschlossen am“: „30.02.2026“ ist kein Tag.",
        "Zeile 4, Spalte „Abgeschlossen am“: „2027-02-16“ liegt in der Zukunft.",
        "Zeile 5, Spalte „Personalnummer“: Zur Personalnummer 9999999 gibt es hier niemanden.",
        "Zeile 6, Spalte „Pflichtschulung“: „Brandschutz“ ist keine Pflichtschulung und kein Kurs.",
        "Zeile 7, Spalte „Personalnummer“: „=1+1“ sieht wie eine Formel aus.",
        "Zeile 8: Derselbe Abschluss steht auch in Zeile 2.",
        "Zeile 9, Spalte „Pflichtschulung“: Das Feld ist leer.",
    ):
        assert words in text, words
    assert not Evidence.objects.exists() and not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "Bitte w\u00e4hlen Sie eine Datei."),
        (b"\x00\x01\x02", "keine Textdatei"),
        (b"PK\x03\x04kaputt", "besch\u00e4digt"),
        (b"Personalnummer;Datum\n1;2", "Die Spalte „Pflichtschulung“ fehlt."),
        (HEADING.encode(), "Unter der \u00dcberschrift steht keine Zeile."),
    ],
)
def test_what_is_no_list_is_said(units: Units, data: bytes, words: str) -> None:
    with signed_in(units.hr) as client:
        sent = {"datei": SimpleUploadedFile("x", data)} if data else {}
        assert words in client.post(reverse("earlier_completions"), sent).content.decode()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_encodings(units: Units, encoding: str) -> None:
    preview = upload(units, f"{number(units.own)};datenschutz;2026-10-05;Träger Süd;", encoding=encoding)
    confirm(units, preview)
    assert Evidence.objects.get().source.startswith("Träger Süd")


def test_a_workbook_and_a_course_of_several_duties(units: Units) -> None:
    requirement("sensibel", [COURSE], units.duty.definition["audience"])
    book = Workbook()
    book.active.append(HEADING.split(";"))
    book.active.append([number(units.own), str(COURSE), date(2026, 10, 5)])
    file = io.BytesIO()
    book.save(file)
    preview = upload(units, data=file.getvalue())
    confirm(units, preview)
    assert Evidence.objects.get().requirement == units.duty, "the one of the two that the person has"


def test_what_holds_longer_stays(units: Units) -> None:
    given = {"actor": units.hr, "why": "y", "today": TODAY}
    decisions.take_over(units.own, units.duty, date(2026, 12, 1), Kind.EQUIVALENT, "x", **given)  # type: ignore[arg-type]
    preview = upload(
        units, f"{number(units.own)};datenschutz;2026-12-01;;", f"{number(units.other)};datenschutz;2026-11-01;;"
    )
    assert "Schon vorhanden" in preview.content.decode()
    confirm(units, preview)
    assert Evidence.objects.filter(learner=units.own).count() == 1


def test_a_preview_that_was_tampered_with_is_refused(units: Units) -> None:
    with signed_in(units.hr) as client:
        response = client.post(reverse("earlier_completions"), {"liste": "abc:def", "confirm": "1"})
    assert response.status_code == 422 and "noch einmal hoch" in response.content.decode()


def test_only_the_personnel_office(units: Units) -> None:
    for name in ("earlier_completions", "earlier_template"):
        with signed_in(units.head_a) as client:
            assert client.get(reverse(name)).url == "/cms/"  # type: ignore[attr-defined]
    with signed_in(units.hr) as client:
        template = client.get(reverse("earlier_template"))
    assert template.content.decode("utf-8-sig").splitlines()[0] == HEADING


def test_queries_do_not_grow_with_the_lines(units: Units) -> None:
    def cost(*lines: str) -> int:
        with signed_in(units.hr) as client, CaptureQueriesContext(connection) as captured:
            content = "\n".join((HEADING, *lines)).encode()
            client.post(reverse("earlier_completions"), {"datei": SimpleUploadedFile("alt.csv", content)})
        return len(captured)

    one, two = number(units.own), number(units.other)
    cost(f"{one};datenschutz;2026-10-05;;")
    few = cost(f"{one};datenschutz;2026-10-05;;")
    assert cost(*(f"{who};datenschutz;2026-10-{day:02};;" for who in (one, two) for day in range(1, 20))) == few
