"""A document in; `report.xlsx` as bytes out: the tables of the page, to filter, sort and work with in Excel."""

from __future__ import annotations

import datetime as dt
import functools
import io
import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from pledges.explain import NOT_KNOWN
from pledges.reports.overview import how_the_lists_add_up, overview, parts_of_other, ratings, without_schedule
from pledges.reports.sheet_rows import MOST_CHARACTERS, Rows, cell_of, fill, row_of
from pledges.reports.tabulation import Table, Value, tables
from pledges.reports.wording import RATINGS, buyers
from pledges.sheets.grid import column_letters

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import BinaryIO

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from pledges.reports.records import Document

_CREATED = dt.datetime(2026, 1, 1)  # noqa: DTZ001 - one day for every workbook: its bytes rest on the document alone
_NARROWEST, _WRAPS = 8, 28  # of a column, in characters
_ACROSS_A4, _LEAST_SCALE = 1046, Fraction(55, 100)  # the pixels between its margins, and how far they may be shrunk
_REPEATED = 2  # the columns that say on each page which row it is
_WIDEST, _MANY_COLUMNS = 44, 12  # a table of more columns is as wide as paper allows when its text wraps
_LINE, _MOST_LINES = 13.5, 12  # the height of a line, in points, and of a row, in lines
_A4 = 9
_INDENTED: dict[str, object] = {"align": "left", "indent": 1}
_BRAND, _SOFT = "#12414b", "#4b5964"
_BLANKS = " \u00a0\u2007\u202f\u3000"
# Excel and its kin calculate text that starts so, full-width twins included, once somebody has edited the cell.
_STARTS_A_FORMULA = tuple("=+-@\t\r|%\uff1d\uff0b\uff0d\uff20\uff5c\uff05")

_GOOD, _NEAR, _BELOW = ("#0f5132", "#dff0e4"), ("#5c4a00", "#fbf0c4"), ("#7a3500", "#fde4cf")
_FAR, _OTHER = ("#7d1515", "#fadcdc"), ("#39454f", "#e6eaed")
# The words stand in the cells; colour only repeats them.
_COLOURS = {
    "Good": _GOOD, "Approaching target": _NEAR, "Requires improvement": _BELOW, "Inadequate": _FAR, "Other": _OTHER,
    "met": _GOOD, "refer to panel": _NEAR, "not met": _FAR, "unknown": _OTHER,
    "not applicable": _OTHER, "error": _FAR, "query": _BELOW,
}  # fmt: skip


def render(document: Document) -> bytes:
    """Return the workbook; one document always gives the same bytes. No text in it can become a formula or a link."""
    content = io.BytesIO()
    write(document, content)
    return content.getvalue()


def write(document: Document, file: BinaryIO) -> None:
    """Write the same to a file: the rows of its tables one by one."""
    from xlsxwriter.workbook import Workbook  # noqa: PLC0415 - keeps `import pledges` light

    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(content, options)
    book.set_properties({"title": "Promises to care-experienced young people", "created": _CREATED})
    formats, made = _Formats(book), tables(document)
    _start_here(book.add_worksheet("Start here"), document, made, formats)
    rows = {
        f"xl/worksheets/sheet{number}.xml": _write(book.add_worksheet(table.name), table, formats)
        for number, table in enumerate(made, start=2)
    }
    book.close()
    fill(content.getvalue(), rows, file)


