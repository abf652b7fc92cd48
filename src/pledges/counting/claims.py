"""Changes and confirmations in; which changes speak of one delivery in turn, and which of two such claims goes first.

A claim is a row on its own, or the rows of a running total that follow each other. Rules that keep one of several
claims keep the better evidenced, then the earlier.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pledges.audience import Audience
from pledges.counting.found import found_at
from pledges.model import ConfirmationGrade, Grade
from pledges.provenance import natural, reading_order
from pledges.tables import reference_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pledges.counting.amounts import Delivery
    from pledges.counting.running_totals import Change
    from pledges.findings import Finding
    from pledges.model import Confirmation, EvidenceLine, Pledge

Claim = list["Change"]
Rank = tuple[object, ...]

_LIFTS = {
    ConfirmationGrade.THIRD_PARTY: Grade.THIRD_PARTY_CONFIRMED,
    ConfirmationGrade.BENEFICIARY: Grade.BENEFICIARY_CONFIRMED,
}


def claims_of(changes: Iterable[Change]) -> list[Claim]:
    """Return changes by what they belong to: a running total with its other changes, else each row by itself."""
    claims = defaultdict[str, Claim](list)
    for change in changes:
        claims[_name(change)].append(change)
    return list(claims.values())


def _name(change: Change) -> str:
    delivery = change.delivery
    if change.series:
        return f"{delivery.pledge.ref}/{change.series}/{delivery.grade}"
    return f"{delivery.sent.source}/{delivery.line.row_source}"


def rank(claim: Sequence[Change], confirmed: Mapping[tuple[str, str], Grade]) -> Rank:
    """Return the order in which claims to one person are preferred, smallest first.

    What adds nothing is last; then the higher grade, as a return says it or as a confirmation of that very person lifts
    it (`confirmed`, from `grades_confirmed`), the earlier start, the earlier known.
    """
    first = _beginning(claim)
    grade = max(first.grade, confirmed.get((first.pledge.ref, first.line.person_ref), Grade.CLAIMED))
    return (not adds(claim), -grade, started(first), first.known_from or dt.date.min)


def place(claim: Sequence[Change]) -> Rank:
    """Return what settles which of two claims of one rank goes first: the supplier, then the place in the files."""
    first = _beginning(claim)
    return natural(first.supplier_ref), reading_order(first.source)


def _beginning(claim: Sequence[Change]) -> Delivery:
    """Return the first delivery of a claim: a nil that a running total began with delivered nothing."""
    return next((change.delivery for change in claim if adds((change,))), claim[0].delivery)


def adds(changes: Iterable[Change]) -> bool:
    """Return whether changes together add anything."""
    amounts = [change.amount.value for change in changes if change.amount.value is not None]
    return bool(amounts) and (amounts[0] if len(amounts) == 1 else sum(amounts, Fraction(0))) > 0


def started(delivery: Delivery) -> dt.date:
    """Return when a delivery started, as far as the row says so: Start, else the start of its period."""
    return delivery.line.start or delivery.period.start


def share_of(line: EvidenceLine) -> Fraction:
    """Return how much of what a line reports is its promise's: what Share says, the whole where it is blank."""
    return Fraction(1) if line.share is None else line.share


def contract_order(ref: str | None) -> Rank:
    """Return the order of contracts as people count, voluntary promises last."""
    return (ref is None, natural(ref or ""))


def category_of(pledge: Pledge) -> str:
    """Return the word in Exclusive group, whatever its case, spaces and punctuation; "" where there is none."""
    return reference_key(pledge.exclusive_group)


def grades_confirmed(confirmations: Iterable[Confirmation]) -> Mapping[tuple[str, str], Grade]:
    """Return the highest grade that confirmations give a person by name, by pledge and person reference."""
    grades = dict[tuple[str, str], Grade]()
    for confirmation in confirmations:
        grade = _LIFTS.get(confirmation.grade)
        if grade is not None and confirmation.person_ref:
            key = (confirmation.pledge_ref, confirmation.person_ref)
            grades[key] = max(grade, grades.get(key, Grade.CLAIMED))
    return grades


def found_beside(code: str, delivery: Delivery, other: Delivery | None = None, **words: str) -> Finding:
    """Return a finding at a delivery's quantity, for officers only where `other` is of another supplier."""
    found = found_at(delivery, code, **words)
    if other is not None and other.supplier_ref != delivery.supplier_ref:
        return attrs.evolve(found, audience=Audience.OFFICER)
    return found
