"""Pledges and the cells in which they name each other in; pledges whose families are whole out.

A family is a parent with the parts whose split is free, the members of an either-or group, or a share of one pledge in
another. What names a pledge that cannot be meant gets a finding at its cell.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import attrs

from pledges.model import UNREADABLE, Pledge, ShareOf
from pledges.register.references import Known
from pledges.register.rows import RowReading
from pledges.tables import fold, reference_key

PARENT, GROUP, CONVERSION = "Parent pledge ref", "Either-or group", "Conversion"

_OF = re.compile(r"\s+of\s+", re.IGNORECASE)
_FACT = re.compile(r"(?:the\s+)?fact\s+(?P<name>.+)", re.IGNORECASE)


def with_families(pledges: Sequence[Pledge], rows: Mapping[str, RowReading], known: Known) -> tuple[Pledge, ...]:
    """Return the pledges with their parents and the shares they are; `rows` are their rows by reference.

    A parent of another supplier, contract or unit leaves the pledge standing alone; a pledge that is its own forebear
    is kept with a rule that cannot be read, so that its figures are not known.
    """
    by_ref = {pledge.ref: pledge for pledge in pledges}
    linked = [_with_parent(each, rows[each.ref], by_ref, known) for each in pledges]
    linked = [_with_share(each, rows[each.ref], by_ref, known) for each in linked]
    _check_groups(linked, rows)
    linked = _without_cycles(linked, rows)
    for each in linked:
        rows[each.ref].stamp(supplier_ref=each.supplier_ref, contract_ref=each.contract_ref, pledge_ref=each.ref)
    return tuple(linked)


def group_key(pledge: Pledge) -> tuple[str, str | None, str] | None:
    """Return what the members of one either-or group share: supplier, contract and folded name; None without one."""
    name = reference_key(pledge.either_or_group)
    return (pledge.supplier_ref, pledge.contract_ref, name) if name else None


def _with_parent(pledge: Pledge, row: RowReading, by_ref: Mapping[str, Pledge], known: Known) -> Pledge:
    # A promise counts whatever its parent cell says.
    usable = row.usable
    ref = row.known(PARENT, known.pledges)
    row.usable = usable
    parent = by_ref.get(ref or "")
    if ref is None or parent is None:
        return pledge
    if differs := _what_differs(pledge, parent):
        row.problem("parent-foreign", PARENT, parent=ref, what=differs)
        return pledge
    return attrs.evolve(pledge, parent_ref=ref, parent_source=row.source(PARENT))


def _what_differs(pledge: Pledge, other: Pledge) -> str:
    """Return in what two pledges differ that have to be of one supplier, contract and unit, "" where in nothing."""
    if pledge.supplier_ref != other.supplier_ref:
        return "supplier"
    if pledge.contract_ref != other.contract_ref:
        return "contract"
    return "" if pledge.unit == other.unit else "unit"


def _without_cycles(pledges: Iterable[Pledge], rows: Mapping[str, RowReading]) -> list[Pledge]:
    """Return the pledges; those that are their own forebears lose their parents and keep a rule that says so."""
    kept = list(pledges)
    parents = {each.ref: each.parent_ref for each in kept}
    circles = _circles(parents)
    for index, pledge in enumerate(kept):
        circle = circles.get(pledge.ref)
        if circle is None:
            continue
        rows[pledge.ref].problem("parent-cycle", PARENT, pledges=", ".join(circle))
        kept[index] = attrs.evolve(
            pledge, parent_ref=None, parent_source=None, rules=(*pledge.rules, (PARENT, UNREADABLE))
        )
    return kept


def _circles(parents: Mapping[str, str | None]) -> dict[str, tuple[str, ...]]:
    """Return for each pledge that is its own forebear the pledges of its circle, in the order of their references."""
    circles, done = dict[str, tuple[str, ...]](), set[str]()
    for start in parents:
        path, here = list[str](), dict[str, int]()
        ref: str | None = start
        while ref is not None and ref not in done and ref not in here:
            here[ref] = len(path)
            path.append(ref)
            ref = parents.get(ref)
        if ref is not None and ref in here:
            circle = tuple(sorted(path[here[ref] :]))
            circles.update(dict.fromkeys(circle, circle))
        done.update(path)
    return circles


def _check_groups(pledges: Iterable[Pledge], rows: Mapping[str, RowReading]) -> None:
    """Keep a query where an either-or group has one member only: there is nothing to choose between."""
    grouped = [(pledge, key) for pledge in pledges if (key := group_key(pledge)) is not None]
    sizes = Counter(key for _, key in grouped)
    for pledge, key in grouped:
        if sizes[key] == 1:
            rows[pledge.ref].problem("either-or-alone", GROUP)


def _with_share(pledge: Pledge, row: RowReading, by_ref: Mapping[str, Pledge], known: Known) -> Pledge:
    """Return a pledge in per cent with the pledges or the fact whose share it is."""
    if pledge.unit != "%":
        return pledge
    text = row.text(CONVERSION)
    rules = tuple(rule for rule in pledge.rules if rule[0] != CONVERSION)
    if not text and not row.is_unreadable(CONVERSION):
        return attrs.evolve(pledge, rules=rules)
    share = None if row.is_unreadable(CONVERSION) else _share_of(text, row, by_ref, known)
    if share is not None:
        for ref in filter(None, (share.part_ref, share.whole_ref)):
            if problem := _not_a_part(pledge, by_ref[ref], by_ref[share.part_ref], share):
                row.unreadable("share-of-foreign", CONVERSION, pledge=ref, why=problem)
                share = None
                break
    elif not row.is_unreadable(CONVERSION):
        row.unreadable("share-of-unclear", CONVERSION, seen=text)
    damaged = ((CONVERSION, UNREADABLE),) if share is None else ()
    return attrs.evolve(pledge, share_of=share, rules=(*rules, *damaged))


def _share_of(text: str, row: RowReading, by_ref: Mapping[str, Pledge], known: Known) -> ShareOf | None:
    """Return which share `A of B` names; references may hold the word themselves, so each place is tried."""
    for match in _OF.finditer(text):
        part = known.pledges.named(text[: match.start()])
        rest = text[match.end() :]
        if len(part) != 1 or part[0] not in by_ref:
            continue
        whole = known.pledges.named(rest)
        if len(whole) == 1 and whole[0] in by_ref:
            return ShareOf(part_ref=part[0], whole_ref=whole[0], source=row.source(CONVERSION))
        fact = _FACT.fullmatch(rest.strip())
        name = fold(fact["name"]).replace(" ", "_") if fact else ""
        if name:
            return ShareOf(part_ref=part[0], whole_fact=name, source=row.source(CONVERSION))
    return None


def _not_a_part(pledge: Pledge, other: Pledge, part: Pledge, share: ShareOf) -> str:
    """Return why `other` cannot be a part or the whole of the share that `pledge` is, "" where it can."""
    if pledge.supplier_ref != other.supplier_ref:
        return "is of another supplier"
    if pledge.contract_ref != other.contract_ref:
        return "is of another contract"
    if other.unit == "%":
        return "is in per cent itself"
    if share.whole_ref == share.part_ref:
        return "would be a share of itself"
    return "" if other.unit == part.unit else "is in another unit"
