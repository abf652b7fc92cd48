"""A seed in, the beginnings of a case out: chances, days and amounts that lie near edges, and the rows so far."""

from __future__ import annotations

import datetime as dt
import random
from contextlib import contextmanager
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

from oracle.tables import Case

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from oracle.tables import Row

One = TypeVar("One")
DAY = dt.timedelta(days=1)
TYPES = ("placement", "apprenticeship", "job", "mentoring", "insight")
PERSONS = ("people", "people", "people", "placements", "FTE")
CONTRACTS = ("C-2", "C-10", "C-1")
"""References whose order as people count is not the order of their letters."""
UNITS = (
    *PERSONS,
    "FTE years",
    "weeks",
    "weeks",
    "weeks",
    "days",
    "staff hours",
    "attendee hours",
    "hours",
    "sessions",
    "GBP",
)


RULES = (
    *(("",) * 5),
    *(("share",) * 3),
    *(("length",) * 3),
    *(("nation",) * 2),
    *(("committed",) * 3),
    *(("sustained",) * 2),
)
SHOWN_IN_PARTS = ("GBP", "staff hours", "attendee hours", "hours", "sessions", "weeks")
"""Units of what one document shows for several contracts."""


class Chance:
    """A source of chance: the same choices for the same seed."""

    def __init__(self, seed: int | str) -> None:
        self.random = random.Random(seed)  # noqa: S311 -- the same cases for the same seeds, and no secrets

    def chance(self, probability: float) -> bool:
        """Say yes as often as that."""
        return self.random.random() < probability

    def one_of(self, choices: Sequence[One]) -> One:
        """Return any of the choices."""
        return choices[self.random.randrange(len(choices))]

    def number(self, least: int, most: int) -> int:
        """Return a whole number, both ends included."""
        return self.random.randint(least, most)


class Drawing(Chance):
    """A case that is being drawn: a source of chance and the rows so far."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.seed = seed
        self.rows: dict[str, list[Row]] = {}
        self.edges: list[dt.date] = []
        """Days on whose sides something changes."""
        self.types: Sequence[str] = TYPES
        self.units: Sequence[str] = UNITS
        """What is promised: in some registers much the same throughout, so that promises meet."""
        if self.chance(0.4):
            self.types = (self.one_of(TYPES),)
            self.units = (self.one_of(PERSONS), self.one_of(UNITS))
        self.capped = 0.03
        """How often a promise has a cap per person."""
        self.contracts = self.one_of((1, 1, 2, 2, 3))
        if self.chance(0.33):
            self.capped, self.contracts = 0.8, 2
            self.types, self.units = self.types[:1], (self.one_of(UNITS), self.units[0])
        self.further = Chance(f"{seed} further")
        """Chance of its own, so that registers without a further rule stay as they were."""
        self.rule = self.further.one_of(RULES)
        """The further rule that many promises and rows of this register come under; see `drawn_rules.py`."""
        self.firms, self.joining = 1, 0.4
        """How many firms there are at least, and how often one joins another's contract."""
        if self.rule == "share":
            self.types, self.contracts = self.types[:1], 3
            self.units = self.further.one_of((PERSONS[:1], PERSONS[-1:], *((SHOWN_IN_PARTS,) * 3)))
            self.units = (self.further.one_of(self.units),)
            self.firms, self.joining = self.further.one_of((1, 2, 3)), 0.9
        elif self.rule == "length":
            self.units = (*PERSONS, "weeks", "days", "FTE years", "staff hours", "hours", "attendee hours")
        elif self.rule == "sustained":
            self.units = PERSONS
        elif self.rule in {"committed", "nation"}:
            self.units = ("weeks",)
        self.placements: dict[tuple[str, str], dt.date] = {}
        """When somebody was last there, by promise and name."""
        self.stays: dict[tuple[str, str], list[dt.date]] = {}
        """When stays began that are committed, by promise and name."""

    @contextmanager
    def apart(self, subject: str) -> Iterator[None]:
        """Draw from a source of chance of its own, so that what else is drawn stays as it was."""
        before, self.random = self.random, random.Random(f"{self.seed} {subject}")  # noqa: S311 -- as above
        yield
        self.random = before

    def add(self, table: str, row: Row) -> None:
        """Take a row into the case."""
        self.rows.setdefault(table, []).append(row)

    def amount(self, unit: str) -> Fraction:
        """Return an amount of a delivery as somebody would type it."""
        if unit in {"people", "placements", "sessions", "events"}:
            return Fraction(self.number(1, 6))
        if unit in {"FTE", "FTE years"}:
            return Fraction(self.number(1, 20), 10)
        if unit == "GBP":
            return Fraction(self.number(100, 500_000), 100)
        return Fraction(self.number(1, 80), self.one_of((1, 1, 2, 4, 5)))

    def day(self, first: dt.date, last: dt.date) -> dt.date:
        """Return a day of an interval; often one of its ends, or an edge or its neighbour that lies in it."""
        if self.chance(0.25):
            return self.one_of((first, last))
        near = [edge + DAY * step for edge in self.edges for step in (-1, 0, 1)]
        inside = [day for day in near if first <= day <= last]
        if inside and self.chance(0.4):
            return self.one_of(inside)
        return first + DAY * self.random.randint(0, (last - first).days)

    def case(self, on: dt.date, known_on: dt.date | None) -> Case:
        """Return the case as drawn."""
        return Case(self.seed, on, known_on, self.rows)


def months_later(day: dt.date, months: int) -> dt.date:
    """Return the first of the month so many months later; only for days that are a first of the month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, 1)
