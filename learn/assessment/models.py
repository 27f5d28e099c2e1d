"""Records of trainers' work on quizzes: grading anew after a mended key, and counts of answers that are deleted."""

import uuid

from django.db import models
from django.utils import timezone

from learn.accounts.models import User
from learn.enrolments.models import Attempt, QuizSnapshot


class Regrade(models.Model):
    """One run of grading a quiz anew: who did it when, for which questions, and how many sittings changed."""

    personal_data = "which trainer graded a quiz anew"
    retention = "kept; the trainer's name goes with the account"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    quiz_key = models.UUIDField(db_index=True)
    question_keys = models.JSONField(default=list)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    changed = models.PositiveIntegerField(default=0)
    newly_passed = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.quiz_key} {self.at:%Y-%m-%d}"


class RegradedAttempt(models.Model):
    """What one sitting was worth before and after; the old frozen quiz stays, so nothing is overwritten unseen."""

    personal_data = "the score of a sitting before and after it was graded anew"
    retention = "as the attempt"

    regrade = models.ForeignKey(Regrade, on_delete=models.CASCADE, related_name="attempts")
    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="regrades")
    old_snapshot = models.ForeignKey(QuizSnapshot, on_delete=models.PROTECT, related_name="+")
    old_raw = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    new_raw = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    old_passed = models.BooleanField(null=True)
    new_passed = models.BooleanField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["regrade", "attempt"], name="one_line_a_regraded_attempt")]

    def __str__(self) -> str:
        return f"{self.attempt_id}: {self.old_raw} -> {self.new_raw}"


class ItemCount(models.Model):
    """Sums over the answers to one question that have been deleted: enough for its statistics, and nobody's answer.

    `x` is the scaled score of the answer, `y` that of the rest of its sitting; `choices` counts what was chosen, by
    key. Sums have six decimals.
    """

    personal_data = None
    retention = "kept; it tells nothing about a person"

    quiz_key = models.UUIDField()
    question_key = models.UUIDField()
    answers = models.PositiveIntegerField(default=0)
    sum_x = models.DecimalField(max_digits=16, decimal_places=6, default=0)
    sum_y = models.DecimalField(max_digits=16, decimal_places=6, default=0)
    sum_xx = models.DecimalField(max_digits=16, decimal_places=6, default=0)
    sum_yy = models.DecimalField(max_digits=16, decimal_places=6, default=0)
    sum_xy = models.DecimalField(max_digits=16, decimal_places=6, default=0)
    choices = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["quiz_key", "question_key"], name="one_count_a_question")]

    def __str__(self) -> str:
        return f"{self.quiz_key} {self.question_key}: {self.answers}"
