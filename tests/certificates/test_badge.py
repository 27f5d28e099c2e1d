"""The pure part of badges: canonical JSON, keys, proofs, list and pictures, with inputs of every bad kind."""

import gzip
import json
import struct
import zlib
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from certificates.badge import picture, proof, status
from certificates.badge.credential import Facts, credential
from certificates.badge.keys import PublicKey, Signer, did_document, did_web, jwks
from certificates.badge.plain import NotPlain, from_base58, from_base64url, read, to_base58, to_base64url, written
from certificates.sealing import plain_picture
from tests.factories.badges import altered

SITE = "https://lernen.example.org"
DID = did_web(SITE)
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEY = PublicKey("eins", PRIVATE.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))
SIGNER = Signer("eins", DID, PRIVATE)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"></svg>'


def facts(**changes: Any) -> Facts:
    told: dict[str, Any] = {
        "site": SITE,
        "did": DID,
        "address": f"{SITE}/z/0123/",
        "issuer": "Stadt Krefeld",
        "language": "de",
        "kind": "pass",
        "course": "Phishing erkennen",
        "course_key": UUID(int=7),
        "description": "Ich erkenne eine gefälschte E-Mail.",
        "criteria": "Das Quiz bestanden.",
        "tags": ("DigComp 4.1",),
        "valid_from": NOW,
        "valid_until": None,
        "name": "Ayşe Yılmaz",
        "status_list": f"{SITE}/abzeichen/status/0.json",
        "status_index": 5,
    }
    return Facts(**{**told, **changes})


def signed(**changes: Any) -> dict[str, Any]:
    return proof.with_proof(credential(facts(**changes)), SIGNER, NOW)


def why(text: str, *keys: PublicKey) -> proof.Why:
    with pytest.raises(proof.Refused) as refused:
        proof.check(text, DID, keys or (KEY,))
    return refused.value.why


def test_canonical_order_of_rfc_8785() -> None:
    told = {"€": 1, "\r": 2, "\ufb33": 3, "1": 4, "😀": 5, "\x80": 6, "ö": 7}
    assert list(json.loads(written(told))) == ["\r", "1", "\x80", "ö", "€", "😀", "\ufb33"]
    assert written({"b": [True, None, -3], "a": '\x1f"\\/\x7f'}) == b'{"a":"\\u001f\\"\\\\/\x7f","b":[true,null,-3]}'


@given(
    st.recursive(st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(), st.lists, max_leaves=9)
)
def test_what_is_written_is_read_the_same(value: Any) -> None:
    try:
        text = written({"x": value})
    except NotPlain:  # half a character
        return
    assert read(text) == {"x": value}
    assert written(read(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        *("", "[]", "1", "{", '{"a":1,"a":2}', '{"a":1.5}', '{"a":NaN}', '{"a":1e3}', '{"a":9007199254740993}'),
        *('{"a":"\\ud800"}', '{"a":' * 40 + "1" + "}" * 40, '{"a":' + "[" * 100_000, "{" + " " * 600_000 + "}"),
        b"\xff{}",
    ],
)
def test_json_that_two_readers_may_understand_differently_is_refused(text: str | bytes) -> None:
    with pytest.raises(NotPlain):
        read(text)


@given(st.binary(max_size=80))
def test_alphabets(data: bytes) -> None:
    assert from_base64url(to_base64url(data)) == data
    assert from_base58(to_base58(data), len(data)) == data


def test_only_one_spelling_of_bytes() -> None:
    assert from_base64url("AA") == b"\0"
    for text in ("AB", "AA==", "A", "A+", "A A"):
        with pytest.raises(NotPlain):
            from_base64url(text)


def test_names_of_issuer_and_key() -> None:
    assert did_web("http://localhost:8000") == "did:web:localhost%3A8000"
    foreign = "z6MknJjDn4BuvPrr3nG9GhmdbeiCGT27KJumPXz9i7Q3LobW"  # an Ed25519 key as others write it
    assert from_base58(foreign[1:], 34)[:2] == b"\xed\x01"
    assert PublicKey("foreign", from_base58(foreign[1:], 34)[2:]).multibase == foreign
    gone = PublicKey("zwei", KEY.raw, withdrawn=True)
    assert [method["id"] for method in did_document(DID, SITE, [KEY, gone])["verificationMethod"]] == [f"{DID}#eins"]
    assert [key["kid"] for key in jwks(DID, [KEY, gone])["keys"]] == [f"{DID}#eins"]


def test_no_address_of_the_person_in_a_badge() -> None:
    text = written(signed()).decode()
    assert "mailto:" not in text
    assert "@" not in text.replace('"@context"', "")


