"""The bytes of a workbook that `xlsx` does not understand in, its grids out, read with openpyxl from the stored cells.

It runs only inside a worker process: openpyxl was seen to take minutes and gigabytes over small files.

openpyxl's own rows are not used, because they believe a sheet's declared size and walk over every blank row up to it;
its cell parser is, in one pass over the sheet that also sees what it does not tell: formulas without a stored result,
hidden rows and hidden columns.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import re
import warnings
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

from pledges.exceptions import UnreadableFileError
from pledges.sheets.grid import BLANK, READ_BY_FALLBACK, Cell, CellKind, Sheet, Workbook, is_blank_text
from pledges.sheets.limits import LAST_COLUMN, LAST_ROW, MOST_CELLS, MOST_ROWS, MOST_SHEETS
from pledges.sheets.package import open_package

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = b"purl.oclc.org/ooxml/spreadsheetml/main"
_NOT_PART_OF_A_FORMAT = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


def read(content: bytes) -> Workbook:
    """Return the sheets of an Excel workbook, hidden ones included.

    Numbers are the exact decimal that Excel stored, dates lose their time of day, a time of day alone is text, error
    cells keep their error, and a formula without a stored result is `UNSAVED`. Text made of blanks alone is blank.
    Raises `UnreadableFileError`: `wrong-type` where it was saved as Strict Open XML, `too-large` beyond the limits,
    `encrypted`, or `damaged` whatever the library stumbled over (its message is never passed on).
    """
    with open_package(content) as package:
        _refuse_strict(
            [package.read(name) for name in package.namelist() if re.fullmatch(r"xl/workbook\w*\.xml", name)]
        )
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            # openpyxl warns of extensions it leaves out when saving, which we never do, and prints numbers of styles.
            warnings.simplefilter("ignore")
            return _read(content)
    except UnreadableFileError:
        raise
    except Exception:  # noqa: BLE001 - at least nine unrelated types are known; what they say may quote a cell
        raise _damaged() from None


def _damaged() -> UnreadableFileError:
    return UnreadableFileError(
        "damaged", "The workbook is damaged or incomplete. Open it in Excel, save it again, and put it back."
    )


def _too_large() -> UnreadableFileError:
    return UnreadableFileError(
        "too-large",
        f"A sheet has more than {MOST_ROWS:,} filled rows, or there are more than {MOST_SHEETS} sheets. "
        "Copy the filled-in rows into a new workbook and put that back.",
    )


def _refuse_strict(workbook_parts: list[bytes]) -> None:
    """Refuse the variant that openpyxl takes for a workbook without sheets."""
    if any(_STRICT in part for part in workbook_parts):
        raise UnreadableFileError(
            "wrong-type",
            "It was saved as a Strict Open XML workbook. "
            "In Excel choose Save As, Excel Workbook (.xlsx), and put it back.",
        )


@attrs.frozen
class _Part:
    """A sheet as openpyxl opened it, and the reader that holds what its cells refer to: strings, styles, the epoch."""

    sheet: Any
    reader: Any


@attrs.frozen(kw_only=True)
class _ChartSheet:
    """Stands for a sheet that holds only a chart, under the names that openpyxl's sheets have."""

    title: str
    sheet_state: str


