"""Reports as files: one writer a format, all from the same columns and rows, none holding more than a piece of them."""

from collections.abc import Mapping

from learn.reports.files.about import About, Format, NotWritable, Sheet, Writer, file_name
from learn.reports.files.ods import write_ods
from learn.reports.files.pdf import write_pdf
from learn.reports.files.plain import write_csv
from learn.reports.files.xlsx import write_xlsx

__all__ = ["WRITERS", "About", "Format", "NotWritable", "Sheet", "file_name"]

WRITERS: Mapping[Format, Writer] = {
    Format.CSV: write_csv,
    Format.XLSX: write_xlsx,
    Format.ODS: write_ods,
    Format.PDF: write_pdf,
}
