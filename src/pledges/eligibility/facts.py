"""Recorded facts and events and a criterion in, whether they say enough out.

Facts are open-world: one that is not recorded is unknown. Events are closed-world: one that is not recorded did not
happen. A window of months is half-open, (A - n months, A] with A the day asked about and month ends clamped; a window
of days holds both its ends.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pledges.eligibility.due import met
from pledges.eligibility.position import Answer, amount_of, beside, count_of, named, required, threshold
from pledges.eligibility.result import Outcome
from pledges.eligibility.size import WORKFORCE, size_of
from pledges.figures import SHARE, Figure, difference, given, product, ratio, sources, total, unknown, whole
from pledges.figures import Operation as How
from pledges.periods import day_text, months_after
from pledges.quantities import UNITS, plain

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from pledges.eligibility.position import Position, Threshold
    from pledges.model import Event
    from pledges.rulebook import Criterion

_ROUNDED = {"floor": How.FLOOR, "nearest": How.NEAREST, "ceiling": How.CEILING}


def answer_fact(criterion: Criterion, position: Position) -> Answer:
    """Answer whether a recorded fact is yes, or a number within the bounds that the criterion gives."""
    name = criterion.text("fact")
    observed = figure_of_fact(criterion, position, name)
    if observed.value is None:
        return attrs.evolve(_not_recorded(observed, name), required=_limit(criterion, position, unit_of(criterion)))
    if "minimum" not in criterion.thresholds and "maximum" not in criterion.thresholds:
        return _yes_or_no(observed, name)
    return within_bounds(criterion, position, observed, f"{_words(name).capitalize()} is", unit_of(criterion))


def answer_headcount(criterion: Criterion, position: Position) -> Answer:
    """Answer whether the number of UK employees is within the bounds."""
    observed = figure_of_fact(criterion, position, WORKFORCE)
    if observed.value is None:
        limit = _limit(criterion, position, "people")
        return attrs.evolve(_not_recorded(observed, WORKFORCE), required=limit, to_do="Record the UK headcount.")
    return within_bounds(criterion, position, observed, "The UK headcount is", "people")


def answer_share(criterion: Criterion, position: Position) -> Answer:
    """Answer whether the share of one recorded fact in another is within the bounds, as an exact fraction."""
    part, all_of_it = (figure_of_fact(criterion, position, criterion.text(name)) for name in ("part", "whole"))
    absent = [figure for figure in (part, all_of_it) if figure.value is None]
    if absent:
        answer = _not_recorded(absent[0], criterion.text("part" if absent[0] is part else "whole"))
        return attrs.evolve(answer, required=_limit(criterion, position, SHARE))
    words = f"{_words(criterion.text('part'))} in {_words(criterion.text('whole'))}"
    if all_of_it.value == 0:
        because = f"The share of {words} is not known, because the whole is recorded as nothing."
        return Answer(outcome=Outcome.UNKNOWN, because=because, sources=(*sources(part), *sources(all_of_it)))
    observed = ratio(f"share of {words}", part, all_of_it)
    return within_bounds(criterion, position, observed, f"The share of {words} is", SHARE)


def answer_facts(criterion: Criterion, position: Position) -> Answer:
    """Answer whether enough of the named facts are yes, or at a level of a scale or above; by default all of them.

    On a scale a fact's number is its place, 1 for the lowest word; 0 says that it is on none.
    """
    names = criterion.texts("facts")
    scale = position.scheme.scales.get(criterion.text("scale"), ())
    least = scale.index(criterion.text("at")) + 1 if scale else 1
    most = len(scale) if scale else 1
    figures = {name: figure_of_fact(criterion, position, name) for name in names}
    usable = {
        name: figure.value
        for name, figure in figures.items()
        if figure.value is not None and figure.value.denominator == 1 and 0 <= figure.value <= most
    }
    enough = [name for name in names if name in usable and usable[name] >= least]
    short = [name for name in names if name in usable and usable[name] < least]
    open_ = [name for name in names if name not in usable]
    asked = threshold(criterion, "minimum", position.on)
    if asked is None:
        limit = given("facts needed", len(names), position.scheme.source, unit="facts")
        outcome = _between(len(enough), len(enough) + len(open_), lambda found: found >= len(names))
    else:
        limit = required("facts needed", asked, "facts")
        outcome = _between(len(enough), len(enough) + len(open_), asked.holds)
    how = f"at {criterion.text('at')} or above" if scale else "yes"
    wanted = "all" if asked is None else asked.asked(plain(asked.value))
    found = f"{len(enough)} of {len(names)} {'is' if len(enough) == 1 else 'are'} {how}; {wanted} must be."
    listed = (("Not", short), ("Not known", open_))
    lists = [f"{word}: {named([_words(name) for name in those])}." for word, those in listed if those]
    observed = total("facts that are enough", [_one(figures[name], name) for name in enough], unit="facts")
    return Answer(
        outcome=outcome,
        because=" ".join((found, *lists)),
        observed=observed,
        required=limit,
        sources=tuple(
            dict.fromkeys(source for name in usable for source in (*sources(figures[name]), *sources(limit)))
        ),
        short_by=difference("short by", limit, observed) if outcome is Outcome.NOT_MET else None,
        to_do="" if outcome is Outcome.MET else _of_facts(short, open_),
    )


def answer_events(criterion: Criterion, position: Position) -> Answer:
    """Answer whether so many events were recorded; by default at least one."""
    kind = criterion.text("event")
    found = events_meant(criterion, position)
    place = position.supplier.source
    each = [given(f"{kind} on {day_text(event.day)}", 1, event.source, unit="events") for event in found]
    observed = total(f"events: {kind}", each, unit="events")
    when = _window_words(criterion)
    bounds = [name for name in ("minimum", "maximum") if name in criterion.thresholds]
    if bounds:
        return within_bounds(criterion, position, observed, f"Recorded{when} of the event {kind}:", "")
    limit = given("events needed", 1, position.scheme.source, unit="events")
    if found:
        return met(f"The event {kind} is recorded{when}, last on {day_text(found[-1].day)}.", observed, limit)
    return Answer(
        outcome=Outcome.NOT_MET,
        because=f"The event {kind} is not recorded{when}.",
        observed=observed,
        required=limit,
        sources=(place,),
        short_by=difference("short by", limit, observed),
        to_do=f"Record the event {kind} once it has happened.",
    )


def events_meant(criterion: Criterion, position: Position) -> list[Event]:
    """Return the events that the criterion counts, the earliest first."""
    kind = criterion.text("event")
    return [event for event in position.history.events_of(kind) if _is_meant(event, criterion, position.on)]


def answer_accreditation(criterion: Criterion, position: Position) -> Answer:
    """Answer whether a badge of another scheme is in force, by the recorded events that name it."""
    scheme, level = criterion.text("scheme"), criterion.text("level")
    named_so = [event for event in position.history.events if event.scheme.strip().casefold() == scheme.casefold()]
    issued = [
        event
        for event in named_so
        if event.kind == "badge issued" and (not level or event.level.strip().casefold() == level.casefold())
    ]
    wanted = f"{scheme}, level {level}" if level else scheme
    if not issued:
        to_do = f"Record the event badge issued with the scheme {scheme} and its last day in Until."
        because = f"No badge of {wanted} is recorded."
        return Answer(outcome=Outcome.NOT_MET, because=because, sources=(position.supplier.source,), to_do=to_do)
    last = issued[-1]
    ended = [
        event for event in named_so if event.kind in {"badge suspended", "badge revoked"} and event.day >= last.day
    ]
    restored = [event for event in named_so if event.kind == "badge restored" and ended and event.day >= ended[-1].day]
    place = tuple(event.source for event in (last, *ended[-1:], *restored[-1:]))
    if ended and not (restored and ended[-1].kind == "badge suspended"):
        because = f"The badge of {wanted} was {ended[-1].kind.removeprefix('badge ')} on {day_text(ended[-1].day)}."
        return Answer(
            outcome=Outcome.NOT_MET, because=because, sources=place, to_do=f"{wanted} must be in force again."
        )
    if last.until is None:
        because = f"A badge of {wanted} was issued on {day_text(last.day)}, and its last day is not recorded."
        return Answer(outcome=Outcome.UNKNOWN, because=because, sources=place, to_do="Fill in Until of that event.")
    if last.until < position.on:
        because = f"The badge of {wanted} ended on {day_text(last.until)}."
        return Answer(outcome=Outcome.NOT_MET, because=because, sources=place, to_do=f"{wanted} must be renewed.")
    because = f"A badge of {wanted} is in force until {day_text(last.until)}."
    return Answer(outcome=Outcome.MET, because=because, sources=place)


def answer_panel(criterion: Criterion, position: Position) -> Answer:
    """Answer that people must judge, with what the scheme says of it."""
    because = f"People decide: {criterion.text('why').rstrip('.')}."
    return Answer(outcome=Outcome.PANEL, because=because, sources=(position.scheme.source,))


def answer_unknown(criterion: Criterion, position: Position) -> Answer:
    """Answer that the condition is not known, with the reason that the scheme gives."""
    because = f"The condition is not known: {criterion.text('why').rstrip('.')}."
    to_do = "Ask those who run the scheme, and state the condition in the scheme's file."
    return Answer(outcome=Outcome.UNKNOWN, because=because, sources=(position.scheme.source,), to_do=to_do)


def within_bounds(criterion: Criterion, position: Position, observed: Figure, label: str, unit: str) -> Answer:
    """Return the answer for a known number that must lie within the criterion's minimum and maximum."""
    value = observed.value or Fraction(0)
    answers = list[Answer]()
    for name in ("minimum", "maximum"):
        wanted = threshold(criterion, name, position.on)
        if wanted is None:
            continue
        limit = _scaled(criterion, position, required(f"{name} required", wanted, observed.unit))
        if limit.value is None:
            return attrs.evolve(_not_recorded(limit, criterion.text("per_fact")), observed=observed)
        scaled = attrs.evolve(wanted, value=limit.value)
        seen, asked = _both_in_words(value, limit.value, unit)
        because = f"{label} {seen}; {_asked(scaled, asked)}."
        if scaled.holds(value):
            answers.append(met(because, observed, limit))
            continue
        gap = difference("too many by", observed, limit) if wanted.is_upper else difference("short by", limit, observed)
        by = _by(gap.value or Fraction(0), unit, above=wanted.is_upper)
        answers.append(
            Answer(
                outcome=Outcome.NOT_MET, because=because, observed=observed, required=limit,
                sources=(*sources(observed), *sources(limit)), short_by=gap, to_do=by,
            )
        )  # fmt: skip
    if not answers:
        because = f"The scheme has no value for this criterion that is in force on {day_text(position.on)}."
        return Answer(outcome=Outcome.UNKNOWN, because=because, observed=observed)
    failing = [answer for answer in answers if answer.outcome is Outcome.NOT_MET]
    return failing[0] if failing else answers[0]


