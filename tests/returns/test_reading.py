import datetime as dt
import io
import re
from collections.abc import Sequence
from fractions import Fraction

import attrs
import openpyxl
import pytest
from exploring import examples
from grids import (
    ABOUT,
    FILE,
    HEADINGS,
    QUARTER,
    VOCABULARY,
    Plain,
    about_with,
    book,
    codes_of,
    form,
    grid,
    only_return,
    reading_of,
)
from hypothesis import example, given, settings
from hypothesis import strategies as st
from spreadsheets import saved

from pledges.findings import Finding
from pledges.forms.filled import FilledLine, FilledReturn, KeyedLine, write_keyed, write_return
from pledges.model import Absence
from pledges.provenance import CellRef
from pledges.returns.reading import EXPECTED, ReturnReading, read_return
from pledges.sheets import Cell, CellKind, CellRange, Workbook, read
from pledges.sheets.grid import Fields, Look
from pledges.tables import is_blank

ROW = ("P-01", "", "", 2)


def test_a_form_is_read_with_every_row_accounted_for() -> None:
    """The fields of About and the lines of Delivery are used; headings are no rows."""
    reading = reading_of(form(ROW, ("P-02", "", "", "nil")))

    assert reading.layout == "pledges-return/1"
    assert [(each.sheet, each.rows, each.used) for each in reading.accounts] == [
        ("About", 6, (2, 3, 4, 5, 6, 7)),
        ("Delivery", 2, (2, 3)),
    ]
    assert [line.absence for line in only_return(reading).lines] == [None, Absence.NIL]
    assert reading.findings == ()


def test_the_forms_we_make_are_read_back() -> None:
    """A form filled in as it should be gives its lines and nothing to mend; its page of help is named as not read."""
    lines = (
        FilledLine(pledge_ref="P-01", what_was_promised="a", unit="weeks", start=QUARTER.start, evidence_ref="R1"),
        FilledLine(pledge_ref="P-02", what_was_promised="b", unit="people", quantity=3, evidence_ref="R2"),
        FilledLine(pledge_ref="P-03", what_was_promised="c", unit="GBP", quantity=Fraction("1250.5"), comment="Jo"),
    )
    content = write_return(
        FilledReturn(supplier_ref="S-01", contract_ref="C-001", period=QUARTER, lines=lines, submitted_on=QUARTER.end)
    )

    reading = read_return(read(content), file=FILE, path="returns/q2.xlsx", vocabulary=VOCABULARY)

    sent = only_return(reading)
    assert [(line.pledge_key, line.quantity, line.unit) for line in sent.lines] == [
        ("P-01", None, "weeks"),
        ("P-02", Fraction(3), "people"),
        ("P-03", Fraction(2501, 2), "GBP"),
    ]
    assert (sent.period, sent.submitted_on) == (QUARTER, QUARTER.end)
    assert [(note.code, str(note.source)) for note in reading.findings] == [
        ("guidance-ignored", "returns/q2.xlsx!How to fill this in")
    ]


def test_the_keyed_sheets_we_make_are_read_back() -> None:
    """The starter's keyed sheet has the headings that are read here."""
    line = KeyedLine(
        supplier="S-01", contract_ref="C-001", period_start=QUARTER.start, period_end=QUARTER.end, pledge="P-01",
        quantity="12 weeks", keyed_from="e-mail",
    )  # fmt: skip

    reading = read_return(read(write_keyed([line])), file=FILE, path="returns/k.xlsx", vocabulary=VOCABULARY)

    assert reading.layout == "pledges-keyed/1"
    assert [(each.quantity, each.unit) for each in only_return(reading).lines] == [(Fraction(12), "weeks")]
    assert [(note.code, str(note.source)) for note in reading.findings] == [
        ("guidance-ignored", "returns/q2.xlsx!How to fill this in")
    ]


CSV = """Title of the form,

Field,Value
Supplier ref,S-01
Contract ref,C-001
Period start,01/07/2025
Period end,30/09/2025
Basis,this quarter

Pledge ref,Quantity,Start,End,Comment
P-01,,07/07/2025,13/07/2025,"two
lines"
P-02,TBC,,,
"""


