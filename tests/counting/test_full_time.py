import datetime as dt
from fractions import Fraction

import pytest

from pledges.counting.full_time import years_between


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        (dt.date(2025, 4, 1), dt.date(2026, 3, 31), Fraction(1)),
        (dt.date(2025, 4, 1), dt.date(2025, 4, 1), Fraction(1, 365)),
        (dt.date(2023, 4, 1), dt.date(2024, 4, 1), 1 + Fraction(1, 365)),
        (dt.date(2023, 4, 1), dt.date(2024, 3, 30), Fraction(365, 366)),
        (dt.date(2024, 2, 29), dt.date(2026, 2, 27), Fraction(2)),
    ],
)
def test_days_are_so_many_years_counted_from_the_first(first: dt.date, last: dt.date, years: Fraction) -> None:
    """Each day is one day of its year's 365 or 366."""
    assert years_between(first, last) == years
