"""A criterion on returns, on the firm's record or on time served and a position in; what would end what is wrong out.

Of these nothing can be delivered: returns come, people close what is open, and days pass.
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pledges.eligibility.clean import complaints_in_window, is_barred, open_matters
from pledges.eligibility.earlier import terms_in_a_row
from pledges.eligibility.held import answer_prior, prior_of
from pledges.eligibility.lack import (
    PEOPLE,
    REGISTER,
    RETURN,
    TIME,
    EventSo,
    ReturnCome,
    Wait,
    Way,
    heaviest,
    no_way,
    together,
)
from pledges.eligibility.position import Answer, Threshold, threshold
from pledges.eligibility.suppose import causes_on_the_day, suppose
from pledges.eligibility.ways.records import first_day_with_few_enough
from pledges.history import level_named, tenure
from pledges.history.causes import OPENED, RECORDED, RETURN_OVERDUE, is_major, is_minor
from pledges.periods import months_after

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pledges.eligibility.lack import Lack
    from pledges.eligibility.position import Position
    from pledges.history import Cause, Matter
    from pledges.rulebook import Criterion, Level

_ONE_DAY = dt.timedelta(days=1)
_KIND_OF_CAUSE = {"major breach": "breach", "breach": "breach"}
_FINAL = "The badge was revoked, and the scheme names no day from which it may be issued again: that is final."


def way_returns(criterion: Criterion, position: Position, answer: Answer) -> Way:
    """Return the returns that are overdue for too long, each of which must come."""
    wanted = threshold(criterion, "max_days_overdue", position.on)
    if wanted is None:
        return no_way(answer.because)
    late = tuple(
        ReturnCome(contract_ref=each.contract_ref, period=each.period, due=each.due)
        for each in sorted(position.overdue, key=lambda each: (each.due, each.contract_ref, each.period.start))
        if not wanted.holds(each.days_overdue)
    )
    return Way(by=RETURN, lacks=late, earliest=position.on)


def way_breach(_criterion: Criterion, position: Position, _answer: Answer) -> Way:
    """Return that every open breach must be closed."""
    return _closed(position, "breach", open_matters(position, "breach"))


def way_clean(criterion: Criterion, position: Position, answer: Answer) -> Way:
    """Return what would end everything that stands against the firm's record."""
    ways = list(_ways_of_standing(criterion, position))
    for name, kind in (("max_major_breaches", "breach"), ("max_safeguarding_holds", "safeguarding hold")):
        allowed = threshold(criterion, name, position.on)
        if allowed is not None and (way := _too_many(position, kind, allowed)) is not None:
            ways.append(way)
    allowed = threshold(criterion, "max_upheld_complaints", position.on)
    complaints = [event.day for event in complaints_in_window(position)]
    if allowed is not None and len(complaints) > int(allowed.value):
        few = Threshold(value=Fraction(int(allowed.value)), comparison="lte", reference="", source=allowed.source)
        day = first_day_with_few_enough(complaints, 12, few)
        ways.append(no_way(answer.because) if day is None else _waiting(criterion, position, day))
    if not ways:
        return no_way(answer.because)
    lacks = tuple["Lack", ...]()
    for way in ways:
        lacks = together(lacks, way.lacks)
    waits = [each for each in lacks if isinstance(each, Wait)]
    if waits:  # the day is the last thing: what else is open must have ended before it
        ended = tuple(each for each in lacks if isinstance(each, EventSo | ReturnCome))
        lacks = (attrs.evolve(max(waits, key=lambda each: each.day), given=ended),)
    return heaviest(tuple(ways), lacks)


def _waiting(criterion: Criterion, position: Position, day: dt.date) -> Way:
    return Way(by=TIME, lacks=(Wait(day=day, level=position.level, criterion=criterion.id),), earliest=day)


def _ways_of_standing(criterion: Criterion, position: Position) -> Iterator[Way]:
    now = position.standing
    if now.status == "suspended":
        yield way_to_cure(position, now.causes)
    elif is_barred(position) and now.free_from is not None:
        yield _waiting(criterion, position, now.free_from)


