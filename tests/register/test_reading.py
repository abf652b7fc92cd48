import datetime as dt
from collections.abc import Sequence

import pytest
from exploring import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from typed_sheets import ERROR, UNSAVED, Typed, percent, sheet

from pledges.exceptions import RegisterError
from pledges.findings import Severity
from pledges.provenance import CellRef
from pledges.register import RegisterReading, read_register
from pledges.register.columns import SHAPES
from pledges.sheets.grid import Sheet

SUPPLIERS = sheet("Suppliers", ["Supplier ref", "Name"], ["S-01", "Brightway Ltd"])
CONTRACTS = sheet("Contracts", ["Contract ref", "Title", "Buyer", "Start", "End"])
PLEDGES = sheet("Pledges", ["Pledge ref", "Supplier ref", "Type", "Quantity", "Unit", "Due"])
PROMISES_HEADINGS = ("Supplier", "Contract ref", "What was promised", "Kind", "How many", "Unit", "By when")
PROMISES = sheet("Promises", PROMISES_HEADINGS)


NOTHING = (
    "expected a sheet Promises, or the sheets Suppliers, Contracts and Pledges, and found none of a register's sheets; "
    "start from the register that `pledges new` writes."
)
ADD = "and found none; add what is missing, or put all promises into one sheet Promises."
PLEDGE_HEADINGS = "expected the headings Pledge ref, Supplier ref, Type, Quantity, Unit, Due"


def read(*sheets: Sheet) -> RegisterReading:
    """Return the reading of a workbook with these sheets."""
    return read_register([("register.xlsx", each) for each in sheets])


@pytest.mark.parametrize(
    ("sheets", "message"),
    [
        (
            [],
            f"The register: {NOTHING}",
        ),
        (
            [sheet("Jane Canary", ["x"])],
            f"register.xlsx: {NOTHING}",
        ),
        (
            [SUPPLIERS, PLEDGES],
            f"register.xlsx: expected a sheet Contracts beside Suppliers, Pledges, {ADD}",
        ),
        (
            [PLEDGES],
            f"register.xlsx: expected a sheet Suppliers and a sheet Contracts beside Pledges, {ADD}",
        ),
        (
            [PROMISES, PLEDGES],
            "register.xlsx has both a sheet Promises and a sheet Pledges; move all promises into one of them.",
        ),
        ([PROMISES, sheet("promises", ["x"])], "register.xlsx: there are two sheets named Promises; keep one of them."),
        (
            [
                SUPPLIERS,
                CONTRACTS,
                sheet("Pledges", [], ["A title"], ["Pledge ref", "Jane Canary", "Quantity", "Unit"]),
            ],
            (
                f"register.xlsx, sheet Pledges, row 3: {PLEDGE_HEADINGS}, and found Pledge ref, Quantity, Unit; "
                "add Supplier ref, Type, Due."
            ),
        ),
        (
            [SUPPLIERS, CONTRACTS, sheet("Pledges", ["Jane Canary"])],
            f"register.xlsx, sheet Pledges: {PLEDGE_HEADINGS}, and found none of them; type them into one row.",
        ),
        (
            [SUPPLIERS, CONTRACTS, PLEDGES, sheet("Facts", ["Supplier ref", "Value"])],
            (
                "register.xlsx, sheet Facts, row 1: expected the headings Supplier ref, Fact, Value, As at, "
                "and found Supplier ref, Value; add Fact, As at."
            ),
        ),
        (
            [sheet("Promises", [*PROMISES_HEADINGS, "Kind"], ["a", "b", "c", "d", 1, "people", None, "d"])],
            (
                "register.xlsx, sheet Promises, row 1: expected one column Kind, "
                "and found two with values; keep one of them."
            ),
        ),
        (
            [sheet("Promises", [each for each in PROMISES_HEADINGS if each != "How many"])],
            (
                "register.xlsx, sheet Promises, row 1: expected a heading How many, or Year 1, Year 2 …, "
                "and found none to use; add one."
            ),
        ),
    ],
)
def test_what_cannot_be_read_at_all_is_one_sentence(sheets: Sequence[Sheet], message: str) -> None:
    """It says the file, the sheet, what was expected, what of it was found, and what to do; it quotes nothing else."""
    with pytest.raises(RegisterError) as raised:
        read(*sheets)

    assert str(raised.value) == message


