"""A register in; what of its promises nobody could measure, before the contract is let, out as findings.

These questions are for the officer who writes the clause, and none of them is asked again when returns are assessed:
what still bears on a figure then is found by the rooms that make the figure.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from pledges.findings import Finding, finding, in_order
from pledges.model import Trajectory
from pledges.periods import day_text, months_after
from pledges.quantities import Quantity, count_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pledges.model import Clause, Contract, Pledge, Register, Variation

COUNTED_WHOLE = frozenset({"people", "placements", "sessions", "events"})
"""Units of which nobody can deliver a part, so that a scaled promise needs its rounding."""

AREA_WORDS = (
    "resident", "residents", "living in", "living within", "living locally", "live in", "live within", "lives in",
    "lives within", "local young people", "local people", "local care leavers", "local candidates", "local apprentices",
    "local children", "postcode", "postcodes", "home address", "from the borough", "from the city", "from the county",
    "from the district", "from the area", "miles of", "our area", "the council s area", "the borough s area",
)  # fmt: skip
"""Words by which an area test is recognised: they ask where a young person lives."""

WIDER_WORDS = (
    "wherever they live", "wherever they now live", "wherever living", "regardless of where",
    "whether or not they live", "looked after by", "formerly looked after by", "out of area", "placed outside",
    "placed elsewhere", "responsible authority", "any local authority", "any authority",
)  # fmt: skip
"""Words that take care leavers in who live elsewhere; where one of them stands, nothing is asked."""

PERSON_WORDS = (
    "person reference", "person references", "person ref", "person refs", "unique reference", "unique references",
    "reference for each person", "reference for every person", "reference number", "reference numbers", "broker",
    "pseudonym", "pseudonyms",
)  # fmt: skip
"""Words by which it is recognised that a clause asks returns to name each person by a reference."""

_SPACES = re.compile(r"[\W_]+")


def lint(register: Register) -> tuple[Finding, ...]:
    """Return a query or note for each promise, clause or contract of which something could not be measured, in order.

    What reading the register found is not repeated.
    """
    contracts = {contract.ref: contract for contract in register.contracts}
    clauses = {clause.ref: clause for clause in register.clauses}
    findings = [found for clause in register.clauses for found in _of_clause(clause)]
    by_contract = defaultdict[str, list["Pledge"]](list)
    revalued = _revalued(register.variations)
    for pledge in register.pledges:
        contract = contracts.get(pledge.contract_ref or "")
        findings += _of_pledge(pledge, contract, clauses.get(pledge.clause_ref))
        findings += _rounded_how(pledge, contract, is_revalued=not revalued.isdisjoint(_whole_and_own(pledge)))
        if contract is not None:
            by_contract[contract.ref].append(pledge)
    for ref, promised in by_contract.items():
        findings += _of_contract(contracts[ref], promised)
    return in_order(findings)


def words_in(text: str, listed: Iterable[str]) -> tuple[str, ...]:
    """Return which of the listed words stand in a text as whole words, whatever its case and signs."""
    folded = f" {_SPACES.sub(' ', text.casefold()).strip()} "
    return tuple(words for words in listed if f" {words} " in folded)


def _of_clause(clause: Clause) -> Iterator[Finding]:
    said = f"{clause.requirement} {clause.beneficiaries}"
    owner = {"contract_ref": clause.contract_ref}
    if not clause.beneficiaries:
        yield finding("lint-beneficiaries", clause.source, **owner)
    if (words := words_in(said, AREA_WORDS)) and not words_in(said, WIDER_WORDS):
        yield finding("lint-area", clause.source, **owner, words=_quoted(words))


def _of_contract(contract: Contract, promised: list[Pledge]) -> Iterator[Finding]:
    if contract.returns_every == "none":
        yield finding("lint-schedule", contract.source, contract_ref=contract.ref)
    without = [each for each in promised if not each.clause_ref]
    if without:
        verb = "names" if len(without) == 1 else "name"
        count = count_words(len(without), "promise")
        yield finding("lint-clause", contract.source, contract_ref=contract.ref, count=count, verb=verb)
    yield from _parts_without_parent(promised)


def _parts_without_parent(promised: list[Pledge]) -> Iterator[Finding]:
    """Return a query for each pledge whose reference is another's with something added: P-1a, P-1.2, P-1/b."""
    written = sorted((each for each in promised if not each.derived_ref), key=lambda each: len(each.ref), reverse=True)
    for pledge in written:
        if pledge.parent_ref is not None:
            continue
        whole = next((each for each in written if _is_within(pledge, each)), None)
        if whole is not None:
            yield _asked("lint-part", pledge, parent=whole.ref)


def _is_within(pledge: Pledge, other: Pledge) -> bool:
    added = pledge.ref.removeprefix(other.ref)
    is_longer = added != pledge.ref and bool(added)
    same = (pledge.supplier_ref, pledge.unit) == (other.supplier_ref, other.unit)
    return is_longer and same and (added[0].isalpha() or added[0] in "./(")


