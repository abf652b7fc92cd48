"""Numbers that would be wrong and look right: what nobody can be sure of is never counted, and its cells are named."""

import datetime as dt
from collections.abc import Callable

import pytest
from grids import VOCABULARY, codes_of, only_return, reading_of
from openpyxl.worksheet.worksheet import Worksheet
from pain_sheets import (
    KEYED,
    added,
    form_bytes,
    keyed_csv,
    line_with,
    place_of,
    quantities,
    reading_of_form,
    the_finding,
    with_part,
)

from pledges.exceptions import UnreadableFileError
from pledges.model import Absence, Grade
from pledges.provenance import SourceFile
from pledges.returns.reading import ReturnReading, read_return
from pledges.sheets import read

P = "P-01"
KEYED_ROW = ("S-01", "C-001", "01/07/2025", "30/09/2025", P)


def set_aside(reading: ReturnReading) -> list[str]:
    """Return the codes of the problems for which the lines of a reading are set aside."""
    return [code for line in only_return(reading).lines for _, code in line.problems]


@pytest.mark.parametrize(
    "heading",
    ["Quantity (target)", "Quantity (£000)", "Quantity [in thousands]", "Delivered (forecast)", "Qty (to date)"],
)
def test_a_heading_that_says_more_in_brackets_is_not_taken_for_ours(heading: str) -> None:
    """A plan, a running total or a figure in thousands under Quantity sets the rows aside, and names the column."""
    reading = reading_of_form((P, 50, "R1"), headings=("Pledge ref", heading, "Evidence ref"))

    assert set_aside(reading) == ["heading-says-more"]
    assert place_of(reading, "heading-says-more") == "Delivery!B1"


@pytest.mark.parametrize(
    "heading", ["Quantity (actual)", "Quantity (number delivered this quarter)", "Quantity [note 2]", "Quantity (1)*"]
)
def test_a_heading_that_says_nothing_more_in_brackets_is_ours(heading: str) -> None:
    """The number delivered, a footnote: the figures mean what they mean without it."""
    reading = reading_of_form((P, 50, "R1"), headings=("Pledge ref", heading, "Evidence ref"))

    assert (quantities(reading), set_aside(reading), codes_of(reading)) == ([50], [], [])


def test_a_unit_in_the_heading_alone_is_the_unit_of_its_column() -> None:
    """What a cell or the column Unit says besides must be the same."""
    headings = ("Pledge ref", "Quantity (weeks)", "Unit")
    reading = reading_of_form((P, 50), (P, "50 days"), (P, 50, "people"), headings=headings)

    lines = only_return(reading).lines
    assert [line.unit for line in lines] == ["weeks", "days", "weeks"]
    assert [code for line in lines for _, code in line.problems] == ["units-differ", "units-differ"]


@pytest.mark.parametrize("is_merged", [True, False])
def test_planned_quantities_under_a_title_are_not_taken_for_delivered_ones(*, is_merged: bool) -> None:
    """The title may be merged over its columns or not, and stand beside the other headings or above them all."""

    def merge(sheet: Worksheet) -> None:
        if is_merged:
            sheet.merge_cells("B1:C1")

    beside = reading_of_form(
        (None, "Quantity", "Start"), (P, 9), headings=("Pledge ref", "Planned", None), change=merge
    )
    above = reading_of_form(
        ("Pledge ref", "Quantity", "Start"), (P, 9), headings=(None, "Forecast", None), change=merge
    )

    assert set_aside(above) == ["heading-says-more"]
    assert set_aside(beside) == ["heading-says-more"] if is_merged else "heading-unknown" in codes_of(beside)
    assert is_merged or quantities(beside) == [None]


@pytest.mark.parametrize(
    ("unit", "is_read"),
    [
        ("GBP (thousands)", False), ("people (approx)", False), ("hours (per week)", False),
        ("people (planned)", False),
        ("people (number of people)", True), ("weeks (wks)", True), ("people (Q2)", True), ("(people)", False),
    ],
)  # fmt: skip
def test_a_unit_or_a_basis_that_says_more_in_brackets_is_not_taken_for_ours(unit: str, *, is_read: bool) -> None:
    """12 in thousands of pounds are not twelve pounds, and a basis that says two things says none."""
    reading = reading_of_form((P, 12, unit, "R1"), headings=("Pledge ref", "Quantity", "Unit", "Evidence ref"))
    basis = reading_of_form((P, 12), headings=("Pledge ref", "Quantity"), about={"Basis": "in period (cumulative)"})

    assert set_aside(reading) == codes_of(reading) == ([] if is_read else ["cell-not-in-list"])
    assert (only_return(basis).basis, codes_of(basis)) == (None, ["cell-not-in-list"])


