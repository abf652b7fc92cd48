"""Whose a return is: the council's log, else what is typed exactly; anything less waits."""

from __future__ import annotations

import attrs
import pytest
from council import (
    CLEANING,
    HALF,
    Q1,
    Q2,
    REGISTER,
    cell,
    codes,
    only,
    receipt,
    reception,
    row,
    sent,
    statuses,
    text_of,
)

from pledges.model import Party, Receipt
from pledges.returns.ownership import OwnerIndex


@pytest.mark.parametrize("supplier", ["S-01", "s01", "Aldergate Services Ltd", "ALDERGATE  services, ltd.", "Alder"])
@pytest.mark.parametrize("contract", ["C-001", "c 001", "Street Cleaning", "lot 4"])
def test_a_reference_or_a_name_typed_exactly_names_the_owner(supplier: str, contract: str) -> None:
    """Nothing but case, spaces and punctuation may differ."""
    return_sent = sent("q1.xlsx", row(), supplier=supplier, contract=contract)

    received = only(reception(return_sent))

    assert (received.supplier_ref, received.contract_ref) == ("S-01", "C-001")
    assert (received.is_owned, str(received.status)) == (True, "counted")


@pytest.mark.parametrize(
    ("supplier", "nearest", "saw"),
    [
        ("S-06", "; nearest: S-01, S-02, S-03;", '"S-06"'),
        ("S-O1", "; nearest: S-01;", "text, 4 characters"),
        ("Aldergate Service Ltd", "; nearest: S-01;", "text, 21 characters"),
        ("Zzyzx", "return this is;", "text, 5 characters"),
        ("", "return this is;", "nothing"),
    ],
)
def test_a_supplier_that_is_only_similar_makes_the_return_wait(supplier: str, nearest: str, saw: str) -> None:
    """The nearest references are offered, and what was typed is shown only as far as it may be."""
    return_sent = sent("q1.xlsx", row(), supplier=supplier)

    outcome = reception(return_sent)

    received = only(outcome)
    assert (received.supplier_ref, received.contract_ref, received.is_owned) == (None, None, False)
    assert (statuses(outcome), codes(outcome)) == ({"q1.xlsx": "waiting"}, ["return-owner-unknown"])
    assert nearest in outcome.findings[0].text
    assert outcome.findings[0].saw == saw


def test_a_contract_that_is_only_similar_makes_the_return_wait() -> None:
    """The contract is never guessed either."""
    return_sent = sent("q1.xlsx", row(), contract="C-01")

    outcome = reception(return_sent)

    assert statuses(outcome) == {"q1.xlsx": "waiting"}
    assert "; nearest: C-001" in text_of(outcome, "return-owner-unknown")[0]


def test_a_name_that_two_suppliers_have_names_neither() -> None:
    """Both are offered."""
    twins = tuple(attrs.evolve(supplier, also_known_as=("Group",)) for supplier in REGISTER.suppliers[:2])
    register = attrs.evolve(REGISTER, suppliers=twins)

    outcome = reception(sent("q1.xlsx", row(), supplier="Group"), register=register)

    assert "; nearest: S-01, S-02;" in text_of(outcome, "return-owner-unknown")[0]


def test_a_supplier_that_is_no_party_to_the_contract_makes_the_return_wait() -> None:
    """Its delivery would be counted for the wrong firm or contract."""
    return_sent = sent("q1.xlsx", row(), supplier="S-03", contract="C-001")

    outcome = reception(return_sent)

    assert (only(outcome).is_owned, statuses(outcome)) == (False, {"q1.xlsx": "waiting"})
    assert text_of(outcome, "return-owner-contradicted") == [
        "Supplier S-03 has no part in contract C-001; the return waits."
    ]


def test_a_party_without_a_promise_is_believed() -> None:
    """A subcontractor can be asked for a return as well."""
    party = Party(contract_ref="C-001", supplier_ref="S-03", role="subcontractor", source=cell("Parties", 3))
    register = attrs.evolve(REGISTER, parties=(party,))

    received = only(reception(sent("q1.xlsx", supplier="S-03", nil=True), register=register))

    assert (received.supplier_ref, received.contract_ref, str(received.status)) == ("S-03", "C-001", "counted")


def test_the_log_is_believed_before_what_is_typed() -> None:
    """The council's log names the supplier and the contract, whatever the form says."""
    return_sent = sent("q1.xlsx", row(), supplier="S-02", contract="C-002")
    logged = receipt("q1.xlsx", "S-01", "C-001", on="2025-07-05")

    received = only(reception(return_sent, receipts=[logged]))

    assert (received.supplier_ref, received.contract_ref) == ("S-01", "C-001")
    assert (received.receipt, received.known_source) == (logged, logged.source)


