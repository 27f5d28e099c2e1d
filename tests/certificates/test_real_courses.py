"""The certificate of every course of the demo: one page, all words on it, none of them under the QR code."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.template.loader import render_to_string
from django.utils.html import strip_tags

from certificates import api, pdfua, render
from certificates.models import Certificate
from courses import competences
from tests.factories.certificates import award
from tests.factories.courses import FIXTURES

pytestmark = pytest.mark.django_db
COURSES = sorted(path.name for path in FIXTURES.iterdir())
LONG_NAME = "Maximiliane Alexandra Freifrau von und zu Übergangsbuchstaben-Sonnenschein-Krefelder"
PROOF_LEFT = (26 + 173) / 25.4 * 72  # points from the left edge of the paper
WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')


def award_of(slug: str) -> Any:
    course: dict[str, Any] = yaml.safe_load((FIXTURES / slug / "de.yaml").read_text("utf-8"))
    codes = course["competences"]
    return award(
        holder_name=LONG_NAME,
        kind=course["certificate"]["kind"],
        course_title=course["title"],
        outcomes=tuple(course["outcomes"]),
        competences=tuple(f"{code} {competences.competence_name(code, 'de')}" for code in codes),
        level=course["level"],
    )


def test_all_courses_are_here() -> None:
    assert len(COURSES) == 12


@pytest.mark.parametrize("slug", COURSES)
def test_one_page_with_every_word_beside_the_qr_code(slug: str, tmp_path: Path) -> None:
    row = Certificate.objects.get(pk=api.issue(award_of(slug)).id)
    file = tmp_path / "certificate.pdf"
    file.write_bytes(render.pdf_of(row))  # more than one page would be NotFit
    assert pdfua.problems(file.read_bytes()) == []
    boxes = subprocess.run(["pdftotext", "-bbox", file, "-"], capture_output=True, text=True, check=True).stdout
    assert boxes.count("<page ") == 1
    words = [(float(left), float(top), float(right), word) for left, top, right, _, word in WORD.findall(boxes)]
    proof_top = min(top for _, top, _, word in words if word == "Echtheit") - 40 / 25.4 * 72  # the picture above it
    assert not [word for left, top, right, word in words if left < PROOF_LEFT - 1 < right and top > proof_top]
    record = api.record(api.find(row.code))  # type: ignore[arg-type]
    page = " ".join(strip_tags(render_to_string("certificates/_record.html", {"record": record})).split())
    printed = " ".join(word for *_, word in words)
    competence = next(fact.value for fact in record.facts if fact.label == "Kompetenzen")
    assert re.fullmatch(
        r"DigComp (\d\.\d [A-ZÄÖÜ].+?(, |(?= \()))+ \(Niveau (Einstieg|Aufbau|Vertiefung)\)", competence
    )
    for text in (printed, page):
        assert competence in text
