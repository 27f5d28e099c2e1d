"""Ways in for people without a password: a link by mail, a code on a card; made, sent, found again, used once."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log

from learn.accounts import roles
from learn.accounts.access import visible_people
from learn.accounts.models import Invitation, User
from learn.people import codes
from learn.post.letters import letter
from learn.post.outbox import write
from learn.rules.roster import NO_MAIL, number_of, without_mail

__all__ = [
    "CARDS_AT_ONCE",
    "MAILS_A_JOB",
    "Card",
    "find",
    "forget",
    "forget_password",
    "make_cards",
    "may_reset",
    "send",
    "use",
    "waiting",
]

LASTS = {Invitation.Kind.MAIL: timedelta(days=14), Invitation.Kind.CARD: timedelta(days=30)}
#: a link is 130 bits of secret, a card 50 bits with few tries
_LENGTH = {Invitation.Kind.MAIL: codes.SELECTOR + 26, Invitation.Kind.CARD: codes.SELECTOR + 10}
MOST_TRIES = 5
CARDS_AT_ONCE, MAILS_A_JOB = 80, 200
FORGOTTEN = "learn.forget_password"
KEPT = timedelta(days=30)
_NO_HASH = "0" * 64


@dataclass(frozen=True, slots=True)
class Card:
    """One card to print; the only moment at which its code can be read."""

    user: User
    code: str
    expires_on: date

    @property
    def number(self) -> str:
        """With what somebody without an address signs in; "" for others."""
        return number_of(self.user.email)


def waiting(viewer: User, on: date) -> QuerySet[User]:
    """The people a viewer may invite: visible to them, with an open account and no password.

    Only administrators invite administrators: with a card in hand one could sign in as them.
    """
    people = visible_people(viewer, on).filter(is_active=True, password__startswith=UNUSABLE_PASSWORD_PREFIX)
    if not viewer.has_perm(roles.ADMINISTER):
        powerful = User.groups.through.objects.filter(group__name=roles.ADMINISTRATORS).values("user_id")
        people = people.exclude(Q(is_superuser=True) | Q(pk__in=powerful))
    return people


def send(by: int, users: Collection[int], now: datetime) -> int:
    """Write invitation mails, one a person and day; returns how many. Safe to run twice."""
    today = timezone.localdate(now)
    actor = User.objects.get(pk=by)
    done = set(_of(users, Invitation.Kind.MAIL).filter(made_on=today).values_list("user_id", flat=True))
    there = waiting(actor, today).filter(pk__in=users).exclude(email__endswith=f"@{NO_MAIL}")
    people = [user for user in there if user.pk not in done]
    for user in people:
        with transaction.atomic():
            ((_, code, expires),) = _make([user], Invitation.Kind.MAIL, actor, now)
            link = settings.SITE_URL + reverse("invitation", args=[code])
            facts = {"name": user.get_full_name(), "link": link, "until": timezone.localdate(expires)}
            made = letter("einladung", facts, "de")
            write("einladung", user.email, made.subject, made.text, made.html, key=f"einladung:{user.pk}:{today}")
    return len(people)


@transaction.atomic
def make_cards(by: User, users: Sequence[User], now: datetime) -> list[Card]:
    """New codes for cards; older cards of these people are void."""
    made = _make(users, Invitation.Kind.CARD, by, now)
    return [Card(user, codes.grouped(code), timezone.localdate(expires)) for user, code, expires in made]


def find(text: str, now: datetime) -> Invitation | None:
    """The invitation that a link or a typed code belongs to; None for a wrong, used, old or blocked one alike.

    Each try counts before it is looked at. A wrong one costs the same statements whether the row exists or not.
    """
    code = codes.tidy(text)
    selector, secret = code[: codes.SELECTOR], code[codes.SELECTOR :]
    Invitation.objects.filter(selector=selector).update(attempts=F("attempts") + 1)
    found = Invitation.objects.select_related("user").filter(selector=selector).first()
    right = codes.fits(secret, found.secret_hash if found else _NO_HASH)
    if found is None or not right or found.attempts > MOST_TRIES or not _usable(found, now):
        return None
    Invitation.objects.filter(pk=found.pk).update(attempts=0)
    return found


@transaction.atomic
def use(invitation: Invitation, password: str, now: datetime) -> bool:
    """Give the person their password; False if somebody was quicker. The address counts as confirmed from now on."""
    User.objects.select_for_update(no_key=True).get(pk=invitation.user_id)
    held = Invitation.objects.select_related("user").get(pk=invitation.pk)
    if not _usable(held, now):
        return False
    user = held.user
    user.set_password(password)
    user.save(update_fields=["password"])
    address, _ = EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"primary": True})
    EmailAddress.objects.filter(pk=address.pk).update(verified=True)
    Invitation.objects.filter(user=user, used_at__isnull=True).update(used_at=now)
    return True


def may_reset(viewer: User, user: User) -> bool:
    """Whether a viewer may take a password away so that a new card can be made.

    Only of people whom no mail reaches, since all others help themselves; and never of those who could do more.
    """
    powerful = user.is_superuser or user.groups.filter(name=roles.ADMINISTRATORS).exists()
    return (
        without_mail(user.email) and user.has_usable_password() and (viewer.has_perm(roles.ADMINISTER) or not powerful)
    )


def forget_password(viewer: User, user: User) -> bool:
    """Take a password away, which ends every session of the person; False if the viewer may not."""
    if not may_reset(viewer, user):
        return False
    user.set_unusable_password()
    user.save(update_fields=["password"])
    log(instance=user, action=FORGOTTEN, user=viewer)
    return True


def forget(now: datetime) -> int:
    """Delete what ended 30 days ago; how many."""
    return Invitation.objects.filter(expires_at__lt=now - KEPT).delete()[0]


def _usable(invitation: Invitation, now: datetime) -> bool:
    user = invitation.user
    return invitation.open_at(now) and user.is_active and not user.has_usable_password()


def _of(users: Iterable[int], kind: Invitation.Kind) -> QuerySet[Invitation]:
    return Invitation.objects.filter(user__in=users, kind=kind)


def _make(users: Sequence[User], kind: Invitation.Kind, by: User, now: datetime) -> list[tuple[User, str, datetime]]:
    """Take back older ones of the kind, then make one each: person, whole code, end."""
    _of([user.pk for user in users], kind).filter(used_at__isnull=True).delete()
    expires = now + LASTS[kind]
    made = [(user, codes.fresh(_LENGTH[kind]), expires) for user in users]
    Invitation.objects.bulk_create(
        Invitation(
            user=user,
            kind=kind,
            selector=code[: codes.SELECTOR],
            secret_hash=codes.keyed(code[codes.SELECTOR :]),
            made_by=by,
            made_on=timezone.localdate(now),
            expires_at=expires,
        )
        for user, code, _ in made
    )
    return made
