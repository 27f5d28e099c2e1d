"""The words of the two mails: standard texts, the town's own in their place, placeholders and what may be wrong."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learn.accounts.models import User
from learn.compliance.reminder_models import ReminderText

__all__ = [
    "DUTIES",
    "LABELS",
    "PARTS",
    "PLACEHOLDERS",
    "ChangedMeanwhile",
    "Kind",
    "Texts",
    "always",
    "current",
    "faults",
    "filled",
    "history",
    "paragraphs",
    "save",
    "standard",
    "version",
]

DUTIES = "pflichten"
LANGUAGE = "de"  # of the mails, whatever language the CMS is shown in
LONGEST = {"subject": 120, "greeting": 200, "intro": 3000, "closing": 3000}
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


class Kind(StrEnum):
    """The mails: to the person, and to whoever leads the unit."""

    REMINDER = "erinnerung"
    ESCALATION = "eskalation"


class ChangedMeanwhile(Exception):
    """Somebody else has saved the text since it was shown; `last` is that change."""

    def __init__(self, last: ReminderText) -> None:
        super().__init__(str(last))
        self.last = last


@dataclass(frozen=True, slots=True)
class Texts:
    """A mail in four parts, placeholders and all. `intro` or `closing` says where the duties stand."""

    subject: str
    greeting: str
    intro: str
    closing: str


PARTS = tuple(field.name for field in fields(Texts))
LABELS: Mapping[str, Promise] = {
    "subject": gettext_lazy("Betreff"),
    "greeting": gettext_lazy("Anrede"),
    "intro": gettext_lazy("Einleitung"),
    "closing": gettext_lazy("Schluss"),
}
PLACEHOLDERS: Mapping[str, Promise] = {
    DUTIES: gettext_lazy("die Liste der Pflichtschulungen; muss einmal in Einleitung oder Schluss stehen"),
    "anzahl": gettext_lazy("wie viele es sind, zum Beispiel „2 Pflichtschulungen“"),
    "vorname": gettext_lazy("Vorname der Person, die die E-Mail bekommt"),
    "nachname": gettext_lazy("Nachname der Person, die die E-Mail bekommt"),
    "stadt": gettext_lazy("Name der Stadt"),
    "plattform": gettext_lazy("Name der Lernplattform"),
    "kontakt": gettext_lazy("E-Mail-Adresse und Telefon für Fragen"),
}
_STANDARD: Mapping[Kind, Mapping[str, Promise]] = {
    Kind.REMINDER: {
        "subject": gettext_lazy("Erinnerung: {anzahl}"),
        "greeting": gettext_lazy("Guten Tag {vorname} {nachname},"),
        "intro": gettext_lazy(
            "diese Schulungen gehören zu Ihrer Arbeit und stehen jetzt an. "
            "Sie können jederzeit anfangen, unterbrechen und später weitermachen.\n\n{pflichten}"
        ),
        "closing": gettext_lazy(
            "Haben Sie eine Schulung inzwischen abgeschlossen? Dann müssen Sie für diese nichts mehr tun.\n\n"
            "Haben Sie Fragen? Die Personalstelle hilft Ihnen gern: {kontakt}"
        ),
    },
    Kind.ESCALATION: {
        "subject": gettext_lazy("Überfällig in Ihrem Bereich: {anzahl}"),
        "greeting": gettext_lazy("Guten Tag {vorname} {nachname},"),
        "intro": gettext_lazy(
            "in Ihrem Bereich sind Pflichtschulungen überfällig. "
            "Bitte sprechen Sie die Personen an, und geben Sie ihnen Zeit zum Lernen.\n\n{pflichten}"
        ),
        "closing": gettext_lazy(
            "Sie lesen hier nur Name, Schulung und Frist. Ergebnisse stehen nicht darin.\n\n"
            "Haben Sie Fragen? Die Personalstelle hilft Ihnen gern: {kontakt}"
        ),
    },
}


def standard(kind: Kind) -> Texts:
    """The standard text, in German."""
    with translation.override(LANGUAGE):
        return Texts(**{part: str(text) for part, text in _STANDARD[kind].items()})


def current(kind: Kind) -> Texts:
    """What is sent: the standard text, and the town's own where it has changed it."""
    own = dict(ReminderText.objects.filter(kind=kind).order_by("pk").values_list("part", "text"))  # the last counts
    return replace(standard(kind), **{part: text for part, text in own.items() if text and part in PARTS})


