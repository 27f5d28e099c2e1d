"""What is wrong with a rule although each field is right: windows that can never be met, days that contradict."""

import calendar
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from learn.rules.validity import add_months

__all__ = ["problems"]

#: anchors after which the period begins with the duty itself
_BEGINS_WITH_DUTY = ("assignment", "entry_date", "department_change")
LEAP_YEAR = 2028


def problems(fields: Mapping[str, Any], groups: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Pairs of a field and a sentence that says what to do. Fields that are wrong by themselves are passed over."""
    if fields.get("courses") == []:
        yield "courses", _("Bitte wählen Sie mindestens einen Kurs.")
    if not groups and fields.get("named") == []:
        yield (
            "audience",
            _(
                "Bitte wählen Sie, für wen die Pflicht gilt: alle Beschäftigten, bestimmte Einheiten, "
                "oder einzelne Personen."
            ),
        )
    both = set(fields.get("named") or ()) & set(fields.get("except_people") or ())
    if both:
        yield (
            "except_people",
            _("Diese Person ist oben genannt und hier ausgenommen. Bitte nehmen Sie sie an einer Stelle heraus."),
        )
    yield from _dues(fields)
    yield from _validity(fields)
    if fields.get("repeats") and fields.get("repeat_same") == "other" and fields.get("repeat_courses") == []:
        yield "repeat_courses", _("Bitte wählen Sie den Kurs für die Wiederholung, oder „dieselben Kurse“.")
    if fields.get("credit") in ("by_rule", "by_hand") and fields.get("credit_days") == 0:
        yield "credit_days", _("Bitte geben Sie an, wie viele Tage vorher ein Abschluss noch zählt.")


def _dues(fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for which in ("new",) if fields.get("existing_same") == "same" else ("new", "existing"):
        anchor, days = fields.get(f"{which}_anchor"), fields.get(f"{which}_days")
        fixed, since, minimum = fields.get(f"{which}_date"), fields.get("begins_on"), fields.get("minimum_days")
        if anchor == "fixed" and fixed is None and f"{which}_date" in fields:
            yield (
                f"{which}_date",
                _("Bitte geben Sie den festen Tag an, oder wählen Sie einen anderen Beginn der Frist."),
            )
        elif anchor == "fixed" and fixed is not None and since is not None and fixed < since:
            yield (
                f"{which}_date",
                _("Dieser Tag liegt vor dem Beginn der Pflicht. Bitte wählen Sie einen späteren."),
            )
        elif anchor == "fixed" and which == "new" and minimum == 0:
            yield (
                "minimum_days",
                _(
                    "Wer nach dem festen Tag dazukommt, wäre sofort überfällig. "
                    "Bitte geben Sie eine Mindestzeit an, zum Beispiel 14 Tage."
                ),
            )
        if anchor == "other_completion":
            course = fields.get(f"{which}_course")
            if course == "":
                yield f"{which}_course", _("Bitte wählen Sie den Kurs, nach dessen Abschluss die Frist beginnt.")
            elif course in (fields.get("course_slugs") or ()):
                yield (
                    f"{which}_course",
                    _("Die Frist kann nicht mit dem Kurs beginnen, der selbst Pflicht ist. Wählen Sie einen anderen."),
                )
        if anchor in _BEGINS_WITH_DUTY and minimum is not None and days is not None and minimum > days:
            yield (
                "minimum_days",
                _(
                    "Die Mindestzeit (%(minimum)d Tage) ist länger als die Frist (%(days)d Tage). "
                    "Die Frist käme nie zum Zug. Verkürzen Sie die Mindestzeit, oder verlängern Sie die Frist."
                )
                % {"minimum": minimum, "days": days},
            )


def _validity(fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    kind = fields.get("expiry")
    if kind in ("completed", "previous_valid_until") and fields.get("months", 0) is None:
        yield "months", _("Bitte geben Sie an, wie viele Monate ein Abschluss gilt.")
        return
    if kind == "calendar_date":
        day, month = fields.get("calendar_day"), fields.get("calendar_month")
        if day and month and day > calendar.monthrange(LEAP_YEAR, month)[1]:
            yield (
                "calendar_day",
                _("Den %(day)d.%(month)d. gibt es nicht. Bitte wählen Sie einen Tag, den der Monat hat.")
                % {"day": day, "month": month},
            )
            return
    days = _shortest(fields)
    if days is None:
        return
    if kind == "calendar_date":
        if fields.get("lead_days") and fields["lead_days"] >= days:
            yield (
                "minimum_months",
                _(
                    "Wer kurz vor dem Stichtag fertig wird, wäre nur %(validity)d Tage gültig; der Vorlauf ist aber "
                    "%(days)d Tage. Erhöhen Sie die Mindestgültigkeit, oder verkürzen Sie den Vorlauf."
                )
                % {"days": fields["lead_days"], "validity": days},
            )
        return
    for name, sentence in _longer_than_valid():
        asked = fields.get(name) or 0
        if asked and asked >= days:
            yield name, sentence % {"days": asked, "validity": days}


def _longer_than_valid() -> tuple[tuple[str, str], ...]:
    """What must be shorter than a completion holds, and what to say otherwise."""
    return (
        (
            "lead_days",
            _(
                "Der Vorlauf (%(days)d Tage) ist länger, als ein Abschluss gilt (%(validity)d Tage). Wer fertig ist, "
                "müsste sofort von vorn anfangen. Verkürzen Sie den Vorlauf, oder verlängern Sie die Gültigkeit."
            ),
        ),
        (
            "grace_days",
            _(
                "Die Nachfrist (%(days)d Tage) ist länger, als ein Abschluss gilt (%(validity)d Tage). "
                "Bitte verkürzen Sie sie."
            ),
        ),
        (
            "minimum_days",
            _(
                "Die Mindestzeit (%(days)d Tage) ist länger, als ein Abschluss gilt (%(validity)d Tage). "
                "Bitte verkürzen Sie sie."
            ),
        ),
    )


def _shortest(fields: Mapping[str, Any]) -> int | None:
    """The fewest days for which a completion can hold; None: without end, or not known.

    Of a calendar date it is the minimum validity: whoever completes just before the date has no more.
    """
    kind = fields.get("expiry")
    months = fields.get("minimum_months") if kind == "calendar_date" else fields.get("months")
    if kind == "calendar_date" and months == 0:
        months = 12 * ((fields.get("calendar_years") or 1) - 1)
    if kind not in ("completed", "previous_valid_until", "calendar_date") or months is None:
        return None
    starts = (date(LEAP_YEAR + 1, month, 1) for month in range(1, 13))
    return min((add_months(start, months) - start).days for start in starts)
