"""One ear for all walks; at the end the figures, on the screen and in build/heard.json."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.heard.listener.listener import Listener
from tests.heard.report import Report
from tests.heard.transcript import TITLES, overview

HERE = Path(__file__).parent
DOCS = HERE.parents[1] / "docs" / "heard"
FIGURES = HERE.parents[1] / "build" / "heard.json"
REPORT = pytest.StashKey[Report]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker("heard")


@pytest.fixture(scope="session")
def ear() -> Iterator[Listener]:
    with Listener() as listener:
        yield listener


@pytest.fixture(scope="session")
def report(request: pytest.FixtureRequest) -> Iterator[Report]:
    found = request.config.stash[REPORT] = Report()
    yield found
    if found.walks:
        found.write(FIGURES)
    if found.walks.keys() == TITLES.keys():
        (DOCS / "README.md").write_text(overview(found.walks, found.opened), encoding="utf-8")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    found = config.stash.get(REPORT, None)
    if found and found.walks:
        terminalreporter.section("heard")
        for line in found.lines():
            terminalreporter.write_line(line)
