"""Where a fact came from: a cell of a file, or a passage of a document. Nothing without a source gets further."""

from __future__ import annotations

import functools
import re
import string
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})", re.ASCII)
_LEAST_IN_A_RUN = 3
_PLACES = 32  # bits, more than there can be cells


def _not_blank(_instance: object, attribute: attrs.Attribute[str], value: str) -> None:
    if not value or value.isspace():
        message = f"a source needs its {attribute.name}"
        raise ValueError(message)


# No weak references, here and in what every line has one of: there are hundreds of thousands, and none is watched.
@attrs.frozen(kw_only=True, cache_hash=True, weakref_slot=False)
class CellRef:
    """A cell, a sheet or a whole file, by the names that may be shown (see `pledges.audience`).

    `file` is the path inside the case folder with forward slashes; `cell` is the address a person sees in Excel
    ("C5"), or None where the whole sheet or file is meant.
    """

    file: str = attrs.field(validator=_not_blank)
    sheet: str | None = None
    cell: str | None = None

    @property
    def row(self) -> int:
        """The number of the cell's row, 0 where no cell is meant."""
        return int((self.cell or "").lstrip(string.ascii_letters) or 0)

    def __str__(self) -> str:
        """Return `file!sheet!cell`, as far as it is known."""
        if self.sheet and self.cell:
            return f"{self.file}!{self.sheet}!{self.cell}"
        return "!".join(part for part in (self.file, self.sheet, self.cell) if part)


@attrs.frozen(kw_only=True)
class Passage:
    """A place in a document that is no spreadsheet: a clause, a line of a policy, an option of the command line."""

    document: str = attrs.field(validator=_not_blank)
    place: str = attrs.field(validator=_not_blank)

    def __str__(self) -> str:
        """Return `document, place`."""
        return f"{self.document}, {self.place}"


Source = CellRef | Passage


@functools.lru_cache(maxsize=4096)
@functools.lru_cache(maxsize=4096)
def natural(text: str) -> tuple[tuple[int, str | int], ...]:
    """Return the key by which references sort as people count: P-2 before P-10."""
    parts = re.findall(r"[0-9]+|[^0-9]+", text)
    return tuple((0, int(part)) if part.isascii() and part.isdigit() else (1, part) for part in parts)


def reading_order(source: Source) -> tuple[str, str, int, str]:
    """Return the key by which places sort as a person reads them: by file and sheet, then row 2 before row 10."""
    if isinstance(source, Passage):
        return (str(source), "", 0, "")
    letters = (source.cell or "").rstrip(string.digits)
    return (source.file, source.sheet or "", source.row, letters.rjust(3))


def runs_of_cells(cells: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """Return cells of one sheet as runs: those that follow each other down a column together, in the first's order.

    Two cells are no run yet: a person reads `B5, B6` as quickly as a range. A mean can be over a hundred thousand
    cells, so a cell is one number while they are sorted: its row, and behind that its place in the order given.
    """
    columns, others = dict[str, list[int]](), dict[str, int]()
    for at, cell in enumerate(cells):
        found = _CELL.fullmatch(cell)
        if found is None:
            others.setdefault(cell, at)
        else:
            columns.setdefault(found[1], []).append(int(found[2]) << _PLACES | at)
    runs: list[tuple[int, tuple[str, ...]]] = [(at, (cell,)) for cell, at in others.items()]
    for letters, numbers in columns.items():
        for run in _runs_down(sorted(numbers)):
            named = [(number & (1 << _PLACES) - 1, f"{letters}{number >> _PLACES}") for number in run]
            if len(run) >= _LEAST_IN_A_RUN:
                runs.append((named[0][0], tuple(cell for _, cell in named)))
            else:
                runs += [(at, (cell,)) for at, cell in named]
    return tuple(run for _, run in sorted(runs))


def _runs_down(numbers: Iterable[int]) -> Iterator[list[int]]:
    """Yield the numbers of rows that follow each other, each row once, by the first place at which it was given."""
    run = list[int]()
    for number in numbers:
        row = number >> _PLACES
        if run and row == run[-1] >> _PLACES:
            continue
        if run and row != (run[-1] >> _PLACES) + 1:
            yield run
            run = []
        run.append(number)
    if run:
        yield run


def cells_in_runs(cells: Iterable[str]) -> tuple[str, ...]:
    """Return cells of one sheet as a person names them, a long run as a range: `B5:B40`, `C7`."""
    return tuple(run[0] if len(run) == 1 else f"{run[0]}:{run[-1]}" for run in runs_of_cells(cells))


@attrs.frozen(kw_only=True)
class SourceFile:
    """A file that was read: its shown name and the SHA-256 of its bytes as `sha256:<hex>`."""

    name: str
    digest: str
