"""Files of an archive as pictures, documents and H5P contents of the CMS; equal files are stored once."""

import hashlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from courses.exchange.archive.svg import sanitised
from courses.h5p.contents import keep
from courses.h5p.models import H5PVersion
from courses.h5p.package import read

PICTURES = (".svg", ".png", ".jpg", ".jpeg", ".webp", ".avif")


def variant(name: str, language: str, there: Mapping[str, bytes]) -> str:
    """NAME.en.svg in place of NAME.svg for English, if there is one."""
    path = PurePosixPath(name)
    own = f"{path.stem}.{language}{path.suffix}"
    return own if own in there else name


class Shelf:
    """Stores what is asked for, once; takes files back if the transaction fails."""

    def __init__(self, media: Mapping[str, bytes], language: str, user: Any = None) -> None:
        self.media, self.language, self.user = media, language, user
        self.saved: list[tuple[Any, str]] = []
        self._known: dict[str, int] = {}

    def picture(self, name: str) -> int:
        """Id of the picture with this file; SVG is sanitised on its way in."""
        name = variant(name, self.language, self.media)
        if name in self._known:
            return self._known[name]
        content = self.media[name]
        if name.lower().endswith(".svg"):
            content = sanitised(content)
        model = get_image_model()
        digest = hashlib.sha1(content, usedforsecurity=False).hexdigest()
        found = model.objects.filter(file_hash=digest, source_name=name).first()
        if found is None:
            found = model(title=PurePosixPath(name).stem, source_name=name, uploaded_by_user=self.user)
            found.file_hash, found.file_size = digest, len(content)
            found.file = ContentFile(content, name=name)
            found.save()
            self.saved.append((found.file.storage, found.file.name))
        self._known[name] = int(found.pk)
        return self._known[name]

    def document(self, name: str, title: str) -> int:
        """Id of the document with this file."""
        name = variant(name, self.language, self.media)
        content = self.media[name]
        model = get_document_model()
        digest = hashlib.sha1(content, usedforsecurity=False).hexdigest()
        found = model.objects.filter(file_hash=digest).first()
        if found is None:
            found = model(title=title, uploaded_by_user=self.user, file_hash=digest, file_size=len(content))
            found.file = ContentFile(content, name=name)
            found.save()
            self.saved.append((found.file.storage, found.file.name))
        return int(found.pk)

    def activity(self, name: str) -> int:
        """Id of the H5P content with this package; its libraries are those approved here."""
        package = read(BytesIO(self.media[variant(name, self.language, self.media)]))
        same = H5PVersion.objects.filter(sha256=package.sha256).select_related("content")
        # an older version would not be the one that is played
        current = next((each for each in same if each.content.current == each), None)
        kept = current or keep(package, title=package.title, user=self.user)
        return int(kept.content_id)

    def take_back(self) -> None:
        """Remove files whose rows were rolled back."""
        for storage, name in self.saved:
            storage.delete(name)
