"""What the measures of this room are given and what they answer, and the words and thresholds they share."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pledges.eligibility.result import Outcome, OverdueReturn
from pledges.figures import Figure, given
from pledges.fulfilment.result import Fulfilment
from pledges.history import History
from pledges.model import Grade, Supplier
from pledges.periods import day_text
from pledges.provenance import Source
from pledges.quantities import Quantity, percent, plain
from pledges.rulebook import MEASURES, Criterion, DatedValue, Scheme

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_MOST_NAMED = 6  # a sentence that names more references than this is not read


@attrs.frozen(kw_only=True)
class Position:
    """Everything about one supplier on a day that a criterion may look at.

    `unscheduled` are its contracts for which the register asks for no returns, so that none can be overdue.
    """

    scheme: Scheme
    supplier: Supplier
    fulfilments: tuple[Fulfilment, ...]
    history: History
    overdue: tuple[OverdueReturn, ...]
    counting_grade: Grade
    on: dt.date
    unscheduled: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Answer:
    """What a measure answers: the outcome and why; where it is not met, by how much; and what would settle it."""

    outcome: Outcome
    because: str
    observed: Figure | None = None
    required: Figure | None = None
    sources: tuple[Source, ...] = ()
    short_by: Figure | None = None
    to_do: str = ""


def in_force(values: Iterable[DatedValue], on: dt.date, *, by: str = "") -> DatedValue | None:
    """Return the value for the band `by` that is in force on a day, None where none is yet.

    A value for the band itself wins over one for all, whatever their days.
    """
    for band in dict.fromkeys((by, "")):
        of_band = [value for value in values if value.by == band and value.since <= on]
        if of_band:
            return max(of_band, key=lambda value: value.since)
    return None


_UNITS_WITH_A_SIGN = frozenset({"GBP", "%"})


def threshold(criterion: Criterion, name: str, on: dt.date, *, by: str = "") -> DatedValue | None:
    """Return a criterion's threshold in force on a day, None where it has none of that name, or none yet."""
    return in_force(criterion.thresholds.get(name, ()), on, by=by)


def required(label: str, value: DatedValue, unit: str) -> Figure:
    """Return a threshold as a figure; its source is the scheme's own line."""
    return given(label, value.value, value.source, unit=unit, because=value.reference)


def no_threshold(criterion: Criterion, on: dt.date) -> Answer:
    """Return the answer where the scheme gives no value for the day."""
    looks_at = MEASURES[criterion.measure].looks_at
    return Answer(
        outcome=Outcome.UNKNOWN,
        because=f"The scheme has no value for {looks_at} that is in force on {day_text(on)}.",
        to_do="Add a value with an earlier day to the scheme.",
    )


def beside(observed: Fraction, wanted: Fraction) -> tuple[str, str]:
    """Return two shares as percentages with as many places as it takes to tell them apart: never 75% below 75%."""
    places = 1
    while observed != wanted and percent(observed, places) == percent(wanted, places):
        places += 1
    return percent(observed, places), percent(wanted, places)


def points(share: Fraction) -> str:
    """Return a difference of two shares in percentage points, with as many places as it takes not to be nothing."""
    places = 1
    while share != 0 and plain(share * 100, places) == "0":
        places += 1
    text = plain(share * 100, places)
    return f"{text} percentage point{'' if text == '1' else 's'}"


def amount_of(amount: Fraction, unit: str) -> str:
    """Return an amount with its unit in words: `1 person`, `10 people`, `2.5 weeks`, `£1,250.50`."""
    return str(Quantity(amount, unit))


def part_of(part: Fraction, whole: Fraction, unit: str) -> str:
    """Return a part of an amount in words: `2 of 10 people`, `£250 of £1,000`."""
    return f"{bare(part, unit)} of {amount_of(whole, unit)}"


def bare(amount: Fraction, unit: str) -> str:
    """Return an amount whose unit is said elsewhere, with its sign where it has one: `2`, `£250`, `60%`."""
    return amount_of(amount, unit) if unit in _UNITS_WITH_A_SIGN else plain(amount)


def count_of(number: int, noun: str) -> str:
    """Return `1 pledge`, `4 pledges`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def named(words: Sequence[str]) -> str:
    """Return words as a list for a sentence, at most six of them: `P-01, P-02 and 3 more`."""
    if len(words) > _MOST_NAMED:
        return f"{', '.join(words[:_MOST_NAMED])} and {len(words) - _MOST_NAMED} more"
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else ""
