"""Media and H5P in an S3 bucket, against a real server on this machine: nothing lies in a folder, nothing is public."""

import io
import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.response import StreamingBody
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import FileResponse
from django.test import Client, RequestFactory
from moto.server import ThreadedMotoServer
from PIL import Image
from pytest_django import Settings
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from courses import api
from courses.exchange.archive.ids import course_id
from courses.exchange.archive.media import Shelf
from courses.h5p import storage as h5p
from courses.h5p.contents import keep
from courses.h5p.library import approve_folder
from courses.h5p.own_package import pack_folder
from courses.h5p.package import read as read_package
from courses.h5p.play import activity_iri, judge, play
from courses.views.media import media
from learn.settings.storage import stores
from tests.courses.h5p.test_own_package import ACTIVITY
from tests.factories.courses import H5P_LIBRARIES, load_fixture

REGION = "eu-central-1"
STATIC = "django.contrib.staticfiles.storage.StaticFilesStorage"
KEYS = {"key": "tester", "secret": "geheim"}
LARGE = 3 * 1024 * 1024
_numbers = count(1)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(address: str, settings: Settings, tmp_path: Path) -> Iterator[Any]:
    """An empty bucket in which the site keeps its files; in the end no folder must have been written to."""
    name = f"lernen-{next(_numbers)}"
    access = {"aws_access_key_id": KEYS["key"], "aws_secret_access_key": KEYS["secret"], "region_name": REGION}
    there = boto3.resource("s3", endpoint_url=address, **access).Bucket(name)
    there.create(CreateBucketConfiguration={"LocationConstraint": REGION})
    settings.STORAGES = stores(tmp_path, STATIC, {"bucket": name, "endpoint": address, "region": REGION, **KEYS})
    settings.MEDIA_ROOT = tmp_path / "media"
    yield there
    assert list(tmp_path.iterdir()) == []


def names(bucket: Any) -> list[str]:
    return sorted(thing.key for thing in bucket.objects.all())


def png(width: int = 80) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, 60), "#14417b").save(file, "PNG")
    return file.getvalue()


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


@pytest.mark.django_db
def test_a_picture_and_its_smaller_version(client: Client, bucket: Any) -> None:
    picture = get_image_model()(title="Bild")
    picture.file = ContentFile(png(), name="bild.png")
    picture.save()
    assert (picture.width, picture.height) == (80, 60)
    assert picture.file.url == "/medien/original_images/bild.png"
    answer = client.get(picture.file.url)
    assert answer.status_code == 200 and answer["Content-Type"] == "image/png"
    assert answer["Content-Length"] == str(len(png())) and body(answer) == png()
    assert answer["X-Content-Type-Options"] == "nosniff" and "max-age=31536000" in answer["Cache-Control"]
    again = client.get(picture.file.url, headers={"If-Modified-Since": answer["Last-Modified"]})
    assert again.status_code == 304
    head = client.head(picture.file.url)
    assert head.status_code == 200 and head["Content-Length"] == str(len(png()))

    smaller = get_image_model().objects.get(pk=picture.pk).get_rendition("width-40|format-webp")
    made = body(client.get(smaller.file.url))
    assert Image.open(io.BytesIO(made)).size == (40, 30)
    assert names(bucket) == [f"media/{smaller.file.name}", f"media/{picture.file.name}"]


@pytest.mark.django_db
def test_a_drawing_stays_in_its_sandbox_and_other_things_are_downloads(client: Client, bucket: Any) -> None:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
    default_storage.save("images/a.svg", ContentFile(drawing))
    default_storage.save("images/a.html", ContentFile(b"<script>alert(1)</script>"))
    answer = client.get("/medien/images/a.svg")
    assert answer["Content-Type"] == "image/svg+xml" and body(answer) == drawing
    assert answer["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    download = client.get("/medien/images/a.html")
    assert download["Content-Disposition"].startswith("attachment") and body(download)


@pytest.mark.django_db
def test_a_document_is_handed_out_by_the_site(client: Client, bucket: Any) -> None:
    document = get_document_model()(title="Merkblatt")
    document.file = ContentFile(b"%PDF-1.4 Merkblatt", name="merkblatt.pdf")
    document.save()
    answer = client.get(document.url)
    assert answer.status_code == 200 and body(answer) == b"%PDF-1.4 Merkblatt"
    assert names(bucket) == ["media/documents/merkblatt.pdf"]


@pytest.mark.django_db
def test_an_archive_brings_and_takes_back_its_files(client: Client, bucket: Any) -> None:
    shelf = Shelf({"bild.png": png(), "blatt.txt": b"Hallo"}, "de")
    picture = get_image_model().objects.get(pk=shelf.picture("bild.png"))
    shelf.document("blatt.txt", "Blatt")
    with picture.file.open("rb") as file:
        assert file.read() == png()
    assert len(names(bucket)) == 2
    shelf.take_back()
    assert names(bucket) == []


@pytest.mark.django_db
def test_h5p_lies_apart_and_no_address_reaches_it(client: Client, bucket: Any) -> None:
    h5p.write("contents/abc", {"content.json": b"{}", "images/a.png": png()})
    h5p.write("contents/abc", {"content.json": b"{}"})
    assert names(bucket) == ["h5p/contents/abc/content.json", "h5p/contents/abc/images/a.png"]
    with h5p.store().open("contents/abc/images/a.png") as file:
        assert file.read() == png()
    for name in ("h5p/contents/abc/content.json", "contents/abc/content.json", "../h5p/contents/abc/content.json"):
        assert client.get(f"/medien/{name}").status_code == 404, name
    with pytest.raises(ValueError, match="no address"):
        h5p.store().url("contents/abc/content.json")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    [
        "../geheim.txt",
        "a/../../geheim.txt",
        "%2e%2e/geheim.txt",
        "images",
        "images/",
        "x.svg",
        "a%00.svg",
        "/etc/passwd",
    ],
)
def test_nothing_else_is_served(client: Client, bucket: Any, name: str) -> None:
    bucket.put_object(Key="geheim.txt", Body=b"geheim")
    default_storage.save("images/a.txt", ContentFile(b"a"))
    assert client.get(f"/medien/{name}").status_code == 404


