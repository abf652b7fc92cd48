"""The thirty-four pains of real spreadsheets, one test each or more: what a return with that pain is read as."""

import datetime as dt
import io
import shutil
import zipfile
from fractions import Fraction
from pathlib import Path
from typing import Literal

import pytest
from grids import codes_of, only_line, only_return, reading_of
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet
from pain_sheets import (
    HEADINGS,
    KEYED,
    account_of,
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

from pledges.assess import Assessment, assess
from pledges.exceptions import UnreadableFileError
from pledges.files.case import read_case
from pledges.forms.filled import KeyedLine, write_keyed
from pledges.model import Absence
from pledges.provenance import CellRef
from pledges.returns import layouts
from pledges.sheets import read
from pledges.tables import Place, find_table

ROW = ("P-01", 2, None, None, "R1")
PERIOD = ("01/07/2025", "30/09/2025")


def test_pain_01_merged_and_multi_row_headings() -> None:
    """Headings over two rows and merged cells are joined, and every cell they were read from is kept."""

    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("A1:A2")
        sheet.merge_cells("B1:D1")

    headings = ("Pledge ref", "Delivered", None, None, "Evidence")
    below = (None, "Quantity", "Start date", "End date", "ref")
    day = dt.date(2025, 7, 7)
    content = form_bytes([below, ("P-01", 3, day, day, "R1")], headings=headings, change=merge)

    reading = reading_of(read(content))
    table = find_table(read(content).sheets[1], Place("f", "s"), layouts.DELIVERY_COLUMNS)

    line = only_line(reading)
    assert (line.pledge_key, line.quantity, line.start, line.end, line.evidence_ref) == (
        "P-01",
        Fraction(3),
        day,
        day,
        "R1",
    )
    assert table is not None
    assert [each.cell for each in table.headings["Quantity"]] == ["B1", "B2"]
    assert [each.cell for each in table.headings["End"]] == ["B1", "D2"]
    assert [each.cell for each in table.headings["Evidence ref"]] == ["E1", "E2"]
    assert place_of(reading, "headings-joined") == "Delivery!A1"
    assert account_of(reading) == (2, (3,), (1,))


def test_pain_01_one_heading_under_two_titles_is_not_chosen_between() -> None:
    """Planned and delivered quantities under one heading each: neither is used, and the return says so."""

    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("A1:A2")
        sheet.merge_cells("B1:C1")
        sheet.merge_cells("D1:E1")

    headings = ("Pledge ref", "Planned", None, "Delivered", None)
    reading = reading_of_form(
        (None, "Quantity", "Start", "Quantity", "End"), ("P-01", 9, None, 3, None), headings=headings, change=merge
    )

    assert quantities(reading) == [None]
    assert "heading-repeated" in codes_of(reading)


def test_pain_02_title_logo_and_notes_above_the_headings() -> None:
    """The heading row is found below them, and they are named as not read."""
    reading = reading_of_form(
        (), ("Please fill in every row",), (), HEADINGS, ROW, headings=("Covenant return, quarter 2",)
    )

    assert quantities(reading) == [2]
    assert account_of(reading) == (3, (6,), (1, 3))
    assert "Rows 1 and 3" in the_finding(reading, "row-ignored").text


def test_pain_03_renamed_headings_are_known_only_where_they_are_listed() -> None:
    """A listed synonym is read; a likely one is named by its letters and not guessed."""
    known = reading_of_form(("P-01", 2), headings=("PLEDGE REFERENCE", "Qty"))
    likely = reading_of_form(("P-01", 2), headings=("Pledge reference", "Quantety"))

    assert quantities(known) == [2]
    assert likely.layout is None
    assert codes_of(likely)[0] == "file-not-recognised"


def test_pain_03_a_renamed_heading_beside_known_ones_is_named_by_its_letters() -> None:
    """The rest of the table is read, and what was not read is told."""
    reading = reading_of_form(("P-01", 2, "R1"), headings=("Pledge ref", "Quantity", "Evidense"))

    assert quantities(reading) == [2]
    assert place_of(reading, "heading-unknown") == "Delivery!C1"


@pytest.mark.parametrize("extra", ["\u00a0", "\u200b", "\ufeff", "  ", "\u202f"])
def test_pain_04_unseen_characters_in_headings_and_values(extra: str) -> None:
    """They never hide a heading, a reference or a number."""
    reading = reading_of_form((f"P-01{extra}", f"{extra}2{extra}"), headings=(f"Pledge{extra} ref", f"Quantity{extra}"))

    line = only_line(reading)
    assert (line.pledge_key, line.quantity) == ("P-01", Fraction(2))


def test_pain_05_a_blank_heading_in_the_middle() -> None:
    """The column is named by its letter, and the columns right of it are read."""
    reading = reading_of_form(("P-01", 7, 2, "R1"), headings=("Pledge ref", None, "Quantity", "Evidence ref"))

    assert quantities(reading) == [2]
    assert place_of(reading, "heading-blank") == "Delivery!B1"
    assert "Column B has values but no heading" in the_finding(reading, "heading-blank").text


def test_pain_06_duplicate_headings_are_an_error_where_both_hold_values() -> None:
    """Neither wins; where one of them is empty, the other is read."""
    both = reading_of_form(("P-01", 7, 2), headings=("Pledge ref", "Quantity", "Quantity"))
    one = reading_of_form(("P-01", None, 2), headings=("Pledge ref", "Quantity", "Quantity"))

    assert (quantities(both), quantities(one)) == ([None], [2])
    assert place_of(both, "heading-repeated") == "Delivery!C1"


def test_pain_07_hidden_and_filtered_rows_are_read_and_flagged() -> None:
    """A filter hides rows in the same way; nothing that is there is left out in silence."""

    def hide(sheet: Worksheet) -> None:
        sheet.row_dimensions[3].hidden = True
        sheet.auto_filter.ref = "A1:E3"

    reading = reading_of_form(ROW, ("P-02", 5, None, None, "R2"), change=hide)

    assert quantities(reading) == [2, 5]
    assert place_of(reading, "hidden-content") == "Delivery!A3"


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_pain_08_hidden_sheets(state: Literal["hidden", "veryHidden"]) -> None:
    """A hidden sheet that is read is flagged; the lookups of our own form are passed over by name."""

    def hide(sheet: Worksheet) -> None:
        sheet.sheet_state = state
        lists = added(sheet, "Lists")
        lists.append(["weeks"])
        lists.sheet_state = state

    reading = reading_of_form(ROW, change=hide)

    assert quantities(reading) == [2]
    assert place_of(reading, "hidden-content") == "Delivery"
    assert place_of(reading, "guidance-ignored") == "Lists"


def test_pain_08_a_hidden_sheet_that_is_not_read_is_named() -> None:
    """What nobody sees and nobody reads is still accounted for."""

    def add(sheet: Worksheet) -> None:
        other = added(sheet, "Workings")
        other.append(["something"])
        other.sheet_state = "hidden"

    reading = reading_of_form(ROW, change=add)

    assert place_of(reading, "sheet-ignored") == "sheet 3"


def test_pain_09_a_formula_without_a_stored_result_is_no_blank_and_no_zero() -> None:
    """The finding says to open the file in Excel and to save it."""
    reading = reading_of_form(("P-01", "=1+1", None, None, "R1"))

    note = the_finding(reading, "cell-unsaved")
    assert only_line(reading).absence is Absence.UNCLEAR
    assert "Open the file in Excel, save it" in note.fix
    assert place_of(reading, "cell-unsaved") == "Delivery!B2"


@pytest.mark.parametrize("text", ["2025-07-07", "07/07/2025", "7.7.25", "7 July 2025", "7th Jul 2025", "7-Jul-25"])
def test_pain_10_dates_as_text(text: str) -> None:
    """The listed forms are read, and nothing else."""
    line, codes = line_with("Start", text)

    assert line.start == dt.date(2025, 7, 7)
    assert codes == []


@pytest.mark.parametrize("text", ["July 2025", "1 Year", "Q2", "07/2025", "next week"])
def test_pain_10_what_only_looks_like_a_date_is_a_finding(text: str) -> None:
    """A month or a quarter is no day."""
    line, codes = line_with("Start", text)

    assert line.start is None
    assert codes == ["cell-not-a-date"]


def test_pain_11_the_whole_column_settles_the_order_of_day_and_month() -> None:
    """One date that can only be read one way settles the others, whichever way that is."""
    british = reading_of_form(("P-01", 1, "03/08/2025"), ("P-02", 1, "25/08/2025"))
    american = reading_of_form(("P-01", 1, "08/03/2025"), ("P-02", 1, "08/25/2025"))

    for reading in (british, american):
        assert [line.start for line in only_return(reading).lines] == [dt.date(2025, 8, 3), dt.date(2025, 8, 25)]


def test_pain_11_the_period_settles_the_order_where_the_column_does_not() -> None:
    """3 August lies in the quarter, and 8 March does not."""
    line, codes = line_with("Start", "03/08/2025")

    assert line.start == dt.date(2025, 8, 3)
    assert codes == []


def test_pain_11_where_nothing_settles_the_order_both_readings_are_shown() -> None:
    """7 August and 8 July both lie in the quarter."""
    reading = reading_of_form(("P-01", 1, "07/08/2025"))

    assert only_line(reading).start is None
    assert "7 Aug 2025 or as 8 Jul 2025" in the_finding(reading, "date-ambiguous").text


@pytest.mark.parametrize("flag", ["1", "true"])
def test_pain_12_days_counted_from_1904(flag: str) -> None:
    """The same serial number is another day, however the flag is written."""
    content = form_bytes([("P-01", 2, dt.date(2025, 7, 7), None, "R1")])
    moved = with_part(content, "xl/workbook.xml", r"<workbookPr[^>]*/>", f'<workbookPr date1904="{flag}"/>')

    workbook = read(moved)

    assert workbook.sheets[1].cell(2, 3).value == dt.date(2025 + 4, 7, 8)
    assert "date-1904" in workbook.flags


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [("£1,234.50", Fraction("1234.5"), "GBP"), ("3 people", Fraction(3), "people"), ("1,250", Fraction(1250), None)],
)
def test_pain_13_pounds_commas_and_units_beside_a_number(text: str, amount: Fraction, unit: str | None) -> None:
    """One plain number and one word for its unit are exact."""
    line, codes = line_with("Quantity", text)

    assert (line.quantity, line.unit) == (amount, unit)
    assert codes == []


