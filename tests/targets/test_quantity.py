import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from nouns import YEAR, cell, contract, pledge, values
from sums import at, sum_of

from pledges.figures import replay
from pledges.model import Band, Milestone, Pledge, Rounding, Trajectory, Variation
from pledges.targets import Target, target_of
from pledges.targets.quantity import promised

FLOOR = Rounding.FLOOR
A_MILLION = Fraction(1_000_000)
BANDS = tuple(
    Band(value_from=Fraction(value), quantity=Fraction(quantity), source=cell(sheet="Bands"))
    for value, quantity in ((5_000_000, 8), (1_000_000, 2), (2_500_000, 4))
)
BANDED: dict[str, Any] = {"quantity": None, "banded": True, "bands": BANDS}


def target(of: Pledge, value: Fraction | int | None, *variations: Variation) -> Target:
    """Return the target at the year's end of a pledge of contract C-1 of so many pounds."""
    worth = None if value is None else Fraction(value)
    return target_of(of, contract(value=worth), variations, on=YEAR.end)


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (Fraction(99_999_999, 100), 0),
        (1_000_000, 2),
        (Fraction(249_999_999, 100), 2),
        (2_500_000, 4),
        (Fraction(499_999_999, 100), 4),
        (5_000_000, 8),
        (90_000_000, 8),
    ],
)
def test_the_band_is_the_one_that_the_value_has_reached(value: Fraction | int, number: int) -> None:
    """Both sides of each edge, whatever the order of the bands; below the first nothing is promised, with a note."""
    found = target(pledge(**BANDED, rounding=Rounding.CEILING), value)

    assert found.in_all.value == found.due.value == number
    assert replay(found.in_all) == number
    assert [each.code for each in found.findings] == ([] if number else ["below-first-band"])


def test_bands_need_a_value() -> None:
    """Without one nobody knows the band."""
    found = target(pledge(**BANDED), None)

    assert found.in_all.value is None
    assert [each.code for each in found.findings] == ["target-unknown"]


@pytest.mark.parametrize(("effect", "number"), [("replace", 4), ("none", 2)])
def test_a_variation_may_lift_the_value_into_another_band(effect: str, number: int) -> None:
    """The band is that of the value as varied for the pledge, and nothing is scaled."""
    lift = Variation(
        contract_ref="C-1", effective=YEAR.end, effect=effect, value_change=Fraction(1_000_000), source=cell()
    )

    assert target(pledge(**BANDED), 2_000_000, lift).in_all.value == number


def test_record_only_promises_nothing_and_nothing_is_due() -> None:
    """There is no target, which is not a target of 0."""
    found = target(pledge(quantity=None, record_only=True), A_MILLION)

    assert (*values(found.in_all, found.due), found.findings) == (None, 0, ())
    assert found.last_day == YEAR.end


def test_a_quantity_that_could_not_be_read_is_unknown_in_its_unit_and_at_its_cell() -> None:
    """That much is told, whatever else of the promise is known."""
    of = pledge(quantity=None, quantity_source=at("Quantity"))

    assert sum_of(promised(of)) == "target = unknown people; the quantity promised could not be read [Quantity]"


def test_a_target_of_nothing_is_asked_about() -> None:
    """Whether it was typed, or came of rounding down."""
    typed, rounded_down = (
        target(pledge(quantity=Fraction(0)), A_MILLION),
        target(pledge(quantity=Fraction(1), per_pounds=A_MILLION, rounding=Rounding.FLOOR), 999_999),
    )

    assert [each.code for each in (*typed.findings, *rounded_down.findings)] == ["target-zero", "target-zero"]
    assert target(pledge(quantity=Fraction(1), per_pounds=A_MILLION, rounding=Rounding.FLOOR), A_MILLION).findings == ()


