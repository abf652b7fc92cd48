import datetime as dt
from fractions import Fraction
from typing import Any

import attrs
import pytest
from nouns import cell, contract, pledge, values

from pledges.figures import replay
from pledges.model import Milestone, Pledge, Rounding, Trajectory, Variation
from pledges.periods import day_text
from pledges.provenance import CellRef, Passage, Source
from pledges.targets import Target, as_varied, last_day, target_of
from pledges.targets.changes import MOST_CHANGES, below_zero, course_of

START, END = dt.date(2024, 4, 1), dt.date(2026, 3, 31)
VARIED = dt.date(2025, 4, 1)
EVE = dt.date(2025, 3, 31)
A_MILLION = Fraction(1_000_000)


def variation(effective: dt.date = VARIED, effect: str = "rescale", **fields: Any) -> Variation:
    """Return a variation of contract C-1."""
    place = cell(sheet="Variations")
    return Variation(**{"contract_ref": "C-1", "effective": effective, "effect": effect, "source": place, **fields})


def weeks(**fields: Any) -> Pledge:
    """Return a pledge of 104 weeks in a straight line over two years."""
    given = {"unit": "weeks", "quantity": Fraction(104), "due": END, "trajectory": Trajectory.STRAIGHT_LINE}
    return pledge(**{**given, **fields})


def target(of: Pledge, on: dt.date, *variations: Variation, **of_contract: Any) -> Target:
    """Return the target of a pledge of contract C-1 of four million pounds."""
    terms = {"start": START, "end": END, "value": 4 * A_MILLION, **of_contract}
    return target_of(of, contract(**terms), variations, on=on)


@pytest.mark.parametrize(
    ("effect", "due", "share"),
    [
        ("rescale", 52 + Fraction(78 * 183, 365), "87.81"),
        ("replace", Fraction(130 * 548, 730), "81.98"),
        ("none", Fraction(104 * 548, 730), "102.47"),
    ],
)
def test_the_three_readings_of_a_contract_that_grew(effect: str, due: Fraction, share: str) -> None:
    """A million more from April 2025; 80 weeks delivered by 30 September 2025."""
    found = target(weeks(), dt.date(2025, 9, 30), variation(effect=effect, value_change=A_MILLION))

    assert found.due.value == due
    assert found.in_all.value == (104 if effect == "none" else 130)
    assert f"{float(80 / due * 100):.2f}" == share
    assert (replay(found.due), replay(found.in_all)) == (found.due.value, found.in_all.value)


def test_the_explanation_of_a_rescale_names_its_parts() -> None:
    """D0, S1 and T1 stand in it under their own names, and the day is that of the variation."""
    found = target(weeks(), dt.date(2025, 9, 30), variation(value_change=A_MILLION))

    kept, grown = found.due.parts
    since, rescaled = grown.parts
    assert kept.label == f"due by {day_text(EVE)} under the terms before"
    assert [part.label for part in since.parts] == [
        "due by 30 Sep 2025 under the new terms", "due by 31 Mar 2025 under the new terms",
    ]  # fmt: skip
    assert rescaled.parts[0].parts[0].label == "target as varied"


@pytest.mark.parametrize("effect", ["rescale", "replace", "none"])
def test_a_variation_bears_from_its_day_on(effect: str) -> None:
    """On the eve the old terms hold; at the last day all of the new target is due."""
    varied = variation(effect=effect, value_change=A_MILLION)

    before, with_it = target(weeks(), EVE), target(weeks(), EVE, varied)
    assert (with_it.in_all.value, with_it.due.value) == (before.in_all.value, before.due.value)
    last = target(weeks(), END, varied)
    assert last.due.value == last.in_all.value == (104 if effect == "none" else 130)


def test_on_its_first_day_a_rescale_has_added_one_day_of_the_rest() -> None:
    """52 were due, 78 are spread over the 365 days that are left."""
    assert target(weeks(), VARIED, variation(value_change=A_MILLION)).due.value == 52 + Fraction(78, 365)


@pytest.mark.parametrize(
    ("fields", "number"),
    [
        ({"per_pounds": A_MILLION, "quantity": Fraction(1), "rounding": Rounding.FLOOR}, 5),
        ({"per_pounds": A_MILLION, "quantity": Fraction(1), "rounding": Rounding.NEAREST}, 5),
        ({"per_pounds": A_MILLION, "quantity": Fraction(1), "rounding": Rounding.CEILING}, 6),
        ({"per_pounds": A_MILLION, "quantity": Fraction(52)}, Fraction(1352, 5)),
        ({"quantity": Fraction(37)}, 52),
        ({"quantity": Fraction(3), "rounding": Rounding.FLOOR}, 4),
        ({"quantity": Fraction(25), "unit": "%"}, 25),
    ],
)
def test_a_change_of_value_makes_a_new_total_rounded_once(fields: dict[str, Any], number: Fraction) -> None:
    """From £3.7m to £5.2m: one per £1m is 5, and never 3 and the whole part of 1.5; a percentage stays itself."""
    varied = variation(value_change=Fraction(1_500_000))

    found = target(weeks(**fields, trajectory=Trajectory.AT_DUE), END, varied, value=Fraction(3_700_000))

    assert found.in_all.value == number
    assert found.findings == ()


