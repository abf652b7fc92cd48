"""Numbers of the register that do not fit the others: each question on both sides of its boundary."""

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from nouns import YEAR, cell, contract, pledge, register

from pledges.findings import Finding
from pledges.model import (
    Confirmation,
    ConfirmationGrade,
    Contract,
    Fact,
    Milestone,
    Pledge,
    Trajectory,
    Variation,
)
from pledges.periods import day_text
from pledges.register.doubts import doubts

A_DAY = dt.timedelta(days=1)
MILLION = Fraction(1_000_000)
VALUED = contract(value=Fraction(3_700_000))


def asked(*promised: Pledge, of: Contract = VALUED, **others: Any) -> tuple[Finding, ...]:
    """Return what is asked of promises under one contract."""
    return doubts(register(promised or (pledge(),), contracts=(of,), **others))


def variation(day: dt.date = YEAR.start, **fields: Any) -> Variation:
    """Return a variation of C-1."""
    return Variation(
        **{"contract_ref": "C-1", "effective": day, "effect": "none", "source": cell(sheet="Variations"), **fields}
    )


def changed(*changes: int | str, apart: dt.timedelta = A_DAY) -> list[str]:
    """Return what is asked of a contract of £3.7m that is varied by these values, so far apart."""
    rows = tuple(
        variation(YEAR.start + number * apart, value_change=Fraction(each)) for number, each in enumerate(changes)
    )
    return [each.text for each in asked(variations=rows)]


@pytest.mark.parametrize(
    ("value", "per", "is_asked"),
    [
        (Fraction(3700), MILLION, True),
        (Fraction("9999.99"), MILLION, True),
        (Fraction(10_000), MILLION, False),
        (Fraction(3700), Fraction(1000), False),
        (Fraction(3700), None, False),
        (Fraction(0), MILLION, False),
        (None, MILLION, False),
    ],
)
def test_a_value_of_less_than_a_hundredth_of_what_a_promise_is_per_is_asked_about(
    value: Fraction | None, per: Fraction | None, *, is_asked: bool
) -> None:
    """3700 is £3.7m in thousands; once for all the promises that rest on it."""
    scaled = (pledge("P-1", per_pounds=per), pledge("P-2", per_pounds=per), pledge("P-3"))

    found = asked(*scaled, of=contract(value=value))

    assert [each.code for each in found] == ["scale-unlikely"] * is_asked
    assert all("what P-1, P-2 is scaled by, £1,000,000; it is used as it stands." in each.text for each in found)


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        ((3_700_000,), 0),
        (("3700000.01",), 1),
        ((5_200_000,), 1),
        ((1_000_000, 4_700_000), 0),
        ((1_000_000, 4_700_001), 1),
        ((-3_700_000, 1_000_000), 0),
        ((100,), 0),
        (("99.99",), 1),
        ((-100,), 0),
        (("-0.25",), 1),
    ],
)
def test_a_value_change_that_is_the_new_value_or_a_share_is_asked_about(
    changes: tuple[int | str, ...], count: int
) -> None:
    """One that more than doubles the value in force the day before, and one below £100 either way."""
    assert len(changed(*changes)) == count


def test_value_changes_of_one_day_are_held_against_the_value_of_the_day_before() -> None:
    """Whichever stands first, £4m on £3.7m is asked about, and £1m beside it is not."""
    one, other = (changed(*each, apart=dt.timedelta()) for each in ((1_000_000, 4_000_000), (4_000_000, 1_000_000)))

    assert one == other
    assert len(one) == 1
    assert one[0].startswith("This Value change alone, £4,000,000, more than doubles the contract's value of the day ")


def test_a_value_change_under_a_contract_without_a_value_doubles_nothing() -> None:
    """Nothing is known that it could double; that it is hardly any is seen all the same."""
    rows = tuple(variation(value_change=each) for each in (MILLION, Fraction(1, 4)))

    found = asked(of=contract(), variations=rows)

    assert [each.text for each in found] == ["This Value change is less than £100; it is used as it stands."]


@pytest.mark.parametrize(
    ("fields", "is_asked"),
    [
        ({}, True),
        ({"value_change": Fraction(0)}, True),
        ({"value_change": MILLION}, False),
        ({"new_end": YEAR.end}, False),
        ({"new_quantity": Fraction(0), "pledge_ref": "P-1"}, False),
        ({"is_clear": False}, False),
    ],
)
def test_a_variation_that_changes_nothing_is_asked_about(fields: dict[str, Any], *, is_asked: bool) -> None:
    """A cell that cannot be read has been asked about already."""
    found = asked(variations=(variation(**fields),))

    assert [each.code for each in found] == ["variation-empty"] * is_asked


