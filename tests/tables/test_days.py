import datetime as dt
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typed_sheets import Typed, sheet

from pledges.periods import Period
from pledges.tables import Column, Place, day_order, day_readings, find_table
from pledges.tables.days import DayOrder

APRIL_3, MARCH_4 = dt.date(2025, 4, 3), dt.date(2025, 3, 4)


@pytest.mark.parametrize(
    ("text", "day_first", "month_first"),
    [
        ("2025-04-03", APRIL_3, APRIL_3),
        ("03/04/2025", APRIL_3, MARCH_4),
        ("3/4/25", APRIL_3, MARCH_4),
        ("03.04.2025", APRIL_3, MARCH_4),
        ("03-04-2025", APRIL_3, MARCH_4),
        ("3-Apr-25", APRIL_3, APRIL_3),
        ("3-Apr-2025", APRIL_3, APRIL_3),
        ("03-April-2025", APRIL_3, APRIL_3),
        ("3 April 2025", APRIL_3, APRIL_3),
        ("3 APR 2025", APRIL_3, APRIL_3),
        ("3rd April 2025", APRIL_3, APRIL_3),
        (" 3\u00a0April  2025 ", APRIL_3, APRIL_3),
        ("30 Sept 2025", dt.date(2025, 9, 30), dt.date(2025, 9, 30)),
        ("31/03/2025", dt.date(2025, 3, 31), None),
        ("03/31/2025", None, dt.date(2025, 3, 31)),
        ("29/02/2024", dt.date(2024, 2, 29), None),
        ("29/02/2025", None, None),
        ("31/12/2100", dt.date(2100, 12, 31), None),
        ("01/01/2101", None, None),
        ("31/12/1999", None, None),
        ("2025-13-01", None, None),
        ("3 Smarch 2025", None, None),
        ("2026-W01", None, None),
        ("2025-4-3", None, None),
        ("20250403", None, None),
        ("2025/04/03", None, None),
        ("03/04", None, None),
        ("03/04-2025", None, None),
        ("April", None, None),
        ("April 2025", None, None),
        ("10", None, None),
        ("45887", None, None),
        ("2025-04-03 00:00:00", dt.date(2025, 4, 3), dt.date(2025, 4, 3)),
        ("03/04/2025 09:30", dt.date(2025, 4, 3), dt.date(2025, 3, 4)),
        ("2025-04-03T23:30Z", None, None),
        ("2025-04-03 24:00", None, None),
        ("09:30", None, None),
        ("Q1 2025", None, None),
        ("٣/٤/٢٠٢٥", None, None),
        ("", None, None),
    ],
)
def test_the_accepted_formats(text: str, day_first: dt.date | None, month_first: dt.date | None) -> None:
    """Only the listed formats are days, in the years 2000 to 2100; only all-digit ones have two readings."""
    result = day_readings(text)

    assert result == (day_first, month_first)


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 12, 31)))
def test_a_day_written_in_a_british_way_is_read_as_that_day(day: dt.date) -> None:
    """Every day of the accepted years is read back from what people write."""
    texts = (day.isoformat(), f"{day.day}/{day.month}/{day.year}", day.strftime("%d-%m-%Y"), f"{day:%d.%m.%Y}")

    readings = [day_readings(text)[0] for text in texts]

    assert readings == [day] * len(texts)


QUARTER = Period(dt.date(2025, 4, 1), dt.date(2025, 6, 30))


@pytest.mark.parametrize(
    ("column", "within", "order"),
    [
        (["03/04/2025", "31/03/2025"], None, "day first"),
        (["03/04/2025", "03/31/2025"], None, "month first"),
        (["31/03/2025", "03/31/2025", "03/04/2025"], QUARTER, None),
        (["03/04/2025"], None, None),
        (["03/04/2025"], QUARTER, "day first"),
        (["04/03/2025"], QUARTER, "month first"),
        (["03/04/2025", "04/03/2025"], QUARTER, None),
        (["05/06/2025"], QUARTER, None),
        (["01/02/2025"], QUARTER, None),
        (["03/04/2025", "31/12/2024"], QUARTER, "day first"),
        (["05/05/2025", "2025-04-13", "3 April 2025"], QUARTER, None),
        ([dt.date(2025, 4, 13), 45887, None, "soon"], None, None),
    ],
)
def test_the_order_of_a_column(column: Sequence[Typed], within: Period | None, order: DayOrder | None) -> None:
    """A part above twelve settles the order, else the period does where one reading lies in it, else nothing does."""
    table = find_table(sheet("D", ["Start"], *([value] for value in column)), Place("f.xlsx", "D"), [Column("Start")])
    assert table is not None

    result = day_order(table.cells_under("Start"), within)

    assert result == order
