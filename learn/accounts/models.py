"""User, Learner, Department, Membership: identity and nothing of what is learnt."""

import uuid
from datetime import datetime
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
        seen = {self.pk: self.code}
        above = self.parent
        while above is not None and self.pk is not None:
            if above.pk in seen:
                way = " > ".join(reversed([*seen.values(), above.code]))
                said = _("Eine Einheit kann nicht unter sich selbst stehen: %(way)s. Bitte wählen Sie eine andere.")
                raise ValidationError({"parent": said % {"way": way}})
            seen[above.pk] = above.code
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
    # as the personnel office writes it; after a move or a return it lies before the first day here
    listed_entry = models.DateField(_("Eintritt laut Personalliste"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("Zugehörigkeit")
        verbose_name_plural = _("Zugehörigkeiten")
        permissions = [
            ("report_all", "Berichte über alle Beschäftigten sehen"),
            ("report_own_units", "Berichte über die eigene Einheit und darunter sehen"),
            ("manage_people", "Personallisten einlesen und Beschäftigte einladen"),
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


class Disclosure(models.Model):
    """Somebody on duty looked at people, or took a list of them out: who, when, what. Those concerned may read it."""

    personal_data = "who looked at whose data, when and in which screen or file"
    retention = "12 months"

    viewer = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    what = models.CharField(_("Was"), max_length=200)
    details = models.JSONField(default=dict)
    learners = models.ManyToManyField(Learner, related_name="disclosures")

    class Meta:
        indexes = [models.Index(fields=["at"])]

    def __str__(self) -> str:
        return f"{self.what} {self.at:%Y-%m-%d}"


class RosterRun(models.Model):
    """One list of the personnel office on its way in: read, shown, confirmed, taken over. Its file goes with that."""

    personal_data = "who took in which list and when; until it is taken over or dropped, the list and its preview"
    retention = "the list: until it is taken over or dropped, a day at most; the entry: 3 years"

    class State(models.TextChoices):
        READING = "reading", _("wird gelesen")
        FAULTY = "faulty", _("mit Fehlern, nichts übernommen")
        READY = "ready", _("wartet auf Bestätigung")
        APPLYING = "applying", _("wird übernommen")
        APPLIED = "applied", _("übernommen")
        DROPPED = "dropped", _("verworfen")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(_("Stand"), max_length=10, choices=State.choices, default=State.READING)
    units_name = models.CharField(max_length=255, blank=True)
    units_hash = models.CharField(max_length=64, blank=True)
    units_file = models.BinaryField(null=True)
    people_name = models.CharField(max_length=255, blank=True)
    people_hash = models.CharField(max_length=64, blank=True)
    people_file = models.BinaryField(null=True)
    # people who are missing in the list leave with this day; without it they stay
    last_day = models.DateField(null=True)
    accepts_many = models.BooleanField(default=False)
    # of what the preview showed: something else is never taken over
    digest = models.CharField(max_length=64, blank=True)
    counts = models.JSONField(default=dict)
    preview = models.JSONField(default=dict)
    applied_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["at"])]

    def __str__(self) -> str:
        return f"{self.people_name or self.units_name} {self.at:%Y-%m-%d}"


class Invitation(models.Model):
    """A way in for somebody without a password: a link in a mail or a code on a card; works once, for some days.

    `selector` finds the row; the rest of what the person holds is kept as a keyed hash only.
    """

    personal_data = "who was given a way in, when and by whom, whether it was used; the secret only as a hash"
    retention = "30 days after its end"

    class Kind(models.TextChoices):
        MAIL = "mail", _("E-Mail")
        CARD = "card", _("Code-Karte")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    kind = models.CharField(max_length=4, choices=Kind.choices)
    selector = models.CharField(max_length=6, unique=True)
    secret_hash = models.CharField(max_length=64)
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    made_on = models.DateField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "made_on"],
                condition=models.Q(kind="mail"),
                name="one_invitation_mail_a_person_and_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.made_on:%Y-%m-%d}"

    def open_at(self, now: datetime) -> bool:
        """Whether it can still be used, as far as time and use go."""
        return self.used_at is None and now < self.expires_at


class VoluntaryDetails(models.Model):
    """What a person tells about themselves, if they like, so that participation can be counted by gender and age.

    Read by counts of five and more only, never beside a name. Without an answer there is no row.
    """

    personal_data = "gender and age band, given voluntarily (consent, Art. 6 (1) a DSGVO)"
    retention = "until the person takes it back, or with the account"

    class Gender(models.TextChoices):
        FEMALE = "weiblich", _("weiblich")
        MALE = "maennlich", _("männlich")
        DIVERSE = "divers", _("divers")

    class AgeBand(models.TextChoices):
        UNDER_30 = "unter-30", _("unter 30 Jahre")
        FROM_30 = "30-39", _("30 bis 39 Jahre")
        FROM_40 = "40-49", _("40 bis 49 Jahre")
        FROM_50 = "50-59", _("50 bis 59 Jahre")
        FROM_60 = "ab-60", _("60 Jahre und älter")

    learner = models.OneToOneField(Learner, on_delete=models.CASCADE, related_name="+")
    gender = models.CharField(_("Geschlecht"), max_length=10, choices=Gender, blank=True)
    age_band = models.CharField(_("Altersgruppe"), max_length=10, choices=AgeBand, blank=True)

    class Meta:
        verbose_name = _("Freiwillige Angaben")
        verbose_name_plural = _("Freiwillige Angaben")

    def __str__(self) -> str:
        return f"{self.gender} {self.age_band}"
