"""Why a date or a state is what it is: a code with its values, put into sentences elsewhere."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Why(StrEnum):
    """The codes. Which values of `Because` are set stands behind each."""

    # the anchor of a due date: `day` is the anchor's day, `count` the days added to it
    FIXED = "fixed"
    ASSIGNED = "assigned"
    ENTERED = "entered"
    MOVED = "moved"
    FIRST_LOGIN = "first-login"
    OTHER_COMPLETED = "other-completed"  # name: key of the other course
    PREVIOUS_VALIDITY = "previous-validity"
    # there is no due date yet
    WAITS_FOR_LOGIN = "waits-for-login"
    WAITS_FOR_OTHER = "waits-for-other"  # name
    WAITS_FOR_RETURN = "waits-for-return"  # day: first day of the absence
    # what moved a due date
    MINIMUM_TIME = "minimum-time"  # day: assigned on, count: days
    ABSENT = "absent"  # day, until: the absence; count: days the clock stood still
    RETURNED = "returned"  # day: first day back, count: days from there
    EXEMPTION_ENDED = "exemption-ended"  # day: last day of the exemption, count: days from there
    REOPENED = "reopened"  # day: revoked from, count: days from there
    EXTENDED = "extended"  # day: extended on, until: extended to
    # a cycle opened by hand
    STARTED = "started"  # day: opened on
    # an end of validity: `day` is the day of completion, `count` the months
    PERIOD = "period"
    ANNIVERSARY = "anniversary"  # until: the previous end of validity
    CALENDAR = "calendar"  # count: months of minimum validity
    UNLIMITED = "unlimited"
    # what stands behind a validity
    IMPORTED = "imported"
    EQUIVALENT = "equivalent"
    EARLY = "early"  # day: completed on, until: first day of the window
    # a state
    WITHDRAWN = "withdrawn"  # day: last day of the last reason, if there was one
    SUSPENDED = "suspended"  # day, until, name: reason
    EXEMPT = "exempt"  # day, until, name: reason
    IN_GRACE = "in-grace"  # day: valid until, until: last day of grace
    EXPIRED = "expired"  # day: valid until
    OVERDUE = "overdue"  # day: due on
    RENEWAL_OPEN = "renewal-open"  # day: open since
    REVOKED = "revoked"  # day: from, name: reason
    FUTURE = "future"  # day: opens at


@dataclass(frozen=True, slots=True)
class Because:
    """One reason as data; which values are set depends on the code."""

    why: Why
    day: date | None = None
    until: date | None = None
    count: int = 0
    name: str = ""
