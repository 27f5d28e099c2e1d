"""User, Learner, Department, Membership: identity and nothing of what is learnt."""

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Makes users whose e-mail address is their log-in name, kept in lower case."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **fields})


class User(AbstractUser):
    """A person who signs in with an e-mail address; staff and citizens alike."""

    personal_data = "name, e-mail address, password hash, log-in times"
    retention = "citizens: 24 months after the last log-in; staff: end of employment and 6 months"

    username = None  # type: ignore[assignment]
    email = models.EmailField(_("E-Mail-Adresse"), unique=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()  # type: ignore[assignment,misc]

    class Meta:
        verbose_name = _("Person")
        verbose_name_plural = _("Personen")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_any_case",
                violation_error_message=_("Diese E-Mail-Adresse gehört schon zu einem Konto."),
            )
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def clean(self) -> None:
        """Bring the address into the one form in which it is stored, so that forms find an existing account."""
        super().clean()
        self.email = self.email.lower()


class Learner(models.Model):
    """A person who learns: with an account, or a guest who has none yet.

    All learner records hang on this row, so a guest's progress needs no copying when an account is made.
    """

    personal_data = "name for certificates"
    retention = "guests: 90 idle days; with an account: as the account"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(User, null=True, blank=True, on_delete=models.CASCADE, related_name="learner")
    certificate_name = models.CharField(_("Name auf dem Zertifikat"), max_length=120, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    last_seen_on = models.DateField(_("zuletzt gelernt am"), null=True, blank=True)

    class Meta:
        verbose_name = _("Lernende Person")
        verbose_name_plural = _("Lernende")

    def __str__(self) -> str:
        return str(self.user) if self.user_id else "Gast"

    @property
    def is_guest(self) -> bool:
        return self.user_id is None


class Department(models.Model):
    """A unit of the administration; units form a tree."""

    personal_data = None
    retention = "as long as the administration keeps the unit"

    code = models.CharField(_("Kennzeichen"), max_length=20, unique=True)
    name = models.CharField(_("Name"), max_length=200)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("gehört zu"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )

    class Meta:
        verbose_name = _("Organisationseinheit")
        verbose_name_plural = _("Organisationseinheiten")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def clean(self) -> None:
        """Refuse a unit above itself; a circle would have no top from which a right could start."""
        super().clean()
        seen = {self.pk}
        above = self.parent
        while above is not None and self.pk is not None:
            if above.pk in seen:
                raise ValidationError({"parent": _("Eine Einheit kann nicht unter sich selbst stehen.")})
            seen.add(above.pk)
            above = above.parent


class Membership(models.Model):
    """One person in one unit for a time; both days belong to it. `position` is the job title.

    Its two permissions say whose completions a role may see: everybody's, or those of the own unit and below.
    """

    personal_data = "personnel number, unit, position, dates"
    retention = "end of employment and 6 months"

    user = models.ForeignKey(User, verbose_name=_("Person"), on_delete=models.CASCADE, related_name="memberships")
    department = models.ForeignKey(
        Department, verbose_name=_("Organisationseinheit"), on_delete=models.PROTECT, related_name="memberships"
    )
    personnel_no = models.CharField(_("Personalnummer"), max_length=20)
    position = models.CharField(_("Stelle"), max_length=120, blank=True)
    starts_on = models.DateField(_("beginnt am"))
    ends_on = models.DateField(_("endet am"), null=True, blank=True)

    class Meta:
        verbose_name = _("Zugehörigkeit")
        verbose_name_plural = _("Zugehörigkeiten")
        permissions = [
            ("report_all", "Berichte über alle Beschäftigten sehen"),
            ("report_own_units", "Berichte über die eigene Einheit und darunter sehen"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["personnel_no"],
                condition=models.Q(ends_on__isnull=True),
                name="one_open_membership_a_number",
                violation_error_message=_("Zu dieser Personalnummer gibt es schon eine laufende Zugehörigkeit."),
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="membership_ends_after_it_starts",
                violation_error_message=_("Das Ende liegt vor dem Beginn."),
            ),
        ]
        indexes = [models.Index(fields=["department", "starts_on"])]

    def __str__(self) -> str:
        return f"{self.user} · {self.department}"
