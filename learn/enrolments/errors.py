"""What can be refused while learning; every error carries a sentence for the person in front of the screen."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class LearningError(ValueError):
    """Base of this room's errors. `sentence` is translatable and may be shown as it stands."""

    sentence: str | Promise = _("Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.")

    def __str__(self) -> str:
        return str(self.sentence)


class NoAttemptsLeft(LearningError):
    """The quiz allows no further attempt."""

    sentence = _("Sie haben alle Versuche für dieses Quiz genutzt.")


class TooSoon(LearningError):
    """The quiz wants a pause between two attempts, which ends at `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__()
        self.until = until

    def __str__(self) -> str:
        return gettext("Zwischen zwei Versuchen liegt hier eine Pause. Weiter geht es ab %(when)s.") % {
            "when": date_format(localtime(self.until), "SHORT_DATETIME_FORMAT")
        }


class TimeIsUp(LearningError):
    """The answer came after the end of a sitting with a time limit."""

    sentence = _("Die Zeit ist um. Ihre Antwort steht noch da: Verlängern Sie die Zeit und geben Sie sie dann ab.")


class NotInAttempt(LearningError):
    """The question is not part of the sitting that is running."""

    sentence = _("Diese Frage gehört nicht zu Ihrem laufenden Versuch. Hier geht es mit Ihrem Versuch weiter.")


class QuizChanged(LearningError):
    """The quiz was edited before the first answer, and the question is gone."""

    sentence = _("Das Quiz wurde gerade überarbeitet. Diese Frage gibt es nicht mehr. Hier ist die neue Frage.")


class UnknownLesson(LearningError):
    """The lesson is not part of the course (any more)."""

    sentence = _("Diese Lektion gibt es in dem Kurs nicht mehr. Ihr Lernstand ist gespeichert.")


class NameNotUsable(LearningError):
    """The name for the certificate is empty, too long or has signs that cannot be printed."""

    sentence: str | Promise = _("Bitte geben Sie Ihren Namen ein, so wie er auf dem Zertifikat stehen soll.")

    def __init__(self, sentence: str | Promise = "") -> None:
        super().__init__()
        self.sentence = sentence or self.sentence
