"""Faults are put into real pages; together the checks must find nearly all. Which finds what is written down."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser

from tests.heard.listener.listener import Listener
from tests.seeded.fault import Fault
from tests.seeded.faults import ALL
from tests.seeded.proxy import Proxy
from tests.seeded.rungs import COMPARED, Findings, Site, findings, new
from tests.seeded.table import LEAST, Table

ROOT = Path(settings.BASE_DIR)
pytestmark = pytest.mark.seeded


@pytest.fixture(scope="session")
def table() -> Table:
    return Table(ROOT / "build" / "seeded-faults.json", ALL)


@pytest.fixture(scope="session")
def usual() -> dict[str, Findings]:
    """What the rungs say of the site as it is, by kind; found out when first needed."""
    return {}


@pytest.fixture(scope="session")
def ear() -> Iterator[Listener]:
    with Listener() as listener:
        yield listener


@pytest.mark.parametrize("fault", ALL, ids=lambda fault: fault.name)
def test_a_fault(
    all_types: str,
    live_site: str,
    browser: Browser,
    ear: Listener,
    tmp_path: Path,
    table: Table,
    usual: dict[str, Findings],
    fault: Fault,
) -> None:
    if fault.kind not in usual:
        (tmp_path / "usual").mkdir()
        with Proxy(live_site, Fault("none", "", fault.kind)) as proxy:
            sound = usual[fault.kind] = findings(Site(proxy.address, browser, ear, tmp_path / "usual"), fault.kind)
        assert not [told for rung, told in sound.items() if told and rung not in COMPARED]
    (tmp_path / "pages").mkdir()
    with Proxy(live_site, fault) as proxy:
        found = findings(Site(proxy.address, browser, ear, tmp_path / "pages"), fault.kind)
        assert proxy.changed, "the fault is in none of the pages"
    table.add(fault, new(found, usual[fault.kind]))


def test_nearly_all_are_caught(table: Table) -> None:
    if not table.complete:  # somebody tries a few by name: a share of those says nothing
        pytest.skip("not all faults were tried")
    (ROOT / "docs" / "seeded-faults.md").write_text(table.markdown(), "utf-8")
    assert table.share() >= LEAST, f"caught by none: {', '.join(table.missed())}"
