import io
import tomllib

import openpyxl
import pytest
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from pledges import sheets
from pledges.forms.columns import FULL_FORM, KEYED, PROMISES
from pledges.forms.plan import Column
from pledges.forms.starter import KEYED_NAME, keyed_sheet, register_starter, starter
from pledges.model import EVENTS, PLEDGE_TYPES
from pledges.quantities import UNITS
from pledges.register.columns import SHAPES
from pledges.register.reading import read_register
from pledges.tables import Place, find_table

POLICY = '# The name\nauthority = ""\n'
RECORDS = {"Returns received", "Confirmations", "Facts", "Events"}


def opened(content: bytes, name: str) -> Worksheet:
    """Return a sheet of a workbook as openpyxl reads it."""
    sheet = openpyxl.load_workbook(io.BytesIO(content))[name]
    assert isinstance(sheet, Worksheet)
    return sheet


def rule(sheet: Worksheet, cell: str) -> DataValidation:
    """Return the rule that holds for a cell."""
    rules: list[DataValidation] = sheet.data_validations.dataValidation
    return next(each for each in rules if cell in each.sqref)


def test_a_starter_has_everything_a_folder_begins_with() -> None:
    """Register, empty returns, keyed sheet, policy and the two files to double-click."""
    files = starter("Soar Valley Council", policy_text=POLICY)

    assert [name for name, _ in files] == [
        "register.xlsx",
        "returns",
        "keyed sheet (copy into returns).xlsx",
        "policy.toml",
        "Assess this folder.bat",
        "Assess this folder.command",
    ]
    assert [name for name, content in files if content is None] == ["returns"]


def test_a_starter_is_the_same_every_time() -> None:
    """Every file of a starter is identical byte for byte between two makings."""
    first, second = (starter("Council", policy_text=POLICY, python="/x/python") for _ in range(2))

    assert first == second


@pytest.mark.parametrize("authority", ["Soar Valley Council", 'The "Old" \\ Borough', "Dŵr a Thir 🌳", "a\nb\x7f"])
def test_the_authority_is_put_into_the_policy_as_it_is_written(authority: str) -> None:
    """Whatever an authority is called, the policy is TOML and says its name."""
    policy = dict(starter(authority, policy_text=POLICY))["policy.toml"]

    assert policy is not None
    assert tomllib.loads(policy.decode())["authority"] == authority


def test_a_policy_without_an_authority_is_left_as_it_is() -> None:
    """No name given, nothing changed."""
    policy = dict(starter(policy_text=POLICY))["policy.toml"]

    assert policy == POLICY.encode()


def test_the_starters_register_reads_as_an_empty_register() -> None:
    """The worked example and the lists are no data: nothing is promised until an officer writes it."""
    workbook = sheets.read(register_starter("Council"))

    reading = read_register([("register.xlsx", sheet) for sheet in workbook.sheets])

    assert reading.form == "simple"
    assert reading.register.pledges == ()
    assert reading.register.events == ()
    assert [each.code for each in reading.findings if each.needs_a_person] == ["register-empty"]
    assert {each.code for each in reading.findings} == {"register-empty", "guidance-ignored"}


def test_the_explanation_is_on_top_and_the_promises_come_next() -> None:
    """Whoever opens the register for the first time sees how to use it."""
    book = openpyxl.load_workbook(io.BytesIO(register_starter()))

    assert book.active is not None
    assert book.active.title == "How to use"
    assert book.sheetnames == [
        "How to use", "Promises", "Returns received", "Confirmations", "Facts", "Events", "Lists",
    ]  # fmt: skip


def test_required_columns_are_starred_and_stand_out() -> None:
    """A starred heading has a fill of its own, and no other heading has a star."""
    sheet = opened(register_starter(), "Promises")

    headings = {cell.value: cell.fill.fgColor.rgb for cell in sheet[1]}

    starred = {f"{column.heading} *" for column in PROMISES if column.required}
    assert {heading for heading in headings if str(heading).endswith("*")} == starred
    assert {headings[heading] for heading in starred} != {headings[h] for h in headings if h not in starred}
    assert sheet.freeze_panes == "B2"


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("Kind", tuple(PLEDGE_TYPES)),
        ("Unit", tuple(UNITS)),
        ("Per", ("contract", "year", "£1m")),
        ("Contractual", ("yes", "no")),
        ("Returns every", ("month", "quarter", "year", "none")),
    ],
)
def test_the_promises_offer_their_words_in_drop_downs(heading: str, words: tuple[str, ...]) -> None:
    """Words of a closed set are chosen from a list, in the first row and in the last of some hundreds."""
    sheet = opened(register_starter(), "Promises")
    column = "ABCDEFGHIJKLMNOPQR"[[each.heading for each in PROMISES].index(heading)]

    first, last = rule(sheet, f"{column}2"), rule(sheet, f"{column}400")

    assert first is last
    assert first.type == "list"
    assert first.formula1 == f'"{",".join(words)}"'


