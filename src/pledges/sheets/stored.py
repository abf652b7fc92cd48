"""The cells of one row after the other in, the cells of a sheet out, each row in its order and within the limits."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import attrs

from pledges.sheets import limits
from pledges.sheets.grid import BLANK, Cell, CellRows
from pledges.sheets.values import damaged, too_large

if TYPE_CHECKING:
    from collections.abc import Sequence

_DENSE_ENOUGH = 32  # a row of so few cells is kept with its blanks, so that most rows share their columns


@attrs.define
class StoredCells:
    """The rows of a sheet gathered so far."""

    rows: dict[int, tuple[dict[int, int], tuple[Cell, ...]]] = attrs.field(factory=dict)
    hidden_rows: set[int] = attrs.field(factory=set)
    last_row: int = 0
    stored: int = 0
    _patterns: dict[tuple[int, ...], dict[int, int]] = attrs.field(factory=dict)

    def indices_of(self, columns: tuple[int, ...]) -> dict[int, int]:
        """Return where each of these columns is in a row, one object for all rows that have the same.

        Raises `UnreadableFileError` where a column comes twice or after a later one: readers disagree about those.
        """
        indices = self._patterns.get(columns)
        if indices is None:
            if any(left >= right for left, right in itertools.pairwise(columns)):
                raise damaged()
            indices = {column: index for index, column in enumerate(columns)}
            self._patterns[columns] = indices
        return indices

    def add_blank(self, row: int) -> None:
        """Hear of a row without cells. Raises `UnreadableFileError` where it does not follow the last one."""
        if not self.last_row < row <= limits.LAST_ROW:
            raise damaged()
        self.last_row = row

    def add(self, row: int, indices: dict[int, int], cells: Sequence[Cell], *, hidden: bool) -> None:
        """Add a row, unless it is blank. Raises `UnreadableFileError` where it does not follow the last one."""
        if not self.last_row < row <= limits.LAST_ROW:
            raise damaged()
        self.last_row = row
        for cell in cells:
            if cell is not BLANK:
                break
        else:
            return
        if len(cells) > _DENSE_ENOUGH and 2 * sum(cell is not BLANK for cell in cells) < len(cells):
            kept = [(column, cell) for column, cell in zip(indices, cells, strict=True) if cell is not BLANK]
            indices, cells = self.indices_of(tuple(column for column, _ in kept)), [cell for _, cell in kept]
        self.rows[row] = (indices, tuple(cells))
        self.stored += len(cells)
        if hidden:
            self.hidden_rows.add(row)
        if len(self.rows) > limits.MOST_ROWS:
            raise too_large(f"more than {limits.MOST_ROWS:,} filled rows")

    def cells(self) -> CellRows:
        """Return the cells as they are."""
        return CellRows(self.rows)

    def finished(self) -> CellRows:
        """Return the cells. Raises `UnreadableFileError` where there are more of them, or of columns, than allowed."""
        cells = self.cells()
        if self.stored > limits.MOST_CELLS and len(cells) > limits.MOST_CELLS:
            raise too_large(f"more than {limits.MOST_CELLS:,} filled cells")
        if len(self.columns()) > limits.MOST_COLUMNS and len({column for _, column in cells}) > limits.MOST_COLUMNS:
            raise too_large(f"more than {limits.MOST_COLUMNS:,} filled columns")
        return cells

    def columns(self) -> set[int]:
        """Return the columns that some row stores something in, if only a format."""
        return set[int]().union(*self._patterns)
