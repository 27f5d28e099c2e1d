"""That a practice question was tried; never what was answered."""

from datetime import date
from uuid import UUID

from .models import PracticeTried


def note(learner_id: UUID, quiz_key: UUID | str, question_key: str, today: date) -> None:
    """Keep the latest day."""
    PracticeTried.objects.update_or_create(
        learner_id=learner_id, quiz_key=quiz_key, question_key=question_key, defaults={"tried_on": today}
    )