@pytest.mark.parametrize("text", [CSV, CSV.replace("Title of the form,\n\nField,Value\n", "")], ids=["headed", "bare"])
def test_a_form_that_came_as_csv_has_its_fields_above_its_deliveries(text: str) -> None:
    """One sheet holds both; the headings of the fields may be missing, the fields' own names tell them."""
    reading = reading_of(read(text.encode()))

    sent = only_return(reading)
    shift = 0 if text == CSV else -3
    assert sent.period == QUARTER
    assert [str(line.row_source) for line in sent.lines] == [
        f"returns/q2.xlsx!sheet 1!A{11 + shift}",
        f"returns/q2.xlsx!sheet 1!A{13 + shift}",
    ]
    (account,) = reading.accounts
    assert account.used == tuple(number + shift for number in (4, 5, 6, 7, 8, 11, 13))
    assert account.ignored == ((1,) if text == CSV else ())


def test_a_sheet_under_another_name_is_known_by_its_headings() -> None:
    """A renamed sheet is no reason to lose a return."""
    reading = reading_of(book(("Return Q2", [HEADINGS, ROW]), ("Jo Bloggs", ABOUT)))

    assert reading.layout == "pledges-return/1"
    assert [each.sheet for each in reading.accounts] == ["Return Q2", "sheet 2"]


def test_a_second_sheet_of_deliveries_is_asked_about() -> None:
    """The one that is named Delivery is read; the other is not lost without a word."""
    reading = reading_of(
        book(
            ("About", ABOUT),
            ("Delivery", [HEADINGS, ROW]),
            ("Delivery (2)", [HEADINGS, ROW, ROW]),
            ("Delivery (3)", []),
        )
    )

    assert len(only_return(reading).lines) == 1
    assert codes_of(reading) == ["sheet-not-read"]
    assert reading.findings[0].needs_a_person
    assert [each.ignored for each in reading.accounts] == [(), (), (1, 2, 3), ()]


def test_rows_around_the_table_are_named_as_not_read() -> None:
    """Titles above, footnotes below a blank row, comments without a promise, and totals."""
    delivery = [
        ("Our return",),
        ("for the quarter",),
        HEADINGS,
        ROW,
        ("P-02", "", "", 5),
        ("Total", "", "", 7),
        ("", "", "", "", "", "", "", "see above"),
        (),
        ("Signed by our director",),
        ("on behalf of us all",),
    ]

    reading = reading_of(book(("About", [*ABOUT, ("Colour", "blue")]), ("Delivery", delivery)))

    assert reading.accounts[1].used == (4, 5)
    assert reading.accounts[1].ignored == (1, 2, 6, 7, 9, 10)
    assert reading.accounts[0].ignored == (8,)
    assert codes_of(reading) == ["row-ignored", "total-row", "row-ignored"]
    assert [note.text for note in reading.findings if note.code == "row-ignored"] == [
        "Row 8 is not part of the table and was not read.",
        "Rows 1 to 2, 7 and 9 to 10 are not part of the table and were not read.",
    ]


NOT_RECOGNISED: list[tuple[Workbook, str]] = [
    (book(("Sheet1", [])), "1 sheet with nothing in it"),
    (book(("Sheet1", []), ("Sheet2", [])), "2 sheets with nothing in them"),
    (book(("Jo", [("Name", "Jo Bloggs"), ("Hours", 7)])), "1 sheet with none of these headings"),
    (book(("Jo", [("Supplier", "Quantity", "Jo")])), "1 sheet with the headings Supplier ref or name, Quantity only"),
    (book(("About", ABOUT)), "a sheet About, but no sheet with the headings of Delivery"),
    (book(("Delivery", [("Pledge ref", "Quantity"), ("P-01", 2)])), "1 sheet with the headings Pledge ref, Quantity"),
    (form(ROW, about=about_with(Layout="pledges-return/9")), "a form that names another layout"),
    (book(("A", ABOUT), ("B", ABOUT), ("C", [HEADINGS, ROW])), "3 sheets with the headings"),
]  # fmt: skip


