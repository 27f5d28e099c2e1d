"""Approve H5P libraries that lie in a folder."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

import courses.api


class Command(BaseCommand):
    help = "Gibt H5P-Bibliotheken frei, die ausgepackt in einem Ordner liegen. Das ist fremder Code: Sehen Sie ihn an."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="Ein Ordner mit einem Ordner je Bibliothek")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["path"]
        if not path.is_dir():
            raise CommandError(f"{path} ist kein Ordner.")
        for library in courses.api.approve_libraries(path):
            self.stdout.write(f"Freigegeben: {library}")
