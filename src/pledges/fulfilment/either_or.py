"""Fulfilments in; the same out, with the members of each either-or group rated by the one that stands for it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import attrs

from pledges.fulfilment.rating import OTHER, rating_of
from pledges.fulfilment.remedies import without_remedies
from pledges.provenance import natural
from pledges.register.families import group_key

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from pledges.fulfilment.result import Fulfilment
    from pledges.rulebook import Policy

_Key = tuple[str, str | None, str]


def by_either_or(fulfilments: Iterable[Fulfilment], policy: Policy, *, on: dt.date) -> tuple[Fulfilment, ...]:
    """Return the fulfilments in their order; of each either-or group one member stands, and the others are left out.

    Each is counted on its own. The one with the greatest share of its target stands (the lower reference where two are
    equal; one that is not known only where none is known), and its share of what is due rates every member. Where it
    is short of its target and another is not known, nobody can tell which would stand: the rating is Other. Parts of a
    promise and what is only recorded belong to no group.
    """
    every = list(fulfilments)
    rated = {each.pledge.ref: each for members in _groups(every) for each in _rated(members, policy, on)}
    return tuple(rated.get(each.pledge.ref, each) for each in every)


def may_stand(fulfilments: Iterable[Fulfilment]) -> tuple[Fulfilment, ...]:
    """Return those that are a promise by themselves, in their order: no parts, and nothing that is only recorded.

    Of each either-or group it is the one that stands, and with it, where nobody can tell, those that are not known.
    """
    every = [each for each in fulfilments if _is_whole(each)]
    beaten = set[str]()
    for members in _groups(every):
        standing, instead = _standing(members)
        beaten |= {each.pledge.ref for each in members} - {each.pledge.ref for each in (standing, *instead)}
    return tuple(each for each in every if each.pledge.ref not in beaten)


def one_of_each(fulfilments: Iterable[Fulfilment]) -> tuple[Fulfilment, ...]:
    """Return those of `may_stand`, one of each either-or group: one that is not known, where there is one."""
    chosen = dict[_Key | str, "Fulfilment"]()
    for each in fulfilments:
        key = group_key(each.pledge) or each.pledge.ref
        chosen[key] = min(chosen.get(key, each), each, key=lambda one: not _is_unknown(one))
    return tuple(chosen.values())


def alternatives(fulfilments: Iterable[Fulfilment]) -> dict[str, tuple[str, ...]]:
    """Return, of each member of an either-or group, the references of the others as people count."""
    members = [tuple(sorted((each.pledge.ref for each in group), key=natural)) for group in _groups(fulfilments)]
    return {ref: tuple(other for other in refs if other != ref) for refs in members for ref in refs}


def _groups(fulfilments: Iterable[Fulfilment]) -> Iterator[list[Fulfilment]]:
    """Yield the members of each either-or group that has several."""
    groups = defaultdict[_Key, list["Fulfilment"]](list)
    for each in fulfilments:
        key = group_key(each.pledge) if _is_whole(each) else None
        if key is not None:
            groups[key].append(each)
    return (members for members in groups.values() if len(members) > 1)


def _is_whole(each: Fulfilment) -> bool:
    return each.pledge.parent_ref is None and not each.pledge.record_only


def _is_unknown(each: Fulfilment) -> bool:
    return each.share_of_target.value is None


def _standing(members: Sequence[Fulfilment]) -> tuple[Fulfilment, list[Fulfilment]]:
    """Return the member that stands, and those that are not known and could stand instead."""
    standing = min(members, key=_order)
    share = standing.share_of_target.value
    unknown = [each for each in members if each is not standing and _is_unknown(each)]
    return standing, unknown if share is None or share < 1 else []


def _rated(members: Sequence[Fulfilment], policy: Policy, on: dt.date) -> list[Fulfilment]:
    standing, instead = _standing(members)
    others = [each for each in members if each is not standing]
    ref = standing.pledge.ref
    if instead and _is_unknown(standing):
        named = " and ".join(sorted((each.pledge.ref for each in members), key=natural))
        rating, because = OTHER, f"{named} of the same either-or group are not known"
    elif instead:
        named = " and ".join(sorted((each.pledge.ref for each in instead), key=natural))
        known = "is" if len(instead) == 1 else "are"
        rating, because = (
            OTHER,
            f"{named} of the same either-or group {known} not known, and {ref} is short of its target",
        )
    else:
        rating, because = rating_of(standing.share_of_due, standing.due_to_date, policy, on=on)
        because = f"{because}, by {ref}, which stands for the either-or group"
    left_out = f"{ref} stands for the either-or group"
    return [
        attrs.evolve(standing, rating=rating, rating_because=because),
        *(
            attrs.evolve(
                without_remedies(each, left_out),
                rating=rating,
                rating_because=because,
                rated_share=standing.share_of_due,
                left_out_because=left_out,
            )
            for each in others
        ),
    ]


def _order(each: Fulfilment) -> tuple[object, ...]:
    """Return the key by which the member that stands is the first."""
    share = each.share_of_target.value
    return share is None, -(share or 0), natural(each.pledge.ref)
