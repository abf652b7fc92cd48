"""Changes of every pledge in; which of them name a person or a placement that is already counted out."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

from pledges.counting.amounts import placement_of
from pledges.counting.claims import adds, category_of, claims_of, found_beside, place, rank, share_of
from pledges.counting.lines import SetAside

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pledges.counting.claims import Claim
    from pledges.counting.running_totals import Change
    from pledges.findings import Finding
    from pledges.model import EvidenceLine, Grade, Pledge

UNITS_OF_PEOPLE = frozenset({"people", "FTE"})


def repeats(
    pledges: Iterable[Pledge], changes: Iterable[Change], confirmed: Mapping[tuple[str, str], Grade]
) -> tuple[dict[int, SetAside], list[Finding]]:
    """Return which changes (by `id`) repeat a person or placement, and a finding for each.

    A person counts once over the pledges of one type, unit and exclusive group that the parties of one contract hold
    (a voluntary pledge on its own): the line of the higher grade, then the earlier start, the earlier known, the lower
    supplier reference. Where lines of several pledges each give a share, the person is divided, up to the whole. A
    placement reference (else the person's) is one placement of its pledge.
    """
    by_ref = {pledge.ref: pledge for pledge in pledges}
    groups = defaultdict[tuple[str | None, ...], list["Change"]](list)
    for change in changes:
        if key := _key(change.delivery.line, change.delivery.pledge, by_ref):
            groups[key].append(change)
    set_aside, findings = dict[int, SetAside](), list["Finding"]()
    for group in groups.values():
        in_turn = sorted(claims_of(group), key=lambda claim: (rank(claim, confirmed), place(claim)))
        for claim, first, code in _beyond_the_whole(in_turn):
            for change in claim:
                words = {"first": str(first.delivery.source)}
                if code == "duplicate-person":
                    words["pledge"] = first.delivery.pledge.ref
                found = found_beside(code, change.delivery, first.delivery, **words)
                findings.append(found)
                set_aside[id(change)] = SetAside(reason=code, text=found.text)
    return set_aside, findings


def _beyond_the_whole(in_turn: Sequence[Claim]) -> Iterator[tuple[Claim, Change, str]]:
    """Yield the claims that do not count, each with the one that it repeats and the code of its finding."""
    best, claimed, divided = dict[str, "Change"](), Fraction(0), True
    first = in_turn[0][0]
    for claim in in_turn:
        pledge = claim[0].delivery.pledge
        code = "duplicate-person" if pledge.unit in UNITS_OF_PEOPLE else "duplicate-placement"
        share = _share(claim)
        if pledge.ref in best:
            yield claim, best[pledge.ref], code
        elif best and not (divided and share is not None):
            yield claim, first, code
        elif best and share is not None and claimed + share > 1:
            yield claim, first, "share-over-100"
        else:
            best[pledge.ref] = claim[0]
            claimed += share if share is not None else 1
            divided = divided and share is not None


def _share(claim: Claim) -> Fraction | None:
    """Return the share that a claim gives last, None where it gives none."""
    last = max((change for change in claim if adds([change])), key=lambda each: each.delivery.period.end, default=None)
    return None if last is None or last.delivery.line.share is None else share_of(last.delivery.line)


def _key(line: EvidenceLine, pledge: Pledge, by_ref: Mapping[str, Pledge]) -> tuple[str | None, ...] | None:
    """Return what must not be counted twice: a person of a contract, type and unit, or a placement of a pledge."""
    if pledge.unit in UNITS_OF_PEOPLE and line.person_ref:
        by_itself = None if pledge.contract_ref is not None else pledge.ref
        category = category_of(_whole_of(pledge, by_ref))
        return pledge.contract_ref, by_itself, pledge.type, pledge.unit, category, line.person_ref
    if pledge.unit == "placements" and placement_of(line):
        return pledge.ref, placement_of(line)
    return None


def _whole_of(pledge: Pledge, by_ref: Mapping[str, Pledge]) -> Pledge:
    """Return the pledge that this one is in the end a part of, itself where it is a part of none (or of itself)."""
    whole, seen = pledge, {pledge.ref}
    while (above := by_ref.get(whole.parent_ref or "")) is not None and above.ref not in seen:
        if not _may_hold(above, whole):
            break
        seen.add(above.ref)
        whole = above
    return whole


def _may_hold(whole: Pledge, part: Pledge) -> bool:
    """Return whether a promise can be a part of another: both are of one supplier, contract and unit."""
    ties = [(each.supplier_ref, each.contract_ref, each.unit) for each in (whole, part)]
    return ties[0] == ties[1]