def test_planned_dates_are_not_taken_for_those_of_a_delivery() -> None:
    """Weeks are found from Start and End, so that these must be real ones."""
    reading = reading_of_form((P, "01/07/2025"), headings=("Pledge ref", "Start date (planned)"))

    assert only_return(reading).lines[0].problems == (("Start", "heading-says-more"),)


def formatted(*codes: str) -> Callable[[Worksheet], None]:
    """Return what gives the quantities of the rows these number formats."""

    def change(sheet: Worksheet) -> None:
        for row, code in enumerate(codes, start=2):
            sheet.cell(row, 2).number_format = code

    return change


def test_a_unit_that_only_the_number_format_shows_is_the_unit_of_its_cell() -> None:
    """5 shown as £5 or as 5 weeks is not five people, as it would not be had it been typed so."""
    codes = ("[$£-809]#,##0", '0" weeks"', '0\\ "hrs"', "#,##0.00", '_-* #,##0_-;-* #,##0_-;_-* "-"??_-', "0%")
    reading = reading_of_form(*[(P, 5)] * 6, headings=("Pledge ref", "Quantity"), change=formatted(*codes))

    assert [line.unit for line in only_return(reading).lines] == ["GBP", "weeks", "hours", None, None, "%"]
    assert set_aside(reading) == []


@pytest.mark.parametrize("code", ['"approx "0', '0" p/t"', "[$€-2] #,##0", '0,"k"', '[<1000]0;0,"k"', "$#,##0"])
def test_a_number_shown_with_words_that_are_no_unit_is_not_used(code: str) -> None:
    """What a person sees there is no plain number, though one is stored."""
    reading = reading_of_form((P, 5000), headings=("Pledge ref", "Quantity"), change=formatted(code))

    assert only_return(reading).lines[0].absence is Absence.UNCLEAR
    assert place_of(reading, "format-unclear") == "Delivery!B2"


def test_a_number_that_is_shown_divided_by_a_thousand_is_not_used() -> None:
    """12,000 shown as 12 is one or the other, wherever figures stand."""
    headings = ("Pledge ref", "Quantity", "Attendees")
    reading = reading_of_form((P, 12000, 3), headings=headings, change=formatted("0,"))

    def in_attendees(sheet: Worksheet) -> None:
        sheet["C2"].number_format = "#,##0.0,"

    beside = reading_of_form((P, 12, 3000), headings=headings, change=in_attendees)

    assert (quantities(reading), place_of(reading, "number-scaled")) == ([None], "Delivery!B2")
    assert (set_aside(beside), place_of(beside, "number-scaled")) == (["number-scaled"], "Delivery!C2")


@pytest.mark.parametrize(
    ("number", "code", "shown"),
    [(0.4, "0", "0"), (2.5, "#,##0", "3"), (1249.6, '#,##0" hours"', "1,250"), (-0.5, "0", "-1")],
)
def test_a_number_that_a_person_sees_rounded_to_a_whole_one_is_told(number: float, code: str, shown: str) -> None:
    """It counts as it stands in the cell, and whoever looks at the sheet is told why that is another number."""
    reading = reading_of_form((P, number), headings=("Pledge ref", "Quantity"), change=formatted(code))

    told = the_finding(reading, "number-rounded")
    assert quantities(reading) == [number]
    assert told.text.startswith(f"Quantity is shown as {shown},")


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (0.4, "0.00"),
        (12.857, "0.0"),
        (3, "0"),
        (1234.56, "£#,##0"),
        (0.125, "0%"),
        (dt.date(2025, 7, 1), "mmm"),
        (2.5, "General"),
    ],
)
def test_a_number_shown_with_decimals_or_as_pounds_or_a_percentage_is_no_matter(value: object, code: str) -> None:
    """Decimals say themselves that there may be more of them, and nobody reads pounds as pence."""
    reading = reading_of_form((P, value), headings=("Pledge ref", "Quantity"), change=formatted(code))

    assert {"number-rounded", "number-scaled"}.isdisjoint(codes_of(reading))


