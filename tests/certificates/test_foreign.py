"""Verifiers that we did not write: what we sign they accept, whatever was altered they refuse. Without a network."""

import base64
import json
import subprocess
from typing import Any

import pytest
from django.test import Client

from certificates import api, keys
from certificates.badge.plain import from_base64url, to_base64url, written
from certificates.models import Certificate
from tests.factories.badges import altered, badge, new_key
from tests.factories.certificates import award
from tests.house.rules import ROOT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("key")]
THIRD = ROOT / "build" / "third-verifier" / "bin" / "python"
LIST = "http://testserver/abzeichen/status/0.json"
NODE = ["sh", "scripts/node.sh", "node", "tests/certificates/foreign/verify.mjs"]


def row(**changes: Any) -> Certificate:
    return Certificate.objects.get(pk=api.issue(award(**changes)).id)


def judged(badges: dict[str, Any], tokens: dict[str, str] | None = None) -> dict[str, dict[str, str]]:
    """What the foreign verifiers say, with the keys and the list as they are published now."""
    asked = {
        "did": keys.did(),
        "didDocument": json.loads(Client().get("/.well-known/did.json").content),
        "jwks": json.loads(Client().get("/.well-known/jwks.json").content),
        "lists": {LIST: json.loads(Client().get("/abzeichen/status/0.json").content)},
        "json": badges,
        "jwt": tokens or {},
    }
    ended = subprocess.run(NODE, cwd=ROOT, input=json.dumps(asked), capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    told: dict[str, dict[str, str]] = json.loads(ended.stdout)
    return told


def test_genuine_badges_are_accepted_and_altered_ones_refused() -> None:
    certificate = row()
    genuine = json.loads(badge(certificate))
    cases = dict(altered(genuine))
    told = judged({"genuine": genuine, "endless": json.loads(badge(row(valid_until=None))), **cases})["json"]
    assert told.pop("genuine") == "ok"
    assert told.pop("endless") == "ok"
    assert [name for name, verdict in told.items() if verdict == "ok"] == []
    assert len(told) == len(cases) > 80


def test_tokens() -> None:
    certificate = row()
    token = badge(certificate, "jwt").decode()
    head, body, signature = token.split(".")
    payload = json.loads(from_base64url(body))
    swapped = {name: f"{head}.{to_base64url(written(changed))}.{signature}" for name, changed in altered(payload)}
    none = to_base64url(b'{"alg":"none","typ":"JWT"}')
    forged = {"none": f"{none}.{body}.", "none with signature": f"{none}.{body}.{signature}", **swapped}
    told = judged({}, {"genuine": token, **forged})["jwt"]
    assert told.pop("genuine") == "ok"
    assert [name for name, verdict in told.items() if verdict == "ok"] == []
    assert len(told) > 80


def test_an_old_badge_outlives_its_key_but_not_the_withdrawal_of_it(key: Any) -> None:
    certificate = row()
    old, old_token = json.loads(badge(certificate)), badge(certificate, "jwt").decode()
    new_key()
    young = json.loads(badge(certificate))
    assert young["proof"]["verificationMethod"] != old["proof"]["verificationMethod"]
    told = judged({"old": old, "young": young}, {"old": old_token})
    assert told == {"json": {"old": "ok", "young": "ok"}, "jwt": {"old": "ok"}}
    keys.withdraw(key.id, certificate.created_at)
    told = judged({"old": old, "young": young}, {"old": old_token})
    assert told["json"]["young"] == "ok"
    assert "ok" not in (told["json"]["old"], told["jwt"]["old"])


def test_a_withdrawn_certificate_stands_on_the_list_at_once() -> None:
    certificate, other = row(), row()
    badges = {"withdrawn": json.loads(badge(certificate)), "other": json.loads(badge(other))}
    assert judged(badges)["json"] == {"withdrawn": "ok", "other": "ok"}
    api.revoke(certificate.code, "Irrtum", certificate.issued_on)
    told = judged(badges)["json"]
    assert told == {"withdrawn": "revoked", "other": "ok"}


def test_the_third_verifier_agrees(settings: Any, key: Any) -> None:
    assert THIRD.exists(), "The third verifier has an environment of its own. Please run: make third-verifier"
    settings.SITE_URL = "https://lernen.example.org"
    certificate, withdrawn = row(), row()
    token = badge(certificate, "jwt").decode()
    api.revoke(withdrawn.code, "Irrtum", withdrawn.issued_on)
    new_key()
    head, body, signature = token.split(".")
    payload = json.loads(from_base64url(body))
    tokens = {name: f"{head}.{to_base64url(written(changed))}.{signature}" for name, changed in altered(payload)}
    tokens |= {"genuine": token, "withdrawn": badge(withdrawn, "jwt").decode()}
    paths = ("/.well-known/did.json", "/abzeichen/status/0.jwt")
    asked = {
        "did": keys.did(),
        "published": {settings.SITE_URL + path: Client().get(path).content.decode() for path in paths},
        "tokens": tokens,
        **{form: base64.b64encode(badge(certificate, form)).decode() for form in ("png", "svg")},
    }
    command = [THIRD, "tests/certificates/foreign/third.py"]
    ended = subprocess.run(command, cwd=ROOT, input=json.dumps(asked), capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    told = json.loads(ended.stdout)
    assert told["genuine"] == "ok"
    assert {name for name, verdict in told.items() if verdict == "ok"} == {"genuine", "png", "svg"}, told
    assert "'revocation' is set" in told["withdrawn"]