@pytest.mark.parametrize(
    ("fields", "at_award", "varied"),
    [
        ({"quantity": Fraction(10)}, 12, 24),
        ({"quantity": Fraction(10), "per_year": True, "due": dt.date(2027, 3, 31)}, 24, 48),
        ({"quantity": Fraction(10), "per_pounds": A_MILLION}, 24, 48),
        (
            {
                "quantity": Fraction(1, 3),
                "stretch": Fraction(4, 5),
                "per_pounds": A_MILLION,
                "rounding": Rounding.FLOOR,
            },
            1,
            None,
        ),
        (BANDED, 12, 24),
    ],
)
def test_a_stretch_is_scaled_as_the_quantity_is(fields: dict[str, Any], at_award: int, varied: int | None) -> None:
    """Per year and per amount at award; afterwards by as much as the target grew, unless that was 0."""
    of = pledge(**{"stretch": Fraction(12), **fields})
    double = Variation(
        contract_ref="C-1", effective=YEAR.end, effect="replace", value_change=Fraction(2_000_000), source=cell()
    )

    before, after = target(of, 2_000_000).stretch, target(of, 2_000_000, double).stretch

    assert before is not None
    assert after is not None
    assert values(before, after) == (at_award, varied)
    assert [replay(before), replay(after)] == list(values(before, after))


def test_without_a_stretch_there_is_none() -> None:
    """Nothing hoped for is not a hope of 0."""
    assert target(pledge(), A_MILLION).stretch is None


STEP = Milestone(day=YEAR.end, quantity=Fraction(3), source=cell())


@pytest.mark.parametrize(
    ("fields", "spoils_target"),
    [
        ({"per_year": True, "milestones": (STEP,), "trajectory": Trajectory.MILESTONES}, True),
        ({"per_pounds": A_MILLION, "milestones": (STEP,), "trajectory": Trajectory.MILESTONES}, True),
        ({**BANDED, "per_year": True}, True),
        ({"quantity": None, "banded": True}, True),
        ({"bands": BANDS}, True),
        ({"phase": "Groundworks"}, True),
        ({"phase": "Groundworks", "start": YEAR.start, "due": None}, True),
        ({"unit": "%", "per_pounds": A_MILLION}, True),
        ({"quantity": None, "record_only": True, "stretch": Fraction(3)}, True),
        ({"quantity": None, "record_only": True, "per_year": True}, True),
        ({"unit": "%", "trajectory": Trajectory.STRAIGHT_LINE}, False),
        ({"unit": "%", "trajectory": Trajectory.SPEND}, False),
        ({"milestones": (STEP,)}, False),
        ({"milestones": (STEP,), "trajectory": Trajectory.STRAIGHT_LINE}, False),
    ],
)
def test_columns_that_cannot_both_hold_are_asked_about_once(fields: dict[str, Any], *, spoils_target: bool) -> None:
    """One query says what contradicts what; what rests on it is not known."""
    found = target(pledge(**fields), A_MILLION)

    assert [each.code for each in found.findings] == ["target-contradicted"]
    assert (found.in_all.value is None, found.due.value) == (spoils_target, None)


def test_a_variation_gives_no_quantity_to_what_is_recorded_only() -> None:
    """A promise that begins later is one of its own."""
    given = Variation(
        contract_ref="C-1", pledge_ref="P-1", effective=YEAR.end, effect="replace", new_quantity=Fraction(5),
        source=cell(),
    )  # fmt: skip

    found = target(pledge(quantity=None, record_only=True), A_MILLION, given)

    assert (found.in_all.value, found.due.value) == (None, None)
    assert [each.code for each in found.findings] == ["target-contradicted"]


@pytest.mark.parametrize(
    "fields",
    [{"pledge_ref": "P-2", "new_quantity": Fraction(5)}, {"contract_ref": "C-2", "new_quantity": Fraction(5)},
     {"value_change": A_MILLION}],
)  # fmt: skip
def test_a_variation_without_a_quantity_for_it_leaves_what_is_recorded_only(fields: dict[str, Any]) -> None:
    """One of another promise, of another contract, or of the value alone."""
    row = Variation(**{"contract_ref": "C-1", "effective": YEAR.end, "effect": "replace", "source": cell(), **fields})

    found = target(pledge(quantity=None, record_only=True), A_MILLION, row)

    assert (*values(found.in_all, found.due), found.findings) == (None, 0, ())
