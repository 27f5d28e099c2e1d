"""What `manage.py demo` remembers between two starts, and what it says."""

from pathlib import Path

from learn.management.commands.demo import Stamps, announcement
from learn.management.commands.load_city import DEMO_LOGINS, DEMO_PASSWORD


def test_a_second_start_makes_only_what_changed(tmp_path: Path) -> None:
    source, file = tmp_path / "fixtures", tmp_path / "stamps.json"
    source.mkdir()
    (source / "people.csv").write_text("one")
    made: list[str] = []

    def start(target: str = "db") -> None:
        Stamps(file).unless_made("town", [source], target, lambda: made.append(target))

    start()
    start()
    assert made == ["db"]
    (source / "people.csv").write_text("two")
    start()
    start("another")
    assert made == ["db", "db", "another"]


def test_what_failed_is_made_again(tmp_path: Path) -> None:
    stamps = Stamps(tmp_path / "stamps.json")

    def fail() -> None:
        raise RuntimeError

    try:
        stamps.unless_made("town", [], "db", fail)
    except RuntimeError:
        pass
    made: list[bool] = []
    Stamps(tmp_path / "stamps.json").unless_made("town", [], "db", lambda: made.append(True))
    assert made == [True]


def test_the_announcement_names_address_log_ins_and_password() -> None:
    text = announcement("http://localhost:8001/")
    assert "http://localhost:8001/" in text
    assert DEMO_PASSWORD in text
    assert all(email in text for email, _ in DEMO_LOGINS)
