import datetime as dt
from collections.abc import Mapping, Sequence
from fractions import Fraction

import pytest
from typed_sheets import ERROR, Typed, percent, sheet

from pledges.audience import Audience
from pledges.model import Trajectory
from pledges.periods import Period
from pledges.register import RegisterReading, read_register
from pledges.register.columns import SHAPES
from pledges.tables import reference_key

START, END = dt.date(2025, 4, 1), dt.date(2027, 3, 31)
HEADINGS = {shape.name: [column.name for column in shape.columns] for shape in SHAPES}

SUPPLIER: dict[str, Typed] = {"Supplier ref": "S-01", "Name": "Brightway Ltd"}
CONTRACT: dict[str, Typed] = {
    "Contract ref": "C-001",
    "Title": "Cleaning",
    "Buyer": "Council",
    "Start": START,
    "End": END,
}
PLEDGE: dict[str, Typed] = {
    "Pledge ref": "P-01", "Supplier ref": "S-01", "Contract ref": "C-001", "Type": "placement", "Quantity": 4,
    "Unit": "people", "Due": END,
}  # fmt: skip

Rows = Sequence[Mapping[str, Typed]]


def read(
    pledges: Rows = (PLEDGE,),
    suppliers: Rows = (SUPPLIER,),
    contracts: Rows = (CONTRACT,),
    *,
    local_types: Sequence[str] = (),
    local_units: Sequence[str] = (),
    **others: Rows,
) -> RegisterReading:
    """Return the reading of a full register; each row is its filled-in cells by our headings."""
    given = {"Suppliers": suppliers, "Contracts": contracts, "Pledges": pledges}
    given |= {name.replace("_", " "): rows for name, rows in others.items()}
    sheets = []
    for name, rows in given.items():
        assert all(set(row) <= set(HEADINGS[name]) for row in rows)
        sheets.append(sheet(name, HEADINGS[name], *([row.get(each) for each in HEADINGS[name]] for row in rows)))
    return read_register([("register.xlsx", each) for each in sheets], local_types=local_types, local_units=local_units)


def problems(reading: RegisterReading) -> list[tuple[str, str]]:
    """Return the findings by code and by the heading whose cell they stand at, with its row."""
    places = []
    for each in reading.findings:
        name, _, cell = str(each.source).removeprefix("register.xlsx!").partition("!")
        letter, row = cell.rstrip("0123456789"), cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        heading = HEADINGS[name][ord(letter) - ord("A")] if letter and len(letter) == 1 else letter
        places.append((each.code, f"{name}!{heading} {row}"))
    return places


def test_a_full_register_is_read() -> None:
    """Every column of the three needed sheets arrives in its noun, with the cell it came from."""
    reading = read(
        pledges=[
            PLEDGE
            | {
                "Clause ref": "CL-1", "Description": "Paid placements", "Start": START, "Trajectory": "Straight line",
                "Contractual": "no", "Weight": 1.5, "Also known as": "ECC7; NT4a\nECC7",
            }
        ],
        suppliers=[SUPPLIER | {"Organisation id": "GB-COH-01234567", "UK headcount": 250, "Contact role": "Manager"}],
        contracts=[
            CONTRACT
            | {
                "Value": "£1,000,000", "Value basis": "award", "Procurement id": "ocds-1", "Area": "North",
                "Returns every": "Quarterly", "Returns from": START, "Returns due within": 30, "Also known as": "Clean",
            }
        ],
        Clauses=[{"Clause ref": "CL-1", "Contract ref": "C-001", "Requirement": "Placements", "Source": "ITT 12.3"}],
    )  # fmt: skip

    pledge, contract = reading.register.pledges[0], reading.register.contracts[0]

    assert (pledge.ref, pledge.supplier_ref, pledge.contract_ref, pledge.clause_ref) == (
        "P-01",
        "S-01",
        "C-001",
        "CL-1",
    )
    assert (pledge.quantity, pledge.unit, pledge.type, pledge.description) == (
        Fraction(4),
        "people",
        "placement",
        "Paid placements",
    )
    assert (pledge.start, pledge.due, pledge.trajectory) == (START, END, Trajectory.STRAIGHT_LINE)
    assert (pledge.contractual, pledge.weight, pledge.also_known_as) == (False, Fraction(3, 2), ("ECC7", "NT4a"))
    assert (str(pledge.source), str(pledge.start_source)) == ("register.xlsx!Pledges!A2", "register.xlsx!Pledges!K2")
    assert (contract.value, contract.returns_every, contract.returns_from, contract.returns_due_within) == (
        Fraction(1_000_000), "quarter", START, 30,
    )  # fmt: skip
    assert (contract.value_basis, contract.procurement_id, contract.area) == ("award", "ocds-1", "North")
    assert reading.register.suppliers[0].headcount == 250
    assert reading.register.clauses[0].passage == "ITT 12.3"
    assert reading.findings == ()
    assert reading.form == "full"


