"""`manage.py verify_certificate FILE`: whether a file is a certificate of ours, without the site."""

import sys
from pathlib import Path
from typing import Any

from django.core.management import CommandError, CommandParser
from django.core.management.base import BaseCommand
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from certificates import keys
from certificates.examine import LARGEST, Examined, examine, sentences

NOT_GENUINE, NOT_VALID = 2, 1


class Command(BaseCommand):
    help = (
        "Checks a certificate (PDF) or badge (JSON, JWT, PNG, SVG). "
        "Exit code 0: genuine and valid, 1: genuine, but no longer valid, 2: not genuine."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options: Any) -> None:
        with translation.override("de"):
            try:
                with file.open("rb") as opened:
                    examined = examine(opened.read(LARGEST + 1), timezone.localdate())
            except OSError as error:
                raise CommandError(_("Die Datei kann nicht gelesen werden: %(why)s") % {"why": error}) from error
            except keys.KeysBroken as broken:
                raise CommandError(broken.hint) from broken
            for line in self.lines(examined):
                self.stdout.write(line)
        if not examined.valid:
            sys.exit(NOT_VALID if examined.genuine else NOT_GENUINE)

    def lines(self, examined: Examined) -> list[str]:
        heading, meaning = sentences(examined)
        told = [heading + ".", meaning]
        verdict = examined.verdict
        if verdict and verdict.known:
            told += [
                f"{_('Stand')}: {STATUSES[verdict.status]()}",
                f"{_('Kurs')}: {verdict.course_title}",
                f"{_('Ausgestellt von')}: {verdict.issuer}",
                f"{_('Ausgestellt am')}: {_day(verdict.issued_on)}",
            ]
            if verdict.valid_until:
                told.append(f"{_('Gültig bis')}: {_day(verdict.valid_until)}")
            told.append(f"{_('Prüf-Code')}: {verdict.code_grouped}")
        return told


STATUSES = {
    "valid": lambda: _("gültig"),
    "expired": lambda: _("abgelaufen"),
    "revoked": lambda: _("zurückgezogen"),
    "replaced": lambda: _("durch ein neues ersetzt"),
}


def _day(day: Any) -> str:
    return date_format(day, "DATE_FORMAT")