def test_a_folder_of_csv_files_is_named_as_a_whole() -> None:
    """Where each sheet is a file of its own, what is missing is missing in the folder."""
    with pytest.raises(RegisterError, match=r"^register: expected a sheet Contracts beside Suppliers, Pledges"):
        read_register([("register/Suppliers.csv", SUPPLIERS), ("register/Pledges.csv", PLEDGES)])


def test_a_register_without_promises_is_a_query() -> None:
    """An empty sheet of promises is no error: somebody has just begun."""
    full, simple = read(SUPPLIERS, CONTRACTS, PLEDGES), read(PROMISES)

    assert [(each.code, str(each.source)) for each in full.findings] == [("register-empty", "register.xlsx!Pledges")]
    assert [(each.code, str(each.source)) for each in simple.findings] == [("register-empty", "register.xlsx!Promises")]
    assert full.register.pledges == simple.register.pledges == ()


def test_an_optional_sheet_that_is_empty_is_passed_over() -> None:
    """A sheet with nothing in it needs no headings; an empty Pledges beside Promises does no harm."""
    reading = read(PROMISES, sheet("Events"), sheet("Pledges", [" "]))

    assert [account.sheet for account in reading.accounts] == ["Promises"]


def test_other_sheets_are_ignored_with_a_note() -> None:
    """A sheet that is none of ours is not read; it is named by its place unless its name may be shown."""
    strangers = [
        sheet("How to use", ["Read this"], number=2),
        sheet("Jane Canary", ["a"], [], ["b"], number=3),
        sheet("Brightway", ["a"], number=4),
        sheet("Blank", number=5),
    ]

    reading = read(SUPPLIERS, CONTRACTS, PLEDGES, *strangers)

    notes = [(each.code, each.severity, str(each.source)) for each in reading.findings[1:]]
    assert notes == [
        ("guidance-ignored", Severity.NOTE, "register.xlsx!How to use"),
        ("sheet-ignored", Severity.NOTE, "register.xlsx!sheet 3"),
        ("sheet-ignored", Severity.NOTE, "register.xlsx!Brightway"),
    ]
    assert [(account.sheet, account.ignored) for account in reading.accounts[-3:]] == [
        ("How to use", (1,)), ("sheet 3", (1, 3)), ("Brightway", (1,)),
    ]  # fmt: skip


def test_rows_outside_the_table_are_ignored_with_a_note() -> None:
    """A title above the headings, and a remark under a heading that is not ours, are accounted for."""
    suppliers = sheet(
        "Suppliers", ["Our suppliers"], ["Supplier ref", "Name", "Remarks"], ["S-01", "Oak"], [None, None, "see list"]
    )

    reading = read(suppliers, CONTRACTS, PLEDGES)

    account = reading.accounts[0]
    texts = [each.text for each in reading.findings if each.code == "row-ignored"]
    assert (account.used, account.set_aside, account.ignored) == ((3,), (), (1, 4))
    assert texts == ["2 rows are not part of the table and were not read."]


def test_one_row_above_the_table_reads_as_a_sentence() -> None:
    """One row is, not are."""
    reading = read(sheet("Promises", ["Promises of 2025"], PROMISES_HEADINGS))

    assert [each.text for each in reading.findings if each.code == "row-ignored"] == [
        "1 row is not part of the table and was not read."
    ]


def test_the_vocabulary_is_what_the_register_names() -> None:
    """References, codes and firms' names may be shown; descriptions may not."""
    reading = read(
        sheet(
            "Promises",
            [*PROMISES_HEADINGS, "Code"],
            ["Brightway Ltd", "LEI-7", "Zebra", "job", 1, "people", None, "ECC7"],
        )
    )

    shown = [reading.vocabulary.saw(text) for text in ("Brightway", "LEI-7/1", "LEI-9", "ECC7", "Zebra")]

    assert shown == ['"Brightway"', '"LEI-7/1"', '"LEI-9"', '"ECC7"', "text, 5 characters"]


CANARY = "Kanarienvogel"
VALUES: Sequence[Typed] = (
    None, CANARY, f"{CANARY} 2007", "P-1", "S-1", "C-1", 1, 2.5, -3, True, dt.date(2025, 5, 4), "05/04/2025", "yes",
    "people", "job", "TBC", "50%", percent(0.5), ERROR, UNSAVED, "at due", "milestones", "prime", "rejected",
    "badge issued", "third party confirmed", "2026-W01", 45887, 10**16, "year", "",
)  # fmt: skip


