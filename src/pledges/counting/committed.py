"""Deliveries of one pledge in; the same, each commitment with what tells that a later return says it anew, out.

A commitment counts from Start to End, also what is to come. The next return names the placement again: it is the same
commitment, in its latest words, and not another one.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING

import attrs

from pledges.counting.amounts import placement_of
from pledges.counting.found import found_at
from pledges.counting.lines import SetAside
from pledges.findings import Finding
from pledges.model import Basis
from pledges.periods import day_text
from pledges.provenance import reading_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pledges.counting.amounts import Delivery

_Stay = tuple[str, str, "dt.date", int]
"""A placement with a reference and its Start; without one, also who says it, and which of those of that Start it is."""


def commitments(deliveries: Iterable[Delivery]) -> tuple[list[Delivery], list[Finding]]:
    """Return the deliveries, commitments with the name of their stay, and the findings of those that lack something.

    A stay is a placement (Placement ref, else Person ref) and a Start; without a reference the rows of one Start are
    told apart by the order of their ends. Two stays of one placement that overlap by their latest words are one
    delivery: the one of the later Start is set aside. `Delivery.stay` is "" where a row commits to nothing, or to what
    a running total before it contains.
    """
    settled, findings = _beside_totals(tuple(deliveries))
    stays = defaultdict[_Stay, list[int]](list)
    for index, key in _keys(settled):
        stays[key].append(index)
    for key, rows in stays.items():
        for index in rows:
            settled[index] = attrs.evolve(settled[index], stay="/".join(str(part) for part in key))
        if settled[rows[-1]].line.end is None:  # the latest word of this stay
            findings.append(found_at(settled[rows[-1]], "commitment-open"))
    for index in _overlapping(settled, stays):
        found = found_at(settled[index], "commitment-overlaps")
        findings.append(found)
        aside = SetAside(reason=found.code, text=found.text)
        settled[index] = attrs.evolve(settled[index], set_aside=aside)
    return settled, findings


def _beside_totals(deliveries: Sequence[Delivery]) -> tuple[list[Delivery], list[Finding]]:
    """Return the deliveries, with the commitments that an earlier running total or stock contains waiting.

    A total says all that is committed: what began before it ended is in it, as far as it still is. Said again for one
    period it would count twice, or be taken off a second time.
    """
    settled, findings = list(deliveries), list[Finding]()
    commitments_at = [index for index, each in enumerate(deliveries) if _is_commitment(each)]
    if not commitments_at:
        return settled, findings
    ends = defaultdict[tuple[str, str], set[dt.date]](set)
    for each in deliveries:
        if each.basis is not Basis.IN_PERIOD and each.set_aside is None and each.amount is not None:
            ends[_speaker(each)].add(each.period.end)
    for index in commitments_at:
        each = deliveries[index]
        before = [end for end in ends[_speaker(each)] if _start(each) <= end < each.period.end]
        if before:
            found = found_at(each, "delivery-overlaps-total", day=day_text(max(before)))
            findings.append(found)
            settled[index] = attrs.evolve(each, set_aside=SetAside(reason=found.code, text=found.text))
    return settled, findings


def _speaker(each: Delivery) -> tuple[str, str]:
    return each.supplier_ref, each.sent.part.casefold()


def _start(each: Delivery) -> dt.date:
    return each.line.start or each.period.start


def _keys(deliveries: list[Delivery]) -> list[tuple[int, _Stay]]:
    """Return the index and the stay of each row that says a commitment for one period, in the order of returns."""
    rows = [index for index, each in enumerate(deliveries) if _is_commitment(each)]
    rows.sort(key=lambda index: _turn(deliveries[index]))
    seen: defaultdict[tuple[int, dt.date], int] = defaultdict(int)
    keys = list[tuple[int, _Stay]]()
    for index in rows:
        each = deliveries[index]
        start = _start(each)
        if ref := placement_of(each.line):
            keys.append((index, ("", ref, start, 0)))
            continue
        seen[id(each.sent), start] += 1
        keys.append((index, ("/".join(_speaker(each)), "", start, seen[id(each.sent), start])))
    return keys


def _turn(each: Delivery) -> tuple[object, ...]:
    """Return when a row has its turn: rows of one return in the order of their ends, the better evidenced first."""
    return each.period.end, each.line.end or dt.date.max, -each.grade, reading_order(each.source)


def _is_commitment(each: Delivery) -> bool:
    in_period = each.basis is Basis.IN_PERIOD and each.pledge.is_committed
    return in_period and each.days is not None and each.set_aside is None


def _overlapping(deliveries: list[Delivery], stays: Mapping[_Stay, list[int]]) -> list[int]:
    """Return the rows of stays that overlap an earlier one of their placement, and what is said of a stay twice."""
    amiss, latest = list[int](), dict[str, int]()
    for (_, ref, start, _), rows in sorted(stays.items()):
        if not ref:
            continue
        first_of_return = dict[int, int]()
        for index in rows:
            if _speaker(deliveries[index]) == _speaker(deliveries[rows[0]]):
                first_of_return.setdefault(id(deliveries[index].sent), index)
        holding = list(first_of_return.values())
        if start.toordinal() <= latest.get(ref, 0):
            amiss += rows
        else:
            amiss += set(rows) - set(holding)
            latest[ref] = _last_day(deliveries[holding[-1]])
    return amiss


def _last_day(each: Delivery) -> int:
    return 0 if each.days is None or each.days.last.value is None else int(each.days.last.value)
