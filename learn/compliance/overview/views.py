"""The counting screens in the CMS."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learn.accounts.tree import Unit
from learn.compliance.models import Requirement
from learn.compliance.overview.charts import Column, Segment, columns, ring, scale, segments
from learn.compliance.overview.choice import Choice
from learn.compliance.overview.counts import Counts, units_summed
from learn.compliance.overview.drawing import bar, cells, strip
from learn.compliance.overview.figures import AWAY, MISSED, SHOWN, Ahead, Figures
from learn.compliance.overview.people import Line, PeopleList, states_of
from learn.compliance.overview.screen import Screen, Select, select
from learn.compliance.overview.sight import Sight
from learn.compliance.overview.tiles import rows_of_tiles
from learn.compliance.overview.words import (
    GROUP_NAMES,
    HEALTH_MEANS,
    HEALTH_NAMES,
    group_names,
    month_name,
    number,
    percent,
)
from learn.compliance.sentences import state_name
from learn.rules.deadlines import Health, State

WORST = 8  # units that are drawn
FEW = 200  # so many are put in order by names as well before the first are shown
FIRST = 10  # people shown on the page of a unit
MISSED_WORD = ",".join(MISSED)


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a chart with its figures, and where it leads."""

    title: str
    address: str
    figures: Figures
    segments: Sequence[Segment]
    names: Mapping[str, str]

    @property
    def drawn(self) -> SafeString:
        return bar(self.segments, self.names)

    @property
    def share(self) -> str:
        return percent(self.figures.percent)

    @property
    def row(self) -> SafeString:
        """The cells of the table behind the chart."""
        f = self.figures
        states = (State.VALID, State.OPEN, State.IN_GRACE, State.OVERDUE, State.EXPIRED)
        counts = [*(f.of(state) for state in states), f.of(*AWAY), f.of(State.FUTURE)]
        return cells([self.share, *map(number, counts)])


class Overview(Screen):
    """How the city, or the part that somebody leads, stands today."""

    template_name = "learn/compliance/duties/overview.html"
    page_title = gettext_lazy("Übersicht")
    tab = "duties"

    def figures(self) -> dict[str, Any]:
        return {
            **whole(self.counts),
            "tile_rows": rows_of_tiles(self.counts, self.choice.place),
            "bars": bars_by_rule(self.sight, self.counts, self.choice.place),
            **months(self.counts.ahead, self.sight, self.choice.place),
            **ranking(self.sight, units_summed(self.sight, self.sight.rows)),
        }


class UnitPage(Screen):
    """One unit with all below it."""

    template_name = "learn/compliance/duties/unit.html"
    filters = ()

    def chosen(self, choice: Choice) -> Choice:
        return Choice(einheit=self.kwargs["code"])

    def get_page_title(self) -> str:
        return str(self.sight.unit)

    def figures(self) -> dict[str, Any]:
        place = self.choice.place
        units = units_summed(self.sight, self.sight.rows)
        missed = PeopleList(self.sight, place.but(stand=MISSED_WORD), self.counts, FIRST, FEW)
        page = missed.page(None) if self.counts.total.missed else None
        return {
            **whole(self.counts),
            "tile_rows": rows_of_tiles(self.counts, place),
            "bars": bars_by_rule(self.sight, self.counts, place),
            "sub_units": [
                sub_unit(self.sight.tree.units[unit], units.get(unit, Figures())) for unit in self.sight.rows
            ],
            "way": way(self.sight, "duty_unit"),
            "matrix_address": place.at(reverse("duty_matrix")),
            "all_missed": place.but(stand=MISSED_WORD).at(reverse("duty_people")),
            **(people(page.object_list, page) if page else {}),
        }


class People(Screen):
    """The list behind any number. Without any choice: who has to do something first."""

    template_name = "learn/compliance/duties/people.html"
    page_title = gettext_lazy("Liste")
    tab = "duty_people"
    filters = ("einheit", "pflicht", "stand")

    def chosen(self, choice: Choice) -> Choice:
        if not choice and "stand" not in self.request.GET:
            return choice.but(stand=MISSED_WORD)
        return choice

    def figures(self) -> dict[str, Any]:
        page = PeopleList(self.sight, self.choice, self.counts).page(self.request.GET.get("p"))
        return {
            **people(page.object_list, page),
            "narrowed": narrowed(self.choice),
            "reset": self.choice.place.at(reverse("duty_people")),
        }

    def select(self, name: str) -> Select:
        return state_select(self.choice) if name == "stand" else super().select(name)


class HealthScreen(Screen):
    """How the cycles hold together over the years."""

    template_name = "learn/compliance/duties/health.html"
    page_title = gettext_lazy("Zustand der Zyklen")
    tab = "duty_health"

    def figures(self) -> dict[str, Any]:
        place, behind = self.choice.place, reverse("duty_people")
        words = list(HEALTH_NAMES)
        total = self.counts.ahead
        rows = [
            (
                rule.title,
                [_health_cell(self.counts.ahead_of(pk), word, place.but(pflicht=rule.key), behind) for word in words],
            )
            for pk, rule in self.sight.shown_rules.items()
            if any(self.counts.ahead_of(pk).health.values())
        ]
        return {
            "health": [
                (word.value, HEALTH_NAMES[word], HEALTH_MEANS[word], *_health_cell(total, word, place, behind))
                for word in words
            ],
            "health_rows": rows,
        }


def _health_cell(ahead: Ahead, word: Health, place: Choice, behind: str) -> tuple[str, str]:
    count = ahead.health.get(word, 0)
    # lists leave out what has lapsed unless it is asked for, and here it counts
    stand = ",".join((*AWAY, State.FUTURE, State.WITHDRAWN)) if word is Health.NOT_APPLICABLE else ""
    return number(count), place.but(zyklus=word.value, stand=stand).at(behind) if count else ""