@pytest.mark.parametrize("text", ["1.2k", "(500)", "approx 3", "c. 40", "three", "1,23", "3-4", "2/3", "10+"])
def test_pain_13_what_needs_a_guess_is_a_query(text: str) -> None:
    """The value is kept out, with the address of the cell."""
    reading = reading_of_form(("P-01", text, None, None, "R1"))

    assert only_line(reading).absence is Absence.UNCLEAR
    assert place_of(reading, "quantity-unclear") == "Delivery!B2"


def test_pain_14_percentages_by_the_format_of_each_cell() -> None:
    """10% and a cell shown as 10% are a tenth; a bare 0.1 in the same column is a query."""

    def shown(sheet: Worksheet) -> None:
        sheet["C2"].number_format = "0%"

    headings = ("Pledge ref", "Quantity", "Share (%)")
    reading = reading_of_form(("P-01", 2, 0.1), ("P-02", 2, "10%"), ("P-03", 2, 0.1), headings=headings, change=shown)

    assert [line.share for line in only_return(reading).lines] == [Fraction(1, 10), Fraction(1, 10), None]
    assert place_of(reading, "share-unclear") == "Delivery!C4"


@pytest.mark.parametrize(
    ("stored", "reference"),
    [("000417", "000417"), (10038497, "10038497"), ("10038497.0", "10038497"), ("705E01510602", "705E01510602")],
)
def test_pain_15_references_keep_their_zeros_and_lose_what_a_float_added(stored: object, reference: str) -> None:
    """A reference is text, whatever a spreadsheet made of it."""
    line, codes = line_with("Evidence ref", stored)

    assert line.evidence_ref == reference
    assert codes == []


