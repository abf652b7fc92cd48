"""The nouns of what is missing: each thing that would have to be so, exact enough to be supposed and then tried.

A criterion that is not met, or not known, has a *way* in which it could be met. A way is made of *lacks*: so much more
of a pledge delivered, so much confirmed, a fact recorded, a day that must come. Supposing all of them meets the
criterion, and supposing less does not.
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from pledges.periods import Period

RECORD, CONFIRMATION, RETURN, DELIVERY = "record", "confirmation", "return", "delivery"
PROMISE, TIME, PEOPLE, REGISTER, NOTHING = "promise", "time", "people", "register", "nothing"

BY = (RECORD, CONFIRMATION, RETURN, DELIVERY, REGISTER, PROMISE, PEOPLE, TIME, NOTHING)
"""What it takes to meet a criterion, the lightest first; of several together the heaviest is told.

A *record* of what is so already or is soon done; *confirmation* of what was delivered; a *return* that has not come;
more *delivery*; something to settle in the council's *register* or its rules; a further *promise*; something that
*people* decide, and no delivery makes up for; *time*; *nothing*, where nobody can say what would.
"""

WHOLE_UNITS = frozenset({"people", "placements", "sessions", "events"})
"""Units of which nobody delivers a part: what is missing of them is a whole number."""

_HUNDREDTH = Fraction(1, 100)


def step_of(unit: str) -> Fraction:
    """Return the least amount of a unit that is told apart: one person, a hundredth of a week, a penny."""
    return Fraction(1) if unit in WHOLE_UNITS else _HUNDREDTH


@attrs.frozen(kw_only=True)
class MoreDelivery:
    """So much more of a pledge delivered and documented; 0 with `is_report`: a report of it, whatever it says.

    `is_report` tells that nothing is known of its delivery yet, `is_claimed` that all of it is claimed already and only
    lacks documents, or a confirmation. `group_ref` is the group that the sessions must be with, for reckoning only.
    """

    pledge_ref: str
    amount: Fraction
    unit: str
    is_report: bool = False
    is_claimed: bool = False
    group_ref: str = attrs.field(default="", repr=False)
    is_same_group: bool = False


@attrs.frozen(kw_only=True)
class MoreConfirmation:
    """So much more of what counts of a pledge confirmed by somebody other than the firm, or by the young people."""

    pledge_ref: str
    amount: Fraction
    unit: str
    by_young_people: bool = False


@attrs.frozen(kw_only=True)
class LastingOutcome:
    """One outcome of a pledge that has gone on for so many weeks or months."""

    pledge_ref: str
    length: Fraction
    unit: str


@attrs.frozen(kw_only=True)
class FactSo:
    """A fact recorded with this value, or one that is more so: `bound` is "at least", "at most" or "" for just this.

    `as_at` is the day of which it must speak, at the latest; `recorded_on` is given where the register holds another
    value for that day, which it must follow. `step` is the least difference that is told apart.
    """

    name: str
    value: Fraction
    as_at: dt.date
    unit: str = ""
    bound: str = ""
    step: Fraction = Fraction(1)
    contract_ref: str | None = None
    recorded_on: dt.date | None = None
    is_yes: bool = False


@attrs.frozen(kw_only=True)
class EventSo:
    """An event that happens and is recorded; the fields are those of the register's sheet Events."""

    kind: str
    day: dt.date
    ref: str = ""
    scheme: str = ""
    scheme_version: str = ""
    level: str = ""
    outcome: str = ""
    severity: str = ""
    detail: str = ""
    until: dt.date | None = None


@attrs.frozen(kw_only=True)
class MoreAnswers:
    """So many more young people heard, each of whom says that it happened as promised.

    The number is for reckoning only where fewer than five have answered: with what is asked, it would tell how many.
    """

    count: int = attrs.field(repr=False)
    is_private: bool


Amount = MoreDelivery | MoreConfirmation | MoreAnswers
"""What is missing of something that can be counted: of it there could be less, in steps."""


@attrs.frozen(kw_only=True)
class ReturnCome:
    """A return that was due, come."""

    contract_ref: str
    period: Period
    due: dt.date


@attrs.frozen(kw_only=True)
class NewPledge:
    """A further promise with a target and its last day between two days; `type` is "" for any."""

    first: dt.date
    last: dt.date
    type: str = ""


@attrs.frozen(kw_only=True)
class Settlement:
    """Something to be settled in the register: `field` names the column that would do it."""

    field: str


@attrs.frozen(kw_only=True)
class Wait:
    """A day that must come for a criterion of a level, everything else staying as it is.

    `given` is what must have happened before that day, each on its own.
    """

    day: dt.date
    level: str
    criterion: str
    given: tuple[EventSo | ReturnCome | FactSo, ...] = ()


Lack = (
    MoreDelivery
    | MoreConfirmation
    | LastingOutcome
    | FactSo
    | EventSo
    | MoreAnswers
    | ReturnCome
    | NewPledge
    | Settlement
    | Wait
)
"""One thing that is missing."""


