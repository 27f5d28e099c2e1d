"""The keys that badges are signed with: files in one private folder, never in the database.

A key is two files: `ID.json`, public, with its dates, and `ID.pem`, the private half (PKCS #8, mode 0600). Only the
newest key has a private half; it is deleted as soon as another key takes over. The public files stay for good.
"""

import json
import os
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from certificates.badge.keys import PublicKey, Signer, did_web
from certificates.badge.plain import NotPlain, from_base64url, to_base64url

_RAW = 32  # bytes


class KeysBroken(ValueError):
    """The folder of keys cannot be used. `hint` says in English, for operators, what to do."""

    status = 503
    sentence = _(
        "Abzeichen können gerade nicht unterschrieben werden. Ihr Zertifikat gilt trotzdem. Bitte melden Sie uns das."
    )

    def __init__(self, hint: str) -> None:
        super().__init__(hint)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Key:
    """A key with its dates."""

    id: str
    raw: bytes
    created: datetime
    withdrawn: datetime | None
    signs: bool

    @property
    def public(self) -> PublicKey:
        return PublicKey(self.id, self.raw, self.withdrawn is not None)


def did() -> str:
    """The issuer: this site."""
    return did_web(settings.SITE_URL)


def folder() -> Path:
    return Path(settings.CERTIFICATE_KEYS)


def all_keys() -> tuple[Key, ...]:
    """All keys, the oldest first, withdrawn ones too. KeysBroken if a file cannot be read."""
    found = [_read(file) for file in folder().glob("*.json")] if folder().is_dir() else []
    return tuple(sorted(found, key=lambda key: (key.created, key.id)))


def public_keys() -> tuple[PublicKey, ...]:
    """All keys, the newest first: some verifiers try only the first one on the list of the withdrawn."""
    return tuple(key.public for key in reversed(all_keys()))


def signer() -> Signer:
    """The key that signs now. KeysBroken if there is none, or if others can read it."""
    able = [key for key in all_keys() if key.signs and not key.withdrawn]
    if not able:
        raise KeysBroken(f"no key in {folder()}: run manage.py certificate_keys new")
    key = able[-1]
    file = _private_file(key.id)
    try:
        mode = file.stat().st_mode
    except FileNotFoundError:
        return signer()  # another key has just taken over; this one is no longer listed as signing
    if mode & 0o077:
        raise KeysBroken(f"others can read {file}: run chmod 600 {file}, and think about a new key")
    try:
        private = load_pem_private_key(file.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise KeysBroken(f"{file} cannot be read: {error}") from error
    if not isinstance(private, Ed25519PrivateKey) or _raw(private) != key.raw:
        raise KeysBroken(
            f"{file} does not belong to {key.id}.json: restore both, or run manage.py certificate_keys new"
        )
    return Signer(key.id, did(), private)


def new(now: datetime) -> Key:
    """Makes a key that signs from now on. Older keys verify what they have signed, and can sign no more."""
    place = folder()
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    private = Ed25519PrivateKey.generate()
    key = Key(f"{now:%Y-%m-%d}-{secrets.token_hex(4)}", _raw(private), now, None, True)
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    _put(_private_file(key.id), pem, 0o600)
    _write(key)
    for file in place.glob("*.pem"):
        if file != _private_file(key.id):
            file.unlink(missing_ok=True)
    return key


def withdraw(key_id: str, now: datetime) -> Key:
    """Takes a key back: nothing it has signed verifies any more. KeyError if there is none of this id.

    If it was the one that signs, `new` is the next step.
    """
    key = {known.id: known for known in all_keys()}[key_id]
    if not key.withdrawn:
        key = Key(key.id, key.raw, key.created, now, False)
        _write(key)
    _private_file(key_id).unlink(missing_ok=True)
    return key


def _private_file(key_id: str) -> Path:
    return folder() / f"{key_id}.pem"


def _raw(private: Ed25519PrivateKey) -> bytes:
    return private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def _read(file: Path) -> Key:
    try:
        told = json.loads(file.read_text("utf-8"))
        raw = from_base64url(told["x"])
        withdrawn = datetime.fromisoformat(told["withdrawn"]) if told["withdrawn"] else None
        key = Key(file.stem, raw, datetime.fromisoformat(told["created"]), withdrawn, file.with_suffix(".pem").exists())
    except (OSError, ValueError, KeyError, TypeError, NotPlain) as error:
        raise KeysBroken(f"{file} cannot be read: restore it from a copy ({error})") from error
    if len(raw) != _RAW:
        raise KeysBroken(f"{file} holds no Ed25519 key: restore it from a copy")
    return key


def _write(key: Key) -> None:
    told = {
        "kty": "OKP",
        "crv": "Ed25519",
        "x": to_base64url(key.raw),
        "created": key.created.isoformat(),
        "withdrawn": key.withdrawn.isoformat() if key.withdrawn else None,
    }
    _put(folder() / f"{key.id}.json", json.dumps(told, indent=1).encode(), 0o644)


def _put(file: Path, data: bytes, mode: int) -> None:
    """Writes the file beside its place and moves it there: whole or not at all, and never readable by others before."""
    beside = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "wb") as opened:
        opened.write(data)
        opened.flush()
        os.fsync(opened.fileno())
    beside.replace(file)