@pytest.mark.parametrize("stored", ["1.2E+12", 12345678901234567890, dt.date(2025, 3, 1)])
def test_pain_15_a_reference_that_excel_changed_is_refused(stored: object) -> None:
    """More than fifteen digits, a power of ten, a date: no longer what was typed."""
    line, codes = line_with("Evidence ref", stored)

    assert line.evidence_ref == ""
    assert "reference-damaged" in codes


@pytest.mark.parametrize(
    ("text", "absence", "expected"),
    [
        (None, Absence.MISSING, []),
        ("nil", Absence.NIL, []),
        ("None", Absence.NIL, []),
        (0, Absence.NIL, []),
        ("TBC", Absence.PENDING, ["quantity-pending"]),
        ("N/A", Absence.NOT_APPLICABLE, ["quantity-not-applicable"]),
        ("[c]", Absence.SUPPRESSED, ["quantity-suppressed"]),
        ("-", Absence.UNCLEAR, ["quantity-unclear"]),
        ("as above", Absence.UNCLEAR, ["quantity-unclear"]),
    ],
)
def test_pain_16_the_five_kinds_of_no_number(text: object, absence: Absence, expected: list[str]) -> None:
    """Missing, nil, pending, not applicable and suppressed are told apart; a dash and ditto words are none of them."""
    line, codes = line_with("Quantity", text)

    assert (line.quantity, line.absence) == (None, absence)
    assert codes == expected