@pytest.mark.parametrize(
    ("value", "unit", "more", "is_asked"),
    [
        (7_400_000, "GBP", 0, False),
        (7_400_001, "", 0, True),
        (7_400_001, "people", 0, False),
        (7_400_001, "GBP", 1, False),
        (7_400_001, "GBP", -1, True),
        (1, "GBP", 0, False),
        ("0.99", "GBP", 0, True),
        (0, "GBP", 0, False),
    ],
)
def test_a_spend_that_is_no_part_of_the_value_is_asked_about(
    value: int | str, unit: str, more: int, *, is_asked: bool
) -> None:
    """Above twice the value as varied by then, or at award where that is more; and of pence."""
    spent = Fact(
        supplier_ref="S-01", contract_ref="C-1", name="spend_to_date", value=Fraction(value), as_at=YEAR.end,
        unit=unit, source=cell(sheet="Facts"),
    )  # fmt: skip
    rows = (variation(YEAR.end, value_change=MILLION * more),) if more else ()

    found = asked(facts=(spent,), variations=rows)

    assert [each.code for each in found] == ["scale-unlikely"] * is_asked


def stepped(*steps: tuple[dt.date, int], **fields: Any) -> Pledge:
    """Return a promise of 10 people by the end of the year, by these milestones."""
    milestones = tuple(Milestone(day=day, quantity=Fraction(each), source=cell()) for day, each in steps)
    return pledge(**{"trajectory": Trajectory.MILESTONES, "milestones": milestones, **fields})


FIRST, SECOND, LAST = YEAR.start + 30 * A_DAY, YEAR.start + 60 * A_DAY, YEAR.end


@pytest.mark.parametrize(
    ("promise", "says"),
    [
        (stepped((FIRST, 3), (SECOND, 6), (LAST, 10)), ""),
        (stepped((FIRST, 3), (SECOND, 6)), ""),
        (stepped((FIRST, 3), (SECOND, 3), (LAST, 4)), "The milestones add up to the quantity, 10 people, and the last"),
        (stepped((FIRST, 0), (LAST, 10)), ""),
        (stepped((FIRST, 11)), "This milestone, 11 people, is above the quantity, 10 people"),
        (stepped((LAST + A_DAY, 10)), f"This milestone, of {day_text(LAST + A_DAY)}, is after Due, {day_text(LAST)}"),
        (stepped((FIRST, 3), (LAST, 9)), "The milestone on Due, 9 people, is below the quantity, 10 people"),
        (stepped((FIRST, 3), (LAST - A_DAY, 9)), ""),
        (stepped((FIRST, 4), (SECOND, 3), (LAST, 3)), ""),
        (stepped((FIRST, 11), per_year=True), ""),
        (stepped((FIRST, 11), trajectory=Trajectory.AT_DUE), ""),
        (stepped((FIRST, 11), quantity=None), ""),
        (stepped((FIRST, 10), due=None), ""),
    ],
)
def test_milestones_that_do_not_lead_to_the_quantity_are_asked_about_once(promise: Pledge, says: str) -> None:
    """What contradicts itself otherwise, or falls, is asked about elsewhere."""
    found = asked(promise)

    assert [each.code for each in found] == ["promise-unlikely"] * bool(says)
    assert all(each.text.startswith(says) for each in found)
    assert all("a milestone is how much there is to be in all by its day. It is used" in each.text for each in found)


@pytest.mark.parametrize(("ref", "is_asked"), [(None, False), ("P-1", False), ("P-2", True)])
def test_a_milestone_may_lie_in_the_days_that_an_extension_adds(ref: str | None, *, is_asked: bool) -> None:
    """Of the contract, or of the promise itself."""
    longer = variation(new_end=LAST + A_DAY, pledge_ref=ref)

    found = asked(stepped((LAST + A_DAY, 10)), variations=(longer,))

    assert [each.code for each in found] == ["promise-unlikely"] * is_asked


@pytest.mark.parametrize(
    ("stretch", "quantity", "is_asked"), [(10, 10, False), (9, 10, True), (None, 10, False), (9, None, False)]
)
def test_a_stretch_below_the_quantity_is_asked_about(
    stretch: int | None, quantity: int | None, *, is_asked: bool
) -> None:
    """It is all that is hoped for, and not what is hoped for beyond."""
    hoped, promised = (None if each is None else Fraction(each) for each in (stretch, quantity))

    found = asked(pledge(stretch=hoped, quantity=promised))

    assert [each.code for each in found] == ["promise-unlikely"] * is_asked


@pytest.mark.parametrize(
    ("day", "ref", "is_asked"),
    [
        (YEAR.start, "P-1", False),
        (YEAR.start - A_DAY, "P-1", True),
        (YEAR.start - A_DAY, "P-9", False),
        (YEAR.start - A_DAY, "P-2", False),
    ],
)
def test_a_confirmation_from_before_the_contract_is_asked_about(day: dt.date, ref: str, *, is_asked: bool) -> None:
    """Nothing could be confirmed then; a promise of no contract has no such day."""
    said = Confirmation(
        pledge_ref=ref, grade=ConfirmationGrade.THIRD_PARTY, confirmed_on=day, source=cell(sheet="Confirmations")
    )

    found = asked(pledge("P-1"), pledge("P-2", contract_ref=None), confirmations=(said,))

    assert [each.code for each in found] == ["day-before-contract"] * is_asked
