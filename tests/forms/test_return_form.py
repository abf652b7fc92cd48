import datetime as dt
import io
import re
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import hypothesis.strategies as st
import openpyxl
import pytest
from exploring import examples
from hypothesis import example, given, settings
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from pledges.forms.return_form import SPARE_ROWS, ReturnForm, forms_for, return_form
from pledges.model import Contract, Pledge, Register, Supplier, Variation
from pledges.periods import Period
from pledges.provenance import Passage
from pledges.returns.fingerprint import fingerprint

HERE = Passage(document="test", place="by hand")
Q2 = Period(dt.date(2025, 7, 1), dt.date(2025, 9, 30))
REFERENCES = st.text(min_size=1, max_size=80)


def pledge(ref: str = "P-01", **fields: Any) -> Pledge:
    """Return a pledge of two apprentices under contract C-001."""
    usual: dict[str, Any] = {
        "supplier_ref": "S-01",
        "contract_ref": "C-001",
        "type": "apprenticeship",
        "unit": "people",
        "quantity": Fraction(2),
        "source": HERE,
        "quantity_source": HERE,
        "due": dt.date(2026, 3, 31),
    }
    return Pledge(ref=ref, **{**usual, **fields})


def register(*pledges: Pledge, variations: Iterable[Variation] = (), **contract: Any) -> Register:
    """Return a register with contract C-001 of the year from April 2025, and these pledges."""
    term: dict[str, Any] = {"start": dt.date(2025, 4, 1), "end": dt.date(2026, 3, 31), **contract}
    return Register(
        suppliers=(Supplier(ref="S-01", name="Brightway Facilities Ltd", source=HERE),),
        contracts=(Contract(ref="C-001", title="Cleaning", buyer="Council", source=HERE, **term),),
        pledges=pledges,
        variations=tuple(variations),
    )


def sheet(content: bytes, name: str) -> Worksheet:
    """Return a sheet of a workbook as openpyxl reads it."""
    found = openpyxl.load_workbook(io.BytesIO(content))[name]
    assert isinstance(found, Worksheet)
    return found


def rule(page: Worksheet, cell: str) -> DataValidation:
    """Return the rule that holds for a cell."""
    rules: list[DataValidation] = page.data_validations.dataValidation
    return next(each for each in rules if cell in each.sqref)


def print_header(content: bytes) -> str | None:
    """Return what stands at the top left of each printed page of the deliveries."""
    header = sheet(content, "Delivery").oddHeader
    assert header is not None
    return header.left.text


def about(content: bytes) -> dict[str, object]:
    """Return the fields of a form's sheet About."""
    return {str(name.value): value.value for name, value in sheet(content, "About")["A2:B13"]}


def the_form(*pledges: Pledge) -> bytes:
    """Return the form for these pledges."""
    return return_form("S-01", "C-001", Q2, pledges)


def test_a_form_opens_on_the_deliveries_with_a_row_for_each_promise() -> None:
    """What a supplier sees first is its promises in words, ready to be filled in."""
    content = the_form(
        pledge(description="Apprenticeships for care leavers"), pledge("P-02", unit="weeks", quantity=Fraction(40))
    )

    book = openpyxl.load_workbook(io.BytesIO(content))

    assert book.active is not None
    assert book.sheetnames == ["Delivery", "About", "How to fill this in"]
    assert book.active.title == "Delivery"
    assert [[cell.value for cell in row] for row in book["Delivery"]["A1:H3"]] == [
        ["Pledge ref", "What was promised", "Unit", "Quantity", "Start", "End", "Evidence ref", "Comment"],
        ["P-01", "Apprenticeships for care leavers: 2 people by 31 Mar 2026", "people", None, None, None, None, None],
        ["P-02", "Apprenticeship: 40 weeks by 31 Mar 2026", "weeks", None, None, None, None, None],
    ]


def test_only_what_a_supplier_fills_in_can_be_changed() -> None:
    """The five columns and the spare rows are open, the rest is protected without a password."""
    page = sheet(the_form(pledge()), "Delivery")

    locked = [cell.coordinate for cell in page[2] if cell.protection.locked]
    spare = [cell for row in page[f"A3:H{2 + SPARE_ROWS}"] for cell in row]

    assert page.protection.sheet
    assert page.protection.password is None
    assert locked == ["A2", "B2", "C2"]
    assert not any(cell.protection.locked for cell in spare)
    assert page["D2"].fill.fgColor.rgb != page["A2"].fill.fgColor.rgb


