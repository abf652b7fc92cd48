"""Which rows of Returns received speak of which return, and what they say together."""

from __future__ import annotations

import pytest
from council import Q1, Q2, codes, day, only, receipt, reception, row, sent, statuses, text_of

from pledges.model import Receipt
from pledges.returns.receipts import logged, receipts_without_file


@pytest.mark.parametrize(
    "typed",
    [
        "returns/2025/Alder Q1.xlsx",
        "2025/Alder Q1.xlsx",
        "2025\\alder q1.XLSX",
        "Alder Q1.xlsx",
        "alder  q1 .xlsx",
        "AlderQ1",
        "2025/Alder Q1",
        "returns/2025/Alder Q1",
        "/returns/2025/Alder Q1.xlsx",
    ],
)
def test_a_file_is_named_by_its_path_or_its_name(typed: str) -> None:
    """Case and spaces do not matter, and the ending may be left out."""
    return_sent = sent("2025/Alder Q1.xlsx", row())

    received = only(reception(return_sent, receipts=[receipt(typed, on="2025-07-05")]))

    assert received.known_from == day("2025-07-05")


@pytest.mark.parametrize("typed", ["Alder Q2.xlsx", "Q1.xlsx", "5/Alder Q1.xlsx", "Alder Q1.xls", "", "2025"])
def test_a_name_that_is_only_similar_names_nothing(typed: str) -> None:
    """The row speaks of another file, or of none."""
    return_sent = sent("2025/Alder Q1.xlsx", row())

    received = only(reception(return_sent, receipts=[receipt(typed, on="2025-07-05")]))

    assert (received.known_from, received.receipt) == (None, None)


def test_a_name_that_two_different_files_have_names_neither() -> None:
    """A row is never given to a file by a guess."""
    returns = (sent("a/q1.xlsx", row()), sent("b/q1.xlsx", row("P-03"), supplier="S-02"))
    ambiguous = receipt("q1.xlsx", "S-01", "C-001", on="2025-07-05")

    outcome = reception(*returns, receipts=[ambiguous])

    assert [each.known_from for each in outcome.received] == [None, None]
    assert codes(outcome) == ["receipt-ambiguous"]
    assert "2 different files" in text_of(outcome, "receipt-ambiguous")[0]


def test_the_whole_path_is_surer_than_a_name() -> None:
    """`q1.xlsx` is the file of that name in the returns folder itself, and then not one further down."""
    returns = (sent("q1.xlsx", row()), sent("old/q1.xlsx", row("P-03"), supplier="S-02"))

    outcome = reception(*returns, receipts=[receipt("q1.xlsx", on="2025-07-05")])

    found = {each.supplier_ref: each.known_from for each in outcome.received}
    assert found == {"S-01": day("2025-07-05"), "S-02": None}


def test_a_row_speaks_of_every_copy_of_its_file() -> None:
    """A copy that nobody logged is the same return, and as new."""
    returns = (sent("q1.xlsx", row()), sent("copy of q1.xlsx", row(), same_bytes_as="q1.xlsx"))

    outcome = reception(*returns, receipts=[receipt("q1.xlsx", "S-01", "C-001", status="rejected")])

    assert statuses(outcome) == {"q1.xlsx": "rejected", "copy of q1.xlsx": "rejected"}


def test_the_last_rows_day_decides() -> None:
    """A file rejected and sent again under its name is accepted."""
    rows = (
        receipt("q1.xlsx", "S-01", "C-001", on="2025-07-01", status="rejected"),
        receipt("q1.xlsx", on="2025-07-10", status="accepted", number=3),
    )

    found = logged(rows, known_on=None)

    assert found is not None
    assert (found.is_rejected, found.received_on, found.supplier_ref) == (False, day("2025-07-10"), "S-01")


def test_rows_of_later_days_are_not_known_yet() -> None:
    """On 5 July only the rejection of 1 July was known."""
    rows = (
        receipt("q1.xlsx", on="2025-07-01", status="rejected"),
        receipt("q1.xlsx", on="2025-07-10", status="accepted", number=3),
    )

    found = logged(rows, known_on=day("2025-07-05"))

    assert found is not None
    assert (found.is_rejected, found.received_on) == (True, day("2025-07-01"))


def test_where_all_rows_are_of_later_days_the_first_of_them_tells_when_it_came() -> None:
    """The return is not known before that day."""
    rows = (receipt("q1.xlsx", on="2025-07-20"), receipt("q1.xlsx", on="2025-07-10", number=3))

    found = logged(rows, known_on=day("2025-07-05"))

    assert found is not None
    assert found.received_on == day("2025-07-10")


@pytest.mark.parametrize("first", [None, "2025-07-01"])
def test_rejected_is_believed_before_accepted(first: str | None) -> None:
    """On one day, and where the rejection has no day, a rejected return never counts."""
    rows = (receipt("q1.xlsx", on="2025-07-01"), receipt("q1.xlsx", on=first, status=" Rejected ", number=3))

    found = logged(rows, known_on=None)

    assert found is not None
    assert found.is_rejected


@pytest.mark.parametrize(
    "other",
    [receipt("q1.xlsx", "S-02"), receipt("q1.xlsx", "S-01", "C-002"), receipt("q1.xlsx", period=Q2)],
)
def test_rows_of_one_day_that_contradict_each_other_make_the_return_wait(other: Receipt) -> None:
    """Nobody can tell which row is meant."""
    first = receipt("q1.xlsx", "S-01", "C-001", period=Q1, number=3)

    outcome = reception(sent("q1.xlsx", row()), receipts=[first, other])

    assert (codes(outcome), statuses(outcome)) == (["receipts-disagree"], {"q1.xlsx": "waiting"})


def test_rows_that_agree_as_far_as_they_go_are_read_together() -> None:
    """One names the supplier, another the contract."""
    rows = (receipt("q1.xlsx", "S-01"), receipt("q1.xlsx", None, "C-001", number=3))

    received = only(reception(sent("q1.xlsx", row(), supplier="", contract=""), receipts=rows))

    assert (received.supplier_ref, received.contract_ref) == ("S-01", "C-001")


def test_a_row_that_names_no_file_is_found() -> None:
    """Files that could not be read are there all the same."""
    rows = (receipt("q1.xlsx"), receipt("refused", number=3), receipt("gone.xlsx", number=4))

    found = receipts_without_file(rows, ["returns/q1.xlsx", "returns/refused.pdf"])

    assert [(each.code, str(each.source)) for each in found] == [
        ("receipt-without-file", "register.xlsx!Returns received!A4")
    ]
