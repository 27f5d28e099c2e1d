"""Load the demo city: units, people, requirements, what they have learnt, and demo log-ins.

Can be run again: what is there stays as it is. Every date moves with the day of the first loading, so that the
city always looks as it does on 2027-02-15 in the files.
"""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

import courses.api
from learn.accounts import roles
from learn.accounts.groups import set_up_groups, sync_heads
from learn.accounts.models import Learner, Membership, User
from learn.accounts.roster import take_in
from learn.compliance.models import Requirement
from learn.enrolments import completions
from learn.enrolments.models import Completion, Enrolment, LessonProgress
from learn.management.duties import load_duties
from learn.management.reminded import load_reminders
from learn.rules.roster import Person, Roster, csv_lines, read_people, read_units

__all__ = ["DEMO_LOGINS", "DEMO_PASSWORD"]

FIXTURES = settings.BASE_DIR / "fixtures"
DAY_IN_FILES = date(2027, 2, 15)
_SITTINGS = UUID("5a0c2a38-6f0d-5d0b-9a7e-6c1f3f1f7a54")


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """One log-in of the demo. With a personnel number it is one of the city's people, else a citizen."""

    email: str
    who: str
    group: str = ""
    personnel_no: str = ""


CITIZEN = "buergerin@example.org"
HR = "personal@example.org"
TRAINER = "trainer@example.org"
_LOGINS = (
    DemoLogin(CITIZEN, "Bürgerin: lernt, hat einen Kurs abgeschlossen und einen begonnen"),
    DemoLogin(TRAINER, "Lehrende: schreibt Kurse in der Redaktion (/cms/)", roles.TRAINERS, "007474"),
    DemoLogin(HR, "Personalstelle: sieht die Abschlüsse der ganzen Stadt", roles.HR, "005735"),
    DemoLogin("leitung@example.org", "Leitung Bürgerservice: sieht die eigene Einheit", roles.HEADS, "004114"),
    DemoLogin("leitung2@example.org", "Leitung Soziales: sieht die eigene Einheit", roles.HEADS, "006275"),
    DemoLogin("admin@example.org", "Administration: verwaltet alles", roles.ADMINISTRATORS, "006894"),
)
# Address and who it is, for the table that the demo prints; one password for all.
DEMO_LOGINS = tuple((login.email, login.who) for login in _LOGINS)
DEMO_PASSWORD = "krefeld-lernt-mit"  # noqa: S105 - printed for everybody; the command refuses to run on a real site
CITIZEN_NAME = ("Martha", "Sommer")
# Days before today: begun, completed.
CITIZEN_HISTORY = (("phishing-erkennen", 20, 12), ("sichere-passwoerter", 5, None))


@dataclass(frozen=True, slots=True)
class Sitting:
    """One line of what people have learnt."""

    person: str  # personnel number, or the citizen's e-mail address
    course: str  # slug
    started_on: date
    completed_on: date | None

    @property
    def id(self) -> UUID:
        return uuid5(_SITTINGS, f"{self.person}/{self.course}")


