"""The personnel office at its screens: log-ins, files, and a list handed in."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from learn.accounts import roles
from learn.accounts.models import Department, RosterRun, User
from tests.factories import people as cast

HEADING = ("Personalnummer", "Vorname", "Nachname", "E-Mail", "Amt", "Stelle", "Eintritt", "Austritt")


def line(number: int, unit: str = "11", **other: str) -> dict[str, str]:
    """A person of the list; `other` by the names of the columns."""
    names = (f"{number:06}", f"Vor{number}", f"Nach{number}", f"p{number}@example.org", unit, "Sachbearbeitung")
    return dict(zip(HEADING, (*names, "01.03.2020", ""))) | other


def csv_of(lines: Iterable[dict[str, str]], delimiter: str = ";", encoding: str = "utf-8") -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, HEADING, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(lines)
    return text.getvalue().encode(encoding)


def xlsx_of(rows: Iterable[Sequence[Any]]) -> bytes:
    book, file = Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    book.save(file)
    return file.getvalue()


def clerk(unit: Department, group: str = roles.HR) -> User:
    """Somebody of the personnel office, on record under 000001."""
    user = cast.user("Petra", "Personal", email="p1@example.org")
    cast.works(user, unit, number="000001")
    return cast.in_group(user, group)


def hand_in(client: Client, people: bytes | None = None, units: bytes | None = None, **fields: str) -> Any:
    files = {"people": people, "units": units}
    data: dict[str, Any] = {
        name: SimpleUploadedFile(f"{name}.csv", content) for name, content in files.items() if content is not None
    }
    return client.post(reverse("roster_import"), {"missing": "stay"} | data | fields, follow=True)


def latest() -> RosterRun:
    return RosterRun.objects.latest("at")
