"""What the rows of a placement tell of its length, on both sides of each edge; the common cases stand in scenario 6."""

import datetime as dt
from fractions import Fraction
from typing import Any

import attrs
import pytest
from accounts import APRIL, BLANK, CLAIMED, JULY, MAY, PLACEMENTS, POLICY, TOTAL, at_most, counted, promise, row, sent
from nouns import YEAR

from pledges.model import Absence

D = dt.date
P1: dict[str, Any] = {"placement_ref": "P1"}
SHORT, UNTOLD = "under-minimum-length", "length-not-told"
TEN_CALENDAR_DAYS: dict[str, Any] = {"start": D(2025, 6, 2), "end": D(2025, 6, 11)}


def reasons(minimum: Any, *returns: Any, on: dt.date = YEAR.end, **terms: Any) -> list[str]:
    """Return why each line of P-1 that gives an amount is set aside, "" where it counts."""
    of = promise(**{**PLACEMENTS, **terms}, minimum_length=minimum)
    lines = counted([of], *returns, on=on).counted["P-1"].lines
    return ["" if each.set_aside is None else each.set_aside.reason for each in lines if each.amount is not None]


def days(number: int) -> Fraction:
    """Return days attended."""
    return Fraction(number)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # Days typed are days attended, whatever the dates beside them.
        ([row(1, **P1, days=days(5))], [""]),
        ([row(1, **P1, days=days(4))], [SHORT]),
        ([row(1, **P1, days=days(4), **TEN_CALENDAR_DAYS)], [SHORT]),
        # Days of dates that lie within those of a row with Days are not counted beside them; others are.
        ([row(1, **P1, days=days(4), **TEN_CALENDAR_DAYS), row(**BLANK, **P1, **TEN_CALENDAR_DAYS)], [SHORT]),
        ([row(1, **P1, days=days(4), **TEN_CALENDAR_DAYS), row(**BLANK, **P1, start=MAY, end=MAY)], [""]),
        # Each calendar day once, and every row with Days hides its own dates.
        (
            [
                row(1, **P1, days=days(1), start=D(2025, 6, 2), end=D(2025, 6, 4)),
                row(**BLANK, **P1, days=days(1), start=D(2025, 6, 9), end=D(2025, 6, 11)),
                row(**BLANK, **P1, start=D(2025, 6, 2), end=D(2025, 6, 4)),
            ],
            [SHORT],
        ),
        # One row that tells nothing leaves it open; so do two.
        ([row(1, **P1, days=days(4)), row(**BLANK, **P1)], [UNTOLD]),
        ([row(1, **P1, days=days(4)), row(**BLANK, **P1), row(**BLANK, **P1)], [UNTOLD]),
        ([row(1, **P1, days=days(5)), row(**BLANK, **P1)], [""]),
        # Cells that could not be read tell nothing.
        ([row(1, **P1, **TEN_CALENDAR_DAYS, problems=(("Start", "date-unclear"),))], [UNTOLD]),
        ([row(1, **P1, **TEN_CALENDAR_DAYS, problems=(("End", "date-unclear"),))], [UNTOLD]),
        ([row(1, **P1, **TEN_CALENDAR_DAYS, problems=(("Days", "number-unclear"),))], [UNTOLD]),
        ([row(1, **P1, **TEN_CALENDAR_DAYS, problems=(("Note", "text-long"),))], [""]),
        # Several placements on one row without a reference: the days may be those of each or of all.
        ([row(2, days=days(10))], [""]),
        ([row(2, days=days(9))], [UNTOLD]),
        ([row(2, days=days(5))], [UNTOLD]),
        ([row(2, days=days(4))], [SHORT]),
        ([row(1, days=days(5))], [""]),
        ([row(2, **P1, days=days(5))], [""]),
        ([row(2, **TEN_CALENDAR_DAYS)], [""]),
    ],
)
def test_at_least_five_days(rows: list[Any], expected: list[str]) -> None:
    """A placement counts from five days on, of those that its rows tell."""
    assert reasons(at_most(5, "days"), sent("q1", *rows)) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # From Monday 2 to Wednesday 11 June are eight working days: eight Days are all of them, seven are not.
        ([row(1, **P1, days=days(8), **TEN_CALENDAR_DAYS)], [""]),
        ([row(1, **P1, days=days(7), **TEN_CALENDAR_DAYS)], [UNTOLD]),
        ([row(1, **P1, days=days(8), start=D(2025, 6, 2))], [UNTOLD]),
        ([row(1, **P1, days=days(8))], [UNTOLD]),
        # Two rows of which nobody can tell the days are not fewer than one.
        ([row(1, **P1, days=days(7)), row(**BLANK, **P1)], [UNTOLD]),
        # A weekend between two rows does not break the run, a working day does.
        (
            [
                row(1, **P1, start=D(2025, 6, 2), end=D(2025, 6, 6)),
                row(**BLANK, **P1, start=D(2025, 6, 9), end=D(2025, 6, 11)),
            ],
            [""],
        ),
        (
            [
                row(1, **P1, start=D(2025, 6, 2), end=D(2025, 6, 6)),
                row(**BLANK, **P1, start=D(2025, 6, 10), end=D(2025, 6, 12)),
            ],
            [SHORT],
        ),
        ([row(1, **P1, start=D(2025, 6, 2), end=D(2025, 6, 8))], [SHORT]),
        ([row(1, **P1, start=D(2025, 6, 2), end=D(2025, 6, 9))], [""]),
    ],
)
def test_at_least_eight_days_in_one_run(rows: list[Any], expected: list[str]) -> None:
    """Only days that are told one by one make a run."""
    assert reasons(at_most(8, "days", consecutive=True), sent("q1", *rows)) == expected


