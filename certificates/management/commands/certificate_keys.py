"""`manage.py certificate_keys new | list | withdraw ID`: the keys that badges are signed with."""

from typing import Any

from django.core.management import CommandError, CommandParser
from django.core.management.base import BaseCommand
from django.utils import timezone

from certificates import keys


class Command(BaseCommand):
    help = "Makes, lists and withdraws the keys that badges are signed with. They lie in the folder CERTIFICATE_KEYS."
    requires_system_checks = ()  # the check for a key must not stop the making of one

    def add_arguments(self, parser: CommandParser) -> None:
        words = parser.add_subparsers(dest="word", required=True)
        new = words.add_parser("new", help="make a key that signs from now on; older badges stay verifiable")
        new.add_argument("--if-none", action="store_true", help="only if there is none that signs")
        words.add_parser("list", help="show all keys")
        withdraw = words.add_parser("withdraw", help="take a lost or stolen key back: what it signed verifies no more")
        withdraw.add_argument("id", help="as `list` shows it")

    def handle(self, *, word: str, **options: Any) -> None:
        try:
            if word == "new":
                self.new(options["if_none"])
            elif word == "withdraw":
                self.withdraw(options["id"])
            else:
                self.list()
        except keys.KeysBroken as broken:
            raise CommandError(broken.hint) from broken
        except OSError as error:
            raise CommandError(f"The folder of keys cannot be used: {error}") from error

    def new(self, if_none: bool) -> None:
        if if_none and any(key.signs and not key.withdrawn for key in keys.all_keys()):
            return
        key = keys.new(timezone.now())
        self.stdout.write(f"{key.id} signs from now on. It lies in {keys.folder()}.")
        self.stdout.write("Keep that folder out of backups; the public files ({id}.json) may be copied anywhere.")

    def withdraw(self, key_id: str) -> None:
        signed = any(key.id == key_id and key.signs for key in keys.all_keys())
        try:
            keys.withdraw(key_id, timezone.now())
        except KeyError as error:
            raise CommandError(f"There is no key {key_id}. manage.py certificate_keys list shows them all.") from error
        self.stdout.write(f"{key_id} is withdrawn: badges signed with it verify no more. Certificates stay valid.")
        if signed:
            self.new(if_none=False)

    def list(self) -> None:
        for key in keys.all_keys():
            state = f"withdrawn {key.withdrawn:%Y-%m-%d}" if key.withdrawn else "signs" if key.signs else "verifies"
            self.stdout.write(f"{key.id}  made {key.created:%Y-%m-%d}  {state}")
