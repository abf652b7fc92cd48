"""How much one person's dates allow: the most of each unit from Start to End counts, and more of it waits."""

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from accounts import BLANK, counted, promise, row, sent

from pledges.model import WeekConvention

WORKING: dict[str, Any] = {"unit": "weeks", "week_convention": WeekConvention.WORKING_DAYS}
TEN_DAYS: dict[str, Any] = {"start": dt.date(2025, 6, 2), "end": dt.date(2025, 6, 11)}
ELEVEN_DAYS: dict[str, Any] = {"start": dt.date(2025, 6, 2), "end": dt.date(2025, 6, 12)}
A_YEAR: dict[str, Any] = {"start": dt.date(2025, 4, 1), "end": dt.date(2026, 3, 31), "person_ref": "A"}

ALLOWED: list[tuple[dict[str, Any], int | str | None, dict[str, Any]]] = [
    ({"unit": "days"}, 10, TEN_DAYS),
    ({"unit": "days"}, 11, ELEVEN_DAYS),
    ({"unit": "days"}, None, {**TEN_DAYS, **BLANK, "days": Fraction(10)}),
    ({"unit": "weeks"}, 2, TEN_DAYS),
    # A week begun is one.
    ({"unit": "weeks"}, 3, ELEVEN_DAYS),
    # Days attended are looked at only where weeks are made of them.
    ({"unit": "weeks"}, None, {**TEN_DAYS, **BLANK, "days": Fraction(100)}),
    (WORKING, None, {**TEN_DAYS, **BLANK, "days": Fraction(10)}),
    # Hours without a name may be several people's, and no number of sessions is too many for a day.
    ({"unit": "hours"}, 241, TEN_DAYS),
    ({"unit": "hours"}, 240, {**TEN_DAYS, "person_ref": "A"}),
    ({"unit": "sessions"}, 1_000, {**TEN_DAYS, "person_ref": "A"}),
    ({"unit": "days"}, 11, {"start": TEN_DAYS["start"]}),
    ({"unit": "days"}, 11, {"end": TEN_DAYS["end"]}),
    ({"unit": "days"}, 0, TEN_DAYS),
    ({"unit": "FTE years"}, 1, A_YEAR),
]

MORE_THAN_ALLOWED: list[tuple[dict[str, Any], int | str | None, dict[str, Any], str]] = [
    ({"unit": "days"}, 11, TEN_DAYS, "10 days"),
    ({"unit": "days"}, "21/2", TEN_DAYS, "10 days"),
    ({"unit": "days"}, None, {**TEN_DAYS, **BLANK, "days": Fraction(11)}, "10 days"),
    ({"unit": "weeks"}, "11/5", TEN_DAYS, "10 days"),
    ({"unit": "weeks"}, 3, TEN_DAYS, "10 days"),
    ({"unit": "weeks"}, 4, ELEVEN_DAYS, "11 days"),
    (WORKING, None, {**TEN_DAYS, **BLANK, "days": Fraction(11)}, "10 days"),
    ({"unit": "hours"}, 241, {**TEN_DAYS, "person_ref": "A"}, "10 days"),
    ({"unit": "FTE years"}, "11/10", A_YEAR, "365 days"),
]


def found(terms: dict[str, Any], quantity: int | str | None, fields: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what is asked of a row for more than its dates allow: where, and in which words."""
    of = promise(**{"quantity": Fraction(1_000), **terms})
    value = Fraction(quantity) if isinstance(quantity, str) else quantity
    ledger = counted([of], sent("q1", row(value, **fields)))
    return [(str(each.source), each.text) for each in ledger.findings if each.code == "quantity-beyond-dates"]


@pytest.mark.parametrize(("terms", "quantity", "fields"), ALLOWED)
def test_a_number_counts_as_far_as_the_dates_of_its_row_allow(
    terms: dict[str, Any], quantity: int | str | None, fields: dict[str, Any]
) -> None:
    """A day is a day, five days attended are a week, and nobody works more than all hours of a day."""
    assert found(terms, quantity, fields) == []


@pytest.mark.parametrize(("terms", "quantity", "fields", "days"), MORE_THAN_ALLOWED)
def test_a_number_of_more_than_the_dates_of_its_row_allow_waits(
    terms: dict[str, Any], quantity: int | str | None, fields: dict[str, Any], days: str
) -> None:
    """It is asked about at the cell that gives it, with the days that there are."""
    cell = "D2" if quantity is None else "Q2"

    ((where, text),) = found(terms, quantity, fields)

    assert where == f"returns/q1.xlsx!Delivery!{cell}"
    assert days in text
