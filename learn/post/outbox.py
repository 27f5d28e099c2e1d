"""Writing a mail: a row in the caller's transaction, sent by a job after commit."""

from collections.abc import Collection, Iterable
from datetime import datetime

from learn.post.models import Mail
from learn.queue import queue
from learn.rules.roster import without_mail


def write(
    kind: str,
    to: str,
    subject: str,
    text: str,
    html: str = "",
    *,
    key: str,
    certificate: str = "",
    calendar: str = "",
) -> Mail:
    """Puts a mail into the outbox, once a `key`: writing it again returns the first one and sends nothing.

    `kind` names the occasion ("zertifikat"); `text` is required, `html` an alternative with the same content;
    `certificate` is the code of a certificate whose file is attached when the mail is sent; `calendar` an iCalendar
    file to be attached.
    """
    words = {"subject": _one_line(subject), "text": text, "html": html, "calendar": calendar}
    mail, new = Mail.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "to": to,
            "certificate": certificate,
            # somebody without an address at work: told to the operators, never handed to a mail server
            "state": Mail.State.FAILED if without_mail(to) else Mail.State.WAITING,
            **words,
        },
    )
    if new and mail.state == Mail.State.WAITING:
        queue("learn.jobs.send_mail", mail.pk)
    return mail


def written_since(kind: str, to: str, since: datetime, but: str = "") -> int:
    """How many mails of a kind were written to an address since a moment, one key apart."""
    return Mail.objects.filter(kind=kind, to=to, created_at__gte=since).exclude(key=but).count()


def waiting_since_before(mail_id: int, kinds: Collection[str], moment: datetime) -> Mail | None:
    """This mail if it is of one of these kinds, written before a moment and still waiting."""
    return Mail.objects.filter(pk=mail_id, kind__in=kinds, created_at__lt=moment, state=Mail.State.WAITING).first()


def rewrite(mail: Mail, subject: str, text: str, html: str, calendar: str) -> bool:
    """Gives a waiting mail other words, because it waited until its own were out of date; False if it has left."""
    words = {"subject": _one_line(subject), "text": text, "html": html, "calendar": calendar}
    return bool(Mail.objects.filter(pk=mail.pk, state=Mail.State.WAITING).update(**words))


def drop(mail: Mail) -> bool:
    """Takes a waiting mail back that nobody needs any more; False if it has left. Its key is free again."""
    dropped = {"state": Mail.State.DROPPED, "key": f"{mail.key[:180]}#{mail.pk}"}
    return bool(Mail.objects.filter(pk=mail.pk, state=Mail.State.WAITING).update(**dropped))


def undelivered(keys: Iterable[str]) -> set[str]:
    """Of the mails with these keys, those that no server will take."""
    return set(Mail.objects.filter(key__in=list(keys), state=Mail.State.FAILED).values_list("key", flat=True))


def _one_line(subject: str) -> str:
    """A line break would be a second header."""
    return " ".join(subject.split())[:255]
