"""What the form offers: courses, units and positions as they are today, and the words for anchors and validity."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import courses.api
from learn.accounts.models import Membership
from learn.accounts.tree import Tree

__all__ = ["CREDITS", "EXISTING_ANCHORS", "EXPIRIES", "MONTHS", "NEW_ANCHORS", "Offer"]

NEW_ANCHORS = (
    ("assignment", gettext_lazy("dem Beginn der Pflicht für die Person")),
    ("entry_date", gettext_lazy("dem Eintritt bei der Stadt")),
    ("department_change", gettext_lazy("dem Wechsel in die Einheit")),
    ("first_login", gettext_lazy("der ersten Anmeldung auf dieser Plattform")),
    ("other_completion", gettext_lazy("dem Abschluss eines anderen Kurses")),
    ("fixed", gettext_lazy("keine Zahl von Tagen, sondern ein fester Tag für alle")),
)
EXISTING_ANCHORS = NEW_ANCHORS
EXPIRIES = (
    ("unlimited", gettext_lazy("ohne Ende: einmal genügt")),
    ("completed", gettext_lazy("eine Zeit ab dem Tag des Abschlusses")),
    (
        "previous_valid_until",
        gettext_lazy("eine Zeit ab dem Ende der bisherigen Gültigkeit; wer zu spät kommt: ab dem Abschluss"),
    ),
    ("calendar_date", gettext_lazy("bis zu einem Stichtag im Kalender")),
)
CREDITS = (
    ("never", gettext_lazy("nein")),
    ("by_rule", gettext_lazy("ja, von selbst")),
    ("by_hand", gettext_lazy("ja, aber nur wenn die Personalstelle zustimmt")),
)
MONTHS = (
    (1, gettext_lazy("Januar")),
    (2, gettext_lazy("Februar")),
    (3, gettext_lazy("März")),
    (4, gettext_lazy("April")),
    (5, gettext_lazy("Mai")),
    (6, gettext_lazy("Juni")),
    (7, gettext_lazy("Juli")),
    (8, gettext_lazy("August")),
    (9, gettext_lazy("September")),
    (10, gettext_lazy("Oktober")),
    (11, gettext_lazy("November")),
    (12, gettext_lazy("Dezember")),
)


@dataclass(frozen=True, slots=True)
class Offer:
    """The choices of one page; what a rule holds already is offered even if it is gone, so that nothing is lost."""

    courses: tuple[tuple[str, str], ...]
    slugs: dict[str, str]
    course_slugs: tuple[tuple[str, str], ...]
    units: tuple[tuple[str, str], ...]
    depths: dict[str, int]
    roles: tuple[tuple[str, str], ...]

    @classmethod
    def now(cls, keys: Iterable[str] = (), units: Iterable[str] = (), roles: Iterable[str] = ()) -> "Offer":
        """Two queries beside the catalogue, which is remembered."""
        titles = {str(key): title for key, title in courses.api.titles("de").items()}
        cards = courses.api.catalogue("de").courses
        slugs = {str(card.key): card.slug for card in cards}
        live = sorted(((key, titles.get(key, slug)) for key, slug in slugs.items()), key=lambda pair: pair[1])
        gone = [(key, titles.get(key) or _("Kurs nicht mehr vorhanden")) for key in keys if key not in slugs]
        tree = Tree.load()
        ordered = tree.in_order(frozenset(tree.units))
        lost = [
            (code, _("%(code)s (gibt es nicht mehr)") % {"code": code}) for code in units if code not in tree.by_code
        ]
        titles_of_jobs = {
            name for name in Membership.objects.order_by().values_list("position", flat=True).distinct() if name
        }
        positions = sorted(titles_of_jobs | set(roles), key=str.casefold)
        return cls(
            courses=(*live, *dict(gone).items()),
            slugs=slugs,
            course_slugs=tuple((slugs[key], title) for key, title in live),
            units=(*((unit.code, str(unit)) for _depth, unit in ordered), *lost),
            depths={unit.code: min(depth, 4) for depth, unit in ordered},
            roles=tuple((name, name) for name in positions),
        )
