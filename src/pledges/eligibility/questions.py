"""A position in; what nobody has recorded of it and which answers would settle what, most of all first, out.

Each question is really tried: its possible answers are supposed one after the other, and every criterion that is open
is asked again. A question that settles nothing by itself may do so with others that its criterion needs as well.
"""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pledges.eligibility.confirmed import is_doubtful, left_to_confirm
from pledges.eligibility.due import due_pledges
from pledges.eligibility.facts import figure_of_fact, unit_of
from pledges.eligibility.lack import EventSo, FactSo, MoreConfirmation, one_step_less
from pledges.eligibility.levels import WITH_WAYS
from pledges.eligibility.result import Outcome
from pledges.eligibility.size import WORKFORCE, least_headcounts, size_of
from pledges.eligibility.suppose import suppose
from pledges.eligibility.tree import answer_to, differs_by_size
from pledges.eligibility.ways.records import day_in_window, fact_so
from pledges.rulebook import Criterion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pledges.eligibility.lack import Lack
    from pledges.eligibility.position import Answer, Position

_MANY = Fraction(10) ** 9
_OF_FACTS = ("fact", "part", "whole", "per_fact")


@attrs.frozen(kw_only=True)
class Question:
    """What is asked: a fact, an event, or whether more of a pledge is confirmed.

    `settles` counts the decisions on a criterion that some answer to it alone would settle, `with_others` those that it
    settles together with answers to others. `scale` are the words that a fact's number stands for, lowest first.
    """

    about: FactSo | EventSo | MoreConfirmation
    settles: int
    with_others: int
    criteria: tuple[str, ...]
    scale: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, ...]:
        """What it asks, whichever scheme does."""
        match self.about:
            case FactSo():
                return ("fact", self.about.name.casefold())
            case EventSo():
                return ("event", self.about.kind, self.about.ref)
            case MoreConfirmation():
                return ("confirmation", self.about.pledge_ref)


@attrs.frozen(kw_only=True)
class _Open:
    """A criterion of a level that is not met, or not known, asked about at that level."""

    criterion: Criterion
    position: Position
    answer: Answer


def questions_of(position: Position) -> tuple[Question, ...]:
    """Return what nobody has recorded that could settle a criterion of any level, the most settling first."""
    open_ = tuple(_open(position))
    found = [*_facts(open_), *_events(open_), *_confirmations(open_)]
    return tuple(sorted(found, key=lambda each: (-each.settles, -each.with_others, each.key)))


def merged(questions: Iterable[Question]) -> tuple[Question, ...]:
    """Return the questions of several schemes, what is asked twice once with what it settles for all."""
    by_key = dict[tuple[str, ...], Question]()
    for each in questions:
        before = by_key.get(each.key)
        by_key[each.key] = (
            each
            if before is None
            else attrs.evolve(
                before,
                settles=before.settles + each.settles,
                with_others=before.with_others + each.with_others,
                criteria=(*before.criteria, *each.criteria),
            )
        )
    return tuple(sorted(by_key.values(), key=lambda each: (-each.settles, -each.with_others, each.key)))


def _open(position: Position) -> Iterator[_Open]:
    for level in position.scheme.levels:
        here = attrs.evolve(position, level=level.id)
        for criterion in level.criteria:
            answer = answer_to(criterion, here, WITH_WAYS)
            if answer.is_open:
                yield _Open(criterion=criterion, position=here, answer=answer)


def _facts(open_: tuple[_Open, ...]) -> Iterator[Question]:
    """Yield a question for each fact that is not recorded and that an open criterion looks at."""
    asked = dict[str, list[tuple[_Open, Criterion]]]()
    for each in open_:
        for node in each.criterion.nodes():
            for name in _names(node, each.position):
                asked.setdefault(name, []).append((each, node))
    for name, by in asked.items():
        position, node = by[0][0].position, by[0][1]
        unknown = [each for each, _ in by if each.answer.outcome is Outcome.UNKNOWN]
        as_at = day_in_window(node, position) or position.on
        settled = _settled(unknown, (fact_so(position, name, value, as_at) for value in _values(name, by)))
        of_many = [each for each, looks in by if looks.measure == "facts"]
        others = [each for each in unknown if each not in settled and (_asks_for(each, name) or each in of_many)]
        scale = position.scheme.scales.get(node.text("scale"), ())
        if settled or others:
            yes = not scale and name != WORKFORCE and all(_asks_yes(each) for _, each in by)
            unit = "people" if name == WORKFORCE else unit_of(node)
            about = fact_so(position, name, Fraction(1), as_at, unit=unit, is_yes=yes)
            yield _question(about, settled, others, scale)


