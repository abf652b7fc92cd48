"""Deliveries of one pledge in; the same with cumulative figures turned into what each adds to the ones before, out."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pledges.figures import Figure, difference, given, least, total
from pledges.findings import Finding, finding
from pledges.model import Basis
from pledges.provenance import reading_order
from pledges.quantities import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pledges.counting.amounts import Delivery
    from pledges.model import Grade, Return

Subject = tuple["Grade", str, str]


@attrs.frozen(kw_only=True)
class Change:
    """A delivery with what it adds: `amount` is its own or a difference, `held` what later corrections leave of it.

    `series` names deliveries that speak of the same thing in turn (a running total); "" for a delivery on its own.
    """

    delivery: Delivery
    amount: Figure
    held: Figure
    series: str = ""


def changes(deliveries: Sequence[Delivery]) -> tuple[tuple[Change, ...], tuple[Finding, ...]]:
    """Return what each delivery of one pledge adds, in the order of their periods, and the findings this makes.

    A cumulative return is differenced per grade (and person or placement) against what was reported to the end of
    the period before it; a stock (in post) likewise, so that the latest one counts. The parts of a contract (sites)
    run separately. A difference below zero is a correction: it is kept, and taken off what it corrects.
    """
    result, findings = list[Change](), list[Finding]()
    by_part = defaultdict[tuple[str, str], list["Delivery"]](list)
    for delivery in deliveries:
        by_part[delivery.supplier_ref, delivery.sent.part.casefold()].append(delivery)
    for (supplier_ref, part), of_part in sorted(by_part.items()):
        made, found = _of_part(of_part, f"{supplier_ref}/{part}")
        result += _held(made)
        findings += found
    return tuple(result), tuple(findings)


def _of_part(deliveries: Iterable[Delivery], series: str) -> tuple[list[Change], list[Finding]]:
    by_return = defaultdict[int, list["Delivery"]](list)
    sent_by = dict[int, "Return"]()
    for delivery in deliveries:
        by_return[id(delivery.sent)].append(delivery)
        sent_by[id(delivery.sent)] = delivery.sent
    in_turn = sorted(
        by_return.values(),
        key=lambda group: (group[0].period.end, group[0].period.start, reading_order(group[0].source)),
    )
    made, findings = list[Change](), list[Finding]()
    so_far, from_single_periods = dict[Subject, list[Figure]](), False
    for group in in_turn:
        if group[0].basis is Basis.IN_PERIOD:
            for delivery in group:
                if delivery.amount is not None:
                    made.append(Change(delivery=delivery, amount=delivery.amount, held=delivery.amount))
                    so_far.setdefault(_subject(delivery), []).append(delivery.amount)
                    from_single_periods = from_single_periods or bool(delivery.amount.value)
            continue
        if from_single_periods:
            findings.append(_found("basis-mixed", group[0]))
            from_single_periods = False
        differenced, now = _differenced(group, so_far, series)
        made += differenced
        findings += _corrections(group[0], so_far, now)
        so_far = now
    return made, findings


def _differenced(
    group: Sequence[Delivery], so_far: dict[Subject, list[Figure]], series: str
) -> tuple[list[Change], dict[Subject, list[Figure]]]:
    """Return what a cumulative return adds to `so_far`, and the running totals after it."""
    now, made = dict[Subject, list[Figure]](), list[Change]()
    rows, unsettled = [delivery for delivery in group if delivery.amount is not None], dict(so_far)
    by_subject = defaultdict[Subject, list["Delivery"]](list)
    for delivery in rows:
        by_subject[_subject(delivery)].append(delivery)
    for key, of_subject in by_subject.items():
        now[key] = [delivery.amount for delivery in of_subject if delivery.amount is not None]
        added = _added(now[key], unsettled.pop(key, []))
        made += [
            Change(delivery=delivery, amount=amount, held=amount, series=f"{series}/{key[1]}/{key[2]}")
            for delivery, amount in zip(of_subject, added, strict=True)
        ]
    if not rows:
        return [], dict(so_far)
    for key, before in unsettled.items():
        first, unit = rows[0], before[0].unit
        none = given("at this grade now", 0, first.source, unit=unit, because="the return no longer gives it")
        amount = difference("less than was reported before", none, total("reported before", before, unit=unit))
        if amount.value:
            line = attrs.evolve(first.line, person_ref=key[1], placement_ref=key[2])
            moved = attrs.evolve(first, line=line, grade=key[0], amount=amount, absence=None)
            made.append(Change(delivery=moved, amount=amount, held=amount, series=f"{series}/{key[1]}/{key[2]}"))
    return made, now


def _added(amounts: Sequence[Figure], before: Sequence[Figure]) -> list[Figure]:
    """Return what each of the amounts adds to what was reported before: the first rows take up what was."""
    if not before:
        return list(amounts)
    left = total("reported before", before, unit=amounts[0].unit)
    added = list[Figure]()
    for amount in amounts[:-1]:
        taken = least("of that on this row", [amount, left])
        added.append(difference("more than was reported before", amount, taken))
        left = difference("reported before and not yet taken off", left, taken)
    added.append(difference("more than was reported before", amounts[-1], left))
    return added


def _corrections(
    first: Delivery, before: dict[Subject, list[Figure]], now: dict[Subject, list[Figure]]
) -> list[Finding]:
    """Return a finding where a cumulative total has fallen; a stock may fall, and a grade may move to another."""
    fallen = _sum(before) - _sum(now)
    if first.basis is not Basis.CUMULATIVE or fallen <= 0:
        return []
    return [_found("correction", first, amount=str(Quantity(fallen, first.pledge.unit)))]


def _sum(totals: dict[Subject, list[Figure]]) -> Fraction:
    return sum((figure.value or Fraction(0) for figures in totals.values() for figure in figures), Fraction(0))


def _subject(delivery: Delivery) -> Subject:
    """Return what a delivery speaks of within its pledge: a grade, a person and a placement (each may be blank)."""
    return delivery.grade, delivery.line.person_ref.casefold(), delivery.line.placement_ref.casefold()


def _found(code: str, delivery: Delivery, **words: str) -> Finding:
    return finding(
        code,
        delivery.source,
        supplier_ref=delivery.supplier_ref,
        contract_ref=delivery.pledge.contract_ref,
        pledge_ref=delivery.pledge.ref,
        **words,
    )


def _held(made: Sequence[Change]) -> list[Change]:
    """Return `made` with each fall taken off what was reported before it at that grade, the latest first."""
    result = list(made)
    for index, change in enumerate(made):
        if change.amount.value is None or change.amount.value >= 0:
            continue
        none = given("left of this row", 0, change.delivery.source, unit=change.amount.unit)
        fall, owed = change.amount, -change.amount.value
        result[index] = attrs.evolve(change, held=none)
        for earlier in range(index - 1, -1, -1):
            other = result[earlier]
            if owed == 0:
                break
            if _subject(other.delivery) != _subject(change.delivery) or not other.held.value or other.held.value < 0:
                continue
            if other.held.value >= owed:
                left = total("left after a correction", [other.held, fall], unit=fall.unit)
                owed = Fraction(0)
            else:
                owed -= other.held.value
                fall = total("correction still to take off", [other.held, fall], unit=fall.unit)
                left = difference("left after a correction", other.held, other.held)
            result[earlier] = attrs.evolve(other, held=left)
    return result