def whole(counts: Counts) -> dict[str, Any]:
    """The ring and the bar that stand for everything."""
    total = counts.total
    parts = segments(total)
    return {
        "percent": percent(total.percent),
        "ring": ring(total.percent),
        "valid": number(total.valid),
        "binding": number(total.binding),
        "waiting": total.of(State.OPEN, State.IN_GRACE),
        "missed": total.missed,
        "parts": [(part, GROUP_NAMES[part.key], number(part.people)) for part in parts],
        "strip": strip(parts),
    }


def bars_by_rule(sight: Sight, counts: Counts, place: Choice) -> list[Bar]:
    """One bar a requirement that concerns somebody here."""
    found, names = [], group_names()
    for pk, rule in sight.shown_rules.items():
        figures = counts.of(pk)
        if figures.shown:
            address = place.but(pflicht="").at(reverse("duty_requirement", args=[rule.key]))
            found.append(Bar(rule.title, address, figures, segments(figures), names))
    return found


def months(ahead: Ahead, sight: Sight, place: Choice) -> dict[str, Any]:
    """The columns of the next twelve months, each with its name and the list behind it."""
    behind = reverse("duty_people")
    shown: list[tuple[Column, str, str, str, str]] = [
        (
            column,
            month_name(column.start, short=True),
            month_name(column.start),
            number(column.people),
            place.but(monat=column.key).at(behind) if column.people else "",
        )
        for column in columns(ahead.months, sight.today)
    ]
    return {"months": shown, "any_month": any(column.people for column, *_names in shown)}


def ranking(sight: Sight, units: Mapping[int, Figures]) -> dict[str, Any]:
    """The units one step down with the largest shares of what is missed."""
    summed = ((sight.tree.units[unit], figures) for unit, figures in units.items() if figures.missed)
    missed = sorted(summed, key=lambda each: -each[1].missed / each[1].binding)
    worst, names = missed[:WORST], group_names()
    top = scale([figures.missed_percent + 1 for _unit, figures in worst])
    bars = [
        (
            Bar(str(unit), reverse("duty_unit", args=[unit.code]), figures, _missed_part(figures, top), names),
            percent(figures.missed_percent),
            number(figures.missed),
            number(figures.binding),
        )
        for unit, figures in worst
    ]
    return {"worst": bars, "worst_scale": percent(top), "more_units": len(missed) - len(worst)}


def _missed_part(figures: Figures, top: int) -> tuple[Segment, ...]:
    return segments(figures, ("overdue", "expired"), whole=figures.binding * top / 100)


def sub_unit(unit: Unit, figures: Figures, rule: str = "") -> dict[str, Any]:
    """A line of the table of units below; `rule` is the key of the one requirement it is about."""
    return {
        "unit": unit,
        "address": reverse("duty_unit", args=[unit.code]),
        "figures": figures,
        "percent": percent(figures.percent),
        "missed": number(figures.missed),
        "missed_address": Choice(unit.code, rule, MISSED_WORD).at(reverse("duty_people")),
        "strip": strip(segments(figures)),
    }


def way(sight: Sight, name: str) -> list[tuple[str, str]]:
    """The units over the shown one, with the addresses of a screen for each."""
    return [(str(unit), reverse(name, args=[unit.code])) for unit in sight.way()[:-1]]


def people(lines: Iterable[Line], page: Any) -> dict[str, Any]:
    """What the table of people needs, on whichever screen it stands."""
    rules: dict[int, tuple[Requirement, str]] = {}
    rows = []
    for line in lines:
        if line.rule.pk not in rules:
            rules[line.rule.pk] = line.rule, reverse("duty_requirement", args=[line.rule.key])
        rows.append(
            {
                "line": line,
                "state": state_name(line.state),
                "person_address": reverse("duty_person", args=[line.learner]),
                "rule_address": rules[line.rule.pk][1],
                "why_address": reverse("duty_explained", args=[line.obligation]),
            }
        )
    return {
        "people": rows,
        "page_obj": page,
        "elided_page_range": page.paginator.get_elided_page_range(page.number),
        "total": page.paginator.count,
        "bulk_address": reverse("duty_bulk"),
    }


def state_select(choice: Choice) -> Select:
    """The states a list may be narrowed to."""
    options: list[tuple[str, str | Promise]] = [
        (MISSED_WORD, _("überfällig oder abgelaufen")),
        *((state.value, state_name(state)) for state in SHOWN),
        (",".join(AWAY), GROUP_NAMES["away"]),
        (State.WITHDRAWN.value, state_name(State.WITHDRAWN)),
    ]
    states_of(choice)
    known = {value for value, _label in options}
    if choice.stand and choice.stand not in known:
        options.append((choice.stand, _(" oder ").join(state_name(state) for state in states_of(choice))))
    return select("stand", _("Stand"), _("alle außer entfallen"), options, choice.stand)


def narrowed(choice: Choice) -> list[str]:
    """What else the list is narrowed to, in words."""
    found = []
    if choice.tage:
        found.append(_("läuft in %(days)s Tagen ab") % {"days": choice.tage})
    if choice.monat:
        found.append(_("läuft ab in diesem Monat: %(month)s") % {"month": choice.monat})
    if choice.wiederholung:
        found.append(_("Wiederholung möglich"))
    if choice.zyklus in set(Health):
        found.append(_("Zustand der Zyklen: %(word)s") % {"word": HEALTH_NAMES[Health(choice.zyklus)]})
    return found
