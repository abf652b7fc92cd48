"""What a dated fact was on a day: of whom, in which unit, and from which cell."""

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from nouns import pledge
from sums import asked, at, sum_of

from pledges.model import Fact
from pledges.targets.facts import fact_on

PROMISE = pledge(source=at("Promise"))
JUNE, SEPTEMBER = dt.date(2025, 6, 30), dt.date(2025, 9, 30)


def fact(value: int, **fields: Any) -> Fact:
    """Return how many people the supplier employed at the end of June, from a cell of its own."""
    given = {"supplier_ref": "S-01", "name": "uk_workforce", "value": Fraction(value), "as_at": JUNE, "unit": "people"}
    return Fact(**{**given, "source": at(f"Fact of {value}"), **fields})


def told(*facts: Fact, name: str = "uk_workforce", day: dt.date = SEPTEMBER, **how: bool) -> list[str]:
    """Return what the workforce was on a day, and what is asked about it."""
    figure, findings = fact_on(name, PROMISE, facts, day, unit="people", **how)
    return [sum_of(figure), *asked(findings)]


KNOWN = "the fact that is the whole = {} people; as at 30 Jun 2025 [Fact of {}]"


@pytest.mark.parametrize(
    ("fields", "value"),
    [
        ({}, 21),
        ({"unit": ""}, 21),
        ({"unit": "FTE"}, 20),
        ({"supplier_ref": "S-02"}, 20),
        ({"name": "workforce"}, 20),
        ({"contract_ref": "C-2"}, 20),
        ({"contract_ref": "C-1", "as_at": dt.date(2024, 1, 1)}, 21),
        ({"as_at": dt.date(2025, 10, 1)}, 20),
        ({"as_at": SEPTEMBER}, 21),
        ({"recorded_on": dt.date(2025, 8, 1)}, 21),
        ({"as_at": dt.date(2025, 6, 29), "recorded_on": dt.date(2025, 9, 1)}, 20),
    ],
)
def test_the_fact_of_the_contract_comes_first_and_then_the_latest(fields: dict[str, Any], value: int) -> None:
    """A fact of another unit, supplier, name or contract says nothing; nor does one of a later day."""
    later = fact(21, **({"as_at": dt.date(2025, 7, 1)} | fields))

    found, *findings = told(fact(20), later)

    day = "30 Jun 2025" if value == 20 else f"{later.as_at.day} {later.as_at:%b %Y}"
    assert found == f"the fact that is the whole = {value} people; as at {day} [Fact of {value}]"
    assert findings == []


def test_a_fact_that_nobody_wrote_is_not_known() -> None:
    """Neither for the day nor before it; what a contract has spent is its own, and never the supplier's."""
    why = "the register has no fact of that name for 30 Sep 2025 or before"

    assert told() == [f"the fact that is the whole = unknown people; {why} [Promise]"]
    assert told(fact(20), day=dt.date(2025, 6, 29))[0].startswith("the fact that is the whole = unknown")
    assert told(fact(20), of_contract_only=True)[0].startswith("the fact that is the whole = unknown")
    assert told(fact(20, contract_ref="C-1"), of_contract_only=True) == [KNOWN.format(20, 20)]


def test_two_values_of_one_day_are_asked_about_in_their_order() -> None:
    """Each at its cell, whatever the order in which they came; the same value twice is one."""
    one, other = fact(20), fact(21)

    assert told(one, fact(20)) == [KNOWN.format(20, 20)]
    assert told(other, one) == told(one, other)
    found, *asked_about = told(one, other)
    assert found == (
        "the fact that is the whole = unknown people; two different values are recorded for 30 Jun 2025 [Promise]"
    )
    assert [each.partition(":")[0] for each in asked_about] == [
        "[Fact of 20] fact-unclear, for the officer, S-01, None, None",
        "[Fact of 21] fact-unclear, for the officer, S-01, None, None",
    ]
    assert "two different values for 30 Jun 2025" in asked_about[0]
