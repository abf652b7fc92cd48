"""What a layout of returns says, as values: how a template is recognised, and what its cells mean.

A layout comes from a TOML file (`pledges.files.layouts`) and is used by `pledges.returns.by_layout`. It never maps by
likeness: a heading or a label is listed, or it means nothing.
"""

from __future__ import annotations

import attrs

from pledges.model import BASES
from pledges.quantities import UNITS
from pledges.returns import layouts

FIELDS = (
    layouts.SUPPLIER_REF, layouts.CONTRACT_REF, layouts.PERIOD_START, layouts.PERIOD_END, layouts.BASIS,
    layouts.SUBMITTED_ON, layouts.PART, layouts.NIL_RETURN,
)  # fmt: skip
"""What a labelled cell may mean."""

OF_THE_ROW = (
    layouts.SUPPLIER_REF, layouts.CONTRACT_REF, layouts.PERIOD_START, layouts.PERIOD_END, layouts.BASIS, layouts.PART,
)  # fmt: skip
"""What a column may mean where each row says whose it is or for when, as trackers of several firms or quarters do."""

MEANINGS = (*(column.name for column in layouts.DELIVERY_COLUMNS), *OF_THE_ROW)
"""What a column may mean: the columns of a return form, and whose and for when a row is."""

BASIS_WORDS = tuple(BASES)
UNIT_WORDS = tuple(UNITS)
"""The words of a fixed basis and a fixed unit."""


@attrs.frozen(kw_only=True)
class LayoutField:
    """A labelled cell: its value is the first cell to the right of one of its labels that holds something."""

    means: str
    labels: tuple[str, ...]


@attrs.frozen(kw_only=True)
class LayoutColumn:
    """A column with one of these headings; without a required one the table is not this layout's.

    With `under` the heading counts only where one of these texts stands above it, merged over it or to its left.
    """

    means: str
    headings: tuple[str, ...]
    under: tuple[str, ...] = ()
    required: bool = False


@attrs.frozen
class Step:
    """A part of a file's period: the `number`-th run of so many months from its first day, counted from 1."""

    months: int
    number: int


@attrs.frozen(kw_only=True)
class SpreadColumn:
    """One of several columns of quantities: what its heading alone says of when, pledge, unit or basis.

    `year`, `quarter` or `month` (one at most) count from 1, from the file's Period start. `pledge` is a code for every
    row; `code_ending` is put behind the row's own code, so that `2a` in a column of weeks is `2a weeks`. `under` is as
    in a `LayoutColumn`.
    """

    headings: tuple[str, ...]
    under: tuple[str, ...] = ()
    year: int | None = None
    quarter: int | None = None
    month: int | None = None
    pledge: str = ""
    code_ending: str = ""
    unit: str = ""
    basis: str = ""
    required: bool = False

    @property
    def step(self) -> Step | None:
        """The part of the period that it is of, None where it is of the whole."""
        numbers = ((12, self.year), (3, self.quarter), (1, self.month))
        return next((Step(months, number) for months, number in numbers if number is not None), None)


@attrs.frozen(kw_only=True)
class LayoutTable:
    """A table: on sheets of these names (none named: on any sheet), its columns, and what is the same in every row.

    `leave_out` are headings whose columns are known and not read. With `parents` a row whose code others continue
    (`2` of `2a`, `2b`) sums these up and is no delivery. A table with `optional` need not stand in the file. `basis` is
    "" where it is the file's.
    """

    columns: tuple[LayoutColumn, ...]
    sheets: tuple[str, ...] = ()
    heading_row: int | None = None
    spread: tuple[SpreadColumn, ...] = ()
    leave_out: tuple[str, ...] = ()
    pledge: str = ""
    unit: str = ""
    basis: str = ""
    parents: bool = False
    optional: bool = False


@attrs.frozen(kw_only=True)
class Layout:
    """A template of returns. `fingerprint` are texts that stand in cells of it, `sheets` names of sheets it has.

    `basis` is "" where a labelled cell says it. `is_own` tells that it comes from the case folder.
    """

    id: str
    name: str
    tables: tuple[LayoutTable, ...]
    fingerprint: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()
    fields: tuple[LayoutField, ...] = ()
    basis: str = ""
    note: str = ""
    is_own: bool = False
    digest: str = ""


HEADINGS_SHEET, LAYOUT_SHEET = "Headings", "Layout"
SHEET, CELL, WHAT, THEIR_WORDS, MEANING = "Sheet", "Cell", "What it is", "Their heading", "Our meaning"
SETTING, SETTING_VALUE = "Setting", "Value"
ID_SETTING, NAME_SETTING = "Id of the layout", "Name of the template"
TEXT_SETTING, BASIS_SETTING = "A text in every such file", "Figures are"
UNIT_SETTING = "Unit of every row"
UNDER = "Stands under"
QUARTERS = {f"Quantity of quarter {number}": number for number in (1, 2, 3, 4)}
LEAVE_OUT = "Leave out"
"""The sheets, headings and settings of the workbook in which an officer says what the headings of a file mean."""
