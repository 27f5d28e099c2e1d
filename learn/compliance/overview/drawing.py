"""Stacked bars as SVG, and the figures behind them: dozens stand on a page, and templates would take far longer."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString

from learn.compliance.overview.charts import Segment
from learn.compliance.overview.words import number

__all__ = ["bar", "cells", "strip"]


def bar(parts: Sequence[Segment], names: Mapping[str, str]) -> SafeString:
    """A bar with its figures; those who do not see it hear them with the names of its parts."""
    return format_html(
        '<svg class="duty-bar" width="100%" height="28" role="img" aria-label="{}" focusable="false">{}{}</svg>',
        ", ".join(f"{number(p.people)} {names[p.key]}" for p in parts),
        _parts(parts),
        SafeString(
            "".join(
                f'<text class="figure on-{p.key}" x="{p.middle}" y="19" text-anchor="middle" aria-hidden="true">'
                f"{number(p.people)}</text>"
                for p in parts
                if p.readable
            )
        ),
    )


def strip(parts: Iterable[Segment]) -> SafeString:
    """A thin bar beside figures that say it already."""
    return format_html(
        '<svg class="duty-bar" width="100%" height="14" aria-hidden="true" focusable="false">{}</svg>', _parts(parts)
    )


def cells(figures: Iterable[str]) -> SafeString:
    """The same figures as cells of a table."""
    return SafeString("".join(f"<td>{figure}</td>" for figure in figures))


def _parts(parts: Iterable[Segment]) -> SafeString:
    """All of it is our own keys and figures: there is nothing to escape."""
    return SafeString(
        "".join(
            f'<rect class="part" fill="url(#duty-{p.key})" x="{p.x}" width="{p.width}" height="100%"></rect>'
            for p in parts
        )
    )