@pytest.mark.parametrize(
    ("fields", "on", "expected"),
    [
        ({"days": days(5), "end": D(2025, 6, 11)}, D(2025, 6, 11), [""]),
        ({"days": days(5), "end": D(2025, 6, 11)}, D(2025, 6, 10), ["not-yet-delivered"]),
        ({"start": D(2025, 6, 2)}, D(2025, 6, 30), [""]),
        ({"start": D(2025, 6, 26), "end": D(2025, 7, 20)}, D(2025, 9, 30), [""]),
        ({"start": D(2025, 6, 27), "end": D(2025, 7, 20)}, D(2025, 9, 30), [SHORT]),
    ],
)
def test_days_are_told_to_the_periods_end_and_the_day_of_the_position(
    fields: dict[str, Any], on: dt.date, expected: list[str]
) -> None:
    """From 26 to 30 June are five days, whatever is planned for July; on the day itself they are told."""
    assert reasons(at_most(5, "days"), sent("q1", row(1, **P1, **fields)), on=on) == expected


def test_people_are_as_long_there_as_the_days_up_to_the_position() -> None:
    """Somebody who started on 2 June is there five days on 6 June, and four the day before."""
    people = {"unit": "people", "type": "job"}
    started = sent("q1", row(1, person_ref="A", start=D(2025, 6, 2), end=D(2025, 6, 30)))

    assert reasons(at_most(5, "days"), started, on=D(2025, 6, 6), **people) == [""]
    assert reasons(at_most(5, "days"), started, on=D(2025, 6, 5), **people) == [SHORT]


def test_days_that_are_still_to_come_tell_nothing_yet_and_hide_nothing() -> None:
    """A row of a later day that continues a placement neither adds its days nor leaves the length open."""
    first, later = row(1, **P1, days=days(4), end=D(2025, 6, 5)), {**BLANK, **P1, "end": D(2025, 6, 20)}

    without_days = sent("q1", first, row(**later))
    with_days = sent("q1", first, row(**later, days=days(9)))

    for returned in (without_days, with_days):
        assert reasons(at_most(5, "days"), returned, on=D(2025, 6, 10)) == [SHORT]
    assert reasons(at_most(5, "days"), without_days, on=D(2025, 6, 20)) == [UNTOLD]
    assert reasons(at_most(5, "days"), with_days, on=D(2025, 6, 20)) == [""]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"quantity": 1, "unit": "weeks"}, [""]),
        ({"quantity": 1, "unit": "weeks", "problems": (("Days", "number-unclear"),)}, [UNTOLD]),
        ({"quantity": 1, "unit": "weeks", "problems": (("Note", "text-long"),)}, [""]),
        ({"quantity": 1, "unit": "weeks", "placement_ref": ""}, [UNTOLD]),
        ({"quantity": "4/7", "unit": "weeks"}, [SHORT]),
    ],
)
def test_a_quantity_in_weeks_with_a_reference_is_as_long(fields: dict[str, Any], expected: list[str]) -> None:
    """A week is seven days, unless something in Days could not be read; without a reference nobody can tell."""
    one = row(**{**P1, **fields})

    found = reasons(at_most(5, "days"), sent("q1", one), unit="weeks")

    assert found == expected


