import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from nouns import YEAR, cell, contract, pledge, values

from pledges.figures import replay
from pledges.model import UNREADABLE, Milestone, Pledge, Rounding, Trajectory, Variation
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
    """No quantity, no day, no start or no value to spend: what is due is not known."""
    found = target(pledge(**fields), dt.date(2025, 9, 30), start=None)

    assert found.due.value is None
    assert (found.in_all.value is None) is (fields.get("quantity", 0) is None)
    assert [each.code for each in found.findings] == (["target-unknown"] if "trajectory" in fields else [])


@pytest.mark.parametrize(
    ("column", "fields", "known"),
    [
        ("Per", {}, (False, False)),
        ("Rounding", {}, (False, False)),
        ("Bands", {"quantity": None, "banded": True}, (False, False)),
        ("Parent pledge ref", {}, (False, False)),
        ("Trajectory", {}, (True, False)),
        ("Milestones", {}, (True, False)),
        ("Year 1", {}, (True, False)),
        ("Start", {}, (True, True)),
        ("Start", {"per_year": True}, (False, False)),
        ("Start", {"trajectory": Trajectory.STRAIGHT_LINE}, (True, False)),
        ("Stretch quantity", {}, (True, True)),
        ("Minimum length", {}, (True, True)),
    ],
)
def test_a_column_that_could_not_be_read_spoils_what_rests_on_it(
    column: str, fields: dict[str, Any], known: tuple[bool, bool]
) -> None:
    """Reading has asked about the cell, so that no second finding is made; what rests on it is not known."""
    found = target(pledge(rules=((column, UNREADABLE),), **fields), YEAR.end)

    assert (found.in_all.value is not None, found.due.value is not None) == known
    assert found.findings == ()


@pytest.mark.parametrize(
    ("on", "due"),
    [
        (dt.date(2026, 3, 30), Fraction(0)),
        (dt.date(2026, 3, 31), Fraction(10)),
        (dt.date(2027, 3, 30), Fraction(10)),
        (dt.date(2027, 3, 31), Fraction(20)),
        (dt.date(2027, 9, 29), Fraction(20)),
        (dt.date(2027, 9, 30), 20 + Fraction(10 * 183, 366)),
    ],
)
def test_a_quantity_per_year_is_due_at_each_years_end(on: dt.date, due: Fraction) -> None:
    """Two whole contract years and a part year, counted by its inclusive days out of the leap year it belongs to."""
    of = pledge(per_year=True, due=dt.date(2027, 9, 30))

    found = target(of, on, end=dt.date(2027, 9, 30))

    assert found.in_all.value == 20 + Fraction(10 * 183, 366)
    assert found.due.value == due
    assert replay(found.in_all) == found.in_all.value
    assert replay(found.due) == due


def test_a_quantity_per_year_may_run_in_a_straight_line() -> None:
    """With that trajectory the years' total is due day by day."""
    of = pledge(per_year=True, trajectory=Trajectory.STRAIGHT_LINE, due=dt.date(2027, 3, 31))

    found = target(of, dt.date(2026, 3, 31))

    assert found.due.value == 10
    assert found.in_all.value == 20


@pytest.mark.parametrize(
    ("value", "rounding", "number"),
    [
        ("3.7", "exact", Fraction(37, 10)),
        ("3.7", "floor", Fraction(3)),
        ("3.7", "nearest", Fraction(4)),
        ("3.7", "ceiling", Fraction(4)),
        ("5.2", "floor", Fraction(5)),
        ("5.2", "nearest", Fraction(5)),
        ("5.2", "ceiling", Fraction(6)),
        ("4.5", "nearest", Fraction(5)),
        ("4.0", "ceiling", Fraction(4)),
    ],
)
def test_a_quantity_per_million_is_rounded_once_on_the_total(value: str, rounding: str, number: Fraction) -> None:
    """Value ÷ £1m × quantity; nearest is half up; both sides of each whole number."""
    of = pledge(per_pounds=Fraction(1_000_000), rounding=Rounding(rounding), quantity=Fraction(1))

    found = target(of, YEAR.end, value=Fraction(value) * 1_000_000)

    assert found.in_all.value == number
    assert found.due.value == number
    assert replay(found.in_all) == number
    assert found.findings == ()


def test_a_quantity_may_be_per_another_amount() -> None:
    """52 weeks for each £500,000 of £3.7m are 384.8 weeks."""
    of = pledge(per_pounds=Fraction(500_000), quantity=Fraction(52), unit="weeks")

    assert target(of, YEAR.end, value=Fraction(3_700_000)).in_all.value == Fraction(1924, 5)


@pytest.mark.parametrize("fields", [{"per_pounds": Fraction(1_000_000)}, {"per_year": True, "due": None}])
def test_a_scaled_quantity_without_what_it_is_scaled_by_is_unknown(fields: dict[str, Any]) -> None:
    """No contract value, or no last day: nobody knows how much is promised."""
    found = target(pledge(**fields), YEAR.end)

    assert (found.in_all.value, found.due.value) == (None, None)
    assert [each.code for each in found.findings] == ([] if "due" in fields else ["target-unknown"])


def test_a_voluntary_pledge_has_no_contract_to_start_from() -> None:
    """Without a contract a straight line needs a start of its own."""
    of = pledge(contract_ref=None, trajectory=Trajectory.STRAIGHT_LINE)

    assert target_of(of, None, (), on=dt.date(2025, 9, 30)).due.value is None


def test_year_columns_are_added_from_their_own_cells() -> None:
    """A target made of Year columns replays from the cells of each year."""
    cells = [cell(column=letter) for letter in "ST"]
    milestones = tuple(
        Milestone(day=day, quantity=Fraction(number), source=place)
        for day, number, place in zip((dt.date(2025, 9, 30), YEAR.end), (2, 5), cells, strict=True)
    )
    of = pledge(quantity=Fraction(5), quantity_source=cells[0], trajectory=Trajectory.MILESTONES, milestones=milestones)

    found = target(of, dt.date(2025, 12, 31))

    assert values(*found.in_all.parts) == (2, 3)
    assert [part.source for part in found.in_all.parts] == cells
    assert found.due.value == 2
    assert [part.source for part in found.due.parts] == [cells[0]]
