"""Reminding by hand goes out through the room that writes all reminders."""

from collections.abc import Sequence
from datetime import date

from learn.accounts.models import User
from learn.compliance.models import Obligation
from learn.compliance.reminders import remind_now

__all__ = ["remind"]


def remind(obligations: Sequence[Obligation], actor: User, today: date) -> dict[int, str]:
    """Write the mails, with an audit line each; by obligation, why somebody got none after all."""
    return {left.obligation.pk: left.why.sentence for left in remind_now(obligations, actor, today).left_out}
