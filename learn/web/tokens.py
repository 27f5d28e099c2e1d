"""The signed note in a question's form: with which quiz, seed and question the page was made."""

from dataclasses import dataclass

from django.core import signing

_SALT = "learn.sitting"


@dataclass(frozen=True, slots=True)
class SittingToken:
    """Enough to begin exactly the sitting that was shown, and to go on after the sign-in has run out."""

    quiz_key: str
    seed: str
    question_key: str

    def sign(self) -> str:
        """As text for a hidden field; it holds nothing secret."""
        return signing.dumps([self.quiz_key, self.seed, self.question_key], salt=_SALT, compress=True)


def read_token(text: str | None) -> SittingToken | None:
    """The note, if its signature is ours; None for a missing or changed one."""
    try:
        fields = signing.loads(text or "", salt=_SALT)
    except signing.BadSignature:
        return None
    if not isinstance(fields, list) or len(fields) != 3 or not all(isinstance(field, str) for field in fields):
        return None
    return SittingToken(*fields)