def _names(node: Criterion, position: Position) -> Iterator[str]:
    """Yield the facts that a criterion looks at and that are not known."""
    names = [node.text(each) for each in _OF_FACTS if node.text(each)] + list(node.texts("facts"))
    if node.measure == "headcount" or (
        (differs_by_size(node) or node.measure == "live_pledges") and len(size_of(position).bands) > 1
    ):
        names.append(WORKFORCE)
    for name in dict.fromkeys(names):
        if figure_of_fact(node, position, name).value is None and day_in_window(node, position) is not None:
            yield name


def _asks_yes(node: Criterion) -> bool:
    is_number = {"minimum", "maximum"} & node.thresholds.keys() and node.measure != "facts"
    return node.measure in {"fact", "facts"} and not is_number


def _values(name: str, by: Iterable[tuple[_Open, Criterion]]) -> Iterator[Fraction]:
    """Yield the values that tell the answers apart: none, one, many, and those on both sides of what is asked."""
    yield from (Fraction(0), Fraction(1), _MANY)
    for each, node in by:
        yield from least_headcounts(each.position).values() if name == WORKFORCE else ()
        yield from map(Fraction, range(2, len(each.position.scheme.scales.get(node.text("scale"), ())) + 1))
        for lack in () if each.answer.way is None else each.answer.way.lacks:
            if isinstance(lack, FactSo) and lack.name == name:
                yield lack.value
                less = one_step_less(lack)
                if isinstance(less, FactSo):
                    yield less.value


def _events(open_: tuple[_Open, ...]) -> Iterator[Question]:
    """Yield a question for each event that would settle what is not known."""
    asked = dict[tuple[str, str], EventSo]()
    for each in open_:
        if each.answer.outcome is Outcome.UNKNOWN and each.answer.way is not None:
            for lack in each.answer.way.lacks:
                if isinstance(lack, EventSo):
                    asked.setdefault((lack.kind, lack.ref), lack)
    for lack in asked.values():
        unknown = [each for each in open_ if each.answer.outcome is Outcome.UNKNOWN]
        settled = _settled(unknown, (lack,))
        others = [each for each in unknown if each not in settled and _has(each, lack)]
        if settled or others:
            yield _question(lack, settled, others)


def _confirmations(open_: tuple[_Open, ...]) -> Iterator[Question]:
    """Yield a question for each due pledge of which something that counts is not confirmed."""
    by_pledge = defaultdict[str, list[_Open]](list)
    waiting = dict[str, MoreConfirmation]()
    for each in open_:
        for node in each.criterion.nodes():
            if node.measure != "verified":
                continue
            for of in due_pledges(each.position, node):
                rest = Fraction(0) if is_doubtful(of) else left_to_confirm(of) - (of.verified.value or 0)
                if rest > 0:
                    ref = of.pledge.ref
                    waiting[ref] = MoreConfirmation(pledge_ref=ref, amount=rest, unit=of.pledge.unit)
                    by_pledge[ref].append(each)
    for ref, lack in waiting.items():
        asking = by_pledge[ref]
        settled = _settled(asking, (lack, attrs.evolve(lack, by_young_people=True)))
        all_of_them = tuple(waiting.values())
        together = _settled([each for each in asking if each not in settled], (all_of_them,))
        if settled or together:
            yield _question(lack, settled, together)


def _settled(asked: Iterable[_Open], answers: Iterable[Lack | tuple[Lack, ...]]) -> list[_Open]:
    """Return the criteria that at least one of the answers settles: what is not known is known, what is not met is."""
    tried = [each if isinstance(each, tuple) else (each,) for each in answers]
    return [each for each in asked if any(_is_settled(each, _if(each, lacks)) for lacks in tried)]


def _if(asked: _Open, lacks: tuple[Lack, ...]) -> Answer:
    return answer_to(asked.criterion, suppose(asked.position, lacks), WITH_WAYS)


def _is_settled(asked: _Open, answer: Answer) -> bool:
    if asked.answer.outcome is Outcome.UNKNOWN:
        return answer.outcome is not Outcome.UNKNOWN
    return not answer.is_open


def _asks_for(asked: _Open, name: str) -> bool:
    way = asked.answer.way
    return way is not None and any(isinstance(each, FactSo) and each.name == name for each in way.lacks)


def _has(asked: _Open, lack: EventSo) -> bool:
    return asked.answer.way is not None and lack in asked.answer.way.lacks


def _question(
    about: FactSo | EventSo | MoreConfirmation, settled: list[_Open], others: list[_Open], scale: tuple[str, ...] = ()
) -> Question:
    levels = {
        (each.position.level, each.criterion.id): f"{_level_name(each)}: {each.criterion.name}"
        for each in (*settled, *others)
    }
    return Question(
        about=about, settles=len(settled), with_others=len(others), criteria=tuple(levels.values()), scale=scale
    )


def _level_name(asked: _Open) -> str:
    return next(level.name for level in asked.position.scheme.levels if level.id == asked.position.level)