def test_a_spare_row_offers_the_forms_own_references() -> None:
    """A promise that needs more lines is chosen from the list above, not typed."""
    page = sheet(the_form(pledge(), pledge("P-02")), "Delivery")

    chosen = rule(page, "A4")

    assert chosen.type == "list"
    assert chosen.formula1 == "$A$2:$A$3"


def test_a_quantity_that_is_no_number_is_questioned_and_not_refused() -> None:
    """Numbers, nil and TBC pass; anything else gets a question, because people know things we do not."""
    page = sheet(the_form(pledge()), "Delivery")

    quantity = rule(page, "D2")

    assert quantity.type == "custom"
    assert quantity.errorStyle == "warning"
    assert quantity.formula1 == (
        'OR(AND(ISNUMBER(D2),D2>=0),LOWER(TRIM(D2))="nil",LOWER(TRIM(D2))="none",LOWER(TRIM(D2))="zero",'
        'LOWER(TRIM(D2))="tbc")'
    )


def test_a_date_must_be_a_date() -> None:
    """Start and End take dates only: text that looks like one could be read two ways."""
    page = sheet(the_form(pledge()), "Delivery")

    rules = [rule(page, cell) for cell in ("E2", "F2", f"F{2 + SPARE_ROWS}")]

    assert {(each.type, each.errorStyle or "stop") for each in rules} == {("date", "stop")}


def test_every_column_to_fill_in_says_how() -> None:
    """Quantity, Start, End, Evidence ref and Comment have a line beside the cell, none longer than Excel shows."""
    page = sheet(the_form(pledge()), "Delivery")

    lines = [rule(page, f"{column}2").prompt for column in "DEFGH"]

    assert all(lines)
    assert max(len(str(line)) for line in lines) <= 255
    assert "name" in str(lines[3])


def test_about_is_filled_in_as_far_as_it_is_known() -> None:
    """Whose form it is, for what and when, and in which layout; the supplier adds when it was sent, by which role."""
    content = the_form(pledge("P-02"), pledge("P-01"))

    fields = about(content)

    assert fields == {
        "Supplier ref": "S-01",
        "Contract ref": "C-001",
        "Period start": dt.datetime(2025, 7, 1),
        "Period end": dt.datetime(2025, 9, 30),
        "Basis": "in period",
        "Submitted on": None,
        "Nil return": None,
        "Attested by (role)": None,
        "Attested on": None,
        "Part": None,
        "Layout": "pledges-return/1",
        "Fingerprint": fingerprint("S-01", "C-001", Q2, ["P-01", "P-02"]),
    }


def test_about_takes_only_what_is_asked() -> None:
    """Basis and Nil return are drop-downs, the references and the period cannot be changed by a slip."""
    page = sheet(the_form(pledge()), "About")

    open_fields = [str(name.value) for name, value in page["A2:B13"] if not value.protection.locked]

    assert page.protection.sheet
    assert open_fields == ["Basis", "Submitted on", "Nil return", "Attested by (role)", "Attested on", "Part"]
    assert rule(page, "B6").formula1 == '"in period,cumulative,in post"'
    assert rule(page, "B8").formula1 == '"yes,no"'
    assert rule(page, "B7").type == "date"


def test_the_form_explains_itself_in_ten_sentences() -> None:
    """Blank and nil, TBC, weeks, evidence, and above all: no young person's name."""
    page = sheet(the_form(pledge()), "How to fill this in")

    sentences = [str(cell.value) for (cell,) in page["B2:B11"]]

    assert [str(cell.value) for (cell,) in page["A2:A11"]] == [str(number) for number in range(1, 11)]
    assert any(
        "Never write a young person's name, date of birth or circumstances anywhere" in each for each in sentences
    )
    assert any("Write nil" in each for each in sentences)
    assert any("Write TBC" in each for each in sentences)
    assert any("weeks" in each and "Start and End" in each for each in sentences)


def test_a_form_made_for_a_supplier_says_so_in_words() -> None:
    """The page of explanations names firm, contract and period."""
    (form,) = forms_for(register(pledge()), Q2)

    page = sheet(form.content, "How to fill this in")

    assert page["A2"].value == "This form is for: Brightway Facilities Ltd, Cleaning, 1 Jul 2025 to 30 Sep 2025."


def test_a_form_is_the_same_every_time() -> None:
    """The same register and period give forms that are identical byte for byte."""
    promised = register(pledge(), pledge("V-1", contract_ref=None))

    first, second = forms_for(promised, Q2), forms_for(promised, Q2)

    assert first == second


