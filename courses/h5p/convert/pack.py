"""Files as a .h5p package; the same files always give the same bytes."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_BEGINNING = (1980, 1, 1, 0, 0, 0)


def pack(
    metadata: Mapping[str, Any], content: Any, media: Mapping[str, bytes] | None = None,
    libraries: Mapping[str, bytes] | None = None,
) -> bytes:  # fmt: skip
    """`media` by name below content/; `libraries` by whole path. Without libraries it is a content-only package."""
    files = {
        "h5p.json": _json(metadata),
        "content/content.json": _json(content),
        **{f"content/{name}": data for name, data in (media or {}).items()},
        **(libraries or {}),
    }
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as package:
        for name, data in files.items():
            info = ZipInfo(name, _BEGINNING)
            info.compress_type, info.external_attr = ZIP_DEFLATED, 0o644 << 16
            package.writestr(info, data)
    return made.getvalue()


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()