class Command(BaseCommand):
    help = "Lädt die Beispielstadt mit Menschen, Pflichtschulungen und Anmeldungen (beliebig oft wiederholbar)."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.STAFF_SECOND_FACTOR:
            raise CommandError(
                "Die Beispielstadt hat ein bekanntes Passwort. Sie wird nicht geladen, "
                "solange STAFF_SECOND_FACTOR eingeschaltet ist (echter Betrieb)."
            )
        today = timezone.localdate()
        shift = today - DAY_IN_FILES
        slugs = {card.slug: card.key for card in courses.api.catalogue("de").courses}
        with transaction.atomic():
            units = read_units(csv_lines((FIXTURES / "departments.csv").read_bytes())).rows
            people = list(_moved_people(shift))
            take_in(Roster(_not_there(people), units, complete=False), today)
            requirements = self._requirements(slugs, shift)
            groups = set_up_groups()
            sync_heads(today)
            _log_ins(groups)
            _hand_over_courses()
            sittings = self._history(slugs, shift, today)
            actor = User.objects.get(email=HR)
            load_duties(_lines("duties.csv"), _staff(), actor, shift, today)
            load_reminders(today, timezone.now())
        if options["verbosity"] == 0:
            return
        self.stdout.write(
            f"Beispielstadt: {len(units)} Einheiten, {len(people)} Beschäftigte, {requirements} Pflichtschulungen, "
            f"{sittings} neue Einträge zum Gelernten."
        )

    def _requirements(self, slugs: Mapping[str, UUID], shift: timedelta) -> int:
        """Add the requirements that are missing; one whose courses are not loaded is left out with a warning."""
        data = json.loads((FIXTURES / "requirements.json").read_text(encoding="utf-8"))
        there = set(Requirement.objects.values_list("key", flat=True))
        for raw in data["requirements"]:
            wanted = dict.fromkeys(raw["courses"]["first_path"] + raw["courses"]["repeat_path"])
            if self._missing(wanted, slugs, raw["key"]) or raw["key"] in there:
                continue
            rule = _moved(raw, shift)
            Requirement.objects.create(
                key=rule.pop("key"),
                title=rule.pop("title"),
                reason=rule.pop("reason"),
                starts_on=date.fromisoformat(data["starts_on"]) + shift,
                course_keys=[str(slugs[slug]) for slug in wanted],
                definition=rule,
            )
        return Requirement.objects.count()

    def _missing(self, wanted: Mapping[str, None], slugs: Mapping[str, UUID], what: str) -> bool:
        missing = [slug for slug in wanted if slug not in slugs]
        if missing:
            self.stderr.write(
                f"{what}: Der Kurs {', '.join(missing)} fehlt, darum wird dies ausgelassen. "
                "Bitte laden Sie zuerst die Kurse (import_courses)."
            )
        return bool(missing)

    def _history(self, slugs: Mapping[str, UUID], shift: timedelta, today: date) -> int:
        """Add what is missing of the history: enrolments, lessons done, completions, certificates; no mails."""
        learners = _staff()
        learners[CITIZEN] = Learner.objects.select_related("user").get(user__email=CITIZEN)
        taken = set(Enrolment.objects.filter(learner__user__isnull=False).values_list("learner_id", "course_key"))
        planned = [*_sittings(shift), *_citizen_sittings(today)]
        self._missing(dict.fromkeys(s.course for s in planned), slugs, "history.csv")
        fresh = [
            sitting
            for sitting in planned
            if sitting.course in slugs
            and sitting.person in learners
            and (learners[sitting.person].pk, slugs[sitting.course]) not in taken
        ]
        _write_sittings(fresh, learners, slugs)
        return len(fresh)


def _staff() -> dict[str, Learner]:
    """The learners by their personnel number."""
    staff = Membership.objects.filter(ends_on__isnull=True).values_list("personnel_no", "user_id")
    by_user = {
        learner.user_id: learner for learner in Learner.objects.filter(user__isnull=False).select_related("user")
    }
    return {number: by_user[user_id] for number, user_id in staff if user_id in by_user}


def _lines(name: str) -> Iterator[dict[str, str]]:
    with Path(FIXTURES / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _moved_people(shift: timedelta) -> Iterator[Person]:
    """The people of the file with moved entry dates; those with a demo log-in sign in by its address."""
    addresses = {login.personnel_no: login.email for login in _LOGINS if login.personnel_no}
    for person in read_people(csv_lines((FIXTURES / "people.csv").read_bytes())).rows:
        email = addresses.get(person.personnel_no, person.email)
        yield replace(person, entered_on=person.entered_on + shift, email=email)


def _not_there(people: Iterable[Person]) -> list[Person]:
    """Who is on record stays as they are: on another day every date of the file would be another one."""
    there = set(Membership.objects.values_list("personnel_no", flat=True))
    return [person for person in people if person.personnel_no not in there]


def _moved(value: Any, shift: timedelta) -> Any:
    """The same data with every ISO date in it moved; other texts, like a calendar day 12-31, stay."""
    if isinstance(value, dict):
        return {key: _moved(part, shift) for key, part in value.items()}
    if isinstance(value, list):
        return [_moved(part, shift) for part in value]
    if isinstance(value, str) and len(value) == len("2027-02-15"):
        try:
            return (date.fromisoformat(value) + shift).isoformat()
        except ValueError:
            return value
    return value


def _log_ins(groups: Mapping[str, Group]) -> None:
    """Give the demo people their password, groups and a confirmed address."""
    password = ""
    for login in _LOGINS:
        user = _person_of(login)
        if not user.has_usable_password():
            password = password or make_password(DEMO_PASSWORD)
            user.password = password
            user.is_superuser = login.group == roles.ADMINISTRATORS
            user.save(update_fields=["password", "is_superuser"])
        if login.group:
            user.groups.add(groups[login.group])
        EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})


