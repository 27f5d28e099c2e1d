"""The dated fact that a course is complete, and the certificate that follows from it, in one transaction."""

import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

import certificates.api
import courses.api
from certificates.api import Award, Credential
from courses.api import CourseOutline
from learn.accounts.models import Learner
from learn.post import letters, outbox
from learn.queue import queue
from learn.rules.completion import Demand, Verdict, judge
from learn.rules.validity import valid_until

from . import events
from .errors import NameNotUsable
from .models import Completion, Enrolment
from .queries import Facts, facts

NAME_LENGTH = 120
FILES_A_DAY = 3  # certificates sent to one address by wish


def demand(outline: CourseOutline) -> Demand:
    """What an outline asks for, as the pure rule wants it."""
    final = outline.final_quiz
    return Demand(
        lessons=frozenset(lesson.key for lesson in outline.required_lessons),
        final_quiz=final.key if final else None,
        needs_pass=outline.certificate_kind == "pass",
    )


def check(enrolment: Enrolment, outline: CourseOutline, now: datetime) -> Completion | None:
    """Record the completion as soon as today's outline is fulfilled; None while something is open.

    Called inside the transaction of the answer or tick. An existing completion stays, whatever the outline asks now.
    """
    known = facts(enrolment.learner_id, enrolment.course_key)
    if known is None or known.enrolment_id != enrolment.pk or known.completed_on is not None:
        return None
    verdict = judge(demand(outline), known.done, known.passed)
    return complete(enrolment, outline, known, verdict, now) if verdict.completed else None


@transaction.atomic
def complete(enrolment: Enrolment, outline: CourseOutline, known: Facts, verdict: Verdict, now: datetime) -> Completion:
    """Write the completion once, with its evidence, its event and, if the name is known, its certificate."""
    completion, is_new = Completion.objects.get_or_create(
        enrolment=enrolment,
        defaults={
            "completed_at": now,
            "completed_on": timezone.localdate(now),
            "passed": verdict.passed,
            "evidence": {
                "lessons": sorted(str(key) for key in known.done),
                "passed": sorted(str(key) for key in known.passed),
            },
        },
    )
    if is_new:
        learner = enrolment.learner
        events.record(
            learner.pk,
            outline.key,
            events.Verb.COMPLETED,
            events.Kind.COURSE,
            outline.key,
            now,
            {"passed": verdict.passed},
        )
        if learner.user_id is not None:  # guests have no duties
            queue("learn.jobs.refresh_duties_of", learner.pk)
        _issue(learner, completion)
    return completion


def printed_name(learner: Learner) -> str:
    """The name for certificates: the one given for them, else the account's full name; empty for guests.

    Empty as well for a full name in letters that no paper can show: then the person is asked for one that it can.
    """
    if learner.user is None:
        return ""
    name = learner.certificate_name or learner.user.get_full_name()
    return "" if certificates.api.unprintable(name) else name


def clean_name(text: str) -> str:
    """A name fit for print; raises NameNotUsable when empty, over 120 signs, or with signs that cannot be printed."""
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not name or not any(sign.isalpha() for sign in name):
        raise NameNotUsable
    if len(name) > NAME_LENGTH or any(unicodedata.category(sign)[0] == "C" for sign in name):
        raise NameNotUsable
    if strange := certificates.api.unprintable(name):
        raise NameNotUsable(certificates.api.NameNotPrintable(strange).sentence)
    return name


@transaction.atomic
def give_name(learner: Learner, text: str) -> tuple[Credential, ...]:
    """Store the name for certificates and issue what has waited for it."""
    learner.certificate_name = clean_name(text)
    learner.save(update_fields=["certificate_name"])
    return issue_open(learner)


