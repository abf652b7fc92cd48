import pytest
from typed_registers import codes, read
from typed_sheets import ERROR, Typed

from pledges.model import UNREADABLE


def test_a_part_names_its_parent_wherever_its_row_stands() -> None:
    """A parent may stand below its parts, and a part may have parts of its own."""
    reading = read({"Parent pledge ref": "p02"}, {"Parent pledge ref": "P-03"}, {})

    assert [each.parent_ref for each in reading.register.pledges] == ["P-02", "P-03", None]
    assert reading.findings == ()


@pytest.mark.parametrize(
    ("parent", "what"),
    [({"Supplier ref": "S-02"}, "supplier"), ({"Contract ref": "C-002"}, "contract"), ({"Unit": "FTE"}, "unit")],
)
def test_a_parent_is_of_the_same_supplier_contract_and_unit(parent: dict[str, Typed], what: str) -> None:
    """Otherwise the finding says what differs, and the promise stands alone."""
    reading = read({"Parent pledge ref": "P-02"}, parent)

    assert codes(reading) == [("parent-foreign", "Pledges!T2")]
    assert f"another {what}" in reading.findings[0].text
    assert reading.register.pledges[0].parent_ref is None
    assert reading.register.pledges[0].rules == ()


@pytest.mark.parametrize("typed", ["P-09", ERROR])
def test_a_parent_that_is_not_there_leaves_the_promise_alone(typed: Typed) -> None:
    """No promise vanishes with a mistyped parent."""
    reading = read({"Parent pledge ref": typed})

    assert [each.parent_ref for each in reading.register.pledges] == [None]
    assert [code for code, _ in codes(reading)] == ["reference-unknown" if typed == "P-09" else "cell-error"]


def test_a_circle_of_parents_is_found_at_each_of_its_promises() -> None:
    """Two that hold each other and one that holds itself; what hangs on a circle keeps its parent."""
    reading = read(
        {"Parent pledge ref": "P-02"},
        {"Parent pledge ref": "P-01"},
        {"Parent pledge ref": "P-03"},
        {"Parent pledge ref": "P-01"},
    )

    pledges = reading.register.pledges
    assert codes(reading) == [("parent-cycle", f"Pledges!T{row}") for row in (2, 3, 4)]
    assert [each.parent_ref for each in pledges] == [None, None, None, "P-01"]
    assert [each.rules for each in pledges] == [(("Parent pledge ref", UNREADABLE),)] * 3 + [()]


def test_a_long_line_of_parents_is_no_circle() -> None:
    """Eight generations end where no parent is named."""
    rows: list[dict[str, Typed]] = [{"Parent pledge ref": f"P-0{number + 1}"} for number in range(1, 8)]

    reading = read(*rows, {})

    assert [each.parent_ref for each in reading.register.pledges] == [*(f"P-0{number}" for number in range(2, 9)), None]


def test_an_either_or_group_has_two_members_or_more() -> None:
    """Names are compared without case and punctuation, within one supplier and contract."""
    pair = read({"Either-or group": "Jobs-A"}, {"Either-or group": "jobs a"})
    apart = read({"Either-or group": "A"}, {"Either-or group": "A", "Contract ref": "C-002"})

    assert pair.findings == ()
    assert codes(apart) == [("either-or-alone", "Pledges!U2"), ("either-or-alone", "Pledges!U3")]


@pytest.mark.parametrize(
    ("conversion", "part", "whole", "fact"),
    [
        ("P-02 of P-03", "P-02", "P-03", ""),
        ("p02 OF fact UK workforce", "P-02", None, "uk_workforce"),
        ("P-02 of the fact uk_workforce", "P-02", None, "uk_workforce"),
    ],
)
def test_a_share_names_its_part_and_its_whole(conversion: str, part: str, whole: str | None, fact: str) -> None:
    """The whole is a promise of the register, or a fact."""
    reading = read({"Unit": "%", "Quantity": 25, "Conversion": conversion}, {}, {"Quantity": "record only"})

    share = reading.register.pledges[0].share_of
    assert share is not None
    assert (share.part_ref, share.whole_ref, share.whole_fact) == (part, whole, fact)
    assert reading.findings == ()


@pytest.mark.parametrize(
    ("conversion", "change", "code"),
    [
        ("35 hours = 1 week", {}, "share-of-unclear"),
        ("P-02", {}, "share-of-unclear"),
        ("P-09 of P-02", {}, "share-of-unclear"),
        ("P-02 of P-02", {}, "share-of-foreign"),
        ("P-02 of P-03", {"Unit": "weeks"}, "share-of-foreign"),
        ("P-02 of P-03", {"Contract ref": "C-002"}, "share-of-foreign"),
        ("P-02 of P-03", {"Supplier ref": "S-02"}, "share-of-foreign"),
        ("P-01 of P-02", {}, "share-of-foreign"),
        (ERROR, {}, "cell-error"),
    ],
)
def test_a_share_that_cannot_be_divided_is_a_finding(conversion: Typed, change: dict[str, Typed], code: str) -> None:
    """It is never taken for a plain percentage: its figures are not known."""
    reading = read({"Unit": "%", "Quantity": 25, "Conversion": conversion}, {}, change)

    pledge = reading.register.pledges[0]
    assert codes(reading) == [(code, "Pledges!R2")]
    assert (pledge.share_of, pledge.rules) == (None, (("Conversion", UNREADABLE),))
