"""Pledges and what counts for each in; what counts for each with all its parts out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

import attrs

from pledges.figures import Figure, total

if TYPE_CHECKING:
    from pledges.counting import Counted
    from pledges.model import Pledge


def with_parts(pledges: Iterable[Pledge], counted: Mapping[str, Counted]) -> dict[str, Counted]:
    """Return what counts for each pledge by its reference: its own lines and those of all its descendants, each once.

    A part of another supplier, contract or unit, or one that is its own forebear, is added to nobody: the register's
    reading says so in a finding, and a host that builds its own register gets the same answer.
    """
    by_ref = {pledge.ref: pledge for pledge in pledges}
    parts = defaultdict[str, list[str]](list)
    for pledge in by_ref.values():
        parent = parent_of(pledge, by_ref)
        if parent is not None:
            parts[parent.ref].append(pledge.ref)
    return {ref: _merged(counted[ref], [counted[each] for each in _below(ref, parts)]) for ref in by_ref}


def parent_of(pledge: Pledge, by_ref: Mapping[str, Pledge]) -> Pledge | None:
    """Return the pledge that this one is a part of, None where it names none that it can be a part of."""
    parent = by_ref.get(pledge.parent_ref or "")
    if parent is None or _ties(parent) != _ties(pledge):
        return None
    return None if _is_own_forebear(pledge, by_ref) else parent


def _ties(pledge: Pledge) -> tuple[str, str | None, str]:
    """Return what a part and its whole have in common."""
    return pledge.supplier_ref, pledge.contract_ref, pledge.unit


def _is_own_forebear(pledge: Pledge, by_ref: Mapping[str, Pledge]) -> bool:
    seen, ref = set[str](), pledge.parent_ref
    while ref is not None and ref not in seen:
        if ref == pledge.ref:
            return True
        seen.add(ref)
        ref = by_ref[ref].parent_ref if ref in by_ref else None
    return False


def _below(ref: str, parts: Mapping[str, list[str]]) -> list[str]:
    """Return the descendants of a pledge, in the order of the register."""
    below, waiting = list[str](), list(parts.get(ref, ()))
    while waiting:
        each = waiting.pop(0)
        below.append(each)
        waiting.extend(parts.get(each, ()))
    return below


def _merged(own: Counted, parts: list[Counted]) -> Counted:
    if not parts:
        return own
    every = [own, *parts]

    def together(figure_of: Callable[[Counted], Figure]) -> Figure:
        label = figure_of(own).label
        named = [attrs.evolve(figure_of(each), label=f"{label}, {each.pledge.ref}") for each in every]
        return total(label, named, unit=own.pledge.unit, because="with all its parts")

    still_open = next((each for each in every if each.has_pending), own)
    return attrs.evolve(
        own,
        claimed=together(lambda each: each.claimed),
        documented=together(lambda each: each.documented),
        counted=together(lambda each: each.counted),
        verified=together(lambda each: each.verified),
        beneficiary_confirmed=together(lambda each: each.beneficiary_confirmed),
        declined=together(lambda each: each.declined),
        late=together(lambda each: each.late),
        disputed=together(lambda each: each.disputed),
        has_number=any(each.has_number for each in every),
        has_nil=any(each.has_nil for each in every),
        has_pending=any(each.has_pending for each in every),
        uncounted_rules=tuple(dict.fromkeys(rule for each in every for rule in each.uncounted_rules)),
        open_because=still_open.open_because,
        open_source=still_open.open_source,
        part_lines=tuple(line for each in parts for line in each.lines),
    )
