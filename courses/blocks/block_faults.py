"""What the blocks of a stream lack, as plain sentences: model validation does not run their rules, only forms do."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks


def stream_faults(stream: Any) -> Iterator[tuple[Any, str]]:
    """Each fault with the block of the stream it belongs to; None where it is the whole stream's."""
    try:
        stream.stream_block.clean(stream)
    except ValidationError as error:
        yield from ((None, message) for message in _own(error))
        for place, inner in getattr(error, "block_errors", {}).items():
            child = stream[place]
            yield from ((child, sentence) for sentence in dict.fromkeys(_sentences(child, inner)))


def block_faults(child: Any) -> list[str]:
    """The faults of one block of a stream."""
    try:
        child.block.clean(child.value)
    except ValidationError as error:
        return list(dict.fromkeys(_sentences(child, error)))
    return []


def _sentences(bound: Any, error: Any, where: tuple[str, ...] = ()) -> Iterator[str]:
    """All sentences of a nested error, each with its place: "Antwort 2, Rückmeldung: …"."""
    for message in _own(error):
        yield f"{', '.join(where)}: {message}" if where else message
    for place, inner in getattr(error, "block_errors", {}).items():
        child, name = _inside(bound, place)
        if isinstance(bound.block, blocks.ListBlock):
            yield from _sentences(child, inner, (*where[:-1], f"{name} {place + 1}"))
        elif not name or (where and where[-1].startswith(name)):  # "Antwort 2", not "Antwort 2, Antwort"
            yield from _sentences(child, inner, where)
        else:
            yield from _sentences(child, inner, (*where, name))


def _own(error: Any) -> Iterator[str]:
    """The messages of an error itself, without those of the blocks inside."""
    if not hasattr(error, "block_errors"):
        yield from (str(message) for message in error.messages)
        return
    for each in error.non_block_errors.as_data():
        yield from (str(message) for message in each.messages)


def _inside(bound: Any, place: Any) -> tuple[Any, str]:
    """The block inside at this place, and what authors know it by."""
    if isinstance(bound.block, blocks.StreamBlock):
        return bound.value[place], ""
    child = bound.value.bound_blocks[place]
    return child, str(child.block.label)
