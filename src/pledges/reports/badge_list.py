"""The officers' document in; where the badges of all suppliers stand, and what is due, out: as lines and as CSV."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import attrs

from pledges.explain import count_words, listed
from pledges.periods import day_text
from pledges.reports.csv_rows import csv_bytes
from pledges.reports.wording import ILLUSTRATIVE

if TYPE_CHECKING:
    from pledges.reports.records import BadgeRecord, Document, DueRecord, SupplierRecord

WIDTH = 110
"""How many characters a line has at most, where its words allow it."""

_NOTHING = "–"
_HEADINGS = (
    "Supplier ref", "Supplier", "Scheme", "Version", "Adopted", "Level", "Status", "From", "Until", "In words",
    "Due by", "What is due", "Due in words",
)  # fmt: skip
_COLUMNS = ("Supplier", "Level", "Status", "From", "Until")


@attrs.frozen(kw_only=True)
class ListedBadge:
    """One scheme's badge of one supplier, by the version that governs it, and what is due for it by any version."""

    supplier: SupplierRecord
    badge: BadgeRecord
    due: tuple[DueRecord, ...]

    @property
    def level(self) -> str:
        """What the level held is called, "" where none is."""
        held = self.badge.standing.level
        names = {level.level: level.name for level in self.badge.levels}
        return "" if held is None else names.get(held, held)


def listed_badges(document: Document, scheme: str | None = None) -> Mapping[str, tuple[ListedBadge, ...]]:
    """Return the badges of all suppliers by scheme (None: all schemes), each supplier once in each."""
    schemes = dict[str, list[ListedBadge]]()
    for supplier in document.suppliers:
        by_scheme = dict[str, list["BadgeRecord"]]()
        for badge in supplier.badges:
            if scheme is None or badge.scheme.casefold() == scheme.strip().casefold():
                by_scheme.setdefault(badge.scheme, []).append(badge)
        for name, versions in by_scheme.items():
            schemes.setdefault(name, []).append(_listed(supplier, versions))
    return {name: tuple(badges) for name, badges in sorted(schemes.items())}


def needs_a_person(badges: Iterable[ListedBadge], on: dt.date) -> bool:
    """Whether somebody has to do something now: decide, cure a suspension, or what should have been done by a day."""
    return any(
        each.badge.standing.status == "suspended" or any(due.day is None or due.day <= on for due in each.due)
        for each in badges
    )


def list_lines(document: Document, scheme: str | None = None) -> Iterator[str]:
    """Yield the list for a terminal, scheme by scheme.

    A scheme that is not adopted and of which nobody holds a level is named only, unless it is asked for or no other is
    there.
    """
    schemes = listed_badges(document, scheme)
    yield f"Badges on {day_text(document.on)}: {count_words(len(document.suppliers), 'supplier')}"
    speaking = {name: badges for name, badges in schemes.items() if any(_speaks(each.badge) for each in badges)}
    for name, badges in schemes.items():
        yield ""
        if name in speaking or not speaking:
            yield from _of_scheme(badges)
        else:
            yield f"{badges[0].badge.name}: not adopted, and nobody holds a level of it (--scheme {name} shows it)."


def render_csv(document: Document, scheme: str | None = None) -> bytes:
    """Return the list as CSV, one thing that is due a row; a badge for which nothing is due has one row."""
    rows = (
        (
            each.supplier.supplier_ref, each.supplier.name, each.badge.scheme, each.badge.standing.version,
            "adopted" if each.badge.adopted else ILLUSTRATIVE, each.level, each.badge.standing.status,
            each.badge.standing.since, each.badge.standing.until, each.badge.standing.text, *_due_cells(due),
        )
        for badges in listed_badges(document, scheme).values()
        for each in badges
        for due in (each.due or (None,))
    )  # fmt: skip
    return csv_bytes(_HEADINGS, rows)


def _listed(supplier: SupplierRecord, versions: list[BadgeRecord]) -> ListedBadge:
    governing = [each for each in versions if each.version == each.standing.version]
    due = dict.fromkeys(each for badge in versions for each in badge.standing.due)
    in_order = sorted(due, key=lambda each: (each.day or dt.date.min, each.what, each.text))
    return ListedBadge(supplier=supplier, badge=(governing or versions)[-1], due=tuple(in_order))


def _speaks(badge: BadgeRecord) -> bool:
    return badge.adopted or badge.standing.status != "none"


def _of_scheme(badges: tuple[ListedBadge, ...]) -> Iterator[str]:
    first = badges[0].badge
    illustrative = "" if any(each.badge.adopted for each in badges) else f", {ILLUSTRATIVE}"
    versions = " and ".join(dict.fromkeys(each.badge.version for each in badges))
    yield f"{first.name}, version {versions}{illustrative}"
    rows = [_COLUMNS, *(_cells(each) for each in badges)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_COLUMNS))]
    for number, row in enumerate(rows):
        yield "  " + "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()
        if number:
            yield from _below(badges[number - 1])


def _cells(each: ListedBadge) -> tuple[str, ...]:
    standing = each.badge.standing
    days = (_NOTHING if day is None else day_text(day) for day in (standing.since, standing.until))
    name = f"{each.supplier.name} ({each.supplier.supplier_ref})"
    return name, each.level or _NOTHING, _NOTHING if standing.status == "none" else standing.status, *days


def _below(each: ListedBadge) -> Iterator[str]:
    """Yield what stands below a badge: how it ended, what is due, and the days of its reminders on one line."""
    standing = each.badge.standing
    told = [standing.text] if standing.level is None and standing.status != "none" else []
    told += [
        f"{'Now' if due.day is None else f'By {day_text(due.day)}'}: {due.text}"
        for due in each.due
        if due.what != "reminder"
    ]
    reminders = tuple(day_text(due.day) for due in each.due if due.what == "reminder" and due.day is not None)
    if reminders:
        told.append(f"Remind the supplier on {listed(reminders)}.")
    for text in told:
        yield from textwrap.wrap(
            text, WIDTH, initial_indent="      ", subsequent_indent="        ", break_long_words=False,
            break_on_hyphens=False,
        )  # fmt: skip


def _due_cells(due: DueRecord | None) -> tuple[object, ...]:
    return ("", "", "") if due is None else ("now" if due.day is None else due.day, due.what, due.text)