@pytest.mark.parametrize("code", ["0;-0;;@", "#,###"])
def test_a_nought_that_nobody_sees_is_told_as_hidden(code: str) -> None:
    """Whoever looks at the sheet sees a blank, which is no answer."""
    reading = reading_of_form((P, 0), (P, 4), headings=("Pledge ref", "Quantity"), change=formatted(code, code))

    assert "Cell B2 is hidden" in the_finding(reading, "hidden-content").text


def test_what_is_no_number_is_to_be_given_in_the_unit_that_the_row_or_the_heading_says() -> None:
    """Whoever fills in a return knows the unit on the form, and nothing of how promises are kept."""
    by_row = reading_of_form((P, "about six", "weeks"), headings=("Pledge ref", "Quantity", "Unit"))
    by_heading = reading_of_form((P, "about six"), headings=("Pledge ref", "Quantity (people)"))
    by_none = reading_of_form((P, "about six"), headings=("Pledge ref", "Quantity"))

    fixes = [the_finding(each, "quantity-unclear").fix for each in (by_row, by_heading, by_none)]

    assert [fix.partition(",")[0] for fix in fixes] == [
        "Give one number in weeks",
        "Give one number in people",
        "Give one number in the unit that the council asked for",
    ]


@pytest.mark.parametrize(("code", "reference"), [("000000", "000417"), ('"P-"0000', "P-0417"), ("General", "417")])
def test_a_reference_is_what_its_number_format_shows(code: str, reference: str) -> None:
    """417 shown as 000417 is the reference 000417."""

    def change(sheet: Worksheet) -> None:
        sheet["A2"].number_format = code

    reading = reading_of_form((417, 1), headings=("Pledge ref", "Quantity"), change=change)

    assert only_return(reading).lines[0].pledge_key == reference


def test_what_nobody_can_see_is_named_however_it_is_hidden() -> None:
    """A row of no height, a column of no width and a format that shows nothing hide as well as hiding does."""

    def hide(sheet: Worksheet) -> None:
        sheet["B2"].number_format = ";;;"

    content = form_bytes([(P, 5), (P, 6)], headings=("Pledge ref", "Quantity"), change=hide)
    flat = with_part(content, "xl/worksheets/sheet2.xml", '<row r="3"', '<row ht="0" customHeight="1" r="3"')
    narrow = '<cols><col min="2" max="2" width="0" customWidth="1"/></cols><sheetData>'

    reading = reading_of(read(with_part(flat, "xl/worksheets/sheet2.xml", "<sheetData>", narrow)))

    hidden = [note.text.partition(" hidden")[0] for note in reading.findings if note.code == "hidden-content"]
    assert quantities(reading) == [5, 6]
    assert hidden == ["Row 3 is", "Column B is", "Cell B2 is"]


def merging(*ranges: str) -> Callable[[Worksheet], None]:
    """Return what merges these ranges."""

    def change(sheet: Worksheet) -> None:
        for each in ranges:
            sheet.merge_cells(each)

    return change


def test_a_reference_merged_over_several_rows_is_of_each_of_them() -> None:
    """So it is with dates and evidence: a person sees one for all the rows, and the address is that of the one cell."""
    headings = ("Pledge ref", "Quantity", "Start", "Evidence ref")
    rows = ((P, 2, dt.date(2025, 7, 7), "R1"), (None, 3), (None, 4), ("P-02", 1))

    reading = reading_of_form(*rows, headings=headings, change=merging("A2:A4", "C2:C4", "D2:D3"))

    lines = only_return(reading).lines
    assert [line.pledge_key for line in lines] == [P, P, P, "P-02"]
    assert quantities(reading) == [2, 3, 4, 1]
    assert [line.start for line in lines] == [*[dt.date(2025, 7, 7)] * 3, None]
    assert [line.evidence_ref for line in lines] == ["R1", "R1", "", ""]
    assert {str(line.start_source) for line in lines[:3]} == {"returns/q2.xlsx!Delivery!C2"}
    assert codes_of(reading) == []


