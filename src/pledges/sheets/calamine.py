"""The bytes of an older or other workbook (xls, xlsb, ods) in, its grids out, read with python-calamine.

It runs only inside a worker process: on damaged files of one kilobyte the library was seen to end the whole process,
or to ask for 97 GB. It keeps no error cells and no formulas without a stored result, and tells nothing of hidden rows
and columns, number formats, comments or struck-through text. Of an ods our own look at its main part does; of an xls
or xlsb nothing does, and the workbook's flags say so.
"""

from __future__ import annotations

import datetime as dt
import io
import math
import struct
import zipfile
from typing import TYPE_CHECKING

import attrs

from pledges.exceptions import UnreadableFileError
from pledges.sheets import limits
from pledges.sheets.grid import (
    BLANK,
    BLANKS_MAY_BE_ERRORS,
    EMBEDDED,
    EXTERNAL_LINKS,
    HIDING_NOT_KNOWN,
    MACROS,
    Cell,
    CellKind,
    CellRange,
    Sheet,
    Workbook,
)
from pledges.sheets.merged import checked_ranges
from pledges.sheets.open_document import SheetMarks, marks_of
from pledges.sheets.package import ZIP_ERRORS, open_directory, open_package
from pledges.sheets.stored import StoredCells
from pledges.sheets.values import NUM_ERROR, Shown, cell_of_text, damaged, error, have_one_name_twice, number, too_large

if TYPE_CHECKING:
    from collections.abc import Iterator

    from python_calamine import CalamineSheet, CalamineWorkbook, SheetMetadata

_ZIP = b"PK"
# The record that begins the workbook's stream, in BIFF8 and BIFF5, and the one that says it is protected.
_STARTS_OF_XLS = (b"\x09\x08\x10\x00\x00\x06\x05\x00", b"\x09\x08\x08\x00\x00\x05\x05\x00")
_FILE_PASS, _CODE_PAGE = 0x2F, 0x42
# What programs older than Windows 95 wrote for Windows' Western letters, and what the library knows them by.
_OLD_WESTERN, _WESTERN = struct.pack("<H", 0x8001), struct.pack("<H", 1252)
# Of an xlsb the library knows a sheet's kind by its folder, and not that of macros; what has a chart it leaves alone.
_MACRO_FOLDER, _CHART_FOLDER = b"macrosheets/", b"chartsheets/"
_STORAGES = ((MACROS, "_VBA_PROJECT"), (EMBEDDED, "MBD0"))  # as Excel names them in the directory of an xls
_ACTIVE_PARTS = (
    (MACROS, "/vbaproject.bin"),
    (MACROS, "/macrosheets/"),
    (MACROS, "/basic/"),
    (MACROS, "/scripts/"),
    (EXTERNAL_LINKS, "/externallinks/"),
    (EMBEDDED, "/embeddings/"),
    (EMBEDDED, "/activex/"),
)
_RELATIONS_OF_XLSB = "xl/_rels/workbook.bin.rels"
_RECORD = struct.Struct("<HH")
_LOOKED_AT = 512
_PIECE = 2**20


def read(content: bytes) -> Workbook:
    """Return the sheets of an xls, xlsb or ods workbook, hidden ones included.

    Raises `UnreadableFileError`: `encrypted`, `too-large` beyond the limits, or `damaged` whatever the library
    stumbled over (its message is never passed on). It may also end the process: call it in a worker.
    """
    from python_calamine import CalamineWorkbook, PasswordError  # noqa: PLC0415 - keeps `import pledges` light

    kind, marks = _checked(content)
    try:
        found = _workbook(CalamineWorkbook.from_filelike(io.BytesIO(_as_known(content, kind))), kind, marks)
    except (KeyboardInterrupt, SystemExit, MemoryError, UnreadableFileError):
        raise
    except PasswordError:
        raise _encrypted() from None
    except BaseException:  # noqa: BLE001 - a panic of the library is no Exception, and what it says may quote a cell
        raise damaged() from None
    return attrs.evolve(found, flags=found.flags | _active(content, kind))


def _encrypted() -> UnreadableFileError:
    return UnreadableFileError(
        "encrypted", "It is protected with a password. Take the password off, save it, and put it back."
    )


