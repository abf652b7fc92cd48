"""How each way of promising is explained, down to its cells: the sums stand in `sums.toml`, by the same sentences."""

import datetime as dt
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from nouns import YEAR, contract, pledge
from sums import asked, at, sum_of, sums_in

from pledges.figures import replay
from pledges.model import UNREADABLE, Band, Contract, Fact, Milestone, Pledge, Rounding, Trajectory, Variation
from pledges.targets import as_varied, target_of

A_MILLION = Fraction(1_000_000)
HALF = dt.date(2025, 9, 30)
JULY = dt.date(2025, 7, 1)
LINE = {"trajectory": Trajectory.STRAIGHT_LINE}
STEP = Milestone(day=dt.date(2025, 6, 30), quantity=Fraction(4), source=at("Milestone of June"))
STEPS = {"trajectory": Trajectory.MILESTONES, "milestones": (STEP,)}
YEARS = (
    Milestone(day=dt.date(2025, 6, 30), quantity=Fraction(4), source=at("Year 1")),
    Milestone(day=dt.date(2025, 12, 31), quantity=Fraction(5), source=at("Year 2")),
    Milestone(day=YEAR.end, quantity=Fraction(10), source=at("Year 3")),
)
BANDS = {
    "quantity": None,
    "banded": True,
    "bands": tuple(
        Band(value_from=Fraction(value), quantity=Fraction(quantity), source=at(f"Band of {quantity}"))
        for value, quantity in ((2_500_000, 4), (1_000_000, 2))
    ),
}
PER_MILLION = {"per_pounds": A_MILLION}
SPEND = {"trajectory": Trajectory.SPEND}


def promise(**fields: Any) -> Pledge:
    """Return a promise of ten people whose every cell can be told from the others."""
    places = {
        "source": at("Promise"), "quantity_source": at("Quantity"), "due_source": at("Due"),
        "start_source": at("Start of its own"), "per_source": at("Per"), "stretch_source": at("Stretch quantity"),
    }  # fmt: skip
    return pledge(**{**places, **fields})


def agreed(**fields: Any) -> Contract:
    """Return its contract of a million pounds and a year from April 2025."""
    places = {
        "source": at("Contract"), "start_source": at("Start"), "end_source": at("End"), "value_source": at("Value"),
    }  # fmt: skip
    return contract(**{**places, "value": A_MILLION, **fields})


def varied(effective: dt.date = JULY, effect: str = "rescale", **fields: Any) -> Variation:
    """Return a variation of the contract that its day tells from others."""
    place = at(f"Variation of {effective:%d %b}")
    return Variation(**{"contract_ref": "C-1", "effective": effective, "effect": effect, "source": place, **fields})


def spent(pounds: int, day: dt.date = HALF, **fields: Any) -> Fact:
    """Return what was spent by a day."""
    return Fact(
        **{
            "supplier_ref": "S-01", "contract_ref": "C-1", "name": "spend_to_date", "value": Fraction(pounds),
            "as_at": day, "source": at(f"Spend of {pounds}"), "unit": "GBP", **fields,
        }
    )  # fmt: skip


def told(
    on: dt.date,
    promised: dict[str, Any],
    *variations: Variation,
    of_contract: dict[str, Any] | None = None,
    facts: Sequence[Fact] = (),
) -> str:
    """Return what is promised, due and hoped for by a day as sums, and what is asked about it."""
    of = agreed(**(of_contract or {}))
    target = target_of(promise(**promised), of, variations, on=on, facts=facts)
    figures = [each for each in (target.in_all, target.due, target.stretch) if each is not None]
    assert [replay(each) for each in figures] == [each.value for each in figures]
    return "\n".join([sum_of(*figures), *asked(target.findings)])


def told_of_contract(on: dt.date, *variations: Variation, **of_contract: Any) -> str:
    """Return what variations made of the contract by a day, as sums."""
    found = as_varied(agreed(**of_contract), variations, on=on)
    return sum_of(
        found.value_at_award, found.value_now, found.value_change, found.end_at_award, found.end_now, found.term_change
    )


