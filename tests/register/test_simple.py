import datetime as dt
from collections.abc import Sequence
from fractions import Fraction

import attrs
import pytest
from typed_sheets import ERROR, Typed, sheet

from pledges.model import Trajectory
from pledges.register import RegisterReading, read_register
from pledges.sheets.grid import Sheet

HEADINGS = (
    "Supplier *", "Contract ref *", "Contract title", "Buyer", "Start", "End", "Value (GBP)", "What was promised *",
    "Kind *", "How many *", "Unit *", "By when", "Per", "Code", "Contractual", "Pledge ref",
)  # fmt: skip
LEFT_OUT = " This row is left out: nothing of it is assessed."
START, END = dt.date(2025, 4, 1), dt.date(2028, 3, 31)


def promise(**typed: Typed) -> list[Typed]:
    """Return a row of Promises; names of arguments are headings with underscores."""
    usual: dict[str, Typed] = {
        "Supplier": "Brightway Facilities Ltd",
        "Contract_ref": "C-001",
        "Contract_title": "Cleaning",
        "Buyer": "Council",
        "Start": START,
        "End": END,
        "Value": 3_000_000,
        "What_was_promised": "Apprenticeships",
        "Kind": "apprentices",
        "How_many": 6,
        "Unit": "young people",
        "By_when": dt.date(2027, 3, 31),
    }
    given = usual | typed
    keys = [heading.removesuffix(" *").partition(" (")[0].replace(" ", "_") for heading in HEADINGS]
    assert set(given) <= {*keys, *(f"Year_{number}" for number in range(1, 9))}
    return [given.get(key) for key in keys]


def read(*rows: Sequence[Typed], others: Sequence[Sheet] = (), headings: Sequence[str] = HEADINGS) -> RegisterReading:
    """Return the reading of a simple register."""
    promises = sheet("Promises", headings, *rows)
    return read_register([("register.xlsx", each) for each in (promises, *others)])


def codes(reading: RegisterReading) -> list[tuple[str, str]]:
    """Return the findings by code and cell."""
    return [(each.code, str(each.source).removeprefix("register.xlsx!")) for each in reading.findings]


def test_a_row_is_a_pledge_with_its_contract_and_supplier() -> None:
    """One row gives a supplier, a contract and a pledge, with references made of the name and the contract."""
    reading = read(promise(Code="NT4a; ECC7", Contractual="yes"))

    (supplier,), (contract,), (pledge,) = (
        reading.register.suppliers,
        reading.register.contracts,
        reading.register.pledges,
    )

    assert (supplier.ref, supplier.name) == ("brightway-facilities-ltd", "Brightway Facilities Ltd")
    assert (contract.ref, contract.title, contract.buyer, contract.start, contract.end, contract.value) == (
        "C-001", "Cleaning", "Council", START, END, Fraction(3_000_000),
    )  # fmt: skip
    assert (pledge.ref, pledge.supplier_ref, pledge.contract_ref) == ("C-001/1", supplier.ref, "C-001")
    assert (pledge.type, pledge.unit, pledge.quantity, pledge.due) == (
        "apprenticeship",
        "people",
        Fraction(6),
        dt.date(2027, 3, 31),
    )
    assert (pledge.contractual, pledge.also_known_as, pledge.derived_ref) == (True, ("NT4a", "ECC7"), True)
    assert (str(pledge.quantity_source), str(pledge.due_source)) == (
        "register.xlsx!Promises!J2",
        "register.xlsx!Promises!L2",
    )
    assert (str(contract.start_source), str(contract.end_source)) == (
        "register.xlsx!Promises!E2",
        "register.xlsx!Promises!F2",
    )
    assert codes(reading) == [("references-derived", "Promises!P1")]
    assert reading.findings[0].text.startswith("1 pledge reference was made")
    assert reading.form == "simple"