@pytest.mark.parametrize("text", ["#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?"])
def test_pain_17_error_cells(text: str) -> None:
    """An error is never a blank and never a zero."""
    reading = reading_of_form(("P-01", text, None, None, "R1"))

    assert only_line(reading).absence is Absence.UNCLEAR
    assert the_finding(reading, "cell-error").saw == text


def test_pain_18_a_total_that_adds_up_is_no_delivery() -> None:
    """Totals and subtotals are named and not counted."""
    reading = reading_of_form(
        ("P-01", 2), ("P-02", 3), ("Subtotal", 5), ("P-03", 4), ("Sub-total", 4), ("Grand total", 9)
    )

    assert quantities(reading) == [2, 3, 4]
    assert codes_of(reading) == ["total-row"] * 3


def test_pain_18_a_total_that_does_not_add_up_is_a_query() -> None:
    """The total is a checksum: a difference says that a row is missing or wrong."""
    reading = reading_of_form(("P-01", 2), ("P-02", 3), ("Total", 6))

    note = the_finding(reading, "total-mismatch")
    assert quantities(reading) == [2, 3]
    assert note.needs_a_person
    assert "is 6, but the rows above it come to 5" in note.text
    assert place_of(reading, "total-mismatch") == "Delivery!B4"


def test_pain_18_a_total_in_error_is_told() -> None:
    """A total that Excel could not work out checks nothing, and says so."""
    reading = reading_of_form(("P-01", 2), ("Total", "#REF!"))

    assert codes_of(reading) == ["total-row", "cell-error"]


def test_pain_19_footnotes_and_signatures_below_the_table() -> None:
    """They are named as not read, and are no deliveries."""
    reading = reading_of_form(ROW, (), ("Figures are provisional",), ("Signed on behalf of the firm",))

    assert quantities(reading) == [2]
    assert account_of(reading) == (3, (2,), (4, 5))


def test_pain_20_several_tables_on_one_sheet_with_spacer_rows() -> None:
    """Rows after a gap are read, and a second table under the same headings is, too, in its own columns."""
    moved = (None, "Quantity", "Pledge ref")
    reading = reading_of_form(ROW, (), ("P-02", 3), (), ("Site two",), moved, (None, 4, "P-03"), ("Total", 4))

    lines = only_return(reading).lines
    assert [(line.pledge_key, line.quantity) for line in lines] == [
        ("P-01", Fraction(2)),
        ("P-02", Fraction(3)),
        ("P-03", Fraction(4)),
    ]
    assert account_of(reading) == (6, (2, 4, 8), (6, 7, 9))
    assert place_of(reading, "headings-again") == "Delivery!A7"


def test_pain_20_several_tables_on_a_keyed_sheet() -> None:
    """So it is on the sheets that officers type, each table with its own order of days."""
    first, second = ("S-01", "C-001", *PERIOD, "P-01", "2"), ("S-01", "C-001", "07/01/2025", "09/30/2025", "P-02", "3")
    reading = reading_of(read(keyed_csv(first, [""] * 6, KEYED, second).encode()))

    assert quantities(reading) == [2, 3]
    assert {str(sent.period) for sent in reading.returns} == {str(reading.returns[0].period)}


def test_pain_21_a_stray_character_far_below() -> None:
    """It is named by its row, and costs nothing."""

    def stray(sheet: Worksheet) -> None:
        sheet["Z1048000"] = "."
        sheet["A1048001"].font = Font(bold=True)

    reading = reading_of_form(ROW, change=stray)

    assert account_of(reading) == (2, (2,), (1_048_000,))
    assert "Row 1048000" in the_finding(reading, "row-ignored").text


def test_pain_22_row_numbers_after_blank_rows() -> None:
    """A line's source is the row a person sees."""
    reading = reading_of_form((), (), ROW, (), ("P-02", "soon"))

    assert [line.row_source for line in only_return(reading).lines] == [
        CellRef(file="returns/q2.xlsx", sheet="Delivery", cell="A4"),
        CellRef(file="returns/q2.xlsx", sheet="Delivery", cell="A6"),
    ]


