import datetime as dt
from fractions import Fraction

import pytest
from nouns import cell

from pledges.counting.stays import Presence, Stay, day_of_proof, stays_of
from pledges.model import Length

ON = dt.date(2026, 3, 31)
D = dt.date


def there(start: dt.date, end: dt.date | None = None, told_by: dt.date | None = ON) -> Presence:
    """Return what one row tells."""
    return Presence(start=start, end=end, told_by=told_by, source=cell())


def told(*stays: Stay) -> list[tuple[dt.date, dt.date, bool]]:
    """Return the days of stays, and whether each has ended."""
    return [(stay.first, stay.last, stay.has_ended) for stay in stays]


@pytest.mark.parametrize(
    ("number", "unit", "first", "last"),
    [
        ("26", "weeks", D(2025, 9, 1), D(2026, 3, 1)),
        ("1.5", "weeks", D(2025, 9, 1), D(2025, 9, 11)),
        ("1", "days", D(2025, 9, 1), D(2025, 9, 1)),
        ("6", "months", D(2025, 9, 1), D(2026, 2, 28)),
        ("6", "months", D(2025, 8, 31), D(2026, 2, 27)),
        ("1", "years", D(2024, 2, 29), D(2025, 2, 27)),
        ("0.5", "years", D(2025, 4, 1), D(2025, 9, 30)),
        ("999999999999999999", "weeks", D(2025, 4, 1), D.max),
        ("999999999999999999", "months", D(2025, 4, 1), D.max),
    ],
)
def test_the_day_of_proof_is_the_last_of_so_long(number: str, unit: str, first: dt.date, last: dt.date) -> None:
    """Both days count; a part of a day is a whole one; no number is beyond the calendar."""
    length = Length(number=Fraction(number), unit=unit, source=cell())

    assert day_of_proof(first, length) == last


def test_rows_that_follow_without_a_gap_are_one_stay() -> None:
    """The day after is no gap, a day between is one."""
    first = there(D(2025, 4, 1), D(2025, 6, 30))

    joined = stays_of([there(D(2025, 7, 1), D(2025, 7, 31)), first], ON)
    apart = stays_of([there(D(2025, 7, 2), D(2025, 7, 31)), first], ON)
    within = stays_of([there(D(2025, 5, 1), D(2025, 5, 31)), first], ON)

    assert told(*joined) == [(D(2025, 4, 1), D(2025, 7, 31), True)]
    assert told(*apart) == [(D(2025, 4, 1), D(2025, 6, 30), True), (D(2025, 7, 2), D(2025, 7, 31), True)]
    assert told(*within) == [(D(2025, 4, 1), D(2025, 6, 30), True)]


def test_an_open_end_is_known_to_the_end_of_its_return() -> None:
    """Nothing after the return, or after the day of the position, is known."""
    quarter = there(D(2025, 4, 1), None, D(2025, 6, 30))
    planned = there(D(2025, 4, 1), D(2027, 3, 31), D(2026, 6, 30))
    untold = there(D(2025, 4, 1), None, None)

    assert told(*stays_of([quarter], ON)) == [(D(2025, 4, 1), D(2025, 6, 30), False)]
    assert told(*stays_of([planned], ON)) == [(D(2025, 4, 1), ON, False)]
    assert stays_of([untold], ON) == ()
    assert stays_of([there(D(2026, 4, 1))], ON) == ()


def test_of_rows_with_one_start_the_one_of_the_latest_return_holds() -> None:
    """Who was still there in June and had left on the 10th had left on the 10th, whichever row is read first."""
    june = there(D(2025, 4, 1), None, D(2025, 6, 30))
    left = there(D(2025, 4, 1), D(2025, 6, 10), D(2025, 9, 30))

    assert (
        told(*stays_of([june, left], ON))
        == told(*stays_of([left, june], ON))
        == [(D(2025, 4, 1), D(2025, 6, 10), True)]
    )


@pytest.mark.parametrize(
    ("first", "last", "weeks", "months"),
    [
        (D(2025, 4, 1), D(2025, 4, 7), Fraction(1), 0),
        (D(2025, 4, 1), D(2025, 4, 30), Fraction(30, 7), 1),
        (D(2025, 4, 2), D(2025, 5, 1), Fraction(30, 7), 1),
        (D(2025, 4, 2), D(2025, 4, 30), Fraction(29, 7), 0),
        (D(2025, 1, 31), D(2025, 2, 27), Fraction(4), 1),
    ],
)
def test_a_stay_is_measured_in_weeks_and_in_whole_months(
    first: dt.date, last: dt.date, weeks: Fraction, months: int
) -> None:
    """Weeks may be parts; months are whole, and a month's end is clamped."""
    stay = Stay(first=first, last=last, has_ended=True, source=cell())

    assert (stay.weeks, stay.months) == (weeks, months)


def test_where_two_rows_tell_up_to_one_day_the_one_without_an_end_holds() -> None:
    """Nobody has left whom another row of the same day still has in post, whichever of the two began earlier."""
    day = D(2025, 6, 30)
    still, left = there(D(2025, 4, 1), None, day), there(D(2025, 4, 1), day, day)
    began_later = there(D(2025, 5, 1), day, day)

    assert told(*stays_of([still, left], ON)) == [(D(2025, 4, 1), day, False)]
    assert told(*stays_of([still, began_later], ON)) == [(D(2025, 4, 1), day, False)]
    assert told(*stays_of([left, there(D(2025, 5, 1), None, day)], ON)) == [(D(2025, 4, 1), day, False)]
    assert told(*stays_of([left, began_later], ON)) == [(D(2025, 4, 1), day, True)]