@pytest.mark.django_db
def test_a_name_longer_than_a_bucket_takes(client: Client, bucket: Any) -> None:
    assert client.get(f"/medien/{'ä' * 600}.png").status_code == 404


@pytest.mark.django_db
def test_a_large_file_is_sent_in_pieces(bucket: Any) -> None:
    default_storage.save("film.mp4", ContentFile(b"x" * LARGE))
    answer = media(RequestFactory().get("/medien/film.mp4"), "film.mp4")
    assert isinstance(answer, FileResponse) and isinstance(answer.file_to_stream, StreamingBody)
    first = next(iter(answer.streaming_content))
    assert len(first) == answer.file_to_stream.tell() <= 64 * 1024, "no more is fetched than is sent"
    answer.close()


@pytest.mark.django_db
def test_a_whole_course_goes_in_and_out(client: Client, bucket: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    first = load_fixture("ki-verstehen")
    target = tmp_path_factory.mktemp("archive") / "ki-verstehen"
    api.export_archive(course_id("ki-verstehen"), target)
    again = api.import_archive(target)
    assert (again.created, again.changed, again.unchanged) == (0, 0, first.created)
    pictures = set(re.findall(r'/medien/[^"\s]+', client.get("/de/kurse/").content.decode()))
    assert pictures and all(client.get(picture).status_code == 200 for picture in pictures)


@pytest.mark.django_db
def test_an_activity_is_played_out_of_the_bucket(client: Client, bucket: Any) -> None:
    approve_folder(H5P_LIBRARIES)
    content = keep(read_package(io.BytesIO(pack_folder(ACTIVITY, []))), title="E-Mail", user=None).content
    frame = play(content.key).address
    assert client.get(frame).status_code == 200
    given = [
        body(client.get(f"{frame}{name}"))
        for name in ("inhalt/content/content.json", "bibliotheken/SK.Selfcheck-1.1/selfcheck.js")
    ]
    assert b"Stadtwerke" in given[0] and given[1] == (H5P_LIBRARIES / "SK.Selfcheck-1.1/selfcheck.js").read_bytes()
    statement = {
        "verb": {"id": "http://adlnet.gov/expapi/verbs/answered"},
        "object": {"id": activity_iri(content.key)},
        "result": {"score": {"min": 0, "max": 1, "raw": 1}, "response": "1"},
    }
    assert judge(content.key, 1, statement).check == "same"


def test_equal_names_never_replace_each_other(bucket: Any) -> None:
    first, second = (default_storage.save("a.txt", ContentFile(text)) for text in (b"eins", b"zwei"))
    assert first != second and default_storage.open(first).read() == b"eins"


def test_no_setting_makes_a_file_public(bucket: Any, settings: Settings) -> None:
    settings.AWS_DEFAULT_ACL, settings.AWS_S3_CUSTOM_DOMAIN = "public-read", "cdn.example.org"
    settings.STORAGES = dict(settings.STORAGES)  # made anew, with these settings
    assert default_storage.url(default_storage.save("ä.txt", ContentFile(b"a"))) == "/medien/%C3%A4.txt"
    grants = bucket.Object("media/ä.txt").Acl().grants
    assert [(grant["Grantee"]["Type"], grant["Permission"]) for grant in grants] == [("CanonicalUser", "FULL_CONTROL")]


def test_without_a_bucket_there_are_folders(tmp_path: Path) -> None:
    found = stores(tmp_path, STATIC, {"bucket": "", "endpoint": "http://127.0.0.1:1"})
    assert found["default"] == {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    assert found["h5p"]["OPTIONS"] == {"location": tmp_path / "h5p"} and found["staticfiles"] == {"BACKEND": STATIC}