def test_pain_23_duplicate_rows_in_one_file() -> None:
    """Both places are named; another activity of the same person is another delivery."""
    headings = ("Pledge ref", "Quantity", "Person ref", "Activity")
    same = ("P-01", 1, "K-77", "interview day")
    reading = reading_of_form(same, same, ("P-01", 1, "K-77", "site visit"), headings=headings)

    assert place_of(reading, "line-repeated") == "Delivery!A3"
    assert "row 2" in the_finding(reading, "line-repeated").text


def test_pain_24_a_file_sent_twice_and_a_corrected_one(tmp_path: Path) -> None:
    """The same bytes under another name change no figure; a later return supersedes, and nothing is deleted."""
    folder = tmp_path / "case"
    shutil.copytree(Path(__file__).parents[2] / "examples" / "soar-valley", folder)
    sent = folder / "returns" / "2025-26 Q2" / "SV-2402 Greenfold Q2 corrected.xlsx"
    before = _position_of(folder)
    shutil.copyfile(sent, sent.with_name("copy.xlsx"))
    after = _position_of(folder)

    statuses = {each.file: each.status for each in after.returns}
    assert after.contracts == before.contracts
    assert sorted(statuses.values()).count("duplicate") == 1 + [each.status for each in before.returns].count(
        "duplicate"
    )
    assert statuses["returns/2025-26 Q2/SV-2402 Greenfold Q2.xlsx"] == "superseded"


def test_pain_25_another_version_of_the_form_is_not_read_by_a_guess() -> None:
    """The finding says what was expected."""
    reading = reading_of_form(ROW, about={"Layout": "pledges-return/9"})

    assert reading.layout is None
    assert "a form that names another layout" in the_finding(reading, "file-not-recognised").text


def test_pain_25_a_form_whose_references_were_changed_is_asked_about() -> None:
    """The fingerprint shows that it is not the form that was sent out."""
    reading = reading_of_form(ROW, about={"Fingerprint": "0123456789ab"})

    assert only_return(reading).changed_at == CellRef(file="returns/q2.xlsx", sheet="About", cell="B8")


def test_pain_26_a_drop_down_that_was_typed_over() -> None:
    """Case and spaces do not matter; another word is answered with the words that may stand there."""
    reading = reading_of_form(ROW, about={"Basis": "  IN  Period "})
    other = reading_of_form(ROW, about={"Basis": "mostly"})

    assert codes_of(reading) == []
    assert "in period, cumulative, in post" in the_finding(other, "cell-not-in-list").text


@pytest.mark.parametrize(
    ("text", "is_nil"),
    [("Y", True), ("Yes", True), ("✓", True), ("✔", True), ("x", True), (True, True), (1, True), ("no", False)],
)
def test_pain_27_yes_and_no_in_many_ways(text: object, is_nil: bool) -> None:
    """A closed list; blank is no answer."""
    reading = reading_of_form(about={"Nil return": text})

    assert only_return(reading).nil is is_nil
    assert codes_of(reading) == []


def test_pain_27_any_other_answer_is_a_finding() -> None:
    """Maybe is neither."""
    reading = reading_of_form(ROW, about={"Nil return": "partly"})

    assert place_of(reading, "cell-not-in-list") == "About!B8"


def test_pain_28_other_formats_are_told_by_their_bytes() -> None:
    """A web page named .xls is refused in words a person understands."""
    with pytest.raises(UnreadableFileError) as refused:
        read(b"<html><body><table><tr><td>Pledge ref</td></tr></table></body></html>")

    assert refused.value.reason == "wrong-type"
    assert "Excel workbook" in str(refused.value)


def test_pain_29_an_encrypted_workbook_is_named_as_such() -> None:
    """An OLE file with an EncryptedPackage stream is an encrypted workbook, and no password is asked for."""
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 992

    with pytest.raises(UnreadableFileError) as refused:
        read(content)

    assert refused.value.reason == "encrypted"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_pain_30_text_files_of_every_kind(encoding: str, delimiter: str) -> None:
    """The pound sign survives, and the headings tell the delimiter."""
    text = keyed_csv(("S-01", "C-001", *PERIOD, "P-01", "£1250"), delimiter=delimiter)

    reading = reading_of(read(text.encode(encoding)))

    assert (only_line(reading).quantity, only_line(reading).unit) == (Fraction(1250), "GBP")


