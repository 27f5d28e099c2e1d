"""Every type of question by ear, through all its states; what was said is written to docs/heard/."""

from pathlib import Path

import pytest

from tests.heard.expected import WORDS, expected, unheard
from tests.heard.listener.listener import Listener
from tests.heard.questions import asked, listen
from tests.heard.report import Report
from tests.heard.transcript import markdown

DOCS = Path(__file__).resolve().parents[2] / "docs" / "heard"


@pytest.mark.parametrize("kind", WORDS)
def test_all_is_heard(all_types: str, live_site: str, ear: Listener, report: Report, kind: str) -> None:
    wanted = expected(kind, *asked(kind)[1:])
    try:
        walk = listen(ear, live_site, kind)
        missing = unheard(walk, wanted)
    except TimeoutError:
        missing = ["browser and screen reader did not come to rest"]
    if missing:  # a busy machine: Orca told the title before the focus. Once again, and counted.
        report.repeated += 1
        walk = listen(ear, live_site, kind)
        missing = unheard(walk, wanted)
    (DOCS / f"{kind}.md").write_text(markdown(walk), encoding="utf-8")
    report.add(walk, sum(len(each.phrases) for each in wanted), len(missing))
    assert not missing, "\n".join(missing)
