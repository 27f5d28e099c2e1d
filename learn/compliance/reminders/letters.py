"""The two digests as mails: what one person has to do, and what is overdue in somebody's part of the town."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import courses.api
from learn.accounts.models import User
from learn.compliance.reminders.due import Duty
from learn.compliance.reminders.texts import LANGUAGE, Kind, Texts, always, current, filled, paragraphs
from learn.compliance.sentences import tell
from learn.compliance.versions import Path, path_on
from learn.post.icalendar import Event, calendar
from learn.post.letters import Letter, letter
from learn.rules.deadlines import State

__all__ = ["Item", "Person", "Section", "Writer", "course_link"]

_SECTIONS: tuple[tuple[str, Promise], ...] = (
    ("late", gettext_lazy("Überfällig")),
    ("grace", gettext_lazy("In der Nachfrist")),
    ("soon", gettext_lazy("Bald fällig")),
    ("again", gettext_lazy("Wiederholung möglich")),
)
_SAYS_MORE = frozenset({State.VALID, State.IN_GRACE, State.EXPIRED})


@dataclass(frozen=True, slots=True)
class Item:
    """One duty in a mail: its name, why and by when in sentences, and its courses as pairs of title and address."""

    section: str
    title: str
    sentences: tuple[str, ...]
    courses: tuple[tuple[str, str], ...] = ()
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Duties of one kind under their heading."""

    heading: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of whom the one above is told, with the duties that are overdue. Nothing else is said of anybody."""

    name: str
    unit: str
    items: tuple[Item, ...]


class Writer:
    """Writes the mails of one run; texts and courses are read once."""

    def __init__(self, texts: Mapping[Kind, Texts] | None = None) -> None:
        self._texts = dict(texts or {})
        self._items: dict[int, Item] = {}
        self._paths: dict[int, Path] = {}

    def reminder(self, person: User, duties: Iterable[Duty]) -> Letter:
        """The digest of one person."""
        with translation.override(LANGUAGE):
            items = sorted((self.item(duty) for duty in duties), key=lambda item: item.due_on or date.max)
        return self.reminder_of(person, items)

    def reminder_of(self, person: User, items: Sequence[Item]) -> Letter:
        with translation.override(LANGUAGE):
            sections = [
                Section(str(heading), own)
                for code, heading in _SECTIONS
                if (own := tuple(item for item in items if item.section == code))
            ]
        return self._letter(Kind.REMINDER, person, len(items), {"sections": sections})

    def escalation(self, superior: User, people: Iterable[tuple[User, str, Sequence[Duty]]]) -> Letter:
        """The digest for who leads a unit: people with the name of their unit and what is overdue."""
        with translation.override(LANGUAGE):
            told = [
                Person(
                    user.get_full_name(),
                    unit,
                    tuple(Item("late", duty.obligation.requirement.title, (), (), duty.status.due_on) for duty in own),
                )
                for user, unit, own in people
            ]
        return self.escalation_of(superior, sorted(told, key=lambda person: (person.unit, person.name)))

    def escalation_of(self, superior: User, people: Sequence[Person]) -> Letter:
        count = sum(len(person.items) for person in people)
        return self._letter(Kind.ESCALATION, superior, count, {"people": people})

    def item(self, duty: Duty) -> Item:
        """A duty in the words of its explanation, found once a writer."""
        pk = duty.obligation.pk
        if pk not in self._items:
            self._items[pk] = self._item(duty)
        return self._items[pk]

    def _item(self, duty: Duty) -> Item:
        told = tell(duty.explanation, self._titles_by_slug)
        state = duty.status.state
        if state is State.IN_GRACE:
            section = "grace"
        elif duty.status.late:
            section = "late"
        else:
            section = "again" if state is State.VALID else "soon"
        sentences = (told.state if state in _SAYS_MORE else "", told.due)
        title = duty.obligation.requirement.title
        return Item(section, title, tuple(filter(None, sentences)), tuple(self._courses(duty)), duty.status.due_on)

    def calendar(self, duties: Iterable[Duty], written_at: datetime) -> str:
        """The due days that lie ahead as a calendar file; empty if there are none."""
        with translation.override(LANGUAGE):
            events = [
                Event(
                    f"{duty.obligation.pk}-{duty.status.next.number}@{urlsplit(settings.SITE_URL).hostname}",
                    duty.status.due_on,
                    _("Fällig: %(title)s") % {"title": duty.obligation.requirement.title},
                    "\n".join(self.item(duty).sentences),
                    settings.SITE_URL + reverse("my_learning"),
                    duty.moved,
                )
                for duty in duties
                if duty.status.next is not None and duty.status.due_on is not None and not duty.status.late
            ]
        return calendar(events, written_at) if events else ""

    def texts(self, kind: Kind) -> Texts:
        if kind not in self._texts:
            self._texts[kind] = current(kind)
        return self._texts[kind]

    def _letter(self, kind: Kind, person: User, count: int, facts: Mapping[str, object]) -> Letter:
        texts = self.texts(kind)
        with translation.override(LANGUAGE):
            values = always(person, count)
            before, after = paragraphs(texts, values)
            words = {
                "subject": " ".join(filled(texts.subject, values).split()),
                "greeting": filled(texts.greeting, values),
                "before": before,
                "after": after,
            }
            return letter(kind, {**facts, **words}, LANGUAGE)

    def _courses(self, duty: Duty) -> Iterator[tuple[str, str]]:
        """The courses of the path that is due; one that is not to be had any more is left out."""
        first, repeat = self._path(duty)
        for key in repeat if duty.status.best else first:
            if key in self._shelf:
                slug, title = self._shelf[key]
                yield title, self._links[slug]

    def _path(self, duty: Duty) -> Path:
        """The path in force, read once a requirement and run."""
        requirement = duty.obligation.requirement
        if requirement.pk not in self._paths:
            self._paths[requirement.pk] = path_on(requirement, duty.status.on)
        return self._paths[requirement.pk]

    @cached_property
    def _shelf(self) -> dict[str, tuple[str, str]]:
        return {str(card.key): (card.slug, card.title) for card in courses.api.catalogue(LANGUAGE).courses}

    @cached_property
    def _links(self) -> dict[str, str]:
        return {slug: course_link(slug) for slug in self._titles_by_slug}

    @cached_property
    def _titles_by_slug(self) -> dict[str, str]:
        return dict(self._shelf.values())


def course_link(slug: str) -> str:
    """The address of a course behind the sign-in: whoever learns without it would do so as a guest, and in vain."""
    with translation.override(LANGUAGE):
        there = reverse("course", kwargs={"course": slug})
    return f"{settings.SITE_URL}{reverse('account_login')}?{urlencode({'next': there})}"
