import datetime as dt
from fractions import Fraction

import pytest

from pledges.eligibility.lack import FactSo
from pledges.explain.missing_words import lack_words

DAY = dt.date(2026, 3, 31)


@pytest.mark.parametrize(
    ("value", "unit", "bound", "words"),
    [
        (2, "", "at least", "recorded, at least 2, as at 31 Mar 2026 or before"),
        (1, "people", "", "recorded, such as 1 person, as at 31 Mar 2026 or before"),
        (1200, "people", "at most", "recorded, at most 1,200 people, as at 31 Mar 2026 or before"),
        (Fraction(5, 2), "", "at least", "recorded, at least 2.5, as at 31 Mar 2026 or before"),
    ],
)
def test_a_fact_that_is_missing_is_said_with_its_value_and_its_unit(
    value: Fraction | int, unit: str, bound: str, words: str
) -> None:
    """One person is no people, and a number without a unit is followed by nothing."""
    lack = FactSo(name="alpha", value=Fraction(value), as_at=DAY, unit=unit, bound=bound)

    assert lack_words(lack) == f"the fact alpha {words}"
