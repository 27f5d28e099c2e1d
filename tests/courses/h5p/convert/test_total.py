"""Whatever a content holds, it is converted in time: fit for the archive, or what is missing is told."""

import json
import time
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.blocks.question_faults import question_faults
from courses.exchange.archive import schema
from courses.exchange.archive.markup import faults as text_faults
from courses.exchange.archive.to_blocks import Blocks
from courses.h5p.convert import LOSSES, Native, convertible, to_native
from courses.h5p.convert.sets import CONVERTERS, SETS
from courses.h5p.losses import loss_sentences
from tests.courses.h5p.convert.graded import spec_of
from tests.factories import h5p

#: what a trainer has to do before publishing; a draft may lack it
OPEN_WORK = {"no-text", "no-key", "one-choice", "all-right", "twins", "no-alt"}
NAMES = [*CONVERTERS, *SETS]
FIELDS = [
    "question", "questions", "answers", "text", "correct", "behaviour", "type", "choices", "summaries",
    "summary", "tip", "feedback", "overallFeedback", "textField", "taskDescription", "distractors", "keywords",
    "keyword", "options", "solution", "sample", "cards", "answer", "image", "panels", "title", "content",
    "params", "library", "chapters", "file", "path", "dialogs", "tips", "media", "singlePoint",
    "passPercentage", "poolSize", "endGame", "introPage", "subContentId", "metadata", "points", "occurrences",
    "percentageMastering", "ignoreScoring", "intro", "alt", "caption",
]  # fmt: skip
TEXTS = [
    *("*a/b:c*", "**", "*", "[*x*]", "[[1]]", "]*a*[", "*[a]*", "*a**b*", "a*:*b", "*a\\+b\\-c* *d*", "[[[", "\\(x\\)"),
    *("<p>x</p>", "<h2>T</h2><p># x</p>", "<ul><li>a<ul><li>b</li></ul></li></ul>", "&lt;b&gt;", "> x", "---", "```"),
    *("<table><tr><td>x</td></tr></table>", "true", "images/a.png", "a.gif", "x.png/../y", "\0", "\u2028", "1. a"),
    *("<b><i>x</b></i>", "<a href='http://x.de'>x</a>", "/re.*/i", "*" + "a" * 600 + "*", "b " * 11_000),
]


class Shelf:
    """Every picture is there."""

    def picture(self, name: str) -> int:
        return 1

    def document(self, name: str, title: str) -> int:
        return 1


def part_faults(native: Native) -> Iterator[tuple[str, str]]:
    """(number of the part, fault) by the rules of the archive and of publishing."""
    blocks = native.blocks or [{"practice": {"key": each["key"], "question": each}} for each in native.questions]
    for number, block in enumerate(blocks, 1):
        for _place, fault in schema.block(block, ()):
            yield str(number), fault
        ((name, value),) = block.items()
        if name == "practice":
            for fault in question_faults(spec_of(value["question"])):
                yield str(number), fault
        if name in ("text", "glossary"):
            for fault in text_faults(value if name == "text" else value["text"]):
                yield str(number), f"{fault} {value!r}"
        if name == "image" and not value.get("alt") and not value.get("decorative"):
            yield str(number), "no alt"
    made = Blocks("de", Shelf()).lesson(UUID(int=3), list(blocks))
    assert len({each["id"] for each in made}) == len(made) == len(blocks)


def check(native: Native) -> None:
    told = {loss.where for loss in native.losses if loss.kind in OPEN_WORK}
    silent = [(number, fault) for number, fault in part_faults(native) if number not in told]
    assert not silent
    assert all(loss.kind in LOSSES for loss in native.losses) and len(native.losses) <= 501
    keys = [each["key"] for each in native.questions]
    assert len(keys) == len(set(keys))
    assert "[[" not in " ".join(loss_sentences(native.losses))


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20) | st.sampled_from(TEXTS) | st.sampled_from([f"{name} 1.0" for name in NAMES]),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.sampled_from(FIELDS) | st.text(max_size=5), inner, max_size=6),
    max_leaves=30,
)  # fmt: skip
html = st.lists(
    st.sampled_from([*TEXTS, "<b>", "</b>", "<ul>", "<li>", "</ul>", "<p>", "x", "<a title='<'>", " "])
).map("".join)
flag = st.sampled_from([True, False, "true", "1", None])
BEHAVIOUR = {"behaviour": st.fixed_dictionaries({}, optional={
    "type": st.sampled_from(["auto", "single", "multi"]), "singlePoint": flag, "ignoreScoring": flag,
    "percentageMastering": st.integers(-5, 120) | st.sampled_from(["60"])})}  # fmt: skip
