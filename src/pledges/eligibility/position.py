"""What the measures of this room are given and what they answer, and the words and thresholds they share."""

from __future__ import annotations

import datetime as dt
import operator
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pledges.eligibility.lack import Way
from pledges.eligibility.result import Outcome, OverdueReturn
from pledges.eligibility.waivers import NO_WAIVERS, Waivers
from pledges.figures import Figure, given
from pledges.fulfilment.result import Fulfilment
from pledges.history import NOTHING_HELD, History, Standing
from pledges.model import Grade, Supplier
from pledges.periods import day_text
from pledges.provenance import Source
from pledges.quantities import Quantity, percent, plain
from pledges.rulebook import COMPARISONS, MEASURES, Criterion, DatedValue, Scheme, default_comparison

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

_COMPARED: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
    "gte": operator.ge,
    "gt": operator.gt,
    "lte": operator.le,
    "lt": operator.lt,
}

STRICTER: Mapping[str, str] = {"gt_or_gte": "gt", "lt_or_lte": "lt"}
MILDER: Mapping[str, str] = {"gt_or_gte": "gte", "lt_or_lte": "lte"}
"""How a comparison on which the sources differ reads one way and the other."""

_MOST_NAMED = 6  # a sentence that names more references than this is not read


@attrs.frozen(kw_only=True)
class Position:
    """Everything about one supplier on a day that a criterion may look at.

    `unscheduled` are its contracts for which the register asks for no returns, so that none can be overdue. `level` is
    the id of the level whose criteria are answered. `standing` is where the scheme's badge stands on the day, and
    `waivers` are those in force. `waited_for` are criteria, each with its level, whose day is supposed to have come.
    """

    scheme: Scheme
    supplier: Supplier
    fulfilments: tuple[Fulfilment, ...]
    history: History
    overdue: tuple[OverdueReturn, ...]
    counting_grade: Grade
    on: dt.date
    unscheduled: tuple[str, ...] = ()
    level: str = ""
    standing: Standing = NOTHING_HELD
    waivers: Waivers = NO_WAIVERS
    waited_for: frozenset[tuple[str, str]] = frozenset()


@attrs.frozen(kw_only=True)
class Answer:
    """What a measure answers: the outcome and why; where it is not met, by how much; and what would settle it.

    `way` is how it could be met, None where nobody asked or nothing is missing.
    """

    outcome: Outcome
    because: str
    observed: Figure | None = None
    required: Figure | None = None
    sources: tuple[Source, ...] = ()
    short_by: Figure | None = None
    to_do: str = ""
    parts: tuple[tuple[Criterion, Answer], ...] = ()
    way: Way | None = None

    @property
    def is_open(self) -> bool:
        """Whether something is missing: it is not met, or not known."""
        return self.outcome in {Outcome.NOT_MET, Outcome.UNKNOWN}


@attrs.frozen(kw_only=True)
class Threshold:
    """A number that a criterion asks for on a day, and how what is observed is compared with it.

    `comparison` is gte, gt, lte or lt (`pledges.rulebook.COMPARISONS`).
    """

    value: Fraction
    comparison: str
    reference: str
    source: Source

    def holds(self, observed: Fraction | int) -> bool:
        """Return whether what is observed is enough (or, for lte and lt, little enough), exactly."""
        return _COMPARED[self.comparison](Fraction(observed), self.value)

    @property
    def is_upper(self) -> bool:
        """Whether it bounds from above."""
        return self.comparison in {"lte", "lt"}

    def asked(self, amount: str) -> str:
        """Return the amount with the words of the comparison, where "at least" goes without saying: `more than 5%`."""
        return amount if self.comparison == "gte" else f"{COMPARISONS[self.comparison]} {amount}"


def in_force(values: Iterable[DatedValue], on: dt.date, *, by: str = "") -> DatedValue | None:
    """Return the value for the band `by` that is required on a day, None where none is yet.

    A value for the band itself wins over one for all, whatever their days. One that is announced and must be complied
    with later is not required before.
    """
    for band in dict.fromkeys((by, "")):
        of_band = [value for value in values if value.by == band and value.required_from <= on]
        if of_band:
            return max(of_band, key=lambda value: (value.required_from, value.since))
    return None


_UNITS_WITH_A_SIGN = frozenset({"GBP", "%"})


def threshold(criterion: Criterion, name: str, on: dt.date, *, by: str = "") -> Threshold | None:
    """Return a criterion's threshold in force on a day; None where it has none of that name, none yet or none known.

    Where the file leaves open whether exactly the value is enough, the milder reading is returned:
    `pledges.eligibility.tree` asks with both.
    """
    value = in_force(criterion.thresholds.get(name, ()), on, by=by)
    if value is None or value.value is None:
        return None
    comparison = value.comparison or default_comparison(name)
    return Threshold(
        value=value.value,
        comparison=MILDER.get(comparison, comparison),
        reference=value.reference,
        source=value.source,
    )


def required(label: str, value: Threshold, unit: str) -> Figure:
    """Return a threshold as a figure; its source is the scheme's own line."""
    return given(label, value.value, value.source, unit=unit, because=value.reference)


def no_threshold(criterion: Criterion, on: dt.date) -> Answer:
    """Return the answer where the scheme gives no value for the day."""
    looks_at = MEASURES[criterion.measure].looks_at if criterion.measure else "how many are needed"
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
