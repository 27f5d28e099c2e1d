"""A learner's own duties: in short for the overview, and one of them with all reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from learn.accounts.models import Learner
from learn.compliance.models import Obligation
from learn.compliance.person.known import known_of
from learn.compliance.person.shown import URGENCY, Shown, shown
from learn.compliance.sentences import state_name
from learn.rules.deadlines import State

__all__ = ["OwnDuty", "course_keys", "own_duties", "own_duty"]


@dataclass(frozen=True, slots=True)
class OwnDuty:
    """One duty in a few words; `calls`: there is something to do now."""

    pk: int
    title: str
    state: str
    sentence: str
    calls: bool
    fine: bool


def own_duties(learner: Learner) -> list[OwnDuty]:
    """The duties of a person that are not withdrawn, the most urgent first, in one query: as of the last run."""
    rows = Obligation.objects.filter(learner=learner).exclude(state__in=["", State.WITHDRAWN])
    order = {state: place for place, state in enumerate(URGENCY)}
    found = [(row, State(row.state)) for row in rows.select_related("requirement")]
    found.sort(key=lambda pair: (order[pair[1]], pair[0].due_on or date.max, pair[0].requirement.title))
    return [
        OwnDuty(
            row.pk,
            row.requirement.title,
            state_name(state),
            _in_short(row, state),
            state in {State.OVERDUE, State.EXPIRED, State.IN_GRACE, State.OPEN},
            state is State.VALID,
        )
        for row, state in found
    ]


def own_duty(learner: Learner, pk: int, today: date) -> Shown | None:
    """One duty of a person with its reasons; None for anybody else's, and for none."""
    obligation = Obligation.objects.filter(learner=learner, pk=pk).select_related("requirement").first()
    return shown(known_of(learner, obligation), today)[0] if obligation else None


def course_keys(duty: Shown) -> Sequence[UUID]:
    """The courses of a duty, in the order of the rule."""
    return [UUID(key) for key in duty.obligation.requirement.course_keys]


def _in_short(row: Obligation, state: State) -> str:
    due, until = _day(row.due_on), _day(row.valid_until)
    match state:
        case State.OVERDUE:
            return _("Die Frist war am %(day)s. Bitte holen Sie den Kurs bald nach.") % {"day": due}
        case State.IN_GRACE | State.EXPIRED:
            return _("Ihr Nachweis galt bis zum %(day)s. Bitte wiederholen Sie den Kurs.") % {"day": until}
        case State.OPEN if due:
            return _("Bitte schließen Sie den Kurs bis zum %(day)s ab.") % {"day": due}
        case State.OPEN:
            return _("Noch läuft keine Frist.")
        case State.VALID if row.renewal_open and due:
            return _("Gültig bis zum %(until)s. Sie können den Kurs schon jetzt wiederholen, bis zum %(day)s.") % {
                "until": until or _("ohne Ende"),
                "day": due,
            }
        case State.VALID:
            return _("Gültig bis zum %(day)s.") % {"day": until} if until else _("Gültig ohne Ende.")
        case State.EXEMPT:
            return _("Sie sind von dieser Pflicht befreit.")
        case State.SUSPENDED:
            return _("Die Frist ruht, solange Sie abwesend sind.")
        case _:
            return _("Diese Pflicht beginnt später.")


def _day(day: date | None) -> str:
    return date_format(day, "DATE_FORMAT") if day else ""
