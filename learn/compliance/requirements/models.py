"""A change of a requirement before it is made, whom it would move, and the changes that were made."""

import uuid

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learn.accounts.models import Learner, User
from learn.compliance.models import Requirement


class Action(models.TextChoices):
    """What is done to a requirement."""

    ADD = "add", _("neu angelegt")
    CHANGE = "change", _("geändert")
    END = "end", _("beendet")


class Stage(models.TextChoices):
    """How far a draft has come: counted are the people whom it would move."""

    COUNTING = "counting", _("wird berechnet")
    READY = "ready", _("Vorschau fertig")
    APPLYING = "applying", _("wird übernommen")


class RequirementDraft(models.Model):
    """A change as somebody wrote it, kept until it is applied or thrown away.

    `requirement` None: a new one. `revision` is the one its author saw. `since` is the first day of the new rule,
    `day` the one whose states `numbers` compare, `digest` stands for everything that was found, so that a difference
    is noticed. `earlier` are the numbers that somebody saw before they changed.
    """

    personal_data = "who is changing a requirement"
    retention = "30 days, or until it is applied"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    requirement = models.ForeignKey(Requirement, null=True, on_delete=models.CASCADE, related_name="drafts")
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    revision = models.PositiveIntegerField(default=0)
    action = models.CharField(max_length=10, choices=Action.choices)
    title = models.CharField(_("Titel"), max_length=200)
    reason = models.TextField(_("Begründung"))
    since = models.DateField(_("gilt ab"))
    ends_on = models.DateField(_("gilt bis"), null=True, blank=True)
    definition = models.JSONField(default=dict)
    why = models.CharField(_("Grund der Änderung"), max_length=500, blank=True)
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.COUNTING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    day = models.DateField(null=True)
    numbers = models.JSONField(default=dict)
    earlier = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("Entwurf einer Pflichtschulung")
        verbose_name_plural = _("Entwürfe von Pflichtschulungen")
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.title} ({self.made_at:%Y-%m-%d})"


class ForeseenMove(models.Model):
    """One person whom a draft would move, with the states and dates before and after. `effects`: ",gains,overdue,"."""

    personal_data = "how a duty of a person would change under a draft"
    retention = "as the draft"

    draft = models.ForeignKey(RequirementDraft, on_delete=models.CASCADE, related_name="moves")
    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="+")
    place = models.PositiveIntegerField()
    unit = models.CharField(max_length=230, blank=True)
    effects = models.CharField(max_length=60)
    state_before = models.CharField(max_length=12, blank=True)
    state_after = models.CharField(max_length=12, blank=True)
    due_before = models.DateField(null=True)
    due_after = models.DateField(null=True)
    valid_before = models.DateField(null=True)
    valid_after = models.DateField(null=True)
    opens_before = models.DateField(null=True)
    opens_after = models.DateField(null=True)
    grace_before = models.DateField(null=True)
    grace_after = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "learner"], name="one_foreseen_move_a_person")]
        indexes = [models.Index(fields=["draft", "place"])]
        ordering = ["place"]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.learner_id} {self.effects}"


class RequirementChange(models.Model):
    """An append-only line: who changed a requirement, why, how it read before and after, and how many it moved."""

    personal_data = "who changed a requirement, and why"
    retention = "as the requirement"

    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="changes")
    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    action = models.CharField(max_length=10, choices=Action.choices)
    revision = models.PositiveIntegerField()
    since = models.DateField(_("gilt ab"))
    reason = models.CharField(_("Grund der Änderung"), max_length=500)
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    numbers = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["requirement", "revision"], name="one_change_a_revision")]
        ordering = ["-revision"]

    def __str__(self) -> str:
        return f"{self.requirement_id} {self.revision} {self.action}"
