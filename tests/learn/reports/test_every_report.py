"""Screen = CSV = XLSX = ODS = PDF, cell by cell, for every report and for strange names; and who sees what."""

import re
from datetime import date, timedelta
from urllib.parse import urlencode
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from learn.accounts.models import Disclosure, Learner, User, VoluntaryDetails
from learn.compliance import obligations
from learn.compliance.models import Absence, Evidence, Exemption, Obligation, Requirement
from learn.reports.catalogue import REPORTS
from learn.reports.files import Format
from learn.reports.filters import Filters
from learn.reports.models import ReportRun
from learn.reports.sight import Sight
from tests.factories.people import completed, enrolled, person
from tests.learn.compliance.conftest import RULE
from tests.learn.reports import reading
from tests.learn.reports.conftest import TODAY, City

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shelf")]
NOON = "2027-02-15 12:00+01:00"
NAMES = [
    ("Jürgen", "Müßiggänger-Ångström"),
    ("Eve", "=1+1"),
    ('Zitat "Anführung"', "Semi;kolon"),
    ("Zeilen\numbruch", "Tab\tulator <b>fett</b> & Co"),
    ("Jamal", "مصطفى"),
    ("Lang", "L" + "a" * 145),
    ("'", "@SUMME(A1)"),
]


def client_of(viewer: User) -> Client:
    client = Client()
    client.force_login(viewer, backend="django.contrib.auth.backends.ModelBackend")
    return client


def screen(viewer: User, report: str, **query: str) -> str:
    with time_machine.travel(NOON, tick=False):
        response = client_of(viewer).get(reverse(REPORTS[report].url), query)
    assert response.status_code == 200
    return response.content.decode()


def file(viewer: User, report: str, ending: str, **query: str) -> bytes:
    """The file as its owner gets it, whether at once or by the job."""
    with time_machine.travel(NOON, tick=False):
        client = client_of(viewer)
        response = client.post(f"{reverse('report_file', args=[report])}?{urlencode(query)}", {"format": ending})
        if response.status_code == 302:
            run = ReportRun.objects.get(pk=response["Location"].split("/")[-2])
            assert run.failed == ""
            response = client.get(reverse("report_run_file", args=[run.pk]))
    assert response.status_code == 200, response
    return b"".join(response)  # type: ignore[arg-type]


@pytest.fixture
def duties(city: City, django_capture_on_commit_callbacks: object) -> City:
    """The city with strange names in 411, and all duties of the rule of the tests as they stand on the day."""
    rule = Requirement.objects.get()
    rule.definition = RULE | {"due": RULE["due"] | {"existing": {"anchor": "fixed", "date": "2027-01-31"}}}
    rule.save()
    for number, names in enumerate(NAMES):
        who = person(city.units["411"], "Sachbearbeitung", *names)
        if number % 3 == 1:
            completed(who, city.privacy, date(2026, 2, 20), date(2026, 3, 1 + number))
        elif number % 3 == 2:
            enrolled(who, city.phishing, date(2027, 1, 4 + number))
    obligations.refresh(rule, TODAY)
    return city


@pytest.fixture
def jobs_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs run at once instead of after the commit that a test never makes."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda func, *args, **kwargs: func())


def chosen(city: City, report: str) -> dict[str, str]:
    """The choices under which a report is compared."""
    if report == "verlauf":
        return {"person": str(Learner.objects.get(user__last_name="Bulut").pk)}
    return {"ablauf": {"tage": "365"}, "beteiligung": {"nach": "einheit", "jahr": "2026"}}.get(report, {})


@pytest.mark.usefixtures("jobs_run")
@pytest.mark.parametrize("report", REPORTS)
def test_screen_and_all_files_are_equal_cell_by_cell(duties: City, report: str) -> None:
    if report == "verlauf":
        busy(duties)
    query = chosen(duties, report)
    seen = reading.from_screen(screen(duties.hr, report, **query))
    assert len(seen) > 1, "nothing to compare"
    assert reading.from_csv(file(duties.hr, report, "csv", **query)) == seen
    assert reading.from_xlsx(file(duties.hr, report, "xlsx", **query)) == seen
    assert reading.from_ods(file(duties.hr, report, "ods", **query)) == seen
    read = reading.from_pdf(file(duties.hr, report, "pdf", **query))
    assert [[plain(cell) for cell in line] for line in read] == [[plain(cell) for cell in line] for line in seen]


def plain(text: str) -> str:
    """A cell without its blanks, where lines of a PDF are broken, and joined letters in the order they are shown."""
    letters = re.sub(r"\s|\u200b", "", text)
    if re.search("[\u0600-\u06ff\ufb50-\ufeff]", letters):
        import unicodedata

        return "".join(sorted(unicodedata.normalize("NFKC", letters)))
    return letters


