"""Writing a mail: a row in the caller's transaction, sent by a job after commit."""

from learn.post.models import Mail
from learn.queue import queue


def write(kind: str, to: str, subject: str, text: str, html: str = "", *, key: str) -> Mail:
    """Puts a mail into the outbox, once a `key`: writing it again returns the first one and sends nothing.

    `kind` names the occasion ("zertifikat"); `text` is required, `html` an alternative with the same content.
    """
    mail, new = Mail.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "to": to,
            "subject": " ".join(subject.split())[:255],  # a line break would be a second header
            "text": text,
            "html": html,
        },
    )
    if new:
        queue("learn.jobs.send_mail", mail.pk)
    return mail
