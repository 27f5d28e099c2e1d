"""HR's rule, each person under it with reasons and cycles, proofs, exemptions, absences, and who decided what."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learn.accounts.models import Department, Learner, User


class Requirement(models.Model):
    """A rule of HR as it was written. `definition` holds audience, due, expiry and reminders as plain data.

    `course_keys` are the keys of the courses in force, so that reports need not know their slugs. After `ends_on` it
    obliges nobody. `revision` grows with every change: who changes it says which one they saw. People are named by the
    ids of their learner rows, which mean nothing once the person is erased. `judged_on` is the last day to which the
    nightly run has brought everybody under it.
    """

    personal_data = None
    retention = "as long as completions refer to it"

    key = models.SlugField(_("Kennwort"), max_length=80, unique=True)
    title = models.CharField(_("Titel"), max_length=200)
    reason = models.TextField(_("Begründung"))
    starts_on = models.DateField(_("gilt ab"))
    ends_on = models.DateField(_("gilt bis"), null=True, blank=True)
    revision = models.PositiveIntegerField(_("Fassung"), default=1)
    definition = models.JSONField(_("Regel"), default=dict)
    course_keys = models.JSONField(_("Kurse"), default=list)
    judged_on = models.DateField(_("Stand vom"), null=True, blank=True)

    class Meta:
        verbose_name = _("Pflichtschulung")
        verbose_name_plural = _("Pflichtschulungen")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class RuleVersion(models.Model):
    """The rule of a requirement as it is from a day on; before the first version the requirement's own holds.

    What was fulfilled before stays as it was judged then.
    """

    personal_data = None
    retention = "as long as completions refer to it"

    requirement = models.ForeignKey(Requirement, on_delete=models.CASCADE, related_name="versions")
    since = models.DateField(_("gilt ab"))
    definition = models.JSONField(_("Regel"), default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["requirement", "since"], name="one_rule_a_day")]
        ordering = ["since"]

    def __str__(self) -> str:
        return f"{self.requirement_id} {self.since}"


class Obligation(models.Model):
    """One person under one requirement. It stays when its last reason ends, as withdrawn.

    `state` and the dates are kept for lists. They hold from `as_of`, when they were last written, until the day before
    `next_change_on` (None: for ever) unless facts change; any other day is computed from the facts. `judged_from` is
    the print of the facts they were judged by (see `watch`): if it differs, the row waits to be judged anew.
    `health` says how its cycles hold together (`deadlines.Health`), as last counted.
    """

    personal_data = "which duty a person has, and how it stands"
    retention = "end of employment and 3 years"

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="obligations")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="obligations")
    first_login_on = models.DateField(_("erste Anmeldung"), null=True, blank=True)
    state = models.CharField(_("Stand"), max_length=12)
    due_on = models.DateField(_("fällig am"), null=True, blank=True)
    valid_until = models.DateField(_("gültig bis"), null=True, blank=True)
    renewal_open = models.BooleanField(_("Wiederholung möglich"), default=False)
    as_of = models.DateField(_("Stand vom"))
    health = models.CharField(_("Zyklen"), max_length=14, default="", blank=True)
    next_change_on = models.DateField(_("nächste Änderung am"), null=True, blank=True)
    judged_from = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "requirement"], name="one_obligation_a_person")]
        indexes = [
            models.Index(fields=["learner", "state"]),
            # whole orders of lists: with the key they can be read along, without sorting those of the same day
            models.Index(fields=["requirement", "state", "due_on", "id"]),
            models.Index(fields=["state", "due_on", "id"]),
            models.Index(fields=["state", "valid_until", "id"]),
            models.Index(fields=["health"]),
            models.Index(fields=["requirement", "next_change_on"]),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.requirement_id}"


class ObligationReason(models.Model):
    """Why a requirement concerns a person, from the first to the last day; `entry` is its place in the audience."""

    personal_data = "why a person has a duty, and since when"
    retention = "as the obligation"

    obligation = models.ForeignKey(Obligation, on_delete=models.CASCADE, related_name="reasons")
    entry = models.PositiveSmallIntegerField()
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    recorded_on = models.DateField()
    end_recorded_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["obligation", "entry", "since"], name="one_reason_a_day"),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="reason_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.obligation_id} {self.entry} {self.since}"


class Evidence(models.Model):
    """A proof for a requirement: a completion here, one taken over from elsewhere, or an equivalent one.

    `completed_on` is the day it was earned. `key` is the sitting's, or the source's own; the same key counts once.
    """

    personal_data = "what a person has completed, where, and whether it was revoked"
    retention = "as the obligation"

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="evidence")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="evidence")
    key = models.CharField(max_length=100)
    kind = models.CharField(_("Art"), max_length=12)
    completed_on = models.DateField(_("abgeschlossen am"))
    accepted = models.BooleanField(_("angerechnet"), default=False)
    source = models.CharField(_("Quelle"), max_length=200, blank=True)
    document = models.CharField(_("Nachweis"), max_length=200, blank=True)
    recorded_on = models.DateField()
    revoked_from = models.DateField(_("widerrufen ab"), null=True, blank=True)
    revoked_why = models.CharField(_("Grund des Widerrufs"), max_length=200, blank=True)
    revocation_recorded_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["learner", "requirement", "key"], name="one_evidence_a_key"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.completed_on}"


class Exemption(models.Model):
    """A release from a requirement for a time, 24 months at most; `lifted_on` is the first day without it."""

    personal_data = "that a person is exempt, and why"
    retention = "as the obligation"

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="exemptions")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="exemptions")
    since = models.DateField(_("von"))
    until = models.DateField(_("bis"))
    lifted_on = models.DateField(_("aufgehoben ab"), null=True, blank=True)
    reason_code = models.CharField(_("Grund"), max_length=40)
    document = models.CharField(_("Nachweis"), max_length=200, blank=True)
    granted_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    recorded_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("since")), name="exemption_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return f"{self.since}/{self.until}"


class Absence(models.Model):
    """Leave of a person: the clocks of all duties stand still. Only the dates and a code, never a diagnosis."""

    personal_data = "when a person is away, and the kind of leave"
    retention = "as the obligations"

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="absences")
    since = models.DateField(_("von"))
    until = models.DateField(_("bis"), null=True, blank=True)
    reason_code = models.CharField(_("Grund"), max_length=40)
    days_after_return = models.PositiveSmallIntegerField(_("Tage nach der Rückkehr"), null=True, blank=True)
    recorded_on = models.DateField()
    end_recorded_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="absence_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return f"{self.since}/{self.until or ''}"


class Allowance(models.Model):
    """More time for what is open, or a new cycle before its time; `kind` says which. It takes effect on `since`."""

    personal_data = "that a person was given more time, or was asked to repeat a course early"
    retention = "as the obligation"

    EXTENSION, NEW_CYCLE = "extension", "new-cycle"

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="allowances")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="allowances")
    kind = models.CharField(_("Art"), max_length=12)
    since = models.DateField(_("gewährt am"))
    due_on = models.DateField(_("fällig am"))
    recorded_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "requirement", "kind", "since", "due_on"], name="one_allowance_a_day"
            ),
            models.CheckConstraint(
                condition=models.Q(due_on__gte=models.F("since")), name="allowance_is_due_after_it_is_given"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.due_on}"


class Order(models.Model):
    """A decision for so many that it is carried out in the background, some at a time; `position` of them are done.

    `selection` are ids of obligations, or the lines of a list; it is emptied at the end. `left_out` counts by reason.
    """

    personal_data = "who decided something for many people, and for whom until it is done"
    retention = "as the audit; the selection until it is done"

    actor = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    action = models.CharField(max_length=20)
    data = models.JSONField(default=dict)
    selection = models.JSONField(default=list)
    total = models.PositiveIntegerField()
    position = models.PositiveIntegerField(default=0)
    reached = models.PositiveIntegerField(default=0)
    left_out = models.JSONField(default=dict)
    finished_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return f"{self.action} {self.position}/{self.total}"


class Cycle(models.Model):
    """One period of an obligation as it stands; the pure rules decide, this row keeps it for reports."""

    personal_data = "by when a person had to complete a course, and until when it holds"
    retention = "as the obligation"

    obligation = models.ForeignKey(Obligation, on_delete=models.CASCADE, related_name="cycles")
    number = models.PositiveSmallIntegerField()
    opens_at = models.DateField(_("Beginn"))
    due_on = models.DateField(_("fällig am"), null=True, blank=True)
    evidence = models.ForeignKey(Evidence, on_delete=models.SET_NULL, null=True, blank=True, related_name="cycles")
    valid_from = models.DateField(_("gültig ab"), null=True, blank=True)
    valid_until = models.DateField(_("gültig bis"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["obligation", "number"], name="one_cycle_a_number"),
            models.UniqueConstraint(
                fields=["obligation"], condition=models.Q(valid_from__isnull=True), name="one_unfulfilled_cycle"
            ),
        ]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.obligation_id} ({self.number})"


class AuditEntry(models.Model):
    """An append-only line: who decided what about whom, why, and the values before and after."""

    personal_data = "decisions of the personnel office about a person, and who made them"
    retention = "as the obligation"

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="audit_entries")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, null=True, related_name="audit_entries")
    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    action = models.CharField(max_length=20)
    reason = models.CharField(_("Begründung"), max_length=500, blank=True)
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        indexes = [models.Index(fields=["learner", "at"])]

    def __str__(self) -> str:
        return f"{self.action} {self.at:%Y-%m-%d}"


class Tally(models.Model):
    """How many people under a requirement are in a state, in a unit and below it; without a unit, everywhere.

    A person counts once in each unit over one of the present memberships. Recounted after every refresh.
    """

    personal_data = None
    retention = "as the requirement"

    requirement = models.ForeignKey(Requirement, on_delete=models.CASCADE, related_name="tallies")
    department = models.ForeignKey(Department, null=True, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(_("Stand"), max_length=12)
    renewal_open = models.BooleanField(_("Wiederholung möglich"), default=False)
    people = models.PositiveIntegerField(_("Personen"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["requirement", "department", "state", "renewal_open"],
                name="one_tally_a_state",
            ),
            models.UniqueConstraint(
                fields=["requirement", "state", "renewal_open"],
                condition=models.Q(department__isnull=True),
                name="one_tally_everywhere",
            ),
        ]
        indexes = [models.Index(fields=["department", "requirement"])]

    def __str__(self) -> str:
        return f"{self.requirement_id} {self.department_id or ''} {self.state}"


class Outlook(models.Model):
    """What lies ahead of the people under a requirement, in a unit and below it; without a unit, everywhere.

    `figures` counts people: "within" so many days their validity ends, by "months" in which it ends, and by the
    "health" of their cycles. A person counts in units as in `Tally`, and both are counted together.
    """

    personal_data = None
    retention = "as the requirement"

    requirement = models.ForeignKey(Requirement, on_delete=models.CASCADE, related_name="outlooks")
    department = models.ForeignKey(Department, null=True, on_delete=models.CASCADE, related_name="+")
    figures = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["requirement", "department"], name="one_outlook_a_unit"),
            models.UniqueConstraint(
                fields=["requirement"],
                condition=models.Q(department__isnull=True),
                name="one_outlook_everywhere",
            ),
        ]
        indexes = [models.Index(fields=["department", "requirement"])]

    def __str__(self) -> str:
        return f"{self.requirement_id} {self.department_id or ''}"


class SentReminder(models.Model):
    """A reminder that was written to the outbox. `key` is the rule's (`Reminder.key`): the same is never sent again."""

    personal_data = "when a person was reminded of a duty, or the superior told"
    retention = "as the obligation"

    obligation = models.ForeignKey(Obligation, on_delete=models.CASCADE, related_name="sent_reminders")
    key = models.CharField(max_length=60)
    step = models.CharField(_("Art"), max_length=12)
    due_on = models.DateField(_("fällig am"))
    written_on = models.DateField(_("geschrieben am"))
    # The key of the mail that carried it.
    mail_key = models.CharField(max_length=80, blank=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["obligation", "key"], name="one_reminder_a_key")]
        ordering = ["written_on", "pk"]

    def __str__(self) -> str:
        return f"{self.obligation_id} {self.key}"