def _limit(criterion: Criterion, position: Position, unit: str) -> Figure | None:
    """Return what a number that is not known would be compared with first, None where it has no bounds in force."""
    for name in ("minimum", "maximum"):
        wanted = threshold(criterion, name, position.on)
        if wanted is not None:
            return _scaled(criterion, position, required(f"{name} required", wanted, unit))
    return None


def _scaled(criterion: Criterion, position: Position, limit: Figure) -> Figure:
    """Return what is required, times the (rounded) number of units of the fact that the criterion scales it by."""
    name, amount = criterion.text("per_fact"), criterion.options.get("per_amount")
    if not name or not isinstance(amount, Fraction):
        return limit
    of = figure_of_fact(criterion, position, name, unit="GBP")
    each = given("for each", amount, position.scheme.source, unit="GBP")
    times = ratio(f"{_words(name)} by {plain(amount)}", of, each)
    how = _ROUNDED.get(criterion.text("rounding", "exact"))
    if how is not None:
        times = whole(f"{times.label}, {criterion.text('rounding')}", times, how)
    return product(f"{limit.label} for {_words(name)}", (limit, times), unit=limit.unit)


def figure_of_fact(criterion: Criterion, position: Position, name: str, *, unit: str = "") -> Figure:
    """Return the latest fact of that name in the criterion's window as a figure, unknown with the reason why."""
    label, unit = _words(name), unit or unit_of(criterion)
    facts = [
        fact
        for fact in position.history.facts
        if fact.name.casefold() == name.casefold() and _in_window(fact.as_at, criterion, position.on)
    ]
    if not facts and name == WORKFORCE and (headcount := size_of(position).headcount) is not None:
        return given(label, headcount, size_of(position).source, unit=unit)
    if not facts:
        return unknown(label, f"the fact {name} is not recorded{_window_words(criterion)}", unit=unit)
    latest = max((fact.as_at, fact.known_from) for fact in facts)
    last = [fact for fact in facts if (fact.as_at, fact.known_from) == latest]
    if len({fact.value for fact in last}) > 1:
        return unknown(label, f"the register gives the fact {name} of {day_text(latest[0])} in two ways", unit=unit)
    return given(label, last[0].value, last[0].source, unit=unit, because=f"As at {day_text(latest[0])}.")


