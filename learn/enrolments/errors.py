"""What can be refused while learning; every error carries a sentence for the person in front of the screen."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class LearningError(ValueError):
    """Base of this room's errors. `sentence` is translatable and may be shown as it stands."""

    sentence: str | Promise = _("Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.")

    def __str__(self) -> str:
        return str(self.sentence)


class NoAttemptsLeft(LearningError):
    """The quiz allows no further attempt."""

    sentence = _("Sie haben alle Versuche für dieses Quiz genutzt. Ihr bestes Ergebnis zählt.")


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

    sentence = _("Bitte geben Sie Ihren Namen ein, so wie er auf dem Zertifikat stehen soll.")
