"""A criterion and everything known of a supplier on a day in, its answer out: a measure's, or a group's of its parts.

Three-valued throughout: what is unknown never passes, and a group is decided as soon as nothing unknown could change it
(3 met of 5 needed is *unknown* with 2 unknown, and *not met* with 1). A part that people judge counts as met if they
say so: a group that needs it goes to the panel.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import attrs

from pledges.eligibility.position import (
    STRICTER,
    Answer,
    Position,
    count_of,
    in_force,
    named,
    no_threshold,
    required,
    threshold,
)
from pledges.eligibility.result import CriterionDecision, Outcome
from pledges.eligibility.size import size_of
from pledges.eligibility.ways.group import way_of_group
from pledges.eligibility.ways.size import way_for_any_size
from pledges.figures import difference, given, total
from pledges.history import level_named
from pledges.periods import day_text
from pledges.rulebook import Criterion, DatedValue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pledges.model import Event
    from pledges.provenance import Source
    from pledges.rulebook import Level

Measuring = Callable[[Criterion, Position], Answer]
"""What answers one measure."""

_CONDITIONS = "conditions"
_BY_ITSELF = frozenset({"live_pledges"})
"""Measures that look up the band of their thresholds themselves, to say in one sentence what is enough for any."""


def answer_to(criterion: Criterion, position: Position, measures: Mapping[str, Measuring]) -> Answer:
    """Return the answer to a criterion, and to everything below it; `measures` answer the leaves by their name.

    One that is not met, or not known, and waived is met, and says so. Where nothing is recorded that it could rest on,
    it rests on the supplier's own row.
    """
    if (position.level, criterion.id) in position.waited_for:
        return Answer(outcome=Outcome.MET, because="Its day is supposed to have come.")
    answer = _unwaived(criterion, position, measures)
    if not answer.sources:
        answer = attrs.evolve(answer, sources=(position.supplier.source,))
    waiver = position.waivers.of(position.level, criterion)
    if waiver is None or answer.outcome not in {Outcome.NOT_MET, Outcome.UNKNOWN}:
        return answer
    until = "" if waiver.until is None else f" until {day_text(waiver.until)}"
    granted = f"granted on {day_text(waiver.day)}{until}"
    if not criterion.waives:
        words = f"Met by waiver, {granted}. Without it: {answer.outcome.value}. {answer.because}"
        return attrs.evolve(
            answer,
            outcome=Outcome.MET,
            because=words,
            sources=(waiver.source, *answer.sources),
            short_by=None,
            to_do="",
            way=None,
        )
    rest = {name: values for name, values in criterion.thresholds.items() if name not in criterion.waives}
    without = _unwaived(attrs.evolve(criterion, thresholds=rest), position, measures)
    which = "met by waiver" if without.outcome is Outcome.MET else "waived in part"
    words = f"{which.capitalize()}, {granted}. {without.because} Without it: {answer.outcome.value}. {answer.because}"
    return attrs.evolve(without, because=words, sources=(waiver.source, *without.sources))


def _unwaived(criterion: Criterion, position: Position, measures: Mapping[str, Measuring]) -> Answer:
    """Return the answer to a criterion without its own waiver; those of its parts count."""
    if criterion.may_not_apply and (said := recorded_for(criterion, position, "not applicable")):
        return Answer(
            outcome=Outcome.NOT_APPLICABLE,
            because=f"It does not apply to this firm: recorded with its reason on {day_text(said[-1].day)}.",
            sources=tuple(event.source for event in said),
        )
    parts = tuple((part, answer_to(part, position, measures)) for part in criterion.parts)

    def answered(settled: Criterion) -> Answer:
        return _group(settled, parts, position) if settled.needs else measures[settled.measure](settled, position)

    if criterion.measure in _BY_ITSELF:
        stopped = [_for_band(criterion, band, position, _nothing) for band in size_of(position).bands]
        if (first := next((each for each in stopped if each.outcome is Outcome.UNKNOWN), None)) is not None:
            return first
        return _both_readings(criterion, position, answered)
    bands = size_of(position).bands if differs_by_size(criterion) else ("",)
    answers = [_for_band(criterion, band, position, answered) for band in bands]
    return answers[0] if len(answers) == 1 else _for_any_size(answers, bands, position)


def recorded_for(criterion: Criterion, position: Position, kind: str) -> tuple[Event, ...]:
    """Return the events of one kind that name this criterion of this scheme and level, with a reason, still valid.

    An event that names no scheme or level speaks of every one that has the criterion.
    """
    scheme, level = position.scheme, next((each for each in position.scheme.levels if each.id == position.level), None)
    return tuple(
        event
        for event in position.history.events_of(kind)
        if event.criterion.strip().casefold() in {criterion.id.casefold(), criterion.name.casefold()}
        and event.reason.strip()
        and event.scheme.strip().casefold() in {"", scheme.id.casefold(), scheme.name.casefold()}
        and (not event.level.strip() or level is None or level_named(scheme, event.level) == level)
        and (event.until is None or event.until >= position.on)
    )


def _each_once(sources: tuple[Source, ...]) -> tuple[Source, ...]:
    """Return each place once; the same tuple where it has none twice, because those of a sum of many lines are long."""
    once = dict.fromkeys(sources)
    return sources if len(once) == len(sources) else tuple(once)


def decisions_of(answered: Sequence[tuple[Criterion, Answer]]) -> tuple[CriterionDecision, ...]:
    """Return the decisions that answers are, each with those on its parts."""
    return tuple(
        CriterionDecision(
            id=criterion.id,
            name=criterion.name,
            outcome=answer.outcome,
            observed=answer.observed,
            required=answer.required,
            because=answer.because,
            sources=_each_once(answer.sources),
            parts=decisions_of(answer.parts),
        )
        for criterion, answer in answered
    )


def outcome_of(level: Level, outcomes: Sequence[Outcome]) -> Outcome:
    """Return the outcome of a level by those of its criteria (`docs/formats.md`, end of section 5).

    What does not apply is left out; where nothing applies, nothing is known. A level that a panel decides on goes to
    the panel once its criteria are met.
    """
    applies = [outcome for outcome in outcomes if outcome is not Outcome.NOT_APPLICABLE]
    if not applies:
        return Outcome.UNKNOWN
    found = combined(applies, len(applies))
    return Outcome.PANEL if found is Outcome.MET and level.decision == "panel" else found


def combined(outcomes: Sequence[Outcome], needed: int) -> Outcome:
    """Return the outcome where so many of these must be met; none of them is *not applicable*.

    Met, where enough are; else for the panel, where its word would make them enough; else unknown, where what is
    unknown could; else not met.
    """
    of = Counter(outcomes)
    enough = of[Outcome.MET]
    if enough >= needed:
        return Outcome.MET
    if enough + of[Outcome.PANEL] >= needed:
        return Outcome.PANEL
    return Outcome.UNKNOWN if enough + of[Outcome.PANEL] + of[Outcome.UNKNOWN] >= needed else Outcome.NOT_MET


def _nothing(_criterion: Criterion) -> Answer:
    """Return an answer that any threshold in force and known gives: only what stops the question shows then."""
    return Answer(outcome=Outcome.MET, because="")


def differs_by_size(criterion: Criterion) -> bool:
    """Whether a criterion asks for something else of each size of firm."""
    return any(value.by for values in criterion.thresholds.values() for value in values)


def _for_band(criterion: Criterion, band: str, position: Position, answered: Callable[[Criterion], Answer]) -> Answer:
    """Return the answer by the thresholds of one size band that are in force on the day."""
    settled = dict[str, tuple[DatedValue, ...]]()
    announced = list[DatedValue]()
    for name, values in criterion.thresholds.items():
        of_band = [value for value in values if value.by in {"", band}]
        value = in_force(of_band, position.on, by=band)
        if value is not None:
            settled[name] = (attrs.evolve(value, by=""),)
        elif any(each.since <= position.on for each in of_band):
            announced += [each for each in of_band if each.since <= position.on]
        elif of_band:
            return no_threshold(criterion, position.on)
    if announced and not settled:
        first = min(announced, key=lambda value: value.required_from)
        because = f"Nothing is required before {day_text(first.required_from)}."
        return Answer(outcome=Outcome.MET, because=because, sources=(first.source,))
    return _both_readings(attrs.evolve(criterion, thresholds=settled), position, answered)


def _both_readings(criterion: Criterion, position: Position, answered: Callable[[Criterion], Answer]) -> Answer:
    """Return the answer, *unknown* where a threshold is not published or the sources differ on its very value."""
    if hidden := [value for values in criterion.thresholds.values() for value in values if _is_hidden(value, position)]:
        why = "; ".join(dict.fromkeys(value.reference.rstrip(".") for value in hidden))
        return Answer(
            outcome=Outcome.UNKNOWN,
            because=f"What is required is not published ({why}).",
            sources=tuple(value.source for value in hidden),
            to_do="Ask those who run the scheme, and give the value in the scheme's file.",
        )
    milder = answered(criterion)
    stricter_thresholds = {
        name: tuple(attrs.evolve(each, comparison=STRICTER.get(each.comparison, each.comparison)) for each in values)
        for name, values in criterion.thresholds.items()
    }
    if stricter_thresholds == criterion.thresholds:
        return milder
    stricter = answered(attrs.evolve(criterion, thresholds=stricter_thresholds))
    if stricter.outcome is milder.outcome:
        return attrs.evolve(milder, way=stricter.way)
    return attrs.evolve(
        milder,
        outcome=Outcome.UNKNOWN,
        because=f"{milder.because} It is exactly that, and the sources differ on whether that is enough.",
        short_by=None,
        to_do="Ask those who run the scheme whether exactly that is enough.",
        way=stricter.way,
    )


def _is_hidden(value: DatedValue, position: Position) -> bool:
    return value.value is None and value.required_from <= position.on


def _for_any_size(answers: Sequence[Answer], bands: Sequence[str], position: Position) -> Answer:
    """Return what holds whatever the size of a firm whose headcount is not known, else *unknown*."""
    way = way_for_any_size(answers, bands, position)
    if len({answer.outcome for answer in answers}) == 1:
        return answers[-1] if answers[0].outcome is Outcome.MET else attrs.evolve(answers[0], way=way)
    enough = [band for band, answer in zip(bands, answers, strict=True) if answer.outcome is Outcome.MET]
    found = (
        f"enough for a firm that is {named(enough)}, and not sure for others" if enough else "not sure for all sizes"
    )
    size = size_of(position)
    return attrs.evolve(
        answers[0],
        outcome=Outcome.UNKNOWN,
        because=f"What was found is {found}{size.words}.",
        sources=(*answers[0].sources, size.source),
        short_by=None,
        required=None,
        to_do="Record the UK headcount.",
        way=way,
    )


def _group(criterion: Criterion, parts: Sequence[tuple[Criterion, Answer]], position: Position) -> Answer:
    """Return the answer of a group by those of its parts; what does not apply is left out of it."""
    applying = [(part, answer) for part, answer in parts if answer.outcome is not Outcome.NOT_APPLICABLE]
    sources = tuple(dict.fromkeys(source for _, answer in parts for source in answer.sources))
    if not applying:
        because = "None of its conditions applies, so there is nothing to test."
        return Answer(outcome=Outcome.UNKNOWN, because=because, sources=sources, parts=tuple(parts))
    asked = threshold(criterion, "minimum", position.on)
    if criterion.needs == "at least" and asked is None:
        return attrs.evolve(no_threshold(criterion, position.on), parts=tuple(parts))
    if asked is not None:
        needed, limit = int(asked.value), required("conditions needed", asked, _CONDITIONS)
    else:
        needed = len(applying) if criterion.needs == "all" else 1
        limit = given("conditions needed", needed, position.scheme.source, unit=_CONDITIONS)
    outcome = combined([answer.outcome for _, answer in applying], needed)
    observed = total(
        "conditions met",
        [
            given(
                f"{part.name} is met",
                1,
                answer.sources[0] if answer.sources else position.scheme.source,
                unit=_CONDITIONS,
            )
            for part, answer in applying
            if answer.outcome is Outcome.MET
        ],
        unit=_CONDITIONS,
    )
    return Answer(
        outcome=outcome,
        because=_because(parts, len(applying), needed),
        observed=observed,
        required=limit,
        sources=(*sources, *(() if asked is None else (asked.source,))),
        short_by=difference("short by", limit, observed) if outcome is Outcome.NOT_MET else None,
        to_do=_to_do(applying, needed, outcome),
        parts=tuple(parts),
        way=way_of_group([answer for _, answer in applying], needed),
    )


def _because(parts: Sequence[tuple[Criterion, Answer]], applying: int, needed: int) -> str:
    """Return `1 of 3 conditions is met; 2 are needed. Met: A. Not met: B. Not known: C.` as it stands."""
    by_outcome = {
        outcome: [part.name for part, answer in parts if answer.outcome is outcome]
        for outcome in (Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN, Outcome.PANEL, Outcome.NOT_APPLICABLE)
    }
    met = len(by_outcome[Outcome.MET])
    asked = "all are needed" if needed == applying > 1 else f"{needed} {'is' if needed == 1 else 'are'} needed"
    words = {Outcome.UNKNOWN: "Not known", Outcome.PANEL: "For people to judge"}
    listed = [
        f"{words.get(outcome, outcome.value.capitalize())}: {named(names)}."
        for outcome, names in by_outcome.items()
        if names
    ]
    found = f"{met} of {count_of(applying, 'condition')} {'is' if met == 1 else 'are'} met; {asked}."
    return " ".join((found, *listed))


def _to_do(applying: Sequence[tuple[Criterion, Answer]], needed: int, outcome: Outcome) -> str:
    """Return what would settle a group: how many more, and of which."""
    if outcome not in {Outcome.NOT_MET, Outcome.UNKNOWN}:
        return ""
    met = sum(answer.outcome is Outcome.MET for _, answer in applying)
    wanting = [
        f"{part.name} ({(answer.to_do or answer.because).rstrip('.')})"
        for part, answer in applying
        if answer.outcome in {Outcome.NOT_MET, Outcome.UNKNOWN}
    ]
    more = needed - met
    return f"{more} more {'is' if more == 1 else 'are'} needed of: {named(wanting)}."