def test_every_change_of_one_member_is_refused() -> None:
    badge = signed(valid_until=NOW)
    assert proof.check(written(badge).decode(), DID, [KEY])["name"] == "Phishing erkennen"
    cases = list(altered(badge))
    for name, changed in cases:
        with pytest.raises(proof.Refused):
            print(name, proof.check(written(changed).decode(), DID, [KEY]))
    assert len(cases) > 80


def test_every_change_of_a_token_is_refused() -> None:
    token = proof.as_jwt(credential(facts()), SIGNER)
    assert proof.check(token, DID, [KEY])["name"] == "Phishing erkennen"
    head, body, signature = token.split(".")
    for part in (head, body):
        for _, changed in altered(json.loads(from_base64url(part))):
            with pytest.raises(proof.Refused):
                proof.check(token.replace(part, to_base64url(written(changed))), DID, [KEY])
    for place in range(0, len(token), 7):
        other = "B" if token[place] == "A" else "A"
        with pytest.raises(proof.Refused):
            proof.check(token[:place] + other + token[place + 1 :], DID, [KEY])
    assert why(f"{head}.{body}.") is proof.Why.UNSIGNED
    assert why(f"{head}.{body}.{signature}=") is proof.Why.CHANGED


def test_algorithms_that_we_never_use() -> None:
    import hmac

    _, body, signature = proof.as_jwt(credential(facts()), SIGNER).split(".")
    for algorithm in ("none", "HS256", "ES256", "eddsa", None):
        head = to_base64url(written({"alg": algorithm, "kid": f"{DID}#eins"}))
        with_public_key = hmac.digest(KEY.raw, f"{head}.{body}".encode(), "sha256")
        assert why(f"{head}.{body}.{to_base64url(with_public_key)}") is proof.Why.UNSIGNED
        assert why(f"{head}.{body}.{signature}") is proof.Why.UNSIGNED
        assert why(f"{head}.{body}.") is proof.Why.UNSIGNED
    assert why(written({**signed(), "proof": None}).decode()) is proof.Why.UNSIGNED


def test_keys_that_do_not_count() -> None:
    text = written(signed()).decode()
    assert why(text, PublicKey("zwei", KEY.raw)) is proof.Why.KEY_UNKNOWN
    assert why(text, PublicKey("eins", KEY.raw, withdrawn=True)) is proof.Why.KEY_WITHDRAWN
    backdated = proof.with_proof(credential(facts()), SIGNER, datetime(2020, 1, 1, tzinfo=UTC))
    assert why(written(backdated).decode(), PublicKey("eins", KEY.raw, withdrawn=True)) is proof.Why.KEY_WITHDRAWN
    # a token that brings its own key along
    thief = Signer("eins", DID, Ed25519PrivateKey.generate())
    head, body, _ = proof.as_jwt(credential(facts()), thief).split(".")
    raw = thief.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    own = {**json.loads(from_base64url(head)), "jwk": PublicKey("eins", raw).jwk(DID)}
    head = to_base64url(written(own))
    assert why(f"{head}.{body}.{to_base64url(thief.sign(f'{head}.{body}'.encode()))}") is proof.Why.CHANGED


def test_a_badge_of_another_issuer() -> None:
    other = proof.with_proof(credential(facts(did="did:web:boese.example")), SIGNER, NOW)
    with pytest.raises(proof.Refused) as refused:
        proof.check(written(other).decode(), DID, [KEY])
    assert (refused.value.why, refused.value.issuer) == (proof.Why.FOREIGN, "did:web:boese.example")


@pytest.mark.parametrize("text", ["", "x", "a.b.c", "{}", "{", "e30.e30.e30", '{"issuer":[]}', "ü.ü.ü"])
def test_no_badge_at_all(text: str) -> None:
    assert why(text) in (proof.Why.UNREADABLE, proof.Why.FOREIGN)


def test_places_on_the_list_are_all_different() -> None:
    indexes = [status.place(number)[1] for number in status.numbers(3)]
    assert len(set(indexes)) == status.SIZE
    assert {status.place(number)[0] for number in (status.numbers(3)[0], status.numbers(3)[-1])} == {3}
    assert abs(indexes[1] - indexes[0]) > 1000


