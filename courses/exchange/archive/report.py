"""What an import did, or why it did nothing."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _


class ArchiveRefused(ValueError):
    """The archive has faults; nothing was written. `messages` are sentences with file and line."""

    def __init__(self, messages: list[str]) -> None:
        self.messages = messages
        super().__init__(_("Der Kurs wurde nicht übernommen:") + "\n" + "\n".join(messages))


@dataclass
class Report:
    """Counts of pages made, changed and left alone, and one line for each page that was written."""

    key: str = ""
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    lines: list[str] = field(default_factory=list)

    def summary(self) -> str:
        """One sentence for people."""
        return _("%(key)s: %(created)s Seiten neu, %(changed)s geändert, %(unchanged)s unverändert.") % {
            "key": self.key,
            "created": self.created,
            "changed": self.changed,
            "unchanged": self.unchanged,
        }