def _person_of(login: DemoLogin) -> User:
    if login.personnel_no:
        return Membership.objects.select_related("user").get(personnel_no=login.personnel_no, ends_on__isnull=True).user
    first_name, last_name = CITIZEN_NAME
    user, _ = User.objects.get_or_create(
        email=login.email, defaults={"first_name": first_name, "last_name": last_name, "password": make_password(None)}
    )
    Learner.objects.get_or_create(user=user, defaults={"certificate_name": f"{first_name} {last_name}"})
    return user


def _hand_over_courses() -> None:
    """Let the demo's trainer own what belongs to nobody, since trainers publish in their own courses."""
    kinds = ("course", "module", "lesson", "quiz")
    trainer = User.objects.get(email=TRAINER)
    Page.objects.filter(owner__isnull=True, content_type__app_label="courses", content_type__model__in=kinds).update(
        owner=trainer
    )


def _sittings(shift: timedelta) -> Iterator[Sitting]:
    for line in _lines("history.csv"):
        ended = line["completed_on"]
        yield Sitting(
            person=line["personnel_no"],
            course=line["course"],
            started_on=date.fromisoformat(line["started_on"]) + shift,
            completed_on=date.fromisoformat(ended) + shift if ended else None,
        )


def _citizen_sittings(today: date) -> Iterator[Sitting]:
    for course, begun, ended in CITIZEN_HISTORY:
        yield Sitting(
            person=CITIZEN,
            course=course,
            started_on=today - timedelta(days=begun),
            completed_on=None if ended is None else today - timedelta(days=ended),
        )


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def _write_sittings(sittings: list[Sitting], learners: Mapping[str, Learner], slugs: Mapping[str, UUID]) -> None:
    outlines = {course: courses.api.outline(slugs[course], "de") for course in {s.course for s in sittings}}
    Enrolment.objects.bulk_create(
        Enrolment(
            id=sitting.id,
            learner=learners[sitting.person],
            course_key=slugs[sitting.course],
            language="de",
            started_at=_at(sitting.started_on, 10),
            changed_at=_at(sitting.completed_on or sitting.started_on, 11),
        )
        for sitting in sittings
    )
    lessons: list[LessonProgress] = []
    done: list[Completion] = []
    for sitting in sittings:
        outline = outlines[sitting.course]
        keys = [lesson.key for lesson in outline.required_lessons] if outline else []
        # Who has begun has done some lessons, not the same number in every case; the id makes it the same each time.
        count = len(keys) if sitting.completed_on else 1 + sitting.id.int % max(1, len(keys) - 1)
        day = sitting.completed_on or sitting.started_on
        lessons += [
            LessonProgress(enrolment_id=sitting.id, lesson_key=key, done_at=_at(day, 11)) for key in keys[:count]
        ]
        if sitting.completed_on:
            done.append(
                Completion(
                    enrolment_id=sitting.id,
                    completed_at=_at(sitting.completed_on, 11),
                    completed_on=sitting.completed_on,
                    passed=bool(outline and outline.final_quiz),
                    evidence={"lessons": sorted(str(key) for key in keys), "passed": []},
                )
            )
    LessonProgress.objects.bulk_create(lessons)
    Completion.objects.bulk_create(done)
    holders = {sitting.id: learners[sitting.person] for sitting in sittings}
    for completion in Completion.objects.filter(enrolment__in=[c.enrolment_id for c in done]).select_related(
        "enrolment"
    ):
        completions.issue_quietly(holders[completion.enrolment_id], completion)
