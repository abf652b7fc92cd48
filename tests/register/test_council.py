import datetime as dt
from collections.abc import Mapping, Sequence
from fractions import Fraction

import pytest
from typed_sheets import ERROR, Typed, percent, sheet

from pledges.model import EVENTS, Basis, ConfirmationGrade
from pledges.periods import Period
from pledges.register import RegisterReading, read_register
from pledges.register.columns import SHAPES

HEADINGS = {shape.name: [column.name for column in shape.columns] for shape in SHAPES}
DAY, LATER = dt.date(2026, 1, 31), dt.date(2026, 2, 28)


def read(name: str, *rows: Mapping[str, Typed]) -> RegisterReading:
    """Return the reading of a register of two suppliers with one sheet of the council's own."""
    sheets = [
        sheet("Suppliers", ["Supplier ref", "Name"], ["S-01", "Brightway Ltd"], ["S-02", "Oak & Co"]),
        sheet("Contracts", ["Contract ref", "Title", "Buyer", "Start", "End"], ["C-1", "T", "B", DAY, LATER]),
        sheet(
            "Pledges",
            ["Pledge ref", "Supplier ref", "Type", "Quantity", "Unit", "Due", "Also known as"],
            ["P-01", "S-01", "job", 4, "people", LATER, "NT4a; ECC7"],
            ["P-02", "S-02", "job", 4, "people", LATER, "NT4a"],
        ),
        sheet(name, HEADINGS[name], *([row.get(each) for each in HEADINGS[name]] for row in rows)),
    ]
    return read_register([("register.xlsx", each) for each in sheets])


def problems(reading: RegisterReading) -> list[tuple[str, str]]:
    """Return the findings by code and cell."""
    return [(each.code, str(each.source.cell)) for each in reading.findings if hasattr(each.source, "cell")]


def test_a_receipt_is_read() -> None:
    """The log says whose a file is, when it came and whether it counts."""
    reading = read(
        "Returns received",
        {
            "File": "q1.xlsx", "Supplier ref": "Oak & Co", "Contract ref": "c1", "Period start": DAY,
            "Period end": LATER, "Basis": "to date", "Received on": LATER, "Status": "Rejected",
            "Reason": "wrong period", "By": "contract manager",
        },
        {"File": "q2.xlsx"},
    )  # fmt: skip

    full, bare = reading.register.receipts

    assert (full.file, full.supplier_ref, full.contract_ref, full.period) == (
        "q1.xlsx",
        "S-02",
        "C-1",
        Period(DAY, LATER),
    )
    assert (full.basis, full.received_on, full.status) == (Basis.CUMULATIVE, LATER, "rejected")
    assert (bare.supplier_ref, bare.contract_ref, bare.period, bare.basis, bare.received_on, bare.status) == (
        None,
        None,
        None,
        None,
        None,
        "",
    )
    assert reading.findings == ()


@pytest.mark.parametrize(
    ("change", "code", "cell"),
    [
        ({"File": None, "Status": "accepted"}, "cell-missing", "A2"),
        ({"Supplier ref": "S-09"}, "reference-unknown", "B2"),
        ({"Basis": "roughly"}, "cell-not-in-list", "F2"),
        ({"Received on": "yesterday"}, "cell-not-a-date", "G2"),
        ({"Status": "maybe"}, "cell-not-in-list", "H2"),
    ],
)
def test_a_receipt_that_cannot_be_read_is_set_aside(change: dict[str, Typed], code: str, cell: str) -> None:
    """A day or a status that is filled in and unreadable would be taken for a blank, so the row is not used."""
    reading = read("Returns received", {"File": "q1.xlsx"} | change)

    assert reading.register.receipts == ()
    assert problems(reading) == [(code, cell)]


CONFIRMATION: dict[str, Typed] = {"Pledge ref": "P-01", "Grade": "third party confirmed", "Confirmed on": DAY}


