"""SQLite with exact fractions and whole days: a connection whose SQL adds, divides and compares without any float.

An amount is text, `6` or `44/7`, always in lowest terms, so that equal amounts are equal text; it is never compared
with `<`, which would compare letters, but with `compare(a, b)`, which is -1, 0 or 1. A day is a number, 1 for 1 January
of the year 1, so that inclusive days are a difference and one. Every function is NULL where one of its arguments is:
unknown in, unknown out. Python's `fractions` does the sums; why they are in SQL is said in `docs/oracle.md`.
"""

from __future__ import annotations

import calendar
import datetime as dt
import math
import re
import sqlite3
from collections import deque
from fractions import Fraction
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import holidays

if TYPE_CHECKING:
    from collections.abc import Callable

    from oracle.tables import Value


@cache
def amount(text: str | int) -> Fraction:
    """Return the fraction that a text of the database, or a number of days, stands for."""
    whole, _, parts = str(text).partition("/")
    return Fraction(int(whole), int(parts or 1))


def stored(value: Value) -> str | int | None:
    """Return a value as the database holds it: an amount as text, a day as its number."""
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, dt.date):
        return value.toordinal()
    return value


def exactly(function: Callable[..., Fraction]) -> Callable[..., str | None]:
    """Return a function of amounts as SQL sees it: texts in, a text out, NULL where one is NULL."""

    def in_sql(*texts: str | None) -> str | None:
        known = [amount(text) for text in texts if text is not None]
        return str(function(*known)) if len(known) == len(texts) else None

    return in_sql


def compared(left: str | None, right: str | None) -> int | None:
    """Return -1, 0 or 1 as the first amount is less than, equal to or more than the second."""
    if left is None or right is None:
        return None
    difference = amount(left) - amount(right)
    return (difference > 0) - (difference < 0)


def quotient(dividend: str | None, divisor: str | None) -> str | None:
    """Return the first amount divided by the second; NULL where that is 0, for nothing can be said then."""
    if dividend is None or divisor is None or amount(divisor) == 0:
        return None
    return str(amount(dividend) / amount(divisor))


def half_up(value: Fraction) -> Fraction:
    """Return the nearest whole number, the greater one of two that are equally near."""
    return Fraction(math.floor(value + Fraction(1, 2)))


@cache
def as_counted(text: str | None) -> str | None:
    """Return a text in whose order references stand as people count: S-2 before S-10."""
    return None if text is None else re.sub(r"\d+", lambda digits: digits[0].rjust(12, "0"), text)


@cache
def folded(text: str) -> str:
    """Return a word without its case, spaces and punctuation."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def months_after(day: int | None, months: int) -> int | None:
    """Return the same day of the month so many months later, or that month's last day where it has no such day."""
    if day is None:
        return None
    anchor = dt.date.fromordinal(day)
    year, month = divmod(anchor.year * 12 + anchor.month - 1 + months, 12)
    return dt.date(year, month + 1, min(anchor.day, calendar.monthrange(year, month + 1)[1])).toordinal()


class Total:
    """The sum of amounts, also over a window; NULL where one of them is NULL, and 0 of none."""

    def __init__(self) -> None:
        self.sum, self.unknown = Fraction(0), 0

    def step(self, text: str | None) -> None:
        """Take one amount in."""
        self._move(text, 1)

    def inverse(self, text: str | None) -> None:
        """Let one amount go that has left the window."""
        self._move(text, -1)

    def _move(self, text: str | None, sign: int) -> None:
        if text is None:
            self.unknown += sign
        else:
            self.sum += sign * amount(text)

    def value(self) -> str | None:
        """Return the sum so far."""
        return None if self.unknown else str(self.sum)

    finalize = value


class Least:
    """The least of the known amounts, also over a window that they leave in their order; NULL where there is none."""

    def __init__(self) -> None:
        self.amounts = deque[Fraction | None]()

    def step(self, text: str | None) -> None:
        """Take one amount in."""
        self.amounts.append(None if text is None else amount(text))

    def inverse(self, _: str | None) -> None:
        """Let the first amount go, which has left the window."""
        self.amounts.popleft()

    def value(self) -> str | None:
        """Return the least so far."""
        known = [each for each in self.amounts if each is not None]
        return str(min(known)) if known else None

    finalize = value


NATIONS = {"England": "ENG", "Wales": "WLS", "Scotland": "SCT", "Northern Ireland": "NIR"}


