"""A strict reader of iCalendar for tests: it knows the grammar of RFC 5545 by itself and forgives nothing."""

import re
from datetime import date

NAME = re.compile(r"([A-Z-]+)((?:;[A-Z-]+=[^\";:,]+)*):(.*)", re.DOTALL)
ONCE = {"UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "CLASS", "TRANSP"}


def read(data: bytes) -> list[dict[str, str]]:
    """The events of a file, texts unescaped. Raises AssertionError for whatever the standard does not allow."""
    assert data.endswith(b"\r\n"), "the last line has no end"
    lines = data[:-2].split(b"\r\n")
    assert not any(b"\n" in line or b"\r" in line for line in lines), "a bare line end"
    assert all(0 < len(line) <= 75 for line in lines), "a line is empty or longer than 75 octets"
    for line in lines:
        line.decode()  # no letter may be cut in two
    unfolded: list[str] = []
    for line in lines:
        if line[:1] in (b" ", b"\t"):
            unfolded[-1] += line[1:].decode()
        else:
            unfolded.append(line.decode())
    assert unfolded[0] == "BEGIN:VCALENDAR"
    assert unfolded[-1] == "END:VCALENDAR"
    head = unfolded[1 : unfolded.index("BEGIN:VEVENT")]
    assert {"VERSION:2.0", "METHOD:PUBLISH"} <= set(head)
    assert sum(line.startswith("PRODID:") for line in head) == 1
    return [_event(body) for body in _bodies(unfolded[1 + len(head) : -1])]


def _bodies(lines: list[str]) -> list[list[str]]:
    found: list[list[str]] = []
    inside = False
    for line in lines:
        if line == "BEGIN:VEVENT":
            assert not inside
            inside = True
            found.append([])
        elif line == "END:VEVENT":
            assert inside
            inside = False
        else:
            assert inside, f"{line} stands outside"
            found[-1].append(line)
    assert not inside
    return found


def _event(lines: list[str]) -> dict[str, str]:
    event: dict[str, str] = {}
    for line in lines:
        match = NAME.fullmatch(line)
        assert match, f"no content line: {line}"
        name, parameters, value = match.groups()
        assert name not in event, f"{name} twice"
        if name.startswith("DT") and name != "DTSTAMP":
            assert parameters == ";VALUE=DATE"
        else:
            assert not parameters
        event[name] = _unescaped(value) if name in {"SUMMARY", "DESCRIPTION", "UID"} else value
    assert event.keys() >= ONCE
    assert re.fullmatch(r"\d{8}T\d{6}Z", event["DTSTAMP"])
    first, end = (date.fromisoformat(event[name]) for name in ("DTSTART", "DTEND"))
    assert (end - first).days == 1
    assert int(event["SEQUENCE"]) >= 0
    return event


def _unescaped(value: str) -> str:
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value), "a bare semicolon or comma"
    assert not re.search(r"(?<!\\)(?:\\\\)*\\[^\\;,nN]", value), "an unknown escape"
    assert not re.search(r"[\x00-\x1f\x7f]", value), "a control sign"
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value)
