"""The frozen quizzes of stored sittings beside the live quiz: which right answers were mended since."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db.models import QuerySet

import courses.api
from courses.grading.mend import Comparison, Refusal, compare
from courses.grading.spec import QuestionSpec, QuizSpec
from learn.enrolments.models import Attempt, QuizSnapshot
from learn.enrolments.sittings import Sitting

Keys = frozenset[str]


@dataclass(frozen=True)
class Findings:
    """`live`: the quiz by language; `comparisons`: each frozen quiz, by hash, beside the live one of its own language.

    `closed`: languages in which the quiz is not live any more; sittings in them stay as they are.
    """

    quiz_key: UUID
    live: Mapping[str, QuizSpec]
    comparisons: Mapping[str, Comparison]
    closed: frozenset[str]

    @property
    def stand(self) -> str:
        """Changes when the quiz is published anew: what was looked at shall be what is done."""
        return "-".join(sorted(spec.content_hash()[:16] for spec in self.live.values()))

    @cached_property
    def mended(self) -> Mapping[str, list[tuple[QuestionSpec, QuestionSpec]]]:
        """Questions to grade anew, by key: as frozen and as they would be, a pair for each frozen quiz."""
        found: dict[str, list[tuple[QuestionSpec, QuestionSpec]]] = {}
        for comparison in self.comparisons.values():
            for old in comparison.frozen.questions:
                if old.key in comparison.mended:
                    found.setdefault(old.key, []).append((old, comparison.mended[old.key]))
        return found

    @cached_property
    def reworded(self) -> Keys:
        """Those of them that ask in other words today."""
        return frozenset(key for comparison in self.comparisons.values() for key in comparison.reworded)

    @cached_property
    def refused(self) -> Mapping[str, tuple[QuestionSpec, Refusal]]:
        """Questions that stay as they were frozen, by key, and why."""
        return {
            old.key: (old, comparison.refused[old.key])
            for comparison in self.comparisons.values()
            for old in comparison.frozen.questions
            if old.key in comparison.refused
        }

    def attempts(self, keys: Keys) -> QuerySet[Attempt]:
        """Attempts whose frozen quiz holds one of these questions unmended."""
        wanted = [pk for pk, comparison in self.comparisons.items() if not keys.isdisjoint(comparison.mended)]
        return Attempt.objects.filter(quiz_key=self.quiz_key, snapshot_id__in=wanted).order_by("pk")

    def sitting(self, attempt: Attempt, keys: Keys) -> tuple[Sitting, Keys] | None:
        """The attempt's sitting with these questions mended, and those it was asked; None if it was asked none."""
        comparison = self.comparisons.get(attempt.snapshot_id)
        if comparison is None:
            return None
        drawn = {question.key for question in Sitting(comparison.frozen, attempt.seed).spec.questions}
        asked = frozenset(keys & comparison.mended.keys() & drawn)
        return (Sitting(comparison.taking(keys), attempt.seed, attempt), asked) if asked else None


def findings(quiz_key: UUID) -> Findings:
    """All frozen quizzes that attempts still need; one query."""
    used = Attempt.objects.filter(quiz_key=quiz_key).values("snapshot_id")
    live: dict[str, QuizSpec] = {}
    comparisons, closed = {}, set()
    for snapshot in QuizSnapshot.objects.filter(pk__in=used).order_by("pk"):
        frozen = QuizSpec.from_data(snapshot.data)
        spec = live.get(frozen.language) or courses.api.quiz_spec(quiz_key, frozen.language)
        if spec is None or spec.language != frozen.language:
            closed.add(frozen.language)
            continue
        live[frozen.language] = spec
        comparisons[snapshot.pk] = compare(frozen, spec)
    return Findings(quiz_key, live, comparisons, frozenset(closed))
