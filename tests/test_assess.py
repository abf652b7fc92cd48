import datetime as dt
from fractions import Fraction
from typing import Any

from nouns import Q1, Q2, YEAR, cell, contract, line, pledge, received, register, supplier

from pledges.assess import Assessment, Intake, SheetRows, assess
from pledges.files import default_rulebook
from pledges.findings import Severity, finding
from pledges.model import Absence, EvidenceLine, LineColumns, Register, Return, Variation
from pledges.provenance import CellRef


def sent(*lines: EvidenceLine, **fields: Any) -> Return:
    """Return a return of S-01 for contract C-1."""
    return received(*lines, **fields).sent


def position(*returns: Return, of: Register | None = None, **intake: Any) -> Assessment:
    """Return the position at the end of the year."""
    return assess(of or register(), Intake(returns=returns, **intake), default_rulebook(), on=YEAR.end)


def test_what_is_found_in_a_file_is_named_with_whose_it_is() -> None:
    """A finding made while reading cells gets the supplier, contract and pledge of the return it was found in."""
    open_line = line(absence=Absence.PENDING)
    returned = sent(open_line)
    at = CellRef(file=returned.file.name, sheet="Delivery", cell="D7")
    of = EvidenceLine(pledge_key="P-1", row_source=at, columns=LineColumns(quantity="D"), absence=Absence.PENDING)
    returned = sent(of)
    found = finding("quantity-pending", CellRef(file=returned.file.name, sheet="Delivery", cell="D7"))

    assessed = position(returned, findings=(found,))

    named = next(each for each in assessed.findings if each.code == "quantity-pending")
    assert (named.supplier_ref, named.contract_ref) == ("S-01", "C-1")


def test_what_was_superseded_needs_nobody() -> None:
    """A question about a return that no longer counts is a note."""
    first = sent(line(quantity=1), submitted_on=dt.date(2025, 7, 1))
    second = sent(line(quantity=2), submitted_on=dt.date(2025, 7, 2))
    found = finding("quantity-pending", CellRef(file=first.file.name, sheet="Delivery", cell="D2"))

    assessed = position(first, second, findings=(found,))

    assert [each.status for each in assessed.returns] == ["superseded", "counted"]
    assert next(each for each in assessed.findings if each.code == "quantity-pending").severity is Severity.NOTE


def test_a_total_of_something_unknown_is_unknown_beside_what_is_known() -> None:
    """Totals leave nothing out in silence."""
    whole = register((pledge("P-1"), pledge("P-2")))

    total = position(sent(line(quantity=4), period=YEAR), of=whole).contracts[0].totals[0]

    assert (total.pledges, total.not_known) == (2, 1)
    assert total.target.value == 20
    assert (total.counted.value, total.counted_towards_target.value) == (None, None)
    assert total.counted_known.value == 4


def test_over_delivery_of_one_pledge_never_hides_another() -> None:
    """Towards the targets each pledge counts at most its own."""
    whole = register((pledge("P-1"), pledge("P-2", type="apprenticeship")))

    lines = (line("P-1", quantity=30), line("P-2", quantity=5))
    total = position(sent(*lines, period=YEAR), of=whole).contracts[0].totals[0]

    assert total.counted.value == 35
    assert total.counted_towards_target.value == 15


def test_every_row_is_accounted_for_after_counting() -> None:
    """Rows move from used to set aside when counting sets them aside, and blank rows of a form are ignored."""
    rows = {
        2: line(quantity=1), 3: line(quantity=1, unit="weeks"), 4: line(absence=Absence.MISSING),
        5: line("P-9", quantity=1), 6: line(absence=Absence.PENDING),
    }  # fmt: skip
    file = "returns/q1.xlsx"
    lines = [
        EvidenceLine(
            pledge_key=each.pledge_key, quantity=each.quantity, absence=each.absence, unit=each.unit, grade=each.grade,
            row_source=CellRef(file=file, sheet="Delivery", cell=f"A{row}"),
        )
        for row, each in rows.items()
    ]  # fmt: skip
    sheet = SheetRows(file=file, sheet="Delivery", used=frozenset(rows), ignored=frozenset({9}))

    account = position(sent(*lines), sheets=(sheet,)).reconciliation[0]

    assert (account.rows, account.used, account.set_aside, account.ignored) == (6, 1, 3, 2)


