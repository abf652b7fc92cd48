"""What one pledge's returns report and what others say of it in; verified, declined and disputed amounts out.

Amounts move in parcels: a parcel is (part of) one line at one grade. A confirmation takes what it speaks of, up to its
quantity, and lifts it. One that a young person gives takes first what somebody else has confirmed already: an answer
about the same delivery is not a second delivery.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pledges.figures import Figure, difference, given, least, total
from pledges.findings import Finding, finding
from pledges.model import Basis, Confirmation, ConfirmationGrade, Grade
from pledges.provenance import reading_order
from pledges.quantities import Quantity

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from pledges.counting.amounts import Delivery
    from pledges.counting.offers import OfferTest
    from pledges.counting.running_totals import Change
    from pledges.model import Pledge


@attrs.frozen(kw_only=True)
class Parcel:
    """An amount of one change (by its place in the sequence) at one grade; `declined` if nobody would confirm it."""

    index: int
    grade: Grade
    amount: Figure
    declined: bool = False


@attrs.frozen(kw_only=True)
class Confirmed:
    """The parcels after all confirmations, and the amounts that were verified, declined or disputed.

    `disputed` names the amount in dispute of each change by its index.
    """

    parcels: tuple[Parcel, ...]
    verified: tuple[Figure, ...]
    beneficiary_confirmed: tuple[Figure, ...]
    declined: tuple[Figure, ...]
    disputed: tuple[Parcel, ...]
    findings: tuple[Finding, ...]


@attrs.frozen(kw_only=True)
class _Taking:
    amount: Figure
    taken: tuple[Parcel, ...]
    left: tuple[Parcel, ...]


def confirm(
    pledge: Pledge, changes: Sequence[Change], confirmations: Iterable[Confirmation], counting_grade: Grade,
    on: dt.date, offers: Iterable[OfferTest],
) -> Confirmed:  # fmt: skip
    """Return what `confirmations` make of the `changes` of one pledge that are not set aside.

    `offers` are the tests of the offer, as `offer_tests` gives them. Disputes come first, then confirmations by third
    parties, then those of young people, then what they declined.
    """
    in_turn = sorted(confirmations, key=lambda each: (each.confirmed_on, reading_order(each.source)))
    parcels = tuple(
        Parcel(index=index, grade=change.delivery.grade, amount=change.held)
        for index, change in enumerate(changes)
        if change.held.value is not None and change.held.value > 0
    )
    disputed, verified, beneficiary, declined = list[Parcel](), list[Figure](), list[Figure](), list[Figure]()
    findings, asked = list[Finding](), list[Parcel]()
    for offer in (each for each in offers if each.is_open):
        speaks_of, others = _split(offer.test, parcels, changes)
        taking = take("in dispute", speaks_of, _disputed(offer, pledge), unit=pledge.unit)
        disputed += taking.taken
        parcels = (*taking.left, *others)
        findings += _dispute(offer.test, taking, pledge, on)
    for each in (each for each in in_turn if each.grade is ConfirmationGrade.THIRD_PARTY):
        speaks_of, others = _split(each, parcels, changes)
        ready = tuple(parcel for parcel in speaks_of if parcel.grade < Grade.THIRD_PARTY_CONFIRMED)
        taking = take("confirmed by a third party", ready, _quantity(each, pledge), unit=pledge.unit)
        verified.append(taking.amount)
        done = tuple(parcel for parcel in speaks_of if parcel.grade >= Grade.THIRD_PARTY_CONFIRMED)
        parcels = (*_lifted(taking, Grade.THIRD_PARTY_CONFIRMED), *taking.left, *done, *others)
        findings += _fit(each, ready, pledge, on)
    for each in (each for each in in_turn if each.grade is ConfirmationGrade.BENEFICIARY):
        speaks_of, others = _split(each, parcels, changes)
        parcels, gained, both = _by_beneficiaries(each, speaks_of, pledge)
        parcels = (*parcels, *others)
        verified.append(gained)
        beneficiary.append(both)
        findings += _fit(each, speaks_of, pledge, on)
    for each in (each for each in in_turn if each.grade is ConfirmationGrade.DECLINED):
        speaks_of, others = _split(each, parcels, changes)
        may, rest = list[Parcel](), list[Parcel]()
        for parcel in speaks_of:
            may_decline = counting_grade <= parcel.grade < Grade.THIRD_PARTY_CONFIRMED
            (may if may_decline else rest).append(parcel)
        taking = take("declined to confirm", may, _quantity(each, pledge), unit=pledge.unit)
        declined.append(taking.amount)
        findings += [] if speaks_of else _fit(each, (), pledge, on)
        parcels = (*taking.left, *rest, *others)
        asked += [attrs.evolve(parcel, declined=True) for parcel in taking.taken]
    return Confirmed(
        parcels=(*parcels, *asked), verified=tuple(verified), beneficiary_confirmed=tuple(beneficiary),
        declined=tuple(declined), disputed=tuple(disputed), findings=tuple(findings),
    )  # fmt: skip


def _by_beneficiaries(
    each: Confirmation, speaks_of: tuple[Parcel, ...], pledge: Pledge
) -> tuple[tuple[Parcel, ...], Figure, Figure]:
    """Return the parcels after a young people's confirmation, what it newly verifies, and all it confirms."""
    third = tuple(parcel for parcel in speaks_of if parcel.grade is Grade.THIRD_PARTY_CONFIRMED)
    lower = tuple(parcel for parcel in speaks_of if parcel.grade < Grade.THIRD_PARTY_CONFIRMED)
    done = tuple(parcel for parcel in speaks_of if parcel.grade is Grade.BENEFICIARY_CONFIRMED)
    quantity = _quantity(each, pledge)
    already = take("confirmed by others before", third, quantity, unit=pledge.unit)
    rest = None if quantity is None else difference("quantity left", quantity, already.amount)
    newly = take("confirmed by young people alone", lower, rest, unit=pledge.unit)
    both = total("confirmed by young people", [already.amount, newly.amount], unit=pledge.unit)
    grade = Grade.BENEFICIARY_CONFIRMED
    parcels = (*_lifted(already, grade), *_lifted(newly, grade), *already.left, *newly.left, *done)
    return parcels, newly.amount, both


