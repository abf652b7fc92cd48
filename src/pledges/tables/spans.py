"""The merged ranges of a sheet in; which cell stands for others below it, and which figure is of several rows, out.

A person sees one reference over three rows as that of each; one figure over three rows may be of each or of all.
"""

from __future__ import annotations

import bisect
from typing import TYPE_CHECKING

import attrs

from pledges.tables.words import is_blank

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from pledges.sheets.grid import CellRange, Sheet

_Place = tuple[int, int]


@attrs.frozen
class Spans:
    """`seen_at` tells for a blank cell where the one stands that is merged over it; `shared` are figures of several."""

    seen_at: Mapping[_Place, _Place]
    shared: frozenset[_Place]


NO_SPANS = Spans({}, frozenset())


def spans_of(sheet: Sheet, rows: Sequence[int], in_each_row: Collection[int], figures: Collection[int]) -> Spans:
    """Return what is merged downwards over some rows of a table, in columns that hold for each row and in figures."""
    seen_at, shared = dict[_Place, _Place](), set[_Place]()
    for merged in sheet.merged:
        column, first = merged.first_column, merged.first_row
        if merged.last_row == first or (column not in figures and column not in in_each_row):
            continue
        inside = _rows_within(rows, merged)
        if len(inside) == 1 or inside[:1] != (first,) or is_blank(sheet.cell(first, column)):
            continue
        if column in figures:
            shared.update((row, column) for row in inside)
        else:
            seen_at.update({(row, column): (first, column) for row in inside if is_blank(sheet.cell(row, column))})
    return Spans(seen_at, frozenset(shared)) if seen_at or shared else NO_SPANS


def covered_cells(sheet: Sheet, rows: Sequence[int]) -> Iterator[_Place]:
    """Yield the cells of these rows that hold something under a merged range, where nobody sees it."""
    waiting = sorted(sheet.merged, key=lambda each: each.first_row, reverse=True)
    here: list[CellRange] = []
    soonest = 0  # the row after which one of them ends
    for row in rows:
        if here and soonest < row:
            here = [each for each in here if each.last_row >= row]
            soonest = min((each.last_row for each in here), default=0)
        while waiting and waiting[-1].first_row <= row:
            merged = waiting.pop()
            if merged.last_row >= row:
                soonest = min(soonest, merged.last_row) if here else merged.last_row
                bisect.insort(here, merged, key=lambda each: each.first_column)
        for column, cell in sheet.row(row) if here else ():
            at = bisect.bisect_right(here, column, key=lambda each: each.first_column) - 1
            is_inside = at >= 0 and column <= here[at].last_column
            if is_inside and (row, column) != (here[at].first_row, here[at].first_column) and not is_blank(cell):
                yield row, column


def _rows_within(rows: Sequence[int], merged: CellRange) -> Sequence[int]:
    return rows[bisect.bisect_left(rows, merged.first_row) : bisect.bisect_right(rows, merged.last_row)]
