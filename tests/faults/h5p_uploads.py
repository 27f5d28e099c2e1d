"""Thousands of damaged packages at the door, in a process of its own.

`python -m tests.faults.h5p_uploads N PACKAGES FOLDER`: PACKAGES is a folder of packages to begin with, FOLDER an empty
one to work in. Prints a line of JSON: inputs, taken, refused by reason, files that appeared below FOLDER, peak memory.
"""

import io
import json
import os
import random
import sys
import warnings
from collections import Counter
from pathlib import Path
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from courses.h5p.package import Refused, read

LARGEST = 20_000  # bytes of a package that is varied; larger ones are tried as they are
SEED = 20_261_126
PIECES = (b"PK\x01\x02", b"PK\x05\x06", b"../", b"\x00", b"<script>", b"[[[[", b'"', b"NaN", b"\xff\xfe", b"-1", b"{}")


def varied(chance: random.Random, data: bytes, most: int = 12) -> bytes:
    """Bytes turned, cut out, doubled or put elsewhere."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, most)):
        place = chance.randrange(len(changed) + 1)
        length = chance.choice((1, 2, 4, 40, 400))
        match chance.randrange(5):
            case 0:
                changed[place : place + 1] = bytes([chance.randrange(256)])
            case 1:
                del changed[place : place + length]
            case 2:
                changed[place:place] = changed[place : place + length]
            case 3:
                changed[place : place + length] = chance.randbytes(length)
            case _:
                changed[place:place] = chance.choice(PIECES)
    return bytes(changed)


def varied_inside(chance: random.Random, data: bytes) -> bytes:
    """A whole package again, with one of its files varied: what gets past the checksums."""
    made = io.BytesIO()
    try:
        with ZipFile(io.BytesIO(data)) as package, ZipFile(made, "w", ZIP_DEFLATED) as again:
            names = package.namelist()
            changed = chance.choice(names)
            for name in names:
                inner = package.read(name)
                again.writestr(name, varied(chance, inner, 3) if name == changed else inner)
    except (BadZipFile, NotImplementedError, RuntimeError, IndexError, OSError, ValueError):
        return varied(chance, data)
    return made.getvalue()


def peak_kb() -> int:
    """From the kernel's own page: what `getrusage` gives begins with the peak of the process that started this one."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1])


def main(count: int, packages: Path, folder: Path) -> None:
    os.chdir(folder)
    chance = random.Random(SEED)
    files = sorted(packages.iterdir())
    small = [file.read_bytes() for file in files if 0 < file.stat().st_size < LARGEST]
    told: Counter[str] = Counter()
    for number in range(count):
        vary = chance.choice((varied, varied_inside, varied_inside))
        data = files[number].read_bytes() if number < len(files) else vary(chance, chance.choice(small))
        try:
            read(io.BytesIO(data))
            told["taken"] += 1
        except Refused as refused:
            told[refused.reason] += 1
    figures = {
        "inputs": count,
        "taken": told.pop("taken", 0),
        "refused": dict(told.most_common()),
        "files": len(list(folder.rglob("*"))),
        "peak_mb": peak_kb() // 1024,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    warnings.simplefilter("ignore")  # of names that are there twice
    main(int(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
