import datetime as dt
from fractions import Fraction

import pytest

from pledges.explain import amount_words, count_words, exactly, listed


@pytest.mark.parametrize(
    ("amount", "unit", "words"),
    [
        (Fraction(44, 7), "weeks", "6.29 weeks"),
        (Fraction(1), "weeks", "1 week"),
        (Fraction(-1), "people", "-1 people"),
        (Fraction(1), "people", "1 person"),
        (Fraction(1), "hedgehogs", "1 hedgehogs"),
        (Fraction(1), "pledges", "1 pledge"),
        (Fraction(2), "pledges", "2 pledges"),
        (Fraction(1), "categories", "1 category"),
        (Fraction(5, 2), "weight", "2.5"),
        (Fraction(1250), "attendee hours", "1,250 attendee hours"),
        (Fraction(2501, 2), "GBP", "£1,250.50"),
        (Fraction(5000), "GBP", "£5,000"),
        (Fraction(-5), "GBP", "-£5"),
        (Fraction(3, 8), "share", "37.5%"),
        (Fraction(5), "%", "5%"),
        (Fraction(dt.date(2026, 3, 31).toordinal()), "day", "31 Mar 2026"),
        (Fraction(0), "people", "0 people"),
        (None, "people", "not known"),
        (None, "day", "not known"),
    ],
)
def test_an_amount_is_written_as_people_write_it(amount: Fraction | None, unit: str, words: str) -> None:
    """Two decimals, a per cent with one, pounds and pence, one person, and never a nought for what is not known."""
    assert amount_words(amount, unit) == words


@pytest.mark.parametrize(
    ("amount", "unit", "words"),
    [
        (Fraction(44, 7), "weeks", " (exactly 44/7)"),
        (Fraction(25, 4), "weeks", ""),
        (Fraction(1, 3), "share", " (exactly 1/3)"),
        (Fraction(1, 8), "share", ""),
        (Fraction(735000), "day", ""),
        (None, "weeks", ""),
    ],
)
def test_the_fraction_is_given_only_where_rounding_hid_it(amount: Fraction | None, unit: str, words: str) -> None:
    """What the words say in full needs no fraction beside it."""
    assert exactly(amount, unit) == words


def test_counts_and_lists_read_like_sentences() -> None:
    """One row, two rows, and a list with its last joint in words."""
    assert (count_words(1, "row"), count_words(1200, "row")) == ("1 row", "1,200 rows")
    assert count_words(2, "person", "people") == "2 people"
    assert [listed(()), listed(("a",)), listed(("a", "b", "c"))] == ["", "a", "a, b and c"]
