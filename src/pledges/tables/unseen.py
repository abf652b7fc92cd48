"""A sheet and the rows of its table in; findings for what nobody sees there, and for what was said beside it, out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pledges.findings import Finding, finding
from pledges.provenance import runs_of_cells
from pledges.sheets.grid import address, column_letters
from pledges.tables.spans import covered_cells

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pledges.sheets.grid import Sheet
    from pledges.tables.table import Place

_MOST_CELLS_NAMED = 12


def hidden_content(sheet: Sheet, place: Place, numbers: Sequence[int], filled: set[int]) -> Iterator[Finding]:
    """Yield a finding each for a hidden sheet, hidden rows and hidden columns that hold values."""
    if sheet.hidden and numbers:
        yield finding("hidden-content", place.whole, what="This sheet is")
    rows = [row for row in numbers if row in sheet.hidden_rows]
    if rows:
        what = f"Row {rows[0]} is" if len(rows) == 1 else f"Rows {listed(_runs(rows))} are"
        yield finding("hidden-content", place.row(rows[0]), what=what)
    columns = sorted(filled & sheet.hidden_columns)
    if columns:
        letters = [column_letters(column) for column in columns]
        what = f"Column {letters[0]} is" if len(letters) == 1 else f"Columns {listed(letters)} are"
        yield finding("hidden-content", place.ref(numbers[0], columns[0]), what=what)
    if numbers and (sheet.unseen or sheet.merged):
        unseen = {cell for cell in sheet.unseen if numbers[0] <= cell[0] <= numbers[-1]}
        cells = sorted(unseen.union(covered_cells(sheet, numbers)))
        if cells:
            shown, more = _named(cells)
            spare = f" and {more} more" if more else ""
            what = f"Cell {shown[0]} is" if len(cells) == 1 else f"Cells {listed(shown)}{spare} are"
            yield finding("hidden-content", place.ref(*cells[0]), what=what)


def commented_cells(sheet: Sheet, place: Place, numbers: Sequence[int]) -> Iterator[Finding]:
    """Yield a finding for the cells of these rows that somebody commented on; what was said is never read."""
    if not sheet.commented or not numbers:
        return
    first, last = numbers[0], numbers[-1]
    cells = sorted(cell for cell in sheet.commented if first <= cell[0] <= last)
    if cells:
        shown, spare = _named(cells)
        yield finding(
            "cell-commented",
            place.ref(*cells[0]),
            cells=f"Cell {shown[0]} has" if len(cells) == 1 else f"Cells {listed(shown)} have",
            more=f" (and {spare} more)" if spare else "",
        )


def _named(cells: Sequence[tuple[int, int]]) -> tuple[list[str], int]:
    """Return the first of some cells by their addresses, long runs as ranges, and how many are not among them."""
    runs = runs_of_cells(address(*cell) for cell in cells)
    shown = runs[:_MOST_CELLS_NAMED]
    named = [run[0] if len(run) == 1 else f"{run[0]}:{run[-1]}" for run in shown]
    return named, len(cells) - sum(map(len, shown))


def _runs(numbers: Sequence[int]) -> list[str]:
    """Return ascending numbers with each run of neighbours as one: `4 to 7`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs]


def listed(words: Sequence[str]) -> str:
    """Return words as a list in a sentence: `B, C and F`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
