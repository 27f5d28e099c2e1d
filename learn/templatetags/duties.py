"""States of duties in templates: their name and their sign. Each word has a sign of its own shape."""

from collections.abc import Mapping

from django import template

from learn.compliance import codes, sentences
from learn.rules.deadlines import State

register = template.Library()

_ICONS: Mapping[State, str] = {
    State.VALID: "check",
    State.IN_GRACE: "history",
    State.EXPIRED: "circle-xmark",
    State.OVERDUE: "warning",
    State.OPEN: "time",
    State.FUTURE: "calendar-alt",
    State.EXEMPT: "no-view",
    State.SUSPENDED: "minus",
    State.WITHDRAWN: "cross",
}


@register.filter
def state_name(state: str) -> str:
    """What a state is called; empty for none."""
    return sentences.state_name(State(state)) if state in set(State) else ""


@register.filter
def state_icon(state: str) -> str:
    """The name of its icon in the CMS."""
    return _ICONS[State(state)] if state in set(State) else "help"


@register.filter
def code_name(code: str) -> str:
    """The name of a reason for an exemption or an absence; an unknown code as it stands."""
    return str({**codes.EXEMPTIONS, **codes.ABSENCES}.get(code, code))
