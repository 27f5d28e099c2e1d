"""Days to keep in mind as an iCalendar file (RFC 5545), which every calendar programme takes from a mail."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

#: who made the file, as the standard wants it
PRODUCT = "-//Digital lernen//Termine//DE"
LONGEST_LINE = 75  # octets without the line's end, RFC 5545 section 3.1


@dataclass(frozen=True, slots=True)
class Event:
    """A whole day. The same `uid` with a higher `sequence` moves what a calendar has already."""

    uid: str
    day: date
    summary: str
    description: str = ""
    url: str = ""
    sequence: int = 0


def calendar(events: Iterable[Event], written_at: datetime) -> str:
    """The whole file; `written_at` is an aware moment. Events are private and leave the day free for others."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    for event in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_text(event.uid)}",
            f"DTSTAMP:{written_at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
            f"SEQUENCE:{event.sequence}",
            f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}",  # the first day that is over, section 3.6.1
            f"SUMMARY:{_text(event.summary)}",
            *([f"DESCRIPTION:{_text(event.description)}"] if event.description else []),
            *([f"URL:{event.url}"] if event.url else []),
            "CLASS:PRIVATE",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return "".join(f"{folded}\r\n" for line in (*lines, "END:VCALENDAR") for folded in _folded(line))


def _text(value: str) -> str:
    """Section 3.3.11: backslash, semicolon and comma are escaped, a line's end is written as \\n; no control signs."""
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    for sign in ("\\", ";", ","):
        value = value.replace(sign, f"\\{sign}")
    return "".join(sign for sign in value.replace("\n", "\\n") if sign >= " " and sign != "\x7f")


def _folded(line: str) -> Iterable[str]:
    """Lines of 75 octets at most; those that go on begin with a space. No letter is cut in two."""
    part, room = "", LONGEST_LINE
    for sign in line:
        size = len(sign.encode())
        if size > room:
            yield part
            part, room = " ", LONGEST_LINE - 1
        part, room = part + sign, room - size
    yield part
