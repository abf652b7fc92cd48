"""Rows that repeat an earlier return's row in all that they say, and rows that only look like it."""

from typing import Any

import pytest
from accounts import MAY, counted, promise, row, sent

FIRST: dict[str, Any] = {"start": MAY, "evidence_ref": "LOG-1"}
OTHER: dict[str, Any] = {"start": MAY, "evidence_ref": "LOG-2"}


def places(*returns: Any) -> list[str]:
    """Return where it is asked whether a row is an earlier one again."""
    ledger = counted([promise(unit="hours")], *returns)
    return [str(each.source) for each in ledger.findings if each.code == "delivery-alike"]


def half(*rows: Any) -> Any:
    """Return a return for half a year, in which days of the first quarter may be told again."""
    return sent("half", *rows)


def test_a_row_is_asked_about_where_an_earlier_period_has_the_same() -> None:
    """Each kind of row is held against its own first one: the second and third rows are other deliveries."""
    again = half(row(4, **FIRST), row(4, **OTHER), row(5, **FIRST))

    asked = places(sent("q1", row(4, **FIRST)), again)

    assert asked == ["returns/half.xlsx!Delivery!Q2"]


@pytest.mark.parametrize("name", [{"person_ref": "A"}, {"placement_ref": "P1"}])
def test_rows_that_name_somebody_are_told_apart_by_that(name: dict[str, Any]) -> None:
    """Nothing is asked of them, by whichever reference they name somebody."""
    assert places(sent("q1", row(4, **FIRST, **name)), half(row(4, **FIRST, **name))) == []


def test_rows_of_one_period_are_not_asked_about() -> None:
    """Two sites may report the same for one quarter, and one return the same twice."""
    north, south = sent("q1", row(4, **FIRST), part="North"), sent("q1", row(4, **FIRST), part="South", file=" 2")

    assert places(north, south) == []
    assert places(sent("q1", row(4, **FIRST), row(4, **FIRST))) == []