def test_what_is_left_blank_has_its_default() -> None:
    """A blank weight is one, a blank trajectory at due, a blank contract voluntary, a blank start unknown."""
    reading = read(pledges=[PLEDGE | {"Contract ref": None}])

    (pledge,) = reading.register.pledges

    assert (pledge.weight, pledge.weight_source) == (Fraction(1), None)
    assert pledge.trajectory is Trajectory.AT_DUE
    assert (pledge.contract_ref, pledge.contractual, pledge.start) == (None, None, None)
    assert reading.findings == ()


@pytest.mark.parametrize(
    ("change", "code", "heading"),
    [
        ({"Pledge ref": None}, "cell-missing", "Pledge ref"),
        ({"Pledge ref": "–"}, "cell-missing", "Pledge ref"),
        ({"Pledge ref": dt.date(2025, 1, 2)}, "reference-damaged", "Pledge ref"),
        ({"Supplier ref": None}, "cell-missing", "Supplier ref"),
        ({"Supplier ref": "S-02"}, "reference-unknown", "Supplier ref"),
        ({"Contract ref": "C-002"}, "reference-unknown", "Contract ref"),
        ({"Type": None}, "cell-missing", "Type"),
        ({"Type": "kindness"}, "cell-not-in-list", "Type"),
        ({"Unit": None}, "cell-missing", "Unit"),
        ({"Unit": "bananas"}, "cell-not-in-list", "Unit"),
    ],
)
def test_a_pledge_that_cannot_be_placed_is_set_aside(change: dict[str, Typed], code: str, heading: str) -> None:
    """Without its references, its type or its unit a row is not used, and the finding says at which cell."""
    reading = read(pledges=[PLEDGE | change, PLEDGE | {"Pledge ref": "P-02"}])

    account = next(each for each in reading.accounts if each.sheet == "Pledges")

    assert [pledge.ref for pledge in reading.register.pledges] == ["P-02"]
    assert problems(reading) == [(code, f"Pledges!{heading} 2")]
    assert (account.used, account.set_aside) == ((3,), (2,))


@pytest.mark.parametrize(
    ("change", "code", "heading", "rules"),
    [
        ({"Quantity": None}, "cell-missing", "Quantity", ()),
        ({"Quantity": "lots"}, "cell-not-a-number", "Quantity", ()),
        ({"Quantity": percent(0.5)}, "cell-not-a-number", "Quantity", ()),
        ({"Quantity": -2}, "cell-out-of-range", "Quantity", ()),
        ({"Due": None}, "cell-missing", "Due", ()),
        ({"Due": "2026-W01"}, "cell-not-a-date", "Due", ()),
        ({"Due": 45887}, "date-as-number", "Due", ()),
        ({"Due": ERROR}, "cell-error", "Due", ()),
        ({"Start": "soon"}, "cell-not-a-date", "Start", (("Start", "unreadable"),)),
        ({"Trajectory": "zigzag"}, "cell-not-in-list", "Trajectory", (("Trajectory", "unreadable"),)),
        ({"Weight": "heavy"}, "cell-not-a-number", "Weight", (("Weight", "unreadable"),)),
        ({"Weight": -1}, "cell-out-of-range", "Weight", (("Weight", "unreadable"),)),
        ({"Contractual": "perhaps"}, "cell-not-in-list", "Contractual", ()),
        ({"Minimum length": ERROR}, "cell-error", "Minimum length", (("Minimum length", "unreadable"),)),
        ({"Start": END, "Due": START}, "cell-crosses-dates", "Due", ()),
        ({"Start": dt.date(2025, 3, 31)}, "day-before-contract", "Start", ()),
        ({"Due": dt.date(2025, 3, 31)}, "day-before-contract", "Due", ()),
    ],
)
def test_a_pledge_with_an_unreadable_cell_is_kept(
    change: dict[str, Typed], code: str, heading: str, rules: tuple[tuple[str, str], ...]
) -> None:
    """No promise vanishes with one of its cells; what the cell bears on is unknown, and never a blank's meaning."""
    reading = read(pledges=[PLEDGE | change])

    (pledge,) = reading.register.pledges
    (finding,) = reading.findings

    assert problems(reading) == [(code, f"Pledges!{heading} 2")]
    assert pledge.rules == rules
    assert pledge.quantity is None or heading != "Quantity"
    assert pledge.due is None or heading != "Due" or code == "day-before-contract"
    assert (finding.pledge_ref, finding.supplier_ref, finding.contract_ref) == ("P-01", "S-01", "C-001")
    assert finding.audience is Audience.OFFICER


