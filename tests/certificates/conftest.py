"""A folder of keys for each test that signs."""

from pathlib import Path
from typing import Any

import pytest

from tests.factories.badges import new_key


@pytest.fixture
def key_folder(settings: Any, tmp_path: Path) -> Path:
    """An empty folder in place of the site's."""
    settings.CERTIFICATE_KEYS = tmp_path / "keys"
    return tmp_path / "keys"


@pytest.fixture
def key(key_folder: Path) -> Any:
    """The one key that signs."""
    return new_key()
