"""Search and filters of the catalogue: what people type finds the course."""

from dataclasses import dataclass, field

import pytest

from learn.web import search


@dataclass
class Topic:
    key: str
    name: str


@dataclass
class Card:
    title: str
    teaser: str = ""
    topics: tuple[Topic, ...] = ()
    level: str = "basic"
    audience: str = "everyone"
    minutes: int = 40
    languages: tuple[str, ...] = ("de",)
    outcomes: tuple[str, ...] = field(default=())


PASSWORDS = Card("Gute Passwörter, leicht gemerkt", "Vier Wörter genügen.", (Topic("sicherheit", "Sicherheit"),))
PHOTOS = Card("Fotos und Videos", "Bilder teilen.", (Topic("kontakt", "Kontakt"),), minutes=62, level="intermediate")
OFFICE = Card("Datenschutz im Büro", "Für den Dienst.", audience="staff", languages=("de", "en"))
ALL = (PASSWORDS, PHOTOS, OFFICE)
OFFERS = {
    "thema": frozenset({"sicherheit", "kontakt"}),
    "niveau": frozenset({"basic", "intermediate"}),
    "dauer": frozenset({"45", "60", "mehr"}),
    "fuer": frozenset({"everyone", "staff"}),
    "sprache": frozenset({"en"}),
}


def found(text: str = "", **chosen: list[str]) -> list[Card]:
    query = search.read(lambda name: chosen.get(name, []), OFFERS, text)
    return search.find(ALL, query, lambda card: card.outcomes)


@pytest.mark.parametrize(
    "typed",
    ["passwort", "Passwörter", "PASSWOERTER", "passworter", "  passwort  ", "wört"],
)
def test_spellings_of_one_word_find_the_course(typed: str) -> None:
    assert found(typed) == [PASSWORDS]


def test_every_word_must_occur_and_topics_count() -> None:
    assert found("passwort sicherheit") == [PASSWORDS]
    assert found("passwort video") == []


def test_a_hit_in_the_title_comes_first() -> None:
    elsewhere = Card("Etwas anderes", "Auch hier geht es um Fotos.")
    query = search.read(lambda name: [], OFFERS, "fotos")
    assert search.find((elsewhere, PHOTOS), query, lambda card: ()) == [PHOTOS, elsewhere]


def test_filters_narrow_by_each_kind_and_add_up() -> None:
    assert found(niveau=["intermediate"]) == [PHOTOS]
    assert found(dauer=["mehr"]) == [PHOTOS]
    assert found(fuer=["staff"]) == [OFFICE]
    assert found(sprache=["en"]) == [OFFICE]
    assert found(thema=["sicherheit", "kontakt"]) == [PASSWORDS, PHOTOS]
    assert found(thema=["sicherheit"], niveau=["intermediate"]) == []


def test_values_nobody_offers_are_dropped() -> None:
    assert found(thema=["gibt-es-nicht"]) == list(ALL)


@pytest.mark.parametrize("typed", ["", "   ", "%%%", "\x00", "🧵", "a" * 10_000])
def test_any_text_is_an_answer(typed: str) -> None:
    assert isinstance(found(typed), list)
