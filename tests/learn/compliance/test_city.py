"""The benchmark's city, small: its rows are those that the engine itself would write."""

from datetime import date

import pytest

from learn.compliance import nightly
from learn.compliance.models import Obligation, Requirement, Tally
from learn.compliance.obligations import Refreshed
from learn.compliance.watch import Staff, to_visit
from tests.benchmarks.hr.town import build

ON = date(2027, 2, 15)


@pytest.mark.django_db
def test_the_city_is_as_the_engine_would_have_it() -> None:
    build(people=420, requirements=6, on=ON)
    rows = Obligation.objects.order_by("pk").values
    before = list(rows())
    staff = Staff.load()
    assert [to_visit(requirement, staff, ON) for requirement in Requirement.objects.all()] == [set()] * 6
    assert set(nightly.refresh_all(ON).values()) == {Refreshed()}
    assert list(rows()) == before
    assert len(set(Obligation.objects.values_list("state", flat=True))) == 9
    assert Obligation.objects.filter(renewal_open=True).exists()
    assert Tally.objects.exists()
