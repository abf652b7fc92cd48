"""Deliveries of one pledge in; the same with cumulative figures turned into what each adds to the ones before, out."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pledges.counting.amounts import STOCK_UNITS, placement_of
from pledges.counting.found import found_at
from pledges.counting.lines import SetAside
from pledges.figures import Figure, difference, given, least, total
from pledges.findings import Finding
from pledges.model import Basis
from pledges.periods import day_text
from pledges.provenance import reading_order
from pledges.quantities import Quantity

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Container, Hashable, Iterable, Mapping, Sequence

    from pledges.counting.amounts import Delivery
    from pledges.model import Grade

Subject = tuple["Grade", str, str, Fraction]


@attrs.frozen(kw_only=True)
class Change:
    """A delivery with what it adds: `amount` is its own or a difference, `held` what later corrections leave of it.

    `series` names deliveries that speak of the same thing in turn (a running total); "" for a delivery on its own.
    `after` is the end of the return before that spoke of it, None where there is none.
    """

    delivery: Delivery
    amount: Figure
    held: Figure
    series: str = ""
    after: dt.date | None = None


@attrs.frozen(kw_only=True)
class Running:
    """What every delivery of a pledge adds, those that must wait (by `id`), and what was found."""

    changes: tuple[Change, ...]
    waiting: Mapping[int, SetAside]
    findings: tuple[Finding, ...]


def changes(deliveries: Sequence[Delivery]) -> Running:
    """Return what each delivery of one pledge adds, in the order of their periods, and the findings this makes.

    A cumulative return is differenced per grade and share (and person or placement) against what was reported to the
    end of the period before it; a stock (in post) likewise, so that the latest one counts. The parts of a contract
    (sites) run separately. A difference below zero is a correction: it is kept, and taken off what it corrects.
    Nothing is taken off on the word of a return that leaves a row of the pledge open: what is open is not 0.
    Somebody whom several rows of one total or stock name is in it once.
    """
    result, findings, waiting = list[Change](), list[Finding](), dict[int, SetAside]()
    by_part = defaultdict[tuple[str, str], list["Delivery"]](list)
    for delivery in deliveries:
        by_part[delivery.supplier_ref, delivery.sent.part.casefold()].append(delivery)
    for (supplier_ref, part), of_part in sorted(by_part.items()):
        overlapping, found = _overlapping(of_part)
        twice, found_twice = _named_twice(of_part)
        aside = overlapping | twice
        waiting |= aside
        made, found_in_totals = _of_part([each for each in of_part if id(each) not in aside], f"{supplier_ref}/{part}")
        result += _held(made)
        findings += [*found, *found_twice, *found_in_totals]
        if not part and any(other for owner, other in by_part if owner == supplier_ref):
            findings += [found_at(each, "parts-mixed") for each in of_part[:1] if _is_valid(each)]
    return Running(changes=tuple(result), waiting=waiting, findings=tuple(findings))


def _is_valid(delivery: Delivery) -> bool:
    return delivery.set_aside is None and delivery.amount is not None


def _overlapping(deliveries: Sequence[Delivery]) -> tuple[dict[int, SetAside], list[Finding]]:
    """Return the valid deliveries for a single period that a running total ends in the middle of.

    Which of the commitments a total contains is settled by then.
    """
    ends = sorted({each.period.end for each in deliveries if each.basis is Basis.CUMULATIVE and _is_valid(each)})
    waiting, findings = dict[int, SetAside](), list[Finding]()
    for each in deliveries:
        inside = [end for end in ends if each.period.start <= end < each.period.end]
        if each.basis is Basis.IN_PERIOD and _is_valid(each) and not each.stay and inside:
            found = found_at(each, "delivery-overlaps-total", day=day_text(inside[-1]))
            findings.append(found)
            waiting[id(each)] = SetAside(reason=found.code, text=found.text)
    return waiting, findings


def _named_twice(deliveries: Iterable[Delivery]) -> tuple[dict[int, SetAside], list[Finding]]:
    """Return the rows of running totals and stocks that name somebody whom an earlier row of the same one names."""
    first = dict["Hashable", "Delivery"]()
    twice, findings = dict[int, SetAside](), list[Finding]()
    for each in sorted(deliveries, key=lambda each: reading_order(each.source)):
        line, pledge = each.line, each.pledge
        person, placement = pledge.unit in STOCK_UNITS and line.person_ref, pledge.unit == "placements"
        if each.basis is Basis.IN_PERIOD or not _is_valid(each) or not (person or (placement and placement_of(line))):
            continue
        if each.amount is None or not each.amount.value:
            continue
        holding = first.setdefault((id(each.sent), each.grade, line.person_ref, line.placement_ref), each)
        if holding is not each:
            words = {"pledge": pledge.ref} if person else {}
            code = "duplicate-person" if person else "duplicate-placement"
            found = found_at(each, code, first=str(holding.source), **words)
            findings.append(found)
            twice[id(each)] = SetAside(reason=found.code, text=found.text)
    return twice, findings


def _of_part(deliveries: Iterable[Delivery], series: str) -> tuple[list[Change], list[Finding]]:
    by_return = defaultdict[int, list["Delivery"]](list)
    for delivery in deliveries:
        by_return[id(delivery.sent)].append(delivery)
    in_turn = sorted(by_return.values(), key=_turn)
    made, findings = list[Change](), list[Finding]()
    so_far, from_single_periods = dict[Subject, list[Figure]](), False
    spoken_until = dict[Subject, "dt.date"]()
    committed = defaultdict[str, dict[Subject, list[Figure]]](dict)
    for group in in_turn:
        valid = [each for each in group if _is_valid(each)]
        if group[0].basis is Basis.IN_PERIOD:
            added, found = _in_period(valid, committed, series)
            made += added
            findings += found
            for change in added:
                so_far.setdefault(_subject(change.delivery), []).append(change.amount)
                spoken_until[_subject(change.delivery)] = change.delivery.period.end
                from_single_periods = from_single_periods or bool(change.amount.value)
            continue
        if not valid:
            continue
        if from_single_periods:
            findings.append(found_at(group[0], "basis-mixed"))
            from_single_periods = False
        still_open = [each for each in group if not _is_valid(each)]
        differenced, now = _differenced(valid, still_open, so_far, series)
        made = _joined(made, {key for key, before in so_far.items() if now.get(key) is not before}, series)
        made += [attrs.evolve(each, after=spoken_until.get(_subject(each.delivery))) for each in differenced]
        spoken_until.update(dict.fromkeys(map(_subject, valid), group[0].period.end))
        findings += _corrections(group[0], so_far, now)
        so_far = now
    return made, findings


def _joined(made: Iterable[Change], settled: Container[Subject], series: str) -> list[Change]:
    """Return changes, rows for single periods among them as part of the running total that has settled their subject.

    So are the words on a commitment. Where an open row keeps the total from taking anything off, they stay as they are.
    """
    return [
        attrs.evolve(each, series=_series(series, _subject(each.delivery)))
        if _subject(each.delivery) in settled
        else each
        for each in made
    ]


def _series(series: str, subject: Subject) -> str:
    """Return the name of what a running total says in turn of one person and placement, whatever grade and share."""
    return f"{series}/{subject[1]}/{subject[2]}"


def _in_period(
    valid: Iterable[Delivery], committed: defaultdict[str, dict[Subject, list[Figure]]], series: str
) -> tuple[list[Change], list[Finding]]:
    """Return what the rows of a return for one period add; a commitment that is said anew, only the difference.

    `committed` holds what each stay had committed before, and is brought up to this return.
    """
    made, findings = list[Change](), list[Finding]()
    stays = defaultdict[str, list["Delivery"]](list)
    for delivery in valid:
        if delivery.stay:
            stays[delivery.stay].append(delivery)
        elif delivery.amount is not None:
            made.append(Change(delivery=delivery, amount=delivery.amount, held=delivery.amount))
    for stay, rows in stays.items():
        before = committed[stay]
        changed, committed[stay] = _differenced(rows, (), before, f"{series}/{stay}")
        made += changed
        fallen = _fallen(before, committed[stay])
        if fallen > 0:
            findings.append(
                found_at(rows[0], "commitment-shortened", amount=str(Quantity(fallen, rows[0].pledge.unit)))
            )
    return made, findings


def _turn(group: Sequence[Delivery]) -> tuple[object, ...]:
    """Return when a return has its turn: by its end, and a running total after what it contains."""
    period = group[0].period
    return period.end, group[0].basis is not Basis.IN_PERIOD, period.start, reading_order(group[0].source)


def _differenced(
    rows: Sequence[Delivery], still_open: Sequence[Delivery], so_far: dict[Subject, list[Figure]], series: str
) -> tuple[list[Change], dict[Subject, list[Figure]]]:
    """Return what the rows of a cumulative return add to `so_far`, and the running totals after it."""
    now, made, unsettled = dict[Subject, list[Figure]](), list[Change](), dict(so_far)
    by_subject = defaultdict[Subject, list["Delivery"]](list)
    for delivery in rows:
        by_subject[_subject(delivery)].append(delivery)
    open_subjects = {_subject(each) for each in still_open}
    for key, of_subject in by_subject.items():
        amounts = [delivery.amount for delivery in of_subject if delivery.amount is not None]
        before = unsettled.pop(key, [])
        if key in open_subjects and _total(amounts) < _total(before):
            now[key], added = before, [_not_yet_more(amount) for amount in amounts]
        else:
            now[key], added = amounts, _added(amounts, before)
        made += [
            Change(delivery=delivery, amount=amount, held=amount, series=_series(series, key))
            for delivery, amount in zip(of_subject, added, strict=True)
        ]
    for key, before in unsettled.items():
        if still_open:
            now[key] = before
            continue
        first, unit = rows[0], before[0].unit
        none = given("at this grade now", 0, first.source, unit=unit, because="the return no longer gives it")
        amount = difference("less than was reported before", none, total("reported before", before, unit=unit))
        if amount.value:
            line = attrs.evolve(first.line, person_ref=key[1], placement_ref=key[2], share=key[3])
            moved = attrs.evolve(first, line=line, grade=key[0], amount=amount, absence=None)
            made.append(Change(delivery=moved, amount=amount, held=amount, series=_series(series, key)))
    return made, now


def _not_yet_more(amount: Figure) -> Figure:
    """Return 0, for a row of a total that is not whole because another row of it is still open."""
    return difference(
        "no more than was reported before", amount, amount, because="another row of this total is still open"
    )


def _total(figures: Iterable[Figure]) -> Fraction:
    return sum((figure.value or Fraction(0) for figure in figures), Fraction(0))


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
    fallen = _fallen(before, now)
    if first.basis is not Basis.CUMULATIVE or fallen <= 0:
        return []
    return [found_at(first, "correction", amount=str(Quantity(fallen, first.pledge.unit)))]


def _fallen(before: dict[Subject, list[Figure]], now: dict[Subject, list[Figure]]) -> Fraction:
    """Return by how much all that is reported now is less than all that was reported before."""
    return _total(each for figures in before.values() for each in figures) - _total(
        each for figures in now.values() for each in figures
    )


def _subject(delivery: Delivery) -> Subject:
    """Return what a delivery speaks of in its pledge: a grade, a person and a placement (may be blank), and a share."""
    line = delivery.line
    return delivery.grade, line.person_ref, line.placement_ref, Fraction(1) if line.share is None else line.share


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
            # An earlier fall holds nothing by now.
            if _subject(other.delivery) != _subject(change.delivery) or not other.held.value:
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
