"""Carrying out a decision for many, some at a time so that others can write meanwhile; each batch whole or not."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from learn.accounts.models import User
from learn.compliance.allowed import NotPossible
from learn.compliance.bulk.apply import write
from learn.compliance.bulk.plan import BULK, REMIND
from learn.compliance.bulk.selection import Choice, chosen
from learn.compliance.earlier.apply import write as take_over
from learn.compliance.models import Order
from learn.compliance.orders import EARLIER
from learn.compliance.person.access import DECIDE
from learn.rules.roster import unpacked

__all__ = ["BATCH", "carry_out"]

#: a second or two during which SQLite lets nobody else write
BATCH = 250


def carry_out(order_id: int, now: datetime) -> None:
    """Go on where it stands. Safe to run twice, and after a crash: a batch and its place are written together."""
    while _next(order_id, now):
        pass


@transaction.atomic
def _next(order_id: int, now: datetime) -> bool:
    """One batch; whether there is more to do."""
    order = Order.objects.select_for_update().select_related(None).get(pk=order_id)
    if order.finished_at is not None:
        return False
    actor = order.actor
    if actor is None or not (actor.is_active and (order.action == REMIND or actor.has_perm(DECIDE))):
        return _finish(order, now, _("Das Recht dazu besteht nicht mehr."))
    try:
        with transaction.atomic():
            reached, left_out = _batch(order, actor, timezone.localdate(now))
    except NotPossible as refused:
        return _finish(order, now, str(refused.sentence))
    order.reached += reached
    for why, number in left_out.items():
        order.left_out[why] = order.left_out.get(why, 0) + number
    order.position = min(order.total, order.position + BATCH)
    if order.position >= order.total:
        return _finish(order, now)
    order.save(update_fields=["position", "reached", "left_out"])
    return True


def _batch(order: Order, actor: User, today: date) -> tuple[int, Mapping[str, int]]:
    """How many were reached, and how many not, by reason. Raises NotPossible."""
    part = order.selection[order.position : order.position + BATCH]
    if order.action == EARLIER:
        found = take_over([unpacked(row) for row in part], order.data["file"], actor, today)
        if found.faults:  # somebody has left, or a rule is gone, since the list was checked
            return 0, {_("nicht mehr möglich"): len(part)}
        return len(found.items), {_("schon vorhanden"): found.known} if found.known else {}
    form = BULK[order.action].form(order.data)
    if not form.is_valid():
        raise NotPossible(_("Die Angaben sind nicht mehr möglich."))
    obligations = list(chosen(actor, Choice(ids=tuple(part)), today))
    done = write(order.action, form.cleaned_data, obligations, actor, today)
    left_out = {why: len(left) for why, left in done.left_out.items()}
    if gone := len(part) - len(obligations):
        left_out[_("nicht mehr zu sehen")] = gone
    return len(done.reached), left_out


def _finish(order: Order, now: datetime, error: str = "") -> bool:
    order.finished_at, order.error, order.selection = now, error, []
    order.save()
    return False
