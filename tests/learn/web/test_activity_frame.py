"""The frame of an activity and its files: what they may load, where they are given, and that nothing else is."""

from typing import Any

import pytest

from tests.learn.activity import activity

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("h5p_store")]


def test_files_of_the_frame(settings: Any) -> None:
    player = activity()
    frame = player.begin()["frame"]
    page = player.client.get(frame)
    policy = page.headers["Content-Security-Policy"]
    assert "sandbox allow-scripts allow-forms" in policy and "allow-same-origin" not in policy
    assert "'unsafe-eval'" not in policy and "script-src http://testserver/static/ http://testserver/h5p/" in policy
    assert "X-Frame-Options" not in page.headers and not page.cookies
    content = page.content.decode()
    assert "<title>E-Mail</title>" in content and '<html lang="de">' in content
    for name in ("inhalt/h5p.json", "inhalt/content/content.json", "bibliotheken/SK.Selfcheck-1.1/selfcheck.js"):
        file = player.client.get(f"{frame}{name}")
        assert file.status_code == 200 and file.headers["Access-Control-Allow-Origin"] == "*"
        assert file.headers["X-Content-Type-Options"] == "nosniff"
    for name in ("inhalt/../../x", "bibliotheken/H5P.Other-1.0/x.js", "bibliotheken/SK.Selfcheck-1.1/nothing.js"):
        assert player.client.get(f"{frame}{name}").status_code == 404
    assert player.client.get(f"/h5p/{frame.split('/')[2]}x/").status_code == 404


def test_on_a_second_host_nothing_of_the_site_answers(settings: Any) -> None:
    player = activity()
    settings.H5P_URL = "https://inhalte.example.org"
    frame = player.begin()["frame"]
    assert frame.startswith("https://inhalte.example.org/h5p/")
    path = frame.removeprefix("https://inhalte.example.org")
    there: dict[str, Any] = {"headers": {"host": "inhalte.example.org"}}
    assert player.client.get(path).status_code == 404  # not on the site's own host
    page = player.client.get(path, **there)
    assert page.status_code == 200
    assert f"frame-ancestors {settings.SITE_URL};" in page.headers["Content-Security-Policy"]
    for address in ("/de/", "/cms/", "/konto/login/", f"{player.base}/lektion-1/"):
        assert player.client.get(address, **there).status_code == 404