def test_changes_of_value_follow_each_other_without_rounding_in_between() -> None:
    """Three grow by a half and shrink by a third: three again, and not the whole part of four and a half thirds."""
    up = variation(value_change=2 * A_MILLION)
    down = variation(dt.date(2025, 5, 1), value_change=-2 * A_MILLION)
    of = weeks(quantity=Fraction(3), rounding=Rounding.CEILING)

    assert target(of, VARIED, up).in_all.value == 5
    assert target(of, END, up, down).in_all.value == 3


def test_a_new_quantity_is_in_the_pledges_own_per() -> None:
    """Three a year become five a year: from the beginning for a replace, for the rest for a rescale."""
    of = weeks(per_year=True, quantity=Fraction(3), trajectory=Trajectory.AT_DUE)
    named: dict[str, Any] = {"pledge_ref": "P-1", "new_quantity": Fraction(5), "value_change": A_MILLION}

    replaced, rescaled = (target(of, END, variation(effect=effect, **named)) for effect in ("replace", "rescale"))

    assert replaced.in_all.value == rescaled.in_all.value == 10
    assert target(of, EVE, variation(effect="replace", **named)).due.value == 3
    assert target(of, VARIED, variation(effect="replace", **named)).due.value == 5
    assert target(of, VARIED, variation(effect="rescale", **named)).due.value == 3


def test_a_variation_of_one_pledge_leaves_the_others_alone() -> None:
    """It bears on the pledge it names, and a variation of the whole contract on all."""
    named = variation(pledge_ref="P-1", new_quantity=Fraction(5))

    assert target(weeks(), END, named).in_all.value == 5
    assert target(weeks(ref="P-2"), END, named).in_all.value == 104
    assert target(weeks(contract_ref=None), END, variation(value_change=A_MILLION)).in_all.value == 104


def test_of_one_day_the_whole_contract_comes_before_a_pledge() -> None:
    """The pledge's own new quantity stands, whatever the order of the rows."""
    whole = variation(value_change=A_MILLION, effect="replace")
    own = variation(pledge_ref="P-1", new_quantity=Fraction(120))

    assert target(weeks(), END, own, whole).in_all.value == 120
    assert target(weeks(), VARIED, own, whole).due.value == 52 + Fraction(68, 365)


@pytest.mark.parametrize(("due", "moved"), [(END, dt.date(2026, 9, 30)), (dt.date(2026, 3, 30), dt.date(2026, 3, 30))])
def test_an_extension_moves_a_due_that_is_the_contracts_end(due: dt.date, moved: dt.date) -> None:
    """A day before the end is a day of the pledge's own, which no extension moves."""
    extension = variation(new_end=dt.date(2026, 9, 30))
    of = weeks(due=due)

    assert target(of, END, extension).last_day == moved
    assert target(of, EVE, extension).last_day == due
    assert last_day(of, contract(start=START, end=END), [extension], on=END) == moved
    assert target(of, moved, extension).due.value == 104


def test_an_extension_follows_an_extension() -> None:
    """The due that moved once is the end again; one with the effect none moves the end alone."""
    first, second = variation(new_end=dt.date(2026, 9, 30)), variation(END, new_end=dt.date(2027, 3, 31))
    silent = variation(effect="none", new_end=dt.date(2026, 9, 30))

    assert target(weeks(), END, first, second).last_day == dt.date(2027, 3, 31)
    assert target(weeks(), END, silent, second).last_day == END


def test_a_rescale_spreads_the_rest_over_the_time_that_is_left() -> None:
    """52 were due at the end of March 2025; an extension by half a year leaves 548 days for the other 52."""
    extension = variation(new_end=dt.date(2026, 9, 30))

    assert target(weeks(), dt.date(2025, 9, 30), extension).due.value == 52 + Fraction(52 * 183, 548)


def test_milestones_grow_with_the_target() -> None:
    """A fifth more of the target is a fifth more at each of its milestones."""
    step = Milestone(day=dt.date(2025, 9, 30), quantity=Fraction(40), source=cell(sheet="Milestones"))
    of = weeks(trajectory=Trajectory.MILESTONES, milestones=(step,))

    found = target(of, dt.date(2025, 12, 31), variation(effect="replace", value_change=A_MILLION))

    assert found.due.value == 50
    assert replay(found.due) == 50