@pytest.mark.parametrize("typed", [5, "5%", percent(0.05)])
def test_a_percentage_is_promised_in_per_cent(typed: Typed) -> None:
    """Five, 5% as text and 5% as Excel shows it are one promise where the unit is per cent."""
    reading = read(pledges=[PLEDGE | {"Quantity": typed, "Unit": "%"}])

    (pledge,) = reading.register.pledges

    assert (pledge.quantity, pledge.unit) == (Fraction(5), "%")


def test_local_types_and_units_are_those_of_the_policy() -> None:
    """A type or unit that the authority's policy defines is known like our own."""
    change: dict[str, Typed] = {"Type": "Driving Lessons", "Unit": "LESSONS"}

    known = read(pledges=[PLEDGE | change], local_types=["driving lessons"], local_units=["lessons"])
    unknown = read(pledges=[PLEDGE | change])

    assert (known.register.pledges[0].type, known.register.pledges[0].unit) == ("driving lessons", "lessons")
    assert unknown.register.pledges == ()


def test_an_unknown_reference_names_the_nearest() -> None:
    """What is nearly the reference is offered, never used; the mistyped one may be shown."""
    reading = read(pledges=[PLEDGE | {"Supplier ref": "S-011"}])

    (problem,) = reading.findings

    assert (
        problem.text
        == "Supplier ref names nothing in the register; nearest: S-01. This row is left out: nothing of it is assessed."
    )
    assert problem.saw == '"S-011"'


def test_a_supplier_may_be_named_and_a_contract_called_by_its_other_name() -> None:
    """An exact name does for a reference."""
    reading = read(
        pledges=[PLEDGE | {"Supplier ref": "BRIGHTWAY LTD.", "Contract ref": "clean"}],
        contracts=[CONTRACT | {"Also known as": "Clean"}],
    )

    (pledge,) = reading.register.pledges

    assert (pledge.supplier_ref, pledge.contract_ref) == ("S-01", "C-001")


@pytest.mark.parametrize("repeated", ["S-01", "s01", "S 01"])
def test_a_reference_is_used_once(repeated: str) -> None:
    """References that differ by case, spaces or punctuation alone are one; the first row has it."""
    reading = read(suppliers=[SUPPLIER, SUPPLIER | {"Supplier ref": repeated, "Name": "Other"}])

    (problem,) = reading.findings

    assert (problem.code, str(problem.source)) == ("reference-repeated", "register.xlsx!Suppliers!A3")
    assert [supplier.name for supplier in reading.register.suppliers] == ["Brightway Ltd"]


def test_a_contract_with_unreadable_days_keeps_its_promises() -> None:
    """A bad date in Contracts is one finding there, not one for every pledge; the day is unknown."""
    reading = read(
        contracts=[
            CONTRACT | {"Start": "spring", "End": None, "Value": "much", "Returns every": "fortnight", "Buyer": None}
        ]
    )

    (contract,) = reading.register.contracts

    assert (contract.start, contract.end, contract.value, contract.returns_every) == (None, None, None, "none")
    assert len(reading.register.pledges) == 1
    assert problems(reading) == [
        ("cell-not-a-date", "Contracts!Start 2"),
        ("cell-missing", "Contracts!End 2"),
        ("cell-missing", "Contracts!Buyer 2"),
        ("cell-not-a-number", "Contracts!Value 2"),
        ("cell-not-in-list", "Contracts!Returns every 2"),
    ]


def test_a_contract_that_ends_before_it_starts_has_no_end() -> None:
    """The end is unknown, and the finding stands at it."""
    reading = read(contracts=[CONTRACT | {"End": dt.date(2024, 1, 1)}])

    assert reading.register.contracts[0].end is None
    assert problems(reading) == [("cell-crosses-dates", "Contracts!End 2")]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"UK headcount": 12.5}, "cell-out-of-range"),
        ({"UK headcount": "many"}, "cell-not-a-number"),
        ({"Name": None}, "cell-missing"),
    ],
)
def test_a_supplier_is_kept_whatever_else_is_wrong(change: dict[str, Typed], code: str) -> None:
    """Only its reference is needed; a headcount is whole, and without a name it is called by its reference."""
    reading = read(suppliers=[SUPPLIER | change])

    (supplier,) = reading.register.suppliers

    assert supplier.headcount is None
    assert supplier.name in {"Brightway Ltd", "S-01"}
    assert [each.code for each in reading.findings] == [code]