@pytest.mark.parametrize(
    ("fields", "contract", "is_live"),
    [
        pytest.param({}, {}, True, id="due after the period"),
        pytest.param({"start": dt.date(2025, 9, 30)}, {}, True, id="begins on the period's last day"),
        pytest.param({"start": dt.date(2025, 10, 1)}, {}, False, id="begins on the day after"),
        pytest.param({}, {"start": dt.date(2025, 10, 1)}, False, id="its contract begins on the day after"),
        pytest.param({"due": dt.date(2025, 6, 30)}, {}, True, id="due before, but its contract goes on"),
        pytest.param({"due": dt.date(2025, 6, 30)}, {"end": dt.date(2025, 6, 30)}, False, id="both are over"),
        pytest.param(
            {"due": dt.date(2025, 6, 30)}, {"end": dt.date(2025, 7, 1)}, True, id="contract ends on the first day"
        ),
        pytest.param({"due": None}, {"end": dt.date(2025, 6, 30)}, False, id="no last day, contract over"),
        pytest.param({"due": dt.date(2025, 6, 30)}, {"end": None}, True, id="the contract's end is not known"),
        pytest.param({"contract_ref": None, "due": dt.date(2025, 6, 30)}, {}, False, id="voluntary and over"),
        pytest.param(
            {"contract_ref": None, "due": dt.date(2025, 7, 1)}, {}, True, id="voluntary, due on the first day"
        ),
        pytest.param({"contract_ref": None, "due": None, "start": None}, {}, True, id="voluntary without days"),
    ],
)
def test_a_form_is_made_for_what_is_live_in_the_period(
    fields: dict[str, Any], contract: dict[str, Any], is_live: bool
) -> None:
    """Live is what has begun by the period's end and is not over before it."""
    promised = register(pledge(**fields), **contract)

    made = forms_for(promised, Q2)

    assert bool(made) == is_live


def test_an_extension_keeps_a_promise_live() -> None:
    """A variation's new end is the contract's last day."""
    over: dict[str, Any] = {"end": dt.date(2025, 6, 30)}
    late = pledge(due=dt.date(2025, 6, 30))
    extension = Variation(
        contract_ref="C-001", effective=dt.date(2025, 6, 1), effect="none", source=HERE, new_end=dt.date(2025, 12, 31)
    )

    without, extended = (
        forms_for(register(late, **over), Q2),
        forms_for(register(late, variations=[extension], **over), Q2),
    )

    assert without == ()
    assert len(extended) == 1


def test_each_supplier_and_contract_gets_one_form() -> None:
    """Two firms on one contract and a voluntary promise make three forms, the voluntary one last."""
    promised = register(
        pledge("V-1", contract_ref=None), pledge("P-02", supplier_ref="brightway-facilities"), pledge(), pledge("P-03")
    )

    made = forms_for(promised, Q2)

    assert [(form.file_name, form.supplier_name, form.contract_ref, form.pledges) for form in made] == [
        ("C-001 S-01 2025-07-01 to 2025-09-30.xlsx", "Brightway Facilities Ltd", "C-001", 2),
        ("C-001 brightway-facilities 2025-07-01 to 2025-09-30.xlsx", "", "C-001", 1),
        ("voluntary S-01 2025-07-01 to 2025-09-30.xlsx", "Brightway Facilities Ltd", None, 1),
    ]


@pytest.mark.parametrize(
    ("contract_ref", "supplier_ref", "start_of_name"),
    [
        ("SV/2025/14", "S-01", "SV-2025-14 S-01 2025"),
        ("../../etc", "S:1", "etc S-1 2025"),
        ("AUX", "con.", "AUX con 2025"),
        ("Café №5", "S-01", "Cafe-No5 S-01 2025"),
        ("合同", "🎓", "contract supplier 2025"),
        ("=1+1", "@x", "1-1 x 2025"),
        ("C" * 300, "S-01", "C" * 60 + " S-01 2025"),
    ],
)
def test_a_files_name_is_portable_whatever_the_references(
    contract_ref: str, supplier_ref: str, start_of_name: str
) -> None:
    """Slashes, colons, accents and other scripts never reach a file's name."""
    promised = Register(
        suppliers=(), contracts=(), pledges=(pledge(contract_ref=contract_ref, supplier_ref=supplier_ref),)
    )

    (form,) = forms_for(promised, Q2)

    assert form.file_name.startswith(start_of_name)


