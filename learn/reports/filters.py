"""The choices of a report as they stand in the address."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from learn.accounts.asked import asked

__all__ = ["DAYS_AHEAD", "FIRST_DAY", "Filters", "NotUnderstood"]

DAYS_AHEAD = 60
MOST_DAYS_AHEAD = 1100  # three years
FIRST_DAY = date(2000, 1, 1)


class NotUnderstood(ValueError):
    """A choice that cannot be read; `sentence` says what to write."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Filters:
    """Unit (code; units below are included), course (key), state, requirement (key). Empty means all.

    `tag` is the as-on date, `lesart` by which knowledge it is told, `tage` the days ahead, `person` a learner, `jahr`
    and `nach` the year and the second side of counts.
    """

    einheit: str = ""
    kurs: str = ""
    stand: str = ""
    pflicht: str = ""
    tag: str = ""
    lesart: str = ""
    tage: str = ""
    person: str = ""
    jahr: str = ""
    nach: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Filters":
        """Read the address; whatever it holds is looked up later, never trusted."""
        return cls(**{field.name: asked(query, field.name) for field in fields(cls)})

    def __bool__(self) -> bool:
        return any(asdict(self).values())

    def query(self) -> str:
        """The address part of these choices; empty without any."""
        return urlencode({name: value for name, value in asdict(self).items() if value})

    def but(self, **changes: str) -> "Filters":
        return replace(self, **changes)

    def only(self, names: Iterable[str]) -> "Filters":
        """These choices without those a report does not know."""
        return Filters(**{name: getattr(self, name) for name in names})

    def day(self, today: date) -> date:
        """The as-on date; today without one. Raises NotUnderstood."""
        if not self.tag:
            return today
        try:
            found = date.fromisoformat(self.tag)
        except ValueError:
            raise NotUnderstood(_("Bitte geben Sie den Stichtag so ein: 2026-12-31.")) from None
        if not FIRST_DAY <= found <= today + timedelta(days=MOST_DAYS_AHEAD):
            raise NotUnderstood(_("Bitte wählen Sie einen Stichtag ab dem Jahr 2000, höchstens drei Jahre voraus."))
        return found

    def days_ahead(self) -> int:
        """How many days a report looks ahead. Raises NotUnderstood."""
        if not self.tage:
            return DAYS_AHEAD
        if not (self.tage.isascii() and self.tage.isdecimal() and 0 < int(self.tage) <= MOST_DAYS_AHEAD):
            raise NotUnderstood(_("Bitte geben Sie die Tage als ganze Zahl von 1 bis 1100 ein."))
        return int(self.tage)
