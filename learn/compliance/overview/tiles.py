"""The tiles: one number big, what it is called, what it means, and the list behind it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from learn.compliance.outlook import WITHIN_DAYS
from learn.compliance.overview.choice import Choice
from learn.compliance.overview.counts import Counts
from learn.compliance.overview.words import STATE_MEANS, number
from learn.compliance.sentences import state_name
from learn.rules.deadlines import State

__all__ = ["Row", "Tile", "rows_of_tiles"]


@dataclass(frozen=True, slots=True)
class Tile:
    """`key` names the colour; a tile that counts nobody has no list behind it."""

    key: str
    value: str
    word: str
    note: str | Promise
    address: str


@dataclass(frozen=True, slots=True)
class Row:
    title: str
    tiles: Sequence[Tile]


def rows_of_tiles(counts: Counts, place: Choice) -> tuple[Row, ...]:
    """What is to be done now, what comes next, and what does not count for the time being."""
    figures, people = counts.total, reverse("duty_people")

    def tile(state: State) -> Tile:
        behind = place.but(stand=state.value).at(people)
        return _tile(state.value, figures.of(state), state_name(state), STATE_MEANS[state], behind)

    ahead = [
        _tile(
            "ahead",
            counts.ahead.within.get(str(days), 0),
            _("läuft in %(days)d Tagen ab") % {"days": days},
            _("Heute noch gültig, spätestens dann nicht mehr."),
            place.but(tage=str(days)).at(people),
        )
        for days in WITHIN_DAYS
    ]
    renewal = _tile(
        "renewal",
        figures.renewal_open,
        _("Wiederholung möglich"),
        _("Noch gültig, kann aber schon erneuert werden."),
        place.but(wiederholung="1").at(people),
    )
    return (
        Row(_("Jetzt zu tun"), [tile(s) for s in (State.OVERDUE, State.EXPIRED, State.IN_GRACE, State.OPEN)]),
        Row(_("Als Nächstes"), [*ahead, renewal]),
        Row(_("Zählt gerade nicht mit"), [tile(s) for s in (State.SUSPENDED, State.EXEMPT, State.FUTURE)]),
    )


def _tile(key: str, people: int, word: str, note: str | Promise, behind: str) -> Tile:
    return Tile(key, number(people), word, note, behind if people else "")