@pytest.mark.parametrize(
    ("rows", "on", "expected"),
    [
        ([row(20, **P1)], YEAR.end, [""]),
        ([row(19, **P1)], YEAR.end, [SHORT]),
        ([row(20, **P1, end=D(2025, 6, 11))], D(2025, 6, 11), [""]),
        ([row(10, **P1), row(10, **P1)], YEAR.end, ["", ""]),
    ],
)
def test_at_least_twenty_hours(rows: list[Any], on: dt.date, expected: list[str]) -> None:
    """Hours of a placement are added."""
    assert reasons(at_most(20, "hours"), sent("q1", *rows), on=on, unit="hours") == expected


@pytest.mark.parametrize(
    ("rows", "on", "expected"),
    [
        ([row(1, **P1, hours_per_week=Fraction(20), days=days(5))], YEAR.end, [""]),
        ([row(1, **P1, hours_per_week=Fraction(19), days=days(5))], YEAR.end, [SHORT]),
        ([row(1, **P1, hours_per_week=Fraction(14), **TEN_CALENDAR_DAYS)], YEAR.end, [""]),
        ([row(1, **P1, hours_per_week=Fraction(13), **TEN_CALENDAR_DAYS)], YEAR.end, [SHORT]),
        ([row(1, **P1, hours_per_week=Fraction(13), **TEN_CALENDAR_DAYS), row(**BLANK, **P1)], YEAR.end, [UNTOLD]),
        (
            [row(1, **P1, hours_per_week=Fraction(13), **TEN_CALENDAR_DAYS), row(**BLANK, **P1), row(**BLANK, **P1)],
            YEAR.end,
            [UNTOLD],
        ),
        (
            [row(1, **P1, hours_per_week=Fraction(13), **TEN_CALENDAR_DAYS), row(**BLANK, **P1, end=D(2025, 6, 20))],
            D(2025, 6, 20),
            [UNTOLD],
        ),
        (
            [row(1, **P1, hours_per_week=Fraction(13), **TEN_CALENDAR_DAYS), row(**BLANK, **P1, end=D(2025, 6, 20))],
            D(2025, 6, 19),
            [SHORT],
        ),
    ],
)
def test_at_least_twenty_hours_by_the_week(rows: list[Any], on: dt.date, expected: list[str]) -> None:
    """Hours per week times a fifth of the days attended, or a seventh of the calendar days."""
    assert reasons(at_most(20, "hours"), sent("q1", *rows), on=on) == expected


def test_of_two_rows_for_the_same_days_it_is_what_they_say_that_settles_whose_hours_count() -> None:
    """By start, then end, then hours: however the rows stand, the same hours are found."""
    one = row(1, **P1, start=APRIL, end=D(2025, 4, 7), hours_per_week=Fraction(10))
    other = row(**BLANK, **P1, start=APRIL, end=D(2025, 4, 14), hours_per_week=Fraction(30))
    unsaid = row(**BLANK, **P1, start=APRIL, hours_per_week=None)

    # 10 hours of the first week, 30 of the second.
    assert reasons(at_most(40, "hours"), sent("q1", one, other)) == [""]
    assert reasons(at_most(40, "hours"), sent("q1", other, one)) == [""]
    assert reasons(at_most(41, "hours"), sent("q1", other, one)) == [SHORT]
    assert reasons(at_most(41, "hours"), sent("q1", unsaid, other, one)) == [UNTOLD]


def test_a_running_total_holds_all_days_up_to_its_end() -> None:
    """Its rows stand in the place of the rows before, part by part; a later return for one period adds to them."""
    before = sent("q1", row(1, **P1, days=days(3)))
    total = sent("half", row(1, **P1, days=days(4)), **TOTAL)
    after = sent("q3", row(**BLANK, **P1, days=days(1)))
    elsewhere = sent("q1", row(**BLANK, **P1, days=days(1)), part="North", file=" north")

    assert reasons(at_most(5, "days"), before, total) == [SHORT, SHORT]
    assert reasons(at_most(5, "days"), before, total, after) == ["", ""]
    assert reasons(at_most(5, "days"), before, total, elsewhere) == ["", ""]


