"""Drafts of requirements: kept, counted, applied in one transaction, or told that something has changed."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from learn.accounts.models import User
from learn.compliance.models import Cycle, Requirement, RuleVersion
from learn.compliance.obligations import refresh
from learn.compliance.requirements.foresee import Foreseen, foresee, people_of
from learn.compliance.requirements.models import Action, ForeseenMove, RequirementChange, RequirementDraft, Stage
from learn.compliance.requirements.sides import as_planned, same_rule
from learn.compliance.requirements.written import with_keys
from learn.compliance.versions import Version, courses_on, latest, versions_of
from learn.queue import queue

__all__ = ["NotApplied", "apply", "ask", "count", "earliest", "forget", "keep", "run", "too_early"]

#: more people than these are counted, or changed, by the queue and not while somebody waits: a second at most
AT_ONCE = 1500
APPLIED_AT_ONCE = 700
BATCH = 500


class NotApplied(Exception):
    """A draft that cannot be applied as it is; `code`: "revision", "numbers", "day" or "why"."""

    def __init__(self, code: str, sentence: str | Promise) -> None:
        super().__init__(code)
        self.code, self.sentence = code, sentence


def keep(draft: RequirementDraft, today: date) -> RequirementDraft:
    """Store a draft and count whom it would move, at once or by the queue."""
    draft.stage, draft.done, draft.earlier, draft.numbers, draft.digest = Stage.COUNTING, 0, {}, {}, ""
    draft.total = len(people_of(draft.requirement, today))
    with transaction.atomic():
        draft.save()
        if draft.total > AT_ONCE:
            queue("learn.jobs.foresee_requirement", draft.pk)
    if draft.total <= AT_ONCE:
        count(draft.pk, today)
        draft.refresh_from_db()
    return draft


def count(draft_id: UUID, today: date) -> None:
    """Find out whom a draft would move, and keep it; safe to run twice. A draft that is gone is passed over."""
    draft = RequirementDraft.objects.select_related("requirement").filter(pk=draft_id).first()
    if draft is None:
        return

    def tell(done: int, total: int) -> None:
        RequirementDraft.objects.filter(pk=draft_id).update(done=done, total=total)

    _store(draft, foresee(draft, today, tell))


def ask(draft: RequirementDraft, actor: User, why: str, today: date) -> bool:
    """Apply a draft now, or let the queue do it if it concerns many; returns whether it is done. Raises NotApplied."""
    why = " ".join(why.split())
    if not why:
        raise NotApplied("why", _("Bitte schreiben Sie auf, warum Sie die Regel ändern."))
    RequirementDraft.objects.filter(pk=draft.pk).update(why=why[:500], author=actor)
    if draft.total <= APPLIED_AT_ONCE:
        apply(draft.pk, today)
        return True
    with transaction.atomic():
        RequirementDraft.objects.filter(pk=draft.pk).update(stage=Stage.APPLYING, done=0)
        queue("learn.jobs.apply_requirement", draft.pk)
    return False


def run(draft_id: UUID, today: date) -> None:
    """Apply a draft from the queue. One that cannot be applied is ready again, and its page says why."""
    try:
        apply(draft_id, today)
    except NotApplied:
        RequirementDraft.objects.filter(pk=draft_id).update(stage=Stage.READY)


def apply(draft_id: UUID, today: date) -> Requirement | None:
    """Write the rule, bring all duties to the day and note who did it why, in one transaction.

    Raises NotApplied, with nothing written, if somebody has changed the requirement since, if the day has gone by, or
    if other people would be moved than the preview said; the new numbers are kept then. None: it was applied already.
    """
    stale = None
    with transaction.atomic():
        draft = RequirementDraft.objects.select_for_update().filter(pk=draft_id).first()
        if draft is None:
            return None
        if draft.requirement_id is not None:
            draft.requirement = Requirement.objects.select_for_update().get(pk=draft.requirement_id)
        _check(draft, today)
        found = foresee(draft, today)
        if found.digest != draft.digest:
            stale = found
        else:
            requirement = _write(draft, today, found.numbers)
            draft.delete()
    if stale is None:
        return requirement
    draft.earlier = draft.numbers
    _store(draft, stale)
    raise NotApplied(
        "numbers", _("Seit der Vorschau hat sich etwas geändert. Bitte sehen Sie sich die neuen Zahlen an.")
    )


def earliest(requirement: Requirement, today: date) -> date:
    """The first day from which a changed rule may hold: what was fulfilled stays as it was judged."""
    begun = [version.since for version in versions_of(requirement) if version.since > today]
    last = Cycle.objects.filter(obligation__requirement=requirement).aggregate(last=Max("valid_from"))["last"]
    after_last = last + timedelta(1) if last is not None and last >= today else today
    return max([today, after_last, *begun[-1:]]) if requirement.starts_on <= today else today


def too_early(requirement: Requirement | None, since: date, today: date) -> str | Promise:
    """Why a changed rule cannot hold from a day on; empty if it can."""
    if requirement is None:
        return ""
    planned = latest(requirement).since
    if since < today:
        return _(
            "Dieser Tag ist vorbei. Berichte über vergangene Tage bleiben, wie sie waren. Wählen Sie heute oder später."
        )
    if requirement.starts_on <= today < planned and since < planned:
        return _("Für den %(day)s ist schon eine Änderung vorgesehen. Wählen Sie diesen Tag oder einen späteren.") % {
            "day": f"{planned:%d.%m.%Y}"
        }
    first = earliest(requirement, today)
    if since < first:
        return _(
            "Heute hat schon jemand diese Pflicht nach der bisherigen Regel erfüllt. Das soll so bleiben. "
            "Wählen Sie den %(day)s oder später."
        ) % {"day": f"{first:%d.%m.%Y}"}
    return ""


def forget(before: datetime) -> int:
    """Delete drafts nobody has applied; returns how many."""
    old = RequirementDraft.objects.filter(made_at__lt=before)
    return old.delete()[1].get("learn.RequirementDraft", 0)


def _check(draft: RequirementDraft, today: date) -> None:
    requirement = draft.requirement
    if requirement is not None and requirement.revision != draft.revision:
        raise NotApplied(
            "revision",
            _("Jemand anderes hat diese Pflichtschulung inzwischen geändert. Ihre Eingaben sind noch da."),
        )
    if requirement is not None and draft.action == Action.CHANGE:
        unchanged = same_rule(latest_with_keys(requirement), draft)
        sentence = "" if unchanged else too_early(requirement, draft.since, today)
        if sentence:
            raise NotApplied("day", sentence)
    if draft.action == Action.END and draft.ends_on is not None and draft.ends_on < today:
        raise NotApplied("day", _("Der letzte Tag ist inzwischen vorbei. Bitte wählen Sie einen neuen."))


def latest_with_keys(requirement: Requirement) -> Version:
    """The last version with the keys of its courses."""
    version = latest(requirement)
    return Version(version.since, with_keys(version.definition, requirement.course_keys))


def _store(draft: RequirementDraft, found: Foreseen) -> None:
    with transaction.atomic():
        ForeseenMove.objects.filter(draft=draft).delete()
        ForeseenMove.objects.bulk_create(found.moves, batch_size=BATCH)
        draft.day, draft.numbers, draft.digest, draft.stage = found.day, found.numbers, found.digest, Stage.READY
        draft.done = draft.total
        draft.save(update_fields=["day", "numbers", "digest", "stage", "done", "earlier"])


def _write(draft: RequirementDraft, today: date, numbers: Mapping[str, int]) -> Requirement:
    requirement = draft.requirement
    before: dict[str, Any] = {} if requirement is None else _snapshot(requirement)
    if requirement is None:
        requirement = Requirement(key=_key(draft.title), starts_on=draft.since, revision=0)
    else:
        requirement.definition = with_keys(requirement.definition, requirement.course_keys)
    planned = as_planned(draft, today)
    first, *later = planned.written
    requirement.starts_on, requirement.ends_on = planned.starts_on, planned.ends_on
    requirement.title, requirement.reason = draft.title, draft.reason
    requirement.definition = dict(first.definition)
    requirement.revision += 1
    requirement.save()
    RuleVersion.objects.filter(requirement=requirement).exclude(since__in=[v.since for v in later]).delete()
    for version in later:
        RuleVersion.objects.update_or_create(
            requirement=requirement, since=version.since, defaults={"definition": dict(version.definition)}
        )
    requirement = Requirement.objects.get(pk=requirement.pk)  # without versions remembered
    requirement.course_keys = courses_on(requirement, today)
    requirement.save(update_fields=["course_keys"])
    RequirementChange.objects.create(
        requirement=requirement,
        actor=draft.author,
        action=draft.action,
        revision=requirement.revision,
        since=draft.since if draft.action != Action.END else (draft.ends_on or today),
        reason=draft.why,
        before=before,
        after=_snapshot(requirement),
        numbers=dict(numbers),
    )
    if requirement.starts_on <= today:
        refresh(requirement, today)  # which counts anew, too
    return requirement


def _snapshot(requirement: Requirement) -> dict[str, Any]:
    """The requirement as plain data, as its history shows it: the newest rule, whether it has begun or not."""
    version = latest_with_keys(requirement)
    return {
        "title": requirement.title,
        "reason": requirement.reason,
        "starts_on": requirement.starts_on,
        "ends_on": requirement.ends_on,
        "since": version.since,
        "definition": version.definition,
    }


def _key(title: str) -> str:
    """A free key made of the title."""
    written = title.lower()
    for letter, pair in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        written = written.replace(letter, pair)
    wanted = slugify(written)[:70]
    wanted = wanted or "pflicht"
    taken = set(Requirement.objects.filter(key__startswith=wanted).values_list("key", flat=True))
    return (
        wanted
        if wanted not in taken
        else next(f"{wanted}-{n}" for n in range(2, 10_000) if f"{wanted}-{n}" not in taken)
    )
