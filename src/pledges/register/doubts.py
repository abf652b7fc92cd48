"""A register in; numbers of it that are plausible by themselves and do not fit what stands beside them, out as queries.

Nothing is changed by them: every number is used as it stands until somebody corrects it.
"""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from pledges.findings import Finding, finding
from pledges.model import SPEND_TO_DATE, Trajectory
from pledges.periods import day_text
from pledges.quantities import Quantity

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pledges.model import Contract, Fact, Milestone, Pledge, Register, Variation

_LEAST_CHANGE = 100
"""Below so many pounds a Value change is taken for a share or a number of thousands."""
_A_HUNDREDTH = Fraction(1, 100)
_A_MILESTONE = "a milestone is how much there is to be in all by its day"


def doubts(register: Register) -> tuple[Finding, ...]:
    """Return a query for each number of a register that does not fit the others, whatever the day."""
    contracts = {contract.ref: contract for contract in register.contracts}
    variations = defaultdict[str | None, list["Variation"]](list)
    for variation in register.variations:
        variations[variation.contract_ref].append(variation)
    findings = list[Finding]()
    for contract in register.contracts:
        own = [pledge for pledge in register.pledges if pledge.contract_ref == contract.ref]
        findings += _value_beside_per(contract, own)
        findings += _value_changes(contract, variations[contract.ref])
    findings += [
        finding("variation-empty", each.source, contract_ref=each.contract_ref, pledge_ref=each.pledge_ref)
        for each in register.variations
        if each.is_clear and not each.value_change and each.new_end is None and each.new_quantity is None
    ]
    for pledge in register.pledges:
        findings += _milestones(pledge, variations[pledge.contract_ref])
        findings += _stretch(pledge)
    for fact in register.facts:
        findings += _spend(fact, contracts, variations[fact.contract_ref])
    findings += _confirmed_early(register, contracts)
    return tuple(findings)


def _value_beside_per(contract: Contract, pledges: Iterable[Pledge]) -> Iterator[Finding]:
    """Yield a query where the value is less than a hundredth of what promises are per: once for each such amount."""
    scaled = defaultdict[Fraction, list[str]](list)
    for pledge in pledges:
        if pledge.per_pounds is not None and contract.value and contract.value < pledge.per_pounds * _A_HUNDREDTH:
            scaled[pledge.per_pounds].append(pledge.ref)
    for per_pounds, refs in scaled.items():
        value, amount = Quantity(contract.value or Fraction(0), "GBP"), Quantity(per_pounds, "GBP")
        yield finding(
            "scale-unlikely",
            contract.value_source or contract.source,
            contract_ref=contract.ref,
            pledge_ref=refs[0] if len(refs) == 1 else None,
            what=f"The contract's value, {value}, is less than a hundredth of what {', '.join(refs)} is scaled by, "
            f"{amount}",
            fix="Type the value in pounds (3,700,000 and not 3,700 for £3.7m), or correct Per.",
        )


def _value_changes(contract: Contract, variations: Iterable[Variation]) -> Iterator[Finding]:
    """Yield a query for each Value change that more than doubles the value of the day before, or is hardly any."""
    moving = sorted((each for each in variations if each.value_change), key=lambda each: each.effective)
    value = contract.value
    for _, group in groupby(moving, key=lambda each: each.effective):
        of_day = tuple(group)
        for each in of_day:
            change = each.value_change or Fraction(0)
            if value is not None and 0 < value < change:
                yield _of_change(
                    each,
                    f"This Value change alone, {Quantity(change, 'GBP')}, more than doubles the contract's value of "
                    f"the day before, {Quantity(value, 'GBP')}",
                    "Give the change alone, and not the new value.",
                )
            elif abs(change) < _LEAST_CHANGE:
                yield _of_change(
                    each,
                    f"This Value change is less than £{_LEAST_CHANGE}",
                    "Give the change in pounds: £1m more is 1,000,000, and a quarter of £4m is 1,000,000 as well.",
                )
        if value is not None:
            value += sum((each.value_change or 0 for each in of_day), Fraction(0))


def _of_change(variation: Variation, what: str, fix: str) -> Finding:
    return finding(
        "scale-unlikely",
        variation.value_change_source or variation.source,
        contract_ref=variation.contract_ref,
        pledge_ref=variation.pledge_ref or None,
        what=what,
        fix=fix,
    )


