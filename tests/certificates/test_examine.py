"""Files that somebody has been given: PDF and badges, genuine, altered, forged, foreign, withdrawn, erased."""

import io
import json
import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from certificates import api, keys
from certificates.badge import picture
from certificates.badge.plain import written
from certificates.examine import LARGEST, Finding, examine
from certificates.models import Certificate
from certificates.numbering import new_code
from certificates.sealing import plain_picture
from tests.factories.badges import altered, badge, new_key
from tests.factories.certificates import award

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("key")]
FORMS = ("json", "jwt", "png", "svg")
Numbered = Callable[..., AbstractContextManager[object]]


def row(**changes: Any) -> Certificate:
    return Certificate.objects.get(pk=api.issue(award(**changes)).id)


def printed(certificate: Certificate, more: str = "") -> bytes:
    """A PDF in miniature with what counts: its link, and its hash on the row."""
    import hashlib

    data = f"%PDF-1.7\n1 0 obj <</URI (http://testserver/z/{certificate.code}/)>> endobj\n{more}%%EOF".encode()
    Certificate.objects.filter(pk=certificate.pk).update(
        file_name="x.pdf", sha256=hashlib.sha256(data).hexdigest(), file_size=len(data)
    )
    return data


def finding(data: bytes) -> Finding:
    return examine(data, timezone.localdate()).finding


def uploaded(data: bytes) -> str:
    response = Client(headers={"Origin": "http://testserver"}).post(
        "/de/pruefen/datei/", {"datei": SimpleUploadedFile("datei.bin", data)}
    )
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"].startswith("noindex")
    return response.content.decode()


@pytest.mark.parametrize("form", FORMS)
def test_each_form_of_a_genuine_badge(form: str, django_assert_num_queries: Numbered) -> None:
    data = badge(row(), form)
    with django_assert_num_queries(1):
        examined = examine(data, timezone.localdate())
    assert (examined.finding, examined.kind, examined.valid) == (Finding.UNCHANGED, form, True)
    page = uploaded(data)
    assert "Diese Datei ist unverändert" in page
    assert "Phishing erkennen" in page
    assert "Yılmaz" not in page
    assert ("Das Bild selbst gehört nicht zur Unterschrift" in page) == (form in ("png", "svg"))


def test_every_change_of_one_member_is_refused() -> None:
    for _, changed in altered(json.loads(badge(row()))):
        examined = examine(written(changed), timezone.localdate())
        assert examined.finding in (Finding.CHANGED, Finding.UNSIGNED, Finding.FOREIGN)
        assert examined.verdict is None


def test_an_unchanged_pdf_and_one_altered_by_a_byte() -> None:
    data = printed(row())
    assert finding(data) is Finding.UNCHANGED
    for place in (9, len(data) // 2 - 40, len(data) - 1):
        assert finding(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]) is Finding.CHANGED
    assert "Diese Datei wurde verändert" in uploaded(data + b"\n")
    assert "Es gilt nur, was auf dieser Seite steht" in uploaded(data + b"\n")


def test_a_real_print_and_a_later_print() -> None:
    certificate = row()
    certificate.refresh_from_db()
    from certificates import jobs
    from certificates.vault import Vault

    jobs.print_certificate(certificate.pk)
    certificate.refresh_from_db()
    data = Vault().read(certificate.file_name) or b""
    assert finding(data) is Finding.UNCHANGED
    jobs.reprint(certificate.pk, timezone.now())
    certificate.refresh_from_db()
    assert len(certificate.earlier_files) == 1
    Certificate.objects.filter(pk=certificate.pk).update(sha256="0" * 64)
    assert finding(data) is Finding.EARLIER
    assert "früherer Stand" in uploaded(data)


def test_pdf_of_others_and_put_together() -> None:
    assert finding(b"%PDF-1.7 nothing of ours") is Finding.FOREIGN
    assert finding(f"%PDF-1.7 (http://testserver/z/{new_code()}/)".encode()) is Finding.FOREIGN
    one, two = printed(row()), printed(row())
    assert finding(one + two) is Finding.CHANGED


def test_withdrawn_certificates_are_unchanged_and_not_valid() -> None:
    certificate = row()
    data, pdf = badge(certificate), printed(certificate)
    api.revoke(certificate.code, "Irrtum", timezone.localdate())
    for file in (data, pdf):
        examined = examine(file, timezone.localdate())
        assert (examined.genuine, examined.valid) == (True, False)
        assert "Das Zertifikat wurde zurückgezogen" in uploaded(file)


def test_erased_certificates_say_so_and_nothing_else() -> None:
    given = award()
    certificate = Certificate.objects.get(pk=api.issue(given).id)
    data, pdf = badge(certificate), printed(certificate)
    api.erase(given.holder)
    for file in (data, pdf):
        assert finding(file) is Finding.GONE
        assert "Yılmaz" not in uploaded(file)