def _quantity(each: Confirmation, pledge: Pledge) -> Figure | None:
    if each.quantity is None:
        return None
    return given("quantity confirmed", each.quantity, each.quantity_source or each.source, unit=pledge.unit)


def _disputed(offer: OfferTest, pledge: Pledge) -> Figure | None:
    """Return how much a test puts in dispute: what it speaks of without what was confirmed since, None for all."""
    quantity = _quantity(offer.test, pledge)
    if quantity is None or not offer.confirmed_since:
        return quantity
    since = [figure for each in offer.confirmed_since if (figure := _quantity(each, pledge)) is not None]
    return difference("still in dispute", quantity, total("confirmed since the test", since, unit=pledge.unit))


def _split(
    each: Confirmation, parcels: Sequence[Parcel], changes: Sequence[Change]
) -> tuple[tuple[Parcel, ...], tuple[Parcel, ...]]:
    """Return the parcels a confirmation speaks of, the better evidenced and earlier first, and the others."""
    speaks_of, others = list[Parcel](), list[Parcel]()
    for parcel in parcels:
        (speaks_of if _speaks_of(each, changes[parcel.index]) else others).append(parcel)
    speaks_of.sort(key=lambda parcel: _evidenced(parcel, changes[parcel.index].delivery))
    return tuple(speaks_of), tuple(others)


def _evidenced(parcel: Parcel, delivery: Delivery) -> tuple[object, ...]:
    """Return what the better evidenced and earlier parcels stand first by, those of one return by their rows."""
    return -parcel.grade, delivery.period.end, reading_order(delivery.source), parcel.index


def _speaks_of(each: Confirmation, change: Change) -> bool:
    line, delivery = change.delivery.line, change.delivery
    if each.period is not None:
        own = delivery.period
        within = each.period.covers(own) if delivery.basis is Basis.IN_PERIOD else each.period.holds(own.end)
        if not within:
            return False
    pairs = (
        (each.person_ref, line.person_ref),
        (each.placement_ref, line.placement_ref),
        (each.evidence_ref, line.evidence_ref),
    )
    return all(not said or said == written for said, written in pairs)


def take(label: str, parcels: Sequence[Parcel], wanted: Figure | None, *, unit: str) -> _Taking:
    """Return at most `wanted` (None: all) of the parcels, in their order, the last one in part if need be."""
    if not parcels:
        nothing = total(label, [], unit=unit, because="nothing that is counted matches it")
        return _Taking(amount=nothing, taken=(), left=())
    there = total("what it speaks of", [parcel.amount for parcel in parcels], unit=unit)
    if wanted is None or wanted.value is None or there.value is None or there.value <= wanted.value:
        amount = total(label, [there], unit=unit) if wanted is None else least(label, [wanted, there])
        return _Taking(amount=amount, taken=tuple(parcels), left=())
    taken, left = list[Parcel](), list[Parcel]()
    need = wanted
    for parcel in parcels:
        if need.value is not None and need.value <= 0:
            left.append(parcel)
        elif parcel.amount.value is not None and need.value is not None and parcel.amount.value <= need.value:
            taken.append(parcel)
            need = difference("quantity left", need, parcel.amount)
        else:
            taken.append(attrs.evolve(parcel, amount=need))
            left.append(attrs.evolve(parcel, amount=difference("the rest", parcel.amount, need)))
            need = difference("quantity left", need, need)
    return _Taking(amount=least(label, [wanted, there]), taken=tuple(taken), left=tuple(left))


def _lifted(taking: _Taking, grade: Grade) -> tuple[Parcel, ...]:
    return tuple(attrs.evolve(parcel, grade=grade) for parcel in taking.taken)


def _dispute(dispute: Confirmation, taking: _Taking, pledge: Pledge, on: dt.date) -> list[Finding]:
    if not taking.taken or taking.amount.value is None:
        return _fit(dispute, (), pledge, on)
    return [_found("offer-disputed", dispute, pledge, amount=str(Quantity(taking.amount.value, pledge.unit)))]


def _fit(each: Confirmation, ready: Sequence[Parcel], pledge: Pledge, on: dt.date) -> list[Finding]:
    """Return a finding where a confirmation matches nothing, or more is confirmed than was delivered.

    A confirmation given after the day of the position may speak of deliveries after it: that is no misfit.
    """
    if each.confirmed_on > on:
        return []
    if not ready:
        return [_found("confirmation-unmatched", each, pledge)]
    delivered = total("delivered", [parcel.amount for parcel in ready], unit=pledge.unit).value
    if each.quantity is None or delivered is None or each.quantity <= delivered:
        return []
    confirmed, there = Quantity(each.quantity, pledge.unit), Quantity(delivered, pledge.unit)
    return [_found("confirmation-exceeds", each, pledge, confirmed=str(confirmed), delivered=str(there))]


def _found(code: str, each: Confirmation, pledge: Pledge, **words: str) -> Finding:
    return finding(
        code,
        each.quantity_source or each.source,
        supplier_ref=pledge.supplier_ref,
        contract_ref=pledge.contract_ref,
        pledge_ref=pledge.ref,
        **words,
    )
