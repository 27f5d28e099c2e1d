"""From memberships to reasons: since when and until when which entry of an audience concerns whom, and keeping that."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from learn.accounts.tree import Tree
from learn.compliance.models import Obligation, ObligationReason, Requirement
from learn.compliance.records import Work
from learn.compliance.versions import stretches_of
from learn.rules.audience import Member, Stretch, concerns

__all__ = ["Lines", "Span", "lines_of_units", "spans_of", "spans_under", "sync"]

ONE_DAY = timedelta(days=1)
#: by unit, its code and the codes of all units above it
Lines = Mapping[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Span:
    """Unbroken days on which an entry of the audience concerns a person; `until` None: no end in sight."""

    entry: int
    since: date
    until: date | None

    def reaches(self, day: date) -> bool:
        """Whether it holds on a day or begins later."""
        return self.until is None or self.until >= day


def lines_of_units() -> Lines:
    """Where each unit stands, in one query."""
    tree = Tree.load()
    return {unit: tuple(tree.units[step].code for step in tree.above(unit)) for unit in tree.units}


def spans_of(
    requirement: Requirement, work: Mapping[UUID, Work], on: date, lines: Lines | None = None, *, past: bool = False
) -> dict[UUID, list[Span]]:
    """By learner, the spans that hold on a day or begin later, with `past` also those before it.

    People whom nothing concerns are left out.
    """
    return spans_under(stretches_of(requirement), work, on, lines_of_units() if lines is None else lines, past=past)


def spans_under(
    entries: Mapping[int, Sequence[Stretch]], work: Mapping[UUID, Work], on: date, lines: Lines, *, past: bool = False
) -> dict[UUID, list[Span]]:
    """The spans as entries of an audience, over time, make them."""
    found = {}
    for learner, known in work.items():
        spans = [
            span
            for entry, stretches in entries.items()
            for span in _unbroken(entry, sorted(_concerned(stretches, str(learner), known, lines)))
            if past or span.reaches(on)
        ]
        if spans:
            found[learner] = spans
    return found


def sync(obligations: Sequence[Obligation], spans: Mapping[UUID, Sequence[Span]], on: date) -> int:
    """Write what differs between spans and stored reasons; returns how many rows. Reasons that have held only end.

    A stored reason keeps its first day, whatever the memberships say later: due dates hang on it. It ends on the last
    day of the memberships it came from, however late that is seen; where these are gone altogether, yesterday.
    """
    stored: dict[int, dict[int, list[ObligationReason]]] = {}
    for row in ObligationReason.objects.filter(obligation__in=obligations).order_by("since"):
        stored.setdefault(row.obligation_id, {}).setdefault(row.entry, []).append(row)
    written = 0
    fresh: list[ObligationReason] = []
    for obligation in obligations:
        there = spans.get(obligation.learner_id, ())
        kept = stored.get(obligation.pk, {})
        for entry in sorted(kept.keys() | {span.entry for span in there}):
            own = [span for span in there if span.entry == entry]
            new, changed = _reconcile(obligation, kept.get(entry, []), own, on)
            fresh += new
            written += changed
    ObligationReason.objects.bulk_create(fresh)
    return written + len(fresh)


def _reconcile(
    obligation: Obligation, rows: list[ObligationReason], there: Sequence[Span], on: date
) -> tuple[list[ObligationReason], int]:
    """The rows to make for one entry, and how many were changed."""
    running = [row for row in rows if row.until is None or row.until >= on]
    ended = max((row.until for row in rows if row.until is not None and row.until < on), default=date.min)
    fresh = []
    changed = 0
    for span in there:
        if not span.reaches(on):
            continue
        row = next((row for row in running if _overlap(row, span)), None)
        if row is None:
            since = span.since if span.since > ended else ended + ONE_DAY
            fresh.append(_made(obligation, Span(span.entry, since, span.until), on))
            continue
        running.remove(row)
        if row.until != span.until:
            changed += _end(row, span.until, on)
    for row in running:
        if row.since > on:
            row.delete()
            changed += 1
        else:
            last = max((span.until for span in there if span.until and _overlap(row, span)), default=on - ONE_DAY)
            changed += _end(row, max(row.since, last), on)
    return fresh, changed


def _made(obligation: Obligation, span: Span, on: date) -> ObligationReason:
    return ObligationReason(
        obligation=obligation,
        entry=span.entry,
        since=span.since,
        until=span.until,
        recorded_on=on,
        end_recorded_on=on if span.until else None,
    )


def _end(row: ObligationReason, until: date | None, on: date) -> int:
    if row.until == until:
        return 0
    row.until, row.end_recorded_on = until, on if until else None
    row.save(update_fields=["until", "end_recorded_on"])
    return 1


def _overlap(row: ObligationReason, span: Span) -> bool:
    return row.since <= (span.until or date.max) and span.since <= (row.until or date.max)


def _concerned(stretches: Sequence[Stretch], key: str, known: Work, lines: Lines) -> Iterable[tuple[date, date]]:
    """The first and last days, date.max for no end, on which a membership and a stretch of the entry meet."""
    for post in known.memberships:
        member = Member(lines[post.department_id], post.position, known.entered_on or post.starts_on, key)
        for stretch in stretches:
            since = max(post.starts_on, stretch.since)
            until = min(post.ends_on or date.max, stretch.until or date.max)
            if since <= until and concerns(stretch.terms, member):
                yield since, until


def _unbroken(entry: int, days: Iterable[tuple[date, date]]) -> list[Span]:
    """Days in their order, joined where one part follows the other."""
    joined: list[tuple[date, date]] = []
    for since, until in days:
        first, last = joined[-1] if joined else (date.max, date.min)
        if joined and (last == date.max or since <= last + ONE_DAY):
            joined[-1] = first, max(last, until)
        else:
            joined.append((since, until))
    return [Span(entry, since, None if until == date.max else until) for since, until in joined]