def _spend(fact: Fact, contracts: Mapping[str, Contract], variations: Iterable[Variation]) -> Iterator[Finding]:
    """Yield a query for a spend above twice the contract's value, as varied by then or at award, or of mere pence."""
    if fact.name.casefold() != SPEND_TO_DATE or fact.unit not in {"", "GBP"}:
        return
    contract = contracts.get(fact.contract_ref or "")
    value = None if contract is None else contract.value
    spent = Quantity(fact.value, "GBP")
    if 0 < fact.value < 1:
        what = f"The spend to date, {spent}, is less than £1"
    elif value:
        since = sum((each.value_change or 0 for each in variations if each.effective <= fact.as_at), Fraction(0))
        most = max(value, value + since)
        if fact.value <= 2 * most:
            return
        what = f"The spend to date, {spent}, is more than twice the contract's value, {Quantity(most, 'GBP')}"
    else:
        return
    yield finding(
        "scale-unlikely",
        fact.source,
        supplier_ref=fact.supplier_ref,
        contract_ref=fact.contract_ref,
        what=what,
        fix="Give what has been spent so far in pounds, and not in pence, in thousands or as a share of the value.",
    )


def _confirmed_early(register: Register, contracts: Mapping[str, Contract]) -> Iterator[Finding]:
    """Yield a query for each confirmation of a day before the contract of its promise starts."""
    promised = {pledge.ref: pledge for pledge in register.pledges}
    for each in register.confirmations:
        pledge = promised.get(each.pledge_ref)
        contract = None if pledge is None else contracts.get(pledge.contract_ref or "")
        if pledge is None or contract is None or contract.start is None or each.confirmed_on >= contract.start:
            continue
        yield finding(
            "day-before-contract",
            each.source,
            supplier_ref=pledge.supplier_ref,
            contract_ref=contract.ref,
            pledge_ref=pledge.ref,
            column="Confirmed on",
            day=day_text(contract.start),
        )


def _milestones(pledge: Pledge, variations: Iterable[Variation]) -> Iterator[Finding]:
    """Yield one query where the milestones of a promise do not lead to its quantity by its Due.

    None where they fall: reading has asked then, at the cell. Year columns are read as steps and always lead there.
    """
    steps, quantity = pledge.milestones, pledge.quantity
    is_asked = any(later.quantity < earlier.quantity for earlier, later in pairwise(steps))
    by_milestones = pledge.trajectory is Trajectory.MILESTONES and not pledge.per_year and pledge.per_pounds is None
    are_years = bool(steps) and steps[0].source == pledge.quantity_source
    if not steps or are_years or quantity is None or is_asked or not by_milestones:
        return
    ends = [
        each.new_end
        for each in variations
        if each.new_end is not None and each.pledge_ref in {None, pledge.ref} and pledge.due is not None
    ]
    last_day = None if pledge.due is None else max([pledge.due, *ends])
    amiss = _amiss(steps, quantity, pledge.unit, pledge.due, last_day)
    if amiss is not None:
        milestone, what = amiss
        yield finding(
            "promise-unlikely",
            milestone.source,
            supplier_ref=pledge.supplier_ref,
            contract_ref=pledge.contract_ref,
            pledge_ref=pledge.ref,
            what=f"{what}; {_A_MILESTONE}",
            fix="Give in each milestone what there is to be from the start to its day, the last on Due with all of the "
            "quantity; or correct Quantity or Due.",
        )


def _amiss(
    steps: Sequence[Milestone], quantity: Fraction, unit: str, due: dt.date | None, last_day: dt.date | None
) -> tuple[Milestone, str] | None:
    """Return the milestone that cannot be meant so, with what is odd about it; None where all can."""
    last, promised = steps[-1], Quantity(quantity, unit)
    if len(steps) > 1 and sum(each.quantity for each in steps) == quantity != last.quantity:
        return last, f"The milestones add up to the quantity, {promised}, and the last says {_said(last, unit)}"
    above = next((each for each in steps if each.quantity > quantity), None)
    if above is not None:
        return above, f"This milestone, {_said(above, unit)}, is above the quantity, {promised}"
    late = next((each for each in steps if last_day is not None and each.day > last_day), None)
    if late is not None and last_day is not None:
        return late, f"This milestone, of {day_text(late.day)}, is after Due, {day_text(last_day)}"
    if last.day == due and last.quantity < quantity:
        return last, f"The milestone on Due, {_said(last, unit)}, is below the quantity, {promised}"
    return None


def _said(milestone: Milestone, unit: str) -> Quantity:
    return Quantity(milestone.quantity, unit)


def _stretch(pledge: Pledge) -> Iterator[Finding]:
    if pledge.stretch is None or pledge.quantity is None or pledge.stretch >= pledge.quantity:
        return
    stretch, quantity = Quantity(pledge.stretch, pledge.unit), Quantity(pledge.quantity, pledge.unit)
    yield finding(
        "promise-unlikely",
        pledge.stretch_source or pledge.source,
        supplier_ref=pledge.supplier_ref,
        contract_ref=pledge.contract_ref,
        pledge_ref=pledge.ref,
        what=f"Stretch quantity, {stretch}, is below Quantity, {quantity}",
        fix="Give in Stretch quantity all that is hoped for, and not what is hoped for beyond Quantity; or correct one "
        "of them.",
    )
