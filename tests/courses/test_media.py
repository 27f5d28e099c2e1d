"""Media files: only those of MEDIA_ROOT, and none that could act."""

from pathlib import Path

import pytest
from django.test import Client

DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg"/>'


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "medien"
    (tmp_path / "medien" / "images").mkdir(parents=True)
    (tmp_path / "medien" / "images" / "a.svg").write_bytes(DRAWING)
    (tmp_path / "medien" / "images" / "a.html").write_text("<script>alert(1)</script>")
    (tmp_path / "geheim.txt").write_text("geheim")
    return tmp_path


@pytest.mark.django_db
def test_a_drawing_is_shown_in_a_sandbox(client: Client) -> None:
    answer = client.get("/medien/images/a.svg")
    assert answer.status_code == 200 and answer["Content-Type"] == "image/svg+xml"
    assert answer["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff" and "max-age=31536000" in answer["Cache-Control"]
    assert b"".join(answer.streaming_content) == DRAWING
    again = client.get("/medien/images/a.svg", headers={"If-Modified-Since": answer["Last-Modified"]})
    assert again.status_code == 304
    assert client.post("/medien/images/a.svg").status_code == 405


@pytest.mark.django_db
def test_what_could_act_is_a_download(client: Client) -> None:
    answer = client.get("/medien/images/a.html")
    assert answer["Content-Disposition"].startswith("attachment")
    b"".join(answer.streaming_content)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    ["../geheim.txt", "images/../../geheim.txt", "%2e%2e/geheim.txt", "images", "x.svg", "a%00.svg", "/etc/passwd"],
)
def test_nothing_else_is_served(client: Client, name: str) -> None:
    assert client.get(f"/medien/{name}", follow=True).status_code == 404


@pytest.mark.django_db
def test_links_out_of_the_folder_are_not_followed(client: Client, folder: Path) -> None:
    (folder / "medien" / "link.txt").symlink_to(folder / "geheim.txt")
    assert client.get("/medien/link.txt").status_code == 404
