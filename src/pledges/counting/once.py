"""Changes of every pledge in; those that count a person, a placement or a whole a second time out, rule after rule.

The order is that of `docs/counting.md`: what one rule sets aside is not there for the next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pledges.counting.categories import second_categories
from pledges.counting.claims import grades_confirmed
from pledges.counting.people import repeats
from pledges.counting.shares import over_claimed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pledges.counting.lines import SetAside
    from pledges.counting.running_totals import Change
    from pledges.findings import Finding
    from pledges.model import Confirmation, Pledge


@attrs.frozen(kw_only=True)
class Once:
    """Which changes (by `id`) are set aside, and what was found."""

    set_aside: Mapping[int, SetAside]
    findings: tuple[Finding, ...]


def counted_once(pledges: Sequence[Pledge], changes: Sequence[Change], confirmations: Iterable[Confirmation]) -> Once:
    """Return which changes are of a person's second category, repeat a delivery, or claim more than the whole of it."""
    confirmed = grades_confirmed(confirmations)
    set_aside, findings = second_categories(pledges, changes, confirmed)
    repeated, found = repeats(pledges, _left(changes, set_aside), confirmed)
    set_aside |= repeated
    findings += found
    over, found = over_claimed(_left(changes, set_aside))
    return Once(set_aside=set_aside | over, findings=(*findings, *found))


def standing(changes: Iterable[Change], set_aside: Mapping[int, SetAside]) -> list[Change]:
    """Return the changes that are not set aside.

    Where a part of a running total is, the rest of it counts as much as later corrections left of each row: a
    correction of what does not count takes nothing off.
    """
    every = list(changes)
    broken = {change.series for change in every if id(change) in set_aside and change.series}
    return [
        attrs.evolve(change, amount=change.held) if change.series in broken else change
        for change in _left(every, set_aside)
    ]


def _left(changes: Iterable[Change], set_aside: Mapping[int, SetAside]) -> list[Change]:
    return [change for change in changes if id(change) not in set_aside]
