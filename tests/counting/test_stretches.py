import datetime as dt
import itertools

from hypothesis import given
from hypothesis import strategies as st

from pledges.counting.stretches import Stretch, days_up_to, first_come, joined

STRETCHES = st.lists(
    st.builds(lambda first, days: Stretch(first, first + days - 1), st.integers(1, 40), st.integers(0, 9))
)


def days_of(*stretches: Stretch) -> set[int]:
    """Return the days of stretches, one by one."""
    return {day for each in stretches for day in range(each.first, each.last + 1)}


@given(STRETCHES)
def test_joined_stretches_have_the_same_days_and_lie_apart(stretches: list[Stretch]) -> None:
    """No day is lost or told twice, and between two of them there is a day of neither."""
    made = joined(stretches)

    assert days_of(*made) == days_of(*stretches)
    assert all(one.last + 1 < other.first for one, other in itertools.pairwise(made))
    assert all(each.days for each in made)


@given(STRETCHES)
def test_who_comes_first_has_the_day(stretches: list[Stretch]) -> None:
    """Each day is of the first stretch that has it, and of no other."""
    made = first_come(stretches)

    assert len(made) == len(stretches)
    taken = set[int]()
    for each, new in zip(stretches, made, strict=True):
        assert days_of(*new) == days_of(each) - taken
        assert sum(part.days for part in new) == len(days_of(each) - taken)
        taken |= days_of(each)


@given(STRETCHES, st.integers(-1, 60))
def test_days_up_to_a_day_are_counted_once(stretches: list[Stretch], day: int) -> None:
    """The day itself counts, days told twice do not count twice, and before the first there is none."""
    assert days_up_to(stretches)(day) == len([each for each in days_of(*stretches) if each <= day])


def test_a_stretch_has_both_its_days_and_none_where_it_is_crossed() -> None:
    """Monday to Friday are five; what ends before it begins is nothing."""
    week = Stretch.between(dt.date(2025, 6, 2), dt.date(2025, 6, 6))
    crossed = Stretch.between(dt.date(2025, 6, 6), dt.date(2025, 6, 2))

    assert (week.days, crossed.days) == (5, 0)
    assert Stretch.between(dt.date.max, dt.date.max).days == 1
