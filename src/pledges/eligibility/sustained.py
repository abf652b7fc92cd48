"""Fulfilments with their lines and a criterion in, whether enough outcomes have lasted out.

A job or apprenticeship lasts from its start to its end, an open end being the end of the return that says so: whether
somebody stayed longer cannot be told. What is to come is not counted. Rows of one placement (or person) that follow
each other without a gap are one stay. Mentoring is measured in whole calendar months in the same way, group support in
the sessions with one group. Only what is documented counts. Who the young people are is used to tell one stay from
another, and is never written out.
"""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pledges.counting import CountedLine
from pledges.counting.placements import SAME_AGAIN
from pledges.counting.stays import Presence, stays_of
from pledges.eligibility.due import met, not_known, not_met, only_claimed, told
from pledges.eligibility.position import Answer, count_of, named, no_threshold, required, threshold
from pledges.figures import Figure, given, total
from pledges.fulfilment.result import Fulfilment
from pledges.model import Grade
from pledges.quantities import plain

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from pledges.counting.stays import Stay
    from pledges.eligibility.position import Position, Threshold
    from pledges.rulebook import Criterion

POSTS = frozenset({"job", "apprenticeship"})
MENTORING = frozenset({"mentoring"})
"""The types in which a stay lasts in weeks, and in months."""

_OUTCOMES = "outcomes"


@attrs.frozen(kw_only=True)
class _Found:
    """The outcomes that lasted, one leaf each, and the pledges of which it cannot be told, once for each that may."""

    lasted: tuple[Figure, ...] = ()
    open: tuple[Fulfilment, ...] = ()


def answer_sustained(criterion: Criterion, position: Position) -> Answer:
    """Answer whether enough outcomes have lasted as long as the criterion asks of their kind."""
    wanted = threshold(criterion, "minimum", position.on)
    if wanted is None:
        return no_threshold(criterion, position.on)
    limit = required("outcomes required", wanted, _OUTCOMES)
    if stopped := only_claimed(position, "outcomes that lasted", limit):
        return stopped
    kinds = (
        ("minimum_weeks", POSTS, _stays_found),
        ("minimum_months", MENTORING, _stays_found),
        ("minimum_sessions", frozenset({"group support"}), _sessions_found),
    )
    lasted, doubtful, asked = list[Figure](), list[Fulfilment](), list[str]()
    for name, types, find in kinds:
        long_enough = threshold(criterion, name, position.on)
        if long_enough is None:
            continue
        asked.append(_ASKED[name].format(long_enough.asked(plain(long_enough.value))))
        found = find([each for each in told(position, criterion) if each.pledge.type in types], long_enough, position)
        lasted += found.lasted
        doubtful += found.open
    observed = total("outcomes that lasted", lasted, unit=_OUTCOMES)
    because = f"{count_of(len(lasted), 'outcome')} lasted; {wanted.asked(plain(wanted.value))} "
    because += f"{'is' if wanted.value == 1 else 'are'} required: {' or '.join(asked)}."
    if wanted.holds(len(lasted)):
        return met(because, observed, limit)
    if doubtful and wanted.holds(len(lasted) + len(doubtful)):
        answer = not_known("Whether enough outcomes lasted", _each_once(doubtful), observed, limit)
        refs = named([each.pledge.ref for each in _each_once(doubtful)])
        because = f"{because} Of {refs} it cannot be told: a start, a group, or whether somebody stayed is not given."
        to_do = f"Give Start (and End) of each person, or the Group ref, in the returns for {refs}."
        return attrs.evolve(answer, because=because, to_do=to_do)
    return not_met(because, observed, limit, to_do=f"Support must last: {' or '.join(asked)}.")


_ASKED = {
    "minimum_weeks": "a job or apprenticeship of {} weeks",
    "minimum_months": "mentoring of {} months",
    "minimum_sessions": "{} sessions with one group",
}


def _stays_found(pledges: Sequence[Fulfilment], long_enough: Threshold, position: Position) -> _Found:
    """Return the stays that are long enough: in weeks for posts, in months for mentoring.

    It cannot be told of a stay without a start, of one that may not count, and of one that nobody says has ended and
    that would be long enough by the day.
    """
    lasted, open_ = list[Figure](), list[Fulfilment]()
    for fulfilment in pledges:
        untold = 0
        for lines in _by_person(fulfilment):
            stays = stays_of(_presences(lines), position.on)
            enough = [stay for stay in stays if long_enough.holds(_length(fulfilment, stay))]
            if enough and any(line.counted.value for line in lines):
                label = f"an outcome of {fulfilment.pledge.ref} that lasted"
                lasted.append(given(label, 1, enough[0].source, unit=_OUTCOMES))
            elif (
                enough
                or not stays
                or any(long_enough.holds(_length(fulfilment, stay)) for stay in _at_most(stays, position))
            ):
                untold += 1
        open_ += [fulfilment] * untold
    return _Found(lasted=tuple(lasted), open=tuple(open_))


