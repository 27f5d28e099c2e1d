"""Pictures read by structure: the same size as a decoder finds, and no other error than the one for broken files."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from courses.h5p.package.pictures import Broken, points

KINDS = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "gif": "GIF", "webp": "WEBP"}


def picture(kind: str, size: tuple[int, int]) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, "red").save(made, KINDS[kind])
    return made.getvalue()


@given(st.sampled_from(sorted(KINDS)), st.integers(1, 300), st.integers(1, 300))
def test_the_size_is_the_decoders(kind: str, width: int, height: int) -> None:
    assert points(kind, picture(kind, (width, height))) == width * height


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_a_decoder_sees_behind_the_picture_is_no_matter(kind: str) -> None:
    assert points(kind, picture(kind, (7, 9)) + b"\0" * 9) == 63  # cameras write films there


WHOLE = {kind: picture(kind, (40, 30)) for kind in KINDS}


@given(st.sampled_from(sorted(KINDS)), st.lists(st.tuples(st.integers(0, 2_000), st.binary(max_size=4)), max_size=6))
def test_a_damaged_picture_has_a_size_or_is_broken(kind: str, changes: list[tuple[int, bytes]]) -> None:
    data = bytearray(WHOLE[kind])
    for place, new in changes:
        place %= len(data) + 1
        data[place : place + len(new)] = new
    try:
        assert points(kind, bytes(data)) > 0
    except Broken:
        pass


@given(st.sampled_from(sorted(KINDS)), st.binary(max_size=200))
def test_any_bytes_are_no_picture(kind: str, data: bytes) -> None:
    with pytest.raises(Broken):
        points(kind, data)