@pytest.mark.parametrize(("workbook", "words"), NOT_RECOGNISED, ids=[words for _, words in NOT_RECOGNISED])
def test_what_is_no_return_is_said_to_be_none(workbook: Workbook, words: str) -> None:
    """One sentence says what was expected and what was found, in our own words; every row is ignored."""
    reading = reading_of(workbook)

    (note,) = reading.findings
    assert (reading.layout, reading.returns, note.code) == (None, (), "file-not-recognised")
    assert note.source == CellRef(file=FILE.name)
    assert f"expected {EXPECTED}; found {words}" in note.text
    assert "Jo" not in note.text
    assert [each.ignored for each in reading.accounts] == [sheet.rows() for sheet in workbook.sheets]


def test_a_nil_return_needs_no_sheet_of_deliveries() -> None:
    """Nothing was delivered, and the form says so."""
    reading = reading_of(book(("About", about_with(Nil_return="yes"))))

    sent = only_return(reading)
    assert sent.nil
    assert sent.lines == ()


@pytest.mark.parametrize(
    ("answer", "noted"), [("yes", []), ("no", ["quantity-missing"] * 2), (None, ["quantity-missing"] * 2)]
)
def test_the_rows_of_a_nil_return_are_left_blank_without_a_note(answer: Plain, noted: list[str]) -> None:
    """Nothing was delivered under any of them, and About says so; elsewhere a blank row tells nothing."""
    rows = [(ref, *[None] * (len(HEADINGS) - 1)) for ref in ("P-01", "P-02")]

    reading = reading_of(book(("Delivery", [HEADINGS, *rows]), ("About", about_with(Nil_return=answer))))

    assert codes_of(reading) == noted
    assert len(only_return(reading).lines) == 2


# --- what people do to forms -----------------------------------------------------------------------------------------

DIRT: tuple[Plain, ...] = (
    None, "", " ", 0, 2, -1, Fraction(1, 3), "nil", "TBC", "N/A", "[c]", "2 apprentices", "52 wks", "six", "P-01",
    "P-02", "Total", "x", True, dt.date(2025, 7, 7), dt.date(1999, 1, 1), "07/08/2025", "13/08/2025", "ongoing", "50%",
    "Jo Bloggs", "available on request", "claimed", "weeks", "Please select", "\u00a0", "\u00ad", "=1+1", "1e5",
    "Pledge ref", "Period start", "as above", "1,234", "2,5", "Previous quarter", "Total for P-01", 45992, "none yet",
    Cell(CellKind.NUMBER, Fraction(5), look=Look(before="£")),
    Cell(CellKind.NUMBER, Fraction(3), look=Look(hides=True)),
)  # fmt: skip
THEIR_HEADINGS = (
    *HEADINGS, "Person ref", "Placement ref", "Days", "Attendees", "Share (%)", "Evidence grade", "Note", "Their own",
    "Quantity (weeks)", "Quantity (target)", "Start (planned)", "Unit (£)",
)  # fmt: skip
THEIR_FIELDS = (*(str(name) for name, _ in ABOUT), "Nil return", "Colour", None)
dirty_cells = st.sampled_from(DIRT)
dirty_rows = st.lists(dirty_cells, max_size=10)
dirty_headings = st.lists(st.sampled_from([*THEIR_HEADINGS, None]), max_size=8)


@st.composite
def dirty_tables(
    draw: st.DrawFn, before: tuple[Plain, ...] = (), starts: tuple[tuple[Plain, ...], ...] = ((),)
) -> list[list[Plain]]:
    """Return rows above, headings, and rows below, each beginning with one of `starts` (and the headings `before`)."""
    above = draw(st.lists(dirty_rows, max_size=2))
    headings: list[Plain] = [*before, "Pledge ref", "Quantity", *draw(dirty_headings)]
    rows = draw(st.lists(st.tuples(st.sampled_from(starts), dirty_rows), max_size=8))
    return [*above, headings, *([*start, *row] for start, row in rows)]


@st.composite
def dirty_abouts(draw: st.DrawFn) -> list[tuple[Plain, ...]]:
    """Return the fields of About with some typed over, repeated or unknown."""
    rows = draw(st.lists(st.tuples(st.sampled_from(THEIR_FIELDS), dirty_cells), max_size=6))
    return [*ABOUT[:5], *rows]


