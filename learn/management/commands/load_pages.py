"""Load the pages about the site."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

import courses.api


class Command(BaseCommand):
    help = "Legt Impressum, Datenschutz und Barrierefreiheit an, wenn sie fehlen."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, nargs="?", default=Path("fixtures/pages"))

    def handle(self, *args: Any, **options: Any) -> None:
        for title in courses.api.load_info_pages(options["path"]):
            self.stdout.write(f"Seite: {title}")