def test_a_smaller_target_than_was_due_is_approached_and_never_jumped_to() -> None:
    """52 were due when the target became 26: what is due falls to it by the last day."""
    cut = variation(pledge_ref="P-1", new_quantity=Fraction(26))

    assert target(weeks(), EVE, cut).due.value == 52
    assert target(weeks(), VARIED, cut).due.value == 52 - Fraction(26, 365)
    assert target(weeks(), END, cut).due.value == 26


def test_a_variation_after_the_last_day_changes_the_target_at_once() -> None:
    """Nothing is left to spread the rest over."""
    late = variation(dt.date(2026, 6, 1), value_change=A_MILLION)

    assert target(weeks(), dt.date(2026, 6, 1), late).due.value == 130


def test_a_variation_before_the_start_holds_from_the_beginning() -> None:
    """Nothing was due before it."""
    early = variation(dt.date(2024, 3, 1), value_change=A_MILLION)

    assert target(weeks(), EVE, early).due.value == 65


@pytest.mark.parametrize("fields", [{"value": None}, {"value": Fraction(0)}])
def test_a_change_of_value_needs_a_value_to_scale_from(fields: dict[str, Any]) -> None:
    """Without one, nobody knows how much more is promised."""
    found = target(weeks(), END, variation(value_change=A_MILLION), **fields)

    assert (found.in_all.value, found.due.value) == (None, None)
    assert [each.code for each in found.findings] == ["target-unknown"]


@pytest.mark.parametrize(
    ("one", "other", "contradict"),
    [
        ({"pledge_ref": "P-1", "new_quantity": Fraction(5)}, {"pledge_ref": "P-1", "new_quantity": Fraction(6)}, True),
        ({"pledge_ref": "P-1"}, {"pledge_ref": "P-1", "effect": "none"}, True),
        ({"pledge_ref": "P-1"}, {}, False),
        ({"value_change": A_MILLION}, {"value_change": A_MILLION}, False),
        ({"new_end": END}, {"new_end": EVE}, True),
        ({"new_end": END}, {"new_end": END}, False),
        ({}, {"effect": "replace"}, True),
        ({}, {"effect": "none"}, False),
        ({"pledge_ref": "P-1"}, {"pledge_ref": "P-1", "effective": EVE}, False),
    ],
)
def test_two_variations_of_one_day_may_contradict_each_other(
    one: dict[str, Any], other: dict[str, Any], *, contradict: bool
) -> None:
    """Two for one pledge always; two for the contract where ends or effects differ. From that day it is not known."""
    rows = variation(**one), variation(**other)

    found = target(weeks(), END, *rows)

    assert (found.in_all.value is None) is contradict
    assert [each.code for each in found.findings] == (["variations-same-day"] if contradict else [])
    assert target(weeks(), dt.date(2025, 3, 30), *rows).in_all.value == 104


@pytest.mark.parametrize(
    ("place", "named"),
    [
        (CellRef(file="register.xlsx", sheet="Variations", cell="C5"), "Variations!C5"),
        (CellRef(file="register.xlsx", sheet="Variations"), "Variations"),
        (CellRef(file="register.xlsx"), "register.xlsx"),
        (Passage(document="deed", place="clause 4"), "deed, clause 4"),
    ],
)
def test_a_contradiction_names_the_row_that_was_first(place: Source, named: str) -> None:
    """By its sheet and cell, else as far as the place is known."""
    rows = variation(new_end=END, source=place), variation(new_end=EVE)

    (found,) = target(weeks(), END, *rows).findings

    assert f"({named})" in found.text
    assert found.source == rows[1].source


def test_an_unclear_variation_makes_the_target_unknown_from_its_day() -> None:
    """Reading has asked about its cell."""
    unclear = variation(is_clear=False)

    assert target(weeks(), EVE, unclear).in_all.value == 104
    assert target(weeks(), VARIED, unclear).in_all.value is None
    assert target(weeks(), VARIED, unclear).findings == ()
    assert last_day(weeks(), contract(), [unclear], on=END) is None


@pytest.mark.parametrize(
    "rows",
    [
        [variation(is_clear=False)],
        [variation(new_end=END), variation(new_end=EVE)],
        [variation(contract_ref="C-2", pledge_ref="P-1")],
    ],
)
def test_what_was_agreed_is_known_even_where_nobody_knows_what_became_of_it(rows: list[Variation]) -> None:
    """An unclear variation, a contradiction or a stray one hides what holds now, and not the terms at award."""
    of, by = weeks(), contract()

    course = course_of(of, by, rows, on=END)

    assert course.open_because
    assert course.at_award == course_of(of, by, [], on=END).at_award


