"""The roll-call of all rooms' models: one migration history for all learner records. Nobody imports it."""

from learn.assessment.models import ItemCount, Regrade, RegradedAttempt  # noqa: F401
from learn.compliance.models import Requirement  # noqa: F401
from learn.enrolments.models import (  # noqa: F401
    Attempt,
    Completion,
    Enrolment,
    LearningEvent,
    LessonProgress,
    PracticeTried,
    QuizSnapshot,
    Response,
)
from learn.post.models import Mail  # noqa: F401
from learn.queue import Job  # noqa: F401