def test_pain_30_a_quotation_mark_never_swallows_rows() -> None:
    """The file is refused with the line."""
    text = keyed_csv(("S-01", "C-001", *PERIOD, "P-01", '"2'), ("S-01", "C-001", *PERIOD, "P-02", "3"))

    with pytest.raises(UnreadableFileError, match="line 2"):
        read(text.encode())


def test_pain_30_a_sep_line_names_the_delimiter() -> None:
    """Excel's own first line is obeyed and is no row."""
    text = "sep=;\r\n" + keyed_csv(("S-01", "C-001", *PERIOD, "P-01", "2"), delimiter=";")

    assert quantities(reading_of(read(text.encode()))) == [2]


def test_pain_31_struck_through_cells_are_a_query() -> None:
    """A quantity that is struck through is not used; a struck-through reference sets its row aside."""

    def strike(sheet: Worksheet) -> None:
        for place in ("B2", "A3", "E4"):
            sheet[place].font = Font(strike=True)

    reading = reading_of_form(ROW, ("P-02", 3), ("P-03", 4, None, None, "R3"), change=strike)

    lines = only_return(reading).lines
    assert [(line.pledge_key, line.quantity, line.evidence_ref) for line in lines] == [
        ("P-01", None, "R1"),
        ("P-03", 4, ""),
    ]
    assert [str(note.source).partition("!")[2] for note in reading.findings if note.code == "cell-struck"] == [
        "Delivery!B2",
        "Delivery!A3",
        "Delivery!E4",
    ]


def test_pain_31_a_comment_is_named_and_never_read() -> None:
    """The finding names the cells and nothing of what was said."""

    def comment(sheet: Worksheet) -> None:
        sheet["B2"].comment = Comment("Jo Bloggs left in May", "Sam Smith")

    reading = reading_of_form(ROW, change=comment)

    note = the_finding(reading, "cell-commented")
    assert "Cell B2 has a comment that was not read" in note.text
    assert not any("Jo" in str(each) or "Sam" in str(each) for each in reading.findings)


def test_pain_31_colour_is_never_data() -> None:
    """A coloured cell reads as one without colour."""

    def colour(sheet: Worksheet) -> None:
        sheet["B2"].font = Font(color="FFFF0000")

    reading = reading_of_form(ROW, change=colour)

    assert (quantities(reading), codes_of(reading)) == ([2], [])


@pytest.mark.parametrize("text", ["2 apprentices + 1 placement", "2 people x 26wks", "3 (1 pending)"])
def test_pain_32_numbers_in_prose(text: str) -> None:
    """Nothing is taken out of a sentence."""
    line, codes = line_with("Quantity", text)

    assert line.quantity is None
    assert codes == ["quantity-unclear"]


def test_pain_33_two_units_on_one_row_are_a_query() -> None:
    """The unit is part of the figure."""
    _, codes = line_with("Quantity", "12 weeks", Unit="people")

    assert codes == ["units-differ"]


def test_pain_34_a_formula_in_text_that_we_write_stays_text() -> None:
    """What a supplier typed never becomes a formula in a workbook of ours."""
    line = KeyedLine(
        supplier='=HYPERLINK("http://example.org","S-01")', contract_ref="C-001", period_start=dt.date(2025, 7, 1),
        period_end=dt.date(2025, 9, 30), pledge="+1+1", quantity="2", keyed_from="e-mail",
    )  # fmt: skip

    written = write_keyed([line])

    cells = [cell.value for sheet in read(written).sheets for cell in sheet.cells.values()]
    assert line.supplier in cells
    assert b"<f>" not in b"".join(_parts_of(written))


def test_pain_34_a_name_in_a_note_is_in_no_line_and_no_finding() -> None:
    """Comments and notes are not kept, and other text is described by its length."""
    headings = ("Pledge ref", "Quantity", "Comment", "Note")
    reading = reading_of_form(("P-01", "with Jo Bloggs", "Jo Bloggs", "Jo Bloggs"), headings=headings)

    assert "Bloggs" not in repr(reading.returns)
    assert not any("Bloggs" in str(note) for note in reading.findings)


def _position_of(folder: Path) -> Assessment:
    on = dt.date(2026, 3, 31)
    case = read_case(folder, on=on)
    return assess(case.register, case.intake, case.rulebook, on=on, vocabulary=case.vocabulary)


def _parts_of(content: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [archive.read(name) for name in archive.namelist()]