def _is_meant(event: Event, criterion: Criterion, on: dt.date) -> bool:
    """Whether an event lies in the criterion's window, with the outcome and severity it asks for."""
    asked = ((criterion.text("outcome"), event.outcome), (criterion.text("severity"), event.severity))
    return _in_window(event.day, criterion, on) and all(
        not wanted or wanted.casefold() == said.strip().casefold() for wanted, said in asked
    )


def _in_window(day: dt.date, criterion: Criterion, on: dt.date) -> bool:
    months, first, last = criterion.number("within_months"), criterion.day("from_day"), criterion.day("to_day")
    if months is not None:
        return months_after(on, -months) < day <= on
    if first is not None and last is not None:
        return first <= day <= min(last, on)
    return day <= on


def _window_words(criterion: Criterion) -> str:
    months, first, last = criterion.number("within_months"), criterion.day("from_day"), criterion.day("to_day")
    if months is not None:
        return f" in the last {count_of(months, 'month')}"
    return f" from {day_text(first)} to {day_text(last)}" if first is not None and last is not None else ""


def _not_recorded(figure: Figure, name: str) -> Answer:
    reason = figure.because or next((part.because for part in figure.parts if part.value is None), "")
    return Answer(
        outcome=Outcome.UNKNOWN,
        because=f"Not known: {reason or f'the fact {name} is not recorded'}.",
        observed=figure,
        sources=sources(figure),
        to_do=f"Record the fact {name} on the sheet Facts, with its day.",
    )