# What stands in these columns is the council's own name for something, which may be shown.
NAMING = {
    "Promises": ("Supplier", "Contract ref", "Pledge ref", "Code"),
    "Suppliers": ("Supplier ref", "Name", "Also known as"),
    "Contracts": ("Contract ref", "Also known as"),
    "Pledges": ("Pledge ref", "Also known as"),
}


@st.composite
def dirty_sheets(draw: st.DrawFn) -> list[Sheet]:
    """Draw the sheets of a register of either form with anything in any cell, and a stranger among them."""
    left_out = draw(st.sampled_from(({"Promises"}, {"Suppliers", "Contracts", "Pledges"})))
    usual = {"Pledge ref": "P-1", "Supplier ref": "S-1", "Contract ref": "C-1", "Supplier": "Oak"}
    sheets = []
    for number, shape in enumerate(SHAPES, start=1):
        if shape.name in left_out:
            continue
        headings = [column.name for column in shape.columns]
        rows: list[list[Typed]] = []
        for _ in range(draw(st.integers(0, 3))):
            row: list[Typed] = [usual.get(heading) for heading in headings]
            row.append(None)
            cells = st.dictionaries(st.integers(0, len(headings)), st.sampled_from(VALUES), max_size=8)
            for column, value in draw(cells).items():
                is_name = column < len(headings) and headings[column] in NAMING.get(shape.name, ())
                row[column] = "P-2" if is_name and CANARY in str(value) else value
            rows.append(row)
        sheets.append(sheet(shape.name, [*headings, CANARY], *rows, number=number))
    return [*sheets, sheet(CANARY, [CANARY], number=99)]


def filled_rows(grid: Sheet) -> set[int]:
    """Return the rows in which something can be seen."""
    return {row for (row, _), cell in grid.cells.items() if cell.value != ""}


@settings(max_examples=examples(40))
@given(dirty_sheets())
def test_nothing_vanishes(sheets: Sequence[Sheet]) -> None:
    """Whatever stands in the cells, each row is used, or set aside with a finding in it, or ignored with a note."""
    reading = read(*sheets)

    accounts = {account.sheet: account for account in reading.accounts}
    for grid in sheets[:-1]:
        account = accounts[grid.name]
        rows = sorted((*account.used, *account.set_aside, *account.ignored))
        assert rows == sorted(filled_rows(grid) - {1})
        assert set(account.set_aside) <= rows_with_findings(reading, grid.name)
        assert not account.ignored or "row-ignored" in {each.code for each in reading.findings}
    assert accounts["sheet 99"].ignored == (1,)


def rows_with_findings(reading: RegisterReading, name: str) -> set[int]:
    """Return the rows of a sheet in which an error or a query stands."""
    places = [each.source for each in reading.findings if each.severity is not Severity.NOTE]
    cells = [place.cell for place in places if isinstance(place, CellRef) and place.sheet == name and place.cell]
    return {int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) for cell in cells}


@settings(max_examples=examples(40))
@given(dirty_sheets())
def test_nothing_is_quoted(sheets: Sequence[Sheet]) -> None:
    """No finding and no account quotes a cell, a heading or a sheet's name that is not listed."""
    reading = read(*sheets)

    told = " ".join([*map(str, reading.findings), *(account.sheet for account in reading.accounts)])

    assert CANARY.casefold() not in told.casefold()


@pytest.mark.parametrize("name", ["How to use", "Lists", "How to fill this in"])
def test_our_own_page_of_help_is_called_by_its_name_and_is_no_loss(name: str) -> None:
    """It was never a part of the register, so that leaving it out reads like what it is; its rows are accounted for."""
    reading = read(SUPPLIERS, CONTRACTS, PLEDGES, sheet(name, ["Read this"], ["and this"], number=2))

    (note,) = [each for each in reading.findings if each.code == "guidance-ignored"]
    assert (str(note.source), note.severity) == (f"register.xlsx!{name}", Severity.NOTE)
    assert note.text == "This is the form's own page of help (2 rows); nothing is read from it."
    assert (reading.accounts[-1].sheet, reading.accounts[-1].ignored) == (name, (1, 2))
