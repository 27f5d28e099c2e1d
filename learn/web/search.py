"""Finding courses by words and by choice, in process: a town has dozens of courses, not thousands."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# Endings that people type or leave out: Passwort, Passwörter, Passworts.
_ENDINGS = ("ern", "en", "er", "es", "e", "n", "s")
_SHORTEST_STEM = 4
# Upper limits of "Dauer" in minutes; the last choice has none.
DURATIONS = ((45, "45"), (60, "60"), (None, "mehr"))


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked for: words, and for each filter the chosen values (none: all)."""

    text: str
    topics: frozenset[str]
    levels: frozenset[str]
    durations: frozenset[str]
    audiences: frozenset[str]
    languages: frozenset[str]

    @property
    def is_empty(self) -> bool:
        """Whether nothing narrows the list."""
        return not (self.text or self.topics or self.levels or self.durations or self.audiences or self.languages)


def fold(text: str) -> str:
    """Text as it is compared: small letters, umlauts and their spellings made equal, no accents, single spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ß", "ss"))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    for double, single in (("ae", "a"), ("oe", "o"), ("ue", "u")):
        plain = plain.replace(double, single)
    return " ".join(re.findall(r"[^\W_]+", plain))


def stem(word: str) -> str:
    """A folded word without its ending, if enough of it stays."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def duration_of(minutes: int) -> str:
    """Into which choice of "Dauer" a course falls."""
    return next(value for limit, value in DURATIONS if limit is None or minutes <= limit)


def find(courses: Iterable[Any], query: Query, outcomes: Callable[[Any], Iterable[str]]) -> list[Any]:
    """The courses that match; those with the words in their title first, otherwise in the given order.

    `outcomes` gives what one can do after a course.
    """
    words = [stem(word) for word in fold(query.text).split()]
    ranked = []
    for course in courses:
        if not _chosen(course, query):
            continue
        title, rest = fold(course.title), _words_of(course, outcomes(course))
        if all(word in title or word in rest for word in words):
            ranked.append((sum(word not in title for word in words), course))
    return [course for _, course in sorted(ranked, key=lambda pair: pair[0])]


def _chosen(course: Any, query: Query) -> bool:
    checks: Sequence[tuple[frozenset[str], Iterable[str]]] = (
        (query.topics, (topic.key for topic in course.topics)),
        (query.levels, (course.level,)),
        (query.durations, (duration_of(course.minutes),)),
        (query.audiences, (course.audience,)),
        (query.languages, course.languages),
    )
    return all(not wanted or not wanted.isdisjoint(has) for wanted, has in checks)


def _words_of(course: Any, outcomes: Iterable[str]) -> str:
    parts = [course.teaser, *(topic.name for topic in course.topics), *outcomes]
    return fold(" ".join(parts))


def read(getlist: Callable[[str], list[str]], allowed: Mapping[str, frozenset[str]], text: str) -> Query:
    """The query of an address; values nobody offers are dropped, so an old link still shows something."""

    def chosen(name: str) -> frozenset[str]:
        return frozenset(getlist(name)) & allowed.get(name, frozenset())

    return Query(
        text=" ".join(text.split())[:100],
        topics=chosen("thema"),
        levels=chosen("niveau"),
        durations=chosen("dauer"),
        audiences=chosen("fuer"),
        languages=chosen("sprache"),
    )