def test_references_follow_the_rows_and_skip_what_is_typed() -> None:
    """A derived reference is the next free one of its contract; a row that cannot be used keeps its number."""
    reading = read(
        promise(Pledge_ref="C-001/2"),
        promise(),
        promise(Unit="bananas"),
        promise(),
        promise(Contract_ref="C-002", Pledge_ref="P-9"),
        promise(Contract_ref="C-002"),
    )

    refs = [pledge.ref for pledge in reading.register.pledges]

    assert refs == ["C-001/2", "C-001/1", "C-001/4", "P-9", "C-002/1"]
    assert codes(reading) == [("references-derived", "Promises!P1"), ("cell-not-in-list", "Promises!K4")]
    assert reading.accounts[0].set_aside == (4,)


def test_a_typed_reference_names_one_row() -> None:
    """The second row with a reference is not used, and says which one has it."""
    reading = read(promise(Pledge_ref="P-1"), promise(Pledge_ref="p 1"))

    (problem,) = reading.findings

    assert (problem.code, str(problem.source)) == ("reference-repeated", "register.xlsx!Promises!P3")
    assert "already used by Promises!P2" in problem.text
    assert len(reading.register.pledges) == 1


@pytest.mark.parametrize(
    ("names", "refs"),
    [
        (("Café Zoë CIC", "Cafe Zoe Community"), ["cafe-zoe-cic", "cafe-zoe-community"]),
        (("日本語", "한국어"), ["supplier", "supplier-2"]),
        (("A & B Ltd", "a b ltd."), ["a-b-ltd"]),
        ((1234, "1234"), ["1234"]),
    ],
)
def test_suppliers_are_called_by_their_names(names: Sequence[Typed], refs: list[str]) -> None:
    """A reference is made of the name's plain letters; names that differ by punctuation alone are one firm."""
    reading = read(*(promise(Supplier=name) for name in names))

    suppliers = [supplier.ref for supplier in reading.register.suppliers]

    assert suppliers == refs


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Brightway Ltd", "Brightway"),
        ("Brightway Facilities", "Brightway Facilites"),
        ("Wold & Fenn Facilities Ltd", "Wold and Fenn Facilities Limited"),
        ("WOLD and Fenn, Facilities (Limited)", "Wold & Fenn Facilities PLC"),
    ],
)
def test_names_that_are_nearly_the_same_are_a_query(one: str, other: str) -> None:
    """They stay two suppliers, and a person is asked."""
    reading = read(promise(Supplier=one), promise(Supplier=other))

    (problem, _) = reading.findings[::-1]

    assert (problem.code, str(problem.source)) == ("names-alike", "register.xlsx!Promises!A3")
    assert "Promises!A2" in problem.text
    assert len(reading.register.suppliers) == 2


@pytest.mark.parametrize(("one", "other"), [("School Meals 1", "School Meals 2"), ("Oak", "Elm")])
def test_names_of_two_firms_are_no_query(one: str, other: str) -> None:
    """Names that differ by a number, or altogether, are two firms'."""
    reading = read(promise(Supplier=one, Pledge_ref="P-1"), promise(Supplier=other, Pledge_ref="P-2"))

    assert reading.findings == ()
    assert len(reading.register.suppliers) == 2


def test_a_blank_last_day_is_the_contracts_end() -> None:
    """By when is taken from the contract with a note that says the day; the figure names the cell of End."""
    reading = read(promise(), promise(By_when=None, End=None))

    pledge = reading.register.pledges[1]

    assert pledge.due == END
    assert str(pledge.due_source) == "register.xlsx!Promises!F2"
    assert ("due-assumed", "Promises!L3") in codes(reading)
    assert any("31 Mar 2028" in each.text for each in reading.findings)


def test_without_any_last_day_it_is_unknown() -> None:
    """Neither By when nor End: a query, and no day is invented."""
    reading = read(promise(By_when=None, End=None))

    (pledge,) = reading.register.pledges

    assert (pledge.due, pledge.due_source) == (None, None)
    assert ("due-unknown", "Promises!L2") in codes(reading)