class _Formats:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Format] = {}
        self._of_kinds: dict[tuple[object, ...], Format] = {}

    def get(self, **properties: object) -> Format:
        """Return a format of the house style with these properties."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            style = {"font_name": "Arial", "font_size": 10, "valign": "top"}
            self._made[key] = self._book.add_format({**style, **properties})
        return self._made[key]

    def heading(self, *, right: bool = False) -> Format:
        """Return the format of a heading, over numbers to the right."""
        side: dict[str, object] = {"align": "right"} if right else _INDENTED
        return self.get(bold=True, text_wrap=True, bottom=2, bottom_color=_BRAND, bg_color="#e9eff0", **side)

    def of(self, value: Value) -> Format:
        """Return the format of a value that stands in no table."""
        return self._of_kind(_kind(value), share=False, right=False)

    def number(self, kind: tuple[object, ...], *, share: bool, right: bool) -> int:
        """Return the number by which cells of the package name the format of a kind of value in a table."""
        # The library has no other way to tell, and writes out no format whose number it was not asked for.
        style: Any = self._of_kind(kind, share=share, right=right)
        return int(style._get_xf_index())  # noqa: SLF001

    def _of_kind(self, kind: tuple[object, ...], *, share: bool, right: bool) -> Format:
        key = (kind, share, right)
        if key not in self._of_kinds:
            self._of_kinds[key] = self.get(**_style(kind, share=share, right=right))
        return self._of_kinds[key]


@functools.lru_cache(maxsize=4096)
def _kind_of_text(text: str) -> tuple[object, ...]:
    """Return what the format of a text rests on; most of them come again and again."""
    starts_a_formula = text.lstrip(_BLANKS).startswith(_STARTS_A_FORMULA)
    return str, text if text in _COLOURS else "", len(text) > _WRAPS, starts_a_formula


_NO_VALUE, _DAY, _WHOLE, _PART = (type(None),), (dt.date,), (int, True), (int, False)


def _kind(value: Value) -> tuple[object, ...]:
    """Return what the format of a value rests on: its type, and what else of it shows."""
    if isinstance(value, str):
        return _kind_of_text(value)
    if value is None:
        return _NO_VALUE
    if isinstance(value, dt.date):
        return _DAY
    return _WHOLE if value.denominator == 1 else _PART


def _style(kind: tuple[object, ...], *, share: bool, right: bool) -> dict[str, object]:
    """Return the format of a kind of value."""
    style: dict[str, object] = {"bottom": 1, "bottom_color": "#d3dade"}
    if kind == _NO_VALUE:
        return style | {"italic": True, "font_color": _SOFT, **({"align": "right"} if right else _INDENTED)}
    if kind == _DAY:
        return style | {"num_format": "d mmm yyyy", **_INDENTED}
    if kind in (_WHOLE, _PART):
        return style | {"num_format": "0.0%" if share else "#,##0" if kind == _WHOLE else "#,##0.00"}
    _, coloured, wraps, starts_a_formula = kind
    style |= _INDENTED
    if isinstance(coloured, str) and coloured:
        style["font_color"], style["bg_color"] = _COLOURS[coloured]
    if wraps:
        style["text_wrap"] = True
    if starts_a_formula:
        style["quote_prefix"] = True
    return style


def _put(sheet: Worksheet, row: int, column: int, value: Value, style: Format) -> None:
    """Write one value as what it is: text as text, days as Excel days, amounts as numbers, nothing as `not known`."""
    if value is None:
        sheet.write_string(row, column, NOT_KNOWN, style)
    elif isinstance(value, str):
        sheet.write_string(row, column, value[:MOST_CHARACTERS], style)
    elif isinstance(value, dt.date):
        sheet.write_datetime(row, column, dt.datetime(value.year, value.month, value.day), style)  # noqa: DTZ001 - a day
    else:
        # Excel knows only binary numbers; assessment.json has the exact fraction.
        sheet.write_number(row, column, float(value), style)


def _write(sheet: Worksheet, table: Table, formats: _Formats) -> Rows:
    """Write a table's headings, frozen, with filters over them and columns as wide as what is in them; return its rows.

    What is in them is gone through once for that, and again when the rows are written.
    """
    columns = range(len(table.headings))
    widest, kinds = [0] * len(columns), [set[tuple[object, ...]]() for _ in columns]
    for row in table.rows:
        for column, value in enumerate(row):
            widest[column] = max(widest[column], _width(value))
            kinds[column].add(_kind(value))
    most = _WIDEST if len(columns) <= _MANY_COLUMNS else _WRAPS
    numeric = [any(kind[0] is int for kind in found) for found in kinds]
    widths = [
        min(max(widest[column], _NARROWEST, *map(len, heading.split())), most) + 3
        for column, heading in enumerate(table.headings)
    ]
    for column, heading in enumerate(table.headings):
        sheet.write_string(0, column, heading, formats.heading(right=numeric[column]))
        sheet.set_column(column, column, widths[column])
    sheet.set_row(0, 2 * _LINE)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(table.rows), 1), len(columns) - 1)
    sheet.repeat_rows(0)
    _set_page(sheet)
    if (across := _pages_across(widths)) > 1:
        sheet.fit_to_pages(across, 0)
        sheet.repeat_columns(0, _REPEATED - 1)
        sheet.print_across()  # the pages of the same rows follow each other
    styles = [
        {kind: formats.number(kind, share=heading in table.shares, right=right) for kind in found}
        for heading, right, found in zip(table.headings, numeric, kinds, strict=True)
    ]
    return Rows(
        size=f"A1:{column_letters(len(columns))}{len(table.rows) + 1}",
        rows=functools.partial(_rows, table, styles, most),
    )


def _rows(table: Table, styles: Sequence[Mapping[tuple[object, ...], int]], most: int) -> Iterator[str]:
    """Yield the rows of a table, each as high as what is in it, up to twelve lines."""
    columns = [(column_letters(column), found) for column, found in enumerate(styles, start=1)]
    heights = [f"{int((lines * _LINE + 3) * 4 / 3) * 0.75:.16g}" for lines in range(_MOST_LINES + 1)]
    for number, row in enumerate(table.rows, start=2):
        lines = -(-max(map(_width, row)) // (most + 2))
        cells = [
            cell_of(f"{letters}{number}", found[_kind(value)], value, NOT_KNOWN)
            for (letters, found), value in zip(columns, row, strict=True)
        ]
        yield row_of(number, heights[min(lines, _MOST_LINES)], cells)


def _width(value: Value) -> int:
    if isinstance(value, str):
        return len(value)
    if value is None:
        return len(NOT_KNOWN)
    if isinstance(value, dt.date):
        return len("31 Mar 2026")
    whole = value.numerator // value.denominator
    return len(f"{whole:,}.00")


def _pages_across(widths: Sequence[int]) -> int:
    """Return over how many pages a table of these columns goes, so that none is shrunk until nobody can read it."""
    pixels = [7 * width + 5 for width in widths]
    again, most = sum(pixels[:_REPEATED]), _ACROSS_A4 / _LEAST_SCALE
    return max(1, math.ceil((sum(pixels) - again) / (most - again)))


def _set_page(sheet: Worksheet) -> None:
    sheet.hide_gridlines(2)
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&L&A&RPage &P of &N")


def _start_here(sheet: Worksheet, document: Document, made: Sequence[Table], formats: _Formats) -> None:
    """Write the first sheet: what this is, the ratings, the four lists and where to go on."""
    for column, width in enumerate((34, 30, 84)):
        sheet.set_column(column, column, width)
    sheet.write_string(
        0, 0, "Promises to care-experienced young people", formats.get(bold=True, font_size=16, font_color=_BRAND)
    )
    row = 1
    for word, value in _about(document):
        row += 1
        _put(sheet, row, 0, word, formats.of(word))
        _put(sheet, row, 1, value, formats.of(value))
    for heading, entries in _blocks(document, made):
        row += 2
        for column in range(3):
            style = formats.get(bold=True, font_size=12, font_color=_BRAND, bottom=1, bottom_color=_BRAND)
            sheet.write_string(row, column, heading if column == 0 else "", style)
        for name, count, text in entries:
            row += 1
            _put(sheet, row, 0, name, formats.of(name))
            _put(sheet, row, 1, count, formats.of(str(count)))
            _put(sheet, row, 2, text, formats.of(text))
    _set_page(sheet)


def _about(document: Document) -> tuple[tuple[str, Value], ...]:
    known: Value = "everything in the folder" if document.known_on is None else document.known_on
    council = ", ".join(buyers(document)) or "not given in the register"
    return ("Council", council), ("Position on", document.on), ("Facts taken as known", known)


def _blocks(document: Document, made: Sequence[Table]) -> tuple[tuple[str, tuple[tuple[str, int, str], ...]], ...]:
    lists = overview(document)
    came = (
        ("Counted", len(lists.counted), "Files of returns that were read and count: sheet Returns"),
        ("Needs you", len(lists.needs_you), "Files in which somebody has to decide or mend something: sheet Findings"),
        (
            "Nothing received",
            len(lists.nothing_received),
            f"Asked for or due, and nothing came: not known, not nil. {without_schedule(document)}".rstrip(),
        ),
        ("Refused", len(lists.refused), "Could not be read safely, or was rejected"),
        ("Files in all", len({each.file for each in document.returns} - {None}), how_the_lists_add_up(document)),
    )
    other = tuple((f"{RATINGS[-1]}: {word}", count, "") for word, count in parts_of_other(document).items())
    return (
        (
            "At a glance: promises by rating",
            (*((word, count, "") for word, count in ratings(document).items()), *other),
        ),
        ("What came in", came),
        (
            "Sheets of this workbook, with their rows",
            tuple((each.name, len(each.rows), each.about) for each in made),
        ),
    )
