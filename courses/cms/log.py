"""What the log of the CMS says of H5P: who kept, approved, withdrew, asked for what."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogFormatter

from courses.h5p import contents, library

_SAID = {
    contents.KEPT: (_("H5P-Inhalt übernommen"), _("H5P-Inhalt „%(title)s“, Fassung %(number)s, übernommen")),
    contents.REMOVED: (_("H5P-Inhalt gelöscht"), _("H5P-Inhalt „%(title)s“ gelöscht")),
    library.APPROVED: (_("H5P-Bibliothek freigegeben"), _("H5P-Bibliothek %(library)s freigegeben (%(sha256)s)")),
    library.WITHDRAWN: (_("Freigabe zurückgenommen"), _("Freigabe von %(library)s zurückgenommen (%(sha256)s)")),
    library.ASKED: (_("H5P-Bibliothek angefragt"), _("H5P-Bibliothek %(library)s angefragt")),
    library.DECLINED: (_("Anfrage erledigt"), _("Anfrage nach %(library)s ohne Freigabe erledigt")),
}


def register(actions: Any) -> None:
    """One formatter an action; Wagtail's registry wants a class each."""
    for action, (name, sentence) in _SAID.items():
        kind = type("Formatter", (_Formatter,), {"label": name, "sentence": sentence})
        actions.register_action(action)(kind)


class _Formatter(LogFormatter):
    sentence: Any = ""

    def format_message(self, log_entry: Any) -> str:
        return str(self.sentence % log_entry.data)