def test_a_confirmation_is_read() -> None:
    """References of people stay text with their noughts, and are never part of a confirmation's own text."""
    reading = read(
        "Confirmations",
        CONFIRMATION
        | {
            "Pledge ref": "ECC7", "Grade": "Beneficiary confirmed", "Quantity": 2, "Person ref": "000123",
            "Placement ref": 77.0, "Evidence ref": "letter 4", "Period start": DAY, "Period end": LATER,
            "Recorded on": LATER,
        },
        CONFIRMATION,
    )  # fmt: skip

    full, bare = reading.register.confirmations

    assert (full.pledge_ref, full.grade) == ("P-01", ConfirmationGrade.BENEFICIARY)
    assert (full.quantity, full.person_ref, full.placement_ref, full.evidence_ref) == (
        Fraction(2),
        "000123",
        "77",
        "letter 4",
    )
    assert (full.period, full.confirmed_on, full.recorded_on) == (Period(DAY, LATER), DAY, LATER)
    assert str(full.quantity_source) == "register.xlsx!Confirmations!C2"
    assert (bare.quantity, bare.quantity_source, bare.person_ref, bare.period, bare.recorded_on) == (
        None, None, "", None, None,
    )  # fmt: skip
    assert "000123" not in repr(full)
    assert reading.findings == ()


@pytest.mark.parametrize("grade", [grade.value for grade in ConfirmationGrade])
def test_every_grade_of_a_confirmation_is_known(grade: str) -> None:
    """The five words of the register."""
    reading = read("Confirmations", CONFIRMATION | {"Grade": grade.upper()})

    assert reading.register.confirmations[0].grade.value == grade


@pytest.mark.parametrize(
    ("change", "code", "cell"),
    [
        ({"Pledge ref": "NT4a"}, "reference-ambiguous", "A2"),
        ({"Pledge ref": "P-03"}, "reference-unknown", "A2"),
        ({"Grade": "documented"}, "cell-not-in-list", "B2"),
        ({"Quantity": "all"}, "cell-not-a-number", "C2"),
        ({"Quantity": -1}, "cell-out-of-range", "C2"),
        ({"Person ref": dt.date(2007, 5, 4)}, "reference-damaged", "D2"),
        ({"Evidence ref": ERROR}, "cell-error", "F2"),
        ({"Period start": DAY}, "cell-missing", "H2"),
        ({"Period end": DAY}, "cell-missing", "G2"),
        ({"Period start": "Q1", "Period end": DAY}, "cell-not-a-date", "G2"),
        ({"Period start": LATER, "Period end": DAY}, "cell-crosses-dates", "H2"),
        ({"Confirmed on": None}, "cell-missing", "J2"),
        ({"Recorded on": "soon"}, "cell-not-a-date", "K2"),
    ],
)
def test_a_confirmation_that_cannot_be_read_is_set_aside(change: dict[str, Typed], code: str, cell: str) -> None:
    """A cell that is filled in says which part of a delivery is meant: unreadable, it must not mean all of it."""
    reading = read("Confirmations", CONFIRMATION | change)

    assert reading.register.confirmations == ()
    assert problems(reading) == [(code, cell)]


def test_an_ambiguous_code_lists_what_it_can_mean() -> None:
    """A code of two pledges names neither; both references are offered."""
    reading = read("Confirmations", CONFIRMATION | {"Pledge ref": "nt4a"})

    (problem,) = reading.findings

    assert "P-01, P-02" in problem.text


@pytest.mark.parametrize(
    ("value", "number"),
    [(1_250, 1_250), ("1,250", 1_250), ("Yes", 1), ("no", 0), (True, 1), (False, 0), (percent(0.25), Fraction(1, 4))],
)
def test_a_fact_is_a_number(value: Typed, number: Fraction | int) -> None:
    """Yes is one and no is nought; a share is one of one."""
    reading = read("Facts", {"Supplier ref": "S-01", "Fact": "UK workforce", "Value": value, "As at": DAY})

    (fact,) = reading.register.facts

    assert (fact.name, fact.value, fact.as_at) == ("uk_workforce", number, DAY)
    assert str(fact.source) == "register.xlsx!Facts!D2"


@pytest.mark.parametrize(
    ("typed", "unit"), [("employees", "people"), ("Days", "days"), ("£", "GBP"), (None, ""), ("%", "%")]
)
def test_the_unit_of_a_fact(typed: Typed, unit: str) -> None:
    """It is one of the register's units, or none."""
    reading = read(
        "Facts", {"Supplier ref": "S-01", "Contract ref": "C-1", "Fact": "f", "Value": 1, "Unit": typed, "As at": DAY}
    )

    (fact,) = reading.register.facts

    assert (fact.unit, fact.contract_ref) == (unit, "C-1")


