"""Who sees what: told line by line, so that no view grows unseen; and kept by the reports."""

from pathlib import Path

from django.utils import translation

from learn.privacy.fields import FIELDS, REACH_NAMES, ROLE_NAMES, Role, visible_columns
from learn.reports.catalogue import REPORTS

GOLDEN = Path(__file__).with_name("who_sees_what.txt")
NEVER = {"score", "points", "answers", "attempts", "tries", "duration", "time_spent"}


def as_text() -> str:
    lines = []
    with translation.override("de"):
        for group in FIELDS:
            lines.append(f"{group.title} ({group.purpose}; {group.kept})")
            for field in group.fields:
                seen = ", ".join(f"{name}: {REACH_NAMES[field.reach(role)]}" for role, name in ROLE_NAMES.items())
                lines.append(f"  {field.label}. {seen}. [{' '.join(field.columns)}]")
    return "\n".join(lines) + "\n"


def test_a_change_of_what_a_role_sees_is_a_change_of_the_told_text() -> None:
    assert as_text() == GOLDEN.read_text(encoding="utf-8"), "Agreed with the staff council? Then change it there too."


def test_reports_show_nothing_beyond_the_list() -> None:
    shown = {key for report in REPORTS.values() if report.of_people for key in report.column_keys}
    assert shown <= visible_columns(Role.HEAD) <= visible_columns(Role.HR)
    assert not visible_columns(Role.HR) & NEVER


def test_trainers_see_no_report_about_anybody() -> None:
    assert visible_columns(Role.TRAINER) == frozenset()