def test_the_log_is_believed_even_against_the_parties() -> None:
    """Who names both supplier and contract has looked."""
    logged = receipt("q1.xlsx", "S-03", "C-001")

    received = only(reception(sent("q1.xlsx", row(), supplier="", contract=""), receipts=[logged]))

    assert (received.supplier_ref, received.contract_ref, received.is_owned) == ("S-03", "C-001", True)


def test_half_an_entry_in_the_log_does_not_make_a_wrong_pair_right() -> None:
    """The log names the supplier only, and the contract typed is not one of that supplier's."""
    logged = receipt("q1.xlsx", "S-03")

    outcome = reception(sent("q1.xlsx", row()), receipts=[logged])

    assert codes(outcome) == ["return-owner-contradicted"]


def test_without_a_contract_the_suppliers_only_one_is_meant() -> None:
    """S-01 has promises in C-001 and nowhere else; S-04 is a party to C-003 only."""
    returns = (sent("a.xlsx", row(), contract=""), sent("d.xlsx", supplier="S-04", contract="", nil=True))

    outcome = reception(*returns)

    assert [each.contract_ref for each in outcome.received] == ["C-001", "C-003"]


def test_without_a_contract_a_supplier_with_voluntary_promises_only_is_known() -> None:
    """Then there is no contract, and that is known."""
    return_sent = sent("v.xlsx", row("P-20"), supplier="S-03", contract="")

    received = only(reception(return_sent))

    assert (received.supplier_ref, received.contract_ref, received.is_owned) == ("S-03", None, True)
    assert str(received.status) == "counted"


@pytest.mark.parametrize(
    ("keys", "contract"), [(("P-10",), "C-002"), (("NT9", "P10"), "C-002"), (("P-11",), None), (("nt4", ""), "C-001")]
)
def test_without_a_contract_lines_that_all_name_promises_of_one_contract_settle_it(
    keys: tuple[str, ...], contract: str | None
) -> None:
    """A promise's reference names its contract as surely as the contract's own does."""
    return_sent = sent("b.xlsx", *map(row, keys), supplier="S-02", contract="")

    received = only(reception(return_sent))

    assert (received.is_owned, received.contract_ref) == (True, contract)


@pytest.mark.parametrize("keys", [(), ("P-99",), ("P-10", "P-99"), ("P-10", "P-11"), ("",)])
def test_without_a_contract_a_supplier_of_several_makes_the_return_wait(keys: tuple[str, ...]) -> None:
    """Lines of two contracts, of none, or no lines at all settle nothing; the supplier's contracts are offered."""
    return_sent = sent("b.xlsx", *map(row, keys), supplier="S-02", contract="")

    outcome = reception(return_sent)

    assert (only(outcome).is_owned, statuses(outcome)) == (False, {"b.xlsx": "waiting"})
    assert "; nearest: C-001, C-002;" in text_of(outcome, "return-owner-unknown")[0]


def test_a_supplier_with_no_part_in_anything_makes_the_return_wait() -> None:
    """S-05 promised nothing and is party to nothing."""
    return_sent = sent("e.xlsx", supplier="S-05", contract="", nil=True)

    outcome = reception(return_sent)

    assert codes(outcome) == ["return-owner-unknown"]


def test_the_period_in_the_log_is_believed_before_the_forms() -> None:
    """It also gives a period to a return that says none."""
    returns = (sent("a.xlsx", row()), sent("b.xlsx", row(quantity=6), period=None))
    logged = (receipt("a.xlsx", period=Q2), receipt("b.xlsx", period=HALF, number=3))

    outcome = reception(*returns, receipts=logged)

    assert [each.period for each in outcome.received] == [Q2, HALF]


def test_a_keyed_sheet_is_never_given_to_one_supplier_by_the_log() -> None:
    """Its rows name many suppliers; a row of the log speaks of those it names."""
    returns = (
        sent("keyed.csv", row("P-01"), keyed=True),
        sent("keyed.csv", row("P-03", number=3), supplier="S-02", keyed=True),
    )
    logged = receipt("keyed.csv", "S-01", on="2025-07-05")

    outcome = reception(*returns, receipts=[logged])

    found = {each.supplier_ref: each.known_from for each in outcome.received}
    assert found == {"S-01": logged.received_on, "S-02": None}


@pytest.mark.parametrize(
    ("logged", "heeded"),
    [
        (receipt("keyed.csv", on="2025-07-05"), True),
        (receipt("keyed.csv", "S-02", "C-001", on="2025-07-05"), True),
        (receipt("keyed.csv", "S-02", "C-002", on="2025-07-05"), False),
        (receipt("keyed.csv", period=Q1, on="2025-07-05"), True),
        (receipt("keyed.csv", period=Q2, on="2025-07-05"), False),
    ],
)
def test_a_row_of_the_log_speaks_of_the_keyed_rows_it_names(logged: Receipt, *, heeded: bool) -> None:
    """Its blank cells speak of all of them."""
    return_sent = sent("keyed.csv", row("P-03"), supplier="S-02", keyed=True)

    received = only(reception(return_sent, receipts=[logged]))

    assert (received.known_from is not None) is heeded


