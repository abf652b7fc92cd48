"""Changes of every pledge in; those that claim a person for a second category of one exclusive group, out."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pledges.counting.claims import adds, category_of, claims_of, found_beside, rank
from pledges.counting.lines import SetAside
from pledges.provenance import natural

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pledges.counting.running_totals import Change
    from pledges.findings import Finding
    from pledges.model import Grade, Pledge


def second_categories(
    pledges: Iterable[Pledge], changes: Iterable[Change], confirmed: Mapping[tuple[str, str], Grade]
) -> tuple[dict[int, SetAside], list[Finding]]:
    """Return which changes (by `id`) are of a person whom the group has in another category, with a finding for each.

    The pledges of one supplier and contract with the same word in Exclusive group are categories of which a person has
    one: that of the better evidenced claim, then the earlier, then the lower pledge reference. Lines that name nobody
    count, with a query where the group has another category.
    """
    groups = defaultdict[tuple[str, str | None, str], set[str]](set)
    for pledge in pledges:
        groups[_group(pledge)].add(pledge.ref)
    of_person = defaultdict[tuple[object, ...], dict[str, list["Change"]]](dict)
    set_aside, findings = dict[int, SetAside](), list["Finding"]()
    for change in changes:
        pledge, person = change.delivery.pledge, change.delivery.line.person_ref
        if not category_of(pledge) or len(groups[_group(pledge)]) == 1:
            continue
        if person:
            of_person[*_group(pledge), person].setdefault(pledge.ref, []).append(change)
        elif adds([change]):
            findings.append(found_beside("group-not-testable", change.delivery))
    for categories in of_person.values():
        in_turn = sorted(categories.values(), key=lambda claimed: _turn(claimed, confirmed))
        first = in_turn[0][0].delivery
        for change in (change for claimed in in_turn[1:] for change in claimed):
            words = {"pledge": first.pledge.ref, "first": str(first.source)}
            found = found_beside("exclusive-group", change.delivery, first, **words)
            findings.append(found)
            set_aside[id(change)] = SetAside(reason=found.code, text=found.text)
    return set_aside, findings


def _group(pledge: Pledge) -> tuple[str, str | None, str]:
    return pledge.supplier_ref, pledge.contract_ref, category_of(pledge)


def _turn(claimed: Sequence[Change], confirmed: Mapping[tuple[str, str], Grade]) -> tuple[object, ...]:
    """Return the order of one person's categories, smallest first."""
    return min(rank(claim, confirmed) for claim in claims_of(claimed)), natural(claimed[0].delivery.pledge.ref)