def busy(city: City) -> None:
    """One of each thing that can happen to somebody."""
    learner, rule = Learner.objects.get(user__last_name="Bulut"), Requirement.objects.get()
    Absence.objects.create(
        learner=learner, since=date(2026, 5, 1), until=date(2026, 6, 1), reason_code="x", recorded_on=TODAY
    )
    Exemption.objects.create(
        learner=learner,
        requirement=rule,
        since=date(2026, 7, 1),
        until=date(2026, 12, 1),
        reason_code="geheim",
        recorded_on=TODAY,
    )
    Evidence.objects.create(
        learner=learner,
        requirement=rule,
        key="alt",
        kind="imported",
        completed_on=date(2026, 1, 1),
        revoked_from=date(2026, 2, 1),
        recorded_on=TODAY,
    )
    obligations.refresh(rule, TODAY)


def test_cells_have_their_kinds_and_none_is_a_formula(duties: City) -> None:
    data = file(duties.hr, "ueberfaellig", "xlsx")
    assert reading.kinds_of_xlsx(data) <= {"s", "n", "d", "inlineStr"}
    assert b"<f>" not in data


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_the_first_sheet_says_what_this_is(duties: City, ending: str) -> None:
    data = file(duties.hr, "ueberfaellig", ending, einheit="41")
    read = reading.from_xlsx if ending == "xlsx" else reading.from_ods
    facts = dict(line[:2] for line in read(data, "Angaben"))
    assert facts["Bericht"] == "Überfällig"
    assert facts["Organisationseinheit und alle darunter"] == "41 Bürgerservice"
    assert (facts["Stand vom"], facts["erstellt am"]) == ("2027-02-15", "2027-02-15 12:00")
    assert facts["erstellt von"] == "Ewa Pawłowska"
    assert int(facts["Zeilen"]) == len(read(data)) - 1 > 0


def test_what_was_reported_on_a_day_is_reported_again(duties: City) -> None:
    """By what was known then; by what is known today a proof that came in later counts."""
    rule = Requirement.objects.get()
    then = reading.from_csv(file(duties.hr, "stichtag", "csv"))
    late = Learner.objects.get(user__last_name="Vogt")
    Evidence.objects.create(
        learner=late,
        requirement=rule,
        key="spaet",
        kind="imported",
        completed_on=TODAY - timedelta(days=3),
        recorded_on=TODAY + timedelta(days=30),
    )
    obligations.refresh(rule, TODAY + timedelta(days=30))
    day = TODAY.isoformat()
    with time_machine.travel("2027-03-20 12:00+01:00", tick=False):
        client = client_of(duties.hr)
        address = reverse("report_file", args=["stichtag"])
        again = client.post(f"{address}?tag={day}&lesart=damals", {"format": "csv"})
        today = client.post(f"{address}?tag={day}", {"format": "csv"})
    assert reading.from_csv(b"".join(again)) == then  # type: ignore[arg-type]
    changed = [line for line in reading.from_csv(b"".join(today)) if line not in then]  # type: ignore[arg-type]
    assert [(line[0], line[3]) for line in changed] == [("Vogt, Rainer", "gültig")]


OF_PEOPLE = [key for key, report in REPORTS.items() if report.of_people]


@pytest.mark.parametrize("report", OF_PEOPLE)
def test_a_head_gets_nothing_of_others_by_any_parameter(duties: City, report: str) -> None:
    foreign = Learner.objects.get(user__last_name="Tekin")
    obligation = Obligation.objects.get(learner=foreign)
    guesses = ["61", "60", str(duties.units["61"].pk), str(foreign.pk), str(obligation.pk), "Tekin", "%", "' OR 1=1"]
    others = ("Tekin, Uğur", "Uçar, Kerem", "61 Grundsicherung")
    sight = Sight.of(duties.head, TODAY)
    for guess in guesses:
        for name in Filters.__dataclass_fields__:
            chosen = Filters(**{name: guess}).only(REPORTS[report].filters)
            for row in REPORTS[report].find(duties.head, chosen, TODAY, sight):
                assert not set(others) & {column.text(row) for column in REPORTS[report].columns}
    elsewhere = dict.fromkeys(("q", "id", "obligation", "learner", "department"), "Tekin")
    assert not re.search("|".join(others), screen(duties.head, report, **elsewhere))


@pytest.mark.parametrize("report", OF_PEOPLE)
def test_what_is_others_answers_like_what_is_missing(duties: City, report: str) -> None:
    foreign = Learner.objects.get(user__last_name="Tekin")
    theirs, nobodys = (file(duties.head, report, "csv", person=key) for key in (str(foreign.pk), str(uuid4())))
    assert theirs == nobodys
    other, none = (file(duties.head, report, "csv", einheit=code) for code in ("61", "99"))
    assert other == none


