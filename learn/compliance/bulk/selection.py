"""Which obligations are meant: by their ids, or all that a list shows under its filters."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.http import QueryDict

from learn.accounts.access import Scope, scope, visible_people
from learn.accounts.asked import asked
from learn.accounts.models import User
from learn.accounts.tree import Tree
from learn.compliance.models import Obligation

__all__ = ["MOST", "Choice", "chosen"]

#: more than the largest department has; a choice beyond it is more likely a slip
MOST = 20_000


@dataclass(frozen=True, slots=True)
class Choice:
    """What was asked for. `ids` count unless `everybody`; then the filters do, as they stand in addresses."""

    ids: tuple[int, ...] = ()
    everybody: bool = False
    einheit: str = ""
    pflicht: str = ""
    stand: str = ""

    @classmethod
    def of(cls, sent: QueryDict) -> "Choice":
        """Read a form: `obligation` many times, or `auswahl` with commas, or `alle` with filters."""
        ids = [*sent.getlist("obligation"), *sent.get("auswahl", "").split(",")]
        filters = {name: asked(sent, name) for name in ("einheit", "pflicht", "stand")}
        return cls(_numbers(ids), bool(sent.get("alle")), **filters)


def chosen(viewer: User, choice: Choice, on: date) -> QuerySet[Obligation]:
    """The obligations meant that the viewer may see; what is out of sight is not there."""
    tree = Tree.load()
    within = scope(viewer, on, tree)
    if choice.everybody and choice.einheit:
        within = _narrowed(within, tree, choice.einheit)
    people = visible_people(viewer, on, within)
    found = Obligation.objects.filter(learner__user__in=people.values("pk"))
    if not choice.everybody:
        found = found.filter(pk__in=choice.ids[:MOST])
    else:
        wanted: Mapping[str, str] = {"requirement__key": choice.pflicht, "state": choice.stand}
        found = found.filter(**{name: value for name, value in wanted.items() if value})
    return found.select_related("requirement", "learner__user").order_by(
        "learner__user__last_name", "learner__user__first_name", "requirement__title", "pk"
    )


def _narrowed(within: Scope, tree: Tree, code: str) -> Scope:
    unit = tree.by_code.get(code)
    below = tree.below([unit.id]) if unit else frozenset()
    return Scope(False, below if within.everyone else below & within.units)


def _numbers(texts: Iterable[str]) -> tuple[int, ...]:
    """The ids among texts, each once; what is no id of ours is passed over."""
    return tuple(dict.fromkeys(int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 19))
