"""The decisions that can be made about a person: form, effect, and what writes them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from learn.accounts.models import Learner
from learn.compliance import allowed, decisions, effects
from learn.compliance.effects import Changed
from learn.compliance.models import Absence, Evidence, Exemption, Obligation
from learn.compliance.person import forms
from learn.rules.deadlines import Facts, Kind

__all__ = ["ACTIONS", "Action", "Subject"]


@dataclass(frozen=True, slots=True)
class Subject:
    """About whom and what: a duty, and the proof or exemption in it; or all duties, and the absence."""

    learner: Learner
    obligation: Obligation | None = None
    row: Any = None

    @property
    def requirement(self) -> Any:
        """The requirement of the duty; asking for it without one is a fault."""
        if self.obligation is None:
            raise ValueError("This decision concerns no single duty.")
        return self.obligation.requirement


Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Action:
    """One decision. `about` is what the number in its address names; `begins` the field with its first day."""

    title: Promise
    lead: Promise
    form: type[forms.Decision]
    about: type
    changed: Callable[[Subject, Data, date], Changed]
    write: Callable[[Subject, Data, Any], object]
    done: Promise
    check: Callable[[Subject, Facts, Data, date], None] = lambda _subject, _facts, _data, _today: None
    begins: str = ""


def _taken_over(kind: Kind) -> dict[str, Any]:
    def changed(_subject: Subject, data: Data, _today: date) -> Changed:
        return effects.taken_over(f"{kind}:neu", data["completed_on"], kind)

    def write(subject: Subject, data: Data, by: Any) -> object:
        given = (data["completed_on"], kind, data["source"])
        return decisions.take_over(subject.learner, subject.requirement, *given, document=data["document"], **by)

    def check(_subject: Subject, _facts: Facts, data: Data, today: date) -> None:
        allowed.may_take_over(data["completed_on"], today)

    return {"form": forms.Proof, "about": Obligation, "changed": changed, "write": write, "check": check}


ACTIONS: Mapping[str, Action] = {
    "befreien": Action(
        _("Befreien"),
        _("Eine Befreiung gilt von einem Tag bis zu einem Tag. Sie zählt nie als Abschluss."),
        forms.Exempt,
        Obligation,
        lambda _subject, data, _today: effects.exempted(data["since"], data["until"], data["reason_code"]),
        lambda subject, data, by: decisions.exempt(
            subject.learner,
            subject.requirement,
            data["since"],
            data["until"],
            data["reason_code"],
            document=data["document"],
            **by,
        ),
        _("Die Befreiung ist eingetragen."),
        lambda _subject, facts, data, today: allowed.may_exempt(facts, data["since"], data["until"], today),
        begins="since",
    ),
    "befreiung-aufheben": Action(
        _("Befreiung aufheben"),
        _("Heute ist dann der erste Tag ohne Befreiung. Es bleibt mindestens die Mindestzeit bis zur neuen Frist."),
        forms.Decision,
        Exemption,
        lambda subject, _data, today: effects.lifted(subject.row.since, subject.row.until, today),
        lambda subject, _data, by: decisions.lift(subject.row, **by),
        _("Die Befreiung ist aufgehoben."),
    ),
    "abwesend": Action(
        _("Abwesenheit eintragen"),
        _("Während einer Abwesenheit ruhen alle Fristen. Eingetragen werden nur Tage und Art."),
        forms.Absent,
        Learner,
        lambda _subject, data, _today: effects.absent(data["since"], data["until"], data["days_after_return"]),
        lambda subject, data, by: decisions.record_absence(
            subject.learner,
            data["since"],
            data["until"],
            data["reason_code"],
            days_after_return=data["days_after_return"],
            **by,
        ),
        _("Die Abwesenheit ist eingetragen."),
        begins="since",
    ),
    "zurueck": Action(
        _("Ende der Abwesenheit eintragen"),
        _("Ab dem Tag danach laufen die Fristen weiter."),
        forms.Back,
        Absence,
        lambda subject, data, _today: effects.back(subject.row.since, subject.row.until, data["until"]),
        lambda subject, data, by: decisions.end_absence(subject.row, data["until"], **by),
        _("Das Ende der Abwesenheit ist eingetragen."),
    ),
    "anerkennen": Action(
        _("Nachweis anerkennen"),
        _("Für einen gleichwertigen Abschluss aus einem anderen Kurs. Er zählt als abgeschlossen, mit Kennzeichen."),
        **_taken_over(Kind.EQUIVALENT),
        done=_("Der Nachweis ist anerkannt."),
    ),
    "uebernehmen": Action(
        _("Abschluss übernehmen"),
        _("Für denselben Kurs, der früher oder anderswo abgeschlossen wurde."),
        **_taken_over(Kind.IMPORTED),
        done=_("Der Abschluss ist übernommen."),
    ),
    "anrechnen": Action(
        _("Frühen Abschluss anrechnen"),
        _("Der Abschluss liegt vor dem Beginn des Zeitraums. Er zählt nur, wenn die Regel das von Hand erlaubt."),
        forms.Decision,
        Evidence,
        lambda subject, _data, _today: effects.accepted(subject.row.key),
        lambda subject, _data, by: decisions.accept_early(subject.row, **by),
        _("Der Abschluss ist angerechnet."),
    ),
    "widerrufen": Action(
        _("Nachweis widerrufen"),
        _("Der Nachweis gilt ab einem Tag nicht mehr, und die Pflicht ist wieder offen."),
        forms.Revoke,
        Evidence,
        lambda subject, data, today: effects.revoked(subject.row.key, data["since"], today),
        lambda subject, data, by: decisions.revoke(subject.row, data["since"], **by),
        _("Der Nachweis ist widerrufen."),
        lambda subject, _facts, data, today: allowed.may_revoke(subject.row.completed_on, data["since"], today),
    ),
    "verlaengern": Action(
        _("Frist verlängern"),
        _("Gilt für die laufende Frist. Spätere Zyklen ändern sich nicht."),
        forms.Extend,
        Obligation,
        lambda _subject, data, today: effects.extended(data["due_on"], today),
        lambda subject, data, by: decisions.extend(subject.learner, subject.requirement, data["due_on"], **by),
        _("Die Frist ist verlängert."),
        lambda _subject, facts, data, today: allowed.may_extend(facts, data["due_on"], today),
    ),
    "neuer-zyklus": Action(
        _("Neuen Zyklus beginnen"),
        _("Die Person soll den Kurs vor der Zeit wiederholen. Der Zeitraum beginnt heute."),
        forms.NewCycle,
        Obligation,
        lambda _subject, data, today: effects.started(data["due_on"], today),
        lambda subject, data, by: decisions.new_cycle(subject.learner, subject.requirement, data["due_on"], **by),
        _("Der neue Zyklus hat begonnen."),
        lambda _subject, facts, data, today: allowed.may_start(facts, data["due_on"], today),
    ),
}
