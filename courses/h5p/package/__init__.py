"""Pure: reads a .h5p file and refuses what is not safe; nothing is written here."""

from courses.h5p.package.libraries import Library, closure, library_hash
from courses.h5p.package.names import LibraryName
from courses.h5p.package.read import Package, read
from courses.h5p.package.refused import REASONS, Limits, Refused

__all__ = ["REASONS", "Library", "LibraryName", "Limits", "Package", "Refused", "closure", "library_hash", "read"]
