"""How often one may try, and which sitting counts."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from learn.rules.attempts import Sat, best, left, may_start, needed


@given(allowed=st.none() | st.integers(0, 5), used=st.integers(0, 9))
def test_attempts_left(allowed: int | None, used: int) -> None:
    rest = left(allowed, used)
    assert (rest is None) == (not allowed)
    assert may_start(allowed, used) == (rest is None or rest > 0)


scores = st.decimals(0, 1, places=2)
sittings = st.lists(st.builds(Sat, st.integers(1, 99), scores, st.sampled_from([True, False, None])), max_size=6)


@given(sat=sittings)
def test_no_later_sitting_makes_the_best_worse(sat: list[Sat]) -> None:
    chosen = best(sat)
    if chosen is None:
        assert not sat
        return
    assert chosen.passed or not any(other.passed for other in sat)
    assert all(chosen.scaled >= other.scaled for other in sat if bool(other.passed) == bool(chosen.passed))


@given(mark=st.decimals("0.01", 1, places=2), most=st.integers(1, 60))
def test_needed_points_are_the_least_that_pass(mark: Decimal, most: int) -> None:
    points = needed(mark, Decimal(most))
    assert points is not None
    assert points >= mark * most
    assert points - Decimal("0.01") < mark * most


def test_no_pass_mark_needs_nothing() -> None:
    assert needed(None, Decimal(8)) is None
