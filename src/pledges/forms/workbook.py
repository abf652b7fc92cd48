"""Planned sheets in, the bytes of an Excel workbook out: the one place of this room that knows XlsxWriter.

The same plan gives the same bytes, on any day and machine. Text is always written as text, never as a formula or link.
"""

from __future__ import annotations

import datetime as dt
import io
import itertools
import math
import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

from pledges.exceptions import RegisterError
from pledges.forms.plan import (
    MOST_IN_A_LIST,
    Column,
    Field,
    FieldSheet,
    PageRow,
    PageSheet,
    Role,
    Share,
    Sheet,
    TableSheet,
    Takes,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MADE = dt.datetime(2025, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)
"""The day that every workbook says it was made: a real one would make each file differ from the last."""

EXACT_DIGITS = 15
"""So many digits survive Excel's numbers; longer ones are written as text, which is read exactly."""

FIRST_DAY = dt.date(1900, 3, 1)
"""Excel counts a 29 February 1900 that never was: days before this one are written as text."""

LONGEST_TEXT = 32_767
"""Excel holds no more characters in a cell."""

_INK, _HEAD, _HEAD_LIGHT = "#1A1A1A", "#1F3A5F", "#D6E0EC"
_FILL_IN, _FIXED, _LINE = "#FFF6DB", "#F0F0F0", "#8A8A8A"
_TALLEST_ROW = 409
_ACROSS_A4, _LEAST_SCALE = 1046, Fraction(65, 100)
"""The pixels that a landscape page holds between its margins at full size, and how far it may be shrunk to be read."""
_LONGEST_HEADER = 120
_DATE_FORMAT, _MONEY_FORMAT, _PERCENT_FORMAT = "d mmm yyyy", "£#,##0.##########", "0.##########%"
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile(r"\r\n?")

_Look = dict[str, Any]
_BASE: _Look = {"font_name": "Arial", "font_size": 10, "font_color": _INK, "valign": "top"}
_CELL: _Look = {**_BASE, "text_wrap": True}
_BOX: _Look = {**_CELL, "border": 1, "border_color": _LINE, "align": "left", "indent": 1}
_HEADING: _Look = {**_BOX, "bold": True, "valign": "vcenter"}
_LOOKS: Mapping[str, _Look] = {
    "required heading": {**_HEADING, "bg_color": _HEAD, "font_color": "#FFFFFF"},
    "heading": {**_HEADING, "bg_color": _HEAD_LIGHT},
    "fill in": {**_BOX, "bg_color": _FILL_IN, "locked": False},
    "fixed": {**_BOX, "bg_color": _FIXED},
    "plain": _CELL,
    Role.TITLE.value: {**_BASE, "bold": True, "font_size": 16, "font_color": _HEAD},
    Role.HEADING.value: {**_BASE, "bold": True, "font_size": 12, "font_color": _HEAD, "valign": "bottom"},
    Role.TEXT.value: _CELL,
    Role.TABLE_HEADING.value: {**_HEADING, "bg_color": _HEAD_LIGHT},
    Role.TABLE_ROW.value: _BOX,
}
_FORMATS: Mapping[Takes, str] = {Takes.DATE: _DATE_FORMAT, Takes.MONEY: _MONEY_FORMAT, Takes.REFERENCE: "@"}

_DATE_ERROR = "Type the date as 31/03/2026 or 2026-03-31, and nothing else in the cell."
_NUMBER_ERROR = "Type one plain number, such as 12 or 7.5, and nothing else in the cell."
_DELIVERED_ERROR = (
    "This is not one plain number. Write the number alone, such as 12 or 7.5; nil if nothing was delivered; TBC if the"
    " number is still to come. Keep what you typed?"
)
_PROMISED_ERROR = (
    "This is not one plain number. Write the number alone, such as 12 or 7.5; or record only, where nothing is promised"
    " and deliveries are counted. Keep what you typed?"
)
_WORDS_BESIDE_NUMBERS: Mapping[Takes, tuple[tuple[str, ...], str]] = {
    Takes.DELIVERED: (("nil", "none", "zero", "tbc"), _DELIVERED_ERROR),
    Takes.PROMISED: (("record only", "banded"), _PROMISED_ERROR),
}
_LIST_ERROR = "This word is not in the list. Keep what you typed?"
_CLOSED_LIST_ERROR = "Please choose one of the words in the list."


def workbook_bytes(sheets: Iterable[Sheet]) -> bytes:
    """Return the bytes of a workbook with these sheets in order; the first one is open on top.

    Raises `RegisterError` where an amount is no finite decimal, so that no cell could hold it exactly.
    """
    import xlsxwriter  # noqa: PLC0415 - only when a workbook is written

    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(stream, options)
    book.set_properties({"created": MADE})
    book.set_size(24_000, 14_000)
    looks = _Looks(book.add_format)
    for sheet in sheets:
        page = book.add_worksheet(sheet.name)
        if isinstance(sheet, TableSheet):
            _write_table(page, sheet, looks)
        elif isinstance(sheet, FieldSheet):
            _write_fields(page, sheet, looks)
        else:
            _write_page(page, sheet, looks)
    book.close()
    return stream.getvalue()


def exact_decimal(amount: Fraction) -> str | None:
    """Return `amount` as decimal text without rounding, None where its decimals never end."""
    rest, twos, fives = amount.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return None
    places = max(twos, fives)
    digits = f"{abs(amount.numerator) * 10**places // amount.denominator:0{places + 1}d}"
    whole, part = (digits[:-places], "." + digits[-places:]) if places else (digits, "")
    return ("-" if amount < 0 else "") + whole + part


@attrs.frozen
class _Looks:
    """The formats of one workbook; XlsxWriter joins those that are alike."""

    add: Callable[[_Look], Format]

    def named(self, name: str, number_format: str = "") -> Format:
        return self.add({**_LOOKS[name], **({"num_format": number_format} if number_format else {})})

    def column(self, takes: Takes) -> Format:
        return self.named("plain", _FORMATS.get(takes, ""))


def _write_table(page: Worksheet, sheet: TableSheet, looks: _Looks) -> None:
    last_row = len(sheet.rows) + sheet.spare_rows
    for number, column in enumerate(sheet.columns):
        starred = f"{column.heading} *" if column.required and sheet.starred else column.heading
        page.set_column(number, number, column.width, looks.column(column.takes))
        page.write_string(
            0, number, _writable(starred), looks.named("required heading" if _is_strong(sheet, column) else "heading")
        )
        if last_row:
            _validate_column(page, sheet, number, last_row)
    for row, values in enumerate(sheet.rows, start=1):
        texts = [
            (value, column.width) for column, value in zip(sheet.columns, values, strict=True) if isinstance(value, str)
        ]
        page.set_row(row, min(_height([*texts, ("", 1)], 13), _TALLEST_ROW))
        for number, (column, value) in enumerate(zip(sheet.columns, values, strict=True)):
            name = "plain" if not sheet.protected else "fill in" if column.fill_in else "fixed"
            _write_value(page, (row, number), value, looks, name, column.takes)
    if sheet.protected:
        for row in range(len(sheet.rows) + 1, last_row + 1):
            for number, column in enumerate(sheet.columns):
                _write_value(page, (row, number), None, looks, "fill in", column.takes)
        _protect(page)
    headings = [column.heading for column in sheet.columns]
    page.set_row(
        0, _height([(text + " *", column.width) for text, column in zip(headings, sheet.columns, strict=True)], 16)
    )
    page.freeze_panes(1, 1)
    _set_paper(page, [column.width for column in sheet.columns])
    if not sheet.protected:
        page.hide_gridlines(0)  # they are printed: such a table has no lines of its own
    page.repeat_rows(0)
    if sheet.print_header:
        # An ampersand alone would be a code, and Excel keeps no more than 255 characters with the codes.
        line = " ".join(_writable(sheet.print_header).split())[:_LONGEST_HEADER].replace("&", "&&")
        page.set_header(f"&L{line}", {"margin": 0.3})


def _is_strong(sheet: TableSheet, column: Column) -> bool:
    """Whether a heading stands out: in a form what is to be filled in, elsewhere what must be."""
    return column.fill_in if sheet.protected else column.required


def _validate_column(page: Worksheet, sheet: TableSheet, number: int, last_row: int) -> None:
    column = sheet.columns[number]
    first_row = len(sheet.rows) + 1 if sheet.spare_choices == column.heading else 1
    if first_row > last_row:
        return
    choices_at = column.choices_at
    if sheet.spare_choices == column.heading and sheet.rows:
        letter = _letter(number)
        choices_at = f"${letter}$2:${letter}${len(sheet.rows) + 1}"
    for first, last, choices in _runs(sheet, column, first_row, last_row):
        rule = _rule(column.takes, choices, choices_at, f"{_letter(number)}{first + 1}", closed=column.closed)
        if column.hint:
            rule |= {"input_title": column.heading[:32], "input_message": column.hint}
        page.data_validation(first, number, last, number, rule)
    if column.hint:
        hint = {"validate": "any", "input_title": column.heading[:32], "input_message": column.hint}
        page.data_validation(0, number, 0, number, hint)


def _runs(sheet: TableSheet, column: Column, first: int, last: int) -> Iterable[tuple[int, int, tuple[str, ...]]]:
    """Yield the rows of a column that have one drop-down: Excel takes no two rules for one cell."""
    own = sheet.row_choices.get(column.heading)
    if own is None:
        yield first, last, column.choices
        return
    of_row = [*(each or column.choices for each in own), *[column.choices] * (last - len(own))]
    for choices, rows in itertools.groupby(range(first, last + 1), key=lambda row: of_row[row - 1]):
        together = list(rows)
        yield together[0], together[-1], choices


def _rule(takes: Takes, choices: tuple[str, ...], choices_at: str, cell: str, *, closed: bool) -> dict[str, Any]:
    """Return XlsxWriter's rule for a cell: questions where people may know better, refusals where nothing else fits."""
    if choices or choices_at:
        if len(",".join(choices)) > MOST_IN_A_LIST:
            message = "a drop-down this long needs a range"
            raise ValueError(message)
        kind, error = ("stop", _CLOSED_LIST_ERROR) if closed else ("warning", _LIST_ERROR)
        source = f"={choices_at}" if choices_at else list(choices)
        return {"validate": "list", "source": source, "error_type": kind, "error_message": error}
    if takes is Takes.DATE:
        between = {"criteria": "between", "minimum": dt.date(2000, 1, 1), "maximum": dt.date(2099, 12, 31)}
        return {"validate": "date", **between, "error_type": "stop", "error_message": _DATE_ERROR}
    if takes in {Takes.NUMBER, Takes.MONEY}:
        rule = {"validate": "decimal", "criteria": ">=", "value": 0}
        return {**rule, "error_type": "stop", "error_message": _NUMBER_ERROR}
    if takes in _WORDS_BESIDE_NUMBERS:
        allowed, error = _WORDS_BESIDE_NUMBERS[takes]
        words = ",".join(f'LOWER(TRIM({cell}))="{word}"' for word in allowed)
        formula = f"=OR(AND(ISNUMBER({cell}),{cell}>=0),{words})"
        return {"validate": "custom", "value": formula, "error_type": "warning", "error_message": error}
    return {"validate": "any"}


def _write_fields(page: Worksheet, sheet: FieldSheet, looks: _Looks) -> None:
    page.set_column(0, 0, 26, looks.named("plain"))
    page.set_column(1, 1, 44, looks.named("plain"))
    for number, heading in enumerate(("Field", "Value")):
        page.write_string(0, number, heading, looks.named("heading"))
    for row, field in enumerate(sheet.fields, start=1):
        page.write_string(row, 0, _writable(field.name), looks.named("fixed"))
        name = "fill in" if field.fill_in else "fixed"
        _write_value(page, (row, 1), field.value, looks, name, field.takes)
        _validate_field(page, row, field)
    _protect(page)
    page.freeze_panes(1, 0)
    _set_paper(page)


def _validate_field(page: Worksheet, row: int, field: Field) -> None:
    if not field.fill_in:
        return
    rule = _rule(field.takes, field.choices, "", f"B{row + 1}", closed=True)
    if field.hint:
        rule |= {"input_title": field.name[:32], "input_message": field.hint}
    page.data_validation(row, 1, row, 1, rule)


def _write_page(page: Worksheet, sheet: PageSheet, looks: _Looks) -> None:
    for number, width in enumerate(sheet.widths):
        page.set_column(number, number, width)
    for row, line in enumerate(sheet.rows):
        _write_line(page, row, line, sheet.widths, looks)
    page.hide_gridlines(2)
    _set_paper(page)


def _write_line(page: Worksheet, row: int, line: PageRow, widths: tuple[int, ...], looks: _Looks) -> None:
    look = looks.named(line.role.value)
    last = len(line.cells) - 1
    spans = list[tuple[str, int]]()
    for number, text in enumerate(line.cells):
        is_wide = number == last and last < len(widths) - 1
        if is_wide:
            page.merge_range(row, number, row, len(widths) - 1, "", look)
        page.write_string(row, number, _writable(text), look)
        spans.append((text, sum(widths[number:]) if is_wide else widths[number]))
    room = {Role.TITLE: 24, Role.HEADING: 24}.get(line.role, 14)
    page.set_row(row, _height(spans, room))


def _write_value(page: Worksheet, place: tuple[int, int], value: Value, looks: _Looks, name: str, takes: Takes) -> None:
    """Write one cell as what it is; a blank one only where it must look like something."""
    row, column = place
    look = looks.named(name, _FORMATS.get(takes, ""))
    if value is None or value == "":
        if name != "plain":
            page.write_blank(row, column, None, look)
    elif isinstance(value, bool):
        page.write_boolean(row, column, value, look)
    elif isinstance(value, dt.date):
        if value < FIRST_DAY:
            page.write_string(row, column, value.isoformat(), look)
        else:
            page.write_datetime(row, column, dt.datetime.combine(value, dt.time()), looks.named(name, _DATE_FORMAT))
    elif isinstance(value, Share):
        _write_share(page, place, value.of_one, looks.named(name, _PERCENT_FORMAT))
    elif isinstance(value, str):
        page.write_string(row, column, _writable(value), look)
    else:
        _write_amount(page, place, Fraction(value), look)


def _writable(text: str) -> str:
    """Return the text as a cell can hold it: without the signs that no workbook may have, and not too long."""
    return _UNWRITABLE.sub("\ufffd", _LINE_ENDS.sub("\n", text))[:LONGEST_TEXT]


def _write_amount(page: Worksheet, place: tuple[int, int], amount: Fraction, look: Format) -> None:
    text = _decimal(amount)
    if _fits_a_number(text):
        page.write_number(*place, float(text), look)
    else:
        page.write_string(*place, text, look)


def _write_share(page: Worksheet, place: tuple[int, int], of_one: Fraction, look: Format) -> None:
    text = _decimal(of_one)
    if _fits_a_number(text):
        page.write_number(*place, float(text), look)
    else:
        page.write_string(*place, f"{_decimal(of_one * 100)}%", look)


def _decimal(amount: Fraction) -> str:
    text = exact_decimal(amount)
    if text is None:
        message = "An amount whose decimals never end, such as a third, cannot be written into a workbook exactly."
        raise RegisterError(message)
    return text


def _fits_a_number(text: str) -> bool:
    return len(text.replace(".", "").lstrip("-0")) <= EXACT_DIGITS


def _pages_across(widths: Sequence[int]) -> int:
    """Return over how many pages a table of these columns goes, so that none is shrunk below the least scale."""
    pixels = [7 * width + 5 for width in widths]
    again, most = pixels[0] if pixels else 0, _ACROSS_A4 / _LEAST_SCALE
    return max(1, math.ceil((sum(pixels) - again) / (most - again)))


def _protect(page: Worksheet) -> None:
    """Guard what we filled in against slips, without a password: whoever has a reason can lift it."""
    allowed = ("format_cells", "format_columns", "format_rows", "select_locked_cells", "select_unlocked_cells")
    page.protect("", dict.fromkeys(allowed, True))


def _set_paper(page: Worksheet, widths: Sequence[int] = ()) -> None:
    """Print landscape on A4; what would become too small on one page goes over several, its first column on each."""
    page.set_landscape()
    page.set_paper(9)  # A4
    across = _pages_across(widths)
    page.fit_to_pages(across, 0)
    if across > 1:
        page.repeat_columns(0, 0)
        page.print_across()  # the pages of the same rows follow each other
    page.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.5)
    page.set_footer("&L&A&RPage &P of &N")


def _height(cells: Iterable[tuple[str, int]], line: float) -> float:
    """Return the height in points at which wrapped texts are whole, since Excel does not find it for merged cells."""
    lines = max(
        sum(math.ceil(max(len(part), 1) / max(width * 1.1 - 1, 1)) for part in text.split("\n"))
        for text, width in cells
    )
    return lines * line + 4


def _letter(column: int) -> str:
    from xlsxwriter.utility import xl_col_to_name  # noqa: PLC0415 - only when a workbook is written

    return str(xl_col_to_name(column))