def test_a_contract_varied_beyond_any_sense_is_not_worked_out() -> None:
    """A sheet of thousands of variations costs no time, and says so."""
    rows = [variation(VARIED + dt.timedelta(days=day), value_change=Fraction(1)) for day in range(MOST_CHANGES + 1)]

    at_most, beyond = target(weeks(), END, *rows[:-1]), target(weeks(), END, *rows)

    assert at_most.in_all.value == Fraction(104 * (4 * A_MILLION + MOST_CHANGES), 4 * A_MILLION)
    assert replay(at_most.due) == at_most.due.value
    assert beyond.in_all.value is None
    assert [each.code for each in beyond.findings] == ["target-unknown"]


def test_a_contract_shows_what_its_variations_made_of_it() -> None:
    """Value and end at award and now, and how far they changed since, whatever the effect on pledges."""
    rows = [
        variation(value_change=A_MILLION, effect="none"),
        variation(dt.date(2025, 7, 1), pledge_ref="P-1", value_change=-2 * A_MILLION),
        variation(dt.date(2025, 8, 1), new_end=dt.date(2026, 6, 12)),
        variation(END, value_change=A_MILLION),
    ]

    of = contract(start=START, end=END, value=4 * A_MILLION)
    before, eve, now = (as_varied(of, rows, on=day) for day in (EVE, dt.date(2026, 3, 30), END))

    assert [before.in_force, eve.in_force, now.in_force] == [0, 3, 4]
    assert values(before.value_now, eve.value_now, now.value_now) == (4 * A_MILLION, 3 * A_MILLION, 4 * A_MILLION)
    assert values(before.value_change, eve.value_change, now.value_change) == (0, Fraction(-1, 4), 0)
    assert (before.end_now.day, *values(before.term_change)) == (END, 0)
    assert (now.end_at_award.day, now.end_now.day) == (END, dt.date(2026, 6, 12))
    assert now.term_change.value == Fraction(73, 730)
    assert replay(now.term_change) == Fraction(1, 10)


def test_a_contract_with_an_unclear_variation_has_no_known_value_now() -> None:
    """What it was at award stays known."""
    now = as_varied(contract(value=A_MILLION), [variation(is_clear=False, pledge_ref="")], on=END)

    assert (now.value_at_award.value, now.value_now.value, now.end_now.value) == (A_MILLION, None, None)
    assert (now.value_change.value, now.term_change.value) == (None, None)


def fallen(*rows: Variation, value: Fraction | None = A_MILLION, on: dt.date = END) -> list[tuple[str, str | None]]:
    """Return the cell and the pledge of each variation that brings a contract of a million pounds below nothing."""
    found = below_zero(contract(start=START, end=END, value=value), rows, on=on)
    return [(str(each.source), each.pledge_ref) for each in found]


def test_a_value_below_nothing_is_asked_about_once_at_its_cell() -> None:
    """At the first Value change that brings it there, a penny beyond and not at nothing, and not before its day."""
    place = cell(sheet="Variations", column="C")
    to_nothing = variation(value_change=-A_MILLION)
    beyond = variation(VARIED, value_change=-A_MILLION - Fraction(1, 100), value_change_source=place)

    assert fallen(to_nothing) == []
    assert fallen(beyond, variation(END, value_change=-A_MILLION)) == [(str(place), None)]
    without_effect = variation(effect="none", value_change=-2 * A_MILLION)
    assert fallen(without_effect) == [(str(without_effect.source), None)]
    assert fallen(beyond, on=EVE) == fallen(beyond, value=None) == fallen(variation(new_end=END)) == []


def test_a_value_can_fall_below_nothing_for_one_promise_alone() -> None:
    """What another promise adds is none of its value; of another contract nothing is."""
    more = variation(value_change=3 * A_MILLION, pledge_ref="P-2")
    less = variation(END, value_change=-2 * A_MILLION, pledge_ref="P-1")

    assert fallen(more, less) == [(str(less.source), "P-1")]
    assert fallen(more, attrs.evolve(less, pledge_ref=None)) == [(str(less.source), None)]
    assert fallen(attrs.evolve(less, contract_ref="C-2")) == []


def test_a_promise_whose_value_is_below_nothing_is_not_asked_about_again() -> None:
    """The target is not known, and its reason says why; the cell of the variation is asked about for all promises."""
    found = target(weeks(per_pounds=A_MILLION), END, variation(value_change=-5 * A_MILLION))

    assert (found.in_all.value, found.due.value, found.findings) == (None, None, ())
    assert found.in_all.because == "the contract's value as varied would be below 0"