@cache
def bank_holidays(nation: str, year: int) -> frozenset[dt.date]:
    """Return a nation's bank holidays of a year, as the library of the name has them; none for `none`."""
    if nation == "none":
        return frozenset()
    return frozenset(holidays.country_holidays("GB", subdiv=NATIONS[nation], years=year))


@cache
def is_working_day(day: int, nation: str) -> bool:
    """Return whether a day is a Monday to Friday and no bank holiday of the nation."""
    each = dt.date.fromordinal(day)
    return each.weekday() < 5 and each not in bank_holidays(nation, each.year)


def working_days(first: int | None, last: int | None, nation: str) -> int | None:
    """Return how many days of a stretch are Mondays to Fridays and no bank holidays of the nation."""
    if first is None or last is None:
        return None
    return sum(is_working_day(day, nation) for day in range(first, last + 1))


def _days_of(stretches: str | None) -> set[int]:
    """Return the days of stretches such as `738000-738010;738005-738020`, each once."""
    days = set[int]()
    for stretch in (stretches or "").split(";"):
        first, _, last = stretch.partition("-")
        if last:
            days.update(range(int(first), int(last) + 1))
    return days


def days_beside(stretches: str | None, without: str | None) -> int:
    """Return how many days lie in some stretches and not in others, each once."""
    return len(_days_of(stretches) - _days_of(without))


def longest_run(
    stretches: str | None, worked: str | None, without: str | None, nation: str, week: int, working_week: int
) -> str:
    """Return the longest run of days without another working day between them, each so much of a week as is asked for.

    Of the stretches each day is one but for those in `without`; what was worked says how many days it is, as in
    `738000-738004=5`.
    """
    parts = [(day, day, Fraction(1, week)) for day in _days_of(stretches) - _days_of(without)]
    for each in (worked or "").split(";"):
        stretch, _, number = each.partition("=")
        first, _, end = stretch.partition("-")
        if number:
            parts.append((int(first), int(end), amount(number) / working_week))
    longest, run, last = Fraction(0), Fraction(0), None
    for begins, ends, length in sorted(parts):
        if last is not None and any(is_working_day(between, nation) for between in range(last + 1, begins)):
            run = Fraction(0)
        run += length
        longest, last = max(longest, run), ends
    return str(longest)


def days_until(stretches: str, last: int) -> int:
    """Return how many days lie in stretches such as `738000-738010;738005-738020`, each once, up to a day."""
    days = set[int]()
    for stretch in stretches.split(";"):
        first, end = (int(day) for day in stretch.split("-"))
        days.update(range(first, min(end, last) + 1))
    return len(days)


def years_between(start: int | None, first: int | None, last: int | None) -> str | None:
    """Return the years of the days from `first` to `last`, each a 365th or 366th of its year counted from `start`."""
    if start is None or first is None or last is None:
        return None
    years, year = Fraction(0), 0
    while True:
        begins, ends = months_after(start, 12 * year), months_after(start, 12 * (year + 1))
        assert begins is not None
        assert ends is not None
        if begins > last:
            return str(years)
        years += Fraction(max(0, min(last, ends - 1) - max(first, begins) + 1), ends - begins)
        year += 1


def connected() -> sqlite3.Connection:
    """Return an empty database in memory that knows the functions of this page."""
    database = sqlite3.connect(":memory:", isolation_level=None)
    plain: dict[str, tuple[int, Callable[..., str | int | None]]] = {
        "plus": (2, exactly(lambda left, right: left + right)),
        "minus": (2, exactly(lambda left, right: left - right)),
        "times": (2, exactly(lambda left, right: left * right)),
        "divided": (2, quotient),
        "lesser": (2, exactly(min)),
        "greater": (2, exactly(max)),
        "floored": (1, exactly(lambda value: Fraction(math.floor(value)))),
        "raised": (1, exactly(lambda value: Fraction(math.ceil(value)))),
        "half_up": (1, exactly(half_up)),
        "compare": (2, compared),
        "months_after": (2, months_after),
        "working_days": (3, working_days),
        "days_until": (2, days_until),
        "days_beside": (2, days_beside),
        "longest_run": (6, longest_run),
        "years_between": (3, years_between),
        "as_counted": (1, as_counted),
        "folded": (1, folded),
    }
    for name, (arguments, function) in plain.items():
        # Most sums are of few amounts, over and over.
        database.create_function(name, arguments, lru_cache(4096)(function), deterministic=True)
    database.create_window_function("sum_of", 1, Total)
    database.create_window_function("least_of", 1, Least)
    return database
