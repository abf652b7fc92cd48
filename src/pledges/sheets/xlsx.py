"""The bytes of an Excel workbook (xlsx, xlsm, Strict or not) in, its grids out, in one bounded pass over each part.

What is checked is what is read: the text of a value becomes an exact number without passing through another reader.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pledges.sheets import limits
from pledges.sheets.bounded_xml import parse
from pledges.sheets.grid import DATE_1904, EMBEDDED, EXTERNAL_LINKS, MACROS, Cell, CellRows, Sheet, Workbook
from pledges.sheets.merged import checked_ranges
from pledges.sheets.package import check_content, open_directory
from pledges.sheets.parts import MAIN_NAMESPACES, NotUnderstoodError, Package, workbook_part
from pledges.sheets.plain_rows import read_plain
from pledges.sheets.sheet_part import Book, StoredSheet, range_of, read_sheet
from pledges.sheets.strings import read_strings
from pledges.sheets.styles import Style, read_styles
from pledges.sheets.values import damaged, have_one_name_twice, too_large

if TYPE_CHECKING:
    from pledges.sheets.bounded_xml import Attributes
    from pledges.sheets.parts import Relationship

_TRUE = frozenset({"1", "true"})
_MACRO_SHEETS = frozenset({"xlMacrosheet", "xlIntlMacrosheet"})
_OTHER_SHEETS = _MACRO_SHEETS | {"chartsheet", "dialogsheet"}
_COMMENTS = frozenset({"comments", "threadedComment"})
_COMMENT = frozenset({"comment", "threadedComment"})


@attrs.frozen
class _Listed:
    """A sheet as the workbook lists it."""

    name: str
    hidden: bool
    relationship: str


@attrs.define
class _Contents:
    """Hears the workbook's own part: the sheets in order, and the epoch."""

    sheets: list[_Listed] = attrs.field(factory=list)
    date_1904: bool = False
    within: list[str] = attrs.field(factory=list)

    def start(self, name: str, attributes: Attributes) -> None:
        namespace, _, local = name.rpartition(" ")
        if not self.within and (namespace not in MAIN_NAMESPACES or local != "workbook"):
            raise NotUnderstoodError
        parent = self.within[-1] if self.within else ""
        self.within.append(local if namespace in MAIN_NAMESPACES else "")
        if local == "sheet" and parent == "sheets":
            identifiers = [value for key, value in attributes.items() if key.endswith("/relationships id")]
            hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append(_Listed(attributes.get("name", ""), hidden, identifiers[0] if identifiers else ""))
            if len(self.sheets) > limits.MOST_SHEETS:
                raise too_large(f"more than {limits.MOST_SHEETS} sheets")
        elif local == "workbookPr" and parent == "workbook":
            self.date_1904 = attributes.get("date1904") in _TRUE

    def end(self, name: str) -> None:  # noqa: ARG002 - what ends is what began last
        self.within.pop()

    def text(self, text: str) -> None:
        """The list of sheets has no text."""


@attrs.define
class _Comments:
    """Hears which cells somebody commented on, and nothing of what they said."""

    places: set[tuple[int, int]] = attrs.field(factory=set)

    def start(self, name: str, attributes: Attributes) -> None:
        if name.rpartition(" ")[2] in _COMMENT and "ref" in attributes:
            found = range_of(attributes["ref"])
            self.places.add((found.first_row, found.first_column))

    def end(self, name: str) -> None:
        """Nothing ends here that matters."""

    def text(self, text: str) -> None:
        """What was said is left alone."""


@attrs.frozen(kw_only=True)
class _Opened:
    """A workbook whose list of sheets has been read."""

    package: Package
    contents: _Contents
    relationships: dict[str, Relationship]

    def related(self, kind: str) -> str | None:
        """Return the part that the workbook names as its texts or its styles, or None. Two of them are damage."""
        targets = {each.target for each in self.relationships.values() if each.kind == kind}
        if len(targets) > 1:
            raise damaged()
        return targets.pop() if targets else None


def read(content: bytes) -> Workbook:
    """Return the sheets of an Excel workbook, hidden ones included.

    Numbers are the exact decimal that Excel stored (see `values.exact`), dates lose their time of day, a time of day
    alone is text, error cells keep their error, and a formula without a stored result is `UNSAVED`. Text made of
    blanks alone is blank. Raises `UnreadableFileError`: `too-large` beyond the limits, `encrypted`, or `damaged`
    where a part is missing, broken or could be understood differently by another reader; `NotUnderstoodError`, which
    is one, where the package is no workbook as we know them, for `fallback` to try.
    """
    opened = _open(content)
    package = opened.package
    strings: tuple[Cell, ...] = ()
    styles: tuple[Style, ...] = ()
    if (part := opened.related("sharedStrings")) is not None:
        strings = read_strings(package.pieces(part))
    if (part := opened.related("styles")) is not None:
        styles = read_styles(package.pieces(part))
    book = Book(strings=strings, styles=styles, date_1904=opened.contents.date_1904)
    sheets = tuple(_sheet(opened, listed, book, at) for at, listed in enumerate(opened.contents.sheets, start=1))
    for info in package.archive.infolist():
        if info.filename not in package.read_parts:
            check_content(package.archive, info)
    return Workbook(format="xlsx", sheets=sheets, flags=_flags(opened))


