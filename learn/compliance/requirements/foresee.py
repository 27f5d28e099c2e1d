"""The dry run: whom a draft would move, computed over all people from facts, without writing to any duty."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from hashlib import sha256
from uuid import UUID

from django.db.models import Q

from learn.accounts.models import Learner
from learn.accounts.tree import Tree
from learn.compliance.models import Obligation, Requirement
from learn.compliance.reasons import Lines, Span, spans_under
from learn.compliance.records import Work, facts_of, logins_of, proofs_of, work_of
from learn.compliance.requirements.models import ForeseenMove, RequirementDraft
from learn.compliance.requirements.sides import Side, as_it_is, as_planned, comparison_day
from learn.rules.deadlines import Completed, Evidence, Facts, Move, Reason, moved

__all__ = ["Foreseen", "foresee", "people_of", "reasons_after"]

CHUNK = 1000
ONE_DAY = timedelta(days=1)


@dataclass(slots=True)
class Foreseen:
    """What a draft would do. `numbers`: people an effect, and `before` and `after`, who is obliged on the day."""

    day: date
    numbers: dict[str, int]
    digest: str
    moves: list[ForeseenMove] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Named:
    unit: str
    order: tuple[str, str, str]


def people_of(requirement: Requirement | None, today: date) -> list[UUID]:
    """Everybody whom the requirement could concern: who works here now or later, and who has been under it."""
    here = Q(user__memberships__isnull=False) & (
        Q(user__memberships__ends_on__isnull=True) | Q(user__memberships__ends_on__gte=today)
    )
    if requirement is not None:
        here |= Q(obligations__requirement=requirement)
    return list(Learner.objects.filter(here).order_by("pk").values_list("pk", flat=True).distinct())


def foresee(draft: RequirementDraft, today: date, tell: Callable[[int, int], None] | None = None) -> Foreseen:
    """Compare everybody's status on the first day on which the draft makes a difference, before and after it.

    A constant number of queries for each thousand people; `tell` hears how many of how many are done. Raises RuleError.
    """
    requirement = draft.requirement
    day = comparison_day(draft, today)
    before = as_it_is(requirement) if requirement is not None else None
    after = as_planned(draft, today)
    people = people_of(requirement, today)
    tree = Tree.load()
    lines = {unit: tuple(tree.units[step].code for step in tree.above(unit)) for unit in tree.units}
    numbers: Counter[str] = Counter()
    found: list[tuple[_Named, Move]] = []
    for start in range(0, len(people), CHUNK):
        chunk = people[start : start + CHUNK]
        work = work_of(chunk)
        pairs = list(_pairs(requirement, before, after, chunk, work, lines, today))
        for _who, old, new in pairs:
            numbers["before"] += _obliged(old, day)
            numbers["after"] += _obliged(new, day)
        moves = list(moved(pairs, day))
        names = _names([UUID(move.who) for move in moves], work, tree, day)
        for move in moves:
            numbers.update(effect.value for effect in move.effects)
            found.append((names[move.who], move))
        if tell is not None:
            tell(min(start + CHUNK, len(people)), len(people))
    found.sort(key=lambda pair: (pair[0].order, pair[1].who))
    numbers["moved"] = len(found)
    rows = [_row(draft, place, named, move) for place, (named, move) in enumerate(found)]
    return Foreseen(day, dict(numbers), _digest(day, rows), rows)


def reasons_after(stored: Sequence[Reason], wanted: Sequence[Span], on: date) -> tuple[Reason, ...]:
    """The reasons as `reasons.sync` would leave them on a day. What has ended stays; what runs keeps its first day."""
    found = []
    for entry in sorted({reason.name for reason in stored} | {str(span.entry) for span in wanted}):
        rows = [reason for reason in stored if reason.name == entry]
        running = [row for row in rows if row.until is None or row.until >= on]
        found += [row for row in rows if row not in running]
        ended = max((row.until for row in rows if row.until is not None and row.until < on), default=date.min)
        own = [span for span in wanted if str(span.entry) == entry]
        for span in own:
            if not span.reaches(on):
                continue
            row = next((row for row in running if _meet(row, span)), None)
            if row is None:
                since = span.since if span.since > ended else ended + ONE_DAY
                found.append(Reason(entry, since, span.until))
            else:
                running.remove(row)
                found.append(replace(row, until=span.until))
        for row in running:
            if row.since <= on:
                last = max((span.until for span in own if span.until and _meet(row, span)), default=on - ONE_DAY)
                found.append(replace(row, until=max(row.since, last)))
    return tuple(found)


def _pairs(
    requirement: Requirement | None,
    before: Side | None,
    after: Side,
    chunk: Sequence[UUID],
    work: Mapping[UUID, Work],
    lines: Lines,
    today: date,
) -> Iterator[tuple[str, Facts | None, Facts | None]]:
    """By person, the facts as the next run would see them under either side."""
    shell = requirement or Requirement()
    stored = {o.learner_id: o for o in Obligation.objects.filter(requirement_id=shell.pk, learner__in=chunk)}
    spans_before = spans_under(before.entries, work, today, lines, past=True) if before is not None else {}
    spans_after = spans_under(after.entries, work, today, lines, past=True)
    reached = {who for spans in (spans_before, spans_after) for who, found in spans.items() if _reach(found, today)}
    concerned = [learner for learner in chunk if learner in stored or learner in reached]
    obligations = [stored.get(learner) or Obligation(learner_id=learner) for learner in concerned]
    _note_logins(obligations)
    rules = (*(before.rules if before is not None else ()), *after.rules)
    facts = facts_of(shell, obligations, work, rules)
    proven = proofs_of(before.ways, concerned, today) if before is not None else {}
    same = before is not None and before.ways == after.ways
    proven_after = proven if same else proofs_of(after.ways, concerned, today)
    for learner in concerned:
        known = facts[learner]
        old = new = None
        if before is not None and (learner in stored or _reach(spans_before.get(learner, ()), today)):
            old = _facts(known, before, spans_before.get(learner, ()), proven.get(learner, ()), today)
        if learner in stored or _reach(spans_after.get(learner, ()), today):
            # what was proven under the rule as it is has been noted, or will be before the change
            proofs = {p.key: p for p in (*proven.get(learner, ()), *proven_after.get(learner, ()))}
            new = _facts(known, after, spans_after.get(learner, ()), tuple(proofs.values()), today)
        yield str(learner), old, new


def _reach(spans: Sequence[Span], day: date) -> bool:
    """Whether any of them holds on a day or later: only these oblige anybody anew."""
    return any(span.reaches(day) for span in spans)


def _facts(known: Facts, side: Side, spans: Sequence[Span], proofs: Sequence[Completed], today: date) -> Facts:
    keys = {evidence.key for evidence in known.evidence}
    fresh = (Evidence(proof.key, proof.on) for proof in proofs if proof.key not in keys)
    return replace(
        known,
        rules=side.rules,
        reasons=reasons_after(known.reasons, spans, today),
        evidence=(*known.evidence, *fresh),
    )


def _note_logins(obligations: Sequence[Obligation]) -> None:
    """The day of the first log-in, as the next run would note it."""
    logins = logins_of([obligation.learner_id for obligation in obligations if obligation.first_login_on is None])
    for obligation in obligations:
        obligation.first_login_on = obligation.first_login_on or logins.get(obligation.learner_id)


def _obliged(facts: Facts | None, day: date) -> bool:
    """Whether the state is not withdrawn: a reason holds, or none has begun yet."""
    if facts is None or not facts.reasons:
        return False
    return any(r.holds(day) for r in facts.reasons) or all(r.since > day for r in facts.reasons)


def _meet(row: Reason, span: Span) -> bool:
    return row.since <= (span.until or date.max) and span.since <= (row.until or date.max)


def _names(learners: Sequence[UUID], work: Mapping[UUID, Work], tree: Tree, day: date) -> dict[str, _Named]:
    """In which unit people are on a day, and their place in lists."""
    names = Learner.objects.filter(pk__in=learners).values_list("pk", "user__last_name", "user__first_name")
    found = {}
    for learner, last, first in names:
        memberships = work[learner].memberships if learner in work else []
        there = [m for m in memberships if m.starts_on <= day and (m.ends_on is None or m.ends_on >= day)]
        counting = there or memberships
        unit = str(tree.units[counting[-1].department_id]) if counting else ""
        found[str(learner)] = _Named(unit, (unit, (last or "").casefold(), (first or "").casefold()))
    return found


def _row(draft: RequirementDraft, place: int, named: _Named, move: Move) -> ForeseenMove:
    before, after = move.before, move.after
    return ForeseenMove(
        draft=draft,
        learner_id=UUID(move.who),
        place=place,
        unit=named.unit[:230],
        effects=f",{','.join(sorted(effect.value for effect in move.effects))},",
        state_before=before.state.value if before else "",
        state_after=after.state.value if after else "",
        due_before=before.due_on if before else None,
        due_after=after.due_on if after else None,
        valid_before=before.valid_until if before else None,
        valid_after=after.valid_until if after else None,
        opens_before=before.opens_at if before else None,
        opens_after=after.opens_at if after else None,
        grace_before=before.grace_until if before else None,
        grace_after=after.grace_until if after else None,
    )


def _digest(day: date, rows: Sequence[ForeseenMove]) -> str:
    """One value for everything that is shown; where people stand in lists plays no part."""
    lines = sorted(
        f"{r.learner_id} {r.effects} {r.state_before} {r.state_after} {r.due_before} {r.due_after} "
        f"{r.valid_before} {r.valid_after} {r.opens_before} {r.opens_after} {r.grace_before} {r.grace_after}"
        for r in rows
    )
    return sha256("\n".join([day.isoformat(), *lines]).encode()).hexdigest()
