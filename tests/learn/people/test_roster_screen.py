"""Lists handed in at the screen: preview, confirmation, result; faults with their places, and then nothing written."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from learn.accounts import roles
from learn.accounts.models import Department, Membership, RosterRun, User
from learn.people import intake
from learn.queue import Job
from tests.factories import people as cast
from tests.learn.people.office import HEADING, clerk, csv_of, hand_in, latest, line, xlsx_of

pytestmark = pytest.mark.django_db
Capture = Callable[..., Any]
State = RosterRun.State


@pytest.fixture
def client() -> Client:
    top = cast.unit("10")
    user = clerk(cast.unit("11", top))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def say_yes(client: Client, django_capture_on_commit_callbacks: Capture) -> Callable[..., Any]:
    def post(**fields: str) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(reverse("roster_run", args=[latest().pk]), fields)
        return client.get(answer.url) if answer.status_code == 302 else answer

    return post


OWN = line(1, Stelle="Sachbearbeitung", Vorname="Petra", Nachname="Personal")


def test_a_list_is_shown_confirmed_and_taken_over(client: Client, say_yes: Callable[..., Any]) -> None:
    shown = hand_in(client, csv_of([OWN, line(2), line(3, Eintritt="1.4.27")])).content.decode()
    assert "Das würde sich ändern" in shown and "Nach2, Vor2" in shown and "ab 01.04.2027" in shown
    assert not User.objects.filter(email="p2@example.org").exists()
    done = say_yes().content.decode()
    assert "Die Liste ist übernommen" in done
    run = latest()
    assert (run.state, run.counts["added"], run.by) == (State.APPLIED, 2, User.objects.get(email="p1@example.org"))
    assert run.people_file is None and run.preview == {} and len(run.people_hash) == 64
    assert Membership.objects.filter(personnel_no="000002", department__code="11").exists()
    assert Job.objects.filter(name="learn.jobs.refresh_duties").exists()


def test_the_same_list_again_has_nothing_to_confirm(client: Client, say_yes: Callable[..., Any]) -> None:
    hand_in(client, csv_of([OWN, line(2)]), missing="leave")
    say_yes()
    shown = hand_in(client, csv_of([OWN, line(2)]), missing="leave").content.decode()
    assert "Alles ist schon auf dem Stand der Liste" in shown and "Jetzt übernehmen" not in shown


def test_units_and_people_in_one_go(client: Client, say_yes: Callable[..., Any]) -> None:
    units = b"\xef\xbb\xbfKennzeichen;Bezeichnung;Obereinheit\r\n20;Neu;10\r\n21;Darunter;20\r\n"
    shown = hand_in(client, csv_of([line(2, "21")]), units).content.decode()
    assert "Neue Einheiten" in shown and "unter 20 Neu" in shown
    say_yes()
    assert Membership.objects.get(personnel_no="000002").department.parent == Department.objects.get(code="20")


def test_what_changes_is_shown_before_and_after(client: Client, say_yes: Callable[..., Any]) -> None:
    hand_in(client, csv_of([line(number) for number in (2, 3, 4)]))
    say_yes()
    lines = [OWN, line(2, "10"), line(3, Nachname="Neu", **{"E-Mail": "p4@example.org"})]
    lines += [line(4, Austritt="31.12.2099", **{"E-Mail": "p3@example.org"})]
    shown = hand_in(client, csv_of(lines), missing="leave").content.decode()
    for said in (
        "Einheit: <del>11 Einheit 11</del> → <ins>10 Einheit 10</ins>",
        "Nachname: <del>Nach3</del> → <ins>Neu</ins>",
        "E-Mail: <del>p3@example.org</del> → <ins>p4@example.org</ins>",
        "Austritt: <del>–</del> → <ins>31.12.2099</ins>",
    ):
        assert said in shown
    say_yes()
    assert User.objects.get(email="p4@example.org").last_name == "Neu"


def test_too_many_leaving_needs_an_explicit_yes(client: Client, say_yes: Callable[..., Any]) -> None:
    hand_in(client, csv_of([OWN, *(line(number) for number in range(2, 12))]))
    say_yes()
    shown = hand_in(client, csv_of([OWN, line(2)]), missing="leave", last_day="31.10.2026").content.decode()
    assert "9 von 11 Personen würden ausscheiden" in shown and "letzter Tag 31.10.2026" in shown
    refused = say_yes()
    assert refused.status_code == 422 and "ausdrücklich" in refused.content.decode()
    assert User.objects.filter(is_active=True).count() == 11
    say_yes(many="yes")
    assert User.objects.filter(is_active=True).count() == 2
    assert Membership.objects.filter(ends_on=date(2026, 10, 31)).count() == 9


def test_nobody_locks_themselves_out(client: Client) -> None:
    shown = hand_in(client, csv_of([line(2)]), missing="leave").content.decode()
    assert "Sie selbst fehlen in der Liste" in shown and latest().state == State.FAULTY


def test_a_preview_that_no_longer_holds_is_shown_again(client: Client, say_yes: Callable[..., Any]) -> None:
    hand_in(client, csv_of([line(2)]))
    cast.works(cast.user("Vor2", "Nach2", email="p2@example.org"), Department.objects.get(code="10"), number="000002")
    shown = say_yes().content.decode()
    assert "wurde nichts übernommen" in shown and "Geändert" in shown
    assert latest().state == State.READY and not Membership.objects.filter(ends_on__isnull=False).exists()


def test_a_dropped_list_leaves_nothing(client: Client, say_yes: Callable[..., Any]) -> None:
    hand_in(client, csv_of([line(2)]))
    assert "verworfen" in say_yes(drop="1").content.decode()
    run = latest()
    assert (run.state, run.people_file, run.preview) == (State.DROPPED, None, {})
    assert not say_yes().content.decode().count("Jetzt übernehmen")


def test_lists_that_nobody_confirms_go_after_a_day(client: Client) -> None:
    hand_in(client, csv_of([line(2)]))
    assert intake.forget_files(timezone.now()) == 0
    assert intake.forget_files(timezone.now() + timedelta(days=1, minutes=1)) == 1
    assert latest().people_file is None


def test_a_large_list_is_read_by_a_job(client: Client, django_capture_on_commit_callbacks: Capture) -> None:
    many = csv_of([line(number, Stelle="x" * 110) for number in range(2, 800)])
    assert len(many) > intake.READ_AT_ONCE
    waiting = hand_in(client, many)
    assert "wird gelesen" in waiting.content.decode() and "Refresh" in waiting.headers
    with django_capture_on_commit_callbacks(execute=True):
        hand_in(client, many)
    assert latest().counts["added"] == 798
    shown = client.get(reverse("roster_run", args=[latest().pk])).content.decode()
    assert "und 598 weitere" in shown


def cells(**other: str) -> list[str]:
    return list(line(2, **other).values())


FAULTY = {
    "empty file": (b"", "Die Datei ist leer"),
    "only a heading": (csv_of([]), "Die Datei enthält keine Zeilen"),
    "number twice": (csv_of([line(2), line(2, **{"E-Mail": "x@example.org"})]), "steht auch in Zeile 2"),
    "address twice": (csv_of([line(2), line(3, **{"E-Mail": "p2@example.org"})]), "steht auch in Zeile 2"),
    "unknown unit": (csv_of([line(2, "99")]), "Die Einheit 99 gibt es nicht"),
    "no day": (csv_of([line(2, Eintritt="31.02.2026")]), "ist kein Tag"),
    "formula": (csv_of([line(2, Nachname="=1+1")]), "sieht wie eine Formel aus"),
    "no file of ours": (b"PK\x03\x04" + b"x" * 50, "Die Datei ist beschädigt"),
    "old workbook": (b"\xd0\xcf\x11\xe0" + b"x" * 50, "das alte Format XLS"),
    "picture": (b"\x89PNG\r\n\x1a\n\0\0\0", "keine Textdatei"),
    "missing column": (b"Vorname;Nachname;Amt\nA;B;11\n", "Gefunden: Vorname, Nachname, Amt."),
    "formula cell": (xlsx_of([HEADING, cells(Nachname="=A1")]), "Formel"),
    "address of another account": (csv_of([line(1, **{"E-Mail": "frei@example.org"})]), "ohne Personalnummer"),
}


@pytest.mark.parametrize("name", FAULTY)
def test_faults_say_what_to_do_and_nothing_can_be_confirmed(client: Client, name: str) -> None:
    content, said = FAULTY[name]
    User.objects.create_user("frei@example.org")
    before = Membership.objects.count()
    shown = hand_in(client, content).content.decode()
    assert said in shown and "Jetzt übernehmen" not in shown
    assert Membership.objects.count() == before
    assert not RosterRun.objects.filter(state=State.READY).exists()


def test_units_below_themselves_are_told_with_the_way_round(client: Client) -> None:
    units = "Kennzeichen,Name,gehört zu\n30,A,31\n31,B,30\n".encode("latin-1")
    shown = hand_in(client, units=units).content.decode()
    assert "stünde unter sich selbst: 30 &gt; 31 &gt; 30" in shown and "<td>3</td>" in shown


@pytest.mark.parametrize(
    "content",
    [
        csv_of([line(2, Nachname="Müßig")], ",", "latin-1"),
        csv_of([line(2, Nachname="Müßig", Eintritt="2020-03-01")], "\t", "utf-8-sig"),
        csv_of([line(2, Nachname="Müßig", Eintritt="1.3.20")], ";", "utf-16"),
        xlsx_of([HEADING, [*cells(Nachname="Müßig")[:6], date(2020, 3, 1), None]]),
    ],
    ids=["Latin-1, comma", "tab, BOM", "UTF-16", "XLSX"],
)
def test_files_as_offices_write_them_are_read(client: Client, content: bytes) -> None:
    shown = hand_in(client, content).content.decode()
    assert "Müßig, Vor2" in shown and "ab 01.03.2020" in shown


def test_an_empty_address_gives_a_log_in_by_number_and_takes_no_address_away(
    client: Client, say_yes: Callable[..., Any]
) -> None:
    hand_in(client, csv_of([line(2), line(3, **{"E-Mail": ""})]))
    say_yes()
    assert User.objects.get(memberships__personnel_no="000003").email == "000003@ohne-mail.invalid"
    shown = hand_in(client, csv_of([line(2, **{"E-Mail": ""}), line(3, **{"E-Mail": "-"})])).content.decode()
    assert "Alles ist schon auf dem Stand der Liste" in shown


def test_a_fault_in_line_19999_writes_nothing(client: Client) -> None:
    lines = [line(number) for number in range(2, 20_001)]
    lines[19_997] |= {"Eintritt": "gestern"}
    hand_in(client, csv_of(lines))
    intake.prepare(latest().pk, timezone.localdate())
    run = latest()
    assert run.state == State.FAULTY and User.objects.count() == 1
    assert [(fault["line"], fault["column"]) for fault in run.preview["faults"]] == [(19_999, "Eintrittsdatum")]


def test_heads_and_trainers_are_kept_out(client: Client) -> None:
    hand_in(client, csv_of([line(2)]))
    for group in (roles.HEADS, roles.TRAINERS):
        user = cast.in_group(cast.person(Department.objects.get(code="10"), "Amtsleitung"), group)
        client.force_login(user)
        for address in (reverse("roster_import"), reverse("roster_run", args=[latest().pk])):
            assert client.get(address).status_code == 302
            assert client.post(address).status_code == 302
    assert latest().state == State.READY