def test_a_last_day_that_cannot_be_read_is_not_taken_for_a_blank() -> None:
    """An unreadable By when leaves the day unknown instead of assuming the contract's end."""
    reading = read(promise(By_when="next spring"), promise(By_when=ERROR))

    dues = [pledge.due for pledge in reading.register.pledges]

    assert dues == [None, None]
    assert [code for code, _ in codes(reading)] == ["references-derived", "cell-not-a-date", "cell-error"]


def test_rows_of_one_contract_fill_each_other_in() -> None:
    """The first row that says something is used, and a blank contradicts nothing."""
    reading = read(
        promise(Contract_title=None, Buyer=None, Start=None, End=None, Value=None),
        promise(Contract_ref="c 001"),
        promise(Contract_title="CLEANING "),
    )

    (contract,) = reading.register.contracts

    assert (contract.title, contract.buyer, contract.start, contract.end, contract.value) == (
        "Cleaning", "Council", START, END, Fraction(3_000_000),
    )  # fmt: skip
    assert [pledge.ref for pledge in reading.register.pledges] == ["C-001/1", "C-001/2", "C-001/3"]
    assert [code for code, _ in codes(reading)] == ["references-derived"]


@pytest.mark.parametrize(
    ("name", "value", "cell"),
    [
        ("Contract_title", "Catering", "C3"),
        ("Buyer", "Another", "D3"),
        ("Start", dt.date(2025, 4, 2), "E3"),
        ("End", dt.date(2028, 4, 1), "F3"),
        ("Value", 2_999_999, "G3"),
    ],
)
def test_rows_that_contradict_each_other_are_a_query(name: str, value: Typed, cell: str) -> None:
    """The first value is used, and the query stands at the other one and names the first."""
    reading = read(promise(Pledge_ref="P-1"), promise(Pledge_ref="P-2", **{name: value}))

    (problem,) = reading.findings

    assert (problem.code, str(problem.source)) == ("rows-disagree", f"register.xlsx!Promises!{cell}")
    assert f"Promises!{cell[0]}2" in problem.text
    assert reading.register.contracts[0].end == END


def test_a_contract_that_ends_before_it_starts_has_no_end() -> None:
    """The crossing is an error and the end unknown, so that no promise is due by it."""
    reading = read(promise(End=dt.date(2024, 4, 1), By_when=None))

    (contract,) = reading.register.contracts

    assert (contract.start, contract.end) == (START, None)
    assert [code for code, _ in codes(reading)] == ["cell-crosses-dates", "references-derived", "due-unknown"]


def test_a_promise_due_before_its_contract_is_a_query() -> None:
    """The day is used as it stands, and a person is asked."""
    reading = read(promise(By_when=dt.date(2025, 3, 31), Pledge_ref="P-1"))

    (problem,) = reading.findings

    assert (problem.code, problem.saw) == ("day-before-contract", "31 Mar 2025")
    assert "1 Apr 2025" in problem.text
    assert reading.register.pledges[0].due == dt.date(2025, 3, 31)


YEARS = (*(heading for heading in HEADINGS if heading != "How many *"), "Year 1", "Yr 2", "Year 3", "Year 4")


def by_year(*years: Typed, **typed: Typed) -> list[Typed]:
    """Return a row with Year columns in place of How many."""
    row = promise(**typed)
    del row[HEADINGS.index("How many *")]
    return [*row, *years]


def test_years_become_milestones_at_the_end_of_each_contract_year() -> None:
    """Year columns are cumulative milestones; their sum is the quantity and milestones the trajectory."""
    reading = read(by_year(2, None, 4, Pledge_ref="P-1", By_when=END), headings=YEARS)

    (pledge,) = reading.register.pledges

    assert (pledge.quantity, pledge.trajectory) == (Fraction(6), Trajectory.MILESTONES)
    assert [(each.day, each.quantity, str(each.source)) for each in pledge.milestones] == [
        (dt.date(2026, 3, 31), Fraction(2), "register.xlsx!Promises!P2"),
        (dt.date(2028, 3, 31), Fraction(6), "register.xlsx!Promises!R2"),
    ]
    assert str(pledge.quantity_source) == "register.xlsx!Promises!P2"
    assert reading.findings == ()