def _is_locked(content: bytes) -> bool:
    """Return whether an xls says that it is protected, which the library takes for a format it does not know.

    The record that says so is among the first after the start of the workbook's stream ([MS-XLS] 2.4.117).
    """
    return any(record == _FILE_PASS for record, _ in _first_records(content))


def _first_records(content: bytes) -> Iterator[tuple[int, slice]]:
    """Yield the first records of the workbook's stream in an xls: the kind of each, and where its data stands."""
    for start in _STARTS_OF_XLS:
        at = content.find(start)
        end = at + _LOOKED_AT
        while 0 <= at < min(end, len(content) - _RECORD.size):
            record, length = _RECORD.unpack_from(content, at)
            yield record, slice(at + _RECORD.size, at + _RECORD.size + length)
            at += _RECORD.size + length


def _as_known(content: bytes, kind: str) -> bytes:
    """Return the bytes with what the library stumbles over said as it knows it.

    In an xls that is an old name of Windows' Western letters; in an xlsb, sheets of macros, which hold no cells that
    anybody could mean by a return: they are named sheets of charts, and keep their places.
    """
    if kind == "xls":
        for record, place in _first_records(content):
            if record == _CODE_PAGE and content[place] == _OLD_WESTERN:
                return content[: place.start] + _WESTERN + content[place.stop :]
    if kind != "xlsb":
        return content
    with open_package(content) as package:
        relations = next((name for name in package.namelist() if name.casefold() == _RELATIONS_OF_XLSB), None)
        listed = b"" if relations is None else package.read(relations)
        if _MACRO_FOLDER not in listed:
            return content
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as copy:
            for name in package.namelist():
                same = name != relations
                copy.writestr(name, package.read(name) if same else listed.replace(_MACRO_FOLDER, _CHART_FOLDER))
    return made.getvalue()


def _active(content: bytes, kind: str) -> frozenset[str]:
    """Return what the workbook can do or holds besides its sheets, by the names of its parts."""
    if kind == "xls":
        return frozenset(mark for mark, name in _STORAGES if name.encode("utf-16-le") in content)
    with open_directory(content) as package:
        names = [f"/{name}".casefold() for name in package.namelist()]
    return frozenset(mark for mark, part in _ACTIVE_PARTS if any(part in name for name in names))


def _checked(content: bytes) -> tuple[str, tuple[SheetMarks, ...] | None]:
    """Return the format after a look at a package's parts: sizes that lie, document types, repeats of cells.

    With an ods come the marks of its sheets, with the others None.
    """
    if not content.startswith(_ZIP):
        if _is_locked(content):
            raise _encrypted()
        return "xls", None
    with open_package(content) as package:
        names = {name.casefold(): name for name in package.namelist()}
        if "content.xml" not in names:
            return "xlsb", None
        try:
            with package.open(names["content.xml"]) as part:
                return "ods", marks_of(iter(lambda: part.read(_PIECE), b""))
        except UnreadableFileError:
            raise
        except ZIP_ERRORS:
            raise damaged() from None


def _workbook(book: CalamineWorkbook, kind: str, marks: tuple[SheetMarks, ...] | None) -> Workbook:
    listed = book.sheets_metadata
    if not listed or have_one_name_twice([each.name for each in listed]):
        raise damaged()
    if len(listed) > limits.MOST_SHEETS:
        raise too_large(f"more than {limits.MOST_SHEETS} sheets")
    if marks is not None and len(marks) != len(listed):
        marks = None  # tables inside others: whose marks are whose cannot be told
    each_marked = zip(listed, marks or [None] * len(listed), strict=True)
    sheets = tuple(_sheet(book, each, number, marked) for number, (each, marked) in enumerate(each_marked, start=1))
    flags = {BLANKS_MAY_BE_ERRORS, HIDING_NOT_KNOWN} if marks is None else set[str]()
    if any(_name_of(each.typ) in {"MacroSheet", "Vba"} for each in listed):
        flags.add(MACROS)
    return Workbook(format=kind, sheets=sheets, flags=frozenset(flags))


def _name_of(member: object) -> str:
    """Return the name of one of the library's enumerated values, which are no Python enums in every version."""
    return str(member).rpartition(".")[2]


