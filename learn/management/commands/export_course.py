"""Write a course with all its languages and media as an archive."""

from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

import courses.api


class Command(BaseCommand):
    help = "Schreibt einen Kurs mit allen Sprachen und Medien in einen Ordner oder eine ZIP-Datei."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", help="Adresse (slug) oder Schlüssel des Kurses")
        parser.add_argument("target", type=Path, help="Neuer Ordner, oder eine Datei mit der Endung .zip")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted: str = options["key"]
        key = next((key for key in courses.api.course_keys() if wanted in (str(key), _slug(key))), None)
        if key is None:
            raise CommandError(f"Den Kurs „{wanted}“ gibt es nicht.")
        target: Path = options["target"]
        if target.exists() and (target.is_file() or any(target.iterdir())):
            raise CommandError(f"{target} gibt es schon.")
        courses.api.export_archive(key, target)
        self.stdout.write(f"Geschrieben: {target}")


def _slug(key: UUID) -> str:
    outline = courses.api.outline(key, "de")
    return outline.slug if outline else ""