def test_a_year_after_the_contract_is_due_at_its_end() -> None:
    """A fourth year of a contract of three is a query, and due with the last."""
    reading = read(by_year(1, 1, 1, 5, Pledge_ref="P-1"), headings=YEARS)

    (pledge,) = reading.register.pledges

    assert [(each.day.year, int(each.quantity)) for each in pledge.milestones] == [(2026, 1), (2027, 2), (2028, 8)]
    assert codes(reading) == [("year-outside-contract", "Promises!S2")]


@pytest.mark.parametrize("unknown", ["Start", "End"])
def test_years_of_a_contract_without_days_cannot_be_placed(unknown: str) -> None:
    """The sum is promised, and what is due by a day stays unknown."""
    reading = read(by_year(1, 2, Pledge_ref="P-1", **{unknown: None}), headings=YEARS)

    (pledge,) = reading.register.pledges

    assert (pledge.quantity, pledge.milestones, pledge.rules) == (Fraction(3), (), (("Year 1", "unreadable"),))
    assert codes(reading) == [("cell-missing", f"Promises!{'E' if unknown == 'Start' else 'F'}2")]


def test_a_year_that_cannot_be_read_makes_the_quantity_unknown() -> None:
    """A sum with a gap is no sum."""
    reading = read(by_year(1, "some", ERROR, Pledge_ref="P-1"), headings=YEARS)

    (pledge,) = reading.register.pledges

    assert (pledge.quantity, pledge.milestones) == (None, ())
    assert codes(reading) == [("cell-error", "Promises!R2"), ("cell-not-a-number", "Promises!Q2")]


def test_years_beside_another_quantity_are_a_query() -> None:
    """Where How many says something else than the years, their sum is used and a person asked."""
    agreeing, differing = [*promise(Pledge_ref="P-1"), 2, 4], [*promise(Pledge_ref="P-2"), 2, 5]

    reading = read(agreeing, differing, headings=(*HEADINGS, "Year 1", "Year 2"))

    assert [pledge.quantity for pledge in reading.register.pledges] == [6, 7]
    assert codes(reading) == [("years-disagree", "Promises!J3")]


@pytest.mark.parametrize(
    ("typed", "quantity", "code"),
    [
        (None, None, "cell-missing"),
        ("about 6", None, "cell-not-a-number"),
        (-1, None, "cell-out-of-range"),
        (ERROR, None, "cell-error"),
        ("1,250.5", Fraction(2501, 2), None),
        (0, Fraction(0), None),
    ],
)
def test_a_quantity_that_cannot_be_read_is_unknown(typed: Typed, quantity: Fraction | None, code: str | None) -> None:
    """The promise is kept with its quantity unknown, never nought, and the finding stands at the cell."""
    reading = read(promise(How_many=typed, Pledge_ref="P-1"))

    (pledge,) = reading.register.pledges

    assert pledge.quantity == quantity
    assert codes(reading) == ([] if code is None else [(code, "Promises!J2")])
    assert all(each.pledge_ref == "P-1" for each in reading.findings)


