"""The outbox: written once, claimed before sending, sent at most once, never lost silently."""

import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from learn.post import outbox, send
from learn.post.models import Mail
from learn.queue import Job
from tests.learn.post.sink import Sink

pytestmark = pytest.mark.django_db
State = Mail.State
OnCommit = Callable[..., AbstractContextManager[list[Callable[[], object]]]]


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:
    with Sink() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server


def write(key: str = "zertifikat-1") -> Mail:
    return outbox.write("zertifikat", "ayse@example.org", "Ihr\nZertifikat", "Guten Tag", "<p>Guten Tag</p>", key=key)


def now() -> datetime:
    return timezone.now()


def test_a_key_is_written_once() -> None:
    assert write() == write()
    assert Mail.objects.count() == Job.objects.count() == 1
    assert Mail.objects.get().subject == "Ihr Zertifikat"


def test_it_goes_out_after_commit_and_once(sink: Sink, django_capture_on_commit_callbacks: OnCommit) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        mail = write()
    send.send(mail.pk, now())
    mail.refresh_from_db()
    (taken,) = sink.mails
    assert (mail.state, mail.tries) == (State.SENT, 1)
    assert taken["Message-ID"] == mail.message_id
    assert taken["To"] == "ayse@example.org"
    assert taken["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in taken.walk()] == ["multipart/alternative", "text/plain", "text/html"]


def test_a_claimed_mail_is_never_sent_by_itself(sink: Sink) -> None:
    """The worker was killed between claim and answer: the mail stands as uncertain."""
    mail = write()
    claimed = send._claim(mail.pk, now())
    assert claimed is not None
    send.send(mail.pk, now())
    assert send.sweep(now()) == (0, 0)
    assert send.sweep(now() + send.claim_lasts() + timedelta(seconds=1)) == (0, 1)
    send.send(mail.pk, now() + timedelta(days=1))
    mail.refresh_from_db()
    assert mail.state == State.UNCERTAIN
    assert mail.get_state_display() == "ungewiss"
    assert sink.mails == []


def test_a_lost_answer_is_uncertain(sink: Sink) -> None:
    sink.answers["DATA"] = ""
    mail = write()
    send.send(mail.pk, now())
    send.send(mail.pk, now() + timedelta(days=1))
    mail.refresh_from_db()
    assert mail.state == State.UNCERTAIN
    assert len(sink.mails) == 1


def test_no_server_means_later(settings: Any, django_capture_on_commit_callbacks: OnCommit) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = free.getsockname()
        mail, start = write(), now()
        send.send(mail.pk, start)
        mail.refresh_from_db()
        assert (mail.state, mail.tries, mail.next_try_at) == (State.WAITING, 1, start + timedelta(minutes=1))
        send.send(mail.pk, start + timedelta(seconds=59))
        mail.refresh_from_db()
        assert mail.tries == 1
        send.send(mail.pk, start + timedelta(minutes=1))
        mail.refresh_from_db()
        assert mail.next_try_at == start + timedelta(minutes=3)
    with Sink() as server:
        settings.EMAIL_PORT = server.port
        assert send.sweep(start + timedelta(minutes=2)) == (0, 0)
        assert send.sweep(start + timedelta(minutes=4)) == (1, 0)
        send.send(mail.pk, start + timedelta(minutes=4))
        assert len(server.mails) == 1
    mail.refresh_from_db()
    assert mail.state == State.SENT


def test_a_server_that_is_down_for_a_weekend_gets_the_mail_once(settings: Any, sink: Sink) -> None:
    """Looked at every minute, as the schedule does, from Friday evening to Monday morning."""
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    mail, start = write(), now()
    for hour in range(61):
        Mail.objects.filter(next_try_at__lte=start + timedelta(hours=hour)).update(next_try_at=None)
        send.send(mail.pk, start + timedelta(hours=hour))
    mail.refresh_from_db()
    assert mail.state == State.WAITING
    settings.EMAIL_PORT = port
    for hour in (62, 66, 70):
        send.send(mail.pk, start + timedelta(hours=hour))
    mail.refresh_from_db()
    assert (mail.state, len(sink.mails)) == (State.SENT, 1)


def test_a_mail_that_nobody_needs_any_more_is_taken_back_while_it_waits(sink: Sink) -> None:
    mail = write()
    assert outbox.waiting_since_before(mail.pk, ["zertifikat"], now() - timedelta(hours=1)) is None
    assert outbox.rewrite(mail, "Neu", "Anderer Text", "", "")
    assert outbox.drop(mail)
    assert not outbox.drop(mail)
    assert not outbox.rewrite(mail, "Zu spät", "", "", "")
    send.send(mail.pk, now())
    mail.refresh_from_db()
    assert (mail.state, mail.subject, sink.mails) == (State.DROPPED, "Neu", [])
    assert write().pk != mail.pk  # the key is free again


@pytest.mark.parametrize(
    ("verb", "answer", "state"),
    [
        ("RCPT", "550 no such box", State.FAILED),
        ("RCPT", "451 try later", State.WAITING),
        ("DATA", "554 not wanted", State.FAILED),
        ("DATA", "452 full", State.WAITING),
    ],
)
def test_a_refusal_is_certain(sink: Sink, verb: str, answer: str, state: str) -> None:
    sink.answers[verb] = answer
    mail = write()
    send.send(mail.pk, now())
    mail.refresh_from_db()
    assert mail.state == state
    assert mail.error
    assert sink.mails == []


def test_it_gives_up_in_the_end(sink: Sink) -> None:
    sink.answers["RCPT"] = "451 try later"
    mail, moment = write(), now()
    for _ in range(send.MAX_TRIES + 3):
        send.send(mail.pk, moment)
        moment += timedelta(hours=5)
    mail.refresh_from_db()
    assert (mail.state, mail.tries) == (State.FAILED, send.MAX_TRIES)


def test_an_impossible_address_fails_at_once(sink: Sink) -> None:
    mail = outbox.write("x", "a@b\nBcc: c@d", "s", "t", key="k")
    send.send(mail.pk, now())
    mail.refresh_from_db()
    assert mail.state == State.FAILED
    assert sink.mails == []


def test_old_mails_are_forgotten() -> None:
    write()
    assert send.forget(now() - timedelta(days=30)) == 0
    assert send.forget(now() + timedelta(seconds=1)) == 1
