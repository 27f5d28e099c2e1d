"""`manage.py refresh_duties`: the nightly run of the duties now; with --all everything anew, whatever is stored."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from learn.compliance import nightly


class Command(BaseCommand):
    help = "Judges all duties whose day has come or whose facts have changed, as every night."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="judge everybody anew, whatever is stored (takes long)")
        parser.add_argument("--on", default="", help="for this day, as 2027-02-15, instead of today")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            on = date.fromisoformat(options["on"]) if options["on"] else timezone.localdate()
        except ValueError:
            raise CommandError(f"{options['on']} is no day. Please write it like 2027-02-15.") from None
        if not options["all"]:
            nightly.run(on)
            return
        for key, done in nightly.refresh_all(on).items():
            self.stdout.write(f"{key}: {done.obligations} states, {done.reasons} reasons, {done.cycles} cycles changed")
