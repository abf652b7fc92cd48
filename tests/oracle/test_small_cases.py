"""Registers of a few rows each that a difference was once found in, with what both calculations must say of them."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING

from oracle.arithmetic import answered, rows_of
from oracle.comparison import differences
from oracle.tables import Case, Contract, Line, Pledge, Return, Supplier

if TYPE_CHECKING:
    from collections.abc import Sequence

FILE = "returns/S-1 C-1 00.xlsx"


def day(text: str) -> dt.date:
    """Return the day of an ISO text."""
    return dt.date.fromisoformat(text)


def case(promised: Pledge, lines: Sequence[Line], *, on: str = "2026-03-31", nil: int = 0) -> Case:
    """Return a register with one promise, and one return for the year of its contract."""
    start, end = day("2025-04-01"), day("2026-03-31")
    return Case(
        0,
        day(on),
        None,
        {
            "supplier": [Supplier("S-1", "Firm S-1")],
            "contract": [Contract("C-1", "Council A", start, end)],
            "pledge": [promised],
            "return": [Return(FILE, "S-1", "C-1", start, end, "in period", nil=nil)],
            "line": [each._replace(file=FILE, row=row) for row, each in enumerate(lines, start=1)],
        },
    )


def promise(unit: str, week_convention: str = "calendar days") -> Pledge:
    """Return the promise of those registers."""
    return Pledge(
        "P-1", "S-1", "C-1", "placement", unit, Fraction(20), day("2026-03-31"), week_convention=week_convention
    )


def line(start: str | None = None, end: str | None = None, **cells: object) -> Line:
    """Return a row for that promise, documented."""
    dates = {"start": start and day(start), "end": end and day(end)}
    return Line("", 0, "P-1", evidence="list", **dates, **cells)  # type: ignore[arg-type]


def test_a_nil_beside_more_days_than_its_dates_allow_is_asked_about() -> None:
    """Nil, and 9 days attended in a week of 5: both say that it waits."""
    asked = case(promise("weeks", "working days"), [line("2025-06-02", "2025-06-06", absence="nil", days=Fraction(9))])

    held = rows_of(answered([asked]), "barred", ("k", "file", "row"))

    assert held[0, FILE, 1]["reason"] == "quantity-beyond-dates"
    assert differences([asked]) == []


def test_a_number_in_a_nil_return_of_a_year_that_goes_on_is_no_answer_yet() -> None:
    """0.1 FTE from July on would be years up to the day of the position; a nil return's number is made into none."""
    number = line("2025-07-27", quantity=Fraction(1, 10), unit="FTE")
    asked = case(promise("FTE years"), [number], on="2026-01-12", nil=1)

    fulfilled = rows_of(answered([asked]), "fulfilled", ("k", "pledge"))

    assert fulfilled[0, "P-1"]["state"] == "not due"
    assert differences([asked]) == []


def test_dates_in_a_nil_return_of_a_year_that_goes_on_contradict_it_by_now() -> None:
    """Weeks that are found from dates belong to the day of the position at the latest, also where they wait."""
    asked = case(promise("weeks"), [line("2025-07-27")], on="2026-01-12", nil=1)

    fulfilled = rows_of(answered([asked]), "fulfilled", ("k", "pledge"))

    assert fulfilled[0, "P-1"]["state"] == "reported"
    assert differences([asked]) == []


def test_rows_that_are_set_aside_for_themselves_are_no_days_of_completed_weeks() -> None:
    """A row of 6 days that says 3 weeks, and one from before the contract, add no days to the 8 beside them."""
    rows = [
        line("2025-06-02", "2025-06-09", person="alder"),
        line("2025-06-11", "2025-06-16", person="alder", quantity=Fraction(3)),
        line("2025-03-25", "2025-04-02", person="alder"),
    ]
    asked = case(promise("weeks", "completed weeks"), rows)

    fulfilled = rows_of(answered([asked]), "fulfilled", ("k", "pledge"))

    assert fulfilled[0, "P-1"]["counted"] == "1"
    assert differences([asked]) == []
