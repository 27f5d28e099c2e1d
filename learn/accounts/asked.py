"""What an address asks for, as it may go into a query."""

from collections.abc import Mapping

__all__ = ["asked"]

LONGEST = 100


def asked(query: Mapping[str, str], name: str = "q") -> str:
    """The text under a name, 100 signs of it at most; without NUL, which PostgreSQL takes in no text."""
    return str(query.get(name, "")).replace("\0", "\ufffd").strip()[:LONGEST]