def test_files_and_definitions_of_others_are_not_there(duties: City) -> None:
    file(duties.hr, "ueberfaellig", "csv")
    run = ReportRun.objects.get()
    client = client_of(duties.head)
    for name in ("report_run", "report_run_file"):
        assert client.get(reverse(name, args=[run.pk])).status_code == 404
        assert client.get(reverse(name, args=[uuid4()])).status_code == 404


def test_every_export_of_people_is_told_to_them(duties: City) -> None:
    file(duties.hr, "ueberfaellig", "csv", einheit="411")
    seen = Disclosure.objects.get()
    assert (seen.viewer, seen.what) == (duties.hr, "Bericht: Überfällig")
    shown = {line[0] for line in reading.from_csv(file(duties.hr, "ueberfaellig", "csv", einheit="411"))[1:]}
    assert seen.learners.count() == len(shown) > 0
    screen(duties.hr, "verlauf", **chosen(duties, "verlauf"))
    assert [learner.user.last_name for learner in Disclosure.objects.last().learners.all()] == ["Bulut"]  # type: ignore[union-attr]


def test_participation_is_for_those_who_see_the_whole_city(duties: City) -> None:
    assert len(reading.from_csv(file(duties.head, "beteiligung", "csv", jahr="2026"))) == 1


def test_small_groups_do_not_show(duties: City) -> None:
    for number in range(26):
        who = person(duties.units["61"])
        if number % 2:
            completed(who, duties.phishing, date(2025, 3, 1), date(2025, 3, 2))
        else:
            enrolled(who, duties.phishing, date(2025, 3, 1))
        VoluntaryDetails.objects.create(learner=who.learner, gender="divers" if number < 2 else "weiblich")
    lines = reading.from_csv(file(duties.hr, "beteiligung", "csv", jahr="2025", nach="geschlecht"))[1:]
    hidden = "nicht gezeigt"
    assert [line[1:] for line in lines] == [
        ["divers", hidden, hidden, ""],
        ["weiblich", hidden, hidden, ""],  # else divers would follow from the sum
        ["alle zusammen", "26", "13", "50 %"],
    ]


def test_who_has_not_completed_does_not_follow_either(duties: City) -> None:
    for number in range(20):
        who = person(duties.units["61"])
        if number:
            completed(who, duties.phishing, date(2025, 3, 1), date(2025, 3, 2))
        else:
            enrolled(who, duties.phishing, date(2025, 3, 1))
    lines = reading.from_csv(file(duties.hr, "beteiligung", "csv", jahr="2025"))[1:]
    assert [line[2:4] for line in lines] == [["20", "nicht gezeigt"]] * 2


@pytest.mark.parametrize(
    ("report", "query", "said"),
    [
        ("stichtag", {"tag": "31.12.2026"}, "Bitte geben Sie den Stichtag so ein: 2026-12-31."),
        ("stichtag", {"tag": "9999-12-31"}, "höchstens drei Jahre voraus"),
        ("ablauf", {"tage": "viele"}, "Bitte geben Sie die Tage als ganze Zahl"),
        ("ablauf", {"tage": "-1"}, "Bitte geben Sie die Tage als ganze Zahl"),
        ("beteiligung", {"jahr": "1800"}, "Bitte geben Sie ein Jahr von 2000 bis 2027 ein."),
    ],
)
def test_what_cannot_be_read_is_answered_with_what_to_write(
    city: City, report: str, query: dict[str, str], said: str
) -> None:
    assert said in screen(city.hr, report, **query)
    with time_machine.travel(NOON, tick=False):
        address = f"{reverse('report_file', args=[report])}?{urlencode(query)}"
        response = client_of(city.hr).post(address, {"format": "csv"}, follow=True)
    assert said in response.content.decode()
    assert not ReportRun.objects.exists()


@pytest.mark.parametrize("ending", list(Format))
@pytest.mark.usefixtures("jobs_run")
def test_an_empty_report_is_a_file_with_its_heading(city: City, ending: str) -> None:
    assert len(file(city.hr, "ueberfaellig", ending)) > 50


def test_strange_choices_do_no_harm(city: City) -> None:
    for report in REPORTS:
        for query in ({"p": "abc", "person": "x" * 500}, {"p": "99999", "stand": "\x00", "nach": "name"}):
            screen(city.hr, report, **query)
    assert client_of(city.hr).post(reverse("report_file", args=["gibt-es-nicht"])).status_code == 404
    response = client_of(city.hr).post(reverse("report_file", args=["ueberfaellig"]), {"format": "exe"}, follow=True)
    assert "Bitte wählen Sie CSV, Excel, ODS oder PDF." in response.content.decode()
