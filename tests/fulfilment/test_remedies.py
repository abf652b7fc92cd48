import datetime as dt
from fractions import Fraction

from nouns import YEAR, cell, pledge

from pledges.figures import Figure, given, replay, unknown
from pledges.fulfilment.remedies import days_late, shortfall
from pledges.targets import Target

PROMISE = pledge(quantity=Fraction(10))
NOBODY_KNOWS = unknown("counted", "no return", unit="people")
A_DAY = dt.timedelta(days=1)


def people(amount: int | str) -> Fraction:
    """Return an exact number of people."""
    return Fraction(amount)


def of(in_all: int | None = 10, due: int | None = 10) -> Target:
    """Return a target of so many people in all and by the day; None is not known."""
    amounts = [
        unknown("target", "not written", unit="people")
        if amount is None
        else given("target", amount, cell(), unit="people")
        for amount in (in_all, due)
    ]
    return Target(in_all=amounts[0], due=amounts[1])


def counted(amount: int | str) -> Figure:
    """Return an amount that counts."""
    return given("counted", people(amount), cell(), unit="people")


def test_the_shortfall_is_what_is_due_and_not_counted() -> None:
    """Short by one, by a fraction, by nothing; delivering more is no shortfall below nought."""
    found = [shortfall(PROMISE, counted(each), of(due=6)) for each in ("5", "17/3", "6", "9")]

    assert [each.value for each in found] == [1, Fraction(1, 3), 0, 0]
    assert [replay(each) for each in found] == [each.value for each in found]


def test_the_shortfall_of_what_nobody_knows_is_not_known() -> None:
    """Neither a missing return nor an unreadable quantity is a shortfall of anything."""
    no_return, no_target = shortfall(PROMISE, NOBODY_KNOWS, of()), shortfall(PROMISE, counted(5), of(due=None))

    assert [each.value for each in (no_return, no_target)] == [None, None]
    assert no_return.because == "what counts is not known"
    assert no_target.because == "what is due is not known"


def test_a_promise_is_late_from_the_day_after_due() -> None:
    """The day of Due itself is in time; the next one is the first day late."""
    found = [days_late(PROMISE, counted(9), of(), on=YEAR.end + days * A_DAY) for days in (-1, 0, 1, 2, 365)]

    assert [each.value for each in found] == [None, None, 1, 2, 365]
    assert found[1].because == "it is not late before 31 Mar 2026 has passed"
    assert {each.unit for each in found} == {"days"}
    assert replay(found[4]) == 365


def test_what_was_delivered_in_full_is_not_late_however_long_ago() -> None:
    """One short is late, all of it or more is not, and it has no days late: not even nought."""
    after = YEAR.end + 40 * A_DAY

    found = [days_late(PROMISE, counted(each), of(), on=after) for each in ("9", "10", "11")]

    assert [each.value for each in found] == [40, None, None]
    assert found[1].because == "all that was promised is counted"


def test_days_late_are_measured_against_the_whole_promise_and_not_what_is_due() -> None:
    """After Due everything promised is due; what the figure rests on is the promise."""
    found = days_late(PROMISE, counted(8), of(in_all=10, due=8), on=YEAR.end + A_DAY)

    assert found.value == 1


def test_days_late_are_not_known_where_the_amounts_or_the_day_are_not() -> None:
    """Without a return, a target or a day nobody can say how late a promise is."""
    after = YEAR.end + A_DAY
    dayless = pledge(due=None)

    found = [
        days_late(PROMISE, NOBODY_KNOWS, of(), on=after),
        days_late(PROMISE, counted(1), of(in_all=None), on=after),
        days_late(dayless, counted(1), of(), on=after),
    ]

    assert [each.value for each in found] == [None, None, None]
    assert found[0].because == "what counts or what is promised is not known"
    assert found[2].because == "no day is given by which this is due"