def _read(content: bytes) -> Workbook:
    from openpyxl.reader.excel import ExcelReader  # noqa: PLC0415 - keeps `import pledges` light
    from openpyxl.styles.stylesheet import apply_stylesheet  # noqa: PLC0415 - as above

    reader: Any = ExcelReader(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    # The steps of its `read` that cells need: no properties (they name people), themes, charts or defined names.
    reader.read_manifest()
    reader.read_strings()
    reader.read_workbook()
    apply_stylesheet(reader.archive, reader.wb)
    found = reader.wb._sheets  # noqa: SLF001 - the public list leaves out sheets that hold only a chart
    reader.read_chartsheet = lambda sheet, _: found.append(_ChartSheet(title=sheet.name, sheet_state=sheet.state))
    reader.read_worksheets()
    if not found or len(found) < len(reader.parser.sheets):
        # A sheet whose part is missing is left out by openpyxl without a word.
        raise _damaged()
    if len(found) > MOST_SHEETS:
        raise _too_large()
    sheets = tuple(_sheet(_Part(sheet, reader), number) for number, sheet in enumerate(found, start=1))
    reader.archive.close()
    return Workbook(format="xlsx", sheets=sheets, flags=frozenset({READ_BY_FALLBACK}))


@attrs.define
class _Content:
    """What has been gathered of one sheet so far."""

    cells: dict[tuple[int, int], Cell] = attrs.field(factory=dict)
    seen: set[tuple[int, int]] = attrs.field(factory=set)
    columns: set[int] = attrs.field(factory=set)
    hidden_rows: set[int] = attrs.field(factory=set)
    hidden_columns: list[range] = attrs.field(factory=list)

    def add(self, cells: list[tuple[tuple[int, int], Cell]], *, hidden: bool) -> None:
        """Add the cells of one stored row."""
        for place, cell in cells:
            row, column = place
            if place in self.seen or not (1 <= row <= LAST_ROW and 1 <= column <= LAST_COLUMN):
                # Two cells of one address: every reader believes another one.
                raise _damaged()
            self.seen.add(place)
            if cell.kind is CellKind.BLANK:
                continue
            self.cells[place] = cell
            self.columns.add(column)
            if hidden:
                self.hidden_rows.add(row)
        if len(self.cells) > MOST_CELLS:
            raise _too_large()


def _sheet(part: _Part, number: int) -> Sheet:
    """Return one sheet; a sheet that holds only a chart has no cells."""
    content = _Content()
    if hasattr(part.sheet, "_worksheet_path"):
        _gather(part, content)
    if len({row for row, _ in content.cells}) > MOST_ROWS:
        raise _too_large()
    return Sheet(
        name=part.sheet.title,
        number=number,
        cells=content.cells,
        hidden=part.sheet.sheet_state != "visible",
        hidden_rows=frozenset(content.hidden_rows),
        hidden_columns=frozenset(
            column for column in content.columns if any(column in columns for columns in content.hidden_columns)
        ),
    )


def _gather(part: _Part, content: _Content) -> None:
    """Put every stored cell of a sheet into `content`, in one pass over its XML."""
    from defusedxml.ElementTree import iterparse  # noqa: PLC0415 - keeps `import pledges` light
    from openpyxl.worksheet._reader import WorkSheetParser  # noqa: PLC0415 - as above

    book = part.reader.wb
    with part.reader.archive.open(part.sheet._worksheet_path) as source:  # noqa: SLF001 - the only way to the part
        parser = WorkSheetParser(
            source,
            part.reader.shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,  # noqa: SLF001 - as ReadOnlyWorksheet does itself
            timedelta_formats=book._timedelta_formats,  # noqa: SLF001 - as above
        )
        for _, element in iterparse(source, forbid_dtd=True):
            name = element.tag.rpartition("}")[2]
            if name in {"row", "col", "sheetData"} and not element.tag.startswith(_MAIN):
                raise _damaged()
            if name == "col" and _is_true(element.get("hidden")):
                content.hidden_columns.append(range(int(element.get("min", "")), int(element.get("max", "")) + 1))
            elif name == "row":
                _, stored = parser.parse_row(element)
                cells = [
                    ((found["row"], found["column"]), _cell(xml, found, part))
                    for xml, found in zip(element, stored, strict=True)
                    if xml.tag == f"{_MAIN}c"
                ]
                content.add(cells, hidden=_is_true(element.get("hidden")))
                element.clear()
            elif name == "sheetData":
                return


def _is_true(value: str | None) -> bool:
    return value in {"1", "true"}


def _cell(xml: Element, found: dict[str, Any], part: _Part) -> Cell:
    """Return a cell as openpyxl parsed it; its XML tells a formula without a stored result from a blank."""
    value = found["value"]
    if value is None:
        computed_empty_text = xml.find(f"{_MAIN}v") is not None and xml.get("t") == "str"
        is_unsaved = xml.find(f"{_MAIN}f") is not None and not computed_empty_text
        return Cell(CellKind.UNSAVED) if is_unsaved else BLANK
    if found["data_type"] == "e":
        return Cell(CellKind.ERROR, str(value))
    if isinstance(value, bool):
        return Cell(CellKind.BOOLEAN, value)
    if isinstance(value, dt.date):
        return Cell(CellKind.DATE, value.date() if isinstance(value, dt.datetime) else value)
    if isinstance(value, int | float):
        return _number(value, found["style_id"], part)
    text = str(value)  # a time of day alone or a duration, too: no amount of anything promised
    return BLANK if is_blank_text(text) else Cell(CellKind.TEXT, text)


def _number(value: float, style: int, part: _Part) -> Cell:
    decimal = Decimal(repr(value))
    if not decimal.is_finite():
        return Cell(CellKind.ERROR, "#NUM!")
    return Cell(CellKind.NUMBER, Fraction(decimal), percent=_is_percent(style, part))


def _is_percent(style: int, part: _Part) -> bool:
    """Return whether numbers in this style are shown as percentages."""
    from openpyxl.cell.read_only import ReadOnlyCell  # noqa: PLC0415 - keeps `import pledges` light

    try:
        number_format = ReadOnlyCell(part.sheet, 1, 1, None, style_id=style).number_format
    except IndexError:
        return False  # a style that the workbook does not define shows a plain number
    return "%" in _NOT_PART_OF_A_FORMAT.sub("", number_format)
