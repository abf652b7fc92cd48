"""A scheme and everything known of a supplier on a day in, the scheme's decision out: level by level, with reasons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from pledges.eligibility.conduct import answer_contact, answer_returns, answer_signed
from pledges.eligibility.confirmed import answer_verified
from pledges.eligibility.delivered import answer_floor, answer_fulfilment
from pledges.eligibility.due import answer_due
from pledges.eligibility.live import answer_live
from pledges.eligibility.position import Answer, Position
from pledges.eligibility.result import CriterionDecision, Decision, LevelDecision, Missing, Next, Outcome
from pledges.rulebook import MEASURES, Criterion

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pledges.eligibility.result import OverdueReturn
    from pledges.fulfilment.result import Fulfilment
    from pledges.history import History
    from pledges.model import Supplier
    from pledges.rulebook import Level, Policy, Scheme

ANSWERS: Mapping[str, Callable[[Criterion, Position], Answer]] = {
    "signed": answer_signed,
    "contact": answer_contact,
    "live_pledges": answer_live,
    "due_pledges": answer_due,
    "fulfilment": answer_fulfilment,
    "contract_floor": answer_floor,
    "verified": answer_verified,
    "returns": answer_returns,
}
"""What answers each measure that this version evaluates; the rest of `pledges.rulebook.MEASURES` is unknown."""

_Answered = tuple[LevelDecision, tuple[Answer, ...]]


def decide(
    scheme: Scheme,
    supplier: Supplier,
    fulfilments: Sequence[Fulfilment],
    history: History,
    overdue: Iterable[OverdueReturn],
    policy: Policy,
    *,
    on: dt.date,
    unscheduled: Iterable[str] = (),
) -> Decision:
    """Return what `scheme` answers for a supplier on a day: every level and criterion, and what the next level needs.

    `history` is that of the supplier on that day and `overdue` are its overdue returns; fulfilments of other suppliers
    are left alone. `unscheduled` are its contracts for which no returns are asked for, which the answer on returns
    says. Comparisons are exact, and unknown never passes.
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
    )
    levels = tuple(_level(level, position) for level in scheme.levels)
    return Decision(
        scheme=scheme.id,
        name=scheme.name,
        version=scheme.version,
        digest=scheme.digest,
        adopted=policy.adopted_on(scheme.id, scheme.version, on) is not None,
        levels=tuple(decision for decision, _ in levels),
        next=_next(levels, history.standing(scheme).level),
    )


def outcome_of(level: Level, outcomes: Sequence[Outcome]) -> Outcome:
    """Return the outcome of a level by those of its criteria (`docs/formats.md`, end of section 5).

    A level that a panel decides on goes to the panel once its criteria are met.
    """
    for outcome in (Outcome.NOT_MET, Outcome.UNKNOWN, Outcome.PANEL):
        if outcome in outcomes:
            return outcome
    return Outcome.PANEL if level.decision == "panel" else Outcome.MET


def _level(level: Level, position: Position) -> _Answered:
    answers = tuple(_answer(criterion, position) for criterion in level.criteria)
    criteria = tuple(
        CriterionDecision(
            id=criterion.id,
            name=criterion.name,
            outcome=answer.outcome,
            observed=answer.observed,
            required=answer.required,
            because=answer.because,
            sources=tuple(dict.fromkeys(answer.sources)),
        )
        for criterion, answer in zip(level.criteria, answers, strict=True)
    )
    outcome = outcome_of(level, [answer.outcome for answer in answers])
    return LevelDecision(level=level.id, name=level.name, kind=level.kind, outcome=outcome, criteria=criteria), answers


def _answer(criterion: Criterion, position: Position) -> Answer:
    measure = MEASURES[criterion.measure]
    if measure.evaluated:
        return ANSWERS[criterion.measure](criterion, position)
    return Answer(
        outcome=Outcome.UNKNOWN,
        because=f"Not evaluated by this version: {measure.looks_at}.",
        sources=(position.scheme.source,),
        to_do="Check it by hand: this version does not evaluate it.",
    )


def _next(levels: Sequence[_Answered], held: str | None) -> Next | None:
    """Return what the next level needs: the one above the level held, or without one the lowest that is not met."""
    ids = [decision.level for decision, _ in levels]
    if held in ids:
        above = levels[ids.index(held) + 1 :]
    else:
        above = tuple(each for each in levels if each[0].outcome is not Outcome.MET)
    if not above:
        return None
    decision, answers = above[0]
    wanting = [
        (answer.outcome, Missing(criterion=criterion.id, short_by=answer.short_by, text=answer.to_do or answer.because))
        for criterion, answer in zip(decision.criteria, answers, strict=True)
    ]
    return Next(
        level=decision.level,
        missing=tuple(missing for outcome, missing in wanting if outcome is Outcome.NOT_MET),
        unknown=tuple(missing for outcome, missing in wanting if outcome is Outcome.UNKNOWN),
    )
