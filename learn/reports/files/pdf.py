"""PDF: a tagged table on A4 across, with repeated headings. Only jobs call this; see certificates.api.listing."""

from itertools import islice
from pathlib import Path
from typing import IO

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

import certificates.api
from learn.reports.files.about import NotWritable, Sheet

__all__ = ["MOST_PDF_ROWS", "write_pdf"]

MOST_PDF_ROWS = 500  # some 10 CPU seconds: well within a job's time limit, also on a busy machine
STYLE = Path(__file__).with_name("paper.css")


def write_pdf(sheet: Sheet, file: IO[bytes]) -> int:
    """The whole report. Raises NotWritable beyond 500 rows, and for letters that our fonts do not have."""
    rows = list(islice(sheet.rows, MOST_PDF_ROWS + 1))
    if len(rows) > MOST_PDF_ROWS:
        raise NotWritable(_("Für eine PDF-Datei sind das zu viele Zeilen. Bitte wählen Sie eine Einheit, oder Excel."))
    lines = [[(column, column.text(row)) for column in sheet.columns] for row in rows]
    facts = [(label, str(value)) for label, value in sheet.about.lines(len(rows))]
    said = [value for _label, value in facts] + [text for line in lines for _column, text in line]
    strange = certificates.api.unprintable(" ".join(said))
    if strange:
        signs = " ".join(strange[:10])
        raise NotWritable(
            _("Diese Zeichen kann die PDF-Datei nicht zeigen: %(signs)s. Bitte nehmen Sie Excel.") % {"signs": signs}
        )
    html = render_to_string(
        "learn/reports/paper.html",
        {"title": sheet.about.title, "facts": facts, "columns": sheet.columns, "lines": lines},
    )
    file.write(certificates.api.listing(html, STYLE.read_text("utf-8")))
    return len(rows)