def test_references_that_differ_by_case_only_get_files_of_their_own() -> None:
    """Windows and macOS take a.xlsx and A.xlsx for one file."""
    promised = register(
        pledge(supplier_ref="s-a"), pledge("P-02", supplier_ref="S-A"), pledge("P-03", supplier_ref="S/A")
    )

    names = [form.file_name for form in forms_for(promised, Q2)]

    assert names == [
        "C-001 S-A 2025-07-01 to 2025-09-30.xlsx",
        "C-001 S-A 2025-07-01 to 2025-09-30 (2).xlsx",
        "C-001 s-a 2025-07-01 to 2025-09-30 (3).xlsx",
    ]


@settings(max_examples=examples(40))
@given(st.lists(st.tuples(REFERENCES, REFERENCES), min_size=1, max_size=3, unique=True))
@example([("=1+1", "@x"), ("=1+1", "@X")])
@example([("a/b", "a"), ("a\\b", "a"), ("a:b", "A")])
def test_no_reference_becomes_a_formula_or_a_bad_file_name(references: list[tuple[str, str]]) -> None:
    """Every form has a name of its own that every system takes, and its references are text as they were."""
    promised = Register(
        suppliers=(),
        contracts=(),
        pledges=tuple(pledge(ref, contract_ref=contract, due=None) for contract, ref in references),
    )

    made = forms_for(promised, Q2)

    names = [form.file_name for form in made]
    assert len({name.casefold() for name in names}) == len(names)
    assert all(re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_ ()-]{0,180}\.xlsx", name) for name in names)
    assert all(_cells_are_text(form) for form in made)


def _cells_are_text(form: ReturnForm) -> bool:
    page = sheet(form.content, "Delivery")
    cells = [cell for row in page.iter_rows(min_row=2, max_row=1 + form.pledges, max_col=3) for cell in row]
    return all(cell.data_type == "s" and cell.hyperlink is None for cell in cells)


@pytest.mark.parametrize(
    ("units", "headings"),
    [
        (("attendee hours",), ["Quantity", "Attendees", "Start"]),
        (("people", "staff hours"), ["Quantity", "Staff", "Start"]),
        (("staff hours", "attendee hours"), ["Quantity", "Attendees", "Staff", "Start"]),
        (("hours", "weeks"), ["Quantity", "Start"]),
    ],
)
def test_a_form_asks_for_what_its_units_are_multiplied_by(units: tuple[str, ...], headings: list[str]) -> None:
    """Attendees or Staff are there to fill in where a promise needs them, with a line on how, and nowhere else."""
    content = the_form(*(pledge(f"P-{number}", unit=unit) for number, unit in enumerate(units)))

    page = sheet(content, "Delivery")
    found = [str(cell.value) for cell in page[1]]
    place = found.index("Quantity")
    assert found[place : place + len(headings)] == headings
    for column in range(place + 2, place + len(headings)):
        filled_in = page.cell(2, column)
        assert not filled_in.protection.locked
        assert filled_in.fill.fgColor.rgb == page.cell(2, place + 1).fill.fgColor.rgb
        assert rule(page, filled_in.coordinate).prompt
    explained = " ".join(str(cell.value) for row in sheet(content, "How to fill this in").rows for cell in row)
    assert ("the two are multiplied" in explained) == (len(headings) > 2)


def test_a_printed_form_says_whose_it_is_on_every_page() -> None:
    """Supplier, contract and period stand at the top; an ampersand in a name is no code."""
    (form,) = forms_for(
        Register(
            suppliers=(Supplier(ref="S-01", name="Wold & Fenn Ltd", source=HERE),),
            contracts=(Contract(ref="C-001", title="Cleaning", buyer="Council", source=HERE),),
            pledges=(pledge(),),
        ),
        Q2,
    )

    header = print_header(form.content)

    assert header == "Wold && Fenn Ltd, contract C-001, 1 Jul 2025 to 30 Sep 2025"


def test_a_printed_form_outside_any_contract_says_so() -> None:
    """And a very long name is cut, because Excel keeps no long line."""
    content = return_form("S-01", None, Q2, [pledge(contract_ref=None)], supplier_name="&" * 500)

    header = print_header(content)
    short = print_header(return_form("S-01", None, Q2, [pledge(contract_ref=None)]))

    assert header == "&&" * 120
    assert short == "S-01, outside any contract, 1 Jul 2025 to 30 Sep 2025"
