"""How long idle records are kept."""

from datetime import date, timedelta


def idle_before(today: date, days: int) -> date:
    """The first day that still counts as recent: whoever was last seen before it has been idle for over `days` days."""
    return today - timedelta(days=days)