def is_understood(content: bytes) -> bool:
    """Return whether `read` would not give the workbook to `fallback`; what else is wrong with it is `read`'s to say.

    Raises `UnreadableFileError` where the package cannot be opened at all.
    """
    try:
        _open(content)
    except NotUnderstoodError:
        return False
    return True


def _open(content: bytes) -> _Opened:
    """Return the workbook with its list of sheets."""
    package = Package.of(open_directory(content))
    main = workbook_part(package)
    contents = _Contents()
    parse(package.pieces(main), contents)
    if not contents.sheets or have_one_name_twice([sheet.name for sheet in contents.sheets]):
        raise damaged()
    return _Opened(package=package, contents=contents, relationships=package.relationships(main))


def _sheet(opened: _Opened, listed: _Listed, book: Book, number: int) -> Sheet:
    """Return one sheet; a sheet that holds only a chart has no cells."""
    relationship = opened.relationships.get(listed.relationship)
    if listed.hidden and not listed.relationship:
        # Workbooks made by Excel 95 list their modules of code so: hidden sheets that are no part of the package.
        return Sheet(name=listed.name, number=number, cells={}, hidden=True)
    if not listed.relationship:
        # Listed without a word of where it is stored. No part is taken for it by a guess; that it is there is said.
        return Sheet(name=listed.name, number=number, cells={}, not_stored=True)
    if relationship is None or relationship.target is None or not opened.package.holds(relationship.target):
        # openpyxl leaves such a sheet out without a word; nobody must take that for nothing delivered.
        raise damaged()
    if relationship.kind in _OTHER_SHEETS:
        return Sheet(name=listed.name, number=number, cells={}, hidden=listed.hidden)
    if relationship.kind != "worksheet":
        raise damaged()
    found = read_plain(opened.package.pieces(relationship.target), book)
    if found is None:
        found = read_sheet(opened.package.pieces(relationship.target), book)
    cells = found.cells.finished()
    return Sheet(
        name=listed.name,
        number=number,
        cells=cells,
        hidden=listed.hidden,
        hidden_rows=frozenset(found.cells.hidden_rows),
        hidden_columns=_hidden_columns(found),
        unseen=_unseen(cells, book),
        merged=checked_ranges(found.merged),
        commented=_commented(opened.package, relationship.target),
    )


def _hidden_columns(found: StoredSheet) -> frozenset[int]:
    """Return the hidden columns that hold something."""
    hidden = {column for column in found.cells.columns() if any(column in each for each in found.hidden_columns)}
    if not hidden:
        return frozenset()
    return frozenset(column for _, column in found.cells.cells() if column in hidden)


def _unseen(cells: CellRows, book: Book) -> frozenset[tuple[int, int]]:
    """Return the places of the cells of which their number format shows nothing; few workbooks have such a format."""
    looks = {style.look for style in book.styles if style.look is not None}
    if not any(look.hides or look.hides_nil for look in looks):
        return frozenset()
    return frozenset(
        place for place, cell in cells.items() if cell.look is not None and (cell.look.hides or cell.look.hides_nil)
    )


def _commented(package: Package, part: str) -> frozenset[tuple[int, int]]:
    """Return the places of the cells that somebody commented on."""
    found = _Comments()
    for relationship in package.relationships(part).values():
        target = relationship.target
        if relationship.kind in _COMMENTS and target is not None and package.holds(target):
            parse(package.pieces(target), found)
    return frozenset(found.places)


def _flags(opened: _Opened) -> frozenset[str]:
    """Return what marks the workbook: nothing of it is executed or fetched, but a person may want to know."""
    kinds = {relationship.kind for relationship in opened.relationships.values()}
    marks = {
        DATE_1904: opened.contents.date_1904,
        MACROS: not kinds.isdisjoint({"vbaProject", *_MACRO_SHEETS}),
        EXTERNAL_LINKS: "externalLink" in kinds,
        EMBEDDED: any("/embeddings/" in name or "/activex/" in name for name in opened.package.names),
    }
    return frozenset(mark for mark, holds in marks.items() if holds)
