"""The merged ranges of a sheet in, a refusal out where two of them lie over one cell: Excel makes no such sheet.

What reads a sheet may then go through its merged ranges cell by cell, however many there are.
"""

from __future__ import annotations

import bisect
from typing import TYPE_CHECKING

from pledges.sheets import limits
from pledges.sheets.values import damaged, too_large

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pledges.sheets.grid import CellRange


def checked_ranges(ranges: Iterable[CellRange]) -> tuple[CellRange, ...]:
    """Return merged ranges as they are. Raises `UnreadableFileError` where there are too many, or two overlap."""
    found = tuple(ranges)
    if len(found) > limits.MOST_MERGES:
        raise too_large(f"more than {limits.MOST_MERGES:,} merged ranges")
    open_ranges: list[tuple[int, int, int]] = []  # first and last column and last row, from left to right
    for each in sorted(found, key=lambda one: (one.first_row, one.first_column)):
        at = bisect.bisect_left(open_ranges, (each.first_column,))
        # The one to the left may reach into it; those that begin inside it do, unless they ended above.
        at -= at > 0 and open_ranges[at - 1][1] >= each.first_column
        while at < len(open_ranges) and open_ranges[at][0] <= each.last_column:
            if open_ranges[at][2] >= each.first_row:
                raise damaged()
            del open_ranges[at]
        open_ranges.insert(at, (each.first_column, each.last_column, each.last_row))
    return found
