"""Units by requirements: who stands how, and the list behind each cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from learn.compliance.models import Requirement
from learn.compliance.overview.choice import Choice
from learn.compliance.overview.counts import units_by_rule
from learn.compliance.overview.figures import Figures
from learn.compliance.overview.screen import Screen
from learn.compliance.overview.words import number, percent
from learn.rules.deadlines import State

__all__ = ["Matrix"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A share, what stands below it, and the list behind."""

    tone: str
    percent: str
    below: str
    address: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One unit with all below; `down` leads to its own matrix if there is something below, else to its page."""

    title: str
    down: str
    page: str
    whole: Cell | None
    cells: Sequence[Cell | None]


class Matrix(Screen):
    """The units of one step of the tree by requirement; each row leads one step down."""

    template_name = "learn/compliance/duties/matrix.html"
    page_title = gettext_lazy("Matrix")
    tab = "duty_matrix"

    def figures(self) -> dict[str, Any]:
        sight, place = self.sight, self.choice.place
        columns = [rule for pk, rule in sight.shown_rules.items() if self.counts.of(pk).shown]
        found = units_by_rule(sight, sight.rows)
        rows = []
        for unit_id in sight.rows:
            if unit_id in found:
                unit = sight.tree.units[unit_id]
                here = place.but(einheit=unit.code)
                down = here.at(reverse("duty_matrix")) if sight.tree.children.get(unit_id) else ""
                page = reverse("duty_unit", args=[unit.code])
                rows.append(_row(str(unit), down, page, columns, found[unit_id], here))
        total_page = reverse("duty_unit", args=[sight.root.code]) if sight.root else ""
        title = _("%(unit)s, zusammen") % {"unit": sight.root} if sight.root else _("Zusammen")
        return {
            "matrix_columns": [(rule.title, reverse("duty_requirement", args=[rule.key])) for rule in columns],
            "matrix_rows": rows,
            "matrix_total": _row(title, "", total_page, columns, self.counts.by_rule, place),
            "way": [(str(unit), place.but(einheit=unit.code).at(reverse("duty_matrix"))) for unit in sight.way()[:-1]],
            "top_address": place.but(einheit="").at(reverse("duty_matrix")) if sight.unit else "",
        }


def _row(
    title: str,
    down: str,
    page: str,
    columns: Sequence[Requirement],
    by_rule: Mapping[int, Figures],
    place: Choice,
) -> MatrixRow:
    behind = reverse("duty_people")
    cells = [_cell(by_rule.get(rule.pk), place.but(pflicht=rule.key), behind) for rule in columns]
    total = sum((by_rule[rule.pk] for rule in columns if rule.pk in by_rule), Figures())
    return MatrixRow(title, down, page, _cell(total, place, behind), cells)


def _cell(figures: Figures | None, place: Choice, behind: str) -> Cell | None:
    if figures is None or not figures.shown:
        return None
    return Cell(
        tone=figures.tone.value,
        percent=percent(figures.percent) if figures.binding else _("ruht"),
        below=_below(figures),
        address=place.at(behind),
    )


def _below(figures: Figures) -> str:
    """What is missed, else how many have time left."""
    parts = []
    if overdue := figures.of(State.OVERDUE):
        parts.append(ngettext("%(n)s überfällig", "%(n)s überfällig", overdue) % {"n": number(overdue)})
    if expired := figures.of(State.EXPIRED):
        parts.append(ngettext("%(n)s abgelaufen", "%(n)s abgelaufen", expired) % {"n": number(expired)})
    parts = [part.replace(" ", "\u00a0") for part in parts]  # one state a line
    waiting = figures.of(State.OPEN, State.IN_GRACE)
    if not parts and waiting:
        parts.append(ngettext("%(n)s hat noch Zeit", "%(n)s haben noch Zeit", waiting) % {"n": number(waiting)})
    return ", ".join(parts)
