"""Make the groups of the CMS and give each its rights; can be run again at any time."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from learn.accounts import groups


class Command(BaseCommand):
    help = "Legt die Gruppen der Redaktionsoberfläche mit ihren Rechten an (beliebig oft wiederholbar)."

    def handle(self, *args: Any, **options: Any) -> None:
        made = groups.set_up_groups()
        heads = groups.sync_heads(timezone.localdate())
        if options["verbosity"]:
            self.stdout.write(f"Gruppen: {', '.join(made)}. Leitungen: {heads}.")
