"""Plain rows of a register, its returns and the day that is asked about: what the oracle and pledges are both given.

A row is a tuple with the columns of `docs/reference/formats.md`; a day is a date, an amount an exact fraction, and None
a blank cell. Nothing here knows pledges.
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import NamedTuple, TypeAlias

Value: TypeAlias = str | int | Fraction | dt.date | None
Row: TypeAlias = tuple[Value, ...]


class Supplier(NamedTuple):
    """A firm."""

    ref: str
    name: str


class Contract(NamedTuple):
    """A contract as at award."""

    ref: str
    buyer: str
    start: dt.date | None
    end: dt.date | None
    value: Fraction | None = None
    returns_every: str = "none"
    returns_from: dt.date | None = None
    due_within: int | None = None


class Party(NamedTuple):
    """A supplier's role in a contract."""

    contract: str
    supplier: str
    role: str
    share: Fraction | None = None


class Clause(NamedTuple):
    """What a contract requires."""

    ref: str
    contract: str


class Pledge(NamedTuple):
    """A promise."""

    ref: str
    supplier: str
    contract: str | None
    type: str
    unit: str
    quantity: Fraction | None
    due: dt.date | None = None
    start: dt.date | None = None
    trajectory: str = "at due"
    clause: str = ""
    record_only: int = 0
    banded: int = 0
    per_year: int = 0
    per_pounds: Fraction | None = None
    rounding: str = "exact"
    stretch: Fraction | None = None
    phase: str = ""
    either_or: str = ""
    parent: str | None = None
    share_part: str | None = None
    share_whole: str | None = None
    share_fact: str | None = None
    exclusive_group: str = ""
    cap: Fraction | None = None
    cap_unit: str = ""
    minimum: Fraction | None = None
    minimum_unit: str = ""
    minimum_consecutive: int = 0
    committed: int = 0
    sustained: Fraction | None = None
    sustained_unit: str = ""
    week_convention: str = "calendar days"
    conversion_number: Fraction | None = None
    conversion_unit: str = ""
    conversion_makes: Fraction | None = None
    substitution_number: Fraction | None = None
    substitution_of: str | None = None
    substitution_makes: Fraction | None = None


class Milestone(NamedTuple):
    """How much of a promise is due by a day, from the start."""

    pledge: str
    day: dt.date
    quantity: Fraction


class Band(NamedTuple):
    """How much is promised from a value of the contract on."""

    pledge: str
    value_from: Fraction
    quantity: Fraction


class Variation(NamedTuple):
    """A change of a contract."""

    contract: str
    effective: dt.date
    effect: str
    value_change: Fraction | None = None
    new_end: dt.date | None = None
    pledge: str | None = None
    new_quantity: Fraction | None = None


class Receipt(NamedTuple):
    """A row of the council's own log of returns."""

    file: str
    received_on: dt.date | None = None
    status: str = ""
    supplier: str | None = None
    contract: str | None = None
    period_start: dt.date | None = None
    period_end: dt.date | None = None
    basis: str | None = None


class Refused(NamedTuple):
    """A file that could not be read."""

    file: str


class Confirmation(NamedTuple):
    """What somebody other than the firm says of a delivery."""

    number: int
    pledge: str
    grade: str
    confirmed_on: dt.date
    quantity: Fraction | None = None
    person: str = ""
    placement: str = ""
    evidence: str = ""
    period_start: dt.date | None = None
    period_end: dt.date | None = None
    recorded_on: dt.date | None = None


class Fact(NamedTuple):
    """A dated fact about a supplier."""

    supplier: str
    contract: str | None
    name: str
    value: Fraction
    as_at: dt.date
    recorded_on: dt.date | None = None


class Decision(NamedTuple):
    """An event `panel decision` that names a promise."""

    day: dt.date
    supplier: str
    contract: str | None
    pledge: str
    outcome: str
    recorded_on: dt.date | None = None


class HouseRule(NamedTuple):
    """A value of the council's policy from a day on; a grade is its number, and yes is 1."""

    name: str
    since: dt.date
    value: Fraction | int | str


class RatingBand(NamedTuple):
    """A word of the policy's rating from a share of what is due on; the bands of one day are in force together."""

    since: dt.date
    word: str
    at_least: Fraction


class Return(NamedTuple):
    """What one supplier sent for one contract and period."""

    file: str
    supplier: str
    contract: str | None
    period_start: dt.date
    period_end: dt.date
    basis: str
    submitted_on: dt.date | None = None
    part: str = ""
    nil: int = 0
    content: str = ""
    """What the file's bytes are known by; blank: by its name. Two files of one content are the same file."""


class Line(NamedTuple):
    """A row of a return; `row` counts from 1 in its file, `absence` is one of the words that stand for no number."""

    file: str
    row: int
    pledge: str
    quantity: Fraction | None = None
    absence: str | None = None
    unit: str | None = None
    start: dt.date | None = None
    end: dt.date | None = None
    grade: int = 1
    attendees: Fraction | None = None
    staff: Fraction | None = None
    days: Fraction | None = None
    hours_per_week: Fraction | None = None
    share: Fraction | None = None
    person: str = ""
    placement: str = ""
    evidence: str = ""
    has_quantity_column: int = 1


TABLES: dict[str, type[tuple[Value, ...]]] = {
    "supplier": Supplier,
    "contract": Contract,
    "party": Party,
    "clause": Clause,
    "pledge": Pledge,
    "milestone": Milestone,
    "band": Band,
    "variation": Variation,
    "receipt": Receipt,
    "refused": Refused,
    "confirmation": Confirmation,
    "fact": Fact,
    "decision": Decision,
    "house_rule": HouseRule,
    "rating_band": RatingBand,
    "return": Return,
    "line": Line,
}


class Case(NamedTuple):
    """One generated register with its returns: its rows by table, and the day that is asked about."""

    seed: int
    on: dt.date
    known_on: dt.date | None
    rows: dict[str, list[Row]]