@pytest.mark.parametrize(
    ("typed", "code", "cell"),
    [
        ({"Supplier": None}, "cell-missing", "A2"),
        ({"Contract_ref": None}, "cell-missing", "B2"),
        ({"Contract_ref": dt.date(2025, 2, 1)}, "reference-damaged", "B2"),
        ({"Kind": "kindness"}, "cell-not-in-list", "I2"),
        ({"Kind": None}, "cell-missing", "I2"),
        ({"Unit": "bananas"}, "cell-not-in-list", "K2"),
        ({"Unit": None}, "cell-missing", "K2"),
    ],
)
def test_a_row_without_what_it_needs_is_not_used(typed: dict[str, Typed], code: str, cell: str) -> None:
    """A row that cannot be placed or counted is set aside with a finding; the other rows are read."""
    reading = read(promise(Pledge_ref="P-1", **typed), promise(Pledge_ref="P-2"))

    account = reading.accounts[0]

    assert [pledge.ref for pledge in reading.register.pledges] == ["P-2"]
    assert codes(reading) == [(code, f"Promises!{cell}")]
    assert (account.used, account.set_aside, account.ignored) == ((3,), (2,), ())


def test_a_rule_in_per_is_kept() -> None:
    """Per year is kept as it is meant; per contract is what a blank means."""
    reading = read(promise(Per="contract", Pledge_ref="P-1"), promise(Per="per annum", Pledge_ref="P-2"))

    per_year = [pledge.per_year for pledge in reading.register.pledges]

    assert per_year == [False, True]


def test_the_full_sheets_may_stand_beside_promises() -> None:
    """Suppliers and Contracts beside Promises give references and terms; rows that differ from them are a query."""
    suppliers = sheet("Suppliers", ["Supplier ref", "Name"], ["S-01", "Brightway Facilities Ltd"], ["S-02", "Oak"])
    contracts = sheet(
        "Contracts",
        ["Contract ref", "Title", "Buyer", "Start", "End", "Returns every"],
        ["C-001", "Cleaning", "Council", START, END, "quarter"],
    )

    reading = read(
        promise(Pledge_ref="P-1"),
        promise(Supplier="S-02", Start=None, Buyer="Elsewhere", Pledge_ref="P-2"),
        others=[suppliers, contracts],
    )

    assert [pledge.supplier_ref for pledge in reading.register.pledges] == ["S-01", "S-02"]
    assert reading.register.contracts[0].returns_every == "quarter"
    assert reading.register.contracts[0].value == 3_000_000
    assert codes(reading) == [("rows-disagree", "Promises!D3")]


def test_one_name_of_two_suppliers_is_not_guessed() -> None:
    """A name that two suppliers of the sheet Suppliers have cannot say which one is meant."""
    suppliers = sheet("Suppliers", ["Supplier ref", "Name"], ["S-01", "Oak"], ["S-02", "OAK"])

    reading = read(promise(Supplier="Oak", Pledge_ref="P-1"), others=[suppliers])

    (problem,) = reading.findings
    assert (problem.code, str(problem.source)) == ("reference-ambiguous", "register.xlsx!Promises!A2")
    assert "S-01, S-02" in problem.text
    assert reading.register.pledges == ()


def test_council_sheets_may_stand_beside_promises() -> None:
    """Milestones, parties and confirmations refer to derived references and to firms' names."""
    milestones = sheet("Milestones", ["Pledge ref", "Date", "Quantity"], ["C-001/1", dt.date(2026, 3, 31), 2])
    parties = sheet("Parties", ["Contract ref", "Supplier ref", "Role"], ["C-001", "brightway facilities ltd", "prime"])
    confirmations = sheet(
        "Confirmations", ["Pledge ref", "Grade", "Confirmed on"], ["NT4a", "Third-party confirmed", END]
    )

    reading = read(promise(Code="NT4a"), others=[milestones, parties, confirmations])

    (pledge,) = reading.register.pledges
    assert pledge.trajectory is Trajectory.MILESTONES
    assert reading.register.parties[0].supplier_ref == "brightway-facilities-ltd"
    assert reading.register.confirmations[0].pledge_ref == "C-001/1"


