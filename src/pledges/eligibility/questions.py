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
from pledges.eligibility.lack import (
    CONFIRMATION,
    RECORD,
    EventSo,
    FactSo,
    Lack,
    MoreAnswers,
    MoreConfirmation,
    one_step_less,
)
from pledges.eligibility.levels import WITH_WAYS
from pledges.eligibility.result import Outcome
from pledges.eligibility.size import WORKFORCE, least_headcounts, size_of
from pledges.eligibility.suppose import suppose
from pledges.eligibility.tree import answer_to, differs_by_size
from pledges.eligibility.ways.records import day_in_window, fact_so
from pledges.rulebook import Criterion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pledges.eligibility.lack import Way
    from pledges.eligibility.position import Answer, Position

_MANY = Fraction(10) ** 9


About = FactSo | EventSo | MoreConfirmation | MoreAnswers
"""What can be asked: a fact, an event, what is confirmed of a pledge, and what young people say."""


@attrs.frozen(kw_only=True)
class Question:
    """What nobody has recorded, and the decisions on criteria that some answer to it would settle by itself.

    `with_others` are those that it settles together with answers to other questions; each is the name of a level and of
    a criterion. `enough` are the answers that would meet one of them. `scale` are the words that a fact's number stands
    for, lowest first.
    """

    about: About
    settles: tuple[tuple[str, str], ...]
    with_others: tuple[tuple[str, str], ...]
    enough: tuple[Lack, ...] = ()
    scale: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class _Open:
    """A criterion of a level that is not met, or not known, asked about at that level.

    `parts` are what is measured in it and could still change it, each with its answer; `undecided` are those whose
    answers, and that of every group around them, are unknown.
    """

    criterion: Criterion
    position: Position
    answer: Answer
    parts: tuple[tuple[Criterion, Answer], ...]
    undecided: tuple[Criterion, ...]

    @property
    def ways(self) -> tuple[Way, ...]:
        """How it could be met, and how each of its open parts could."""
        answers = (self.answer, *(answer for _, answer in self.parts))
        return tuple(dict.fromkeys(each.way for each in answers if each.way is not None and not each.way.cannot))

    def waits_for(self, name: str) -> bool:
        """Whether some answers to other questions would make this fact decide it."""
        return any(name in _names(node, self.position) for node in self.undecided)


def questions_of(position: Position) -> tuple[Question, ...]:
    """Return what nobody has recorded that could settle a criterion of any level, the most settling first."""
    open_ = tuple(_open(position))
    found = [*_facts(open_), *_events(open_), *_confirmations(open_)]
    return tuple(sorted(found, key=lambda each: (-len(each.settles), -len(each.with_others), str(each.about))))


def _open(position: Position) -> Iterator[_Open]:
    for level in position.scheme.levels:
        here = attrs.evolve(position, level=level.id)
        for criterion in level.criteria:
            answer = answer_to(criterion, here, WITH_WAYS)
            if answer.is_open:
                open_parts = tuple(_open_parts(criterion, answer, here))
                undecided = tuple(each for each, _ in _open_parts(criterion, answer, here, undecided=True))
                yield _Open(criterion=criterion, position=here, answer=answer, parts=open_parts, undecided=undecided)


def _open_parts(
    criterion: Criterion, answer: Answer, position: Position, *, undecided: bool = False
) -> Iterator[tuple[Criterion, Answer]]:
    """Yield what is measured in a criterion, but for what is below an answer that is not open, or not undecided."""
    if not answer.is_open or (undecided and answer.outcome is not Outcome.UNKNOWN):
        return
    if not criterion.parts:
        yield criterion, answer
    for part in criterion.parts:
        yield from _open_parts(part, answer_to(part, position, WITH_WAYS), position, undecided=undecided)


def _facts(open_: tuple[_Open, ...]) -> Iterator[Question]:
    """Yield a question for each fact that is not recorded and that an open criterion looks at."""
    asked = dict[str, list[tuple[_Open, Criterion]]]()
    for each in open_:
        for node in each.criterion.nodes():
            for name in _names(node, each.position):
                asked.setdefault(name, []).append((each, node))
    for name, by in asked.items():
        position, node = by[0][0].position, by[0][1]
        unknown = list({id(each): each for each, _ in by if each.answer.outcome is Outcome.UNKNOWN}.values())
        as_at = day_in_window(node, position) or position.on
        settled = _settled(unknown, (fact_so(position, name, value, as_at) for value in _values(name, by)))
        others = [each for each in unknown if each not in settled and (_asks_for(each, name) or each.waits_for(name))]
        scale = position.scheme.scales.get(node.text("scale"), ())
        if settled or others:
            yes = not scale and name != WORKFORCE and all(_asks_yes(each) for _, each in by)
            unit = "people" if name == WORKFORCE else unit_of(node)
            about = fact_so(position, name, Fraction(1), as_at, unit=unit, is_yes=yes)
            yield _question(about, settled, others, scale)


def _names(node: Criterion, position: Position) -> Iterator[str]:
    """Yield the facts that a criterion looks at and that are not known."""
    names = list(node.facts)
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
    """Yield a question for each event that would do, or what young people say, where nothing else would be needed."""
    asked = dict[str, EventSo | MoreAnswers]()
    for each in open_:
        way = each.answer.way
        if way is None or way.by not in {RECORD, CONFIRMATION}:
            continue
        for lack in (lack for one in each.ways if one.by in {RECORD, CONFIRMATION} for lack in one.lacks):
            if isinstance(lack, EventSo | MoreAnswers):
                asked.setdefault(lack.kind if isinstance(lack, EventSo) else "", lack)
    for kind, lack in asked.items():
        settled = _settled(open_, (lack, *(tuple(each.lacks) for each in _ways(open_) if _only_of(each, kind))))
        others = [each for each in open_ if each not in settled and _has(each, kind)]
        if settled or others:
            yield _question(lack, settled, others)


def _ways(open_: tuple[_Open, ...]) -> Iterator[Way]:
    yield from (way for each in open_ for way in each.ways)


def _kind(lack: Lack) -> str | None:
    return lack.kind if isinstance(lack, EventSo) else "" if isinstance(lack, MoreAnswers) else None


def _only_of(way: Way, kind: str) -> bool:
    """Whether a way asks for events of one kind and nothing else, as often as it may."""
    return bool(way.lacks) and all(_kind(each) == kind for each in way.lacks)


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


def _has(asked: _Open, kind: str) -> bool:
    return any(_kind(each) == kind for way in asked.ways for each in way.lacks)


def _question(about: About, settled: Sequence[_Open], others: Sequence[_Open], scale: tuple[str, ...] = ()) -> Question:
    enough = (lack for each in (*settled, *others) for way in each.ways for lack in way.lacks if _is_about(lack, about))
    return Question(
        about=about, settles=_names_of(settled), with_others=_names_of(others), enough=tuple(dict.fromkeys(enough)),
        scale=scale,
    )  # fmt: skip


def _is_about(lack: Lack, about: About) -> bool:
    """Whether what is missing would be answered by the question."""
    match lack, about:
        case FactSo(), FactSo():
            return lack.name == about.name
        case MoreConfirmation(), MoreConfirmation():
            return lack.pledge_ref == about.pledge_ref
        case _:
            return _kind(lack) is not None and _kind(lack) == _kind(about)


def _names_of(several: Sequence[_Open]) -> tuple[tuple[str, str], ...]:
    levels = {level.id: level.name for each in several for level in each.position.scheme.levels}
    return tuple((levels[each.position.level], each.criterion.name) for each in several)
