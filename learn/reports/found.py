"""What a report has found: paged for the screen, one piece after another for a file."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from learn.reports.rows import Row

__all__ = ["CHUNK", "Found", "Source"]

# So many rows are made at once when a file is written; each piece costs a constant number of queries.
CHUNK = 1000
Source = QuerySet[Any, Any] | Sequence[Any]


@dataclass(frozen=True, slots=True)
class Found:
    """`source` is counted and cut where it lies, in the database or in a list; `to_rows` makes rows of a piece of it.

    `refused`: a choice names what does not exist or is not the viewer's to see; both look the same. `fault` says what
    to choose or to write differently. `later`: too much to find while somebody waits; a job finds it.
    """

    source: Source
    to_rows: Callable[[Sequence[Any]], Iterable[Row]]
    refused: bool = False
    fault: str | Promise = ""
    later: bool = False

    def count(self) -> int:
        return self.source.count() if isinstance(self.source, QuerySet) else len(self.source)

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, part: slice) -> list[Row]:
        return list(self.to_rows(list(self.source[part])))

    def __iter__(self) -> Iterator[Row]:
        """All rows, without ever holding more than a piece of them."""
        if isinstance(self.source, QuerySet):
            waiting = iter(self.source.iterator(chunk_size=CHUNK))
        else:
            waiting = iter(self.source)
        while piece := list(islice(waiting, CHUNK)):
            yield from self.to_rows(piece)


def nothing(fault: str | Promise = "") -> Found:
    """The answer to a choice that is not there, or not the viewer's; or to one that cannot be read."""
    return Found((), iter, refused=not fault, fault=fault)