@attrs.frozen(kw_only=True)
class Way:
    """How a criterion, or a level, could be met.

    `by` is one of `BY`. `lacks` together are enough, and each of them is needed; `cannot` says why no such thing can be
    named, "" where it can. `earliest` is the first day on which it could be met, None where nobody can tell.
    """

    by: str
    lacks: tuple[Lack, ...] = ()
    earliest: dt.date | None = None
    cannot: str = ""

    @property
    def weight(self) -> int:
        """How hard it is to go: first whether it can be gone at all."""
        return BY.index(self.by) + (len(BY) if self.cannot else 0)


def no_way(cannot: str, *, by: str = NOTHING, earliest: dt.date | None = None) -> Way:
    """Return the way of what nothing that anybody could supply on the day meets, with the reason."""
    return Way(by=by, cannot=cannot, earliest=earliest)


def heaviest(ways: tuple[Way, ...], lacks: tuple[Lack, ...]) -> Way:
    """Return several ways that must all be gone as one, with the lacks that they come to together."""
    stuck = tuple(dict.fromkeys(way.cannot for way in ways if way.cannot))
    days = [way.earliest for way in ways]
    return Way(
        by=max((way.by for way in ways), key=BY.index),
        lacks=lacks,
        earliest=None if None in days else max(day for day in days if day is not None),
        cannot=" ".join(stuck),
    )


def together(lacks: tuple[Lack, ...], more: tuple[Lack, ...]) -> tuple[Lack, ...]:
    """Return lacks and those that are still missing once they are supplied: amounts of one thing add up."""
    found = list(lacks)
    for each in more:
        place = next((index for index, one in enumerate(found) if _is_one_thing(one, each)), None)
        if place is None:
            found.append(each)
        else:
            found[place] = _sum(found[place], each)
    return tuple(found)


_ONCE = frozenset({
    "statement signed", "contact named", "breach closed", "safeguarding hold closed", "data query closed",
    "badge issued", "badge restored",
})  # fmt: skip
"""Events of which a second one like the first changes nothing."""


def _is_one_thing(one: Lack, other: Lack) -> bool:
    match one, other:
        case MoreDelivery(), MoreDelivery():
            return (one.pledge_ref, one.group_ref) == (other.pledge_ref, other.group_ref)
        case MoreConfirmation(), MoreConfirmation():
            return (one.pledge_ref, one.by_young_people) == (other.pledge_ref, other.by_young_people)
        case MoreAnswers(), MoreAnswers():
            return True
        case FactSo(), FactSo():
            return one.name == other.name and one.as_at == other.as_at
        case (Wait(), Wait()) | (Settlement(), Settlement()) | (ReturnCome(), ReturnCome()):
            return one == other
        case EventSo(), EventSo():
            return one == other and one.kind in _ONCE
        case _:
            return False


def _sum(one: Lack, other: Lack) -> Lack:
    match one, other:
        case MoreDelivery(), MoreDelivery():
            both = one.is_report or other.is_report
            claimed = one.is_claimed and other.is_claimed
            return attrs.evolve(one, amount=one.amount + other.amount, is_report=both, is_claimed=claimed)
        case MoreConfirmation(), MoreConfirmation():
            return attrs.evolve(one, amount=one.amount + other.amount)
        case MoreAnswers(), MoreAnswers():
            return attrs.evolve(one, count=one.count + other.count, is_private=one.is_private or other.is_private)
        case _:
            return other


def amount_of(lack: Amount) -> tuple[str, Fraction]:
    """Return of which unit so much is missing, and how much; those who must be heard are people."""
    return ("people", Fraction(lack.count)) if isinstance(lack, MoreAnswers) else (lack.unit, lack.amount)


def with_amount(lack: Amount, amount: Fraction) -> Amount | None:
    """Return a lack of so much instead, None where nothing of it is left but, of a delivery, that it be reported."""
    if amount <= 0 and not (isinstance(lack, MoreDelivery) and lack.is_report):
        return None
    return attrs.evolve(lack, count=int(amount)) if isinstance(lack, MoreAnswers) else attrs.evolve(lack, amount=amount)


def one_step_less(lack: Lack) -> Lack | None:
    """Return a lack with the least that can be told apart taken off, None where nothing of it is left."""
    match lack:
        case MoreDelivery(is_report=True) if lack.amount > 0:
            return attrs.evolve(lack, amount=max(lack.amount - step_of(lack.unit), Fraction(0)))
        case MoreDelivery() | MoreConfirmation():
            less = lack.amount - step_of(lack.unit)
            return attrs.evolve(lack, amount=less) if less > 0 else None
        case MoreAnswers():
            return attrs.evolve(lack, count=lack.count - 1) if lack.count > 1 else None
        case FactSo(bound="at least"):
            return attrs.evolve(lack, value=lack.value - lack.step)
        case FactSo(bound="at most"):
            return attrs.evolve(lack, value=lack.value + lack.step)
        case _:
            return None