def test_a_quantity_merged_over_several_rows_is_of_none_of_them() -> None:
    """Twelve over three promises may be four of each, or twelve of them all: nobody can tell."""
    reading = reading_of_form(
        (P, 12, "R1"), ("P-02", None, "R2"), ("P-03", None, "R3"), ("P-04", 1, "R4"),
        headings=("Pledge ref", "Quantity", "Evidence ref"), change=merging("B2:B4"),
    )  # fmt: skip

    lines = only_return(reading).lines
    assert [(line.quantity, line.absence) for line in lines] == [(None, Absence.UNCLEAR)] * 3 + [(1, None)]
    places = [str(note.source) for note in reading.findings if note.code == "cell-merged"]
    assert places == [f"returns/q2.xlsx!Delivery!B{row}" for row in (2, 3, 4)]


def test_attendees_merged_over_several_rows_are_of_none_of_them() -> None:
    """Hours times attendees would count the same young people in each row."""
    reading = reading_of_form(
        (P, 2, 10), ("P-02", 3), headings=("Pledge ref", "Quantity", "Attendees"), change=merging("C2:C3")
    )

    assert [line.attendees for line in only_return(reading).lines] == [None, None]
    assert set_aside(reading) == ["cell-merged", "cell-merged"]


def test_what_stands_under_a_merged_cell_is_named_as_hidden() -> None:
    """Some programs keep it there; it is in the file, and nobody sees it."""
    content = form_bytes([(P, 5), (P, 6), (P, 7)], headings=("Pledge ref", "Quantity"))
    merged = '</sheetData><mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>'

    reading = reading_of(read(with_part(content, "xl/worksheets/sheet2.xml", "</sheetData>", merged)))

    assert quantities(reading) == [5, 6, 7]
    assert the_finding(reading, "hidden-content").text.startswith("Cell A3 is hidden")


@pytest.mark.parametrize(
    "row", [(P, "Total", 12), (P, "Sub-total:", 12), (None, "TOTALS", 12), ("Total for P-01", None, 12)]
)
def test_a_total_is_known_wherever_its_word_stands(row: tuple[object, ...]) -> None:
    """A subtotal in a column of its own, under the promise's own reference, is not counted beside what it sums up."""
    reading = reading_of_form((P, "site A", 4), (P, "site B", 8), row, headings=("Pledge ref", "Activity", "Quantity"))

    assert quantities(reading) == [4, 8]
    assert codes_of(reading) == ["total-row"]


@pytest.mark.parametrize("text", ["@SUM(1)", "sum", "=SUM(B2:B3)"])
def test_a_word_for_totals_among_the_figures_makes_no_total_of_its_row(text: str) -> None:
    """What stands in Quantity is a quantity that nobody can read, and asked about."""
    reading = keyed(text)

    assert codes_of(reading) == ["quantity-unclear"]


def test_a_row_named_like_a_total_that_is_none_is_a_delivery() -> None:
    """A measure may be called Total hours; only what the rows above it come to tells that it is their total."""
    reading = reading_of_form((P, 4), ("Total hours volunteered", 9), headings=("Pledge ref", "Quantity"))

    assert quantities(reading) == [4, 9]


def test_one_row_that_repeats_the_one_above_is_no_total_of_it() -> None:
    """Two promises with four each: the second one is a promise, whatever it is called."""
    reading = reading_of_form((P, 4), ("Total hours volunteered", 4), headings=("Pledge ref", "Quantity"))

    assert quantities(reading) == [4, 4]


def reading_of_csv(text: str) -> ReturnReading:
    """Return what is read of a text file."""
    file = SourceFile(name="returns/q2.csv", digest="")
    return read_return(read(text.encode()), file=file, path="returns/q2.csv", vocabulary=VOCABULARY)


def keyed(*quantities: str, delimiter: str = ",") -> ReturnReading:
    """Return what is read of a keyed text file with these quantities."""
    rows = [(*KEYED_ROW, quantity) for quantity in quantities]
    return reading_of_csv(keyed_csv(*rows, delimiter=delimiter))


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        (("1,234", "2,5"), [None, None]),
        (("1,234", "1.234,50"), [None, None]),
        (("1,234",), [None]),
        (("1,234", "2.5"), [1234, 2.5]),
        (("1,234,567", "1,234"), [1234567, 1234]),
        (("£1,234.50", "2,000"), [1234.5, 2000]),
        (("12", "13"), [12, 13]),
    ],
)
def test_a_comma_in_a_file_parted_by_semicolons_may_stand_before_decimals(
    typed: tuple[str, ...], read_as: list[float | None]
) -> None:
    """1,234 is a thousand or little more than one: the other numbers of its column settle it, or it is a query."""
    assert quantities(keyed(*typed, delimiter=";")) == read_as


