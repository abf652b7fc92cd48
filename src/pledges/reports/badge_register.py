"""An assessment in; the public register of badges out, as a record, as CSV and as one page of HTML.

Only badges of adopted schemes that are held on the day stand in it; what it says of each is decided by
`pledges.standing.public`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pledges.audience import Audience
from pledges.periods import day_text
from pledges.reports.csv_rows import csv_bytes
from pledges.reports.document import permitted
from pledges.reports.pages import page_environment
from pledges.reports.records import BadgeRegister, RegisterEntryRecord

if TYPE_CHECKING:
    from pledges.assess import Assessment
    from pledges.standing import PublicEntry

_HEADINGS = (
    "Organisation", "Identifier", "Scheme", "Version", "Level", "Kind", "Status", "From", "Until", "Delivered in",
    "Delivered", "Confirmed by others", "Digest of the rules", "Position on",
)  # fmt: skip


def badge_register(assessment: Assessment, scheme: str | None = None) -> BadgeRegister:
    """Return what the public may read of the badges of a scheme (None: of all), by the organisations' names."""
    entries = [
        _entry(badge.public)
        for supplier in assessment.suppliers
        for badge in supplier.badges
        if badge.public is not None and (scheme is None or badge.public.scheme == scheme.strip().casefold())
    ]
    entries.sort(key=lambda each: (each.organisation.casefold(), each.organisation_id, each.scheme, each.version))
    register = BadgeRegister(
        audience=Audience.PUBLIC.value, authority=assessment.authority, on=assessment.on, entries=tuple(entries)
    )
    return permitted(register, Audience.PUBLIC)


def render_csv(register: BadgeRegister) -> bytes:
    """Return the register as CSV, one badge a row."""
    rows = (
        (
            each.organisation, each.organisation_id, each.scheme, each.version, each.level, each.kind, each.status,
            each.since, each.until, "; ".join(each.categories), each.delivered, each.verified, each.digest, register.on,
        )
        for each in register.entries
    )  # fmt: skip
    return csv_bytes(_HEADINGS, rows)


def render_html(register: BadgeRegister) -> bytes:
    """Return the register as a page in UTF-8, without scripts or links to elsewhere; everything in it is escaped."""
    environment = page_environment()
    environment.filters["day"] = day_text
    schemes = {(each.scheme_name, each.version): each.digest for each in register.entries}
    return environment.get_template("badge_register.html.j2").render(register=register, schemes=schemes).encode()


def _entry(entry: PublicEntry) -> RegisterEntryRecord:
    return RegisterEntryRecord(
        organisation=entry.organisation, organisation_id=entry.organisation_id, scheme=entry.scheme,
        scheme_name=entry.scheme_name, version=entry.version, level=entry.level, kind=entry.kind, status=entry.status,
        since=entry.since, until=entry.until, categories=entry.categories, delivered=entry.delivered,
        verified=entry.verified, digest=entry.digest,
    )  # fmt: skip
