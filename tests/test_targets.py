import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from nouns import YEAR, cell, contract, pledge

from pledges.figures import replay
from pledges.model import Milestone, Pledge, Trajectory, Variation
from pledges.targets import Target, target_of


def target(of: Pledge, on: dt.date, *variations: Variation, **of_contract: Any) -> Target:
    """Return the target of a pledge of contract C-1."""
    return target_of(of, contract(**of_contract), variations, on=on)


@pytest.mark.parametrize(
    ("on", "due"), [(dt.date(2026, 3, 30), 0), (dt.date(2026, 3, 31), 10), (dt.date(2027, 1, 1), 10)]
)
def test_at_due_nothing_is_due_before_the_day(on: dt.date, due: int) -> None:
    """All of it is due on the day, nothing on the day before."""
    assert target(pledge(), on).due.value == due


@pytest.mark.parametrize(
    ("on", "due"),
    [
        (dt.date(2025, 3, 31), Fraction(0)),
        (dt.date(2025, 4, 1), Fraction(10, 365)),
        (dt.date(2025, 9, 30), Fraction(10 * 183, 365)),
        (dt.date(2026, 3, 30), Fraction(10 * 364, 365)),
        (dt.date(2026, 3, 31), Fraction(10)),
        (dt.date(2026, 4, 1), Fraction(10)),
    ],
)
def test_a_straight_line_counts_inclusive_days(on: dt.date, due: Fraction) -> None:
    """Target × days passed ÷ days in all, both ends included, from the contract's start where the pledge has none."""
    figure = target(pledge(trajectory=Trajectory.STRAIGHT_LINE), on).due

    assert figure.value == due
    assert replay(figure) == due


def test_a_straight_line_may_start_later_than_the_contract() -> None:
    """A pledge's own start comes first."""
    of = pledge(trajectory=Trajectory.STRAIGHT_LINE, start=dt.date(2025, 10, 1))

    assert target(of, dt.date(2025, 9, 30)).due.value == 0
    assert target(of, dt.date(2025, 10, 1)).due.value == Fraction(10, 182)


@pytest.mark.parametrize(
    ("on", "due"),
    [(dt.date(2025, 6, 29), 0), (dt.date(2025, 6, 30), 2), (dt.date(2025, 12, 30), 2), (dt.date(2025, 12, 31), 5),
     (dt.date(2026, 3, 31), 10)],
)  # fmt: skip
def test_milestones_are_due_on_their_days(on: dt.date, due: int) -> None:
    """The last milestone reached is due; on the due day all of it."""
    steps = ((dt.date(2025, 12, 31), 5), (dt.date(2025, 6, 30), 2))
    milestones = tuple(Milestone(day=day, quantity=Fraction(number), source=cell()) for day, number in steps)
    of = pledge(trajectory=Trajectory.MILESTONES, milestones=milestones)

    assert target(of, on).due.value == due


@pytest.mark.parametrize(
    "fields",
    [{"quantity": None}, {"due": None}, {"trajectory": Trajectory.STRAIGHT_LINE}, {"trajectory": Trajectory.SPEND}],
)
def test_what_cannot_be_told_is_unknown(fields: dict[str, Any]) -> None:
    """No quantity, no day, no start or a trajectory that is not yet counted: what is due is not known."""
    found = target(pledge(**fields), dt.date(2025, 9, 30), start=None)

    assert found.due.value is None
    assert (found.in_all.value is None) is (fields.get("quantity", 0) is None)
    assert bool(found.findings) is (fields.get("trajectory") is Trajectory.SPEND)


@pytest.mark.parametrize("column", ["Per", "Rounding", "Parent pledge ref", "Either-or group", "Phase"])
def test_a_rule_of_targets_that_is_not_yet_counted_is_named(column: str) -> None:
    """Figures that rest on such a rule are unknown, and a finding says so."""
    found = target(pledge(rules=((column, "year"),)), YEAR.end)

    assert (found.in_all.value, found.due.value) == (None, None)
    assert [each.code for each in found.findings] == ["rule-not-counted"]


@pytest.mark.parametrize(
    ("effective", "effect", "known"),
    [(YEAR.end, "rescale", False), (YEAR.end, "none", True), (YEAR.end + dt.timedelta(days=1), "replace", True)],
)
def test_a_variation_that_has_taken_effect_is_not_yet_counted(effective: dt.date, effect: str, *, known: bool) -> None:
    """A variation changes the target from its day on; before that, or without effect, nothing changes."""
    varied = Variation(contract_ref="C-1", effective=effective, effect=effect, source=cell(sheet="Variations"))

    found = target(pledge(), YEAR.end, varied)

    assert (found.in_all.value == 10) is known
    assert (not found.findings) is known


def test_a_voluntary_pledge_has_no_contract_to_start_from() -> None:
    """Without a contract a straight line needs a start of its own."""
    of = pledge(contract_ref=None, trajectory=Trajectory.STRAIGHT_LINE)

    assert target_of(of, None, (), on=dt.date(2025, 9, 30)).due.value is None
