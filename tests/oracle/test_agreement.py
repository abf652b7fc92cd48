from __future__ import annotations

import sys
from collections import Counter
from functools import cache

import pytest
from oracle.comparison import Outcome, outcome
from oracle.coverage import EDGES, RULES
from oracle.generator import drawn_case

CASES = 2_000
BATCH = 250
BATCHES = CASES // BATCH


@cache
def batch(number: int) -> Outcome:
    """Return what came of one batch of cases, worked out once however many tests ask."""
    return outcome([drawn_case(seed) for seed in range(number * BATCH, (number + 1) * BATCH)])


@pytest.mark.parametrize("number", range(BATCHES))
def test_pledges_and_the_oracle_say_the_same(number: int) -> None:
    """Every figure, state and line of a register is what the SQL makes of the same rows."""
    found = batch(number).differences

    assert not found, "\n".join(found[:20])


def test_every_rule_is_reached_and_the_edges_are_aimed_at(capsys: pytest.CaptureFixture[str]) -> None:
    """Each rule decides something in one register of a hundred or more, each kind of edge lies in twenty or more."""
    reached = sum((Counter(batch(number).reached) for number in range(BATCHES)), Counter[str]())

    told = [f"{reached[name] / CASES:>10.1%}  {name}" for name in (*RULES, *EDGES)]
    with capsys.disabled():
        sys.stdout.write("\n".join([f"\nreached in  rule, of {CASES} registers", *told, ""]))
    assert [name for name in RULES if reached[name] < CASES / 100] == []
    assert [name for name in EDGES if reached[name] < CASES / 5] == []
