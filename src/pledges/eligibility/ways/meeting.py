"""A criterion or a level and a position in; everything that would meet it, and no more than that, out.

What a measure names is supposed and the question asked again, until the answer is met: a group then knows its next
part, and more delivery may need more confirmation. What turned out to be more than enough is taken back.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs

from pledges.eligibility.lack import (
    Amount,
    FactSo,
    Way,
    amount_of,
    heaviest,
    no_way,
    one_step_less,
    together,
    with_amount,
)
from pledges.eligibility.suppose import suppose
from pledges.eligibility.tree import answer_to, differs_by_size
from pledges.eligibility.ways import WAYS
from pledges.eligibility.ways.lift import least_steps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pledges.eligibility.lack import Lack
    from pledges.eligibility.position import Answer, Position
    from pledges.eligibility.tree import Measuring
    from pledges.eligibility.ways import Finding
    from pledges.rulebook import Criterion, Level

_MOST_ROUNDS = 8
_MOST_STEPS = 1_000_000  # beyond so many, any value of a fact would do
_FIRST = (
    "live_pledges", "on_schedule", "contract_floor", "categories", "delivered", "sustained", "fulfilment",
)  # fmt: skip
"""Measures of delivery in the order in which they are met: what is asked of each pledge first, their mean last."""


@attrs.frozen
class Measures(Mapping[str, "Measuring"]):
    """What answers each measure and says how it could be met; `answers` do not say how."""

    answers: Mapping[str, Measuring]
    _with_ways: Mapping[str, Measuring]

    def __getitem__(self, name: str) -> Measuring:
        """Return what answers a measure and says how it could be met."""
        return self._with_ways[name]

    def __iter__(self) -> Iterator[str]:
        """Return the names of the measures, one after another."""
        return iter(self._with_ways)

    def __len__(self) -> int:
        """Return how many measures there are."""
        return len(self._with_ways)


def with_ways(answers: Mapping[str, Measuring], more: Mapping[str, Finding]) -> Measures:
    """Return measures that also say how they could be met; `more` finds the ways that are not those of one measure."""
    found = {**WAYS, **more}
    return Measures(answers, {name: _with_way(answered, found[name]) for name, answered in answers.items()})


def _with_way(answered: Measuring, finding: Finding) -> Measuring:
    def answered_with_way(criterion: Criterion, position: Position) -> Answer:
        answer = answered(criterion, position)
        return attrs.evolve(answer, way=finding(criterion, position, answer)) if answer.is_open else answer

    return answered_with_way


def way_to(criterion: Criterion, position: Position, measures: Measures) -> Way:
    """Return how an open criterion could be met; `measures` are those of `with_ways`."""
    return _way((criterion,), (criterion,), position, measures)


def way_to_level(level: Level, position: Position, measures: Measures) -> Way | None:
    """Return how all criteria of a level could be met together, None where nothing is missing."""
    criteria = sorted(level.criteria, key=_turn)
    open_ = _open(criteria, position, measures)
    return _way(criteria, open_, position, measures) if open_ else None


def _turn(criterion: Criterion) -> int:
    """Return when a criterion is met: delivery before its confirmation, which depends on how much there is."""
    return _FIRST.index(criterion.measure) if criterion.measure in _FIRST else len(_FIRST)


def _way(criteria: Sequence[Criterion], open_: Sequence[Criterion], position: Position, measures: Measures) -> Way:
    """Return how all criteria could be met, of which some are open now."""
    lacks, ways, supposed = tuple["Lack", ...](), list[Way](), position
    stuck, touched = set[str](), dict[str, "Criterion"]()
    for _ in range(_MOST_ROUNDS):
        touched |= {each.id: each for each in open_}
        for criterion in open_:
            answer = answer_to(criterion, supposed, measures)
            if not answer.is_open:
                continue
            way = answer.way or no_way(answer.because)
            ways.append(way)
            if way.cannot:
                stuck.add(criterion.id)
            else:
                lacks = together(lacks, way.lacks)
                supposed = suppose(position, lacks)
        # What was supplied for one criterion may have opened another: new delivery is not confirmed yet.
        open_ = [each for each in _open(criteria, supposed, measures) if each.id not in stuck]
        if not open_:
            break
    else:
        return attrs.evolve(no_way("What is missing cannot be named."), lacks=lacks)
    may_be_too_much = (
        len(ways) > 1
        or any(each.parts or differs_by_size(each) for each in touched.values())
        # A report of one alternative can be enough, whatever it says: then another is known to stand.
        or any(each.pledge.either_or_group for each in position.fulfilments)
    )
    if not stuck and may_be_too_much:
        lacks = _enough_of(lacks, tuple(touched.values()), criteria, position, measures)
    return heaviest(tuple(ways), lacks)


def _enough_of(
    lacks: tuple[Lack, ...], touched: Sequence[Criterion], criteria: Sequence[Criterion], position: Position,
    measures: Measures,
) -> tuple[Lack, ...]:  # fmt: skip
    """Return no more of the lacks than is enough for what was open at any time, and for all else as well."""
    found = _no_more_than_enough(lacks, lambda tried: _is_met(touched, suppose(position, tried), measures))
    if len(touched) == len(criteria) or _is_met(criteria, suppose(position, found), measures):
        return found
    return _no_more_than_enough(lacks, lambda tried: _is_met(criteria, suppose(position, tried), measures))


def _open(criteria: Sequence[Criterion], position: Position, measures: Measures) -> list[Criterion]:
    return [each for each in criteria if answer_to(each, position, measures.answers).is_open]


def _is_met(criteria: Sequence[Criterion], position: Position, measures: Measures) -> bool:
    return not any(answer_to(each, position, measures.answers).is_open for each in criteria)


def _no_more_than_enough(lacks: tuple[Lack, ...], is_enough: Callable[[tuple[Lack, ...]], bool]) -> tuple[Lack, ...]:
    """Return lacks of which each is needed, and no amount could be a step smaller.

    What is taken back of one may make less of another enough: less delivery needs less confirmation.
    """
    while (taken_back := _once_taken_back(lacks, is_enough)) != lacks:
        lacks = taken_back
    return lacks


def _once_taken_back(lacks: tuple[Lack, ...], is_enough: Callable[[tuple[Lack, ...]], bool]) -> tuple[Lack, ...]:
    kept = lacks
    for number, lack in enumerate(lacks):
        place = len(kept) - len(lacks) + number
        before, after = kept[:place], kept[place + 1 :]
        found = _least(lack, lambda tried: is_enough((*before, *tried, *after)))  # noqa: B023
        kept = (*before, *found, *after)
    return kept


def _least(lack: Lack, is_enough: Callable[[tuple[Lack, ...]], bool]) -> tuple[Lack, ...]:
    """Return a lack with no more of it than is enough, or nothing, where it can be done without."""
    if is_enough(()):
        return ()
    less = one_step_less(lack)
    if less is None or not is_enough((less,)):
        return (lack,)
    if isinstance(lack, FactSo):
        return (_least_so(lack, is_enough),)
    if not isinstance(lack, Amount):
        return (less,)
    unit, most = amount_of(lack)
    least = least_steps(unit, most, lambda amount: is_enough(_only(with_amount(lack, amount))))
    return (less,) if least is None else _only(with_amount(lack, least))


def _only(lack: Lack | None) -> tuple[Lack, ...]:
    return () if lack is None else (lack,)


def _least_so(lack: FactSo, is_enough: Callable[[tuple[Lack, ...]], bool]) -> FactSo:
    """Return a fact with the value that is the least so; where any would do, it is only its being recorded that lacks.

    The step to the next value that is tried doubles, until one is not enough; then it is halved.
    """
    towards = -lack.step if lack.bound == "at least" else lack.step

    def less_so(steps: int) -> FactSo:
        return attrs.evolve(lack, value=lack.value + towards * steps)

    enough, steps = 1, 2
    while is_enough((less_so(steps),)):
        if less_so(steps).value < 0 or steps > _MOST_STEPS:
            return attrs.evolve(lack, bound="")
        enough, steps = steps, steps * 2
    while steps - enough > 1:
        middle = (enough + steps) // 2
        enough, steps = (middle, steps) if is_enough((less_so(middle),)) else (enough, middle)
    return less_so(enough)
