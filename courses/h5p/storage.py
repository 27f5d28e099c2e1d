"""Where contents and libraries lie: private, written once, below a name that is a hash."""

from collections.abc import Mapping

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages


def store() -> Storage:
    """The storage of H5P files (`STORAGES["h5p"]`): a folder, or S3 by settings."""
    return storages["h5p"]


def write(folder: str, files: Mapping[str, bytes]) -> None:
    """Keeps files below the folder. What is there already stays: the folder's name is made of its content.

    A file of another length is the rest of a writing that was ended; it is written anew.
    """
    kept = store()
    for name, data in files.items():
        path = f"{folder}/{name}"
        if kept.exists(path):
            if kept.size(path) == len(data):
                continue
            kept.delete(path)
        kept.save(path, ContentFile(data))


def read(path: str) -> bytes:
    """One file of the store."""
    with store().open(path) as file:
        data: bytes = file.read()
        return data


def names_below(folder: str, inner: str = "") -> list[str]:
    """The names of all files below a folder, seen from it."""
    folders, files = store().listdir(f"{folder}/{inner}".rstrip("/"))
    found = [inner + name for name in files]
    for name in folders:
        found += names_below(folder, f"{inner}{name}/")
    return found


def delete_below(folder: str) -> None:
    """Deletes all files below a folder; the empty folders stay."""
    for name in names_below(folder):
        store().delete(f"{folder}/{name}")
