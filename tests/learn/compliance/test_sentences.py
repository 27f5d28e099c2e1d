"""Deadlines in words: every code has its words, and the sentences read well."""

from datetime import date

import pytest

from learn.compliance import sentences
from learn.compliance.sentences import refusal, state_name, tell
from learn.rules.deadlines import Anchor, Expiry, Facts, Kind, State, Why, explain
from tests.learn.rules.deadlines.build import CALENDAR, away, by, day, done, exempt, facts, reason, rule


@pytest.mark.parametrize(
    ("known", "on", "name", "state", "due", "valid"),
    [
        (
            facts(reason("2026-01-01")),
            "2026-01-01",
            "offen",
            "",
            "Fällig am 31. März 2026, weil dieser Tag für alle festgelegt ist.",
            "",
        ),
        (
            facts(away("2026-02-11", "2026-02-20")),
            "2026-03-14",
            "überfällig",
            "Die Frist endete am 13. März 2026.",
            (
                "Fällig am 13. März 2026, weil die Pflicht am 1. Februar 2026 begann und eine Frist von 30 Tagen gilt "
                "und weil die Abwesenheit vom 11. Februar 2026 bis 20. Februar 2026 die Frist um "
                "eine Zeit von 10 Tagen verlängert."
            ),
            "",
        ),
        (
            facts(rules=(by(Anchor.FIRST_LOGIN, 30),)),
            "2026-03-01",
            "offen",
            "",
            "Die Frist beginnt mit der ersten Anmeldung.",
            "",
        ),
        (
            facts(rules=(by(Anchor.OTHER_COMPLETION, 60, course="k1"),)),
            "2026-03-01",
            "offen",
            "",
            "Die Frist beginnt, sobald der Kurs „Datenschutz“ abgeschlossen ist.",
            "",
        ),
        (
            facts(done("2026-02-10"), done("2027-01-05")),
            "2027-12-20",
            "gültig",
            "Die Wiederholung ist seit dem 12. Dezember 2027 möglich.",
            "Fällig am 10. Februar 2028, weil die bisherige Gültigkeit am 10. Februar 2028 endet.",
            (
                "Gültig bis 10. Februar 2028, weil der Abschluss vom 5. Januar 2027 die Gültigkeit bis "
                "10. Februar 2027 um eine Zeit von 12 Monaten verlängert."
            ),
        ),
        (
            facts(done("2025-11-20", Kind.IMPORTED), rules=(rule(expiry=CALENDAR),)),
            "2026-02-01",
            "gültig",
            "",
            "Fällig am 31. Dezember 2026, weil die bisherige Gültigkeit am 31. Dezember 2026 endet.",
            (
                "Gültig bis 31. Dezember 2026, weil der Abschluss vom 20. November 2025 bis zu diesem Stichtag gilt, "
                "nach mindestens 6 Monaten. Der Nachweis vom 20. November 2025 wurde übernommen."
            ),
        ),
        (
            facts(done("2026-02-10"), rules=(rule(expiry=Expiry()),)),
            "2026-03-01",
            "gültig",
            "",
            "",
            "Seit dem 10. Februar 2026 ohne Ende gültig.",
        ),
        (
            facts(exempt("2026-02-10", "2026-05-31")),
            "2026-03-01",
            "befreit",
            "Befreit vom 10. Februar 2026 bis zum 31. Mai 2026 (kein Gerät).",
            (
                "Fällig am 14. Juni 2026, weil die Pflicht am 1. Februar 2026 begann und eine Frist von 30 Tagen gilt "
                "und weil die Befreiung am 31. Mai 2026 endet und danach eine Frist von 14 Tagen gilt."
            ),
            "",
        ),
        (
            facts(away("2026-02-11")),
            "2026-03-01",
            "ruhend",
            "Abwesend seit dem 11. Februar 2026 (Elternzeit).",
            "Die Frist ruht bis zur Rückkehr.",
            "",
        ),
        (
            facts(reason("2026-02-01", "2026-02-28")),
            "2026-03-01",
            "entfallen",
            "Die Pflicht galt bis zum 28. Februar 2026.",
            "",
            "",
        ),
    ],
)
def test_sentences(known: Facts, on: str, name: str, state: str, due: str, valid: str) -> None:
    told = tell(explain(known, day(on)), {"k1": "Datenschutz"})
    assert (told.name, told.state, told.due, told.validity) == (name, state, due, valid)


def test_grace_says_that_the_proof_does_not_count() -> None:
    told = tell(explain(facts(done("2026-02-10")), day("2027-02-11")))
    assert told.name == "in Nachfrist"
    assert "zählt der alte Nachweis nicht als gültig" in told.state
    assert told.validity.startswith("Galt bis 10. Februar 2027")


def test_a_revocation_is_told() -> None:
    told = tell(explain(facts(done("2026-02-10", revoked="2026-06-01")), date(2026, 6, 2)))
    assert told.state == "Der Nachweis wurde zum 1. Juni 2026 widerrufen (Täuschung)."
    assert "weil der Nachweis widerrufen ist und ab dem 1. Juni 2026 eine Frist von 14 Tagen gilt" in told.due


def test_every_code_and_every_state_has_words() -> None:
    assert {*sentences._CLAUSES, *sentences._SENTENCES} == set(Why)
    assert not set(sentences._CLAUSES) & set(sentences._SENTENCES)
    assert all(state_name(state) for state in State)


def test_refusals_have_words_even_if_unknown() -> None:
    assert refusal("exemption-too-long") == "Eine Befreiung gilt höchstens 24 Monate."
    assert refusal("due.existing") == "Die Angabe „due.existing“ fehlt oder ist nicht lesbar."