def test_a_badge_with_a_name_that_was_put_right_later() -> None:
    certificate = row()
    data = badge(certificate)
    Certificate.objects.update(holder_name="Ayşe Yılmaz-Meier")
    assert finding(data) is Finding.EARLIER


def test_rotation_and_withdrawal_of_keys(key: Any) -> None:
    data = badge(row())
    new_key()
    assert finding(data) is Finding.UNCHANGED
    keys.withdraw(key.id, timezone.now())
    assert finding(data) is Finding.KEY_WITHDRAWN
    assert "Das Zertifikat kann trotzdem gelten" in uploaded(data)


def test_a_badge_is_made_of_the_row_alone() -> None:
    certificate = row()
    first = json.loads(badge(certificate))
    api.rehold(certificate.holder, award().holder)
    certificate.refresh_from_db()
    again = json.loads(badge(certificate))
    first.pop("proof"), again.pop("proof")
    assert first == again


def test_a_badge_of_another_issuer_is_named_safely(settings: Any) -> None:
    settings.SITE_URL = "https://<script>alert(1)</script>"
    data = badge(row())
    settings.SITE_URL = "http://testserver"
    foreign = written({**json.loads(data), "issuer": "<b>\x1b[31m" + "x" * 5000})
    page = uploaded(foreign)
    assert "Diese Datei ist nicht von uns" in page
    assert "<b>" not in page.partition("<main")[2]
    assert "x" * 200 not in page
    assert finding(data) is Finding.FOREIGN


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        (b"\0", Finding.UNREADABLE),
        (b"{}", Finding.FOREIGN),
        (b"{" * 10_000, Finding.UNREADABLE),
        (b"<svg><script>alert(1)</script></svg>", Finding.ACTIVE),
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]><svg>&a;</svg>", Finding.ACTIVE),
        (plain_picture(), Finding.UNREADABLE),
        (picture.PNG + b"\xff" * 100, Finding.UNREADABLE),
        (b"\xff\xfe{}", Finding.UNREADABLE),
        (b"{" + b" " * LARGEST + b"}", Finding.TOO_LARGE),
        (b"a.b.c", Finding.UNREADABLE),
    ],
)
def test_bad_files_get_a_clear_answer(data: bytes, wanted: Finding, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "certificates.examine"):
        assert finding(data) is wanted
    assert wanted.value in caplog.text
    assert "<script>alert" not in uploaded(data)


def test_a_pdf_bomb_costs_little() -> None:
    import zlib

    bomb = zlib.compress(b"\0" * 200_000_000, 9)
    assert finding(b"%PDF-1.7\n" + b"stream\n" + bomb + b"stream\n" * 1000) is Finding.FOREIGN


def test_the_list_of_the_withdrawn_is_no_badge() -> None:
    data = Client().get("/abzeichen/status/0.json").content
    assert finding(data) is Finding.FOREIGN
    assert Client().get("/abzeichen/status/100.json").status_code == 404


def test_a_file_that_is_far_too_large_is_not_taken_in() -> None:
    page = uploaded(b"%PDF-" + b"x" * (LARGEST + 100_000))
    assert "Diese Datei ist zu groß" in page
    assert "Wir prüfen Dateien bis 5 MB." in page


def test_nothing_chosen_and_from_elsewhere() -> None:
    page = Client(headers={"Origin": "http://testserver"}).post("/de/pruefen/datei/")
    assert page.status_code == 422
    assert "Bitte wählen Sie zuerst eine Datei aus." in page.content.decode()
    empty = {"datei": SimpleUploadedFile("x.pdf", b"")}
    assert Client(headers={"Origin": "http://testserver"}).post("/de/pruefen/datei/", empty).status_code == 422
    assert (
        Client(enforce_csrf_checks=True, headers={"Origin": "http://boese.example"})
        .post("/de/pruefen/datei/")
        .status_code
        == 403
    )


def run(file: Path) -> tuple[int, str]:
    out = io.StringIO()
    try:
        call_command("verify_certificate", str(file), stdout=out)
    except SystemExit as ended:
        return int(str(ended.code)), out.getvalue()
    return 0, out.getvalue()


def test_the_command(tmp_path: Path) -> None:
    certificate = row()
    file = tmp_path / "abzeichen"
    for form in FORMS:
        file.write_bytes(badge(certificate, form))
        code, said = run(file)
        assert code == 0
        assert "Diese Datei ist unverändert." in said
        assert "Stand: gültig" in said
    file.write_bytes(printed(certificate))
    assert run(file)[0] == 0
    file.write_bytes(printed(certificate) + b" ")
    assert run(file)[0] == 2
    api.revoke(certificate.code, "Irrtum", date(2026, 1, 3))
    file.write_bytes(badge(certificate, "jwt"))
    code, said = run(file)
    assert code == 1
    assert "Stand: zurückgezogen" in said
    with pytest.raises(CommandError, match="Die Datei kann nicht gelesen werden"):
        run(tmp_path / "gibt es nicht")