def test_one_decimal_comma_makes_the_thousands_of_its_column_doubtful() -> None:
    """In whatever kind of file: who writes 2,5 may mean little more than one by 1,234."""
    typed = reading_of_form((P, "2,5"), (P, "1,234"), (P, 1234), headings=("Pledge ref", "Quantity"))
    plain = reading_of_form((P, "2.5"), (P, "1,234"), headings=("Pledge ref", "Quantity"))

    assert quantities(typed) == [None, None, 1234]
    assert place_of(typed, "comma-unclear") == "Delivery!B3"
    assert quantities(plain) == [2.5, 1234]


def test_a_row_of_a_text_file_with_more_fields_than_headings_is_set_aside() -> None:
    """1,234 without quotation marks is two fields, and everything behind it stands under another heading."""
    headings = (*KEYED, "Comment")
    shifted, whole = (*KEYED_ROW, "1", "234", "all in work"), (*KEYED_ROW, "3", "all in work")

    reading = reading_of_csv(keyed_csv(shifted, whole, headings=headings))

    lines = [line for sent in reading.returns for line in sent.lines]
    assert [[code for _, code in line.problems] for line in lines] == [["row-too-long"], []]
    assert place_of(reading, "row-too-long") == "sheet 1!A2"


def test_empty_fields_at_the_end_of_a_row_of_a_text_file_are_nothing() -> None:
    """Excel writes them where a cell was once used."""
    row = (*KEYED_ROW, "3", "", "", "")

    reading = reading_of_csv(keyed_csv(row))

    assert (quantities(reading), codes_of(reading)) == ([3], [])


@pytest.mark.parametrize("second", ["Delivery", "DELIVERY"])
def test_a_workbook_with_two_sheets_of_one_name_is_refused(second: str) -> None:
    """Excel makes no such workbook, and two readers would take two different sheets for the return."""
    content = form_bytes([(P, 5)], headings=("Pledge ref", "Quantity"), change=lambda sheet: added(sheet, "Second"))
    twice = with_part(content, "xl/workbook.xml", 'name="Second"', f'name="{second}"')

    with pytest.raises(UnreadableFileError) as refused:
        read(twice)

    assert refused.value.reason == "damaged"


@pytest.mark.parametrize(
    "words",
    [
        "none yet",
        "will follow",
        "to be sent",
        "On file",
        "held on file",
        "0",
        "tick",
        "x",
        "can be provided",
    ],
)
def test_evidence_that_names_nothing_leaves_a_delivery_claimed(words: str) -> None:
    """Documented is where Evidence ref names a document: a promise of one, or that there is one, names none."""
    line, codes = line_with("Evidence ref", words)

    assert (line.grade, line.evidence_ref, codes) == (Grade.CLAIMED, "", [])


@pytest.mark.parametrize(
    "words", ["as above", "Ditto", "do.", '"', "''", "〃", "same as above", "see above", '-"-', "as before"]
)
def test_a_ditto_mark_is_asked_about(words: str) -> None:
    """Rows are sorted and deleted; a reference stands on its own row or nowhere."""
    line, codes = line_with("Evidence ref", words)
    as_key = reading_of_form((words, 2), headings=("Pledge ref", "Quantity"))

    assert (line.grade, line.evidence_ref, codes) == (Grade.CLAIMED, "", ["cell-ditto"])
    assert (quantities(as_key), codes_of(as_key)) == ([], ["cell-ditto"])


@pytest.mark.parametrize(
    "text", ["2025-07-07 00:00:00", "2025-07-07T09:30", "07/07/2025 09:30", "7 July 2025 9:30", "2025-07-07T00:00:00Z"]
)
def test_the_time_of_day_behind_a_date_is_left_alone(text: str) -> None:
    """Programs write it into text files; the day is the day."""
    line, codes = line_with("Start", text)

    assert (line.start, codes) == (dt.date(2025, 7, 7), [])


