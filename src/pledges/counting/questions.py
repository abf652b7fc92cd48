"""Changes that no rule sets aside in; questions about those that look like the same delivery, out. Nothing is merged.

Each question is asked at the later line and names the earlier one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from pledges.counting.amounts import placement_of
from pledges.counting.caps import days_of
from pledges.counting.claims import adds, category_of, found_beside, share_of, started
from pledges.counting.shares import names_one_thing
from pledges.model import Basis
from pledges.provenance import natural, reading_order
from pledges.tables import reference_key

if TYPE_CHECKING:
    import datetime as dt

    from pledges.counting.amounts import Delivery
    from pledges.counting.running_totals import Change
    from pledges.findings import Finding

UNITS_OF_TIME = frozenset({"weeks", "days", "FTE years"})
"""The units in which one person's days under one contract can be reported twice."""

UNITS_OF_ONE_PERSON = UNITS_OF_TIME | {"people", "FTE", "placements"}
"""The units in which a person is hardly with two contracts on one day."""

_E_NOTATION = re.compile(r"([0-9]+)(?:\.([0-9]*))?e\+?([0-9]{1,2})", re.ASCII)
_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])", re.ASCII)
_NOTHING_AFTER_POINT = re.compile(r"([0-9]+)\.0+", re.ASCII)

Pair = tuple["Delivery", "Delivery"]


def questions(changes: Iterable[Change], *, on: dt.date) -> tuple[Finding, ...]:
    """Return a query for each line that looks like another one, with both places; all of them count."""
    adding = sorted((each for each in changes if adds([each])), key=_turn)
    deliveries = [each.delivery for each in adding]
    asked = [
        ("person-alike", _persons_alike(deliveries)),
        ("person-claimed-twice", _persons_twice(adding, on)),
        ("evidence-alike", _evidence(deliveries, alike_key, _is_evidence_alike)),
        ("evidence-claimed-twice", _evidence(deliveries, str, _is_evidence_claimed_twice)),
        ("delivery-near", _near(deliveries)),
    ]
    return tuple(
        found_beside(code, later, earlier, first=str(earlier.source))
        for code, pairs in asked
        for earlier, later in pairs
    )


def alike_key(reference: str) -> str:
    """Return what references are alike by: no case, spaces, punctuation or leading zeros, and no E-notation."""
    text = reference.strip().casefold()
    number = _E_NOTATION.fullmatch(text)
    if number is not None:
        whole, part, zeros = number[1], (number[2] or "").rstrip("0"), int(number[3])
        if len(part) <= zeros:
            text = f"{whole}{part}{'0' * (zeros - len(part))}"
    text = _NOTHING_AFTER_POINT.sub(r"\1", text) if _NOTHING_AFTER_POINT.fullmatch(text) else text
    return reference_key(_ZEROS.sub("", text))


def _turn(change: Change) -> tuple[object, ...]:
    """Return the order in which lines are told apart into earlier and later ones."""
    delivery = change.delivery
    return started(delivery), delivery.period.end, natural(delivery.pledge.ref), reading_order(delivery.source)


def _persons_alike(deliveries: Iterable[Delivery]) -> Iterator[Pair]:
    """Yield each first line of a person whose reference is written like that of an earlier person."""
    first = dict[tuple[str, ...], "Delivery"]()
    seen = set[tuple[str, ...]]()
    for each in deliveries:
        person, outcome = each.line.person_ref, (each.pledge.type, each.pledge.unit)
        if not person or (*outcome, person) in seen:
            continue
        seen.add((*outcome, person))
        same = first.setdefault((*outcome, alike_key(person)), each)
        if same is not each:
            yield same, each


def _persons_twice(changes: Iterable[Change], on: dt.date) -> Iterator[Pair]:
    """Yield the lines of one person whose days overlap those of an earlier line where they should not."""
    of_person = defaultdict[tuple[str, ...], list["Change"]](list)
    for change in changes:
        line, pledge = change.delivery.line, change.delivery.pledge
        if line.person_ref and line.start is not None and pledge.unit in UNITS_OF_ONE_PERSON:
            of_person[pledge.type, pledge.unit, category_of(pledge), line.person_ref].append(change)
    for claimed in of_person.values():
        if len(claimed) == 1:
            continue
        in_turn = sorted(((*days_of(change, on), change) for change in claimed), key=lambda each: each[:2])
        reaching = dict[str | None, tuple["dt.date", "Change"]]()
        for first, last, change in in_turn:
            contract = change.delivery.pledge.contract_ref
            before = [
                other
                for ref, (until, other) in reaching.items()
                if until >= first and _claims_twice(other.delivery, change.delivery, same_contract=ref == contract)
            ]
            if before:
                yield min(before, key=_turn).delivery, change.delivery
            if contract not in reaching or reaching[contract][0] < last:
                reaching[contract] = last, change


