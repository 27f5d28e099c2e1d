"""What was chosen on a screen, as it stands in the address; remembered from screen to screen."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

__all__ = ["Choice"]


@dataclass(frozen=True, slots=True)
class Choice:
    """Unit (code; units below are included), requirement (key), states joined by commas, health of the cycles, days
    ahead, month (2026-12), and "1" for those who can renew. Empty means all; nothing here is trusted.
    """

    einheit: str = ""
    pflicht: str = ""
    stand: str = ""
    zyklus: str = ""
    tage: str = ""
    monat: str = ""
    wiederholung: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Choice":
        return cls(*(query.get(name, "").strip()[:100] for name in cls.__slots__))

    def __bool__(self) -> bool:
        return any(value for _name, value in self._items())

    def but(self, **changes: str) -> "Choice":
        return replace(self, **changes)

    @property
    def place(self) -> "Choice":
        """Only where and under which requirement: what holds from screen to screen."""
        return Choice(einheit=self.einheit, pflicht=self.pflicht)

    def query(self) -> str:
        return urlencode([(name, value) for name, value in self._items() if value])

    def _items(self) -> list[tuple[str, str]]:
        return [(name, getattr(self, name)) for name in self.__slots__]

    def at(self, address: str) -> str:
        """An address with this choice."""
        query = self.query()
        return f"{address}?{query}" if query else address
