import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from nouns import YEAR, cell, contract, pledge

from pledges.figures import replay, unknown
from pledges.model import Fact, Milestone, Pledge, Rounding, Trajectory, Variation
from pledges.targets import Target, target_of
from pledges.targets.changes import terms_at_award
from pledges.targets.trajectory import FallingDue

A_MILLION = Fraction(1_000_000)
HALF = dt.date(2025, 9, 30)


def spent(pounds: int, as_at: dt.date = HALF, **fields: Any) -> Fact:
    """Return what was spent on contract C-1 by a day."""
    return Fact(
        **{
            "supplier_ref": "S-01", "contract_ref": "C-1", "name": "spend_to_date", "value": Fraction(pounds),
            "as_at": as_at, "source": cell(sheet="Facts"), "unit": "GBP", **fields,
        }
    )  # fmt: skip


def target(of: Pledge, on: dt.date, *facts: Fact, variations: tuple[Variation, ...] = ()) -> Target:
    """Return the target of a pledge of contract C-1 of a million pounds."""
    return target_of(of, contract(value=A_MILLION), variations, on=on, facts=facts)


@pytest.mark.parametrize(
    ("pounds", "due"), [(0, 0), (250_000, Fraction(5, 2)), (1_000_000, 10), (1_000_001, 10), (-5, 0)]
)
def test_what_is_due_follows_the_spend(pounds: int, due: Fraction) -> None:
    """Target × spend ÷ value, never more than the target; all of it from the last day on."""
    of = pledge(trajectory=Trajectory.SPEND)

    found = target(of, HALF, spent(pounds))

    assert found.due.value == due
    assert replay(found.due) == due
    assert target(of, YEAR.end, spent(pounds)).due.value == 10
    assert target(of, YEAR.end - dt.timedelta(days=1), spent(pounds)).due.value == due


def test_the_spend_of_a_day_is_the_latest_up_to_it() -> None:
    """A later As at, then a later Recorded on; what is of another contract, supplier or unit says nothing."""
    of = pledge(trajectory=Trajectory.SPEND)
    facts = (
        spent(100_000, dt.date(2025, 6, 30)),
        spent(300_000),
        spent(400_000, recorded_on=dt.date(2025, 10, 5)),
        spent(900_000, dt.date(2025, 10, 1)),
        spent(950_000, contract_ref=None),
        spent(950_000, supplier_ref="S-02"),
        spent(950_000, unit="people", as_at=HALF, recorded_on=dt.date(2025, 11, 1)),
    )

    assert target(of, HALF, *facts).due.value == 4
    assert target(of, HALF, *facts[:2]).due.value == 3
    assert target(of, HALF - dt.timedelta(days=1), *facts).due.value == 1


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        ((), ["target-unknown"]),
        ((spent(100, contract_ref=None),), ["target-unknown"]),
        ((spent(100, HALF + dt.timedelta(days=1)),), ["target-unknown"]),
        ((spent(100), spent(200)), ["fact-unclear", "fact-unclear"]),
        ((spent(100), spent(100)), []),
    ],
)
def test_a_spend_that_nobody_knows_leaves_what_is_due_unknown(facts: tuple[Fact, ...], codes: list[str]) -> None:
    """The target itself is known; two values of one day are asked about, each at its cell."""
    found = target(pledge(trajectory=Trajectory.SPEND), HALF, *facts)

    assert found.in_all.value == 10
    assert (found.due.value is None) is bool(codes)
    assert [each.code for each in found.findings] == codes


def test_after_a_variation_spend_is_a_part_of_the_new_value() -> None:
    """A rescale and a replace are the same there."""
    rows = [
        Variation(contract_ref="C-1", effective=YEAR.start, effect=effect, value_change=A_MILLION, source=cell())
        for effect in ("rescale", "replace")
    ]

    dues = [target(pledge(trajectory=Trajectory.SPEND), HALF, spent(500_000), variations=(row,)).due for row in rows]

    assert [due.value for due in dues] == [Fraction(5), Fraction(5)]


def test_nothing_is_due_before_a_delayed_start() -> None:
    """A straight line runs from it, a milestone before it waits for it, and so does the spend."""
    late = dt.date(2025, 10, 1)
    step = Milestone(day=dt.date(2025, 6, 30), quantity=Fraction(4), source=cell())
    line = pledge(trajectory=Trajectory.STRAIGHT_LINE, start=late)
    steps = pledge(trajectory=Trajectory.MILESTONES, milestones=(step,), start=late)
    spend = pledge(trajectory=Trajectory.SPEND, start=late)

    assert [target(of, HALF, spent(500_000)).due.value for of in (line, steps, spend)] == [0, 0, 0]
    assert [target(of, late, spent(500_000)).due.value for of in (line, steps, spend)] == [Fraction(10, 182), 4, 5]


def test_what_is_due_by_a_day_that_nobody_knows_is_not_known() -> None:
    """It has no day in its name either."""
    of, day = pledge(), unknown("day of this position", "nobody wrote it", unit="day")

    due = FallingDue(at_award=target(of, HALF).in_all, facts=()).due_by(day, terms_at_award(of, None))

    assert (due.label, due.value) == ("due by this day", None)


@pytest.mark.parametrize(
    ("quantity", "rounding", "by_year"),
    [
        (3, Rounding.EXACT, [3, 6, 9, 12, 15, 18, 21, 24, 27, 30]),
        (5, Rounding.EXACT, [5, 10, 15, 20, 25, 30, 35, 40, 45, 50]),
        (Fraction(3, 2), Rounding.FLOOR, [1, 3, 4, 6, 7, 9, 10, 12, 13, 15]),
        (Fraction(3, 2), Rounding.CEILING, [2, 3, 5, 6, 8, 9, 11, 12, 14, 15]),
        (Fraction(3, 2), Rounding.NEAREST, [2, 3, 5, 6, 8, 9, 11, 12, 14, 15]),
    ],
)
def test_so_many_a_year_over_ten_years(quantity: Fraction, rounding: Rounding, by_year: list[int]) -> None:
    """Three and five a year are thirty and fifty; the sum so far is rounded, and never a sum of rounded years."""
    of = pledge(per_year=True, quantity=Fraction(quantity), rounding=rounding, due=dt.date(2035, 3, 31))

    ends = [dt.date(2026 + number, 3, 31) for number in range(10)]

    assert [target(of, day).due.value for day in ends] == by_year
    assert [target(of, day - dt.timedelta(days=1)).due.value for day in ends] == [0, *by_year[:-1]]
    assert target(of, YEAR.start).in_all.value == by_year[-1]


def test_years_run_from_a_delayed_start() -> None:
    """Two whole years and half a year from October 2025."""
    of = pledge(per_year=True, start=dt.date(2025, 10, 1), due=dt.date(2028, 3, 31))

    assert target(of, YEAR.end).in_all.value == 20 + Fraction(10 * 183, 366)
    assert target(of, dt.date(2026, 9, 29)).due.value == 0
    assert target(of, dt.date(2026, 9, 30)).due.value == 10