def test_milestones_are_the_trajectory_where_none_is_named() -> None:
    """They are kept in order of their days, whatever order they were typed in; a trajectory that is named stays."""
    typed = [
        {"Pledge ref": ref, "Date": day, "Quantity": quantity}
        for ref in ("P-01", "P-02")
        for day, quantity in ((END, 4), (dt.date(2026, 3, 31), 1))
    ]

    reading = read(pledges=[PLEDGE, PLEDGE | {"Pledge ref": "P-02", "Trajectory": "at due"}], Milestones=typed)

    first, second = reading.register.pledges
    assert [(each.day, each.quantity) for each in first.milestones] == [
        (dt.date(2026, 3, 31), Fraction(1)),
        (END, Fraction(4)),
    ]
    assert str(first.milestones[0].source) == "register.xlsx!Milestones!C3"
    assert first.trajectory is Trajectory.MILESTONES
    assert second.trajectory is Trajectory.AT_DUE
    assert reading.findings == ()


@pytest.mark.parametrize(
    ("change", "code", "heading"),
    [
        ({"Date": None}, "cell-missing", "Date"),
        ({"Quantity": "some"}, "cell-not-a-number", "Quantity"),
        ({"Date": dt.date(2026, 3, 31), "Quantity": 2}, "reference-repeated", "Date"),
    ],
)
def test_a_pledge_with_an_unreadable_milestone_has_no_known_due(
    change: dict[str, Typed], code: str, heading: str
) -> None:
    """The row is set aside, and the pledge says that its milestones are not whole."""
    good: dict[str, Typed] = {"Pledge ref": "P-01", "Date": dt.date(2026, 3, 31), "Quantity": 1}

    reading = read(Milestones=[good, good | {"Date": END} | change])

    (pledge,) = reading.register.pledges
    assert pledge.rules == (("Milestones", "unreadable"),)
    assert problems(reading) == [(code, f"Milestones!{heading} 3")]


def test_milestones_that_fall_are_a_query() -> None:
    """Milestones count from the start, so a smaller later one is probably meant for its own time only."""
    reading = read(
        Milestones=[
            {"Pledge ref": "P-01", "Date": END, "Quantity": 1},
            {"Pledge ref": "P-01", "Date": dt.date(2026, 3, 31), "Quantity": 3},
        ]
    )

    assert problems(reading) == [("milestones-fall", "Milestones!Quantity 2")]


def test_a_trajectory_of_milestones_without_any_is_a_query() -> None:
    """What is due before the last day is unknown, not nothing."""
    reading = read(pledges=[PLEDGE | {"Trajectory": "milestones"}])

    assert problems(reading) == [("milestones-missing", "Pledges!Pledge ref 2")]
    assert reading.register.pledges[0].rules == (("Trajectory", "milestones"),)


def test_what_names_a_row_that_was_not_used_says_so() -> None:
    """A milestone of a pledge that was set aside points at that row, instead of calling its reference unknown."""
    reading = read(
        pledges=[PLEDGE | {"Unit": "bananas"}], Milestones=[{"Pledge ref": "p 01", "Date": END, "Quantity": 1}]
    )

    assert problems(reading) == [
        ("cell-not-in-list", "Pledges!Unit 2"),
        ("reference-set-aside", "Milestones!Pledge ref 2"),
    ]
    assert "Pledges!A2" in reading.findings[1].text


def test_parties_and_their_shares() -> None:
    """50 and 50% are both a half; a bare half, a share above the whole and an unknown role set a row aside."""
    party: dict[str, Typed] = {"Contract ref": "C-001", "Supplier ref": "S-01", "Role": "Consortium"}
    shares: list[Typed] = [50, percent(0.5), None, 0.5, 120]

    reading = read(Parties=[*(party | {"Share": share} for share in shares), party | {"Role": "friend"}])

    assert [(each.role, each.share) for each in reading.register.parties] == [
        ("consortium", Fraction(1, 2)),
        ("consortium", Fraction(1, 2)),
        ("consortium", None),
    ]
    assert problems(reading) == [
        ("share-unclear", "Parties!Share 5"),
        ("cell-out-of-range", "Parties!Share 6"),
        ("cell-not-in-list", "Parties!Role 7"),
    ]


