import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from nouns import YEAR, cell, contract, pledge, register

from pledges.model import Fact, Trajectory, Variation
from pledges.targets import as_in_force, parts_above_wholes, targets_of, values_below_zero

LATER = dt.date(2026, 9, 30)


def extension(*, is_clear: bool = True) -> Variation:
    """Return an extension of contract C-1 from October 2025."""
    return Variation(
        contract_ref="C-1", effective=dt.date(2025, 10, 1), effect="rescale", new_end=LATER, is_clear=is_clear,
        source=cell(sheet="Variations"),
    )  # fmt: skip


def test_a_register_in_force_has_the_days_as_varied() -> None:
    """What is late, or delivered after the contract, is by the extension from the day it takes effect."""
    whole = register(
        (pledge(), pledge("P-2", due=YEAR.start), pledge("P-3", contract_ref=None)), variations=(extension(),)
    )

    before = as_in_force(whole, on=dt.date(2025, 9, 30))
    after = as_in_force(whole, on=dt.date(2025, 10, 1))

    assert [each.due for each in before.pledges] == [YEAR.end, YEAR.start, YEAR.end]
    assert [each.due for each in after.pledges] == [LATER, YEAR.start, YEAR.end]
    assert (before.contracts[0].end, after.contracts[0].end) == (YEAR.end, LATER)
    assert after.pledges[0].due_source == whole.variations[0].source
    assert after.contracts[0].end_source == whole.variations[0].source
    assert after.pledges[1:] == whole.pledges[1:]


def test_the_end_of_a_contract_that_nothing_moves_keeps_its_cell() -> None:
    """A contract beside the varied one is as it was, and so is one without an end."""
    at_end = cell(sheet="Contracts")
    others = contract("C-2", end_source=at_end), contract("C-3", end=None)
    whole = register(contracts=(contract(), *others), variations=(extension(),))

    after = as_in_force(whole, on=YEAR.end).contracts

    assert [(each.end, each.end_source) for each in after[1:]] == [(YEAR.end, at_end), (None, others[1].source)]


def test_a_variation_of_another_contract_that_names_a_promise_is_asked_about() -> None:
    """Whose contract it bears on nobody can tell, so that the promise's target is not known; others keep theirs."""
    stray = Variation(
        contract_ref="C-2", pledge_ref="P-1", effective=YEAR.start, effect="replace", new_quantity=Fraction(5),
        source=cell(sheet="Variations"),
    )  # fmt: skip
    whole = register((pledge(), pledge("P-2")), contracts=(contract(), contract("C-2")), variations=(stray,))

    targets = targets_of(whole, on=YEAR.end)

    assert [targets[ref].in_all.value for ref in ("P-1", "P-2")] == [None, 10]


def test_where_a_variation_cannot_be_used_the_days_stay() -> None:
    """The target is not known, and nothing is called late by a day that nobody knows."""
    whole = register(variations=(extension(is_clear=False),))

    after = as_in_force(whole, on=YEAR.end)

    assert (after.pledges[0].due, after.contracts[0].end) == (YEAR.end, YEAR.end)


def test_only_what_was_known_bears_on_a_target() -> None:
    """Spend that was recorded later than the known-on day was not known then."""
    spent = Fact(
        supplier_ref="S-01", contract_ref="C-1", name="spend_to_date", value=Fraction(500_000), unit="GBP",
        as_at=dt.date(2025, 9, 30), recorded_on=dt.date(2025, 11, 1), source=cell(sheet="Facts"),
    )  # fmt: skip
    whole = register(
        (pledge(trajectory=Trajectory.SPEND),), contracts=(contract(value=Fraction(1_000_000)),), facts=(spent,)
    )
    on = dt.date(2025, 12, 31)

    dues = [
        targets_of(whole, on=on, known_on=day)["P-1"].due.value
        for day in (None, spent.recorded_on, dt.date(2025, 10, 31))
    ]

    assert dues == [5, 5, None]


@pytest.mark.parametrize(
    ("part", "whole", "is_asked"),
    [
        ({"quantity": Fraction(10)}, {}, False),
        ({"quantity": Fraction(11)}, {}, True),
        ({"quantity": Fraction(6), "per_year": True}, {"quantity": Fraction(3), "per_year": True}, True),
        ({"quantity": Fraction(11), "parent_ref": None}, {}, False),
        ({"quantity": None}, {}, False),
        ({"quantity": Fraction(11)}, {"quantity": None, "record_only": True}, False),
    ],
)
def test_a_part_of_more_than_its_whole_is_asked_about(
    part: dict[str, Any], whole: dict[str, Any], *, is_asked: bool
) -> None:
    """By their targets in all, where both are known; the figures stay as they are."""
    pledges = (pledge("P-1", **whole), pledge("P-2", **{"parent_ref": "P-1", **part}))
    targets = targets_of(register(pledges), on=YEAR.end)

    found = parts_above_wholes(pledges, targets)

    assert [(each.code, each.pledge_ref) for each in found] == [("promise-unlikely", "P-2")] * is_asked


def test_what_is_asked_of_a_part_names_both_targets_and_what_to_correct() -> None:
    """At the part's own Quantity."""
    place = cell(column="F")
    part = pledge("P-2", unit="weeks", quantity=Fraction(11), parent_ref="P-1", quantity_source=place)
    pledges = (pledge("P-1", unit="weeks"), part)

    (found,) = parts_above_wholes(pledges, targets_of(register(pledges), on=YEAR.end))

    assert (found.source, found.supplier_ref, found.contract_ref) == (place, "S-01", "C-1")
    assert "The target of this part, 11 weeks, is above that of P-1, 10 weeks, of which it is a part" in found.text
    assert "Correct Quantity of the part or of the whole, or Parent pledge ref." in found.fix


def test_every_contract_whose_value_falls_below_nothing_is_asked_about() -> None:
    """From the day on, and each by the variations of its own."""
    less = Variation(
        contract_ref="C-2", effective=dt.date(2025, 10, 1), effect="rescale", value_change=Fraction(-11),
        source=cell(sheet="Variations"),
    )  # fmt: skip
    contracts = (contract(value=Fraction(10)), contract("C-2", value=Fraction(10)))
    whole = register(contracts=contracts, variations=(less,))

    (found,) = values_below_zero(whole, on=less.effective)

    assert (found.source, found.contract_ref) == (less.source, "C-2")
    assert values_below_zero(whole, on=less.effective - dt.timedelta(days=1)) == ()
