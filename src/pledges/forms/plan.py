"""The nouns of a workbook to be filled in: sheets, columns and fields, as values that know nothing of Excel's files."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from fractions import Fraction

import attrs

MOST_IN_A_HINT = 255
"""Excel shows no more characters than this beside a cell."""

MOST_IN_A_LIST = 255
"""Excel keeps no more characters than this of a drop-down's own words; longer lists stand in a sheet."""


@attrs.frozen
class Share:
    """A share of one that is shown as a percentage: `Share(Fraction(1, 2))` is 50%."""

    of_one: Fraction


Value = str | int | Fraction | bool | dt.date | Share | None
"""What a cell may be given; None and "" leave it blank."""


class Takes(enum.Enum):
    """What a column or field is for. References keep leading noughts; delivered amounts may also be `nil` or `TBC`.

    Promised amounts may also be `record only` or `banded`.
    """

    TEXT = "text"
    REFERENCE = "reference"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    DELIVERED = "delivered"
    PROMISED = "promised"


def _fits_beside_a_cell(_instance: object, _attribute: attrs.Attribute[str], value: str) -> None:
    if len(value) > MOST_IN_A_HINT:
        message = f"a hint has at most {MOST_IN_A_HINT} characters: {value[:40]}…"
        raise ValueError(message)


@attrs.frozen(kw_only=True)
class Column:
    """A column of a table: its heading without the star, what it takes, and one line that says how to fill it in.

    `choices` are the words of a drop-down, `choices_at` the range of another sheet that holds them (`Lists!$A$2:$A$9`).
    Other words than these are questioned, and refused where the list is `closed`.
    """

    heading: str
    width: int
    takes: Takes = Takes.TEXT
    required: bool = False
    choices: tuple[str, ...] = ()
    choices_at: str = ""
    closed: bool = False
    hint: str = attrs.field(default="", validator=_fits_beside_a_cell)
    fill_in: bool = True


@attrs.frozen(kw_only=True)
class TableSheet:
    """A sheet with one table from its first row: headings, the rows that are known, and spare rows to fill in.

    In a `protected` sheet only the columns to fill in, and every column of the spare rows, can be changed.
    `spare_choices` names a column whose own values above are the drop-down of the spare rows. `row_choices` gives a
    column, by its heading, a drop-down for each of the known rows, an empty one where it has that of the column.
    `print_header` stands at the top of each printed page.
    """

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...] = ()
    spare_rows: int = 0
    protected: bool = False
    spare_choices: str = ""
    row_choices: Mapping[str, tuple[tuple[str, ...], ...]] = attrs.field(factory=dict)
    starred: bool = True
    print_header: str = ""


@attrs.frozen(kw_only=True)
class Field:
    """A field of a form: its name, what is known of it, and what it takes."""

    name: str
    value: Value = None
    takes: Takes = Takes.TEXT
    choices: tuple[str, ...] = ()
    hint: str = attrs.field(default="", validator=_fits_beside_a_cell)
    fill_in: bool = False


@attrs.frozen(kw_only=True)
class FieldSheet:
    """A sheet of fields, one a row: Field and Value. Only the fields to fill in can be changed."""

    name: str
    fields: tuple[Field, ...]


class Role(enum.Enum):
    """How a row of a page looks."""

    TITLE = "page title"
    HEADING = "page heading"
    TEXT = "page text"
    TABLE_HEADING = "page table heading"
    TABLE_ROW = "page table row"


@attrs.frozen
class PageRow:
    """A row of a page: its cells from the left, the last of which reaches to the page's right edge."""

    role: Role
    cells: tuple[str, ...]


@attrs.frozen(kw_only=True)
class PageSheet:
    """A sheet that is only read: rows of text on columns of these widths."""

    name: str
    widths: tuple[int, ...]
    rows: tuple[PageRow, ...]


Sheet = TableSheet | FieldSheet | PageSheet
