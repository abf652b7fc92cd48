"""Changes of every pledge in; those that claim more than the whole of one thing, and what a share leaves, out.

What one Evidence ref shows, of one person where it shows people, several contracts (or the parties of one) may each
claim a share of.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

from pledges.counting.claims import contract_order, found_beside, share_of, started
from pledges.counting.lines import SetAside
from pledges.figures import Figure, given, product
from pledges.provenance import natural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pledges.counting.amounts import Delivery
    from pledges.counting.running_totals import Change
    from pledges.findings import Finding

UNITS_OF_ACTIVITIES = frozenset({"GBP", "hours", "staff hours", "attendee hours", "sessions", "events"})
"""The units in which one document shows one activity, so that two contracts that give it claim the same twice."""


def over_claimed(changes: Iterable[Change]) -> tuple[dict[int, SetAside], list[Finding]]:
    """Return which changes (by `id`) bring the claims to one thing above the whole of it, and a finding for each.

    The claims are taken in the order in which they were made; one that does not fit is set aside, and a later one
    that does counts. What later running totals took back, or what is set aside here, claims nothing.
    """
    by_supplier = defaultdict[tuple[str, ...], dict[object, list["Change"]]](dict)
    by_contract = defaultdict[tuple[str, ...], dict[object, list["Change"]]](dict)
    for change in changes:
        delivery, pledge = change.delivery, change.delivery.pledge
        evidence = delivery.line.evidence_ref.strip()
        if not evidence:
            continue
        person = "" if pledge.unit in UNITS_OF_ACTIVITIES else delivery.line.person_ref
        thing = (evidence, person, pledge.type, pledge.unit)
        by_supplier[pledge.supplier_ref, *thing].setdefault(pledge.contract_ref, []).append(change)
        if pledge.contract_ref is not None:
            by_contract[pledge.contract_ref, *thing].setdefault(pledge.supplier_ref, []).append(change)
    set_aside, findings = dict[int, SetAside](), list["Finding"]()
    for claimants, is_one_thing in ((by_supplier, _is_one_thing), (by_contract, _all_give_shares)):
        for claims in claimants.values():
            if len(claims) == 1:
                continue
            claiming = {
                key: [each for each in claim if _is_left(each) and id(each) not in set_aside]
                for key, claim in claims.items()
            }
            if not is_one_thing([each for claim in claiming.values() for each in claim]):
                continue
            for key, first in _beyond_the_whole(claiming):
                for change in claims[key]:
                    found = found_beside(
                        "share-over-100", change.delivery, first.delivery, first=str(first.delivery.source)
                    )
                    findings.append(found)
                    set_aside[id(change)] = SetAside(reason=found.code, text=found.text)
    return set_aside, findings


def its_share(label: str, amount: Figure, delivery: Delivery) -> Figure:
    """Return what a line's own share leaves of an amount; the amount itself where it has all of it."""
    share = share_of(delivery.line)
    if share == 1:
        return amount
    part = given("share", share, delivery.line.share_source or delivery.source, unit="share")
    return product(label, [amount, part], unit=amount.unit)


def names_one_thing(evidence_ref: str) -> bool:
    """Return whether a reference is one document's: `FAIR-25` is, and `rota` is a kind of document."""
    return any(map(str.isdigit, evidence_ref))


def _is_left(change: Change) -> bool:
    """Return whether a line adds something that no later running total has taken back."""
    return (change.held.value or 0) > 0


def _is_one_thing(claiming: Sequence[Change]) -> bool:
    """Return whether what several contracts give one Evidence ref for is one thing: a share says so, or its unit."""
    if any(change.delivery.line.share is not None for change in claiming):
        return True
    return any(
        change.delivery.pledge.unit in UNITS_OF_ACTIVITIES and names_one_thing(change.delivery.line.evidence_ref)
        for change in claiming
    )


def _all_give_shares(claiming: Sequence[Change]) -> bool:
    return all(change.delivery.line.share is not None for change in claiming)


def _beyond_the_whole(claiming: Mapping[object, Sequence[Change]]) -> Iterator[tuple[object, Change]]:
    """Yield the claimants that bring the sum above 100%, each with the first claim to the same thing."""
    in_turn = sorted((key for key, claim in claiming.items() if claim), key=lambda key: _turn(claiming[key]))
    claimed = Fraction(0)
    for key in in_turn:
        share = max(share_of(change.delivery.line) for change in claiming[key])
        if claimed + share > 1:
            yield key, claiming[in_turn[0]][0]
        else:
            claimed += share


def _turn(claim: Sequence[Change]) -> tuple[object, ...]:
    """Return when a claim was made: known, started, then the lower contract reference, the lower supplier reference."""
    pledge = claim[0].delivery.pledge
    day = min((each.delivery.known_from or dt.date.min, started(each.delivery)) for each in claim)
    return *day, contract_order(pledge.contract_ref), natural(pledge.supplier_ref)
