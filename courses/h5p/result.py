"""Pure: what an H5P content reports (xAPI), believed no further than the server can check it.

The statement comes from a browser. Who, what and when is never read from it: actor, id and times are the server's. A
score is taken within its bounds; where the content is of a kind whose points we can count, they are counted again from
the response, and a difference is marked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from courses.h5p.points import is_counted, most_points, points_of

Check = Literal["same", "differs", "unchecked"]

#: what a content may say of itself; xAPI's `passed` or `mastered` would be ours to say
VERBS = {
    f"http://adlnet.gov/expapi/verbs/{word}": word
    for word in ("attempted", "interacted", "progressed", "answered", "completed")
} | {"http://activitystrea.ms/schema/1.0/consume": "consumed"}
#: only these are kept; the others tell that somebody is at work
FINAL = frozenset({"answered", "completed", "consumed"})
MAX_RESPONSE = 4_000  # characters that are kept; longer ones are essays, which nobody reads here
MAX_POINTS = 100_000
_FIELDS = frozenset({"actor", "verb", "object", "context", "result"})
_SCORE = frozenset({"raw", "max", "min", "scaled"})


class StatementRefused(ValueError):
    """A statement no content of ours makes. `code`: shape, fields, actor, verb, object, score, max, response."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Reported:
    """What is kept of a statement. `raw` and `max` are None where the content gives no points.

    `check`: "same" and "differs" where the server counted the points itself (then `raw` is the server's), else
    "unchecked". A statement about a part of the content (`is_part`) says nothing of the whole.
    """

    verb: str
    raw: Decimal | None = None
    max: Decimal | None = None
    response: str = ""
    check: Check = "unchecked"
    is_part: bool = False

    @property
    def scaled(self) -> Decimal | None:
        """Share of the points, 0 to 1."""
        return self.raw / self.max if self.raw is not None and self.max else None


def reported(statement: Any, activity: str, library: str, content: Any) -> Reported:
    """What a statement says of the activity with this IRI, whose content is played by `library` ("H5P.Blanks 1.14").

    Raises StatementRefused.
    """
    told = _mapping(statement, "shape")
    if not told.keys() <= _FIELDS:
        raise StatementRefused("fields")
    _check_actor(told.get("actor"))
    verb = VERBS.get(str(_mapping(told.get("verb"), "verb").get("id")))
    if verb is None:
        raise StatementRefused("verb")
    if _is_part(told, activity):
        return Reported(verb, is_part=True)
    result = _mapping(told.get("result", {}), "shape")
    response = result.get("response", "")
    if not isinstance(response, str):
        raise StatementRefused("response")
    kept = response.encode("utf-8", "replace").decode().replace("\0", "")[:MAX_RESPONSE]
    raw, most = _score(result.get("score"))
    counted_most = most_points(library, content)
    if most is not None and counted_most is not None and most != counted_most:
        raise StatementRefused("max")
    if raw is None or verb not in FINAL or not is_counted(library, content):
        return Reported(verb, raw, most, kept)
    counted = points_of(library, content, response)
    if counted is None:  # left out, or as no player says it: else a score could come without its answer
        raise StatementRefused("response")
    return Reported(verb, counted, most, kept, "same" if counted == raw else "differs")


def _mapping(value: Any, code: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise StatementRefused(code)
    return value


def _check_actor(actor: Any) -> None:
    """H5P names somebody without a name; whoever names a person, speaks for somebody else."""
    if actor is None:
        return
    known = _mapping(actor, "actor")
    account = known.get("account", {})
    if not known.keys() <= {"account", "objectType", "name"} or not isinstance(account, dict) or "homePage" in account:
        raise StatementRefused("actor")


def _is_part(told: Mapping[str, Any], activity: str) -> bool:
    """Whether it is about a part of the content. Raises StatementRefused if it is about something else."""
    named = _mapping(told.get("object"), "object").get("id")
    if not isinstance(named, str):
        raise StatementRefused("object")
    whole, _mark, query = named.partition("?")
    if whole != activity or (query and not query.startswith("subContentId=")):
        raise StatementRefused("object")
    above = _mapping(_mapping(told.get("context", {}), "shape").get("contextActivities", {}), "shape")
    return bool(query or above.get("parent"))


def _score(score: Any) -> tuple[Decimal | None, Decimal | None]:
    if score is None:
        return None, None
    told = _mapping(score, "score")
    if not told.keys() <= _SCORE or "raw" not in told or "max" not in told:
        raise StatementRefused("score")
    raw, most, least = (_number(told.get(name, 0)) for name in ("raw", "max", "min"))
    if least != 0 or not 0 <= raw <= most:
        raise StatementRefused("score")
    scaled = told.get("scaled")
    if scaled is not None and most and abs(_number(scaled) - raw / most) > Decimal("0.001"):
        raise StatementRefused("score")
    return raw, most


def _number(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise StatementRefused("score")
    number = Decimal(str(value))
    if not number.is_finite() or abs(number) > MAX_POINTS:
        raise StatementRefused("score")
    return number.quantize(Decimal("0.0001"))