def test_the_log_fills_in_the_contract_of_keyed_rows() -> None:
    """S-02 has several contracts, and the row typed none."""
    return_sent = sent("keyed.csv", row("NT4"), supplier="S-02", contract="", keyed=True)
    logged = receipt("keyed.csv", "S-02", "C-001")

    received = only(reception(return_sent, receipts=[logged]))

    assert (received.supplier_ref, received.contract_ref) == ("S-02", "C-001")


def test_a_contract_ref_wins_over_the_title_of_another() -> None:
    """A reference is written in the register; a title is what people call it."""
    titled = attrs.evolve(CLEANING, ref="C-009", title="C-001")
    index = OwnerIndex.of(attrs.evolve(REGISTER, contracts=(CLEANING, titled)))

    found = index.contracts.named("C-001")

    assert found == ("C-001",)


def test_keyed_rows_without_a_contract_go_to_the_contracts_their_promises_name() -> None:
    """What nobody can tell stays behind and waits; the other rows do not wait for it."""
    lines = (row("P-10", number=2), row("P-11", number=3), row("NT9", number=4), row("P-99", number=5))

    outcome = reception(sent("keyed.csv", *lines, supplier="S-02", contract="", keyed=True))

    found = [
        (each.contract_ref, each.is_owned, str(each.status), [str(line.row_source)[-2:] for line in each.sent.lines])
        for each in outcome.received
    ]
    assert found == [
        ("C-002", True, "counted", ["A2", "A4"]),
        (None, True, "counted", ["A3"]),
        (None, False, "waiting", ["A5"]),
    ]
    assert [str(each.source) for each in outcome.findings] == ["returns/keyed.csv!Delivery!A5"]


@pytest.mark.parametrize(("contract", "log"), [("C-002", []), ("", [receipt("keyed.csv", "S-02", "C-002")])])
def test_keyed_rows_of_a_contract_that_is_named_stay_together(contract: str, log: list[Receipt]) -> None:
    """Typed or logged, a contract is believed, and the row that is not of it is for counting to set aside."""
    return_sent = sent("k/keyed.csv", row("P-10"), row("P-11"), supplier="S-02", contract=contract, keyed=True)

    received = only(reception(return_sent, receipts=log))

    assert (received.contract_ref, received.sent) == ("C-002", return_sent)


def test_a_form_whose_promises_are_all_of_another_contract_waits_and_names_it() -> None:
    """The wrong contract was typed, or the wrong form filled in; the right return is the only one that came."""
    wrong = sent("wrong.xlsx", row("P-10"), supplier="S-02", contract="C-001")
    right = sent("right.xlsx", row("P-03"), supplier="S-02", contract="C-001")

    outcome = reception(wrong, right)

    assert statuses(outcome) == {"wrong.xlsx": "waiting", "right.xlsx": "counted"}
    assert codes(outcome) == ["return-contract-contradicted"]
    assert text_of(outcome, "return-contract-contradicted") == [
        "The promises on this return are those of contract C-002, not of C-001; the return waits."
    ]
    assert [each.has_come for each in outcome.received] == [True, False]


@pytest.mark.parametrize(
    "keys",
    [("P-03", "P-10"), ("P-99",), ("P-10", "P-99"), ("P-10", "P-11"), ()],
    ids=["one of the contract's own", "known to none", "one known to none", "of two others", "no lines"],
)
def test_a_form_with_other_lines_keeps_the_contract_that_it_names(keys: tuple[str, ...]) -> None:
    """Only where every line speaks for one other contract is the form's own word doubted."""
    return_sent = sent("q1.xlsx", *map(row, keys), supplier="S-02", contract="C-001")

    received = only(reception(return_sent))

    assert (received.contract_ref, str(received.status)) == ("C-001", "counted")


def test_promises_outside_any_contract_contradict_a_contract_as_well() -> None:
    """They are the supplier's, and not of the contract."""
    outcome = reception(sent("q1.xlsx", row("P-11"), supplier="S-02", contract="C-001"))

    assert "are those of no contract, not of C-001" in text_of(outcome, "return-contract-contradicted")[0]


def test_the_log_is_believed_before_the_promises_of_a_form() -> None:
    """The council named the contract itself; each line then says that its promise is unknown there."""
    return_sent = sent("q1.xlsx", row("P-10"), supplier="S-02", contract="C-001")

    received = only(reception(return_sent, receipts=[receipt("q1.xlsx", "S-02", "C-001")]))

    assert (received.contract_ref, str(received.status)) == ("C-001", "counted")