def test_facts_without_a_day_of_recording_are_noted_only_when_it_matters() -> None:
    """Recorded on is asked for only where the position is of what was known on a day."""
    whole = register(suppliers=(supplier(),), contracts=(contract(),))
    rulebook = default_rulebook()

    everything = assess(whole, Intake(), rulebook, on=YEAR.end)
    known = assess(whole, Intake(), rulebook, on=YEAR.end, known_on=YEAR.end)

    assert [each.code for each in everything.findings] == [each.code for each in known.findings]


def test_a_refused_file_is_among_the_returns() -> None:
    """What could not be read has its place in the list of returns."""
    assessed = position(refused=("returns/scan.pdf",))

    assert [(each.file, each.status) for each in assessed.returns] == [("returns/scan.pdf", "refused")]


def test_pledges_of_no_contract_stand_in_a_position_of_their_own() -> None:
    """Voluntary pledges come last, without a contract."""
    whole = register((pledge("P-1"), pledge("V-1", contract_ref=None)))

    contracts = position(
        sent(line(quantity=Fraction(1)), period=Q1), sent(line(quantity=1), period=Q2), of=whole
    ).contracts

    assert [each.contract.ref if each.contract else None for each in contracts] == ["C-1", None]


def test_a_reference_of_a_person_is_not_shown_wherever_it_was_typed() -> None:
    """A person's reference in the wrong column looks like a pledge's, and is still not shown."""
    in_its_place = line(quantity=1, person_ref="P-17")
    in_the_wrong_one = line("P-17", quantity=1)

    assessed = position(sent(in_its_place, in_the_wrong_one))

    found = next(each for each in assessed.findings if each.code == "pledge-unknown")
    assert found.saw == "a reference of a person"


def test_a_variation_reaches_its_pledge_whatever_contract_it_names() -> None:
    """A variation of another contract that names a pledge changes nobody knows what, so the target is unknown."""
    varied = Variation(
        contract_ref="C-2", pledge_ref="P-1", effective=YEAR.start, effect="replace", source=cell(sheet="Variations")
    )
    whole = register(contracts=(contract(), contract("C-2")), variations=(varied,))

    assessed = position(of=whole)

    assert assessed.contracts[0].fulfilments[0].target.value is None
    assert "target-unknown" in {each.code for each in assessed.findings}


def test_something_due_that_nobody_reports_is_asked_about() -> None:
    """Without a schedule a promise that is due and unreported is named; with one the overdue return is."""
    unscheduled = position()
    scheduled = position(of=register(contracts=(contract(returns_every="year", returns_due_within=0),)))

    assert [each.code for each in unscheduled.findings if each.severity is Severity.QUERY] == ["pledge-unreported"]
    assert "pledge-unreported" in {each.code for each in scheduled.findings}


def test_what_nobody_knows_is_not_added_to_nothing() -> None:
    """Where none of a total's parts is known, neither is what is known of it."""
    assert position().contracts[0].totals[0].counted_known.value is None


def test_the_answer_on_returns_says_where_none_are_asked_for() -> None:
    """Nothing overdue because nothing is asked for is said, so that nobody takes it for good conduct."""

    def because(returns_every: str) -> set[str]:
        whole = register(contracts=(contract(returns_every=returns_every, returns_due_within=365),))
        levels = [level for badge in position(of=whole).suppliers[0].badges for level in badge.decision.levels]
        return {each.because for level in levels for each in level.criteria if each.id == "R"}

    assert because("none") == {
        "No return is overdue; for C-1 the register asks for none (Returns every), so none could be."
    }
    assert because("year") == {"No return is overdue."}