SHAPED: Mapping[str, Mapping[str, st.SearchStrategy[Any]]] = {
    "H5P.MultiChoice": {"question": html, **BEHAVIOUR,
        "answers": st.lists(st.fixed_dictionaries({"text": html, "correct": flag}), max_size=5)},
    "H5P.TrueFalse": {"question": html, "correct": flag},
    "H5P.SingleChoiceSet": {"choices": st.lists(st.fixed_dictionaries(
        {"question": html, "answers": st.lists(html, max_size=4)}), max_size=3)},
    "H5P.Summary": {"intro": html, "summaries": st.lists(st.fixed_dictionaries(
        {"summary": st.lists(html, max_size=4), "tip": html}), max_size=3)},
    "H5P.Blanks": {"text": html, "questions": st.lists(html, max_size=3)},
    "H5P.DragText": {"taskDescription": html, "textField": html, "distractors": html},
    "H5P.MarkTheWords": {"taskDescription": html, "textField": html},
    "H5P.Essay": {"taskDescription": html, "solution": st.fixed_dictionaries({"sample": html}), **BEHAVIOUR,
        "keywords": st.lists(st.fixed_dictionaries({"keyword": html, "options": st.fixed_dictionaries(
            {"points": st.integers(-3, 2000), "occurrences": st.integers(-3, 20)})}), max_size=4)},
    "H5P.Flashcards": {"description": html, "cards": st.lists(st.fixed_dictionaries(
        {"text": html, "answer": html, "tip": html}), max_size=3)},
    "H5P.Dialogcards": {"title": html, "description": html, "dialogs": st.lists(st.fixed_dictionaries(
        {"text": html, "answer": html}), max_size=3)},
    "H5P.Accordion": {"panels": st.lists(st.fixed_dictionaries({"title": html, "content": st.fixed_dictionaries(
        {"params": st.fixed_dictionaries({"text": html})})}), max_size=3)},
    "H5P.AdvancedText": {"text": html},
    "H5P.Image": {"file": st.fixed_dictionaries({"path": html}), "alt": html, "caption": html, "decorative": flag},
}  # fmt: skip
contents = st.one_of(*(st.tuples(st.just(name), st.fixed_dictionaries(fields)) for name, fields in SHAPED.items()))
sub = contents.map(lambda pair: {"library": f"{pair[0]} 1.0", "params": pair[1], "subContentId": "same"})


@given(st.sampled_from(NAMES), values)
def test_any_json_gives_something(machine: str, content: Any) -> None:
    assert convertible(f"{machine} 1.0")
    check(to_native(f"{machine} 1.0", content, "de"))


@given(contents)
def test_any_texts_in_the_right_places(content: tuple[str, Any]) -> None:
    check(to_native(f"{content[0]} 1.0", content[1], "de"))


@given(st.lists(sub, max_size=4))
def test_any_contents_in_contents(inner: list[Any]) -> None:
    check(to_native("H5P.QuestionSet 1.0", {"questions": inner}, "de"))
    check(to_native("H5P.Column 1.0", {"content": [{"content": each} for each in inner]}, "de"))
    check(to_native("H5P.InteractiveBook 1.0", {"chapters": inner}, "de"))


def test_two_spellings_of_one_id_are_two_questions() -> None:
    key = "abcdef00-1111-4222-8333-444455556666"
    inner = {"library": "H5P.TrueFalse 1.8", "params": {"question": "?", "correct": "true"}}
    questions = [inner | {"subContentId": each} for each in (key, key.upper(), "a", "A", "a")]
    native = to_native("H5P.QuestionSet 1.21", {"questions": questions}, "de")
    assert [each["key"] for each in native.questions] == [key, "f2", "a", "A", "f5"]
    check(native)


def nested(levels: int, inner: Any) -> Any:
    for _level in range(levels):
        inner = {"content": [{"content": {"library": "H5P.Column 1.16", "params": inner}}]}
    return inner


def test_contents_too_deep_in_contents_are_told() -> None:
    text = {"content": [{"content": {"library": "H5P.AdvancedText 1.1", "params": {"text": "<p>Tief</p>"}}}]}
    assert to_native("H5P.Column 1.16", nested(14, text), "de").blocks == ({"text": "Tief"},)
    deep = to_native("H5P.Column 1.16", nested(200, text), "de")
    assert (deep.blocks, [loss.kind for loss in deep.losses]) == ((), ["too-deep"])