@st.composite
def dirty_workbooks(draw: st.DrawFn) -> Workbook:
    """Return a form or a keyed sheet that somebody has typed all over, beside sheets that are none of ours."""
    kind = draw(st.sampled_from(["form", "keyed", "one sheet"]))
    sheets = list[tuple[str, list[Sequence[Plain]]]]()
    if kind == "form":
        sheets += [("About", [*draw(dirty_abouts())]), ("Delivery", [*draw(dirty_tables())])]
    elif kind == "one sheet":
        sheets += [("csv", [*draw(dirty_abouts()), *draw(dirty_tables())])]
    else:
        first, second = ("S-01", QUARTER.start, QUARTER.end), ("S-02", None, QUARTER.end)
        table = draw(dirty_tables(before=("Supplier", "Period start", "Period end"), starts=(first, second)))
        sheets += [("Keyed", [*table])]
    if draw(st.booleans()):
        sheets.append(("Notes", [*draw(st.lists(dirty_rows, max_size=3))]))
    dirty = book(*sheets)
    merged = draw(st.dictionaries(st.integers(1, 8), st.tuples(st.integers(1, 14), st.integers(1, 5)), max_size=4))
    ranges = tuple(CellRange(first, column, first + more, column) for column, (first, more) in merged.items())
    fields = Fields(delimiter=draw(st.sampled_from(",;")), usual=draw(st.integers(2, 9)), others={})
    return attrs.evolve(
        dirty,
        sheets=tuple(
            attrs.evolve(sheet, merged=ranges, fields=fields if kind == "one sheet" else None) for sheet in dirty.sheets
        ),
    )


def rows_covered(note: Finding, reading: ReturnReading) -> set[tuple[str, int]]:
    """Return the rows, by sheet, of which a finding speaks."""
    assert isinstance(note.source, CellRef)
    rows = {(each.sheet, row) for each in reading.accounts for row in (*each.used, *each.set_aside, *each.ignored)}
    if note.source.sheet is None:
        return rows
    if note.source.cell is None:
        return {(sheet, row) for sheet, row in rows if sheet == note.source.sheet}
    named = {int(re.sub(r"\D", "", note.source.cell))}
    if note.code == "row-ignored":
        for first, last in re.findall(r"(\d+)(?: to (\d+))?", note.text):
            named |= set(range(int(first), int(last or first) + 1))
    return {(note.source.sheet, row) for row in named}


@example(
    workbook=Workbook(
        format="xlsx",
        sheets=(
            attrs.evolve(
                grid(
                    "Keyed",
                    [
                        ("Supplier", "Period start", "Period end", "Pledge ref", "Quantity"),
                        ("S-01", QUARTER.start, QUARTER.end, Cell(CellKind.ERROR, "#REF!"), 1),
                        ("S-01", QUARTER.start, QUARTER.end, "\u00ad", 2),
                    ],
                ),
                merged=(CellRange(2, 4, 3, 4),),
            ),
        ),
    )
)
@settings(max_examples=examples(150))
@given(workbook=dirty_workbooks())
def test_nothing_vanishes(workbook: Workbook) -> None:
    """Each row is used, set aside or ignored, exactly once, and each that is not used has a finding.

    Only the rows of the headings are none of the three, and each line is of a row that is used.
    """
    reading = reading_of(workbook)

    covered = set[tuple[str, int]]().union(*(rows_covered(note, reading) for note in reading.findings))
    for sheet, account in zip(workbook.sheets, reading.accounts, strict=True):
        told = [*account.used, *account.set_aside, *account.ignored]
        filled = {row for (row, _), cell in sheet.cells.items() if not is_blank(cell)}
        headings = filled - set(told)
        assert len(told) == len(set(told)) == account.rows
        assert set(told) <= filled
        assert len(headings) <= (2 if sheet.name == "csv" else 1)
        assert all(any(sheet.cell(row, column).kind.value == "text" for column in range(1, 12)) for row in headings)
        assert {(account.sheet, row) for row in (*account.set_aside, *account.ignored)} <= covered
    used = {(each.sheet, row) for each in reading.accounts for row in each.used}
    rows = [line.row_source for sent in reading.returns for line in sent.lines]
    places = [(place.sheet, int(re.sub(r"\D", "", place.cell or ""))) for place in rows if isinstance(place, CellRef)]
    assert len(places) == len(set(places)) == len(rows)
    assert set(places) <= used


