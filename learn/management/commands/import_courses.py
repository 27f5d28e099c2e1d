"""Load course archives into the CMS."""

from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

import courses.api


class Command(BaseCommand):
    help = "Lädt Kurs-Archive. Was unverändert ist, bleibt; im CMS Geändertes wird überschrieben."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="Ein Archiv (Ordner oder ZIP) oder ein Ordner voller Archive")
        parser.add_argument("--owner", default="", help="E-Mail-Adresse der Person, der neue Kurse gehören")
        parser.add_argument("--lang", default="", help="Nur diese Sprache, zum Beispiel de-simple")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["path"]
        if not path.exists():
            raise CommandError(f"{path} gibt es nicht.")
        owner = None
        if options["owner"]:
            owner = get_user_model().objects.filter(email__iexact=options["owner"]).first()
            if owner is None:
                raise CommandError(f"Niemand hat die Adresse {options['owner']}.")
        refused = 0
        for archive in _archives(path, options["lang"]):
            try:
                report = courses.api.import_archive(archive, user=owner, only=options["lang"])
            except courses.api.ArchiveRefused as error:
                refused += 1
                self.stderr.write(self.style.ERROR(f"{archive.name}: {error}"))
                continue
            self.stdout.write(report.summary())
            if options["verbosity"] > 1:
                self.stdout.write("\n".join(f"  {line}" for line in report.lines))
        pages = path.parent / "pages"
        if pages.is_dir():
            for title in courses.api.load_info_pages(pages, owner):
                self.stdout.write(f"Seite: {title}")
        if refused:
            raise CommandError(f"{refused} Archive wurden nicht übernommen.")


def _archives(path: Path, lang: str) -> list[Path]:
    """The archive itself, or all in a folder of archives; with a language, those that have it."""
    if path.is_file() or any(path.glob("*.y*ml")):
        return [path]
    found = [
        each for each in sorted(path.iterdir()) if each.suffix == ".zip" or (each.is_dir() and any(each.glob("*.y*ml")))
    ]
    return [each for each in found if not lang or each.is_file() or (each / f"{lang}.yaml").exists()]
