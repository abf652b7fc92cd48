import pytest

from pledges.findings import Severity, finding, in_order, is_settled
from pledges.provenance import CellRef, Passage


def at(cell: str) -> CellRef:
    """Return a cell of a return."""
    return CellRef(file="returns/q1.xlsx", sheet="Delivery", cell=cell)


def test_a_finding_is_one_sentence_with_its_place_what_was_seen_and_what_to_do() -> None:
    """Where, what, what was seen, what to do: in that order."""
    found = finding("unit-mismatch", at("D5"), saw='"2 apprentices"', promised="weeks", given="people", or_dates="")

    assert str(found) == (
        "returns/q1.xlsx!Delivery!D5: The promise is in weeks and this line is in people."
        ' Found: "2 apprentices". Give the quantity in weeks.'
    )
    assert found.severity is Severity.QUERY
    assert found.needs_a_person


@pytest.mark.parametrize("words", [{}, {"promised": "weeks", "given": "people", "or_dates": "", "more": "x"}])
def test_a_finding_takes_exactly_the_words_of_its_kind(words: dict[str, str]) -> None:
    """A forgotten word, or one too many, is a mistake in our own code."""
    with pytest.raises(TypeError, match="unit-mismatch takes"):
        finding("unit-mismatch", at("D5"), **words)


def test_findings_come_by_severity_and_then_as_a_person_reads() -> None:
    """Errors first, then queries, then notes; row 9 before row 10; and each only once."""
    note = finding("quantity-missing", at("D2"))
    query, error = finding("quantity-pending", at("D10")), finding("cell-missing", at("A9"), column="Pledge ref")
    earlier = finding("quantity-pending", at("D9"))
    elsewhere = finding("quantity-pending", Passage(document="policy.toml", place="line 3"))

    ordered = in_order([note, query, error, earlier, query, elsewhere])

    assert ordered == (error, elsewhere, earlier, query, note)


@pytest.mark.parametrize(
    ("code", "settled"),
    [("not-yet-delivered", True), ("quantity-pending", False), ("cell-missing", False), ("?", False)],
)
def test_only_what_is_worth_knowing_is_settled(code: str, settled: bool) -> None:
    """A query, an error and a reason that nobody knows wait for somebody."""
    assert is_settled(code) is settled