def test_what_a_later_total_does_not_tell_stays_as_it_was_told() -> None:
    """A running total that names somebody without any days, or with days still to come, takes no days away."""
    before = sent("q1", row(1, **P1, days=days(5), start=APRIL, end=D(2025, 4, 30)), **TOTAL)
    silent = sent("half", row(1, **P1), **TOTAL)
    to_come = sent("half", row(1, **P1, days=days(8), start=APRIL), **TOTAL)
    people = {"unit": "people"}

    assert reasons(at_most(5, "days"), before, silent) == ["", ""]
    assert reasons(at_most(6, "days"), before, silent) == [UNTOLD, UNTOLD]
    assert reasons(at_most(5, "days"), before, to_come, on=D(2025, 9, 29), **people) == ["", ""]
    assert reasons(at_most(6, "days"), before, to_come, on=D(2025, 9, 29), **people) == [SHORT, SHORT]
    assert reasons(at_most(6, "days"), before, to_come, on=D(2025, 9, 30), **people) == ["", ""]


@pytest.mark.parametrize(
    ("later", "tells"),
    [
        ({"hours_per_week": Fraction(5), "start": JULY, "end": D(2025, 7, 7)}, True),
        ({"hours_per_week": Fraction(5), "start": JULY, "end": JULY}, True),
        ({"hours_per_week": Fraction(5), "days": days(5)}, True),
        ({"start": JULY, "end": D(2025, 7, 7)}, False),
        ({"days": days(5)}, False),
        ({"hours_per_week": Fraction(5)}, False),
    ],
)
def test_a_total_tells_hours_by_the_week_and_its_days(later: dict[str, Any], *, tells: bool) -> None:
    """One without the other tells no hours, so that the 20 told before stay; a few that are told do not do."""
    before = sent("q1", row(1, **P1, hours_per_week=Fraction(20), days=days(5)), **TOTAL)
    after = sent("half", row(**BLANK, **P1, **later), **TOTAL)

    assert reasons(at_most(20, "hours"), before, after) == [SHORT if tells else ""]


def test_a_total_tells_hours_that_are_there() -> None:
    """Hours of a row whose day is still to come stand in no place of those told before."""
    before = sent("q1", row(20, **P1), **TOTAL)
    after = sent("half", row(5, **P1, start=JULY, end=D(2025, 9, 29)), **TOTAL)

    to_come = reasons(at_most(20, "hours"), before, after, unit="hours", on=D(2025, 9, 28))
    there = reasons(at_most(20, "hours"), before, after, unit="hours", on=D(2025, 9, 29))

    assert (sorted(to_come), there) == (["", "not-yet-delivered"], [SHORT, SHORT])


def test_a_total_tells_one_day() -> None:
    """One day told by its dates stands in the place of five told before."""
    before = sent("q1", row(1, **P1, days=days(5)), **TOTAL)
    one_day = sent("half", row(1, **P1, start=JULY, end=JULY), **TOTAL)

    assert reasons(at_most(5, "days"), before, one_day) == [SHORT, SHORT]


def test_days_of_a_person_are_there_at_the_end_of_the_row() -> None:
    """Who started on 2 June and is to attend ten days by 30 June has attended none that is told on 29 June."""
    planned = sent("q1", row(1, **P1, days=days(10), start=D(2025, 6, 2), end=D(2025, 6, 30)))

    assert reasons(at_most(5, "days"), planned, on=D(2025, 6, 29), unit="people") == [SHORT]
    assert reasons(at_most(5, "days"), planned, on=D(2025, 6, 30), unit="people") == [""]


def test_a_run_has_no_more_days_than_its_dates() -> None:
    """The same Monday to Friday in two rows is no run of ten days; more days than the dates have are not told."""
    week: dict[str, Any] = {"start": D(2025, 6, 2), "end": D(2025, 6, 6)}
    twice = sent("q1", row(1, **P1, days=days(5), **week), row(**BLANK, **P1, days=days(5), **week))
    too_many = sent("q1", row(1, **P1, days=days(6), **week))
    after_no_run = sent("q1", row(1, **P1, days=days(6), **week), row(**BLANK, **P1, days=days(5), **week))

    assert reasons(at_most(5, "days", consecutive=True), twice) == [""]
    assert reasons(at_most(6, "days", consecutive=True), twice) == [UNTOLD]
    assert reasons(at_most(5, "days", consecutive=True), too_many) == [UNTOLD]
    # What is no run has told none of its days.
    assert reasons(at_most(5, "days", consecutive=True), after_no_run) == [""]


