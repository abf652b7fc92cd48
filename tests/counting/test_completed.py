"""Completed weeks of a placement in several rows: of promises in weeks alone."""

from fractions import Fraction

import pytest
from nouns import Q1, Q2, contract, line, pledge, received, register

from pledges.audience import Vocabulary
from pledges.counting.ledger import count
from pledges.files.policy import default_policy
from pledges.model import WeekConvention


def counted(unit: str, convention: WeekConvention) -> Fraction | None:
    """Return what counts of one full-time placement that two returns report, its days from 1 May on in both."""
    whole = register((pledge(unit=unit, week_convention=convention),), contracts=(contract(),))
    day = Q1.start.replace(month=5)
    returns = [
        received(line(start=day, placement_ref="K-1", hours_per_week=Fraction(35)), period=period)
        for period in (Q1, Q2)
    ]
    ledger = count(
        whole, returns, default_policy().in_force_on(Q2.end), on=Q2.end, known_on=None, vocabulary=Vocabulary()
    )
    return ledger.counted["P-1"].counted.value


@pytest.mark.parametrize(("unit", "is_changed"), [("weeks", True), ("FTE years", False)])
def test_only_weeks_are_completed(unit: str, *, is_changed: bool) -> None:
    """From 1 May to 30 September are 153 days and 21 whole weeks; a part of an FTE year stays what it is."""
    usual, completed = (
        counted(unit, convention) for convention in (WeekConvention.CALENDAR_DAYS, WeekConvention.COMPLETED_WEEKS)
    )

    assert usual
    assert (completed != usual) is is_changed
    assert completed == (21 if is_changed else usual)
