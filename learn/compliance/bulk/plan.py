"""What a decision would do to many duties, and who is left out of it and why."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learn.accounts.models import Learner
from learn.compliance import allowed, effects
from learn.compliance.allowed import NotPossible
from learn.compliance.effects import Changed, Effect, effect
from learn.compliance.models import Exemption, Obligation, Requirement, SentReminder
from learn.compliance.person import forms
from learn.compliance.records import facts_of, work_of
from learn.rules.deadlines import FactError, Facts, RuleError, Step

__all__ = ["BULK", "REMIND", "Bulk", "Plan", "plan"]

REMIND = "remind"
Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Bulk:
    """A decision that can be made for many."""

    title: Promise
    lead: Promise
    form: type[forms.Nothing] | type[forms.Decision]
    changed: Callable[[Data, date], Changed]
    check: Callable[[Facts, Data, date], None]
    done: Promise


BULK: Mapping[str, Bulk] = {
    REMIND: Bulk(
        gettext_lazy("Erinnern"),
        gettext_lazy("Jede Person bekommt eine E-Mail. Wer heute schon erinnert wurde, bekommt keine."),
        forms.Nothing,
        lambda _data, _today: lambda facts: facts,
        lambda facts, _data, today: allowed.may_remind(facts, today),
        gettext_lazy("Erinnert"),
    ),
    "extend": Bulk(
        gettext_lazy("Frist verlängern"),
        gettext_lazy("Gilt für die laufende Frist. Wer schon eine spätere Frist hat, bleibt unverändert."),
        forms.Extend,
        lambda data, today: effects.extended(data["due_on"], today),
        lambda facts, data, today: allowed.may_extend(facts, data["due_on"], today),
        gettext_lazy("Frist verlängert"),
    ),
    "exempt": Bulk(
        gettext_lazy("Befreien"),
        gettext_lazy("Eine Befreiung gilt von einem Tag bis zu einem Tag. Sie zählt nie als Abschluss."),
        forms.Exempt,
        lambda data, _today: effects.exempted(data["since"], data["until"], data["reason_code"]),
        lambda facts, data, today: allowed.may_exempt(facts, data["since"], data["until"], today),
        gettext_lazy("Befreit"),
    ),
    "new-cycle": Bulk(
        gettext_lazy("Neuen Zyklus beginnen"),
        gettext_lazy("Die Personen sollen den Kurs vor der Zeit wiederholen. Der Zeitraum beginnt heute."),
        forms.NewCycle,
        lambda data, today: effects.started(data["due_on"], today),
        lambda facts, data, today: allowed.may_start(facts, data["due_on"], today),
        gettext_lazy("Neuer Zyklus begonnen"),
    ),
}


@dataclass(slots=True)
class Plan:
    """Whom it would reach, with the effect; and the others by the reason why not."""

    reached: list[tuple[Obligation, Effect]] = field(default_factory=list)
    left_out: dict[str, list[Obligation]] = field(default_factory=dict)

    @property
    def missed(self) -> int:
        return sum(map(len, self.left_out.values()))

    @property
    def people(self) -> int:
        """How many people; somebody with two duties is one."""
        return len({obligation.learner_id for obligation, _effect in self.reached})


def plan(action: str, data: Data, obligations: Sequence[Obligation], today: date) -> Plan:
    """Look at every duty on its own, in a number of queries that does not grow with the people. Raises NotPossible
    where the decision itself cannot be, for instance for a day gone by."""
    bulk = BULK[action]
    there = _there_already(action, data, obligations, today)
    found = Plan()
    effects_of: dict[int, Effect] = {}
    reasons: dict[int, str] = dict.fromkeys(there, there_words(action, today))
    for requirement, group in _by_requirement(obligations):
        try:
            facts = facts_of(requirement, group, work_of(_learners(group)))
        except RuleError:
            reasons |= dict.fromkeys((o.pk for o in group), _("Die Regel dieser Pflichtschulung ist nicht lesbar."))
            continue
        for obligation in group:
            if obligation.pk in there:
                continue
            try:
                known = facts[obligation.learner_id]
                bulk.check(known, data, today)
                changed = bulk.changed(data, today)
                effects_of[obligation.pk] = effect(known, changed, today, data.get("since"))
            except NotPossible as refused:
                reasons[obligation.pk] = str(refused.sentence)
            except FactError as error:
                raise NotPossible(allowed.refusal(error.code)) from None
    for obligation in obligations:
        if obligation.pk in effects_of:
            found.reached.append((obligation, effects_of[obligation.pk]))
        else:
            found.left_out.setdefault(reasons[obligation.pk], []).append(obligation)
    return found


def there_words(action: str, today: date) -> str:
    """Why somebody is left out for whom this has been done already."""
    day = date_format(today, "DATE_FORMAT")
    if action == REMIND:
        return _("Am %(day)s schon erinnert.") % {"day": day}
    return _("Diese Befreiung ist schon eingetragen.")


def _there_already(action: str, data: Data, obligations: Sequence[Obligation], today: date) -> set[int]:
    """The duties for which the same was done before, as by a form that was sent twice."""
    if action not in {REMIND, "exempt"}:
        return set()  # a due date that is there already is no later than itself
    if action == REMIND:
        rows = SentReminder.objects.filter(
            written_on=today, obligation__learner__in={o.learner_id for o in obligations}
        )
        reminded = set(rows.exclude(step=Step.ESCALATION).values_list("obligation__learner_id", flat=True))
        return {o.pk for o in obligations if o.learner_id in reminded}
    same = {"since": data["since"], "until": data["until"], "reason_code": data["reason_code"], "lifted_on": None}
    requirements = {o.requirement_id for o in obligations}
    known = Exemption.objects.filter(requirement__in=requirements, **same).values_list("learner_id", "requirement_id")
    pairs = set(known)
    return {o.pk for o in obligations if (o.learner_id, o.requirement_id) in pairs}


def _by_requirement(obligations: Sequence[Obligation]) -> list[tuple[Requirement, list[Obligation]]]:
    found: dict[int, list[Obligation]] = {}
    for obligation in obligations:
        found.setdefault(obligation.requirement_id, []).append(obligation)
    return [(group[0].requirement, group) for group in found.values()]


def _learners(group: Sequence[Obligation]) -> Any:
    return Learner.objects.filter(pk__in=[obligation.learner_id for obligation in group])