def _yes_or_no(observed: Figure, name: str) -> Answer:
    words, place = _words(name).capitalize(), sources(observed)
    if observed.value == 1:
        return Answer(outcome=Outcome.MET, because=f"{words}: yes.", observed=observed, sources=place)
    if observed.value == 0:
        to_do = f"It must be so, and be recorded as the fact {name}."
        return Answer(outcome=Outcome.NOT_MET, because=f"{words}: no.", observed=observed, sources=place, to_do=to_do)
    because = f"{words} is recorded as a number, and yes or no is asked."
    to_do = f"Record the fact {name} as yes or no."
    return Answer(outcome=Outcome.UNKNOWN, because=because, observed=observed, sources=place, to_do=to_do)


def _between(least: int, most: int, holds: Callable[[int], bool]) -> Outcome:
    """Return the outcome of a number that lies between two bounds."""
    if holds(least):
        return Outcome.MET
    return Outcome.UNKNOWN if holds(most) else Outcome.NOT_MET


def _one(figure: Figure, name: str) -> Figure:
    return given(f"{_words(name)} is enough", 1, sources(figure)[0], unit="facts")


def _of_facts(short: Sequence[str], open_: Sequence[str]) -> str:
    parts = []
    if short:
        parts.append(f"Not there yet: {named(list(short))}.")
    if open_:
        parts.append(f"Record the facts {named(list(open_))}.")
    return " ".join(parts)


def unit_of(criterion: Criterion) -> str:
    """Return the unit in which the criterion's fact is."""
    return criterion.text("unit")


def _words(name: str) -> str:
    return name.replace("_", " ")


def _both_in_words(value: Fraction, wanted: Fraction, unit: str) -> tuple[str, str]:
    """Return two amounts with as many places as it takes to tell them apart: never 80 below 80."""
    if unit == SHARE:
        return beside(value, wanted)
    if unit in UNITS and amount_of(value, unit) != amount_of(wanted, unit):
        return amount_of(value, unit), amount_of(wanted, unit)
    places = 2
    while value != wanted and plain(value, places) == plain(wanted, places):
        places += 1
    return plain(value, places), plain(wanted, places)


def _asked(wanted: Threshold, amount: str) -> str:
    if wanted.is_upper:
        return f"{wanted.asked(amount)} {'is' if wanted.value == 1 else 'are'} allowed"
    return f"{wanted.asked(amount) if wanted.comparison != 'gte' else f'at least {amount}'} is required"


def _by(gap: Fraction, unit: str, *, above: bool) -> str:
    if unit == SHARE:
        return f"{plain(gap * 100, 4)} percentage points {'too high' if above else 'short'}."
    amount = amount_of(gap, unit) if unit in UNITS else plain(gap)
    return f"{amount} {'too many' if above else 'more is needed'}."