def _length(fulfilment: Fulfilment, stay: Stay) -> Fraction | int:
    return stay.months if fulfilment.pledge.type == "mentoring" else stay.weeks


def _at_most(stays: Iterable[Stay], position: Position) -> Iterator[Stay]:
    """Yield the stays whose end nobody has told yet, as long as they can have been by the day."""
    return (attrs.evolve(stay, last=position.on) for stay in stays if not stay.has_ended)


def _sessions_found(pledges: Sequence[Fulfilment], enough: Threshold, _position: Position) -> _Found:
    """Return the groups that had enough sessions; sessions without a group may all be of one."""
    by_group = defaultdict[str, list[tuple[Fulfilment, CountedLine]]](list)
    for fulfilment in pledges:
        for line in _documented(fulfilment):
            if fulfilment.pledge.unit == "sessions" and line.counted.value:
                by_group[line.line.group_ref].append((fulfilment, line))
    unnamed = by_group.pop("", [])
    lasted = tuple(
        given(f"sessions with one group of {lines[0][0].pledge.ref}", 1, lines[0][1].source, unit=_OUTCOMES)
        for lines in by_group.values()
        if enough.holds(_sessions(line for _, line in lines))
    )
    most = max((_sessions(line for _, line in lines) for lines in by_group.values() if lines), default=Fraction(0))
    maybe = unnamed and enough.holds(_sessions(line for _, line in unnamed) + (0 if enough.holds(most) else most))
    return _Found(lasted=lasted, open=(unnamed[0][0],) if maybe else ())


def running_stays(fulfilment: Fulfilment, long_enough: Threshold, position: Position) -> Iterator[dt.date]:
    """Yield the first day of each stay of a pledge that nobody says has ended and that is not long enough yet."""
    for lines in _by_person(fulfilment):
        stays = stays_of(_presences(lines), position.on)
        is_done = any(long_enough.holds(_length(fulfilment, stay)) for stay in stays)
        if stays and not is_done and not stays[-1].has_ended:
            yield stays[-1].first


def sessions_by_group(pledges: Iterable[Fulfilment]) -> dict[str, tuple[str, Fraction]]:
    """Return the sessions held with each group that is named, with the pledge they are of."""
    found = dict[str, tuple[str, Fraction]]()
    for each in pledges:
        for line in _documented(each):
            if each.pledge.type == "group support" and each.pledge.unit == "sessions" and line.line.group_ref:
                ref, held = found.get(line.line.group_ref, (each.pledge.ref, Fraction(0)))
                found[line.line.group_ref] = (ref, held + (line.counted.value or 0))
    return found


def _sessions(lines: Iterable[CountedLine]) -> Fraction:
    return sum((line.counted.value or Fraction(0) for line in lines), Fraction(0))


def _documented(fulfilment: Fulfilment) -> Iterator[CountedLine]:
    """Yield the lines that count or may count, and those that speak of somebody whom another line counts."""
    for line in fulfilment.lines:
        again = line.set_aside is not None and line.set_aside.reason in SAME_AGAIN
        if line.grade >= Grade.DOCUMENTED and (again or _may_count(line)):
            yield line
    for line in fulfilment.continuations:
        if line.grade >= Grade.DOCUMENTED:
            yield line


def _may_count(line: CountedLine) -> bool:
    return line.counted.value is None or line.counted.value > 0


def _by_person(fulfilment: Fulfilment) -> tuple[tuple[CountedLine, ...], ...]:
    """Return the lines of each placement or person; a line without either stands alone."""
    by_ref = defaultdict[str, list[CountedLine]](list)
    for number, line in enumerate(_documented(fulfilment)):
        by_ref[line.line.placement_ref or line.line.person_ref or f"\0{number}"].append(line)
    # A row that only repeats somebody who counts for another firm is no stay of this one.
    return tuple(tuple(lines) for lines in by_ref.values() if any(_may_count(line) for line in lines))


def _presences(lines: Iterable[CountedLine]) -> Iterator[Presence]:
    """Yield what the lines of one person that give a Start tell of their presence."""
    for line in lines:
        if line.line.start is not None:
            told_by = line.sent.period.end if line.sent.period else None
            yield Presence(start=line.line.start, end=line.line.end, told_by=told_by, source=line.source)


def _each_once(fulfilments: Iterable[Fulfilment]) -> tuple[Fulfilment, ...]:
    return tuple({each.pledge.ref: each for each in fulfilments}.values())