@settings(max_examples=examples(150))
@given(workbook=dirty_workbooks())
def test_no_text_of_a_return_is_in_a_finding(workbook: Workbook) -> None:
    """Whatever a supplier wrote, a finding shows our own words, numbers and days alone."""
    reading = reading_of(workbook)

    for note in reading.findings:
        assert "Bloggs" not in str(note)
        assert "Their own" not in str(note)


DELIVERIES = st.tuples(st.sampled_from(["P-01", "P-02"]), st.integers(1, 99), st.dates(QUARTER.start, QUARTER.end))


@settings(max_examples=examples(60))
@given(rows=st.lists(DELIVERIES, min_size=1, max_size=6), above=st.integers(0, 4), left=st.integers(0, 3))
def test_a_reported_cell_is_where_another_reader_finds_that_value(
    rows: list[tuple[str, int, dt.date]], above: int, left: int
) -> None:
    """Wherever the table stands in its sheet, each source names the cell that holds the value of its line."""
    made = openpyxl.Workbook()
    about, delivery = made.worksheets[0], made.create_sheet("Delivery")
    about.title = "About"
    for at, (field, value) in enumerate(ABOUT, start=1):
        about.cell(at, 1).value, about.cell(at, 2).value = field, value  # type: ignore[assignment]
    for at, row in enumerate([("Pledge ref", "Quantity", "Start"), *rows], start=1 + above):
        for column, typed in enumerate(row, start=1 + left):
            delivery.cell(at, column).value = typed
    content = saved(made)

    reading = read_return(read(content), file=FILE, path="returns/q2.xlsx", vocabulary=VOCABULARY)

    other = openpyxl.load_workbook(io.BytesIO(content))["Delivery"]
    lines = only_return(reading).lines
    assert len(lines) == len(rows)
    for line in lines:
        for source, value in (
            (line.row_source, line.pledge_key),
            (line.quantity_source, line.quantity),
            (line.start_source, line.start),
        ):
            assert isinstance(source, CellRef)
            found = other[source.cell or ""].value
            assert (found.date() if isinstance(found, dt.datetime) else found) == value


def test_a_hidden_sheet_of_deliveries_is_read_and_asked_about() -> None:
    """What nobody sees is easily sent by mistake."""
    about, hidden = grid("About", ABOUT), grid("Delivery", [HEADINGS, ROW], number=2, hidden=True)

    reading = reading_of(Workbook(format="xlsx", sheets=(about, hidden)))

    assert len(only_return(reading).lines) == 1
    assert codes_of(reading) == ["hidden-content"]


SAVED_AS_CSV = """Pledge ref,What was promised,Unit,Quantity,Start,End,Evidence ref,Comment
P-01,Work experience: 40 weeks,weeks,,07/07/2025,13/07/2025,ER-1,
P-02,Mentoring: 10 people,people,3,,,ER-2,thanks
"""


@pytest.mark.parametrize(
    ("workbook", "sheet"),
    [(read(SAVED_AS_CSV.encode()), None), (book(("Delivery", [HEADINGS, ROW, ("P-02",)])), "Delivery")],
    ids=["saved as CSV", "About was deleted"],
)
def test_a_form_of_which_only_the_deliveries_are_left_is_a_form_that_says_nothing(
    workbook: Workbook, sheet: str | None
) -> None:
    """Its headings are all our own: the rows are read, and whose it is, when and on which basis the log can tell."""
    reading = reading_of(workbook)

    sent = only_return(reading)
    assert (reading.layout, len(sent.lines)) == ("pledges-return/1", 2)
    assert (sent.supplier_key, sent.contract_key, sent.period, sent.basis) == ("", "", None, None)
    assert [name for name, _ in sent.not_given] == ["Period start", "Period end", "Basis"]
    assert sheet is None or {str(place) for _, place in sent.not_given} == {f"returns/q2.xlsx!{sheet}"}


def test_deliveries_beside_two_sheets_about_belong_to_neither() -> None:
    """What a sheet About says is not to be passed over by taking the deliveries without it."""
    reading = reading_of(book(("A", ABOUT), ("B", ABOUT), ("Delivery", [HEADINGS, ROW])))

    assert reading.layout is None
