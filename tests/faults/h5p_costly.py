"""Packages made to cost as much as the limits allow, and one of them read in a process of its own.

`python -m tests.faults.h5p_costly FILE` prints a line of JSON: the reason ("taken" if there is none), seconds of
processor time, peak memory in MB.
"""

import io
import json
import random
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from courses.h5p.package import Limits, Refused, read
from tests.courses.h5p.making import Files, good, library
from tests.faults.h5p_uploads import peak_kb

_LIMITS = Limits()
_WAVE = b"RIFF0000WAVE"


def _pieces(size: int) -> bytes:
    """Bytes of which deflate makes about a twentieth."""
    chance = random.Random(size)
    return b"".join(chance.randbytes(40) + bytes(1_000) for _ in range(size // 1_040 + 1))[:size]


def media(left: int = 3 * 1024 * 1024) -> Files:
    """As many bytes of media as fit, but for `left`."""
    files, room = {}, _LIMITS.total - left
    while room > 1_000_000:
        size = min(room, _LIMITS.file)
        files[f"content/{len(files)}.wav"] = _WAVE + _pieces(size - len(_WAVE))
        room -= size
    return files


def _packed(files: Files) -> bytes:
    """Only media are squeezed: what squeezes too well is refused before it costs anything."""
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_STORED) as package:
        for name, data in files.items():
            package.writestr(name, data, ZIP_DEFLATED if name.endswith(".wav") else ZIP_STORED, 1)
    return made.getvalue()


def _of(content: object, more: Mapping[str, bytes] | None = None) -> bytes:
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return _packed(good({"content/content.json": written, **(more or {})}))


def _objects() -> list[object]:
    """Small objects with names that differ: what costs most memory by the letter."""
    return [{f"{number:x}\u4e00": number + 300} for number in range(_LIMITS.values // 2 - 100)]


def _sheet(tags: int) -> str:
    return "<p>" + "".join(f"<b a={number}>" for number in range(_LIMITS.levels - 2)) + "<p>x" * tags


def _texts(text: str) -> list[str]:
    """One text as often as one JSON file holds it."""
    return [text] * ((_LIMITS.json - 2_000) // (len(json.dumps(text, ensure_ascii=False).encode()) + 1))


def _libraries() -> Files:
    """Descriptions as large as all together may be."""
    notes = [{"": 1}] * (_LIMITS.descriptions // 11)
    return library(preloadedDependencies=[], notes=notes)


def _blocks() -> bytes:
    start = b"GIF89a" + b"\x04\x00\x04\x00\x00\x00\x00," + b"\x00" * 4 + b"\x04\x00\x04\x00\x00\x02"
    return start + b"\x01\x00" * 8_000_000


COSTLY: Mapping[str, Callable[[], bytes]] = {
    "as many bytes as fit": lambda: _of({}, media()),
    "as many bytes and values as fit": lambda: _of(_objects(), media()),
    "the same beside the content": lambda: _of(
        {}, {**media(5_000_000), "content/a.json": json.dumps(_objects()).encode()}
    ),
    "many bytes and descriptions": lambda: _of({}, media() | _libraries()),
    "texts of two million rare letters": lambda: _of(_texts("\U0001f600" * 49_000), media()),
    "one text of 2 MB": lambda: _of("a\\" * 1_000_000),
    "2 MB of signs": lambda: _of(_texts("<b>" + "&" * 190_000)),
    "texts that mending repeats": lambda: _of(_texts(_sheet(3_900))),
    "short texts that mending repeats": lambda: _of(_texts(_sheet(10))),
    "21 kB of tangled markup": lambda: _of({"text": "".join(f"<b a={n}><p>" for n in range(1_800))}),
    "80 kB of lists in lists": lambda: _of({"text": "<ul><li>" * 10_000}),
    "many elements in each text": lambda: _of(_texts("<p><b>x</b></p>" * 1_900), media()),
    "many texts with an element": lambda: _of(["<b>"] * 99_000),
    "many attributes": lambda: _of(_texts("<b " + " ".join(f"a{n}" for n in range(9_000)) + ">")),
    "tables in tables": lambda: _of(_texts("<table><tr><td>" * 11 + "<p>x" * 3_900)),
    "a text of 16 MB with rare letters": lambda: _packed(
        good({f"content/{n}.txt": (b"abcd" * 1_000 + "\U0001f600".encode()) * 4_000 for n in range(3)})
    ),
    "gif of small blocks": lambda: _of({}, {f"content/{n}.gif": _blocks() for n in range(4)}),
    "as many files as fit": lambda: _of({}, {f"content/{n:0180}.txt": b"x" for n in range(2_990)}),
}


def main(file: Path) -> None:
    begun = time.process_time()
    try:
        with file.open("rb") as package:
            read(package)
        reason = "taken"
    except Refused as refused:
        reason = refused.reason
    print(json.dumps({"reason": reason, "seconds": time.process_time() - begun, "peak_mb": peak_kb() // 1024}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
