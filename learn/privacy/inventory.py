"""The explicit list of what is kept about a person, and how it is found; export and erasure both go by it."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet

from learn.accounts.models import User


@dataclass(frozen=True, slots=True)
class Kept:
    """One model with personal data: `path` leads from its rows to the account; `hidden` fields are never handed out.

    `by_email` finds rows that know a person only by the e-mail address. `stays`: erasing forgets the person there and
    keeps the row; only `shown` is handed out of it.
    """

    model: str
    path: str = ""
    hidden: tuple[str, ...] = ()
    by_email: str = ""
    stays: bool = False
    shown: tuple[str, ...] = ()

    @property
    def rows_of(self) -> type[Model]:
        return apps.get_model(self.model)

    @property
    def names(self) -> list[str]:
        """The columns that are handed out."""
        columns = [field.attname for field in self.rows_of._meta.concrete_fields]
        return [name for name in self.shown or columns if name not in self.hidden]

    def rows(self, user: User) -> QuerySet[Any]:
        """The person's rows."""
        found = {f"{self.by_email}__iexact": user.email} if self.by_email else {self.path: user.pk}
        return self.rows_of._default_manager.filter(**found)


# Order: what hangs on something else comes before it, so that deleting goes from the leaves to the root.
INVENTORY = (
    Kept("learn.RegradedAttempt", "attempt__enrolment__learner__user"),
    Kept("learn.Regrade", "by", stays=True, shown=("quiz_key", "at")),
    Kept("learn.Order", "actor", stays=True, shown=("action", "asked_at")),
    Kept("learn.Response", "attempt__enrolment__learner__user", hidden=("reviewer_id",)),
    Kept("learn.Attempt", "enrolment__learner__user"),
    Kept("learn.ActivityStatement", "record__enrolment__learner__user"),
    Kept("learn.ActivityRecord", "enrolment__learner__user"),
    Kept("learn.LessonProgress", "enrolment__learner__user"),
    Kept("learn.Completion", "enrolment__learner__user"),
    Kept("learn.PracticeTried", "learner__user"),
    Kept("learn.LearningEvent", "learner__user"),
    Kept("learn.Enrolment", "learner__user"),
    Kept("learn.Mail", by_email="to"),
    Kept("learn.Cycle", "obligation__learner__user"),
    Kept("learn.SentReminder", "obligation__learner__user"),
    Kept("learn.ObligationReason", "obligation__learner__user"),
    Kept("learn.Obligation", "learner__user"),
    Kept("learn.Evidence", "learner__user"),
    Kept("learn.Exemption", "learner__user", hidden=("granted_by_id",)),
    Kept("learn.Absence", "learner__user"),
    Kept("learn.ForeseenMove", "learner__user"),
    Kept("learn.RequirementDraft", "author", stays=True, shown=("title", "made_at")),
    Kept("learn.RequirementChange", "actor", stays=True, shown=("action", "at")),
    Kept("learn.Allowance", "learner__user"),
    Kept("learn.ReminderText", "by", stays=True, shown=("kind", "part", "at")),
    Kept("learn.AuditEntry", "learner__user", hidden=("actor_id",)),
    Kept("learn.ReportRun", "owner"),
    Kept("learn.ReportDefinition", "owner"),
    Kept("accounts.VoluntaryDetails", "learner__user"),
    Kept("accounts.Disclosure", "learners__user", stays=True, shown=("at", "what")),
    Kept("accounts.RosterRun", "by", stays=True, shown=("at", "people_name", "units_name")),
    Kept("accounts.Invitation", "user", hidden=("selector", "secret_hash", "made_by_id")),
    Kept("accounts.Learner", "user"),
    Kept("accounts.Membership", "user"),
    Kept("account.EmailAddress", "user"),
    Kept("mfa.Authenticator", "user", hidden=("data",)),
    Kept("courses.Course", "owner", stays=True, shown=("title", "slug")),
    Kept("accounts.User", "pk", hidden=("password",)),
)

# Kept and handed out by the door of their own room (certificates.api: export and erase, bundles_of and drop_bundles).
BY_THEIR_DOOR = ("certificates.Certificate", "certificates.Bundle")
