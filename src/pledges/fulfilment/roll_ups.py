"""Fulfilments in; what they come to by type and unit, for a clause, a contract, a supplier, a buyer or in all, out."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import attrs

from pledges.figures import Figure, difference, greatest, least, renamed, total, unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pledges.counting import CountedLine
    from pledges.fulfilment.result import Fulfilment

COUNTS_PEOPLE = frozenset({"people", "FTE"})
"""The units in which one person may be in several pledges, so that each is also added up once."""


@attrs.frozen(kw_only=True)
class RollUp:
    """Pledges of one type and unit added up. Amounts are unknown (None) where one of them is.

    `counted_known` adds what is known, and `not_known` says how many pledges it leaves out. `counted_towards_target`
    caps each pledge at its target, so that over-delivery of one never hides another, and `over_target` is what lies
    above. `persons_once` is what is counted with each exact person reference once (None where the unit counts no
    people). `left_out` are the pledges of the same type and unit that are not added, each with its reason.
    """

    type: str
    unit: str
    pledges: int
    not_known: int
    left_out: tuple[tuple[str, str], ...]
    target: Figure
    due_to_date: Figure
    claimed: Figure
    documented: Figure
    counted: Figure
    verified: Figure
    counted_known: Figure
    counted_towards_target: Figure
    over_target: Figure
    persons_once: Figure | None


def roll_ups(fulfilments: Iterable[Fulfilment]) -> tuple[RollUp, ...]:
    """Return the roll-ups of these pledges in the order of types and units, amounts in their unit.

    Pledges that another one stands for, that are only recorded, or that are shares of something else are left out and
    named; a type and unit of which nothing is left has no roll-up.
    """
    groups = defaultdict[tuple[str, str], list["Fulfilment"]](list)
    for fulfilment in fulfilments:
        groups[fulfilment.pledge.type, fulfilment.pledge.unit].append(fulfilment)
    added = (_roll_up(type_, unit, group) for (type_, unit), group in sorted(groups.items()))
    return tuple(each for each in added if each is not None)


def roll_ups_by(names: Mapping[str, str], fulfilments: Iterable[Fulfilment]) -> dict[str, tuple[RollUp, ...]]:
    """Return the roll-ups of the pledges under each name; `names` gives it by pledge reference, and may leave some out.

    In the order in which the names first appear.
    """
    named = defaultdict[str, list["Fulfilment"]](list)
    for fulfilment in fulfilments:
        if fulfilment.pledge.ref in names:
            named[names[fulfilment.pledge.ref]].append(fulfilment)
    return {name: roll_ups(group) for name, group in named.items()}


def _roll_up(type_: str, unit: str, every: Sequence[Fulfilment]) -> RollUp | None:
    group = [each for each in every if not each.left_out_because]
    if not group:
        return None
    known = [each for each in group if each.counted.value is not None]
    counted = _summed("counted", [each.counted for each in group], unit)
    return RollUp(
        type=type_, unit=unit, pledges=len(group), not_known=len(group) - len(known),
        left_out=tuple((each.pledge.ref, each.left_out_because) for each in every if each.left_out_because),
        target=_summed("targets", [each.target for each in group], unit),
        due_to_date=_summed("due by this day", [each.due_to_date for each in group], unit),
        claimed=_summed("claimed", [each.claimed for each in group], unit),
        documented=_summed("documented", [each.documented for each in group], unit),
        counted=counted,
        verified=_summed("verified", [each.verified for each in group], unit),
        counted_known=total("counted, as far as it is known", [each.counted for each in known], unit=unit)
        if known
        else unknown("counted, as far as it is known", "none of it is known", unit=unit),
        counted_towards_target=_summed("counted towards the targets", [_towards(each) for each in group], unit),
        over_target=_summed("counted above the targets", [_over(each) for each in group], unit),
        persons_once=_persons_once(group, counted) if unit in COUNTS_PEOPLE else None,
    )  # fmt: skip


def _summed(label: str, figures: Sequence[Figure], unit: str) -> Figure:
    left_out = sum(figure.value is None for figure in figures)
    if left_out:
        return unknown(label, f"{left_out} of {len(figures)} pledges are not known", unit=unit)
    return total(label, figures, unit=unit)


def _towards(each: Fulfilment) -> Figure:
    """Return what is counted of one pledge, at most its target; not known where one of the two is not."""
    return least("counted, at most the target", [each.counted, each.target])


def _over(each: Fulfilment) -> Figure:
    """Return what is counted above the target of one pledge: nothing where it is not reached."""
    return difference("counted above the target", each.counted, _towards(each))


def _persons_once(group: Sequence[Fulfilment], counted: Figure) -> Figure:
    """Return what is counted with each exact person reference once.

    A person in several pledges counts as much as all of them together, but at most the largest amount that one of
    them reports of that person: shares of one person stay whole, and the same person twice is one. Only what is
    counted again is taken off, so that lines without a reference stay as they are.
    """
    label, unit = "counted, each person once", counted.unit
    if counted.value is None:
        return unknown(label, counted.because, unit=unit)
    in_pledges = defaultdict[str, dict[str, list["CountedLine"]]](dict)
    for each in group:
        for line in (*each.lines, *each.part_lines):
            if line.line.person_ref and line.counted.value:
                in_pledges[line.line.person_ref].setdefault(each.pledge.ref, []).append(line)
    again = [_again(of_person, unit) for of_person in in_pledges.values() if len(of_person) > 1]
    again = [each for each in again if each.value]
    if not again:
        return renamed(counted, label, because="nobody with a reference is in two pledges")
    return difference(label, counted, total("the same persons again", again, unit=unit))


def _again(of_person: Mapping[str, Sequence[CountedLine]], unit: str) -> Figure:
    """Return what is counted of one person beyond the largest amount that one pledge reports."""
    sums = [total("counted in one pledge", [line.counted for line in lines], unit=unit) for lines in of_person.values()]
    wholes = [
        total("reported in one pledge", [line.amount for line in lines if line.amount is not None], unit=unit)
        for lines in of_person.values()
    ]
    together = total("counted in all of them", sums, unit=unit)
    once = least("once", [together, greatest("the largest", wholes)])
    return difference("counted again", together, once)
