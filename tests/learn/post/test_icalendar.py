"""Calendar files, read back by a reader that shares no code with the writer."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learn.post.icalendar import Event, calendar
from tests.learn.post.ics import read

AT = datetime(2027, 3, 1, 6, 30, tzinfo=UTC)


def written(*events: Event) -> list[dict[str, str]]:
    return read(calendar(events, AT).encode())


def test_a_day_as_calendars_want_it() -> None:
    (event,) = written(
        Event("7-2@lernen.example", date(2027, 12, 31), "Fällig: Datenschutz", "Grund", "https://x.de/?a=1")
    )
    assert event == {
        "UID": "7-2@lernen.example",
        "DTSTAMP": "20270301T063000Z",
        "SEQUENCE": "0",
        "DTSTART": "20271231",
        "DTEND": "20280101",
        "SUMMARY": "Fällig: Datenschutz",
        "DESCRIPTION": "Grund",
        "URL": "https://x.de/?a=1",
        "CLASS": "PRIVATE",
        "TRANSP": "TRANSPARENT",
    }


@pytest.mark.parametrize(
    "text", ["a;b,c\\d", "eins\nzwei\r\ndrei", "\\n bleibt \\n", "ä" * 200, "😀" * 60, "BEGIN:VEVENT"]
)
def test_texts_come_back_as_they_were(text: str) -> None:
    (event,) = written(Event("u", date(2027, 1, 1), text, text))
    assert event["SUMMARY"] == event["DESCRIPTION"] == text.replace("\r\n", "\n")


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300))
def test_no_text_breaks_the_file(text: str) -> None:
    (event,) = written(Event("u", date(2027, 1, 1), text))
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    assert event["SUMMARY"] == "".join(sign for sign in lines if sign == "\n" or (sign >= " " and sign != "\x7f"))


def test_several_days_and_a_moved_one() -> None:
    events = written(Event("a", date(2027, 1, 1), "x"), Event("b", date(2027, 1, 2), "y", sequence=3))
    assert [(event["UID"], event["SEQUENCE"]) for event in events] == [("a", "0"), ("b", "3")]
