"""Screen and file: equal cell by cell, closed to strangers, silent about other units."""

import csv
import io
import re
from datetime import date
from html import unescape
from urllib.parse import urlencode

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from learn.accounts import roles
from learn.accounts.models import User
from tests.factories.people import completed, in_group, person, user
from tests.learn.reports.conftest import City

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shelf")]
NOON = "2027-02-15 12:00+01:00"


def client_of(viewer: User | None) -> Client:
    client = Client()
    if viewer:
        client.force_login(viewer, backend="django.contrib.auth.backends.ModelBackend")
    return client


def screen(viewer: User, **query: str) -> str:
    with time_machine.travel(NOON, tick=False):
        response = client_of(viewer).get(reverse("completion_report"), query)
    assert response.status_code == 200
    return response.content.decode()


def file(viewer: User, **query: str) -> tuple[str, bytes]:
    with time_machine.travel(NOON, tick=False):
        address = f"{reverse('report_file', args=['abschluesse'])}?{urlencode(query)}"
        response = client_of(viewer).post(address, {"format": "csv"})
        assert response.status_code == 200
        return response["Content-Disposition"], b"".join(response)  # type: ignore[arg-type]


def lines_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def cells_of(page: str) -> list[list[str]]:
    """The list of people as a reader sees it, heading first."""
    if 'id="liste"' not in page:
        return []
    table = page.partition('id="liste"')[2].partition("</table>")[0]
    rows = re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)
    return [
        [
            unescape(re.sub(r"<[^>]+>", "", cell)).strip()
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        ]
        for row in rows
    ]


QUERIES: list[dict[str, str]] = [
    {},
    {"einheit": "41"},
    {"stand": "abgeschlossen"},
    {"pflicht": "datenschutz-alle", "einheit": "60"},
]


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("viewer", ["hr", "head"])
def test_file_equals_screen(city: City, query: dict[str, str], viewer: str) -> None:
    who = getattr(city, viewer)
    shown = cells_of(screen(who, **query))
    _, content = file(who, **query)
    if shown:
        assert lines_of(content) == shown
    else:
        assert len(lines_of(content)) == 1


def test_all_pages_together_are_the_file(city: City) -> None:
    for number in range(60):
        completed(
            person(city.units["411"], "Sachbearbeitung", "Vor", f"Nach{number:02}"),
            city.phishing,
            date(2026, 1, 5),
            date(2026, 1, 6),
        )
    pages = [cells_of(screen(city.hr, p=str(number))) for number in (1, 2, 3)]
    shown = [pages[0][0], *(line for page in pages for line in page[1:])]
    assert lines_of(file(city.hr)[1]) == shown
    assert len(shown) == 1 + 6 + 120


def test_file_is_what_spreadsheets_in_germany_open(city: City) -> None:
    name, content = file(city.hr, einheit="41", stand="abgeschlossen")
    assert name == 'attachment; filename="abschluesse_41-abgeschlossen_2027-02-15.csv"'
    assert content.startswith(b"\xef\xbb\xbfName;Organisationseinheit;Kurs;Stand;begonnen am;")
    assert "Wójcik, Tomasz;41 Bürgerservice;Datenschutz;abgeschlossen;2026-05-04;2026-05-06;;\r\n".encode() in content
    assert file(city.hr)[0] == 'attachment; filename="abschluesse_alle_2027-02-15.csv"'
    assert file(city.hr, kurs=str(city.privacy))[0] == 'attachment; filename="abschluesse_datenschutz_2027-02-15.csv"'


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_cell_is_a_formula(city: City, start: str) -> None:
    person(city.units["411"], "Sachbearbeitung", "Ada", f"{start}HYPERLINK(1)")
    found = [line[0] for line in lines_of(file(city.hr)[1]) if "HYPERLINK" in line[0]]
    assert found == [f"'{start}HYPERLINK(1), Ada"]


FOREIGN = [{"einheit": "61"}, {"einheit": "60"}, {"einheit": "40"}, {"einheit": "61", "stand": "abgeschlossen"}]


@pytest.mark.parametrize("query", FOREIGN)
def test_other_unit_answers_like_one_that_does_not_exist(city: City, query: dict[str, str]) -> None:
    missing = query | {"einheit": "99"}
    echoed = re.compile(r'einheit=\d+|"einheit" value="\d+"|"csrfmiddlewaretoken" value="\w+"|"CSRF_TOKEN": "\w+"')
    assert cells_of(screen(city.head, **query)) == []
    assert echoed.sub("", screen(city.head, **query)) == echoed.sub("", screen(city.head, **missing))
    assert file(city.head, **query)[1] == file(city.head, **missing)[1]
    assert len(lines_of(file(city.head, **query)[1])) == 1


def test_no_parameter_brings_another_unit(city: City) -> None:
    foreign = User.objects.get(last_name="Tekin")
    guesses = {
        "61",
        "60",
        str(city.units["61"].pk),
        str(foreign.pk),
        foreign.email,
        str(foreign.learner.pk),
        "%",
        "*",
        "' OR 1=1",
    }
    elsewhere = ("person", "user", "p", "id", "department", "membership")
    for guess in guesses:
        answers = [file(city.head, **{name: guess})[1].decode() for name in ("einheit", "kurs", "stand", "pflicht")]
        answers += [screen(city.head, **dict.fromkeys(elsewhere, guess)), screen(city.head, einheit=guess)]
        for answer in answers:
            assert "Tekin" not in answer
            assert "Uçar" not in answer
            assert "Grundsicherung" not in answer


def test_choices_show_own_units_alone(city: City) -> None:
    page = screen(city.head)
    assert "411 Bürgerbüro" in page
    assert "Soziales" not in page
    assert "40 Sicherheit" not in page


def test_closed_to_everybody_else(city: City) -> None:
    address = reverse("completion_report")
    assert client_of(None).get(address).status_code == 302
    for group in (roles.TRAINERS, roles.EDITORS):
        response = client_of(in_group(user(), group)).get(address)
        assert response["Location"] == reverse("wagtailadmin_home")
    assert client_of(user()).get(address).status_code == 302


def test_head_without_a_unit_is_told_why(city: City) -> None:
    page = screen(in_group(user(), roles.HEADS))
    assert "Sie leiten heute keine Organisationseinheit" in page


def test_strange_pages_and_choices_do_no_harm(city: City) -> None:
    for query in ({"p": "abc"}, {"p": "0"}, {"p": "99999"}, {"kurs": "x" * 5000}, {"stand": "\x00"}):
        screen(city.hr, **query)
        file(city.hr, **query)


def test_export_is_written_down(city: City) -> None:
    file(city.hr, einheit="41")
    entry = ModelLogEntry.objects.get(action="learn.report_export")
    assert entry.user == city.hr
    assert entry.data == {"file": "abschluesse_41_2027-02-15.csv", "filters": "einheit=41", "rows": 4}
    assert "abschluesse_41_2027-02-15.csv" in str(entry.message)


def test_never_kept_by_a_cache(city: City) -> None:
    with time_machine.travel(NOON, tick=False):
        response = client_of(city.hr).get(reverse("completion_report"))
    assert "no-store" in response["Cache-Control"]


def test_requirements_are_read_in_words(city: City) -> None:
    page = client_of(city.hr).get(reverse("requirements")).content.decode()
    assert "Pflicht datenschutz-alle" in page
    assert "alle Beschäftigten" in page
    assert "Weil es nötig ist." in page