def test_permuting_rows_changes_nothing_where_references_are_typed() -> None:
    """The order of rows carries no meaning of its own."""
    rows = [
        promise(Pledge_ref="P-1"),
        promise(Pledge_ref="P-2", Supplier="Oak", Contract_ref="C-002"),
        promise(Pledge_ref="P-3", Kind="mentoring", Unit="weeks"),
    ]

    forwards, backwards = read(*rows), read(*rows[::-1])

    assert {_facts(each) for each in forwards.register.pledges} == {_facts(each) for each in backwards.register.pledges}
    assert {each.ref for each in forwards.register.suppliers} == {each.ref for each in backwards.register.suppliers}


def _facts(pledge: attrs.AttrsInstance) -> tuple[object, ...]:
    return tuple(
        getattr(pledge, field.name) for field in attrs.fields(type(pledge)) if not field.name.endswith("source")
    )


WITH_RETURNS = (*HEADINGS, "Returns every", "Returns due within (days)")


def test_a_contract_says_how_often_its_returns_are_asked_for() -> None:
    """One row of the contract is enough; without it a return that never comes cannot be noticed."""
    rows = [promise(Pledge_ref="P-1"), [*promise(Pledge_ref="P-2"), "quarterly", 20]]

    reading = read(*rows, headings=WITH_RETURNS)

    (contract,) = reading.register.contracts
    assert (contract.returns_every, contract.returns_due_within) == ("quarter", 20)
    assert codes(reading) == []


def test_a_contract_that_asks_for_no_returns_in_the_simple_form_expects_none() -> None:
    """Both columns may be blank or absent."""
    reading = read(promise(Pledge_ref="P-1"))

    (contract,) = reading.register.contracts
    assert (contract.returns_every, contract.returns_due_within) == ("none", None)


def test_rows_that_disagree_on_returns_are_a_query() -> None:
    """The first row that gives it is used, as for the contract's other columns."""
    rows = [[*promise(Pledge_ref="P-1"), "month", 10], [*promise(Pledge_ref="P-2"), "quarter", 20]]

    reading = read(*rows, headings=WITH_RETURNS)

    (contract,) = reading.register.contracts
    assert (contract.returns_every, contract.returns_due_within) == ("month", 10)
    assert codes(reading) == [("rows-disagree", "Promises!Q3"), ("rows-disagree", "Promises!R3")]


@pytest.mark.parametrize(
    ("every", "within", "found"),
    [
        ("fortnight", None, ("cell-not-in-list", "Promises!Q2")),
        (None, "soon", ("cell-not-a-number", "Promises!R2")),
        (None, -1, ("cell-out-of-range", "Promises!R2")),
    ],
)
def test_how_often_returns_are_asked_for_must_be_readable(every: Typed, within: Typed, found: tuple[str, str]) -> None:
    """What cannot be read is a finding, and the promise is kept."""
    reading = read([*promise(Pledge_ref="P-1"), every, within], headings=WITH_RETURNS)

    assert codes(reading) == [found]
    assert len(reading.register.pledges) == 1


def test_the_end_is_not_assumed_where_years_say_the_days() -> None:
    """A row whose Year columns make milestones needs no By when; its last milestone is no assumption."""
    stepped = promise(By_when=None, How_many=None, Pledge_ref="P-1")

    reading = read([*stepped, 1, 2], headings=(*HEADINGS, "Year 1", "Year 2"))

    (pledge,) = reading.register.pledges
    assert codes(reading) == []
    assert (pledge.due, pledge.trajectory) == (END, Trajectory.MILESTONES)


def test_a_row_that_is_not_used_is_one_finding_that_says_so() -> None:
    """The finding of its cell says what it costs, and one beside it that costs nothing does not; the account has it."""
    before = START - dt.timedelta(days=1)
    spoilt = promise(Kind="fun", Pledge_ref="P-1", By_when=before)

    reading = read(spoilt, promise(Pledge_ref="P-2", By_when=before))

    said = [(each.code, each.pledge_ref, each.text.endswith(LEFT_OUT)) for each in reading.findings]
    assert said == [
        ("cell-not-in-list", "P-1", True), ("day-before-contract", "P-1", False), ("day-before-contract", "P-2", False),
    ]  # fmt: skip
    assert [pledge.ref for pledge in reading.register.pledges] == ["P-2"]
    assert (reading.accounts[0].used, reading.accounts[0].set_aside) == ((3,), (2,))


