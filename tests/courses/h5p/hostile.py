"""Packages that must not get in, made by hand, each with the reason it is refused for (None: it is cleaned instead)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from zipfile import ZIP_BZIP2, ZIP_LZMA, ZIP_STORED

from tests.courses.h5p import hostile_archives, hostile_texts
from tests.courses.h5p.making import (
    EICAR,
    MAIN,
    SVG,
    Row,
    and_file,
    claimed,
    content,
    described,
    flagged,
    good,
    library,
    long_list,
    packed,
    png,
    with_member,
)


@dataclass(frozen=True, slots=True)
class Hostile:
    name: str
    data: bytes
    reason: str | None


def corpus() -> Iterator[Hostile]:
    own = (_archives, _names, _json, _descriptions, _media, _libraries)
    for part in (*own, *hostile_archives.PARTS, *hostile_texts.PARTS):
        for name, data, reason in part():
            yield Hostile(name, data, reason)


def _archives() -> Iterator[Row]:
    whole = packed(good())
    yield "empty file", b"", "not-a-zip"
    yield "a web page", b"<!doctype html><title>x</title>" * 40, "not-a-zip"
    yield "a tar file", b"ustar" * 500, "not-a-zip"
    yield "cut off at the end", whole[:-60], "not-a-zip"
    yield "cut out of the middle", whole[:200] + whole[300:], "broken"
    yield "zip64", whole[:-22] + b"PK\x06\x07" + b"\0" * 16 + whole[-22:], "zip64"
    yield "a list of members of 2 GB", long_list(whole), "too-many-files"
    yield "encrypted", flagged(whole), "encrypted"
    yield "packed with bzip2", packed(good(), ZIP_BZIP2), "compression"
    yield "packed with lzma", packed(good(), ZIP_LZMA), "compression"
    yield "bomb by ratio", and_file("content/a.txt", b"a" * 5_000_000), "squeezed"
    yield "bomb by count", packed(good() | {f"content/{n}.txt": b"" for n in range(3_100)}), "too-many-files"
    yield "bomb by count of entries", packed(good() | {f"{n}": b"" for n in range(25_000)}), "too-many-files"
    yield (
        "one huge file",
        packed(good({"content/a.wav": b"RIFF0000WAVE" + bytes(17_000_000)}), ZIP_STORED),
        "file-too-large",
    )
    yield "claims to be small", claimed(and_file("content/a.txt", b"abc" * 9_000), "content/a.txt", 10), "sizes"
    yield "a package in a package", and_file("content/a.txt", whole), "nested"
    yield "EICAR", and_file("content/a.txt", EICAR), "virus"
    yield "EICAR in a library", packed(good() | library(files={"H5P.Made-1.1/a.txt": EICAR})), "virus"
    yield "checksum wrong", packed(good(), ZIP_STORED).replace(b"Hallo", b"Hullo"), "broken"
    yield "no end, a second beginning", whole[:-22] + b"PK\x03\x04" * 9, "not-a-zip"


def _names() -> Iterator[Row]:
    for name in ("content/../../x.json", "../x.json", "content/./x.json", "/etc/x.json", "content//x.json"):
        yield f"path {name}", with_member(name), "path"
    for name in (
        *(
            "\\\\server\\x.json",
            "content\\x.json",
            "C:x.json",
            "content/a:b.json",
            "content/x.json.",
            "content/ x.json",
        ),
        *(
            "content/x.json ",
            "content/a\x01.json",
            "content/e\u0301.json",
            "content/a\u202ejson.png",
            "content/a?.json",
        ),
    ):
        yield f"name {name!r}", with_member(name), "name"
    yield "a name of 5,000 letters", with_member("content/" + "a" * 5_000 + ".json"), "name-too-long"
    yield "a link", with_member("content/a.txt", b"/etc/passwd", 0o120777), "link"
    yield "a device", with_member("content/a.txt", b"", 0o060644), "link"
    yield "a pipe", with_member("content/a.txt", b"", 0o010644), "link"
    yield "upper and lower case", with_member("content/IMAGES/BILD.png", png()), "twice"
    yield "the same name twice", with_member("content/content.json"), "twice"
    yield "a hidden file is left out", with_member("content/.htaccess", b"Deny from all"), None
    yield "Mac's extra folder is left out", with_member("__MACOSX/content.json", b"x"), None


def _json() -> Iterator[Row]:
    yield "5,000 brackets deep", content("[" * 5_000 + "]" * 5_000), "json-too-deep"
    yield "deep and never closed", content('{"a":' * 100_000), "json-too-deep"
    yield "brackets in a text are no depth", content(json.dumps({"a": "[" * 500})), None
    yield "NaN", content('{"a": NaN}'), "json-number"
    yield "Infinity", content('{"a": -Infinity}'), "json-number"
    yield "1e999", content('{"a": 1e999}'), "json-number"
    yield "a number of 5,000 digits", content('{"a": ' + "9" * 5_000 + "}"), "json-number"
    yield "3 MB of the same", content('{"a": "' + "ab" * 1_500_000 + '"}'), "squeezed"
    yield "2.5 MB that do not squeeze", content(json.dumps(list(range(370_000)))), "json-too-large"
    yield "UTF-16", content('{"a": "b"}'.encode("utf-16")), "encoding"
    yield "Latin-1", content('{"a": "ü"}'.encode("latin-1")), "encoding"
    yield "half a pair", content('{"a": "\\ud800"}'), "encoding"
    yield "a byte order mark is no harm", content(b"\xef\xbb\xbf{}"), None
    yield "no JSON", content("hallo"), "json"
    yield "a comma too many", content('{"a": 1,}'), "json"
    yield "two values", content("{} {}"), "json"
    yield "a number alone", content("7"), "json"
    yield "nothing", content(""), "json"
    yield "script in a text", content('{"text": "<img src=x onerror=alert(1)><script>1</script>"}'), None
    yield "an address that acts", content('{"url": " java\\nscript:alert(1)"}'), None
    yield "a pattern that never ends", content('{"regexp": "(a+)+$", "text": "' + "a" * 40 + '!"}'), None


def _descriptions() -> Iterator[Row]:
    yield "no h5p.json", packed(good({"h5p.json": None})), "no-h5p-json"
    yield "no content", packed(good({"content/content.json": None})), "no-content"
    yield "a list as h5p.json", and_file("h5p.json", b"[]"), "json"
    wrong: list[tuple[str, Any]] = [
        *(("title", value) for value in (..., "", "   ", 7, None, "a" * 256, ["a"], "<script></script>")),
        *(("language", value) for value in ("de de", "../x", 5, "a" * 11)),
        *(("mainLibrary", value) for value in (..., "H5P Made", "../x", 5, "a" * 300)),
        *(("embedTypes", value) for value in ("div", ["object"], [5])),
        *(("preloadedDependencies", value) for value in ({}, "x", [5], [{}], [MAIN | {"machineName": "a/b"}])),
        *(("preloadedDependencies", [MAIN | {"minorVersion": value}]) for value in (-1, "x", 1.5, True, 10**9)),
        *(("license", value) for value in (5, ["a"])),
        *(("authors", value) for value in ("ich", {"name": "x"}, [0] * 101)),
    ]
    own = {"language": "language", "embedTypes": "embed-types", "license": "license"}
    for number, (name, value) in enumerate(wrong):
        reason = "too-long" if value == "a" * 256 else own.get(name, "field")
        yield f"{number} {name}: {str(value)[:30]}", described(**{name: value}), reason
    yield "no version for the main library", described(preloadedDependencies=[]), "main-library"
    written = [{"machineName": "H5P.Made", "majorVersion": "1", "minorVersion": "1"}]
    yield "versions as text are common", described(preloadedDependencies=written), None
    editor = [MAIN, MAIN | {"machineName": "H5PEditor.Made"}]
    yield "an editor's library is left out", described(preloadedDependencies=editor), None


def _media() -> Iterator[Row]:
    for name in ("a.svg", "a.js", "a.html", "a.php", "a.swf", "a.exe", "a", "a.png.html", "a.css", "a.xml"):
        yield f"file {name}", and_file(f"content/{name}", SVG), "file-type"
    for name, data in (
        ("a.png", b"<html><script>alert(1)</script></html>"),
        ("a.png", png()[:40]),
        ("a.jpg", png()),
        ("a.gif", b"GIF89a"),
        ("a.webp", b"RIFF0000WEBP"),
        ("a.mp4", b"<html>"),
        ("a.mp3", b"#!/bin/sh"),
        ("a.ogg", b"OGG"),
        ("a.wav", b"RIFF0000AVI "),
        ("a.webm", b"\x1a\x45"),
        ("a.pdf", b"%!PS"),
        ("a.vtt", b"WEBVTT\x00"),
        ("a.txt", b"\x00\x01"),
    ):
        yield f"{name} that is none: {data[:6]!r}", and_file(f"content/{name}", data), "wrong-content"
    yield "a picture of 64 million points", and_file("content/a.png", png(8_000)), "picture"
    yield "JSON beside the content, broken", and_file("content/a.json", b"{"), "json"


def _libraries() -> Iterator[Row]:
    def lib(*arguments: Any, **changes: Any) -> bytes:
        return packed(good() | library(*arguments, **changes))

    folder = "H5P.Made-1.1"
    text = {f"{folder}/a.txt": b"1"}
    small = library("h5p.made-1.2", machineName="h5p.made", minorVersion=2)
    yield "a folder without library.json", and_file(f"{folder}/made.js", b"1"), "library-file"
    yield "another name than its folder", lib(machineName="H5P.Blanks"), "library-name"
    yield "another version than its folder", lib(minorVersion=2), "library-name"
    yield "a name like another one in the package", packed(good() | library() | small), "library-like"
    yield "the same library twice", packed(good() | library() | library("H5P.Made")), "library-twice"
    yield "a script from elsewhere", lib(preloadedJs=[{"path": "https://example.org/a.js"}]), "library-path"
    yield "a script outside", lib(preloadedJs=[{"path": "../other/a.js"}]), "library-path"
    yield "a script that is none", lib(files=text, preloadedJs=[{"path": "a.txt"}]), "library-path"
    yield "a script that is missing", lib(preloadedJs=[{"path": "b.js"}]), "library-path"
    yield "a style sheet that is missing", lib(preloadedCss=[{"path": "b.css"}]), "library-path"
    yield "scripts as text", lib(preloadedJs="made.js"), "library-field"
    yield "a newer core", lib(coreApi={"majorVersion": 1, "minorVersion": 99}), "core-too-new"
    yield "a core as text", lib(coreApi="1.24"), "library-field"
    for name, value in (("machineName", "a/b"), ("machineName", ...), ("title", ""), ("runnable", "yes")):
        yield f"library's {name} {value}", lib(**{name: value}), "library-field"
    yield "a version below nought", lib(patchVersion=-1), "field"
    yield "library.json deep", and_file(f"{folder}/library.json", b"[" * 100), "json-too-deep"
    yield "library.json a list", and_file(f"{folder}/library.json", b"[]"), "json"
    yield "a broken description of fields is never read", lib(files={f"{folder}/semantics.json": b"{{{"}), None
    editor = library("H5PEditor.Made-1.1", machineName="H5PEditor.Made")
    yield "an editor's library inside is left out", packed(good() | library() | editor), None