def way_to_cure(position: Position, causes: Sequence[Cause]) -> Way:
    """Return what would end everything that suspends a badge."""
    ways = list[Way]()
    life = position.scheme.life
    for what in dict.fromkeys(cause.what for cause in causes):
        if what == RETURN_OVERDUE:
            most = 0 if life is None else life.suspend_after_days_overdue or 0
            late = tuple(
                ReturnCome(contract_ref=each.contract_ref, period=each.period, due=each.due)
                for each in position.overdue
                if each.days_overdue > most
            )
            ways.append(Way(by=RETURN, lacks=late, earliest=position.on))
        elif what == RECORDED:
            restored = EventSo(
                kind="badge restored", day=position.on, scheme=position.scheme.id, level=position.standing.level or ""
            )
            ways.append(Way(by=PEOPLE, lacks=(restored,), earliest=position.on))
        else:
            kind = _KIND_OF_CAUSE.get(what, what)
            every = open_matters(position, kind)
            matters = [each for each in every if is_major(each.opened)] if what == "major breach" else list(every)
            ways.append(_closed(position, kind, matters))
    lacks = tuple["Lack", ...]()
    for way in ways:
        lacks = together(lacks, way.lacks)
    if not ways:
        return no_way("What suspends the badge must be cured.", by=PEOPLE)
    return heaviest(tuple(ways), lacks)


def _too_many(position: Position, kind: str, allowed: Threshold) -> Way | None:
    """Return what would leave no more open than allowed, None where no more is."""
    every, most = open_matters(position, kind), int(allowed.value)
    if kind == "breach":
        doubtful = [each for each in every if not is_major(each.opened) and not is_minor(each.opened)]
        major = [each for each in every if is_major(each.opened)]
        if len(major) <= most < len(major) + len(doubtful):
            return no_way("A breach that is open must be given its Severity: major or minor.", by=REGISTER)
        every = tuple(major)
    return _closed(position, kind, every[: len(every) - most]) if len(every) > most else None


def _closed(position: Position, kind: str, matters: Sequence[Matter]) -> Way:
    """Return that the council must close these; what has no reference of its own cannot be named by a closing."""
    lacks = tuple(
        EventSo(kind=OPENED[kind].replace("opened", "closed"), day=position.on, ref=each.opened.ref) for each in matters
    )
    refs = [each.opened.ref.strip() for each in matters]
    every = open_matters(position, kind)
    if len(every) > 1 and (not all(refs) or len({each.opened.ref.strip() for each in every}) < len(every)):
        return no_way(f"Give each {kind} that is open an Event ref of its own, so that it can be closed.", by=REGISTER)
    return Way(by=PEOPLE, lacks=lacks, earliest=position.on)


