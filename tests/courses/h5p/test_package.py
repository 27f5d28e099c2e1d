"""What gets in, what does not and why; what is cleaned on its way."""

import io
import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.h5p.package import REASONS, LibraryName, Limits, Package, Refused, closure, library_hash, read
from courses.h5p.package.clean import clean, clean_text
from courses.h5p.package.parse import parse
from courses.h5p.refusals import _SENTENCES, sentence
from tests.courses.h5p import hostile
from tests.courses.h5p.making import good, library, packed

CORPUS = list(hostile.corpus())


def refusal(data: bytes) -> Refused | None:
    try:
        read(io.BytesIO(data))
    except Refused as refused:
        return refused
    return None


def test_the_corpus_is_large_and_each_is_another() -> None:
    assert len(CORPUS) >= 300
    assert max(Counter(each.name for each in CORPUS).values()) == 1
    missing = set(REASONS) - {each.reason for each in CORPUS}
    assert missing == {"too-large", "too-much-in-all", "missing-library"}  # tried below


@pytest.mark.parametrize("each", CORPUS, ids=lambda each: ascii(each.name))
def test_a_hostile_package(each: hostile.Hostile) -> None:
    found = refusal(each.data)
    assert (found.reason if found else None) == each.reason
    if found:
        told = sentence(found)
        assert "%(" not in told and (found.file[:20] in told or not found.file)


def test_every_reason_has_a_sentence_of_its_own() -> None:
    assert set(_SENTENCES) == set(REASONS)
    assert len(set(map(str, _SENTENCES.values()))) == len(REASONS)


@pytest.mark.parametrize(("limits", "reason"), [({"upload": 100}, "too-large"), ({"total": 200}, "too-much-in-all")])
def test_limits(limits: dict[str, int], reason: str) -> None:
    with pytest.raises(Refused) as refused:
        read(io.BytesIO(packed(good())), Limits(**limits))
    assert refused.value.reason == reason


def whole() -> Package:
    base = [{"machineName": "H5P.Base", "majorVersion": 2, "minorVersion": 0}]
    return read(io.BytesIO(packed(good() | library(preloadedDependencies=base))))


def test_a_good_package_is_read_whole() -> None:
    package = whole()
    assert (package.title, package.language, package.license) == ("Ein Inhalt", "de", "CC BY")
    assert package.content == {"text": "<p>Hallo</p>"} and set(package.media) == {"images/bild.png"}
    (found,) = package.libraries
    assert found.name == package.main and found.name.folder == "H5P.Made-1.1"
    assert set(found.files) == {"library.json", "made.js"}
    assert found.dependencies == (LibraryName("H5P.Base", 2, 0),)
    assert package.sha256 == whole().sha256


def test_a_hash_knows_names_from_contents() -> None:
    assert library_hash({"a": b"bc"}) != library_hash({"ab": b"c"})
    assert library_hash({"a": b"1", "b": b"2"}) == library_hash({"b": b"2", "a": b"1"})


def test_libraries_load_after_what_they_stand_on() -> None:
    package = whole()
    base, known = LibraryName("H5P.Base", 2, 0), {each.name: each for each in package.libraries}
    with pytest.raises(Refused) as refused:
        closure(package.main, package.dependencies, known)
    assert (refused.value.reason, refused.value.library) == ("missing-library", base)
    assert "H5P.Base 2.0" in sentence(refused.value)
    (made,) = package.libraries
    ring = {base: type(made)(base, 0, "Base", "", {}, {}, (package.main,))}
    assert set(closure(package.main, package.dependencies, known | ring)) == {package.main, base}


def cleaned(text: str) -> str:
    return clean_text(text, "", Limits())


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("<p onclick=x>Hallo <b>Welt</b></p>", "<p>Hallo <b>Welt</b></p>"),
        ("<script>alert(1)</script>Ja", "Ja"),
        ('<a href="javascript:x">a</a>', '<a rel="noopener noreferrer">a</a>'),
        ("<svg/onload=x>", ""),
        ("3 < 5 & 7 > 2", "3 < 5 & 7 > 2"),
        ("*blau/hell:Tipp*", "*blau/hell:Tipp*"),
        ("Data: was ist das?", "Data: was ist das?"),
        ("JavaScript: eine Sprache", "JavaScript: eine Sprache"),
    ],
)
def test_texts_are_cleaned(given: str, kept: str) -> None:
    assert cleaned(given) == kept


@pytest.mark.parametrize(
    ("field", "given", "is_kept"),
    [
        ("url", "https://example.org/a?b=c", True),
        ("url", "mailto:a@example.org", True),
        ("url", "localhost:8000/a", True),
        ("path", "images/bild-1.png#tmp", True),
        ("protocol", "https://", True),
        ("url", "\tJaVaScRiPt:alert(1)", False),
        ("url", "java\nscript:alert(1)", False),
        ("href", "java&#115;cript:alert(1)", False),
        ("src", "data:text/html,x", False),
        ("protocol", "javascript:", False),
        ("videoUrl", "vbscript:x", False),
        ("path", "ms-word:ofe|u|https://example.org", False),
        ("source", "Quelle: ein Buch", True),
        ("source", "javascript:alert(1)", False),
        ("text", "javascript:alert(1)", True),
        ("question", "File: was heißt das?", True),
    ],
)
def test_only_addresses_are_looked_at_as_addresses(field: str, given: str, is_kept: bool) -> None:
    assert clean({"a": [{field: given}]}, "", Limits()) == {"a": [{field: given if is_kept else ""}]}


@given(st.text(max_size=200))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert cleaned(cleaned(text)) == cleaned(text)


@given(st.binary(max_size=400))
def test_any_bytes_are_a_refusal(data: bytes) -> None:
    assert refusal(data) is not None


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**16), 10**16) | TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner),
    max_leaves=20,
)


def levels(value: object) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inner is None else 1 + max(map(levels, inner), default=0)


@given(VALUES, st.booleans())
def test_json_is_read_as_it_is_and_counted_rightly(value: object, is_ascii: bool) -> None:
    data = json.dumps(value, ensure_ascii=is_ascii).encode()
    depth = levels(value)
    assert parse(data, "a.json", Limits(depth=depth)) == value
    if depth:
        with pytest.raises(Refused, match="json-too-deep"):
            parse(data, "a.json", Limits(depth=depth - 1))


PACKED = packed(good() | library())


@given(st.lists(st.tuples(st.integers(0, len(PACKED) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_package_with_changed_bytes_is_read_or_refused(changes: list[tuple[int, int]]) -> None:
    changed = bytearray(PACKED)
    for place, byte in changes:
        changed[place] = byte
    refusal(bytes(changed))  # anything but Refused fails
