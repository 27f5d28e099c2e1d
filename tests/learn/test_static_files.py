"""Style sheets as production serves them: one file, whose pictures are found."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage

from learn.static_files import STYLE_SHEET, JoinedManifestStorage


@pytest.fixture
def collected(tmp_path: Path) -> JoinedManifestStorage:
    """Our own static files after collecting."""
    source = FileSystemStorage(settings.BASE_DIR / "learn" / "static")
    names = [str(file.relative_to(source.location)) for file in Path(source.location).rglob("*") if file.is_file()]
    target = JoinedManifestStorage(location=tmp_path, base_url="/static/")
    for name in names:
        with source.open(name) as file:
            target._save(name, file)
    for _, _, outcome in target.post_process({name: (source, name) for name in names}):
        assert not isinstance(outcome, Exception), outcome
    return target


def test_the_style_sheet_is_one_file(collected: JoinedManifestStorage) -> None:
    text = collected.open(collected.stored_name(STYLE_SHEET)).read().decode()
    assert "@import" not in text
    parts = (settings.BASE_DIR / "learn/static/learn/css").rglob("*.css")
    assert len(text) > 0.9 * sum(len(part.read_text("utf-8")) for part in parts if part.name != "certificate.css")


def test_pictures_of_parts_in_folders_are_found(collected: JoinedManifestStorage) -> None:
    text = collected.open(collected.stored_name(STYLE_SHEET)).read().decode()
    pictures = re.findall(r'url\("?([^")]+\.svg)"?\)', text)
    assert pictures
    for picture in pictures:
        assert re.search(r"\.[0-9a-f]{12}\.svg$", picture), picture
        assert (Path(collected.location) / "learn" / "css" / picture).resolve().exists(), picture


def test_it_is_served_compressed(collected: JoinedManifestStorage) -> None:
    name = collected.stored_name(STYLE_SHEET)
    assert {ending for ending in (".gz", ".br") if collected.exists(name + ending)} == {".gz", ".br"}
