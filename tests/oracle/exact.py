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
from functools import cache
from typing import TYPE_CHECKING

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
        "as_counted": (1, as_counted),
        "folded": (1, folded),
    }
    for name, (arguments, function) in plain.items():
        database.create_function(name, arguments, function, deterministic=True)
    database.create_window_function("sum_of", 1, Total)
    database.create_window_function("least_of", 1, Least)
    return database
