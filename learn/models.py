"""The roll-call of all rooms' models: one migration history for all learner records. Nobody imports it."""

from learn.assessment.models import ItemCount, Regrade, RegradedAttempt  # noqa: F401
from learn.compliance.models import (  # noqa: F401
    Absence,
    Allowance,
    AuditEntry,
    Cycle,
    Evidence,
    Exemption,
    Obligation,
    ObligationReason,
    Order,
    Outlook,
    Requirement,
    RuleVersion,
    SentReminder,
    Tally,
)
from learn.compliance.reminder_models import QuietPeriod, ReminderText  # noqa: F401
from learn.compliance.requirements.models import (  # noqa: F401
    ForeseenMove,
    RequirementChange,
    RequirementDraft,
)
from learn.enrolments.models import (  # noqa: F401
    ActivityRecord,
    ActivityStatement,
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
from learn.reports.models import ReportDefinition, ReportRun  # noqa: F401
