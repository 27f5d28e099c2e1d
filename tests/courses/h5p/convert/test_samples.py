"""Our own sample of every type: taken by the door, converted, fit for the archive and for publishing."""

import io
import json
from pathlib import Path

import pyh5p
import pytest
from django.conf import settings

from courses.blocks.question_faults import question_faults
from courses.exchange.archive import schema
from courses.h5p.convert import from_native, pack, to_native
from courses.h5p.convert.sets import CONVERTERS, SETS
from courses.h5p.package import Package, read
from tests.courses.h5p.convert.graded import spec_of

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "h5p" / "samples"
SAMPLES = sorted(path.name for path in FOLDER.iterdir())


def sample(name: str) -> Package:
    told = (json.loads((FOLDER / name / file).read_text("utf-8")) for file in ("h5p.json", "content/content.json"))
    return read(io.BytesIO(pack(*told)))


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample(name: str) -> None:
    package = sample(name)
    native = to_native(str(package.main), package.content, package.language)
    assert native.questions or native.blocks
    assert "no-key" not in [loss.kind for loss in native.losses]
    inside = [block["practice"]["question"] for block in native.blocks if "practice" in block]
    for question in [*native.questions, *inside]:
        assert not list(schema.question(question, ()))
        assert not list(question_faults(spec_of(question)))
    assert not [fault for block in native.blocks for fault in schema.block(block, ())]


def test_another_reader_takes_what_we_write() -> None:
    """pyh5p knows H5P's format by itself, and asks nobody."""
    quiz = {
        "title": "Post",
        "mode": "practice",
        "questions": [{"key": "a", "type": "truefalse", "text": "?", "correct": True}],
    }
    made = from_native(quiz, "de")
    found = pyh5p.read_package(pack(made.metadata, made.content))
    assert (found.metadata["title"], found.metadata["mainLibrary"]) == ("Post", "H5P.TrueFalse")
    assert found.content["correct"] == "true"


def test_there_is_one_of_every_type() -> None:
    mains = {sample(name).main.machine for name in SAMPLES}
    assert {*CONVERTERS, *SETS} - mains == {"H5P.Image"}  # a picture is converted inside a column only
