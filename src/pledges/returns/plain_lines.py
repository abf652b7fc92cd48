"""A row of a table in; its evidence line out, where every cell of it is plain; else None: it is one for `LineReader`.

In a table the same words, days and small numbers come again and again. What a cell was read as, without anything to
say of it, holds for every other row with the same cell (equal cells of a sheet are one object), and most references
are as plain as they can be. So of a row like the rows before it nothing is read again. What `lines.py` makes of a row
is what holds; that both say the same is held by `tests/returns/test_plain_lines.py`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import attrs

from pledges.model import Absence, EvidenceLine, Grade, LineColumns
from pledges.returns import layouts
from pledges.sheets.grid import BLANK, Cell, CellKind, column_letters

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pledges.provenance import CellRef
    from pledges.tables import Row, Table

_REFERENCES = (layouts.PERSON_REF, layouts.PLACEMENT_REF, layouts.EVIDENCE_REF, layouts.GROUP_REF)
_KNOWN = (
    layouts.PLEDGE_REF, layouts.START, layouts.END, layouts.QUANTITY, layouts.UNIT, layouts.GRADE, layouts.DAYS,
    layouts.HOURS_PER_WEEK, layouts.ATTENDEES, layouts.STAFF, layouts.SHARE, layouts.PROMISED,
)  # fmt: skip
# Letters and digits that end with a digit, or digits alone, not all of them 0: no word that names nothing, and no
# number that Excel changed.
_NAMES_NOTHING = "|".join(words.split()[0] for words in layouts.NAMES_NOTHING_STARTS)
_PLAIN_REFERENCE = re.compile(
    rf"(?=[^1-9]*[1-9])(?:(?!{_NAMES_NOTHING})[a-z][a-z0-9/_.-]*[0-9]|[0-9]{{1,15}})", re.ASCII | re.IGNORECASE
)


_COLUMNS = {
    "quantity": layouts.QUANTITY,
    "start": layouts.START,
    "end": layouts.END,
    "attendees": layouts.ATTENDEES,
    "staff": layouts.STAFF,
    "days": layouts.DAYS,
    "hours_per_week": layouts.HOURS_PER_WEEK,
    "share": layouts.SHARE,
}
"""Our names of the columns that the fields of `LineColumns` are."""


def columns_of(table: Table) -> LineColumns:
    """Return where the values of a table's lines stand."""
    letters = {field: column_letters(table.columns[name]) for field, name in _COLUMNS.items() if table.has(name)}
    return LineColumns(**letters)


def merged_over(row: Row) -> tuple[tuple[str, CellRef], ...]:
    """Return the fields whose cells are merged over this row from another one, each with its place."""
    places = ((field, row.seen_at(name)) for field, name in _COLUMNS.items() if row.table.has(name))
    return tuple((field, place) for field, place in places if place.row != row.number)


def plain_reference(cell: Cell) -> str | None:
    """Return what a cell of references says, "" where it is blank, None where that is not plain to see."""
    if cell is BLANK:
        return ""
    text = cell.value
    if (
        not isinstance(text, str)
        or cell.kind is not CellKind.TEXT
        or cell.struck
        or not _PLAIN_REFERENCE.fullmatch(text)
    ):
        return None
    return text


@attrs.frozen
class PlainLines:
    """Makes the lines of a table's plain rows; `known` is what cells were read as, by our names of their columns."""

    columns: LineColumns
    row_of: Callable[[int], tuple[Cell, ...]]
    references_of: Callable[[int], tuple[Cell, ...]]
    known: Sequence[Mapping[int, Any]]
    has_quantities: bool

    @classmethod
    def of(cls, table: Table, known: Mapping[str, Mapping[int, object]]) -> PlainLines:
        """Return what makes the lines of a table in whose headings nothing is doubtful."""
        return cls(
            columns_of(table),
            table.picker(_KNOWN),
            table.picker(_REFERENCES),
            [known[name] for name in _KNOWN],
            table.has(layouts.QUANTITY),
        )

    def line(self, row: Row) -> EvidenceLine | None:
        """Return the line of a row, None where something in it is to be read, or something is to be said of it."""
        try:
            cells = zip(self.known, self.row_of(row.number), strict=True)
            key, start, (_, end), quantity, word, grade, days, hours_per_week, attendees, staff, share, promised = [
                known[id(cell)] for known, cell in cells
            ]
        except KeyError:
            return None
        references = [plain_reference(cell) for cell in self.references_of(row.number)]
        is_missed = quantity.absence is Absence.MISSING and self.has_quantities and start is None
        units_differ = None not in (quantity.unit, word) and quantity.unit != word
        may_be_part = "%" in (quantity.unit, word)
        if None in references or is_missed or units_differ or may_be_part:
            return None
        person, placement, evidence, group = map(str, references)
        return EvidenceLine(
            pledge_key=key,
            row_source=row.source,
            columns=self.columns,
            quantity=quantity.amount,
            absence=quantity.absence,
            unit=quantity.unit or word,
            start=start,
            end=end,
            grade=grade if grade is not None else Grade.DOCUMENTED if evidence else Grade.CLAIMED,
            attendees=attendees,
            staff=staff,
            days=days,
            hours_per_week=hours_per_week,
            share=share,
            has_quantity_column=self.has_quantities,
            person_ref=person,
            placement_ref=placement,
            group_ref=group,
            evidence_ref=evidence,
            promise_words=promised,
        )
