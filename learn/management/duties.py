"""The demo city's exemptions, absences, proofs from elsewhere and the rest that HR has decided, once."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from learn.accounts.models import Department, Learner, Membership, User
from learn.compliance import decisions
from learn.compliance.models import AuditEntry, Evidence, Obligation, ObligationReason, Requirement
from learn.compliance.nightly import refresh_all, refresh_people
from learn.compliance.obligations import refresh
from learn.rules.deadlines import Kind, State

#: leave of every kind ends with so many days to catch up, as requirements.json says
DAYS_AFTER_RETURN = 30
WHY = "Beispieldaten"


def load_duties(
    lines: Iterable[Mapping[str, str]], learners: Mapping[str, Learner], actor: User, shift: timedelta, today: date
) -> int:
    """Bring all duties to the day and, if nobody has decided anything yet, decide what the file says; how many."""
    refresh_all(today)
    if AuditEntry.objects.exists():
        return 0
    requirements = {requirement.key: requirement for requirement in Requirement.objects.all()}
    done = 0
    for line in lines:
        learner, requirement = learners.get(line["personnel_no"]), requirements.get(line["requirement"])
        if learner is not None and (requirement is not None or not line["requirement"]):
            since = date.fromisoformat(line["since"]) + shift
            until = date.fromisoformat(line["until"]) + shift if line["until"] else None
            _decide(line, learner, requirement, since, until, actor=actor, why=WHY, today=today)
            done += 1
    return done


def _decide(
    line: Mapping[str, str],
    learner: Learner,
    requirement: Requirement | None,
    since: date,
    until: date | None,
    **given: Any,
) -> None:
    what, detail = line["what"], line["detail"]
    if what == "seconded":
        _second(learner, since, until, detail, given["today"])
    elif what == "absent":
        decisions.record_absence(learner, since, until, detail, days_after_return=DAYS_AFTER_RETURN, **given)
    elif requirement is None:
        raise ValueError(f"{what} needs a requirement")
    elif what in {Kind.IMPORTED, Kind.EQUIVALENT}:
        decisions.take_over(learner, requirement, since, Kind(what), detail, **given)
    elif what == "exempt" and until is not None:
        decisions.exempt(learner, requirement, since, until, detail, **given)
    elif what == "revoked":
        proof = Evidence.objects.filter(learner=learner, requirement=requirement).order_by("completed_on").last()
        if proof is not None:
            decisions.revoke(proof, since, **(given | {"why": detail}))
    elif what == "withdrawn":
        _withdraw(learner, requirement, since, until, given["today"])
    else:
        raise ValueError(f"Nobody knows what {what} is")


def _withdraw(learner: Learner, requirement: Requirement, since: date, until: date | None, today: date) -> None:
    """A duty that had a reason once."""
    obligation, _made = Obligation.objects.get_or_create(
        learner=learner, requirement=requirement, defaults={"state": State.WITHDRAWN, "as_of": today}
    )
    ObligationReason.objects.create(
        obligation=obligation, entry=0, since=since, until=until, recorded_on=since, end_recorded_on=today
    )
    refresh(requirement, today, [learner.pk])


def _second(learner: Learner, since: date, until: date | None, code: str, today: date) -> None:
    """Somebody will help out in another unit for some time: its duties are to come."""
    own = Membership.objects.filter(user__learner=learner, ends_on=None).get()
    Membership.objects.create(
        user=own.user,
        department=Department.objects.get(code=code),
        personnel_no=own.personnel_no,
        position=own.position,
        starts_on=since,
        ends_on=until,
    )
    refresh_people([learner.pk], today)
