"""A badge on a day in, what the public may read of it out.

Name, identifier, level, days and status; in which categories something was delivered, and bands of how much was and how
much of it is confirmed. Never a number of people. Of a firm so small that its one placement would be told, neither
categories nor bands, and so of one whose size is not known; and no band that rests on the answers of very few young
people. A suspension is *under review*, never with its reason.

Whatever shows a badge to the public is made of these entries, and whatever attests one should be.
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pledges.audience import organisation_id_shown
from pledges.eligibility import delivered_categories, may_be_smallest, rests_on_few
from pledges.history import level_named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pledges.standing.due import Badge

STATUSES = {"in force": "valid", "in grace": "valid (renewal in progress)", "suspended": "under review"}
"""What the public reads of each status in which a level is held."""


@attrs.frozen(kw_only=True)
class PublicEntry:
    """One badge as the public reads it; categories and bands are empty where they would tell too much.

    `delivered` and `verified` are bands, such as `75% to 89%`. `version` and `digest` are of the file that governs it.
    `organisation_id` is "" where the register has none that is written as one.
    """

    organisation: str
    organisation_id: str
    scheme: str
    scheme_name: str
    version: str
    digest: str
    level: str
    kind: str
    status: str
    since: dt.date
    until: dt.date
    categories: tuple[str, ...] = ()
    delivered: str = ""
    verified: str = ""


def public_entry(badge: Badge, *, fewest: int) -> PublicEntry | None:
    """Return what the public may read of a badge, None where none is held, or where the scheme is not adopted.

    A badge is told once, by the edition that governs it. `fewest` is the least number of young people on whose answers
    anything that is published may rest.
    """
    standing, governing = badge.standing, badge.governing
    level = None if standing.level is None else level_named(governing, standing.level)
    if level is None or standing.since is None or standing.until is None or not badge.decision.adopted:
        return None
    if governing.version != badge.scheme.version:
        return None
    plain = PublicEntry(
        organisation=badge.position.supplier.name,
        organisation_id=organisation_id_shown(badge.position.supplier.organisation_id),
        scheme=governing.id,
        scheme_name=governing.name,
        version=governing.version,
        digest=governing.digest,
        level=level.name,
        kind=level.kind,
        status=STATUSES[standing.status],
        since=standing.since,
        until=standing.until,
    )
    if may_be_smallest(badge.position) or level.kind != "badge":
        return plain
    return attrs.evolve(
        plain,
        categories=delivered_categories(badge.position),
        delivered=_band("fulfilment", "fulfilment", badge),
        verified="" if rests_on_few(badge.position, fewest) else _band("verified", "verified share", badge),
    )


def _band(measure: str, label: str, badge: Badge) -> str:
    """Return between which of the scheme's thresholds a share lies, "" below the lowest or where it is not known."""
    limits = sorted(
        {
            value.value
            for level in badge.governing.levels
            for node in level.nodes()
            if node.measure == measure
            for value in node.thresholds.get("minimum", ())
            if value.value is not None and value.required_from <= badge.on
        }
    )
    share = next((share for share in _shares(label, badge)), None)
    if share is None or not limits or share < limits[0]:
        return ""
    place = max(index for index, limit in enumerate(limits) if limit <= share)
    top = Fraction(1) if place + 1 == len(limits) else limits[place + 1] - Fraction(1, 100)
    return f"{_whole(limits[place])}% to {_whole(top)}%"


def _shares(label: str, badge: Badge) -> Iterator[Fraction]:
    """Yield what was observed of a share at any level: it is the same wherever it is asked for."""
    for level in badge.decision.levels:
        for criterion in level.criteria:
            for node in criterion.nodes():
                if node.observed is not None and node.observed.label == label and node.observed.value is not None:
                    yield node.observed.value


def _whole(share: Fraction) -> int:
    return int(share * 100)
