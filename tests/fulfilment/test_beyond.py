from fractions import Fraction
from typing import Any

import pytest
from nouns import YEAR, contract, line, pledge, received, register

from pledges.audience import Vocabulary
from pledges.counting.ledger import count
from pledges.files.policy import default_policy
from pledges.findings import Finding
from pledges.fulfilment import fulfil_all
from pledges.fulfilment.beyond import rows_beyond_promise
from pledges.model import EvidenceLine, Grade
from pledges.targets import targets_of


def asked(*lines: EvidenceLine, **promise: Any) -> list[Finding]:
    """Return what is asked of rows for one promise of 10 people, or of this."""
    whole = register((pledge(**promise),), contracts=(contract(),))
    policy, targets = default_policy().in_force_on(YEAR.end), targets_of(whole, on=YEAR.end)
    ledger = count(whole, (received(*lines, period=YEAR),), policy, on=YEAR.end, known_on=None, vocabulary=Vocabulary())
    return rows_beyond_promise(fulfil_all(whole.pledges, ledger.counted, targets, policy, on=YEAR.end, facts=()))


@pytest.mark.parametrize(
    ("row", "promise", "count_"),
    [
        (line(quantity=100), {}, 0),
        (line(quantity=101), {}, 1),
        (line(quantity=45_810), {"unit": "sessions", "quantity": Fraction(12)}, 1),
        (line(quantity=2, staff=Fraction(400)), {"unit": "staff hours", "quantity": Fraction(40)}, 1),
        (line(quantity=2, staff=Fraction(200)), {"unit": "staff hours", "quantity": Fraction(40)}, 0),
        (line(quantity=101), {"quantity": Fraction(0)}, 0),
        (line(quantity=101), {"quantity": None}, 0),
        (line(quantity=101), {"quantity": None, "record_only": True}, 0),
        (line(quantity=101, grade=Grade.CLAIMED), {}, 0),
        (line(), {}, 0),
    ],
)
def test_a_row_of_more_than_ten_times_the_promise_is_asked_about(
    row: EvidenceLine, promise: dict[str, Any], count_: int
) -> None:
    """By what it comes to; without a target there is nothing to hold it against, and what waits asks for itself."""
    found = asked(row, **promise)

    assert [each.code for each in found] == ["row-beyond-promise"] * count_


def test_the_question_stands_at_the_quantity_and_names_the_promise() -> None:
    """One that all rows together exceed is asked nothing."""
    rows = [line(quantity=101), line(quantity=60), line(quantity=60)]

    (found,) = asked(*rows)

    assert (found.source, found.pledge_ref, found.contract_ref, found.supplier_ref) == (
        rows[0].quantity_source, "P-1", "C-1", "S-01",
    )  # fmt: skip
    assert found.text.startswith(
        "This row alone comes to 101 people, more than ten times the 10 people promised in all"
    )