@pytest.mark.parametrize("tag", ["b", "ul><li", "div", "span lang='de'", "a title='<'"])
def test_markup_too_deep_in_markup_keeps_its_words(tag: str) -> None:
    params = {"text": f"<p>vorher</p>{f'<{tag}>' * 900}Wort"}
    native = to_native("H5P.AdvancedText 1.1", params, "de")
    assert "Wort" in native.blocks[0]["text"] and "nested" in {loss.kind for loss in native.losses}


def test_what_the_reader_of_packages_lets_through_is_converted() -> None:
    deep = "<ul><li>" * 22 + "Wort"
    package = h5p.package({"text": deep, "questions": [deep + " *Gap*"]}, main=h5p.BLANKS)
    native = to_native(str(package.main), package.content, package.language)
    check(native)
    assert native.questions[0]["text"] == "Wort\nWort [[1]]"
    assert native.losses


EVIL = [
    "\\(", "*", "* ", "*a*", "**", "*a ", "*a\n", "_a", "<ul><li>", "<b>", "<b></i>", "<h1>", "<h2>x</h2>", "[",
    "[[", "]", "<a", "<", "&", "- ", "1. ", "`", "<br>", "<p>", "<!--", "*[", "a:b/", "<b><p></b>",
    "<a href='http://x'>", "<table><td>",
]  # fmt: skip


@pytest.mark.parametrize("piece", EVIL)
def test_no_text_costs_more_than_its_length(piece: str) -> None:
    """As much of anything as a text may be long, and more."""
    text = (piece * 200_000)[:200_000]
    started = time.process_time()
    for machine, fields in (
        ("H5P.Blanks", {"text": text, "questions": [text]}),
        ("H5P.DragText", {"textField": text, "distractors": text}),
        ("H5P.MarkTheWords", {"textField": text}),
        ("H5P.AdvancedText", {"text": text}),
        ("H5P.MultiChoice", {"question": text, "answers": [{"text": text, "correct": True}]}),
    ):
        native = to_native(f"{machine} 1.0", fields, "de")
        check(native)
    assert time.process_time() - started < 20  # seconds; ten times what the slowest takes


def test_there_is_an_end_to_markup() -> None:
    texts = [
        {"library": "H5P.AdvancedText 1.1", "params": {"text": f"<p>a<br>{piece * 4_000}</p>"}}
        for piece in ("b<br>", "<b>c</b>", "d")
    ]
    native = to_native("H5P.Column 1.16", {"content": [{"content": each} for each in texts]}, "de")
    assert native.blocks[0]["text"].startswith("a\\\nb\\\n")
    assert native.blocks[1]["text"].startswith("a\n\nccc") and native.blocks[2]["text"] == f"a\\\n{'d' * 4_000}"
    assert "nested" in {loss.kind for loss in native.losses}


def test_there_is_an_end_to_parts_and_losses() -> None:
    kinds = [{"library": f"X.T{number} 1.0"} for number in range(20_000)]
    native = to_native("H5P.QuestionSet 1.21", {"questions": kinds}, "de")
    assert len(native.losses) == 501 and native.losses[-1].kind == "more"
    choices = [{"question": "?", "answers": ["a", "b"]}] * 20_000
    native = to_native("H5P.SingleChoiceSet 1.11", {"choices": choices}, "de")
    assert len(native.questions) == 500
    assert dict(next(loss for loss in native.losses if loss.kind == "too-many-parts").detail) == {"most": "500"}


def test_there_is_an_end_to_gaps() -> None:
    words = " ".join(f"*w{number}*" for number in range(300))
    (blanks,) = to_native("H5P.Blanks 1.14", {"questions": [words]}, "de").questions
    assert len(blanks["gaps"]) == blanks["points"] == 100 and "w250" in blanks["text"] and "*" not in blanks["text"]
    native = to_native("H5P.DragText 1.10", {"textField": words, "distractors": words}, "de")
    assert len(native.questions[0]["gaps"]) == 100 and "too-many-gaps" in {loss.kind for loss in native.losses}
    assert len(json.dumps(native.questions)) < 2_000_000


def test_long_texts_are_parted_or_cut_and_told() -> None:
    paragraphs = "".join(f"<p>{'Wort ' * 200}</p>" for _number in range(30))
    native = to_native("H5P.AdvancedText 1.1", {"text": paragraphs}, "de")
    assert len(native.blocks) == 2 and not native.losses
    one = to_native("H5P.AdvancedText 1.1", {"text": f"<p>{'Wort ' * 5_000}</p>"}, "de")
    assert [loss.kind for loss in one.losses] == ["cut"] and one.blocks[0]["text"].endswith(" …")
