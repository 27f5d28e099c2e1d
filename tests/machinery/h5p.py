"""A store of H5P files for one test."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage, storages


@pytest.fixture
def h5p_store(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """The folder in which the test's contents and libraries lie."""
    folder = tmp_path / "h5p"
    kept = {
        "BACKEND": f"{FileSystemStorage.__module__}.{FileSystemStorage.__name__}",
        "OPTIONS": {"location": str(folder)},
    }
    settings.STORAGES = {**settings.STORAGES, "h5p": kept}
    assert Path(storages["h5p"].location) == folder  # type: ignore[attr-defined]
    yield folder


def files_in(folder: Path) -> set[str]:
    """The files below the folder, as the store names them."""
    return {each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file()}