def test_clauses_are_named_by_pledges() -> None:
    """With a sheet Clauses an unknown clause is a finding, and the pledge counts; without one it is kept."""
    clauses = [
        {"Clause ref": "CL-1", "Contract ref": "C-001", "Requirement": "Placements"},
        {"Clause ref": "CL-2", "Contract ref": "C-009", "Requirement": "Placements"},
    ]
    pledges = [PLEDGE | {"Pledge ref": f"P-{ref}", "Clause ref": ref} for ref in ("CL-1", "CL-2", "CL-3")]

    reading, without = read(pledges=pledges, Clauses=clauses), read(pledges=pledges)

    assert [pledge.clause_ref for pledge in reading.register.pledges] == ["CL-1", "", ""]
    assert [pledge.clause_ref for pledge in without.register.pledges] == ["CL-1", "CL-2", "CL-3"]
    assert problems(reading) == [
        ("reference-unknown", "Clauses!Contract ref 3"),
        ("reference-set-aside", "Pledges!Clause ref 3"),
        ("reference-unknown", "Pledges!Clause ref 4"),
    ]
    assert without.findings == ()


def test_variations() -> None:
    """A variation has its contract, its day and its effect; one with a value that cannot be read is kept as unclear."""
    variation: dict[str, Typed] = {"Contract ref": "C-001", "Effective": START, "Effect": "rescale"}

    reading = read(
        Variations=[
            variation | {"Value change": -500_000, "New end": END, "Notice ref": "N-1"},
            variation | {"Pledge ref": "P-01", "New quantity": 6, "Effect": "Replace"},
            variation | {"Value change": "half"},
            variation | {"New quantity": -1},
            variation | {"Effect": None},
        ]
    )

    first, second, *unclear = reading.register.variations
    assert (first.is_clear, second.is_clear) == (True, True)
    assert [(each.contract_ref, each.effective, each.is_clear) for each in unclear] == [("C-001", START, False)] * 3
    assert (first.value_change, first.new_end, first.effect, first.notice_ref) == (
        Fraction(-500_000), END, "rescale", "N-1",
    )  # fmt: skip
    assert (second.pledge_ref, second.new_quantity, second.effect) == ("P-01", Fraction(6), "replace")
    assert problems(reading) == [
        ("cell-not-a-number", "Variations!Value change 4"),
        ("cell-out-of-range", "Variations!New quantity 5"),
        ("cell-missing", "Variations!Effect 6"),
    ]


def test_text_dates_are_read_by_their_column() -> None:
    """One date of the column with a part above twelve settles the others; nothing else does."""
    pledges = [
        PLEDGE | {"Pledge ref": f"P-{number}", "Due": due} for number, due in enumerate(("31/03/2026", "01/02/2026"))
    ]

    settled, open_ = read(pledges=pledges), read(pledges=pledges[1:], contracts=[])

    assert [pledge.due for pledge in settled.register.pledges] == [dt.date(2026, 3, 31), dt.date(2026, 2, 1)]
    assert open_.register.pledges == ()
    assert ("date-ambiguous", "Pledges!Due 2") in problems(open_)


def test_text_dates_are_read_by_the_contracts_terms() -> None:
    """Where only one reading lies within the contracts' days, it is the one."""
    short = CONTRACT | {"Start": dt.date(2026, 1, 15), "End": dt.date(2026, 2, 28)}

    reading = read(pledges=[PLEDGE | {"Due": "01/02/2026"}], contracts=[short])

    assert reading.register.pledges[0].due == dt.date(2026, 2, 1)


@pytest.mark.parametrize(
    ("period", "found"),
    [
        ((START, END), Period(START, END)),
        ((None, None), None),
        ((START, None), None),
        ((END, START), None),
    ],
)
def test_the_period_of_a_receipt(period: tuple[Typed, Typed], found: Period | None) -> None:
    """A receipt with half a period is used without one, and a person is told."""
    row: dict[str, Typed] = {"File": "q1.xlsx", "Period start": period[0], "Period end": period[1]}

    reading = read(Returns_received=[row])

    assert reading.register.receipts[0].period == found
    assert len(reading.findings) == (0 if found or period == (None, None) else 1)


def test_every_sheet_of_ours_is_matched_whatever_its_case() -> None:
    """Sheet names are matched like headings, and shown as they are typed."""
    sheets = [
        sheet(name, HEADINGS[shape], *rows)
        for name, shape, rows in (
            ("SUPPLIERS", "Suppliers", [["S-01", "Brightway"]]),
            (" contracts ", "Contracts", [["C-001", "T", "B", START, END]]),
            ("pledges", "Pledges", [["P-01", "S-09"]]),
        )
    ]

    reading = read_register([("register.xlsx", each) for each in sheets])

    assert str(reading.findings[0].source).startswith("register.xlsx!pledges!")
    assert reference_key(reading.accounts[1].sheet) == "contracts"
