from __future__ import annotations

from typing import Any

import pytest
from oracle.comparison import differences
from oracle.faults import plant
from oracle.generator import drawn_case

from pledges import figures
from pledges.counting import running_totals
from pledges.fulfilment import rating
from pledges.targets import trajectory

BATCH = 20
BATCHES = 10
"""A fault has to show among these first registers of the agreement; most do in the first batch."""

FAULTS: dict[str, tuple[Any, str, str]] = {
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
    "a >= made >": (rating.rating_of, ">= band.at_least", "> band.at_least"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small fault in the package, of registers on which both agree without it, makes it differ from the oracle."""
    function, right, wrong = FAULTS[fault]
    plant(monkeypatch, function, right, wrong)

    found = any(differences([drawn_case(BATCH * batch + seed) for seed in range(BATCH)]) for batch in range(BATCHES))

    assert found
