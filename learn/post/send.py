"""Sending: claim a mail, commit, hand it to the mail server, record what it said."""

import logging
from datetime import datetime, timedelta
from email.utils import make_msgid
from smtplib import SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F, Q
from django.utils import timezone

import certificates.api
from learn.post.models import Mail
from learn.queue import queue

logger = logging.getLogger(__name__)

# Together with the pauses: two and a half days, so that a server which is down over a weekend loses nothing.
MAX_TRIES = 24
FIRST_PAUSE = timedelta(minutes=1)  # doubled with each try, up to the longest
LONGEST_PAUSE = timedelta(hours=4)
State = Mail.State


class NotAccepted(Exception):
    """The mail server certainly did not take the mail. `for_good`: it will not take it later either."""

    def __init__(self, reason: object, *, for_good: bool) -> None:
        super().__init__(str(reason))
        self.for_good = for_good


def send(mail_id: int, now: datetime) -> None:
    """Sends one waiting mail. A mail that somebody has claimed before is never sent again by this."""
    mail = _claim(mail_id, now)
    if mail is None:
        return
    connection = get_connection()
    try:
        try:
            connection.open()
        except OSError as error:  # SMTPException is one; before any mail was handed over
            raise NotAccepted(error, for_good=False) from error
        _hand_over(mail, connection)
    except NotAccepted as refusal:
        _not_accepted(mail, refusal, now)
        return
    except Exception as error:
        # Perhaps the server has taken it and only its answer was lost: nobody can know.
        _record(mail, state=State.UNCERTAIN, error=f"{type(error).__name__}: {error}"[:2000])
        logger.exception("mail %s: uncertain whether it was sent", mail.pk)
        return
    _record(mail, state=State.SENT, sent_at=timezone.now(), error="")
    try:
        connection.close()
    except OSError:
        logger.warning("mail %s: sent; the connection did not close well", mail.pk)


def sweep(now: datetime) -> tuple[int, int]:
    """Queues mails that are due again; claimed ones whose worker is gone become uncertain. Returns both counts."""
    uncertain = Mail.objects.filter(state=State.SENDING, claimed_at__lt=now - claim_lasts()).update(
        state=State.UNCERTAIN, error="The worker ended while the mail was being sent."
    )
    if uncertain:
        logger.error("%s mails: uncertain whether they were sent", uncertain)
    due = list(
        Mail.objects.filter(state=State.WAITING, tries__gt=0, next_try_at__lte=now).values_list("pk", flat=True)[:200]
    )
    for mail_id in due:
        queue("learn.jobs.send_mail", mail_id)
    return len(due), uncertain


def claim_lasts() -> timedelta:
    """After this time the worker that claimed a mail is certainly gone: the queue ends every job at its time limit."""
    return timedelta(seconds=settings.Q_CLUSTER["timeout"] + 10)


def forget(before: datetime) -> int:
    """Deletes mails written before a moment; returns how many."""
    return Mail.objects.filter(created_at__lt=before).delete()[0]


def _claim(mail_id: int, now: datetime) -> Mail | None:
    """Takes a waiting mail and commits that, with its own Message-ID, before the mail server hears of it."""
    due = Q(next_try_at=None) | Q(next_try_at__lte=now)
    claimed = Mail.objects.filter(due, pk=mail_id, state=State.WAITING).update(
        state=State.SENDING,
        claimed_at=now,
        tries=F("tries") + 1,
        message_id=make_msgid(domain=settings.SITE_URL.partition("://")[2].partition(":")[0]),
    )
    return Mail.objects.get(pk=mail_id) if claimed else None


def _hand_over(mail: Mail, connection: BaseEmailBackend) -> None:
    message = EmailMultiAlternatives(
        mail.subject,
        mail.text,
        to=[mail.to],
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
        connection=connection,
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    if mail.certificate:
        _attach(message, mail.certificate)
    if mail.calendar:
        message.attach("termine.ics", mail.calendar, "text/calendar")
    try:
        message.message()
    except (ValueError, LookupError) as error:  # an impossible header or address: it never left
        raise NotAccepted(error, for_good=True) from error
    try:
        message.send()
    except SMTPRecipientsRefused as error:
        codes = [code for code, _text in error.recipients.values()]
        raise NotAccepted(error, for_good=all(code >= 500 for code in codes)) from error
    except SMTPResponseException as error:
        raise NotAccepted(error, for_good=error.smtp_code >= 500) from error


def _attach(message: EmailMultiAlternatives, code: str) -> None:
    """The certificate's file. Not printed yet: the mail waits; erased meanwhile: it is not sent at all."""
    if certificates.api.find(code) is None:
        raise NotAccepted("the certificate is not there any more", for_good=True)
    data = certificates.api.file_of(code)
    if data is None:
        raise NotAccepted("the certificate is not printed yet", for_good=False)
    message.attach("zertifikat.pdf", data, "application/pdf")


def _not_accepted(mail: Mail, refusal: NotAccepted, now: datetime) -> None:
    if refusal.for_good or mail.tries >= MAX_TRIES:
        _record(mail, state=State.FAILED, error=str(refusal)[:2000])
        logger.error("mail %s: failed after %s tries", mail.pk, mail.tries)
        return
    pause = min(FIRST_PAUSE * 2 ** (mail.tries - 1), LONGEST_PAUSE)
    _record(mail, state=State.WAITING, next_try_at=now + pause, error=str(refusal)[:2000])
    logger.warning("mail %s: not accepted, next try in %s", mail.pk, pause)


def _record(mail: Mail, **fields: object) -> None:
    """Writes the outcome of this claim, also if it was thought lost meanwhile."""
    own = Mail.objects.filter(pk=mail.pk, message_id=mail.message_id)
    own.filter(state__in=(State.SENDING, State.UNCERTAIN)).update(**fields)