@pytest.mark.parametrize(
    ("change", "code", "cell"),
    [
        ({"Supplier ref": None}, "cell-missing", "A2"),
        ({"Fact": None}, "cell-missing", "C2"),
        ({"Value": None}, "cell-missing", "D2"),
        ({"Value": "plenty"}, "cell-not-a-number", "D2"),
        ({"Unit": "bananas"}, "cell-not-in-list", "E2"),
        ({"As at": None}, "cell-missing", "F2"),
        ({"Recorded on": "soon"}, "cell-not-a-date", "I2"),
    ],
)
def test_a_fact_that_cannot_be_read_is_set_aside(change: dict[str, Typed], code: str, cell: str) -> None:
    """Not recorded is unknown, and so is what cannot be read."""
    row: dict[str, Typed] = {"Supplier ref": "S-01", "Fact": "uk_workforce", "Value": 1, "As at": DAY}

    reading = read("Facts", row | change)

    assert reading.register.facts == ()
    assert problems(reading) == [(code, cell)]


@pytest.mark.parametrize("kind", EVENTS)
def test_every_event_of_the_list_is_known(kind: str) -> None:
    """The closed list, whatever its case."""
    reading = read("Events", {"Date": DAY, "Supplier ref": "S-01", "Event": kind.capitalize()})

    assert reading.register.events[0].kind == kind


def test_an_event_is_read() -> None:
    """Every column arrives; free text is kept for rules and never part of an event's own text."""
    reading = read(
        "Events",
        {
            "Date": DAY, "Supplier ref": "S-01", "Event": "badge issued", "Event ref": "E-1", "Contract ref": "C-1",
            "Pledge ref": "P-01", "Scheme": "covenant-delivery", "Scheme version": "0.1", "Level": "delivering",
            "Criterion": "F", "Outcome": "issued", "Severity": "none", "Reason": "a reason", "Detail": "a detail",
            "Until": LATER, "Recorded on": LATER, "Recorded by": "officer",
        },
    )  # fmt: skip

    (event,) = reading.register.events

    assert (event.day, event.supplier_ref, event.kind, event.ref) == (DAY, "S-01", "badge issued", "E-1")
    assert (event.contract_ref, event.pledge_ref, event.scheme, event.scheme_version) == (
        "C-1", "P-01", "covenant-delivery", "0.1",
    )  # fmt: skip
    assert (event.level, event.criterion, event.outcome, event.severity) == ("delivering", "F", "issued", "none")
    assert (event.reason, event.detail, event.until, event.recorded_on) == ("a reason", "a detail", LATER, LATER)
    assert "a detail" not in repr(event)
    assert reading.findings == ()


@pytest.mark.parametrize(
    ("change", "code", "cell"),
    [
        ({"Date": None}, "cell-missing", "A2"),
        ({"Supplier ref": "S-07"}, "reference-unknown", "B2"),
        ({"Event": "party"}, "cell-not-in-list", "C2"),
        ({"Contract ref": "C-9"}, "reference-unknown", "E2"),
        ({"Pledge ref": "P-9"}, "reference-unknown", "F2"),
        ({"Until": "for ever"}, "cell-not-a-date", "O2"),
        ({"Recorded on": "later"}, "cell-not-a-date", "P2"),
    ],
)
def test_an_event_that_cannot_be_read_is_set_aside(change: dict[str, Typed], code: str, cell: str) -> None:
    """An event of another supplier, day or kind must not be made of it."""
    row: dict[str, Typed] = {"Date": DAY, "Supplier ref": "S-01", "Event": "application"}

    reading = read("Events", row | change)

    assert reading.register.events == ()
    assert problems(reading) == [(code, cell)]


def test_every_row_that_is_set_aside_has_a_finding_in_it() -> None:
    """The account of a sheet and its findings agree."""
    rows: Sequence[Mapping[str, Typed]] = [
        {"Date": DAY, "Supplier ref": "S-01", "Event": "application"},
        {"Date": "x", "Supplier ref": "S-01", "Event": "application"},
        {"Detail": "only a detail"},
    ]

    reading = read("Events", *rows)

    account = reading.accounts[-1]
    assert (account.used, account.set_aside) == ((2,), (3, 4))
    assert {int(cell[1:]) for _, cell in problems(reading)} == {3, 4}
    assert all(each.text.endswith(" This row is left out: nothing of it is assessed.") for each in reading.findings)
