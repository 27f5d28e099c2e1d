"""Asking for a decision that takes too long for a page: it is noted with all it needs, and carried out afterwards."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from learn.accounts.models import User
from learn.compliance.models import Order
from learn.queue import queue

__all__ = ["EARLIER", "LARGE", "ask"]

#: what a page does by itself while somebody waits
LARGE = 500
#: the action that is a list of completions
EARLIER = "earlier"


@transaction.atomic
def ask(actor: User, action: str, data: Mapping[str, Any], selection: Sequence[Any]) -> Order:
    """Note the order and queue it. The same one asked again, while it waits, is the one there is."""
    User.objects.select_for_update().get(pk=actor.pk)
    waiting = Order.objects.filter(actor=actor, action=action, finished_at=None)
    for order in waiting:
        if order.data == data and order.selection == list(selection):
            return order
    order = Order.objects.create(
        actor=actor, action=action, data=dict(data), selection=list(selection), total=len(selection)
    )
    queue("learn.jobs.decide_for_many", order.pk)
    return order
