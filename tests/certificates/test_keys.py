"""Keys: files that nobody else can read; rotation, withdrawal, and what is said when something is wrong."""

import io
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from certificates import keys
from tests.factories.badges import new_key
from tests.house.rules import ROOT


def told(*arguments: str) -> str:
    out = io.StringIO()
    call_command("certificate_keys", *arguments, stdout=out)
    return out.getvalue()


def test_a_new_key_lies_in_two_files_and_only_we_can_read_the_private_one(key_folder: Path) -> None:
    key = new_key()
    private, public = key_folder / f"{key.id}.pem", key_folder / f"{key.id}.json"
    assert sorted(key_folder.iterdir()) == [public, private]
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    assert stat.S_IMODE(key_folder.stat().st_mode) == 0o700
    assert "PRIVATE KEY" not in public.read_text()
    assert keys.signer().id == key.id


def test_after_rotation_the_old_key_can_only_verify(key_folder: Path) -> None:
    old, young = new_key(), new_key()
    assert keys.signer().id == young.id
    assert [path.stem for path in key_folder.glob("*.pem")] == [young.id]
    assert {key.id: key.withdrawn for key in keys.public_keys()} == {old.id: False, young.id: False}


@pytest.mark.django_db
def test_withdrawing_the_key_that_signs_makes_another(key_folder: Path) -> None:
    key = new_key()
    said = told("withdraw", key.id)
    assert f"{key.id} is withdrawn" in said
    assert "signs from now on" in said
    assert keys.signer().id != key.id
    assert f"{key.id}  made {timezone.now():%Y-%m-%d}  withdrawn" in told("list")
    assert told("new", "--if-none") == ""
    for path in ("/.well-known/did.json", "/.well-known/jwks.json"):
        assert key.id not in Client().get(path).content.decode()


def test_an_unknown_key_cannot_be_withdrawn(key_folder: Path) -> None:
    new_key()
    with pytest.raises(CommandError, match="There is no key gibt-es-nicht"):
        told("withdraw", "gibt-es-nicht")
    with pytest.raises(CommandError):
        told("withdraw", "../../etc/passwd")


def opened_to_others(folder: Path) -> None:
    next(folder.glob("*.pem")).chmod(0o644)


def swapped(folder: Path) -> None:
    new_key()
    young = next(folder.glob("*.pem"))
    for file in folder.glob("*.json"):
        if file.stem != young.stem:
            file.unlink()
            file.with_suffix(".pem").write_bytes(b"")
            young.with_suffix(".json").write_text(young.with_suffix(".json").read_text().replace('"x": "', '"x": "AA'))


def broken_private(folder: Path) -> None:
    file = next(folder.glob("*.pem"))
    file.write_bytes(b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")


def broken_public(folder: Path) -> None:
    next(folder.glob("*.json")).write_text("{}")


def emptied(folder: Path) -> None:
    for file in folder.iterdir():
        file.unlink()


@pytest.mark.parametrize(
    ("damage", "hint"),
    [
        (opened_to_others, "chmod 600"),
        (swapped, "restore it"),
        (broken_private, "cannot be read"),
        (broken_public, "restore it from a copy"),
        (emptied, "run manage.py certificate_keys new"),
    ],
)
def test_damage_is_named_with_its_remedy(
    key_folder: Path, settings: Any, damage: Callable[[Path], None], hint: str
) -> None:
    new_key()
    settings.CERTIFICATE_KEYS_NEEDED = True
    assert run_checks(tags=["keys"]) == []
    damage(key_folder)
    with pytest.raises(keys.KeysBroken, match=hint):
        keys.signer()
    (problem,) = run_checks(tags=["keys"])
    assert problem.id == "certificates.E001"
    assert hint in str(problem.hint)
    assert "Ihr Zertifikat gilt trotzdem" in str(keys.KeysBroken.sentence)


def test_production_does_not_start_without_a_key(key_folder: Path, settings: Any) -> None:
    assert run_checks(tags=["keys"]) == []  # the tests and a fresh demo may
    settings.CERTIFICATE_KEYS_NEEDED = True
    assert [problem.is_serious() for problem in run_checks(tags=["keys"])] == [True]
    told("new")  # although the check fails
    assert run_checks(tags=["keys"]) == []


def test_a_year_later_somebody_is_reminded(key_folder: Path, settings: Any) -> None:
    settings.CERTIFICATE_KEYS_NEEDED = True
    keys.new(timezone.now() - timedelta(days=401))
    assert [problem.id for problem in run_checks(tags=["keys"])] == ["certificates.W001"]


@pytest.mark.django_db
def test_nothing_of_a_key_is_in_the_database_or_under_an_address(key: Any) -> None:
    for path in ("/.well-known/did.json", "/.well-known/jwks.json", "/aussteller.json"):
        response = Client().get(path)
        assert response.status_code == 200
        assert response["Access-Control-Allow-Origin"] == "*"
        assert response["Cache-Control"] == "no-store"
        assert '"d"' not in response.content.decode()
        assert "PRIVATE" not in response.content.decode()


def started(folder: Path) -> subprocess.CompletedProcess[str]:
    """A server process of production that only starts."""
    told = {
        "DJANGO_SETTINGS_MODULE": "learn.settings.production",
        "SECRET_KEY": "only-for-this-test",
        "CERTIFICATE_KEYS": str(folder),
    }
    return subprocess.run(
        [sys.executable, "-c", "import learn.wsgi"],
        cwd=ROOT,
        env={**os.environ, **told},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_server_of_production_starts_with_a_key_only(key_folder: Path) -> None:
    ended = started(key_folder)
    assert ended.returncode != 0
    assert "run manage.py certificate_keys new" in ended.stderr
    new_key()
    ended = started(key_folder)
    assert ended.returncode == 0, ended.stderr