def _of_pledge(pledge: Pledge, contract: Contract | None, clause: Clause | None) -> Iterator[Finding]:
    yield from _how_much(pledge, contract)
    yield from _by_when(pledge, contract)
    if pledge.unit == "%" and pledge.share_of is None and "Conversion" not in dict(pledge.rules):
        yield _asked("lint-share", pledge)
    rests_on = "Cap per person" if pledge.cap_per_person is not None else "Exclusive group"
    said = "" if clause is None else f"{clause.requirement} {clause.beneficiaries}"
    if (pledge.cap_per_person is not None or pledge.exclusive_group) and not words_in(said, PERSON_WORDS):
        yield _asked("lint-person", pledge, column=rests_on)
    wording = pledge.description
    if (words := words_in(wording, AREA_WORDS)) and not words_in(wording, WIDER_WORDS):
        yield _asked("lint-area", pledge, words=_quoted(words))
    if pledge.type == "placement" and pledge.unit == "placements" and pledge.minimum_length is None:
        yield _asked("lint-minimum", pledge)
    if pledge.contract_ref is not None and pledge.contractual is None:
        yield _asked("lint-contractual", pledge)


def _how_much(pledge: Pledge, contract: Contract | None) -> Iterator[Finding]:
    if pledge.record_only or "Per" in dict(pledge.rules):
        return
    is_once = pledge.per_source is None and not pledge.milestones and not pledge.banded and pledge.unit != "%"
    if is_once and pledge.quantity is not None and contract is not None and _lasts_over_a_year(contract):
        yield _asked("lint-per", pledge, saw=str(Quantity(pledge.quantity, pledge.unit)))
    needs_value = pledge.per_pounds is not None or pledge.banded or pledge.trajectory is Trajectory.SPEND
    if needs_value and contract is not None and contract.value is None:
        yield _asked("lint-value", pledge)


def _rounded_how(pledge: Pledge, contract: Contract | None, *, is_revalued: bool) -> Iterator[Finding]:
    """Yield the question how a promise of what comes whole is rounded, where scaling can leave a part of one."""
    scales = (
        ("a year", pledge.per_year),
        ("value", pledge.per_pounds is not None),
        ("changes of the contract's value", is_revalued and pledge.quantity is not None and not pledge.banded),
    )
    scale = next((words for words, scales_it in scales if scales_it), None)
    said = pledge.rounding_source is not None or pledge.record_only or "Per" in dict(pledge.rules)
    if scale is not None and not said and pledge.unit in COUNTED_WHOLE:
        yield _asked("lint-rounding", pledge, scale=scale, saw=_comes_to(pledge, contract))


def _comes_to(pledge: Pledge, contract: Contract | None) -> str:
    """Return what a promise scaled by value comes to, "" where that is not known, or a whole number by chance."""
    value = None if contract is None else contract.value
    if pledge.per_pounds is None or value is None or pledge.quantity is None:
        return ""
    amount = pledge.quantity * value / pledge.per_pounds
    return "" if amount.denominator == 1 else str(Quantity(amount, pledge.unit))


def _revalued(variations: Iterable[Variation]) -> frozenset[tuple[str | None, str | None]]:
    """Return the contracts, each with the pledge or None for all of them, that a change of value scales."""
    return frozenset(
        (each.contract_ref, each.pledge_ref)
        for each in variations
        if each.value_change and each.effect != "none" and each.new_quantity is None
    )


def _whole_and_own(pledge: Pledge) -> tuple[tuple[str | None, str | None], ...]:
    return (pledge.contract_ref, None), (pledge.contract_ref, pledge.ref)


def _lasts_over_a_year(contract: Contract) -> bool:
    return contract.start is not None and contract.end is not None and contract.end >= months_after(contract.start, 12)


def _by_when(pledge: Pledge, contract: Contract | None) -> Iterator[Finding]:
    if contract is None:
        return
    if contract.end is not None:
        for column, day in (("Start", pledge.start), ("Due", pledge.due)):
            if day is not None and day > contract.end:
                yield _asked("lint-day", pledge, column=column, day=day_text(contract.end))
    start = pledge.start or contract.start
    at_once = pledge.trajectory is Trajectory.AT_DUE and not pledge.per_year and not pledge.milestones
    if not at_once or pledge.record_only or start is None or pledge.due is None:
        return
    if pledge.due >= months_after(start, 12):
        yield _asked("lint-course", pledge, saw=f"due {day_text(pledge.due)}")


def _asked(code: str, pledge: Pledge, *, saw: str = "", **words: str) -> Finding:
    return finding(
        code,
        pledge.source,
        saw=saw,
        supplier_ref=pledge.supplier_ref,
        contract_ref=pledge.contract_ref,
        pledge_ref=pledge.ref,
        **words,
    )


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(f'"{each}"' for each in words)