def test_days_and_numbers_of_the_promises_are_checked_while_typing() -> None:
    """Dates must be dates and How many and Value numbers; Excel refuses anything else."""
    sheet = opened(register_starter(), "Promises")
    letters = dict(zip((column.heading for column in PROMISES), "ABCDEFGHIJKLMNOPQR", strict=True))

    kinds = {
        name: (rule(sheet, f"{letters[name]}3").type, rule(sheet, f"{letters[name]}3").errorStyle or "stop")
        for name in ("Start", "End", "By when", "How many", "Value (GBP)", "Returns due within (days)")
    }

    assert set(kinds.values()) == {("date", "stop"), ("decimal", "stop")}
    assert kinds["By when"] == ("date", "stop")
    assert kinds["How many"] == ("decimal", "stop")


def test_every_column_says_what_it_is_for_when_it_is_clicked() -> None:
    """Promises, the council's own sheets and the keyed sheet have a line of explanation on every heading."""
    book = openpyxl.load_workbook(io.BytesIO(register_starter()))
    keyed = openpyxl.load_workbook(io.BytesIO(keyed_sheet()))

    silent = [
        (sheet.title, cell.coordinate)
        for sheet in (*(book[name] for name in ("Promises", *RECORDS)), keyed["Keyed"])
        for cell in sheet[1]
        if not rule(sheet, cell.coordinate).prompt
    ]

    assert silent == []


def test_events_are_chosen_from_the_sheet_lists() -> None:
    """The list is too long for a drop-down's own words, so it stands in a sheet, each event with its meaning."""
    content = register_starter()
    chosen = rule(opened(content, "Events"), "C2")

    words = [cell.value for (cell,) in opened(content, "Lists")["E2:E29"]]

    assert chosen.formula1 == "Lists!$E$2:$E$29"
    assert tuple(words) == EVENTS
    assert all(cell.value for (cell,) in opened(content, "Lists")["F2:F29"])


def test_a_record_takes_its_supplier_and_contract_from_the_promises() -> None:
    """Nobody has to remember how a supplier was written."""
    sheet = opened(register_starter(), "Returns received")

    offered = [rule(sheet, cell).formula1 for cell in ("B2", "C2")]

    assert offered == ["Promises!$A$2:$A$501", "Promises!$B$2:$B$501"]


@pytest.mark.parametrize(("name", "columns"), [("Promises", PROMISES), *FULL_FORM])
def test_our_headings_are_those_the_register_is_read_by(name: str, columns: tuple[Column, ...]) -> None:
    """Each column that we write is one that is read, and each that is read is written, the years aside."""
    shape = next(each for each in SHAPES if each.name == name)
    sheet = sheets.read(register_starter()).sheets
    by_name = {each.name: each for each in sheet}
    written = by_name.get(name)

    table = None if written is None else find_table(written, Place("register.xlsx", name), shape.columns)

    read = {column.name for column in shape.columns if not column.name.startswith("Year ")}
    if written is not None:
        assert table is not None
        assert set(table.columns) == read
        assert table.findings == ()
    assert len(columns) == len(read)


def test_the_keyed_sheet_explains_itself_and_holds_no_rows() -> None:
    """Its template lies outside the returns, so that it is never taken for one."""
    book = openpyxl.load_workbook(io.BytesIO(keyed_sheet()))

    headings = [cell.value for cell in book["Keyed"][1]]

    assert "/" not in KEYED_NAME
    assert book.sheetnames == ["Keyed", "How to fill this in"]
    assert headings == [f"{column.heading} *" if column.required else column.heading for column in KEYED]
    assert book["Keyed"].max_row == 1
