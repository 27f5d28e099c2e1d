"""Learner records. They hold keys of lessons, quizzes and questions, not foreign keys: editors move or delete them."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learn.accounts.models import Learner, User


class Enrolment(models.Model):
    """One learner in one course, one sitting of it; `number` counts a person's sittings of the course."""

    personal_data = "which course a person takes"
    retention = "as the learner; for staff as long as the duty requires"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="enrolments")
    course_key = models.UUIDField()
    number = models.PositiveSmallIntegerField(default=1)
    language = models.CharField(_("zuletzt gelernt auf"), max_length=20)
    started_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["learner", "course_key", "number"], name="one_enrolment_a_sitting")
        ]
        indexes = [models.Index(fields=["course_key", "learner"])]

    def __str__(self) -> str:
        return f"{self.learner_id} in {self.course_key} ({self.number})"


class LessonProgress(models.Model):
    """The fact that a lesson is done; it counts in every language version of the lesson."""

    personal_data = "which lesson a person has done, and when"
    retention = "as the enrolment"

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="lessons_done")
    lesson_key = models.UUIDField()
    done_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enrolment", "lesson_key"], name="one_progress_a_lesson")]

    def __str__(self) -> str:
        return str(self.lesson_key)


class QuizSnapshot(models.Model):
    """A quiz as it stood when an attempt began: plain data with the key. Equal snapshots are stored once."""

    personal_data = None
    retention = "kept; it is course content and tells nothing about a person"

    content_hash = models.CharField(max_length=64, primary_key=True)
    data = models.JSONField()

    def __str__(self) -> str:
        return self.content_hash[:12]


class Attempt(models.Model):
    """One sitting at an assessed quiz. It is graded against its snapshot, never against the CMS.

    `feedback` is settled when it begins: "each" tells after each question and answers are final; "end" tells when
    the sitting is handed in, and answers may be changed until then. `limit`: minutes granted, None without a clock.
    `pending`: answers that a person has yet to read. `counts`: this is the one that counts, of those handed in.
    """

    personal_data = "score of a sitting"
    retention = "90 days after completion; the completion keeps passed and date"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="attempts")
    quiz_key = models.UUIDField()
    snapshot = models.ForeignKey(QuizSnapshot, on_delete=models.PROTECT, related_name="attempts")
    seed = models.CharField(max_length=32)
    number = models.PositiveSmallIntegerField(default=1)
    feedback = models.CharField(max_length=4, default="each")
    limit = models.PositiveIntegerField(null=True, blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    raw = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    max = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    passed = models.BooleanField(null=True, blank=True)
    pending = models.PositiveSmallIntegerField(default=0)
    counts = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "quiz_key", "number"], name="one_attempt_a_number"),
            models.UniqueConstraint(
                fields=["enrolment", "quiz_key"],
                condition=models.Q(submitted_at__isnull=True),
                name="one_open_attempt_a_quiz",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quiz_key} ({self.number})"


class Response(models.Model):
    """What was answered to one question in one attempt, as given, and its score.

    `reviewed` is None where nobody has to read it, False while it waits, True once a person has given `marks`
    (points by criterion, as text) and a `remark`.
    """

    personal_data = "the answers of a person, and what a trainer wrote to them"
    retention = "90 days after completion"

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="responses")
    question_key = models.UUIDField()
    answer = models.JSONField()
    raw = models.DecimalField(max_digits=8, decimal_places=2)
    max = models.DecimalField(max_digits=8, decimal_places=2)
    answered_at = models.DateTimeField(default=timezone.now)
    reviewed = models.BooleanField(null=True, blank=True)
    marks = models.JSONField(default=dict, blank=True)
    remark = models.TextField(blank=True)
    reviewer = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attempt", "question_key"], name="one_response_a_question")]
        indexes = [
            models.Index(fields=["answered_at"], condition=models.Q(reviewed=False), name="response_waits_for_review")
        ]

    def __str__(self) -> str:
        return str(self.question_key)


class Completion(models.Model):
    """The dated fact that an enrolment is complete, with its evidence. An edit never takes it back."""

    personal_data = "which course a person has completed, and when"
    retention = "as long as the duty requires; suggested 3 years"

    enrolment = models.OneToOneField(Enrolment, on_delete=models.CASCADE, related_name="completion")
    completed_at = models.DateTimeField()
    completed_on = models.DateField()
    passed = models.BooleanField(_("Abschluss-Quiz bestanden"))
    evidence = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.completed_on}"


class LearningEvent(models.Model):
    """An append-only line: who did what to which object, with what result, when (xAPI's shape)."""

    personal_data = "what a person did in the courses"
    retention = "90 days after completion"

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="events")
    course_key = models.UUIDField()
    verb = models.CharField(max_length=20)
    object_kind = models.CharField(max_length=20)
    object_key = models.UUIDField()
    result = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["learner", "at"])]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_kind} {self.object_key}"


class PracticeTried(models.Model):
    """That a signed-in learner has tried a practice question; never what was answered."""

    personal_data = "which practice question a person has tried"
    retention = "90 days"

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="practice_tried")
    quiz_key = models.UUIDField()
    question_key = models.UUIDField()
    tried_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["learner", "quiz_key", "question_key"], name="one_tried_a_question")
        ]

    def __str__(self) -> str:
        return str(self.question_key)


class ActivityRecord(models.Model):
    """One H5P activity of a lesson and one learner: the version that was begun, how far, and the best result.

    Results are reported by the browser (`trust`); they may tick a lesson and never give a pass. `check`: whether the
    server, where it can count the points itself, came to the same. Points are None until something was handed in.
    """

    personal_data = "how far a person is in an H5P activity, and its points"
    retention = "the state 90 days after completion; the record as the enrolment"
    trust = "client_reported"

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="activities")
    lesson_key = models.UUIDField()
    activity_key = models.UUIDField()
    content_key = models.UUIDField()
    version = models.PositiveIntegerField()
    state = models.TextField(blank=True)
    begun_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    raw = models.DecimalField(max_digits=10, decimal_places=4, null=True, blank=True)
    max = models.DecimalField(max_digits=10, decimal_places=4, null=True, blank=True)
    check_result = models.CharField(max_length=10, default="unchecked")
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "lesson_key", "activity_key"], name="one_record_an_activity")
        ]

    def __str__(self) -> str:
        return str(self.activity_key)


class ActivityStatement(models.Model):
    """What an activity reported once; `key` comes from the page, so that sending it again changes nothing."""

    personal_data = "the answers of a person in H5P activities"
    retention = "90 days after completion"

    record = models.ForeignKey(ActivityRecord, on_delete=models.CASCADE, related_name="statements")
    key = models.UUIDField()
    verb = models.CharField(max_length=20)
    raw = models.DecimalField(max_digits=10, decimal_places=4, null=True, blank=True)
    max = models.DecimalField(max_digits=10, decimal_places=4, null=True, blank=True)
    response = models.TextField(blank=True)
    check_result = models.CharField(max_length=10, default="unchecked")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "key"], name="one_statement_a_key")]

    def __str__(self) -> str:
        return f"{self.verb} {self.at}"