def version(kind: Kind) -> int:
    """Number of the last change; 0 before the first."""
    return ReminderText.objects.filter(kind=kind).values_list("pk", flat=True).order_by("-pk").first() or 0


def history(kind: Kind, most: int = 20) -> list[ReminderText]:
    """The last changes, the latest first."""
    return list(ReminderText.objects.filter(kind=kind).select_related("by").order_by("-pk")[:most])


@transaction.atomic
def save(kind: Kind, texts: Texts, by: User, seen: int | None = None) -> int:
    """Keep what differs from what is sent now; returns how many parts. What equals the standard text is not kept.

    `seen` is the version the writer saw. Raises ChangedMeanwhile if there is a later one by somebody else.
    """
    last = ReminderText.objects.filter(kind=kind).select_for_update().order_by("-pk").first()
    if seen is not None and last is not None and last.pk > seen and last.by_id != by.pk:
        raise ChangedMeanwhile(last)
    now, usual = asdict(current(kind)), asdict(standard(kind))
    wanted = {part: text or usual[part] for part, text in asdict(texts).items()}
    changed = [part for part in PARTS if wanted[part] != now[part]]
    ReminderText.objects.bulk_create(
        ReminderText(kind=kind, part=part, text="" if wanted[part] == usual[part] else wanted[part], by=by)
        for part in changed
    )
    return len(changed)


def faults(texts: Texts) -> dict[str, list[str]]:
    """What is wrong with a text, by part, in sentences that say what to do. Empty parts stand for the standard text."""
    found = {part: list(_faults_of(part, text)) for part, text in asdict(texts).items()}
    body = f"{texts.intro}\n\n{texts.closing}"
    count = sum(name == DUTIES for name in _PLACEHOLDER.findall(body))
    if texts.intro and texts.closing and count == 0:
        found["intro"].append(
            _(
                "Der Platzhalter {pflichten} fehlt. An seine Stelle kommt die Liste der Schulungen. "
                "Bitte schreiben Sie ihn in eine eigene Zeile der Einleitung."
            )
        )
    if count > 1:
        found["intro"].append(
            _("Der Platzhalter {pflichten} steht mehrmals da. Bitte lassen Sie ihn nur einmal stehen.")
        )
    return {part: sentences for part, sentences in found.items() if sentences}


def _faults_of(part: str, text: str) -> Iterable[str]:
    if len(text) > LONGEST[part]:
        yield _("Das sind %(is)d Zeichen. Bitte kürzen Sie auf höchstens %(most)d.") % {
            "is": len(text),
            "most": LONGEST[part],
        }
    names = _PLACEHOLDER.findall(text)
    if unknown := [name for name in dict.fromkeys(names) if name not in PLACEHOLDERS]:
        yield _("Den Platzhalter %(unknown)s gibt es nicht. Bekannt sind: %(known)s.") % {
            "unknown": ", ".join(f"{{{name}}}" for name in unknown),
            "known": ", ".join(f"{{{name}}}" for name in PLACEHOLDERS),
        }
    if set("{}") & set(_PLACEHOLDER.sub("", text)):
        yield _(
            "Eine geschweifte Klammer steht allein. Platzhalter beginnen mit { und enden mit }, zum Beispiel {vorname}."
        )
    if part in {"subject", "greeting"} and DUTIES in names:
        yield _("Die Liste {pflichten} passt nicht hierher. Sie darf nur in Einleitung oder Schluss stehen.")


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its placeholders replaced. What is filled in is not looked at again."""
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)


def paragraphs(texts: Texts, values: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """The paragraphs before and after the list of duties, filled in."""
    before, _sign, after = f"{texts.intro}\n\n{texts.closing}".partition(f"{{{DUTIES}}}")
    return _split(filled(before, values)), _split(filled(after, values))


def always(person: User, count: int) -> dict[str, str]:
    """The values of the placeholders, the duties apart."""
    town = settings.TOWN
    return {
        "anzahl": translation.ngettext("%(n)d Pflichtschulung", "%(n)d Pflichtschulungen", count) % {"n": count},
        "vorname": person.first_name,
        "nachname": person.last_name,
        "stadt": str(town["name"]),
        "plattform": str(town["site_name"]),
        "kontakt": _("%(email)s, Telefon %(phone)s") % {"email": town["email"], "phone": town["phone"]},
    }


def _split(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if part.strip()]
