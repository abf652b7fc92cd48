"""A scheme and everything known of a supplier on a day in, the scheme's decision out: level by level, with reasons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs

from pledges.eligibility.advocacy import answer_advocacy
from pledges.eligibility.clean import answer_breach, answer_clean
from pledges.eligibility.conduct import answer_contact, answer_returns, answer_signed
from pledges.eligibility.confirmed import answer_verified
from pledges.eligibility.delivered import answer_floor, answer_fulfilment
from pledges.eligibility.due import answer_due
from pledges.eligibility.earlier import answer_earlier
from pledges.eligibility.facts import (
    answer_accreditation,
    answer_events,
    answer_fact,
    answer_facts,
    answer_headcount,
    answer_panel,
    answer_share,
    answer_unknown,
)
from pledges.eligibility.held import answer_prior
from pledges.eligibility.lack import Way, no_way
from pledges.eligibility.live import answer_live
from pledges.eligibility.position import Answer, Position, named
from pledges.eligibility.reached import answer_categories, answer_delivered, answer_on_schedule
from pledges.eligibility.result import Decision, LevelDecision, Missing, Next, Outcome
from pledges.eligibility.sustained import answer_sustained
from pledges.eligibility.tree import Measuring, answer_to, decisions_of, outcome_of
from pledges.eligibility.voice import answer_voice
from pledges.eligibility.waivers import waivers_of
from pledges.eligibility.ways.meeting import way_to, way_to_level, with_ways
from pledges.history import standing_of
from pledges.rulebook import Criterion

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pledges.eligibility.result import OverdueReturn
    from pledges.fulfilment.result import Fulfilment
    from pledges.history import History, Standing
    from pledges.model import Supplier
    from pledges.rulebook import Level, Policy, Scheme

_Answered = tuple[LevelDecision, tuple[Answer, ...]]


def decide(  # noqa: PLR0913 - each is one thing that a criterion may look at
    scheme: Scheme,
    supplier: Supplier,
    fulfilments: Sequence[Fulfilment],
    history: History,
    overdue: Iterable[OverdueReturn],
    policy: Policy,
    *,
    on: dt.date,
    unscheduled: Iterable[str] = (),
    standing: Standing | None = None,
) -> Decision:
    """Return what `scheme` answers for a supplier on a day: every level and criterion, and what the next level needs.

    `history` is that of the supplier on that day and `overdue` are its overdue returns; fulfilments of other suppliers
    are left alone. `unscheduled` are its contracts for which no returns are asked for, which the answer on returns
    says. `standing` is where its badge of this scheme stands on the day, by default as its events alone say.
    Comparisons are exact, and unknown never passes.
    """
    position = Position(
        scheme=scheme,
        supplier=supplier,
        fulfilments=tuple(fulfilments),
        history=history,
        overdue=tuple(overdue),
        counting_grade=policy.in_force_on(on).counting_grade,
        on=on,
        unscheduled=tuple(unscheduled),
        standing=standing_of(history, scheme) if standing is None else standing,
        waivers=waivers_of(history, scheme),
    )
    return decide_position(position, policy)


def decide_position(position: Position, policy: Policy) -> Decision:
    """Return what the scheme of a position answers."""
    scheme = position.scheme
    adopted = policy.adopted_on(scheme.id, scheme.version, position.on) is not None
    levels = tuple(_level(level, position) for level in scheme.levels)
    return Decision(
        scheme=scheme.id,
        name=scheme.name,
        version=scheme.version,
        digest=scheme.digest,
        adopted=adopted,
        levels=tuple(decision for decision, _ in levels),
        next=_next(levels, position.standing.level, position),
    )


def levels_met(position: Position) -> frozenset[str]:
    """Return the levels whose criteria are all met on the day, without asking what the others lack."""
    levels = (_level(level, position)[0] for level in position.scheme.levels)
    return frozenset(each.level for each in levels if each.outcome is Outcome.MET)


def _level(level: Level, position: Position) -> _Answered:
    here = attrs.evolve(position, level=level.id)
    answers = tuple(answer_to(criterion, here, ANSWERS) for criterion in level.criteria)
    return LevelDecision(
        level=level.id,
        name=level.name,
        kind=level.kind,
        outcome=outcome_of(level, [answer.outcome for answer in answers]),
        criteria=decisions_of(tuple(zip(level.criteria, answers, strict=True))),
    ), answers


def _answer_level(criterion: Criterion, position: Position) -> Answer:
    """Answer whether the criteria of a lower level are met on the day, whoever decides on that level."""
    (level,) = (each for each in position.scheme.levels if each.id == criterion.text("level"))
    decision, answers = _level(attrs.evolve(level, decision="automatic"), position)
    wanting = {
        outcome: [each.name for each in decision.criteria if each.outcome is outcome]
        for outcome in (Outcome.NOT_MET, Outcome.UNKNOWN, Outcome.PANEL)
    }
    words = {Outcome.NOT_MET: "not met", Outcome.UNKNOWN: "not known", Outcome.PANEL: "for people to judge"}
    listed = "; ".join(f"{words[outcome]}: {named(names)}" for outcome, names in wanting.items() if names)
    found = (
        f"The criteria of {level.name} are all met." if not listed else f"Of the criteria of {level.name}, {listed}."
    )
    return Answer(
        outcome=decision.outcome,
        because=found,
        sources=tuple(dict.fromkeys(source for answer in answers for source in answer.sources)),
        to_do=" ".join(answer.to_do for answer in answers if answer.to_do),
    )


ANSWERS: Mapping[str, Measuring] = {
    "signed": answer_signed,
    "contact": answer_contact,
    "live_pledges": answer_live,
    "due_pledges": answer_due,
    "fulfilment": answer_fulfilment,
    "contract_floor": answer_floor,
    "verified": answer_verified,
    "returns": answer_returns,
    "prior_level": answer_prior,
    "voice": answer_voice,
    "advocacy": answer_advocacy,
    "breach": answer_breach,
    "clean": answer_clean,
    "categories": answer_categories,
    "sustained": answer_sustained,
    "earlier_terms": answer_earlier,
    "delivered": answer_delivered,
    "on_schedule": answer_on_schedule,
    "fact": answer_fact,
    "facts": answer_facts,
    "share": answer_share,
    "headcount": answer_headcount,
    "events": answer_events,
    "accreditation": answer_accreditation,
    "meets_level": _answer_level,
    "panel": answer_panel,
    "unknown": answer_unknown,
}
"""What answers each measure of `pledges.rulebook.MEASURES`."""


def _way_level(criterion: Criterion, position: Position, answer: Answer) -> Way:
    """Return how the criteria of a lower level could all be met."""
    (level,) = (each for each in position.scheme.levels if each.id == criterion.text("level"))
    return way_to_level(level, attrs.evolve(position, level=level.id), WITH_WAYS) or no_way(answer.because)


WITH_WAYS = with_ways(ANSWERS, {"meets_level": _way_level})


def _next(levels: Sequence[_Answered], held: str | None, position: Position) -> Next | None:
    """Return what the next level needs: the one above the level held, or without one the lowest that is not met."""
    ids = [decision.level for decision, _ in levels]
    if held in ids:
        above = levels[ids.index(held) + 1 :]
    else:
        above = tuple(each for each in levels if each[0].outcome is not Outcome.MET)
    if not above:
        return None
    decision, answers = above[0]
    (level,) = (each for each in position.scheme.levels if each.id == decision.level)
    here = attrs.evolve(position, level=level.id)
    wanting = [
        (answer.outcome, _missing(criterion, answer, here))
        for criterion, answer in zip(level.criteria, answers, strict=True)
        if answer.is_open
    ]
    return Next(
        level=level.id,
        missing=tuple(missing for outcome, missing in wanting if outcome is Outcome.NOT_MET),
        unknown=tuple(missing for outcome, missing in wanting if outcome is Outcome.UNKNOWN),
        way=way_to_level(level, here, WITH_WAYS) if wanting else None,
    )


def _missing(criterion: Criterion, answer: Answer, position: Position) -> Missing:
    return Missing(
        criterion=criterion.id,
        short_by=answer.short_by,
        text=answer.to_do or answer.because,
        way=way_to(criterion, position, WITH_WAYS),
        is_waivable=criterion.waivable,
    )