@pytest.mark.parametrize("text", ["2025-07-07T23:30Z", "2025-07-07 25:00", "2025-07-07 9", "07/07/2025 or later"])
def test_what_is_no_time_of_day_behind_a_date_is_a_finding(text: str) -> None:
    """23:30 at Greenwich is the next day in a British summer."""
    line, codes = line_with("Start", text)

    assert (line.start, codes) == (None, ["cell-not-a-date"])


@pytest.mark.parametrize(
    ("reference", "expected"),
    [("Jo Bloggs", ["person-ref-like-a-name"]), ("Zephyrine", ["person-ref-like-a-name"]), ("YP-0012", []), ("AB", []),
     ("K77", []), ("CLR/QX", []), ("Jo B 2009", [])],
)  # fmt: skip
def test_a_person_reference_that_looks_like_a_name_is_asked_about(reference: str, expected: list[str]) -> None:
    """It still tells one person from another, and is shown nowhere; the council asks for a reference in its place."""
    line, codes = line_with("Person ref", reference)

    assert (line.person_ref, codes) == (reference, expected)


@pytest.mark.parametrize(
    ("headings", "row", "expected"),
    [
        (("Pledge ref", "Quantity", "Unit"), (P, 0.5, "%"), ["share-unclear"]),
        (("Pledge ref", "Quantity (%)"), (P, "0.5"), ["share-unclear"]),
        (("Pledge ref", "Quantity", "Unit"), (P, "0.5%", "%"), []),
        (("Pledge ref", "Quantity", "Unit"), (P, 50, "%"), []),
        (("Pledge ref", "Quantity", "Unit"), (P, 0.5, "FTE"), []),
    ],
)
def test_a_bare_half_may_be_half_a_per_cent_or_fifty(
    headings: tuple[str, ...], row: tuple[object, ...], expected: list[str]
) -> None:
    """A cell that Excel shows as a percentage says which; a bare number below one does not."""
    reading = reading_of_form(row, headings=headings)

    assert set_aside(reading) == codes_of(reading) == expected


@pytest.mark.parametrize(
    "title",
    [
        "Previous quarter", "Planned for next quarter", "Pipeline", "Forecast 2026", "Delivered last quarter",
        "Last financial year",
    ],
)  # fmt: skip
def test_a_table_under_a_title_of_another_time_is_not_taken_for_this_one(title: str) -> None:
    """A second block under the same headings, or the only one, may be a plan or what was reported before."""
    headings = ("Pledge ref", "Quantity")
    second = reading_of_form((P, 1), (), (title,), headings, (P, 7), headings=headings)
    only = reading_of_form((), headings, (P, 7), headings=(title,))

    assert set_aside(second) == set_aside(only) == ["table-of-another-time"]
    assert place_of(second, "table-of-another-time") == "Delivery!A4"
    assert place_of(only, "table-of-another-time") == "Delivery!A1"


@pytest.mark.parametrize(
    "title",
    [
        "Social value commitments",
        "Delivered and planned",
        "Site two",
        "Targets and actuals",
        "Last updated 3 July",
        "Next review: March",
        "Progress this quarter and last quarter",
    ],
)
def test_a_table_under_any_other_title_is_read(title: str) -> None:
    """A sheet may be called after what was promised, and a block after its site."""
    headings = ("Pledge ref", "Quantity")

    reading = reading_of_form((P, 1), (), (title,), headings, (P, 7), headings=headings)

    assert (quantities(reading), set_aside(reading)) == ([1, 7], [])


def test_a_share_of_one_is_doubtful_beside_fractions() -> None:
    """1 is one per cent under Share (%), or the whole where others of the column are 0.5 and 0.25."""
    headings = ("Pledge ref", "Quantity", "Share (%)")

    fractions = reading_of_form((P, 2, 0.5), (P, 2, 1), headings=headings)
    percentages = reading_of_form((P, 2, 50), (P, 2, 1), headings=headings)

    assert set_aside(fractions) == ["share-unclear", "share-unclear"]
    assert set_aside(percentages) == []


@pytest.mark.parametrize("stored", [45846, "45846"])
def test_a_day_that_lost_its_format_is_told_as_such(stored: object) -> None:
    """Excel shows it as a number of five digits; a person can give it back its format, and nobody else can be sure."""
    line, codes = line_with("Start", stored)

    assert (line.start, codes) == (None, ["date-as-number"])
