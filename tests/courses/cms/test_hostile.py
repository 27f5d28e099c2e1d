"""Hostile packages at the door: each is refused with its sentence, whoever brings it, and nothing is kept."""

import stat
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from courses.h5p.models import H5PContent, H5PLibrary
from courses.h5p.package import Refused, read
from courses.h5p.refusals import sentence
from learn.accounts import roles
from tests.factories import h5p
from tests.factories.desk import desk
from tests.learn.walk import text_of
from tests.machinery.h5p import files_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("h5p_store")]


def more(name: str, data: bytes) -> bytes:
    """A good package with one more file in it."""
    made = BytesIO(h5p.packed())
    with ZipFile(made, "a", ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return made.getvalue()


def with_link() -> bytes:
    made = BytesIO(h5p.packed())
    with ZipFile(made, "a") as archive:
        link = ZipInfo("content/images/bild.png")
        link.create_system = 3
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    return made.getvalue()


def without_description() -> bytes:
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        archive.writestr("content/content.json", "{}")
    return made.getvalue()


def nested() -> bytes:
    """Its content is a list in a list in a list, far deeper than anybody writes."""
    made, good = BytesIO(), ZipFile(BytesIO(h5p.packed()))
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        archive.writestr("h5p.json", good.read("h5p.json"))
        archive.writestr("content/content.json", b"[" * 500 + b"]" * 500)
    return made.getvalue()


HOSTILE = {
    "no zip": b"<html>",
    "no h5p.json": without_description(),
    "a way out of the folder": more("content/../../settings.py", b"DEBUG = True"),
    "a link": with_link(),
    "a bomb": more("content/images/bild.png", b"\0" * 20_000_000),
    "a script as content": more("content/images/bild.js", b"alert(1)"),
    "a drawing with a script": more("content/images/bild.svg", b"<svg><script>alert(1)</script></svg>"),
    "a page that says it is a picture": more("content/images/bild.png", b"<html><script>alert(1)</script></html>"),
    "a file for the server": more("content/bild.php", b"<?php phpinfo();"),
    "deep nesting": nested(),
}


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize(
    ("role", "address"),
    [(roles.TRAINERS, "/cms/h5p/hochladen/"), (roles.ADMINISTRATORS, "/cms/h5p/bibliotheken/einspielen/")],
)
def test_it_is_refused_with_a_sentence(h5p_store: Path, kind: str, role: str, address: str) -> None:
    with pytest.raises(Refused) as refused:
        read(BytesIO(HOSTILE[kind]))
    answer = desk(role).post(address, {"file": h5p.upload(HOSTILE[kind])})
    assert answer.status_code == 422
    assert sentence(refused.value) in text_of(answer)
    assert not files_in(h5p_store)
    assert not H5PContent.objects.exists()
    assert not H5PLibrary.objects.exists()
