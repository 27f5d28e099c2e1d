"""Inputs that look for new ways through the reader, guided by coverage: `python -m tests.faults.h5p_guided -runs=N`.

Half of them are whole files, half the content of a sound package. Whatever is neither read nor refused ends the run.
"""

import io
import sys

import atheris

with atheris.instrument_imports(include=["courses.h5p.package"]):
    from courses.h5p.package import Refused, read
from tests.courses.h5p.making import good, library, packed

SOUND = packed(good() | library())


def try_one(data: bytes) -> None:
    inside = data[:1] < b"\x80"
    made = packed(good({"content/content.json": data[1:]})) if inside else SOUND[: len(data) % len(SOUND)] + data[1:]
    try:
        read(io.BytesIO(made))
    except Refused:
        pass


if __name__ == "__main__":
    atheris.Setup(sys.argv, try_one)
    atheris.Fuzz()
