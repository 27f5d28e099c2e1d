"""The choices of a report as they stand in the address."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from urllib.parse import urlencode

__all__ = ["Filters"]


@dataclass(frozen=True, slots=True)
class Filters:
    """Unit (code; units below are included), course (key), state, requirement (key). Empty means all."""

    einheit: str = ""
    kurs: str = ""
    stand: str = ""
    pflicht: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Filters":
        """Read the address; whatever it holds is looked up later, never trusted."""
        return cls(*(query.get(name, "").strip()[:100] for name in ("einheit", "kurs", "stand", "pflicht")))

    def __bool__(self) -> bool:
        return any(asdict(self).values())

    def query(self) -> str:
        """The address part of these choices; empty without any."""
        return urlencode({name: value for name, value in asdict(self).items() if value})

    def but(self, **changes: str) -> "Filters":
        return replace(self, **changes)
