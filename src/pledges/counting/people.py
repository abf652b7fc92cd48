"""Changes of every pledge in; which of them name a person or a placement that is already counted out."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING

import attrs

from pledges.audience import Audience
from pledges.counting.amounts import placement_of
from pledges.counting.lines import SetAside
from pledges.findings import Finding, finding
from pledges.model import ConfirmationGrade, Grade
from pledges.provenance import reading_order
from pledges.tables import reference_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pledges.counting.running_totals import Change
    from pledges.model import Confirmation

UNITS_OF_PEOPLE = frozenset({"people", "FTE"})

_LIFTS = {
    ConfirmationGrade.THIRD_PARTY: Grade.THIRD_PARTY_CONFIRMED,
    ConfirmationGrade.BENEFICIARY: Grade.BENEFICIARY_CONFIRMED,
}


def repeats(
    changes: Sequence[Change], confirmations: Iterable[Confirmation]
) -> tuple[Mapping[int, SetAside], tuple[Finding, ...]]:
    """Return which changes (by `id`) repeat a person or placement, and a finding for each.

    A person counts once over the pledges of one type and unit that the parties of one contract hold (a voluntary
    pledge on its own): the line of the higher grade, then the earlier start, the earlier known, the lower supplier
    reference. A placement reference (else the person's) is one placement of its pledge.
    """
    confirmed = _confirmed_people(confirmations)
    groups = defaultdict[tuple[str, ...], list["Change"]](list)
    for change in changes:
        if key := _key(change):
            groups[key].append(change)
    set_aside, findings = dict[int, SetAside](), list[Finding]()
    for group in groups.values():
        claims = defaultdict[str, list["Change"]](list)
        for change in group:
            claims[_claim(change)].append(change)
        ranked = sorted(claims.values(), key=lambda claim: _rank(claim, confirmed))
        first = ranked[0][0].delivery
        for change in (change for claim in ranked[1:] for change in claim):
            delivery = change.delivery
            code = "duplicate-person" if delivery.pledge.unit in UNITS_OF_PEOPLE else "duplicate-placement"
            words = {"first": str(first.source)}
            if code == "duplicate-person":
                words["pledge"] = first.pledge.ref
            found = finding(
                code,
                delivery.source,
                supplier_ref=delivery.supplier_ref,
                contract_ref=delivery.pledge.contract_ref,
                pledge_ref=delivery.pledge.ref,
                **words,
            )
            if delivery.supplier_ref != first.supplier_ref:  # a finding about two suppliers is for officers only
                found = attrs.evolve(found, audience=Audience.OFFICER)
            findings.append(found)
            set_aside[id(change)] = SetAside(reason=code, text=found.text)
    return set_aside, (*findings, *_written_differently(groups))


def _written_differently(groups: Mapping[tuple[str, ...], list[Change]]) -> Iterator[Finding]:
    """Yield a query for each person whose reference differs from an earlier one's only in how it is written."""
    first = dict[tuple[str, ...], "Change"]()
    for key in sorted(groups):
        change = groups[key][0]
        same = first.setdefault((*key[:-1], reference_key(key[-1])), change)
        if same is not change:
            delivery = change.delivery
            yield finding(
                "person-alike",
                delivery.source,
                supplier_ref=delivery.supplier_ref,
                contract_ref=delivery.pledge.contract_ref,
                pledge_ref=delivery.pledge.ref,
                first=str(same.delivery.source),
            )


def _key(change: Change) -> tuple[str, ...] | None:
    """Return what must not be counted twice: a person of a contract, type and unit, or a placement of a pledge."""
    line, pledge = change.delivery.line, change.delivery.pledge
    if pledge.unit in UNITS_OF_PEOPLE and line.person_ref:
        holder = ("contract", pledge.contract_ref) if pledge.contract_ref is not None else ("pledge", pledge.ref)
        return ("person", *holder, pledge.type, pledge.unit, line.person_ref)
    if pledge.unit == "placements" and placement_of(line):
        return ("placement", pledge.ref, placement_of(line))
    return None


def _claim(change: Change) -> str:
    """Return what a change belongs to: a running total with its other changes, else its own row."""
    delivery = change.delivery
    if change.series:
        return f"{delivery.pledge.ref}/{change.series}/{delivery.grade}"
    return f"{delivery.sent.source}/{delivery.line.row_source}"


def _rank(claim: Sequence[Change], confirmed: Mapping[tuple[str, str], Grade]) -> tuple[object, ...]:
    """Return the order in which claims to one person are preferred, smallest first."""
    first = claim[0].delivery
    adds = sum(change.amount.value or 0 for change in claim)
    grade = max(first.grade, confirmed.get((first.pledge.ref, first.line.person_ref), Grade.CLAIMED))
    return (
        adds <= 0,
        -grade,
        first.line.start or first.period.start,
        first.known_from or dt.date.min,
        first.supplier_ref,
        reading_order(first.source),
    )


def _confirmed_people(confirmations: Iterable[Confirmation]) -> Mapping[tuple[str, str], Grade]:
    grades = dict[tuple[str, str], Grade]()
    for confirmation in confirmations:
        grade = _LIFTS.get(confirmation.grade)
        if grade is not None and confirmation.person_ref:
            key = (confirmation.pledge_ref, confirmation.person_ref)
            grades[key] = max(grade, grades.get(key, Grade.CLAIMED))
    return grades
