"""H5P packages for tests, made in memory: a content, libraries of a few lines, both in one file."""

import json
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile

from courses.h5p.package import Package, read

MULTICHOICE, BLANKS, HELPER = "H5P.MultiChoice 1.16", "H5P.Blanks 1.14", "H5P.JoubelUI 1.3"
Files = dict[str, bytes]


def named(library: str) -> dict[str, Any]:
    """A dependency as the format writes it."""
    machine, _space, version = library.partition(" ")
    major, _dot, minor = version.partition(".")
    return {"machineName": machine, "majorVersion": int(major), "minorVersion": int(minor)}


def library(
    name: str = MULTICHOICE,
    *,
    patch: int = 5,
    needs: Sequence[str] = (),
    script: str = "H5P = H5P || {};",
    runnable: bool = True,
    **changes: Any,
) -> Files:
    """The files of a library as they lie in a package."""
    facts = {
        "title": name.partition(" ")[0].removeprefix("H5P."),
        **named(name),
        "patchVersion": patch,
        "runnable": int(runnable),
        "license": "MIT",
        "coreApi": {"majorVersion": 1, "minorVersion": 24},
        "preloadedJs": [{"path": "main.js"}],
        "preloadedCss": [{"path": "main.css"}],
        "preloadedDependencies": [named(each) for each in needs],
        **changes,
    }
    folder = name.replace(" ", "-")
    return {
        f"{folder}/library.json": json.dumps(facts).encode(),
        f"{folder}/main.js": script.encode(),
        f"{folder}/main.css": b".h5p-made { color: inherit; }",
    }


def multichoice(text: str = "Was ist eine E-Mail?", *answers: str) -> dict[str, Any]:
    """A question whose first answer is right."""
    given = answers or ("Ein Brief im Netz", "Ein Vogel")
    rows = [{"text": f"<div>{answer}</div>", "correct": number == 0} for number, answer in enumerate(given)]
    return {"question": f"<p>{text}</p>", "answers": rows, "behaviour": {"type": "auto", "singlePoint": False}}


def packed(
    content: Any = None,
    *,
    main: str = MULTICHOICE,
    needs: Sequence[str] = (),
    libraries: Sequence[Files] = (),
    media: Mapping[str, bytes] | None = None,
    **changes: Any,
) -> bytes:
    """A package as a file. Without `libraries` it is one of content alone."""
    facts = {
        "title": "Fragen zur E-Mail",
        "language": "de",
        "mainLibrary": main.partition(" ")[0],
        "embedTypes": ["iframe"],
        "license": "CC BY",
        "preloadedDependencies": [named(each) for each in (main, *needs)],
        **changes,
    }
    files: dict[str, bytes] = {
        "h5p.json": json.dumps(facts).encode(),
        "content/content.json": json.dumps(multichoice() if content is None else content).encode(),
        **{f"content/{name}": data for name, data in (media or {}).items()},
    }
    for each in libraries:
        files |= each
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


def package(*args: Any, **kwargs: Any) -> Package:
    """The same, read and checked."""
    return read(BytesIO(packed(*args, **kwargs)))


def two_libraries(*, patch: int = 5, script: str = "H5P = H5P || {};") -> list[Files]:
    """One that can be played, and one that helps it."""
    return [library(MULTICHOICE, needs=[HELPER], patch=patch, script=script), library(HELPER, runnable=False)]


def full(*, patch: int = 5, script: str = "H5P = H5P || {};", **kwargs: Any) -> bytes:
    """A package with the two libraries it plays with."""
    return packed(libraries=two_libraries(patch=patch, script=script), needs=[HELPER], **kwargs)


def upload(data: bytes, name: str = "fragen.h5p") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "application/zip")