@given(st.sets(st.integers(0, status.SIZE - 1), max_size=30))
def test_bits_of_the_list(numbers: set[int]) -> None:
    told = status.list_credential(f"{SITE}/abzeichen/status/0.json", DID, numbers, NOW)
    packed = told["credentialSubject"]["encodedList"]
    assert packed.startswith("u")
    string = gzip.decompress(from_base64url(packed[1:]))
    assert len(string) == 16 * 1024  # the least that W3C allows
    assert sum(byte.bit_count() for byte in string) == len(numbers)
    for index in (status.place(number)[1] for number in numbers):
        assert string[index // 8] >> (7 - index % 8) & 1  # the first place is the leftmost bit


def test_pictures_give_back_what_was_put_in() -> None:
    token = proof.as_jwt(credential(facts()), SIGNER)
    assert picture.from_png(picture.into_png(plain_picture(), token)) == token
    svg = picture.into_svg(SVG, token, 'Kurs <b> & "mehr"')
    assert picture.from_svg(svg.encode()) == token
    assert "<title>Kurs &lt;b&gt; &amp; &quot;mehr&quot;</title>" in svg


@given(st.binary(max_size=300), st.text(max_size=300))
def test_whatever_comes_is_refused_in_order(data: bytes, text: str) -> None:
    for file in (picture.PNG + data, picture.PNG + chunk(b"iTXt", picture.KEYWORD + data)):
        with suppress(picture.NoBadge):
            picture.from_png(file)
    for svg in (data, text.encode("utf-8", "surrogatepass"), b"<svg>" + data + b"</svg>"):
        with pytest.raises(picture.NoBadge):
            picture.from_svg(svg)
    for badge in (text, "{" + text, f"{text}.{text}.{text}", to_base64url(data), ".".join([to_base64url(data)] * 3)):
        with pytest.raises(proof.Refused):
            proof.check(badge, DID, [KEY])


def test_a_very_deep_svg() -> None:
    with pytest.raises(picture.NoBadge):
        picture.from_svg(b"<a>" * 140_000 + b"</a>" * 140_000)


def chunk(kind: bytes, data: bytes, length: int | None = None) -> bytes:
    size = len(data) if length is None else length
    return struct.pack(">I", size) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


@pytest.mark.parametrize(
    "chunks",
    [
        b"",
        chunk(b"IHDR", b"\xff" * 13),
        chunk(b"iTXt", picture.KEYWORD + b"\0\1\0\0\0" + zlib.compress(b"a" * 50_000_000)),  # a bomb, and compressed
        chunk(b"iTXt", picture.KEYWORD + b"\0\0\0\0\0a") * 2,
        chunk(b"iTXt", picture.KEYWORD + b"\0\0\0"),
        chunk(b"iTXt", picture.KEYWORD + b"\0\0\0\0\0\xff\xff"),
        chunk(b"iTXt", picture.KEYWORD + b"\0\0\0\0\0a", length=2**32 - 1),
        chunk(b"iTXt", picture.KEYWORD + b"\0\0\0\0\0a")[:-1] + b"x",
        chunk(b"iTXt", picture.KEYWORD + b"\0\0\0\0\0" + b"a" * 600_000),
        chunk(b"tEXt", picture.KEYWORD + b"\0a"),
        chunk(b"aaaa", b"") * 3000 + chunk(b"iTXt", picture.KEYWORD + b"\0\0\0\0\0a"),
    ],
)
def test_png_without_one_honest_badge(chunks: bytes) -> None:
    with pytest.raises(picture.NoBadge):
        picture.from_png(picture.PNG + chunks)


BADGE = f'<b:credential xmlns:b="{picture.NAMESPACE}" verify="a.b.c"/>'
LAUGHS = '<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("svg", "error"),
    [
        (f"<svg><script>1</script>{BADGE}</svg>", picture.ActivePicture),
        (f"<svg onload='1'>{BADGE}</svg>", picture.ActivePicture),
        (f"<svg><image href='http://x'/>{BADGE}</svg>", picture.ActivePicture),
        (f"<svg><g xlink:href='x' xmlns:xlink='x'/>{BADGE}</svg>", picture.ActivePicture),
        (f"<svg><style>*{{}}</style>{BADGE}</svg>", picture.ActivePicture),
        (f"{LAUGHS}<svg>&b;{BADGE}</svg>", picture.ActivePicture),
        ('<!DOCTYPE svg SYSTEM "file:///etc/passwd"><svg/>', picture.ActivePicture),
        (f"<svg>{BADGE}{BADGE}</svg>", picture.NoBadge),
        ("<svg/>", picture.NoBadge),
        ("<svg", picture.NoBadge),
        ("<" * 100_000, picture.NoBadge),
        ('<?xml version="1.0" encoding="gibtesnicht"?><svg/>', picture.NoBadge),
        ("<svg>" + " " * picture.LARGEST + "</svg>", picture.NoBadge),
    ],
)
def test_svg_without_one_honest_badge(svg: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        picture.from_svg(svg.encode())