SUMS = sums_in(Path(__file__).with_name("sums.toml"))
CASES: dict[str, Callable[[], str]] = {
    "All of it is due on the last day": partial(told, YEAR.end, {}),
    "Nothing is due on the day before": partial(told, YEAR.end - dt.timedelta(days=1), {}),
    "A straight line runs from the contract's start": partial(told, HALF, LINE),
    "A straight line runs from a start of the promise's own": partial(
        told, dt.date(2025, 10, 1), {**LINE, "start": dt.date(2025, 10, 1)}
    ),
    "Nothing is due before a start of the promise's own": partial(told, HALF, {**LINE, "start": dt.date(2025, 10, 1)}),
    "A straight line without a start": partial(told, HALF, LINE, of_contract={"start": None}),
    "A straight line that would end before it starts": partial(
        told, dt.date(2024, 1, 1), {**LINE, "due": dt.date(2024, 12, 31)}
    ),
    "A promise without a Due": partial(told, HALF, {"due": None}),
    "A milestone is due on its day": partial(told, STEP.day, STEPS),
    "Nothing is due before the first milestone": partial(told, STEP.day - dt.timedelta(days=1), STEPS),
    "A milestone grows with the target": partial(
        told, HALF, STEPS, varied(dt.date(2025, 4, 1), "replace", value_change=A_MILLION)
    ),
    "Year columns are due at the end of each": partial(
        told,
        HALF,
        {"trajectory": Trajectory.MILESTONES, "milestones": YEARS, "quantity_source": at("Year 1")},
    ),
    "What is due follows the spend": partial(told, HALF, SPEND, facts=(spent(250_000),)),
    "Spend is a part of the value as varied": partial(
        told, HALF, SPEND, varied(value_change=A_MILLION), facts=(spent(250_000),)
    ),
    "Nobody wrote the spend": partial(told, HALF, SPEND),
    "The spend of a day has two values": partial(told, HALF, SPEND, facts=(spent(250_000), spent(260_000))),
    "A spend and no value of the contract": partial(told, HALF, SPEND, of_contract={"value": None}, facts=(spent(1),)),
    "A spend and a value of nothing": partial(told, HALF, SPEND, of_contract={"value": Fraction(0)}, facts=(spent(1),)),
    "A spend and a value below nothing": partial(
        told, HALF, SPEND, varied(value_change=-2 * A_MILLION), facts=(spent(1),)
    ),
    "So many a year are due at each year's end, a part year by its days": partial(
        told, YEAR.end, {"per_year": True, "due": dt.date(2027, 9, 30)}
    ),
    "Nothing of so many a year is due before the first year's end": partial(
        told, YEAR.end - dt.timedelta(days=1), {"per_year": True, "due": dt.date(2027, 3, 31)}
    ),
    "So many a year are rounded on the sum so far": partial(
        told,
        YEAR.end,
        {"per_year": True, "quantity": Fraction(3, 2), "rounding": Rounding.FLOOR, "due": dt.date(2027, 3, 31)},
    ),
    "So many a year and no start": partial(told, HALF, {"per_year": True}, of_contract={"start": None}),
    "So many a year that end before they start": partial(
        told, dt.date(2025, 1, 1), {"per_year": True, "due": dt.date(2025, 3, 31)}
    ),
    "So many for each million, rounded up, and a stretch for each": partial(
        told,
        HALF,
        {**PER_MILLION, "rounding": Rounding.CEILING, "stretch": Fraction(12)},
        of_contract={"value": Fraction(3_700_000)},
    ),
    "So many for each million and no value": partial(told, HALF, PER_MILLION, of_contract={"value": None}),
    "So many for each million and a value below nothing": partial(
        told, YEAR.end, {**PER_MILLION, "stretch": Fraction(12)}, varied(effect="replace", value_change=-2 * A_MILLION)
    ),
    "The band that the value has reached": partial(told, YEAR.end, BANDS, of_contract={"value": Fraction(2_500_000)}),
    "A value below the first band": partial(told, YEAR.end, BANDS, of_contract={"value": Fraction(999_999)}),
    "Bands and no value": partial(told, YEAR.end, BANDS, of_contract={"value": None}),
    "Bands and a value below nothing": partial(
        told, YEAR.end, BANDS, varied(effect="replace", value_change=-2 * A_MILLION)
    ),
    "A rescale spreads the rest, and a stretch grows with the target": partial(
        told, HALF, {**LINE, "stretch": Fraction(12)}, varied(value_change=A_MILLION)
    ),
    "A variation without an effect on what is promised": partial(
        told, HALF, LINE, varied(effect="none", value_change=A_MILLION)
    ),
    "A new quantity, rescaled": partial(told, HALF, LINE, varied(pledge_ref="P-1", new_quantity=Fraction(7))),
    "A new end moves the last day of what ends with the contract": partial(
        told, HALF, {**LINE, "stretch": Fraction(12)}, varied(effect="replace", new_end=dt.date(2026, 6, 30))
    ),
    "A variation after the last day": partial(
        told, dt.date(2026, 6, 30), LINE, varied(dt.date(2026, 6, 1), value_change=A_MILLION)
    ),
    "Two changes of value follow each other": partial(
        told,
        dt.date(2025, 8, 1),
        {"rounding": Rounding.FLOOR},
        varied(effect="replace", value_change=A_MILLION),
        varied(dt.date(2025, 8, 1), "replace", value_change=A_MILLION / 3),
    ),
    "A change of value and no value before it": partial(
        told, YEAR.end, {}, varied(effect="replace", value_change=A_MILLION), of_contract={"value": None}
    ),
    "A change of value from a value of nothing": partial(
        told, YEAR.end, {}, varied(effect="replace", value_change=A_MILLION), of_contract={"value": Fraction(0)}
    ),
    "Two rescales follow each other": partial(
        told, HALF, LINE, varied(value_change=A_MILLION), varied(dt.date(2025, 8, 1), value_change=-A_MILLION / 2)
    ),
    "A replace after a rescale": partial(
        told, HALF, LINE, varied(value_change=A_MILLION), varied(dt.date(2025, 8, 1), "replace", value_change=A_MILLION)
    ),
    "A new quantity after a change of value is not rounded": partial(
        told,
        YEAR.end,
        {"rounding": Rounding.FLOOR},
        varied(effect="replace", value_change=A_MILLION),
        varied(dt.date(2025, 8, 1), "replace", pledge_ref="P-1", new_quantity=Fraction(5, 2)),
    ),
    "A new quantity ends the bands": partial(
        told, YEAR.end, BANDS, varied(effect="replace", pledge_ref="P-1", new_quantity=Fraction(5))
    ),
    "A value varied to nothing": partial(told, YEAR.end, {}, varied(effect="replace", value_change=-A_MILLION)),
    "A value varied to below nothing, and up again": partial(
        told,
        YEAR.end,
        {},
        varied(effect="replace", value_change=-2 * A_MILLION),
        varied(dt.date(2025, 8, 1), "replace", value_change=3 * A_MILLION),
    ),
    "So many a year for a single day": partial(told, YEAR.start, {"per_year": True, "due": YEAR.start}),
    "A straight line of a single day": partial(told, YEAR.start - dt.timedelta(days=1), {**LINE, "due": YEAR.start}),
    "So many for each nothing": partial(told, YEAR.end, {"per_pounds": Fraction(0)}),
    "The spend of two days has two values": partial(
        told,
        HALF,
        SPEND,
        varied(value_change=A_MILLION),
        facts=(spent(1), spent(2), spent(3, dt.date(2025, 6, 30)), spent(4, dt.date(2025, 6, 30))),
    ),
    "Two variations of one day are of the same promise": partial(
        told, HALF, {}, varied(pledge_ref="P-1", new_quantity=Fraction(5)), varied(pledge_ref="P-1")
    ),
    "Two variations of one day contradict each other": partial(
        told, HALF, {"stretch": Fraction(12)}, varied(new_end=YEAR.end), varied(effect="replace")
    ),
    "A variation that cannot be used": partial(told, HALF, {}, varied(is_clear=False)),
    "A variation of another contract names the promise": partial(
        told, HALF, {}, varied(contract_ref="C-2", pledge_ref="P-1")
    ),
    "A target of nothing": partial(told, YEAR.end, {"quantity": Fraction(0)}),
    "A target of nothing and no value of the contract": partial(
        told, YEAR.end, {"quantity": Fraction(0)}, of_contract={"value": None}
    ),
    "A band of nothing": partial(
        told,
        YEAR.end,
        {**BANDS, "bands": (Band(value_from=Fraction(1), quantity=Fraction(0), source=at("Band of nothing")),)},
    ),
    "What is recorded only": partial(told, HALF, {"quantity": None, "record_only": True}),
    "What is recorded only and has a stretch": partial(
        told, HALF, {"quantity": None, "record_only": True, "stretch": Fraction(3)}
    ),
    "What is recorded only and is given a quantity": partial(
        told, HALF, {"quantity": None, "record_only": True}, varied(pledge_ref="P-1", new_quantity=Fraction(5))
    ),
    "What is recorded only, has a stretch and is given a quantity": partial(
        told,
        HALF,
        {"quantity": None, "record_only": True, "stretch": Fraction(3)},
        varied(pledge_ref="P-1", new_quantity=Fraction(5)),
    ),
    "A quantity that could not be read": partial(told, HALF, {"quantity": None, "stretch": Fraction(3)}),
    "A Rounding that could not be read": partial(told, HALF, {"rules": (("Rounding", UNREADABLE),)}),
    "A Trajectory that could not be read": partial(told, HALF, {"rules": (("Trajectory", UNREADABLE),)}),
    "A stretch that could not be read": partial(told, YEAR.end, {"rules": (("Stretch quantity", UNREADABLE),)}),
    "Columns that contradict each other on the target": partial(told, HALF, {**BANDS, "per_year": True}),
    "Per and milestones": partial(told, HALF, {**STEPS, "per_year": True}),
    "Bands and Per": partial(told, HALF, {**BANDS, **PER_MILLION}),
    "Banded and no band": partial(told, HALF, {**BANDS, "bands": ()}),
    "Bands and a quantity": partial(told, HALF, {**BANDS, "quantity": Fraction(10), "banded": False}),
    "A phase without days of its own": partial(told, HALF, {"phase": "Groundworks"}),
    "A percentage for each year": partial(told, HALF, {"unit": "%", "per_year": True}),
    "A percentage in a straight line": partial(told, HALF, {"unit": "%", **LINE}),
    "Milestones and another trajectory": partial(told, HALF, {"milestones": (STEP,)}),
    "Two contradictions, that of the target first": partial(
        told, HALF, {"milestones": (STEP,), "bands": BANDS["bands"]}
    ),
    "A contract as it was agreed": partial(told_of_contract, HALF),
    "A contract with more value and a later end": partial(
        told_of_contract,
        HALF,
        varied(value_change=A_MILLION / 2),
        varied(dt.date(2025, 8, 1), "none", value_change=-A_MILLION / 4, new_end=dt.date(2026, 6, 30)),
        varied(dt.date(2025, 9, 1), pledge_ref="P-1", new_end=dt.date(2026, 9, 30)),
    ),
    "A contract without value and end": partial(told_of_contract, HALF, value=None, end=None),
    "A contract without a start": partial(told_of_contract, HALF, varied(value_change=A_MILLION), start=None),
    "A contract with a variation that cannot be used": partial(
        told_of_contract, HALF, varied(value_change=A_MILLION), varied(is_clear=False)
    ),
    "A contract with two ends for one day": partial(
        told_of_contract, HALF, varied(new_end=YEAR.end), varied(new_end=HALF), varied(HALF, new_end=YEAR.end)
    ),
}


@pytest.mark.parametrize("sentence", CASES)
def test_every_figure_is_explained_down_to_its_cells(sentence: str) -> None:
    """Each number has its name, its unit and its cell, and what nobody knows has its reason."""
    assert CASES[sentence]() == SUMS[sentence]


def test_no_sum_is_left_without_its_case() -> None:
    """What the file of sums says is what the cases above make."""
    assert list(SUMS) == list(CASES)
