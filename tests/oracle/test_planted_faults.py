from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from oracle.comparison import differences
from oracle.faults import plant
from oracle.generator import drawn_case

from pledges import figures
from pledges.counting import caps, running_totals
from pledges.fulfilment import rating
from pledges.returns import conduct
from pledges.targets import trajectory

if TYPE_CHECKING:
    from oracle.tables import Case

BATCH = 20
BATCHES = 10
"""A fault has to show among these first registers of the agreement; most do in the first batch."""

FAULTS: dict[str, tuple[Any, str, str]] = {
    "a missing cap per person": (
        caps._of_what_is_left,
        'return least("at most what is left of the cap", [amount, left])',
        "return amount",
    ),
    "a missing cap: spend beyond the value makes more due than was promised": (
        trajectory.FallingDue._by_spend,
        'least("at most the whole", [whole, greatest("at least nothing", [nothing, spent])])',
        "spent",
    ),
    "an off-by-one day": (figures._value, "max(0, days + 1)", "max(0, days)"),
    "a float": (
        figures._value,
        "known[0] / known[1] if known[1]",
        "Fraction(float(known[0]) / float(known[1])) if known[1]",
    ),
    "the last row wins": (figures._value, "_sum(known)", "known[-1] if known else Fraction(0)"),
    "the last row of a person in a total wins": (
        running_totals._named_twice,
        "key=lambda each: reading_order(each.source)",
        "key=lambda each: reading_order(each.source), reverse=True",
    ),
    "grace one day short": (conduct._timing, "late <= grace", "late < grace"),
    "a >= made >": (rating.rating_of, ">= band.at_least", "> band.at_least"),
}


@cache
def batch(number: int) -> list[Case]:
    """Return one batch of cases, drawn once for all faults."""
    return [drawn_case(BATCH * number + seed) for seed in range(BATCH)]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a small fault the package differs from the oracle in some register, and without it in none of the same."""
    function, right, wrong = FAULTS[fault]
    plant(monkeypatch, function, right, wrong)
    shows = next((number for number in range(BATCHES) if differences(batch(number))), None)
    monkeypatch.undo()

    assert shows is not None
    assert differences(batch(shows)) == []