def _claims_twice(one: Delivery, other: Delivery, *, same_contract: bool) -> bool:
    """Return whether two lines of one person whose days overlap may be one delivery claimed twice."""
    said_anew = bool(one.stay) and one.stay == other.stay and one.pledge.ref == other.pledge.ref
    if said_anew or _fit_together(one, other):
        return False
    return not same_contract or one.pledge.unit in UNITS_OF_TIME


def _evidence(
    deliveries: Sequence[Delivery], key_of: Callable[[str], str], is_asked: Callable[[Delivery, Delivery], bool]
) -> Iterator[Pair]:
    """Yield lines whose evidence has one key, of one supplier or one contract, where something is to be asked."""
    wide, groups = _wide_circles(deliveries), defaultdict[Hashable, list["Delivery"]](list)
    for each in deliveries:
        circles = [circle for circle in _circles(each) if circle in wide]
        if circles and names_one_thing(each.line.evidence_ref):
            key = (key_of(each.line.evidence_ref.strip()), each.pledge.type, each.pledge.unit)
            for circle in circles:
                groups[*circle, *key].append(each)
    yield from _pairs(groups.values(), is_asked)


def _is_evidence_alike(one: Delivery, other: Delivery) -> bool:
    return one.line.evidence_ref.strip() != other.line.evidence_ref.strip() and _is_elsewhere(one, other)


def _is_evidence_claimed_twice(one: Delivery, other: Delivery) -> bool:
    gives_share = one.line.share is not None or other.line.share is not None
    return not gives_share and _is_elsewhere(one, other) and not _are_told_apart(one, other)


def _is_elsewhere(one: Delivery, other: Delivery) -> bool:
    """Return whether two lines are under two contracts, or of two parties of one."""
    return one.pledge.contract_ref != other.pledge.contract_ref or one.supplier_ref != other.supplier_ref


def _near(deliveries: Iterable[Delivery]) -> Iterator[Pair]:
    """Yield lines of one type, unit, quantity and dates under two promises, contracts or parties."""
    groups = defaultdict[Hashable, list["Delivery"]](list)
    for each in deliveries:
        line, pledge = each.line, each.pledge
        if line.quantity is None or each.basis is not Basis.IN_PERIOD:
            continue
        if line.start is None and line.end is None:
            when: Hashable = (each.period, line.evidence_ref.strip()) if line.evidence_ref else None
        else:
            when = (line.start, line.end)
        if when is not None:
            for circle in _circles(each):
                groups[*circle, pledge.type, pledge.unit, line.quantity, when].append(each)
    yield from _pairs(groups.values(), _is_near)


def _is_near(one: Delivery, other: Delivery) -> bool:
    elsewhere = one.pledge.ref != other.pledge.ref or one.supplier_ref != other.supplier_ref
    return elsewhere and not _are_told_apart(one, other) and not _fit_together(one, other)


def _fit_together(one: Delivery, other: Delivery) -> bool:
    """Return whether the shares of two lines are at most the whole; one without a share is the whole already."""
    return share_of(one.line) + share_of(other.line) <= 1


def _are_told_apart(one: Delivery, other: Delivery) -> bool:
    """Return whether both lines name somebody: a rule of their own decides then whether it is the same one."""
    return bool(placement_of(one.line) and placement_of(other.line))


def _circles(delivery: Delivery) -> Iterator[tuple[str, str]]:
    """Yield where a delivery may stand twice: with its supplier, and with the parties of its contract."""
    yield "supplier", delivery.supplier_ref
    if delivery.pledge.contract_ref is not None:
        yield "contract", delivery.pledge.contract_ref


def _wide_circles(deliveries: Iterable[Delivery]) -> set[tuple[str, str]]:
    """Return the circles in which deliveries stand under several contracts or are of several parties."""
    places = defaultdict[tuple[str, str], set[tuple[str | None, str]]](set)
    for each in deliveries:
        for circle in _circles(each):
            places[circle].add((each.pledge.contract_ref, each.supplier_ref))
    return {circle for circle, found in places.items() if len(found) > 1}


def _pairs(groups: Iterable[Sequence[Delivery]], is_asked: Callable[[Delivery, Delivery], bool]) -> Iterator[Pair]:
    """Yield each line of a group with the first before it about which there is something to ask, each line once.

    Lines that nothing here tells apart are asked about with the first of them alone.
    """
    asked = set[int]()
    for group in groups:
        if len(group) == 1:
            continue
        earlier = dict[Hashable, "Delivery"]()
        for each in group:
            same = next((other for other in earlier.values() if is_asked(other, each)), None)
            if same is not None and id(each) not in asked:
                asked.add(id(each))
                yield same, each
            line = each.line
            named = bool(placement_of(line))
            earlier.setdefault((each.pledge.ref, each.supplier_ref, line.evidence_ref, line.share, named), each)
