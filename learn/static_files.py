"""How static files are stored in production: hashed, compressed, and the style sheet's parts joined into one file."""

import re
from posixpath import dirname, join, normpath
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLE_SHEET = "learn/css/app.css"
IMPORT = re.compile(r"""@import\s+(?:url\()?["']([^"':]+)["']\)?\s*;\n?""")
URL = re.compile(r"""url\(\s*(["']?)(?!data:|#|/|[a-z]+:)([^"')]+)\1\s*\)""")


class JoinedManifestStorage(CompressedManifestStaticFilesStorage):
    """Developers load the parts that `app.css` imports one by one; readers load one file."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Any:
        if STYLE_SHEET in paths and not dry_run:
            storage, path = paths[STYLE_SHEET]
            joined = IMPORT.sub(lambda found: self._part(found[1], paths), storage.open(path).read().decode())
            if self.exists(STYLE_SHEET):
                self.delete(STYLE_SHEET)
            self._save(STYLE_SHEET, ContentFile(joined.encode()))
            paths[STYLE_SHEET] = (self, STYLE_SHEET)
        yield from super().post_process(paths, dry_run, **options)

    @staticmethod
    def _part(name: str, paths: dict[str, Any]) -> str:
        """The text of one imported file, its addresses made to hold from where app.css stands."""
        storage, path = paths[normpath(join(dirname(STYLE_SHEET), name))]
        with storage.open(path) as file:
            text = file.read().decode()
        return URL.sub(lambda found: f'url("{normpath(join(dirname(name), found[2]))}")', text) + "\n"
