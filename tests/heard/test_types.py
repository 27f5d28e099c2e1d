"""Every type of question by ear, through all its states; what was said is written to docs/heard/."""

from pathlib import Path

import pytest

from tests.heard.expected import WORDS, expected, unheard
from tests.heard.listener.listener import Listener
from tests.heard.questions import asked, listen
from tests.heard.report import Report
from tests.heard.transcript import markdown
from tests.heard.walk import Walk

DOCS = Path(__file__).resolve().parents[2] / "docs" / "heard"


@pytest.mark.parametrize("kind", WORDS)
def test_all_is_heard(all_types: str, live_site: str, ear: Listener, report: Report, kind: str) -> None:
    walk = patient(ear, live_site, report, kind)
    (DOCS / f"{kind}.md").write_text(markdown(walk), encoding="utf-8")
    wanted = expected(kind, *asked(kind)[1:])
    missing = unheard(walk, wanted)
    report.add(walk, sum(len(each.phrases) for each in wanted), len(missing))
    assert not missing, "\n".join(missing)


def patient(ear: Listener, site: str, report: Report, kind: str) -> Walk:
    """Where browser or screen reader did not come to rest in time the walk is repeated once, and counted."""
    try:
        return listen(ear, site, kind)
    except TimeoutError:
        report.repeated += 1
        return listen(ear, site, kind)
