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
    from collections.abc import Iterable, Sequence

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
    groups = defaultdict[_Key, list["Fulfilment"]](list)
    for each in every:
        key = group_key(each.pledge)
        if key is not None and not each.left_out_because:
            groups[key].append(each)
    rated = {
        each.pledge.ref: each for members in groups.values() if len(members) > 1 for each in _rated(members, policy, on)
    }
    return tuple(rated.get(each.pledge.ref, each) for each in every)


def _rated(members: Sequence[Fulfilment], policy: Policy, on: dt.date) -> list[Fulfilment]:
    standing = min(members, key=_order)
    others = [each for each in members if each is not standing]
    share, ref = standing.share_of_target.value, standing.pledge.ref
    unknown = [each.pledge.ref for each in others if each.share_of_target.value is None]
    if unknown and (share is None or share < 1):
        named = f"{' and '.join(sorted(unknown, key=natural))} of the same either-or group"
        known = "is" if len(unknown) == 1 else "are"
        rating, because = (
            OTHER,
            f"{named} {known} not known, and {ref} is short of its target",
        )
    else:
        rating, because = rating_of(standing.share_of_due, standing.due_to_date, policy, on=on)
        because = f"{because}, by {ref}, which stands for the either-or group"
    left_out = f"{ref} stands for the either-or group"
    return [
        attrs.evolve(standing, rating=rating, rating_because=because),
        *(
            attrs.evolve(
                without_remedies(each, left_out), rating=rating, rating_because=because, left_out_because=left_out
            )
            for each in others
        ),
    ]


def _order(each: Fulfilment) -> tuple[object, ...]:
    """Return the key by which the member that stands is the first."""
    share = each.share_of_target.value
    return share is None, -(share or 0), natural(each.pledge.ref)
