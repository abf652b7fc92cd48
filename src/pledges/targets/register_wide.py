"""A register and a day in; the target of every pledge out, and the register as its variations have made it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import attrs

from pledges.findings import finding
from pledges.quantities import Quantity
from pledges.targets.changes import as_varied, below_zero, course_of
from pledges.targets.target import target_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from pledges.findings import Finding
    from pledges.model import Contract, Fact, Pledge, Register, Variation
    from pledges.targets.target import Target


def targets_of(register: Register, *, on: dt.date, known_on: dt.date | None = None) -> Mapping[str, Target]:
    """Return the target of each pledge by its reference, as varied by a day, with the facts known on `known_on`."""
    contracts: dict[str | None, Contract] = {contract.ref: contract for contract in register.contracts}
    variations = _by_contract(register)
    facts = defaultdict[str, list["Fact"]](list)
    for fact in register.facts:
        if known_on is None or fact.known_from <= known_on:
            facts[fact.supplier_ref].append(fact)
    return {
        pledge.ref: target_of(
            pledge,
            contracts.get(pledge.contract_ref),
            variations[pledge.contract_ref],
            on=on,
            facts=facts[pledge.supplier_ref],
        )
        for pledge in register.pledges
    }


def as_in_force(register: Register, *, on: dt.date) -> Register:
    """Return the register with each pledge's Due and each contract's End as varied by the day, for counting by them.

    Where a variation cannot be used they stay as they were.
    """
    if not register.variations:
        return register
    of_contract = _by_contract(register)
    contracts: dict[str | None, Contract] = {contract.ref: contract for contract in register.contracts}
    pledges = []
    for pledge in register.pledges:
        rows = of_contract[pledge.contract_ref]
        course = course_of(pledge, contracts.get(pledge.contract_ref), rows, on=on)
        if not course.open_because and course.now.last_day != pledge.due:
            now = course.now
            pledges.append(attrs.evolve(pledge, due=now.last_day, due_source=now.last_day_source))
        else:
            pledges.append(pledge)
    ends = {each.ref: as_varied(each, of_contract[each.ref], on=on).end_now for each in register.contracts}
    return attrs.evolve(
        register,
        pledges=tuple(pledges),
        contracts=tuple(
            attrs.evolve(each, end=ends[each.ref].day or each.end, end_source=ends[each.ref].source or each.end_source)
            for each in register.contracts
        ),
    )


def values_below_zero(register: Register, *, on: dt.date) -> tuple[Finding, ...]:
    """Return a query at each Value change in force by which a contract's value falls below 0."""
    of_contract = _by_contract(register)
    return tuple(found for each in register.contracts for found in below_zero(each, of_contract[each.ref], on=on))


def parts_above_wholes(pledges: Iterable[Pledge], targets: Mapping[str, Target]) -> tuple[Finding, ...]:
    """Return a query for each part whose own target is above that of the promise it is a part of."""
    findings = list["Finding"]()
    for pledge in pledges:
        whole = targets.get(pledge.parent_ref or "")
        own = targets[pledge.ref].in_all.value
        if whole is None or own is None or whole.in_all.value is None or own <= whole.in_all.value:
            continue
        part, all_of_it = Quantity(own, pledge.unit), Quantity(whole.in_all.value, pledge.unit)
        findings.append(
            finding(
                "promise-unlikely",
                pledge.quantity_source,
                supplier_ref=pledge.supplier_ref,
                contract_ref=pledge.contract_ref,
                pledge_ref=pledge.ref,
                what=f"The target of this part, {part}, is above that of {pledge.parent_ref}, {all_of_it}, of which it "
                "is a part",
                fix="Correct Quantity of the part or of the whole, or Parent pledge ref.",
            )
        )
    return tuple(findings)


def _by_contract(register: Register) -> defaultdict[str | None, list[Variation]]:
    """Return the variations of each contract, with those that name one of its pledges under another contract."""
    contract_of: dict[str | None, str | None] = {pledge.ref: pledge.contract_ref for pledge in register.pledges}
    variations = defaultdict[str | None, list["Variation"]](list)
    for each in register.variations:
        of_pledge = contract_of.get(each.pledge_ref, each.contract_ref)
        for contract_ref in {each.contract_ref, of_pledge}:
            variations[contract_ref].append(each)
    return variations