def test_a_note_below_the_table_names_no_supplier() -> None:
    """One cell alone in a row may be anybody's name: it makes no supplier and is shown nowhere."""
    grid = sheet(
        "Promises",
        ["Supplier", "Contract ref", "What was promised", "Kind", "How many", "Unit"],
        ["Brightwater", "C-1", "Mentors", "mentoring", 2, "people"],
        ["collected by Jo Bloggs", None, None, None, None, None],
        [None, "checked by Kay Bloggs", None, None, None, None],
    )

    reading = read_register([("register.xlsx", grid)])

    assert [supplier.name for supplier in reading.register.suppliers] == ["Brightwater"]
    assert [contract.ref for contract in reading.register.contracts] == ["C-1"]
    assert "bloggs" not in repr(reading.findings).casefold()


def test_year_columns_and_per_year_say_the_same_thing() -> None:
    """A quantity for each year is not multiplied by the years again."""
    grid = sheet(
        "Promises",
        ["Supplier", "Contract ref", "Start", "End", "What was promised", "Kind", "Year 1", "Year 2", "Unit", "Per"],
        ["Firm", "C-1", dt.date(2025, 4, 1), dt.date(2027, 3, 31), "Jobs", "job", 3, 4, "people", "year"],
    )

    pledge = read_register([("register.xlsx", grid)]).register.pledges[0]

    assert pledge.quantity == 7
    assert pledge.rules == ()


FULL_FORM_ONLY = (
    "Clause ref", "Rounding", "Trajectory", "Minimum length", "Cap per person", "Counts", "Week convention",
    "Conversion", "Sustained for", "Parent pledge ref", "Either-or group", "Exclusive group", "Phase",
    "Stretch quantity", "Weight", "Substitution", "Returns from",
)  # fmt: skip


@pytest.mark.parametrize("column", FULL_FORM_ONLY)
def test_a_column_of_the_full_form_is_asked_about_and_not_applied(column: str) -> None:
    """It is asked about once, at its heading, with the rows that fill it and how to have it; nothing else changes."""
    plain = read(promise(), promise(Pledge_ref="P-2"), promise(Pledge_ref="P-3"))

    reading = read(
        [*promise(), "3 weeks"], [*promise(Pledge_ref="P-2"), None], [*promise(Pledge_ref="P-3"), "as told"],
        headings=[*HEADINGS, column],
    )  # fmt: skip

    assert [each for each in codes(reading) if each not in codes(plain)] == [("rule-not-read", "Promises!Q1")]
    (asked,) = (each for each in reading.findings if each.code == "rule-not-read")
    sheet_of_it = "Contracts" if column == "Returns from" else "Pledges"
    assert f"{column} is filled in on 2 rows" in asked.text
    assert "`pledges new FOLDER --full`" in asked.fix
    assert f"fill in {column} in its sheet {sheet_of_it}" in asked.fix
    assert reading.register == plain.register


@pytest.mark.parametrize(
    ("heading", "value", "found"),
    [
        ("Cap per person", None, []),
        ("Clause", "CL-1", ["heading-unknown"]),
        ("Clause\nref", "CL-1", ["rule-not-read"]),
        ("cap PER person (weeks)", 104, ["rule-not-read"]),
        ("Made up by", "20 of P-2 = 1", ["rule-not-read"]),
    ],
)
def test_a_column_of_the_full_form_is_known_by_its_heading(heading: str, value: Typed, found: list[str]) -> None:
    """However it is written; a column with nothing in it is asked about no more than any other."""
    plain, reading = read(promise()), read([*promise(), value], headings=[*HEADINGS, heading])

    assert [code for code, _ in codes(reading) if code not in dict(codes(plain))] == found
