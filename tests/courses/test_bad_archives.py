"""Archives with faults: a sentence with file and line for each, and nothing written."""

import stat
import zipfile
from pathlib import Path

import pytest

from courses import api
from courses.exchange.archive import read
from courses.models import Course, CourseImage
from tests.factories.courses import FIXTURES

pytestmark = pytest.mark.django_db
GOOD = (FIXTURES / "sichere-passwoerter" / "de.yaml").read_text()
MEDIA = FIXTURES / "sichere-passwoerter" / "media"


def archive(tmp_path: Path, text: str, name: str = "de.yaml") -> Path:
    folder = tmp_path / "kurs"
    (folder / "media").mkdir(parents=True)
    for file in MEDIA.iterdir():
        (folder / "media" / file.name).write_bytes(file.read_bytes())
    (folder / name).write_text(text)
    return folder


def refused(path: Path) -> list[str]:
    with pytest.raises(api.ArchiveRefused) as caught:
        api.import_archive(path)
    assert not Course.objects.exists() and not CourseImage.objects.exists()
    return caught.value.messages


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "line_with", "message"),
    [
        ("level: basic", "levl: basic", "levl:", "Das Feld „levl“ gibt es nicht."),
        ("level: basic", "level: easy", "level: easy", "„easy“ ist hier nicht möglich"),
        ("minutes: 45", "minutes: viele", "minutes: viele", "Hier wird eine Zahl erwartet."),
        ("level: basic", "level: basic\nlevel: basic", "", "Das Feld „level“ steht zweimal da."),
        ("level: basic", "level: &x basic\naudience2: *x", "", "Verweise"),
        ("  - key: m2", "  - key: m1", "", "Der Schlüssel „m1“ ist schon vergeben"),
        ("teaser:", "teaser: [\nx:", "", "kein gültiges YAML"),
        ("file: sichere-passwoerter-passphrase.svg", "file: fehlt.svg", "file: fehlt.svg", "media/fehlt.svg fehlt."),
        ("correct: true", "correct: ja", "", "Hier wird true oder false erwartet."),
        ("title: Sichere", "titel: Sichere", "", "Das Feld „title“ fehlt."),
        ("kind: pass", "kind: participation", "final_quiz:", "nur bei „pass“"),
        ("lesson: passphrase", "lesson: fehlt", "lesson: fehlt", "Die Lektion „fehlt“"),
        ("          - heading:", "          - ueberschrift:", "- ueberschrift:", "Den Block „ueberschrift“"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_line(tmp_path: Path, old: str, new: str, line_with: str, message: str) -> None:
    assert old in GOOD
    text = GOOD.replace(old, new, 1)
    messages = refused(archive(tmp_path, text))
    found = [each for each in messages if message in each]
    assert found, messages
    assert found[0].startswith("de.yaml, Zeile ")
    if line_with:
        assert found[0].startswith(f"de.yaml, Zeile {line_of(text, line_with)}:")


def test_a_question_without_a_right_answer_is_named(tmp_path: Path) -> None:
    text = GOOD.replace("correct: true, ", "", 1)
    messages = refused(archive(tmp_path, text))
    assert any("keine richtige Antwort" in each for each in messages)


def test_html_and_headings_in_text_are_refused(tmp_path: Path) -> None:
    text = GOOD.replace("          - text: |\n", "          - text: |\n              <b>fett</b>\n\n", 1)
    assert any("HTML ist im Text nicht erlaubt" in each for each in refused(archive(tmp_path, text)))


def test_the_file_says_the_language(tmp_path: Path) -> None:
    assert any("die Sprache ist aber" in each for each in refused(archive(tmp_path, GOOD, "en.yaml")))


def test_no_yaml_no_course(tmp_path: Path) -> None:
    (tmp_path / "leer").mkdir()
    assert "keine YAML-Datei" in refused(tmp_path / "leer")[0]
    (tmp_path / "text.txt").write_text("x")
    assert "weder ein Ordner noch eine ZIP-Datei" in refused(tmp_path / "text.txt")[0]


@pytest.mark.parametrize("text", ["", "nur ein Satz", "- eine\n- liste\n", "a: 1\n", "\x00", "? [a]\n: b\n"])
def test_other_yaml_is_refused_without_a_crash(tmp_path: Path, text: str) -> None:
    assert refused(archive(tmp_path, text))


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    folder = archive(tmp_path, "")
    (folder / "de.yaml").write_bytes(b"\xff\xfe\xfa")
    assert "nicht in UTF-8" in refused(folder)[0]


@pytest.mark.parametrize("name", ["../boese.yaml", "kurs/../../x", "/etc/x", "a/b/c/d.svg", "kurs\\x"])
def test_a_zip_cannot_leave_its_place(tmp_path: Path, name: str) -> None:
    file = tmp_path / "kurs.zip"
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("de.yaml", GOOD)
        packed.writestr(name, "x")
    assert refused(file)


def test_links_in_a_zip_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "kurs.zip"
    link = zipfile.ZipInfo("media/link.svg")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("de.yaml", GOOD)
        packed.writestr(link, "/etc/passwd")
    assert "nicht erlaubt" in refused(file)[0]


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "kurs.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("media/a.svg", b"0" * 10_000_000)
    assert "verdächtig" in refused(file)[0]


def test_a_damaged_zip_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "kurs.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("de.yaml", GOOD)
    whole = file.read_bytes()
    for place in (len(whole) // 3, len(whole) // 2):
        file.write_bytes(whole[:place] + b"\0" * 40 + whole[place + 40 :])
        assert "beschädigt" in refused(file)[0]


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "MAX_FILES", 3)
    assert "Zu viele" in refused(archive(tmp_path, GOOD))[0]


def test_what_fails_late_leaves_no_files_behind(tmp_path: Path, settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A publishing rule that only the database can judge: rows are rolled back, files are taken back."""
    settings.MEDIA_ROOT = tmp_path / "medien"
    monkeypatch.setattr("courses.models.guarded.problems", lambda page: ["So nicht."])
    messages = refused(archive(tmp_path, GOOD))
    assert messages[0].endswith("So nicht.")
    assert not [file for file in (tmp_path / "medien").rglob("*") if file.is_file()]
