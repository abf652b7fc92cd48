import datetime as dt
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from nouns import Q1, Q2, YEAR, line, pledge, received, register

from pledges.audience import Vocabulary
from pledges.counting import Counted
from pledges.counting.ledger import count
from pledges.files.policy import default_policy
from pledges.model import EvidenceLine, Length, Pledge, WeekConvention
from pledges.periods import Period
from pledges.returns.received import ReceivedReturn

FIRST = Q1.start
DAYS = st.integers(0, 364).map(lambda days: FIRST + dt.timedelta(days=days))


def counted(of: Pledge, *returns: ReceivedReturn, on: dt.date = YEAR.end) -> Counted:
    """Count returns for one pledge."""
    ledger = count(register((of,)), returns, default_policy(), on=on, known_on=None, vocabulary=Vocabulary())
    return ledger.counted[of.ref]


def row(start: dt.date, end: dt.date | None) -> EvidenceLine:
    """Return a row of one placement from one day to another."""
    return line(start=start, end=end, placement_ref="W-1", hours_per_week=Fraction(37, 2))


@given(st.sampled_from(WeekConvention), DAYS, DAYS, DAYS)
def test_a_placement_in_two_rows_is_as_many_weeks_as_in_one(
    convention: WeekConvention, one: dt.date, two: dt.date, three: dt.date
) -> None:
    """Wherever it is cut, by every convention: what is rounded down is the placement, and never the row."""
    first, cut, last = sorted((one, two, three))
    of = pledge(unit="weeks", week_convention=convention)
    parts = [row(first, cut), row(cut + dt.timedelta(days=1), last)] if cut < last else [row(first, last)]

    whole = counted(of, received(row(first, last), period=YEAR))
    split = counted(of, received(*parts, period=YEAR))

    assert split.counted.value == whole.counted.value


@given(st.sampled_from(WeekConvention), DAYS, DAYS, DAYS)
def test_two_returns_tell_as_many_weeks_as_one(
    convention: WeekConvention, one: dt.date, two: dt.date, three: dt.date
) -> None:
    """A placement that goes on over the end of a period is what it is over the whole time."""
    first, cut, last = sorted((one, two, three))
    of = pledge(unit="weeks", week_convention=convention)
    earlier, later = Period(FIRST, cut), Period(cut + dt.timedelta(days=1), max(last, cut) + dt.timedelta(days=1))

    whole = counted(of, received(row(first, last), period=Period(FIRST, later.end)), on=later.end)
    rows = [received(row(first, last), period=earlier)]
    rows += [received(row(first, last), period=later)] if last >= later.start else []
    split = counted(of, *rows, on=later.end)

    assert split.counted.value == whole.counted.value


@given(st.lists(st.tuples(DAYS, DAYS), min_size=1, max_size=4), st.randoms())
def test_what_is_committed_does_not_depend_on_the_order_of_rows(
    ends: list[tuple[dt.date, dt.date]], random: object
) -> None:
    """Rows without a reference are told apart by what they say, wherever they stand."""
    of = pledge(unit="weeks", is_committed=True)
    starts = [FIRST, FIRST + dt.timedelta(days=7)]

    def told(rows: list[EvidenceLine]) -> Fraction | None:
        half = len(rows) // 2
        return counted(
            of, received(*rows[:half], period=Q1), received(*rows[half:], period=Q2), on=Q2.end
        ).counted.value

    earlier = [line(start=starts[index % 2], end=max(starts[index % 2], pair[0])) for index, pair in enumerate(ends)]
    later = [line(start=starts[index % 2], end=max(starts[index % 2], pair[1])) for index, pair in enumerate(ends)]

    assert told([*earlier, *later]) == told([*reversed(earlier), *reversed(later)])


@given(st.integers(1, 30), st.lists(st.integers(1, 15), min_size=1, max_size=4))
def test_days_add_up_over_the_rows_of_a_placement(minimum: int, days: list[int]) -> None:
    """It counts exactly where they are as many as the promise asks for."""
    asked = Length(number=Fraction(minimum), unit="days", source=line().row_source)
    of = pledge(unit="placements", type="placement", minimum_length=asked)
    first, *others = [Fraction(number) for number in days]
    rows = [
        line(quantity=1, days=first, placement_ref="W-1"),
        *(line(days=each, placement_ref="W-1") for each in others),
    ]

    found = counted(of, received(*rows))

    assert found.counted.value == (1 if sum(days) >= minimum else 0)