@transaction.atomic
def correct_name(holder: UUID, code: str, text: str, on: date) -> Credential:
    """A certificate anew with the right name, which is the person's from now on, and a mail with the new link.

    Raises NameNotUsable, or certificates.api's NotChanged: both carry a sentence for people.
    """
    name = clean_name(text)
    credential = certificates.api.correct_name(code, name, on)
    learner = Learner.objects.filter(pk=holder).first()
    enrolment = Enrolment.objects.filter(pk=credential.award_key).first()
    if learner is not None:
        learner.certificate_name = name
        learner.save(update_fields=["certificate_name"])
        if enrolment is not None:
            _announce(learner, enrolment, credential, f"zertifikat-{credential.code}")
    return credential


@transaction.atomic
def issue_open(learner: Learner) -> tuple[Credential, ...]:
    """Issue a certificate for every completed enrolment without one, if the name is known. Safe to call twice."""
    completions = list(Completion.objects.filter(enrolment__learner=learner).select_related("enrolment"))
    if not completions or not printed_name(learner):
        return ()
    there = certificates.api.of_awards([completion.enrolment_id for completion in completions])
    open_ones: Iterable[Completion] = (c for c in completions if c.enrolment_id not in there)
    issued = [_issue(learner, completion) for completion in open_ones]
    return tuple(credential for credential in issued if credential is not None)


def issue_quietly(learner: Learner, completion: Completion) -> Credential | None:
    """Issue one certificate without a mail; None while there is no account, no name, or the course gives none."""
    name = printed_name(learner)
    enrolment = completion.enrolment
    # The certificate is a German document, whatever language was learnt in.
    outline = courses.api.outline(enrolment.course_key, settings.LANGUAGE_CODE)
    if not name or outline is None or outline.certificate_kind not in ("pass", "participation"):
        return None
    return certificates.api.issue(_award(enrolment, completion, outline, learner.pk, name))


def mail_file(learner: Learner, credential: Credential, request_key: str, language: str) -> bool:
    """Send a certificate's file to the account's own address, once a request; False after three in a day."""
    user = learner.user
    if user is None or not user.email or credential.holder != learner.pk:
        return False
    key = f"anhang-{credential.code}-{request_key}"
    if outbox.written_since("anhang", user.email, timezone.now() - timedelta(days=1), but=key) >= FILES_A_DAY:
        return False
    letter = letters.certificate_file(credential.holder_name, credential.course_title, language)
    outbox.write("anhang", user.email, letter.subject, letter.text, letter.html, key=key, certificate=credential.code)
    return True


def _issue(learner: Learner, completion: Completion) -> Credential | None:
    credential = issue_quietly(learner, completion)
    if credential is not None:
        _announce(learner, completion.enrolment, credential, f"zertifikat-{completion.enrolment_id}")
    return credential


def _award(enrolment: Enrolment, completion: Completion, outline: CourseOutline, holder: UUID, name: str) -> Award:
    town = settings.TOWN
    return Award(
        award_key=enrolment.pk,
        holder=holder,
        holder_name=name,
        # A certificate says "passed" only of somebody who has.
        kind="pass" if completion.passed and outline.certificate_kind == "pass" else "participation",
        course_title=outline.title,
        course_key=outline.key,
        outcomes=tuple(outline.outcomes),
        minutes=outline.minutes,
        lessons=len(outline.lessons),
        competences=tuple(
            f"{code} {courses.api.competence_name(code, outline.language)}" for code in outline.competences
        ),
        level=outline.level,
        language=outline.language,
        issuer=town["name"],
        signatory=town["signatory"],
        signatory_role=town["signatory_role"],
        completed_on=completion.completed_on,
        valid_until=valid_until(completion.completed_on, outline.valid_months),
        design=outline.certificate_design,
    )


def _announce(learner: Learner, enrolment: Enrolment, credential: Credential, key: str) -> None:
    """The mail with the link to the certificate, once a key."""
    user = learner.user
    if user is None or not user.email:
        return
    with translation.override(enrolment.language):
        link = settings.SITE_URL + reverse("certificate", kwargs={"code": credential.code})
    letter = letters.certificate_ready(
        credential.holder_name, credential.course_title, link, credential.valid_until, enrolment.language
    )
    outbox.write("zertifikat", user.email, letter.subject, letter.text, letter.html, key=key)