def test_days_that_two_people_may_share_are_a_run_where_half_of_them_are() -> None:
    """Where the part of each is every working day of the dates it is a run; else nobody can tell which days it was."""
    week: dict[str, Any] = {"start": D(2025, 6, 2), "end": D(2025, 6, 11), "unit": "placements"}
    enough, unclear = sent("q1", row(2, days=days(10), **week)), sent("q1", row(2, days=days(8), **week))
    longer = {**week, "start": D(2025, 6, 4), "end": D(2025, 6, 10)}
    each = sent("q1", row(Fraction(6, 5), days=days(6), **{**longer, "unit": "FTE"}))

    assert reasons(at_most(4, "days", consecutive=True), enough) == [UNTOLD]
    assert reasons(at_most(4, "days", consecutive=True), unclear) == [UNTOLD]
    assert reasons(at_most(5, "days", consecutive=True), each, unit="FTE") == [""]
    assert reasons(at_most(11, "days", consecutive=True), enough) == [SHORT]


def test_days_that_two_people_may_share_stay_so_beside_another_row() -> None:
    """Rows of one Start in a running total are one placement: 16 days of two, and 8 by the dates of a row beside it."""
    start = D(2025, 5, 2)
    shared = row(2, days=days(16), start=start, end=D(2025, 5, 23))
    beside = row(absence=Absence.PENDING, start=start, end=D(2025, 5, 31))
    rows = sent("q1", shared, beside, **TOTAL)

    assert reasons(at_most(16, "days"), rows) == [""]
    assert reasons(at_most(17, "days"), rows) == [UNTOLD]
    assert reasons(at_most(24, "days"), rows) == [UNTOLD]
    assert reasons(at_most(25, "days"), rows) == [SHORT]


def test_weeks_typed_are_hours_too() -> None:
    """Two weeks at 20 hours are 40 hours; the dates within those of a row with Days are not counted beside them."""
    fortnight = sent("q1", row(2, **P1, hours_per_week=Fraction(20)))
    week: dict[str, Any] = {"start": D(2025, 6, 2), "end": D(2025, 6, 8), "hours_per_week": Fraction(20)}
    beside = sent("q1", row(1, **P1, days=days(5), **week), row(**BLANK, **P1, **week))

    assert reasons(at_most(40, "hours"), fortnight, unit="weeks") == [""]
    assert reasons(at_most(41, "hours"), fortnight, unit="weeks") == [SHORT]
    assert reasons(at_most(20, "hours"), beside) == [""]
    assert reasons(at_most(21, "hours"), beside) == [SHORT]


def test_a_total_stands_for_what_ends_with_it_or_before() -> None:
    """A return for a quarter that ends on the same day, and an earlier total, add nothing to it."""
    quarter, later = sent("q2", row(**BLANK, **P1, days=days(1))), sent("q3", row(**BLANK, **P1, days=days(1)))
    earlier, total = sent("q1", row(1, **P1, days=days(1)), **TOTAL), sent("half", row(1, **P1, days=days(4)), **TOTAL)

    assert reasons(at_most(5, "days"), quarter, total) == [SHORT]
    assert reasons(at_most(5, "days"), earlier, total) == [SHORT, SHORT]
    assert reasons(at_most(5, "days"), quarter, earlier, total, later) == ["", ""]


def test_claimed_rows_tell_how_long_a_placement_was() -> None:
    """Grades do not matter for a length: two documented days and three that are only claimed are five."""
    rows = sent("q1", row(1, **P1, days=days(2)), row(**BLANK, **P1, days=days(3), **CLAIMED))

    assert reasons(at_most(5, "days"), rows) == [""]


def test_not_applicable_that_is_agreed_tells_nothing_of_a_length() -> None:
    """Its days are not those of the placement, and nobody asks for them: 4 days of 5 are too short."""
    agreed = attrs.evolve(POLICY, not_applicable_accepted=True)
    rows = sent("q1", row(1, **P1, days=days(4)), row(absence=Absence.NOT_APPLICABLE, **P1, days=days(3)))
    of = promise(**PLACEMENTS, minimum_length=at_most(5, "days"))

    (line,) = counted([of], rows, policy=agreed).counted["P-1"].lines

    assert line.set_aside is not None
    assert line.set_aside.reason == SHORT


def test_days_of_a_row_that_is_still_open_tell_where_they_would_not_set_its_number_aside() -> None:
    """Before the contract (from 1 April) nothing was for it, whether the number of the row is known by now or not."""

    def told(start: dt.date) -> list[str]:
        still_to_come = row(absence=Absence.PENDING, **P1, start=start, end=D(2025, 4, 3))
        return reasons(at_most(5, "days"), sent("q1", row(1, **P1, days=days(2), start=MAY, end=MAY), still_to_come))

    assert told(APRIL) == [""]
    assert told(D(2025, 3, 31)) == [SHORT]