def _sheet(book: CalamineWorkbook, listed: SheetMetadata, number: int, known: SheetMarks | None) -> Sheet:
    """Return one sheet at the addresses a person sees; one that holds only a chart or macros has no cells."""
    marks = known or SheetMarks()
    hidden = _name_of(listed.visible) != "Visible"
    if _name_of(listed.typ) != "WorkSheet":
        return Sheet(name=listed.name, number=number, cells={}, hidden=hidden)
    sheet = book.get_sheet_by_index(number - 1)
    end = sheet.end
    if end is not None and (end[0] + 1) * (end[1] + 1) > limits.MOST_PLACES:
        raise too_large(f"a sheet whose cells are spread over more than {limits.MOST_PLACES:,} places")
    cells = _cells(sheet, marks).finished()
    rows = frozenset(cells.rows())
    return Sheet(
        name=listed.name,
        number=number,
        cells=cells,
        hidden=hidden,
        hidden_rows=rows & marks.hidden_rows,
        hidden_columns=frozenset(
            column
            for column in {column for _, column in cells}
            if any(column in columns for columns in marks.hidden_columns)
        ),
        merged=checked_ranges(marks.merged) if known is not None else _merged(sheet),
        commented=frozenset(marks.commented),
        looks_known=known is not None,
    )


def _cells(sheet: CalamineSheet, marks: SheetMarks) -> StoredCells:
    stored, odd = StoredCells(), marks.odd_places()
    # What the library takes for blank may stand beyond the last cell that it sees.
    odd_by_row = dict[int, list[int]]()
    for row, column in sorted(odd):
        odd_by_row.setdefault(row, []).append(column)
    # Without this the library drops what is blank above and left, and every address is wrong.
    seen = [] if sheet.end is None else sheet.to_python(skip_empty_area=False)
    for row, values in enumerate(seen, start=1):
        cells = [_cell(value) for value in values]
        for column in odd_by_row.pop(row, ()):
            cells += [BLANK] * (column - len(cells))
            cells[column - 1] = _marked(cells[column - 1], (row, column), marks)
        stored.add(row, stored.indices_of(tuple(range(1, len(cells) + 1))), cells, hidden=False)
    for row, columns in odd_by_row.items():
        stored.add(
            row,
            stored.indices_of(tuple(columns)),
            [_marked(BLANK, (row, column), marks) for column in columns],
            hidden=False,
        )
    return stored


def _marked(cell: Cell, place: tuple[int, int], marks: SheetMarks) -> Cell:
    """Return a cell with what our own look says of it."""
    if place in marks.errors:
        return error(marks.errors[place])
    if cell is BLANK:
        return Cell(CellKind.UNSAVED) if place in marks.unsaved else BLANK
    is_number = cell.kind is CellKind.NUMBER
    return attrs.evolve(
        cell,
        percent=is_number and place in marks.percent,
        struck=place in marks.struck,
        look=marks.looks.get(place) if is_number else None,
    )


def _merged(sheet: CalamineSheet) -> tuple[CellRange, ...]:
    ranges = sheet.merged_cell_ranges or []
    return checked_ranges(
        CellRange(top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in ranges
    )


def _cell(value: object) -> Cell:
    """Return the cell of a value as the library gives it: its numbers are 64-bit floats."""
    if isinstance(value, str):
        return cell_of_text(value) if value else BLANK
    if isinstance(value, bool):
        return Cell(CellKind.BOOLEAN, value)
    if isinstance(value, int | float):
        if not math.isfinite(value):
            return NUM_ERROR
        return number(repr(value), Shown.PLAIN, False)  # noqa: FBT003 - as its cache has it
    if isinstance(value, dt.datetime):
        return Cell(CellKind.DATE, value.date())
    if isinstance(value, dt.date):
        return Cell(CellKind.DATE, value)
    if isinstance(value, dt.timedelta):
        seconds = round(value.total_seconds())
        return Cell(CellKind.TEXT, f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}")
    if isinstance(value, dt.time):
        return Cell(CellKind.TEXT, value.replace(microsecond=0).isoformat())
    return BLANK
