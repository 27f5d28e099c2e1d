"""Contents: kept whole or not at all, read back as they were, removed once nobody uses them."""

from io import BytesIO
from pathlib import Path

import pytest
from django.db import DatabaseError, connection
from PIL import Image
from wagtail.models import ModelLogEntry

from courses.h5p import contents, library
from courses.h5p.models import H5PContent, H5PVersion
from courses.h5p.package import read
from tests.factories import h5p, people
from tests.machinery.h5p import files_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("h5p_store")]


def _picture() -> bytes:
    made = BytesIO()
    Image.new("RGB", (2, 2)).save(made, "PNG")
    return made.getvalue()


PNG = _picture()


def test_a_content_is_kept_with_its_first_version(h5p_store: Path) -> None:
    user, package = people.user(), h5p.package(media={"images/bild.png": PNG})
    version = contents.keep(package, title="Meine Fragen", user=user)
    assert (version.number, version.main_library, version.language) == (1, h5p.MULTICHOICE, "de")
    assert version.content.title == "Meine Fragen"
    assert files_in(h5p_store) == {
        f"{version.folder}/{name}" for name in ("h5p.json", "content/content.json", "content/images/bild.png")
    }
    assert ModelLogEntry.objects.get(action=contents.KEPT).user == user


def test_libraries_of_the_package_are_not_kept(h5p_store: Path) -> None:
    version = contents.keep(read(BytesIO(h5p.full())), title="Voll", user=None)
    assert not [name for name in files_in(h5p_store) if name.endswith((".js", ".css", "library.json"))]
    assert not version.libraries.exists()


def test_it_plays_with_the_libraries_of_the_store() -> None:
    package = read(BytesIO(h5p.full()))
    rows = {library.approve(each, None) for each in package.libraries}
    assert set(contents.keep(package, title="Voll", user=None).libraries.all()) == rows


def test_a_package_with_other_files_than_approved_is_not_played() -> None:
    for each in read(BytesIO(h5p.full())).libraries:
        library.approve(each, None)
    other = read(BytesIO(h5p.full(script="fetch('/konto/')")))
    assert not contents.keep(other, title="Anders", user=None).libraries.exists()


def test_the_next_version_leaves_the_first_alone() -> None:
    first = contents.keep(h5p.package(), title="Fragen", user=None)
    package = h5p.package(h5p.multichoice("Neue Frage?"))
    second = contents.keep(package, title="Fragen, neu", user=None, content=first.content)
    assert (second.number, second.content_id) == (2, first.content_id)
    assert H5PContent.objects.get().title == "Fragen, neu"
    assert H5PContent.objects.get().current == second
    assert "E-Mail" in contents.package_of(first).content["question"]
    assert "Neue" in contents.package_of(second).content["question"]


def test_what_is_read_back_is_what_was_kept() -> None:
    package = h5p.package(media={"images/bild.png": PNG}, needs=[h5p.HELPER])
    kept = contents.package_of(contents.keep(package, title="Fragen", user=None))
    for name in ("language", "license", "metadata", "content", "main", "dependencies", "sha256"):
        assert getattr(kept, name) == getattr(package, name), name
    assert dict(kept.media) == dict(package.media)


def test_ended_before_the_rows_it_leaves_files_alone(h5p_store: Path) -> None:
    """The database refuses a row, as if the process had been killed between the files and the rows."""

    def refuse(execute, sql, params, many, context):
        if sql.startswith('INSERT INTO "courses_h5pversion"'):
            raise DatabaseError("ended")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse), pytest.raises(DatabaseError):
        contents.keep(h5p.package(), title="Fragen", user=None)
    assert files_in(h5p_store)
    assert not H5PContent.objects.exists()
    version = contents.keep(h5p.package(), title="Fragen", user=None)
    assert contents.package_of(version).content == h5p.package().content


def test_ended_between_two_files_the_next_try_is_whole(h5p_store: Path) -> None:
    first = contents.keep(h5p.package(), title="Fragen", user=None)
    package = h5p.package(h5p.multichoice("Neu?"), media={"images/bild.png": PNG})
    kept = package.media["images/bild.png"]
    torn = h5p_store / f"contents/{first.content.key}/{package.sha256}/content/images/bild.png"
    torn.parent.mkdir(parents=True)
    torn.write_bytes(kept[:10])
    second = contents.keep(package, title="Fragen", user=None, content=first.content)
    assert contents.package_of(second).media["images/bild.png"] == kept


def test_removing_takes_all_versions_and_their_files(h5p_store: Path) -> None:
    first = contents.keep(h5p.package(), title="Fragen", user=None)
    contents.keep(h5p.package(h5p.multichoice("Neu?")), title="Fragen", user=None, content=first.content)
    other = contents.keep(h5p.package(), title="Dieselben Fragen", user=None)
    contents.remove(first.content, people.user())
    assert {name.split("/")[1] for name in files_in(h5p_store)} == {str(other.content.key)}
    assert H5PVersion.objects.get() == other
    assert contents.package_of(other).title == "Dieselben Fragen"
    assert ModelLogEntry.objects.get(action=contents.REMOVED).data["title"] == "Fragen"
