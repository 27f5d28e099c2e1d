"""The people and things the table of access speaks of."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

import certificates.api
import courses.api
from courses.h5p.models import H5PContentType
from learn.accounts import groups, roles
from learn.accounts.models import User
from learn.compliance.reminder_models import QuietPeriod
from learn.operations import health
from learn.post.models import Mail
from tests.factories import people

ROLES = ("anonymous", "learner", "other", "trainer", "head_a", "head_b", "hr", "admin")
COURSE = "phishing-erkennen"


@dataclass(frozen=True)
class World:
    """Somebody of each role, and the objects that belong to `learner` or to unit A."""

    people: dict[str, User]
    code: str
    unit_a: int
    member_of_a: int
    lesson_page: int
    root_page: int
    mail: int
    quiz_key: UUID
    content_type: int
    quiet: int
    sessions: dict[str, dict[str, str]] = field(default_factory=dict)

    def client(self, role: str) -> Client:
        """A browser in which somebody of a role has signed in, in a session of its own."""
        client = Client()
        if role == "anonymous":
            return client
        if role not in self.sessions:
            client.force_login(self.people[role])
            self.sessions[role] = dict(client.session.items())
        session = SessionStore()
        session.update(self.sessions[role])
        session.save()
        client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
        return client


def build() -> World:
    """Call it with the course imported."""
    groups.set_up_groups()
    unit_a, unit_b = people.unit("A"), people.unit("B")
    cast = {
        "learner": people.user(),
        "other": people.user(),
        "trainer": people.in_group(people.person(unit_b), roles.TRAINERS),
        "head_a": people.in_group(people.person(unit_a, "Abteilungsleitung"), roles.HEADS),
        "head_b": people.in_group(people.person(unit_b, "Abteilungsleitung"), roles.HEADS),
        "hr": people.in_group(people.person(unit_b), roles.HR),
        "admin": people.in_group(people.person(unit_b), roles.ADMINISTRATORS),
    }
    for user in cast.values():
        user.set_password("vier zufällige Wörter")
        user.save()
    member = people.person(unit_a)
    outline = courses.api.course("de", COURSE).outline
    award = certificates.api.Award(
        award_key=uuid4(),
        holder=cast["learner"].learner.pk,
        holder_name="Vera Muster",
        kind="pass",
        course_title=outline.title,
        course_key=outline.key,
        outcomes=outline.outcomes,
        minutes=outline.minutes,
        lessons=len(outline.lessons),
        competences=outline.competences,
        level=outline.level,
        language="de",
        issuer="Stadt",
        signatory="Jemand",
        signatory_role="Leitung",
        completed_on=date(2026, 11, 1),
        valid_until=None,
    )
    health.beat(timezone.now())
    return World(
        people=cast,
        code=certificates.api.issue(award).code,
        unit_a=unit_a.pk,
        member_of_a=member.memberships.get().pk,
        lesson_page=outline.lessons[0].page_id,
        root_page=Page.get_first_root_node().pk,
        mail=_mail(),
        quiz_key=outline.final_quiz.key,
        quiet=QuietPeriod.objects.create(name="Pause", first=date(2026, 12, 24), last=date(2026, 12, 31)).pk,
        content_type=H5PContentType.objects.get(machine_name="H5P.Blanks").pk,
    )


def _mail() -> int:
    made = Mail.objects.create(key="eine", kind="zertifikat", to="a@example.org", subject="Ihr Zertifikat", text="…")
    return made.pk


def outcome(client: Client, method: str, url: str) -> str:
    """What happened, in one word.

    ok: the page · login: asked to sign in · refused: 403, or sent back to the start of the CMS with a remark ·
    none: 404 · go: sent on to another page of the site · bad: the request itself was wrong (400, 405, 422) ·
    later: 503, not there yet
    """
    response = getattr(client, method)(url)
    status, target = response.status_code, response.headers.get("Location", "")
    if status in (301, 302, 303):
        if target.startswith(reverse("cms_login")):
            return outcome(client, "get", target)
        if target.startswith(reverse("account_login")):
            return "login"
        return "refused" if url.startswith("/cms/") and target == "/cms/" else "go"
    words = {200: "ok", 403: "refused", 404: "none", 400: "bad", 405: "bad", 422: "bad", 503: "later"}
    return words.get(status, str(status))
