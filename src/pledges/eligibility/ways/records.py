"""A criterion on facts or events and a position in; what would have to be recorded, and when at the earliest, out."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pledges.eligibility.conduct import is_director_level
from pledges.eligibility.facts import events_meant, figure_of_fact, unit_of
from pledges.eligibility.lack import PEOPLE, RECORD, REGISTER, TIME, EventSo, FactSo, Settlement, Wait, Way, no_way
from pledges.eligibility.position import Answer, Threshold, threshold
from pledges.eligibility.size import WORKFORCE
from pledges.eligibility.suppose import ORGANISATION_ID
from pledges.figures import Operation
from pledges.periods import day_text, months_after

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pledges.eligibility.lack import Lack
    from pledges.eligibility.position import Position
    from pledges.rulebook import Criterion

_ONE_DAY = dt.timedelta(days=1)
_HUNDREDTH = Fraction(1, 100)
_MOST_EVENTS = 1_000
_DAYS_NEAR = 5  # month ends that are clamped move a window by three days at most


def way_signed(_criterion: Criterion, position: Position, _answer: Answer) -> Way:
    """Return the signing at director level, and the organisation's identifier, as far as they are missing."""
    lacks = list["Lack"]()
    if not any(is_director_level(event) for event in position.history.signed()):
        lacks.append(EventSo(kind="statement signed", day=position.on, detail="director"))
    if not position.supplier.organisation_id.strip():
        lacks.append(Settlement(field=ORGANISATION_ID))
    by = REGISTER if all(isinstance(each, Settlement) for each in lacks) else RECORD
    return Way(by=by, lacks=tuple(lacks), earliest=position.on)


def way_contact(_criterion: Criterion, position: Position, _answer: Answer) -> Way:
    """Return that a point of contact must be named."""
    return Way(by=RECORD, lacks=(EventSo(kind="contact named", day=position.on),), earliest=position.on)


def way_advocacy(criterion: Criterion, position: Position, answer: Answer) -> Way:
    """Return so many more acts as are missing; a case study is one that does not grow old."""
    wanted = threshold(criterion, "minimum", position.on)
    if wanted is None:
        return no_way(answer.because)
    more = _count_missing(_observed(answer), wanted)
    act = EventSo(kind="advocacy", day=position.on, detail="case study")
    return Way(by=RECORD, lacks=(act,) * more, earliest=position.on)


def way_fact(criterion: Criterion, position: Position, answer: Answer) -> Way:
    """Return the fact with the value that would be enough."""
    return _recorded(criterion, position, answer, criterion.text("fact"))


def way_headcount(criterion: Criterion, position: Position, answer: Answer) -> Way:
    """Return the UK headcount that would be enough."""
    return _recorded(criterion, position, answer, WORKFORCE)


def _recorded(criterion: Criterion, position: Position, answer: Answer, name: str) -> Way:
    as_at = day_in_window(criterion, position)
    if as_at is None:
        return _not_yet(criterion)
    scaled_by = criterion.text("per_fact")
    if scaled_by and figure_of_fact(criterion, position, scaled_by).value is None:
        return no_way(f"The fact {scaled_by} must be recorded first: it says how much is asked.", by=RECORD)
    if not {"minimum", "maximum"} & criterion.thresholds.keys():
        return Way(by=RECORD, lacks=(fact_so(position, name, Fraction(1), as_at, is_yes=True),), earliest=position.on)
    value, bound, step = _value_within(criterion, position, answer, name)
    if value is None:
        return no_way(answer.because)
    lack = fact_so(position, name, value, as_at, unit=unit_of(criterion), bound=bound, step=step)
    return Way(by=RECORD, lacks=(lack,), earliest=position.on)


def _value_within(
    criterion: Criterion, position: Position, answer: Answer, name: str
) -> tuple[Fraction | None, str, Fraction]:
    """Return the nearest value that is within the bounds, which of them it is at, and the least difference."""
    observed = figure_of_fact(criterion, position, name).value
    limits = {each: _limit(criterion, position, answer, each) for each in ("minimum", "maximum")}
    known = [each.value for each in limits.values() if each is not None]
    step = Fraction(1) if all(each.denominator == 1 for each in (*known, observed or Fraction(0))) else _HUNDREDTH
    lower, upper = limits["minimum"], limits["maximum"]
    if lower is not None and (observed is None or not lower.holds(observed)):
        value, bound = _at_least(lower, step), "at least"
    elif upper is not None:
        value, bound = _at_most(upper, step), "at most"
    else:
        return None, "", step
    within = all(each is None or each.holds(value) for each in limits.values())
    return (value if within else None), bound, step


