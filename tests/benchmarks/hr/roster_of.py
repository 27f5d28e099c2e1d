"""A roster of a large administration as files: made from a number, the same every time."""

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta

from openpyxl import Workbook

UNITS = 400
HEADING = ("Personalnummer", "Vorname", "Nachname", "E-Mail", "OE", "Stelle", "Eintritt", "Austritt")
_POSITIONS = ("Sachbearbeitung", "Fachangestellte", "Abteilungsleitung", "Ingenieurin", "Erzieher", "Technik")


def units_csv() -> bytes:
    """A tree of units four levels deep."""
    lines = ["Kennzeichen;Name;gehört zu"]
    lines += [f"{number:04};Einheit {number};{number // 7:04}" for number in range(1, UNITS)]
    return "\r\n".join([lines[0], "0000;Stadt;", *lines[1:]]).encode()


def rows(count: int, moved: int = 0) -> Iterator[tuple[str, ...]]:
    """People with umlauts and dates as offices write them; the first `moved` of them in another unit, renamed."""
    for number in range(count):
        unit = (number * 37 + (number < moved)) % UNITS
        entered = date(1990, 1, 1) + timedelta(days=number * 7 % 12_000)
        yield (
            f"{number:06}",
            f"Jürgen{number % 97}",
            f"Müller-{number}{'-Neu' if number < moved else ''}",
            f"person.{number}@stadt.example.org",
            f"{unit:04}",
            _POSITIONS[number % len(_POSITIONS)],
            entered.strftime("%d.%m.%Y"),
            "",
        )


def people_csv(count: int, moved: int = 0) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(HEADING)
    writer.writerows(rows(count, moved))
    return text.getvalue().encode("cp1252")


def people_xlsx(count: int, moved: int = 0) -> bytes:
    book, file = Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet()
    sheet.append(HEADING)
    for row in rows(count, moved):
        sheet.append(row)
    book.save(file)
    return file.getvalue()