def way_prior(criterion: Criterion, position: Position, answer: Answer) -> Way:
    """Return the day on which the level below will have been held for long enough; before that, what it needs to be."""
    wanted = threshold(criterion, "minimum", position.on)
    prior = prior_of(criterion, position)
    if wanted is None or prior is None:
        return no_way(answer.because)
    months = -(-int(wanted.value * 100) // 100)
    months += not wanted.holds(months)
    levels = [level.id for level in position.scheme.levels]
    held = tenure(position.standing, levels[levels.index(prior.id) :], position.on)
    if held is None:
        return _to_be_issued(criterion, position, prior, months)
    if position.standing.status == "suspended":
        return _once_cured(criterion, position)
    if position.standing.status == "in grace" and criterion.text("standing") == "in force":
        renewed = EventSo(kind="badge issued", day=position.on, scheme=position.scheme.id, level=prior.id)
        return Way(by=PEOPLE, lacks=(renewed,), earliest=position.on)
    day, until = held.reached_on(months), position.standing.until
    holding = level_named(position.scheme, position.standing.level or "") or prior
    renewals = () if until is None else _renewals(position, holding, until, day)
    wait = Wait(day=day, level=position.level, criterion=criterion.id, given=renewals)
    return Way(by=TIME, lacks=(wait,), earliest=day)


def _once_cured(criterion: Criterion, position: Position) -> Way:
    """Return what ends a suspension and, where the level was not held for long enough before, the day after that."""
    cure = way_to_cure(position, position.standing.causes)
    if cure.cannot:
        return cure
    cured = suppose(position, cure.lacks)
    answer = answer_prior(criterion, cured)
    if not answer.is_open or cured.standing.status == "suspended":
        return cure
    way = way_prior(criterion, cured, answer)
    ended = tuple(each for each in cure.lacks if isinstance(each, EventSo | ReturnCome))
    lacks = tuple(
        attrs.evolve(each, given=(*ended, *each.given)) if isinstance(each, Wait) else each for each in way.lacks
    )
    return attrs.evolve(way, lacks=lacks)


def _renewals(position: Position, level: Level, until: dt.date, day: dt.date) -> tuple[EventSo, ...]:
    """Return the renewals of a level without which it would end, on `until`, before a day."""
    found = list[EventSo]()
    while until < day:
        first = until + _ONE_DAY
        until = months_after(first, level.term_months) - _ONE_DAY
        found.append(EventSo(kind="badge issued", day=first, scheme=position.scheme.id, level=level.id, until=until))
    return tuple(found)


def _to_be_issued(criterion: Criterion, position: Position, prior: Level, months: int) -> Way:
    """Return that the level below must be issued, and the day until which it must then be held."""
    standing = position.standing
    first = position.on
    if standing.status == "revoked" and standing.free_from is None:
        return no_way(_FINAL, by=PEOPLE)
    if standing.free_from is not None and standing.free_from > first:
        first = standing.free_from
    day = months_after(first, months)
    last = months_after(first, prior.term_months) - _ONE_DAY
    issued = EventSo(kind="badge issued", day=first, scheme=position.scheme.id, level=prior.id, until=last)
    if day <= position.on:
        return Way(by=PEOPLE, lacks=(issued,), earliest=first)
    given: tuple[EventSo | ReturnCome, ...] = (issued, *_renewals(position, prior, last, day))
    if suspending := causes_on_the_day(position):
        cure = way_to_cure(position, suspending)
        if cure.cannot:
            return cure
        given = (*(each for each in cure.lacks if isinstance(each, EventSo | ReturnCome)), *given)
    wait = Wait(day=day, level=position.level, criterion=criterion.id, given=given)
    return Way(by=TIME, lacks=(wait,), earliest=day)


def way_earlier(criterion: Criterion, position: Position, answer: Answer) -> Way:
    """Return the terms that must still be issued one after the other, and the day after the last of them begins."""
    wanted = threshold(criterion, "minimum", position.on)
    level = level_named(position.scheme, criterion.text("level"))
    if wanted is None or level is None:
        return no_way(answer.because)
    # A term that begins on the day itself came before from the next day on, and continues what ended on the day before.
    tomorrow = position.on + _ONE_DAY
    terms = terms_in_a_row(criterion, position, tomorrow)
    if not terms or terms[0][0].day < position.on:
        terms = terms_in_a_row(criterion, position)
    more = next(count for count in range(int(wanted.value) + 2) if wanted.holds(len(terms) + count))
    first = max(terms[0][1] + _ONE_DAY, position.on) if terms else position.on
    days = [months_after(first, level.term_months * number) for number in range(more)]
    issued = tuple(
        EventSo(
            kind="badge issued", day=day, scheme=position.scheme.id, level=level.id,
            until=months_after(day, level.term_months) - _ONE_DAY,
        )
        for day in days
    )  # fmt: skip
    last = days[-1] + _ONE_DAY if days else tomorrow
    wait = Wait(day=last, level=position.level, criterion=criterion.id, given=issued)
    return Way(by=TIME, lacks=(wait,), earliest=last)
