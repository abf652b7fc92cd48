"""The grids of one file of the returns folder in; the returns it holds, and what became of each of its rows, out.

A file is a form (sheets About and Delivery, or both in one sheet where it came as CSV), or keyed sheets, or what is
left of a form that lost its sheet About, or it is not recognised. Which of these is decided by headings alone, exactly;
nothing is mapped by a guess, and nothing vanishes: each row that holds something is used, set aside or ignored, and
where it is not used there is a finding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pledges.findings import Finding, finding
from pledges.model import EvidenceLine, Return
from pledges.provenance import CellRef
from pledges.returns import layouts
from pledges.returns.about import About, field_of, find_about, nothing_said, read_about
from pledges.returns.by_layout import nearest_layout, read_by_layout, recognised
from pledges.returns.fingerprint import SEVERAL, change_of, fingerprint
from pledges.returns.keyed import read_keyed
from pledges.returns.lines import LineReader
from pledges.returns.marked import marks_of
from pledges.returns.received import listed
from pledges.returns.rows import Repeats, Tally, counted, parted, rows_of, rows_to_read
from pledges.tables import Place, RowAccount, Table, best_guess, find_table, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pledges.audience import Vocabulary
    from pledges.provenance import Source, SourceFile
    from pledges.returns.layout import Layout
    from pledges.sheets.grid import Sheet, Workbook

EXPECTED = (
    "a return form (sheets About and Delivery) or a keyed sheet (with the headings Supplier ref or name, "
    "Period start, Period end and Pledge ref or code)"
)
"""What a file must be, in the words of a finding."""


@attrs.frozen(kw_only=True)
class ReturnReading:
    """What was read of one file.

    `layout` is None where the file was not recognised. `accounts` has one entry for each sheet of the file, by its
    shown name, with the numbers of the rows used (each is the row of a line, or of a field of About), set aside and
    ignored; the row of a line is that of its `row_source`.
    """

    layout: str | None
    returns: tuple[Return, ...]
    findings: tuple[Finding, ...]
    accounts: tuple[RowAccount, ...]


def read_return(
    workbook: Workbook,
    *,
    file: SourceFile,
    path: str,
    vocabulary: Vocabulary,
    not_applicable_accepted: bool = False,
    known_layouts: Sequence[Layout] = (),
) -> ReturnReading:
    """Return what one file of the returns folder holds.

    `file` carries the name that may be shown, `path` the true path inside the case folder. `not_applicable_accepted`
    is the policy's: without it N/A in a quantity is a query. `known_layouts` are the templates of others that a file
    may be in; our own forms and keyed sheets come first. Whose the returns are is not asked here.
    """
    found = [_Found.of(sheet, Place(file.name, _sheet_name(sheet, vocabulary))) for sheet in workbook.sheets]
    reading = _read(found, file, path, vocabulary, accepted=not_applicable_accepted, known_layouts=known_layouts)
    marks = marks_of(workbook, file.name, ((each.sheet, each.tally.place) for each in found))
    return attrs.evolve(reading, findings=(*reading.findings, *marks))


def _read(
    found: Sequence[_Found],
    file: SourceFile,
    path: str,
    vocabulary: Vocabulary,
    *,
    accepted: bool,
    known_layouts: Sequence[Layout],
) -> ReturnReading:
    """Return what the sheets of a file hold, by the first of the ways in which it can be a return."""
    sheets = [each.sheet for each in found]
    parts = _native_parts(found)
    if parts is not None and parts.about is not None:
        about = read_about(parts.about, vocabulary)
        is_ours = not about.layout or fold(about.layout) == fold(layouts.NATIVE)
        if is_ours and (parts.delivery is not None or about.is_nil):
            sent = (_read_native(parts, about, file, path, vocabulary, accepted=accepted),)
            read = {parts.about.sheet.number} | ({parts.delivery.sheet.number} if parts.delivery else set())
            return _reading(layouts.NATIVE, sent, found, read)
    keyed = [(each.keyed, each.tally) for each in found if each.keyed is not None]
    if keyed:
        returns = read_keyed(keyed, file, path, vocabulary, not_applicable_accepted=accepted)
        return _reading(layouts.KEYED, returns, found, {table.sheet.number for table, _ in keyed})
    fitting = recognised(sheets, known_layouts)
    if len(fitting) == 1:
        tallied = [(each.sheet, each.tally) for each in found]
        returns, read = read_by_layout(tallied, fitting[0], file, path, vocabulary, not_applicable_accepted=accepted)
        return _reading(fitting[0].id, returns, found, read)
    left = _delivery_without_about(found) if not fitting else None
    if left is not None and left.delivery is not None:
        about = nothing_said(left.tally.place.whole)
        parts_left = _Parts(about=None, about_tally=None, delivery=left.delivery, delivery_tally=left.tally)
        sent = (_read_native(parts_left, about, file, path, vocabulary, accepted=accepted),)
        return _reading(layouts.NATIVE, sent, found, {left.sheet.number})
    if fitting:
        both = " and ".join(sorted(layout.id for layout in fitting))
        return _not_recognised(found, file, parts, f"what fits the layouts {both} alike")
    near = nearest_layout(sheets, known_layouts)
    nearest = f"; nearest layout: {near.layout.id} ({near.found} of its {near.of} headings)" if near else ""
    return _not_recognised(found, file, parts, nearest=nearest)


@attrs.frozen(kw_only=True)
class _Found:
    """One sheet: which tables of ours it holds, and the tally of its rows."""

    sheet: Sheet
    tally: Tally
    about: Table | None
    delivery: Table | None
    keyed: Table | None

    @classmethod
    def of(cls, sheet: Sheet, place: Place) -> _Found:
        keyed = find_table(sheet, place, layouts.KEYED_COLUMNS, parted=True)
        delivery = None
        if keyed is None:
            delivery = find_table(sheet, place, layouts.DELIVERY_COLUMNS, parted=True)
        if delivery is not None and not any(
            name in delivery.columns or name in delivery.repeated for name in layouts.DELIVERS
        ):
            delivery = None
        about_in = sheet
        if delivery is not None:
            # A form that came as CSV has its fields above its deliveries.
            above = {
                (number, column): cell
                for number in range(1, delivery.first_heading_row)
                for column, cell in sheet.row(number)
            }
            about_in = attrs.evolve(sheet, cells=above)
        about = None if keyed is not None else find_about(about_in, place)
        return cls(sheet=sheet, tally=Tally(place=place), about=about, delivery=delivery, keyed=keyed)


@attrs.frozen(kw_only=True)
class _Parts:
    """The tables of a form, each with the tally of its sheet, which is one and the same where both are in one sheet.

    A form saved as CSV keeps one sheet only: then `about` is None.
    """

    about: Table | None
    about_tally: Tally | None
    delivery: Table | None
    delivery_tally: Tally | None


def _native_parts(found: Sequence[_Found]) -> _Parts | None:
    """Return the parts of the one form that a workbook holds, None where it holds none or more than one."""
    both = [each for each in found if each.about is not None and each.delivery is not None]
    about = _the_one([each for each in found if each.about is not None and each.delivery is None], layouts.ABOUT_SHEET)
    delivery = _the_one(
        [each for each in found if each.delivery is not None and each.about is None], layouts.DELIVERY_SHEET
    )
    if about is None and len(both) == 1:
        about = delivery = both[0]
    if about is None or about.about is None:
        return None
    return _Parts(
        about=about.about,
        about_tally=about.tally,
        delivery=delivery.delivery if delivery is not None else None,
        delivery_tally=delivery.tally if delivery is not None else None,
    )


def _delivery_without_about(found: Sequence[_Found]) -> _Found | None:
    """Return the sheet Delivery of a form of which nothing else is left, None where nobody can be sure of it.

    All of a form's own headings must stand there: a list with a reference and a number is somebody else's.
    """
    if any(each.about is not None for each in found):
        return None
    ours = [
        each
        for each in found
        if each.delivery is not None and all(each.delivery.has(name) for name in layouts.OF_A_FORM)
    ]
    return _the_one(ours, layouts.DELIVERY_SHEET)


def _the_one(candidates: Sequence[_Found], name: str) -> _Found | None:
    """Return the sheet of that name, else the only one."""
    named = [each for each in candidates if each.sheet.name.strip().casefold() == name.casefold()]
    return named[0] if named else candidates[0] if len(candidates) == 1 else None


def _read_native(
    parts: _Parts, about: About, file: SourceFile, path: str, vocabulary: Vocabulary, *, accepted: bool
) -> Return:
    """Return the return of a form, having told the tallies what became of its rows."""
    if parts.about is not None and parts.about_tally is not None:
        parts.about_tally.findings.extend((*parts.about.findings, *about.findings))
        fields = {row.number for row in parts.about.rows if field_of(row) is not None}
        parts.about_tally.used.extend(fields)
        parts.about_tally.ignored.extend(parts.about.heading_rows[:-1])
        others = [number for number in (*parts.about.rows_above, *parts.about.row_numbers) if number not in fields]
        parts.about_tally.ignore(others)
    lines = _read_delivery(parts, about, vocabulary, accepted=accepted)
    changed_at, changed = _changed(about, lines)
    said_in = parts.about or parts.delivery
    return Return(
        file=file,
        layout=layouts.NATIVE,
        source=CellRef(file=file.name) if said_in is None else said_in.place.whole,
        lines=tuple(lines),
        supplier_key=about.supplier_key,
        contract_key=about.contract_key,
        period=about.period,
        period_start_source=about.period_start_source,
        period_end_source=about.period_end_source,
        basis=about.basis,
        submitted_on=about.submitted_on,
        part=about.part,
        nil=about.is_nil,
        path=path,
        not_given=about.not_given,
        changed_at=changed_at,
        changed=changed,
        fingerprint=about.fingerprint,
    )


def _changed(about: About, lines: Sequence[EvidenceLine]) -> tuple[Source | None, str]:
    """Return the cell in which a form's references are no longer those it was made with, and what was there.

    It is the cell of the fingerprint where that cannot be told, and None where nothing was changed.
    """
    if not about.fingerprint or about.period is None:
        return None, ""
    of_form = (about.supplier_key, about.contract_key, about.period, [line.pledge_key for line in lines])
    if fingerprint(*of_form) == about.fingerprint.casefold():
        return None, ""
    change = change_of(about.fingerprint, *of_form)
    if change is None:
        return about.fingerprint_source, SEVERAL
    places = [lines[at].row_source for at in change.at]
    if not places:
        return about.fingerprint_source, f"{change.was} was on it, and stands on no row now"
    if len(places) == 1:
        return places[0], f"the reference on this row {f'was {change.was}' if change.was else 'was not on it'}"
    named = listed([place.cell or "" for place in places if isinstance(place, CellRef)])
    return places[0], f"the references in {named} were not on it"


def _read_delivery(parts: _Parts, about: About, vocabulary: Vocabulary, *, accepted: bool) -> list[EvidenceLine]:
    table, tally = parts.delivery, parts.delivery_tally
    if table is None or tally is None:
        return []
    if tally is parts.about_tally:
        # The rows above the headings are the fields, and these are accounted for.
        table = attrs.evolve(table, rows_above=())
    repeats = Repeats(table)
    lines = list[EvidenceLine]()
    for each in parted(table, tally):
        reader = LineReader.of(each, vocabulary, about.period, not_applicable_accepted=accepted)
        tally.findings.extend(reader.noticed)
        for row in rows_to_read(each, tally):
            line, found = reader.read(row)
            # A nil return has said already what its blank rows leave open.
            tally.findings.extend(each for each in found if not (about.is_nil and each.code == "quantity-missing"))
            if line is None:
                tally.set_aside.append(row.number)
                continue
            line, found = repeats.check(row, tally.placed(row, line))
            tally.findings.extend(found)
            tally.used.append(row.number)
            lines.append(line)
    return lines


def _is_guide(sheet: Sheet) -> bool:
    """Return whether a sheet is a page of help that our own workbooks carry, by its exact name."""
    return fold(sheet.name) in {fold(name) for name in layouts.GUIDES}


def _sheet_name(sheet: Sheet, vocabulary: Vocabulary) -> str:
    return sheet.name.strip() if _is_guide(sheet) else vocabulary.sheet_name(sheet.name, sheet.number)


def _reading(layout: str, returns: tuple[Return, ...], found: Sequence[_Found], read: set[int]) -> ReturnReading:
    """Return the reading; the sheets that were not read are accounted for here."""
    names = ", ".join(each.tally.place.sheet for each in found if each.sheet.number in read)
    for each in found:
        if each.sheet.number in read:
            continue
        rows = rows_of(each.sheet)
        if rows and (each.delivery is not None or each.keyed is not None):
            each.tally.ignored.extend(rows)
            note = finding("sheet-not-read", each.tally.place.whole, read=names, count=counted(len(rows)))
            each.tally.findings.append(note)
        else:
            each.tally.ignore_sheet(rows, is_guide=_is_guide(each.sheet))
    return _finished(layout, returns, found)


def _not_recognised(
    found: Sequence[_Found], file: SourceFile, parts: _Parts | None, what: str = "", nearest: str = ""
) -> ReturnReading:
    """Return that a file is no return we know: all its rows are ignored, and the finding says what was found."""
    known = dict[str, None]()
    for each in found:
        each.tally.ignored.extend(rows_of(each.sheet))
        known.update(dict.fromkeys(best_guess(each.sheet, layouts.KEYED_COLUMNS).matched))
    sheets = f"{len(found)} sheet{'' if len(found) == 1 else 's'}"
    if what:
        pass
    elif not any(each.tally.ignored for each in found):
        what = f"{sheets} with nothing in {'it' if len(found) == 1 else 'them'}"
    elif parts is not None and parts.delivery is not None:
        what = "a form that names another layout"
    elif parts is not None:
        what = "a sheet About, but no sheet with the headings of Delivery"
    elif known:
        what = f"{sheets} with the headings {', '.join(known)} only"
    else:
        what = f"{sheets} with none of these headings"
    note = finding("file-not-recognised", CellRef(file=file.name), expected=EXPECTED, found=what + nearest)
    reading = _finished(None, (), found)
    return attrs.evolve(reading, findings=(note, *reading.findings))


def _finished(layout: str | None, returns: tuple[Return, ...], found: Iterable[_Found]) -> ReturnReading:
    tallies = [each.tally for each in found]
    return ReturnReading(
        layout=layout,
        returns=returns,
        findings=tuple(note for tally in tallies for note in tally.findings),
        accounts=tuple(tally.account() for tally in tallies),
    )
