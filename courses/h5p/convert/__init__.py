"""Pure: H5P's contents as questions and blocks of our own, and back; with a list of what is lost."""

from courses.h5p.convert.from_native import H5PExport, from_native
from courses.h5p.convert.native import LOSSES, Loss, Native, NotConvertible
from courses.h5p.convert.pack import pack
from courses.h5p.convert.to_native import convertible, to_native

__all__ = ["LOSSES", "H5PExport", "Loss", "Native", "NotConvertible", "convertible", "from_native", "pack", "to_native"]