def _limit(criterion: Criterion, position: Position, answer: Answer, name: str) -> Threshold | None:
    """Return a bound as it is asked of this firm: scaled, where the criterion scales it."""
    wanted = threshold(criterion, name, position.on)
    required = answer.required
    is_scaled = bool(criterion.text("per_fact")) and required is not None and required.operation is Operation.PRODUCT
    if wanted is None or not is_scaled or required is None or required.value is None:
        return wanted
    return attrs.evolve(wanted, value=required.value)


def _at_least(wanted: Threshold, step: Fraction) -> Fraction:
    return wanted.value if wanted.holds(wanted.value) else wanted.value + step


def _at_most(wanted: Threshold, step: Fraction) -> Fraction:
    return wanted.value if wanted.holds(wanted.value) else wanted.value - step


def way_share(criterion: Criterion, position: Position, answer: Answer) -> Way:
    """Return the part, and where it is not known the whole as well, whose share would be enough."""
    as_at = day_in_window(criterion, position)
    wanted = _failing(criterion, position, answer)
    if as_at is None or wanted is None:
        return _not_yet(criterion) if as_at is None else no_way(answer.because)
    names = {name: criterion.text(name) for name in ("part", "whole")}
    part, whole = (figure_of_fact(criterion, position, names[name]).value for name in ("part", "whole"))
    if whole is not None and whole <= 0:
        whole = None
    if part is not None and whole is None:
        return _way_whole(position, names["whole"], part, wanted, as_at)
    lacks = list["Lack"]()
    if whole is None:
        whole = Fraction(100 * wanted.value.denominator)
        lacks.append(fact_so(position, names["whole"], whole, as_at))
    step = Fraction(1) if whole.denominator == 1 and (part or Fraction(0)).denominator == 1 else _HUNDREDTH
    steps = wanted.value * whole / step
    value = (steps // 1 if wanted.is_upper else -(-steps // 1)) * step
    if not wanted.holds(value / whole):
        value += -step if wanted.is_upper else step
    if value < 0:
        return no_way(answer.because)
    bound = "at most" if wanted.is_upper else "at least"
    lacks.append(fact_so(position, names["part"], value, as_at, bound=bound, step=step))
    return Way(by=RECORD, lacks=tuple(lacks), earliest=position.on)


def _way_whole(position: Position, name: str, part: Fraction, wanted: Threshold, as_at: dt.date) -> Way:
    """Return the whole of which a part that is known is share enough."""
    if wanted.value <= 0:
        return Way(by=RECORD, lacks=(fact_so(position, name, Fraction(1), as_at),), earliest=position.on)
    hundredths = part / wanted.value * 100
    value = Fraction(-(-hundredths // 1) if wanted.is_upper else hundredths // 1, 100)
    if value <= 0 or not wanted.holds(part / value):
        value += _HUNDREDTH if wanted.is_upper else -_HUNDREDTH
    if value <= 0 or not wanted.holds(part / value):
        return no_way(f"The whole ({name.replace('_', ' ')}) must be recorded, and then more of the part.", by=RECORD)
    bound = "at least" if wanted.is_upper else "at most"
    return Way(
        by=RECORD, lacks=(fact_so(position, name, value, as_at, bound=bound, step=_HUNDREDTH),), earliest=position.on
    )


def _failing(criterion: Criterion, position: Position, answer: Answer) -> Threshold | None:
    """Return the bound that what is observed does not hold; where nothing is known, the first there is."""
    bounds = [each for name in ("minimum", "maximum") if (each := threshold(criterion, name, position.on)) is not None]
    observed = None if answer.observed is None else answer.observed.value
    return next((each for each in bounds if observed is None or not each.holds(observed)), None)


def way_facts(criterion: Criterion, position: Position, answer: Answer) -> Way:
    """Return so many of the facts as are missing: those that nobody has recorded first, then those that are not so."""
    as_at = day_in_window(criterion, position)
    if as_at is None:
        return _not_yet(criterion)
    names = criterion.texts("facts")
    scale = position.scheme.scales.get(criterion.text("scale"), ())
    least = Fraction(scale.index(criterion.text("at")) + 1 if scale else 1)
    most = Fraction(len(scale) or 1)
    values = {name: figure_of_fact(criterion, position, name).value for name in names}
    usable = {name: value for name, value in values.items() if _is_usable(value, most)}
    have = sum(1 for value in usable.values() if value is not None and value >= least)
    wanted = threshold(criterion, "minimum", position.on)
    more = len(names) - have if wanted is None else _count_missing(Fraction(have), wanted)
    waiting = [name for name in names if name not in usable]
    waiting += [name for name in names if name in usable and (usable[name] or 0) < least]
    if more > len(waiting):
        return no_way(answer.because)
    bound = "at least" if scale else ""
    lacks = tuple(fact_so(position, name, least, as_at, bound=bound, is_yes=not scale) for name in waiting[:more])
    return Way(by=RECORD, lacks=lacks, earliest=position.on)


def _is_usable(value: Fraction | None, most: Fraction) -> bool:
    return value is not None and value.denominator == 1 and 0 <= value <= most


def way_events(criterion: Criterion, position: Position, answer: Answer) -> Way:
    """Return the events that must be recorded, or the day on which there are few enough of them in the window."""
    lower, upper = (threshold(criterion, name, position.on) for name in ("minimum", "maximum"))
    found = events_meant(criterion, position)
    if upper is not None and not upper.holds(len(found)):
        return _fewer(criterion, position, [event.day for event in found], upper)
    if lower is None and upper is not None:
        return no_way(answer.because)
    day = day_in_window(criterion, position)
    if day is None:
        return _not_yet(criterion)
    more = 1 if lower is None else _count_missing(Fraction(len(found)), lower)
    event = EventSo(
        kind=criterion.text("event"), day=day, outcome=criterion.text("outcome"), severity=criterion.text("severity")
    )
    return Way(by=RECORD, lacks=(event,) * more, earliest=position.on)


def _fewer(criterion: Criterion, position: Position, days: Sequence[dt.date], wanted: Threshold) -> Way:
    months = criterion.number("within_months")
    day = None if months is None else first_day_with_few_enough(days, months, wanted)
    if day is None:
        return no_way("What has happened stays on record.", by=PEOPLE)
    return Way(by=TIME, lacks=(Wait(day=day, level=position.level, criterion=criterion.id),), earliest=day)


def first_day_with_few_enough(days: Sequence[dt.date], months: int, wanted: Threshold) -> dt.date | None:
    """Return the first day on which few enough of these lie within so many months before it, None where none is."""
    for left in range(len(days), -1, -1):
        if not wanted.holds(left):
            continue
        if left == len(days):
            return None
        leaves = sorted(days)[len(days) - left - 1]
        # The window is half-open: what happened just so many months before the day is out of it.
        near = months_after(leaves, months)
        return next(
            day
            for day in (near + _ONE_DAY * offset for offset in range(-_DAYS_NEAR, _DAYS_NEAR + 1))
            if months_after(day, -months) >= leaves
        )
    return None


def way_accreditation(criterion: Criterion, position: Position, _answer: Answer) -> Way:
    """Return the badge of the other scheme, in force on the day."""
    issued = EventSo(
        kind="badge issued", day=position.on, scheme=criterion.text("scheme"), level=criterion.text("level"),
        until=position.on,
    )  # fmt: skip
    return Way(by=RECORD, lacks=(issued,), earliest=position.on)


def fact_so(
    position: Position, name: str, value: Fraction, as_at: dt.date, *, unit: str = "", bound: str = "",
    step: Fraction = Fraction(1), is_yes: bool = False,
) -> FactSo:  # fmt: skip
    """Return a fact that would be the latest: one of the same day is followed by being recorded later."""
    named = [fact for fact in position.history.facts if fact.name.casefold() == name.casefold()]
    recorded = max((fact.known_from for fact in named if fact.as_at == as_at), default=None)
    return FactSo(
        name=name, value=value, as_at=as_at, unit=unit, bound=bound, step=step, is_yes=is_yes,
        recorded_on=None if recorded is None else recorded + _ONE_DAY,
    )  # fmt: skip


def _observed(answer: Answer) -> Fraction:
    return Fraction(0) if answer.observed is None or answer.observed.value is None else answer.observed.value


def _count_missing(have: Fraction, wanted: Threshold) -> int:
    """Return how many more there must be."""
    return next((more for more in range(_MOST_EVENTS) if wanted.holds(have + more)), _MOST_EVENTS)


def day_in_window(criterion: Criterion, position: Position) -> dt.date | None:
    """Return the last day up to the day asked about that lies in the criterion's window, None where none does yet."""
    first, last = criterion.day("from_day"), criterion.day("to_day")
    if first is None or last is None:
        return position.on
    return min(last, position.on) if first <= position.on else None


def _not_yet(criterion: Criterion) -> Way:
    first = criterion.day("from_day") or dt.date.max
    return no_way(f"Only what happens from {day_text(first)} on counts.", by=TIME, earliest=first)
