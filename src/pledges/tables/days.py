"""The text of a cell in, the days it can be read as out; and which order a whole column writes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Literal

from pledges.periods import Period
from pledges.sheets.grid import Cell, CellKind
from pledges.tables.words import tidy

DayOrder = Literal["day first", "month first"]
"""How the text dates of a whole column are written."""

EARLIEST_YEAR, LATEST_YEAR = 2000, 2100
"""The years that a day of a register, a return or a position can lie in."""
_MONTH_WORDS = {
    word: number
    for number, words in enumerate(
        (
            ("jan", "january"),
            ("feb", "february"),
            ("mar", "march"),
            ("apr", "april"),
            ("may",),
            ("jun", "june"),
            ("jul", "july"),
            ("aug", "august"),
            ("sep", "sept", "september"),
            ("oct", "october"),
            ("nov", "november"),
            ("dec", "december"),
        ),
        start=1,
    )
    for word in words
}
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)
_NUMERIC_DAY = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})", re.ASCII)
_NAMED_DAY = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)? ([a-z]{3,9}) ([0-9]{4})", re.ASCII)
# Behind a day, and left alone; with a time zone only at midnight, for else it can be another day here.
_TIME = re.compile(
    r"(?:t|,? )(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,7})?)?(?: ?[ap]m)?$"
    r"|t00:00(?::00(?:\.0+)?)?z$",
    re.ASCII,
)
_SHORT_DAY = re.compile(r"([0-9]{1,2})-([a-z]{3,9})-([0-9]{4}|[0-9]{2})", re.ASCII)


def day_readings(text: str) -> tuple[dt.date | None, dt.date | None]:
    """Return the day that `text` is when read day first, and when read month first; None where it is none.

    Accepted: 2026-03-31 · 31/03/2026, 31/03/26 (also with `.` or `-`) · 31-Mar-26, 31-Mar-2026 · 31 March 2026, 31st
    March 2026; years 2000 to 2100; a time of day behind it is left alone. Only the second kind has two readings.
    Nothing else is ever tried.
    """
    bare = _TIME.sub("", tidy(text).casefold())
    if match := _ISO_DAY.fullmatch(bare):
        day = day_within(int(match[1]), int(match[2]), int(match[3]))
        return day, day
    if match := (_NAMED_DAY.fullmatch(bare) or _SHORT_DAY.fullmatch(bare)):
        month = _MONTH_WORDS.get(match[2])
        day = None if month is None else day_within(_year(match[3]), month, int(match[1]))
        return day, day
    if match := _NUMERIC_DAY.fullmatch(bare):
        first, second, year = int(match[1]), int(match[3]), _year(match[4])
        return day_within(year, second, first), day_within(year, first, second)
    return None, None


def _year(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == len("26") else 0)


def day_within(year: int, month: int, day: int) -> dt.date | None:
    """Return a day of the years 2000 to 2100, None where there is no such day."""
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def day_order(cells: Iterable[Cell], within: Period | None = None) -> DayOrder | None:
    """Return how the cells of a whole column write its text dates, None where nothing settles it.

    A date that can only be read one way settles it; else the period `within` does, where only one reading of a date
    lies in it. Where dates of one column contradict each other nothing is settled.
    """
    certain, placed = set[DayOrder](), set[DayOrder]()
    for cell in cells:
        if cell.kind is not CellKind.TEXT or not isinstance(cell.value, str):
            continue
        day_first, month_first = day_readings(cell.value)
        if day_first == month_first:
            continue
        if day_first is None:
            certain.add("month first")
        elif month_first is None:
            certain.add("day first")
        elif within is not None and within.holds(day_first) is not within.holds(month_first):
            placed.add("day first" if within.holds(day_first) else "month first")
    settled = certain or placed
    return settled.pop() if len(settled) == 1 else None
