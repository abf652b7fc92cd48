from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledges.quantities import (
    UNITS,
    Quantity,
    count_words,
    exact,
    exact_amount,
    is_decimal,
    is_too_large,
    number_in,
    percent,
    plain,
    rounded,
    unit_named,
)

fractions = st.fractions(min_value=-(10**9), max_value=10**9, max_denominator=10**6)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", Fraction(12)),
        (" 1,250.50 ", Fraction(2501, 2)),
        ("£1,234", Fraction(1234)),
        ("-3", Fraction(-3)),
        ("0.1", Fraction(1, 10)),
        ("\u00a07\u00a0", Fraction(7)),
        ("007", Fraction(7)),
        ("\ufeff£\u200b7\u2060", Fraction(7)),
    ],
)
def test_reads_one_plain_number(text: str, number: Fraction) -> None:
    """Digits, a sign, a pound sign and commas in thousands are a plain number, whatever blanks stand around it."""
    assert number_in(text) == number


@pytest.mark.parametrize(
    "text",
    ["", "ten", "2 people", "1.2k", "(500)", "10+", "approx 40", "1,2", "12,34", "1e9", "1_000", "٣", "\uff11\uff12",
     "²", "5/8", "--3", "1.", "9" * 19, "nan", "inf", "0x10", "1 2"],
)  # fmt: skip
def test_does_not_guess_a_number_out_of_anything_more(text: str) -> None:
    """What is more than one plain number is no number: a finding is made of it."""
    assert number_in(text) is None


@given(fractions, st.integers(min_value=0, max_value=8))
def test_rounds_half_up_like_the_decimal_library(amount: Fraction, places: int) -> None:
    """Rounding agrees with an independent implementation of half up, away from zero."""
    step = Decimal(1).scaleb(-places)
    exactly = Decimal(amount.numerator) / Decimal(amount.denominator)
    tie = (abs(amount) * 2 * 10**places).denominator == 1

    text = rounded(amount, places)

    if tie or abs(exactly) < Decimal(10) ** 15:
        assert Decimal(text) == exactly.quantize(step, rounding=ROUND_HALF_UP)


@pytest.mark.parametrize(
    ("amount", "places", "text"),
    [(Fraction(1, 3), 0, "0"), (Fraction(31, 3), 0, "10"), (Fraction(1999, 20), 1, "100"),
     (Fraction(1, 3), 6, "0.333333"),
     (Fraction(3, 10), 3, "0.3"), (Fraction(1, 2), 0, "1"), (Fraction(-1, 2), 0, "-1"), (Fraction(-1, 3), 0, "0")],
)  # fmt: skip
def test_rounded_text_has_no_zeros_and_no_point_at_its_end(amount: Fraction, places: int, text: str) -> None:
    """Ten stays ten, three tenths have one place, and nothing has a point without a place behind it."""
    assert rounded(amount, places) == text


def test_exact_amounts_are_rounded_to_six_places() -> None:
    """That is what assessment.json writes."""
    assert rounded(Fraction(44, 7)) == "6.285714"


@given(fractions)
def test_exact_text_is_the_number_itself(amount: Fraction) -> None:
    """The exact form can be read back without loss, by us and by whoever knows fractions."""
    assert exact_amount(exact(amount)) == amount
    assert Fraction(exact(amount)) == amount


@pytest.mark.parametrize(
    ("amount", "places", "is_one"),
    [(Fraction(7), 0, True), (Fraction(15, 2), 0, False), (Fraction(15, 2), 1, True), (Fraction(61, 8), 2, False),
     (Fraction(61, 8), 3, True), (Fraction(1, 3), 12, False), (Fraction(1, 20), 2, True), (Fraction(1, 11), 1, False)],
)  # fmt: skip
def test_a_decimal_of_so_many_places_loses_nothing_by_rounding(amount: Fraction, places: int, *, is_one: bool) -> None:
    """Halves have one place, eighths three, and thirds none that is enough."""
    assert is_decimal(amount, places) is is_one
    assert (Fraction(rounded(amount, places)) == amount) is is_one


@pytest.mark.parametrize(
    ("amount", "text"),
    [(Fraction(44, 7), "6.29"), (Fraction(1250000), "1,250,000"), (Fraction(-1234567, 1000), "-1,234.57"),
     (Fraction(-1, 1000), "0"), (Fraction(1, 200), "0.01"), (Fraction(-1250000), "-1,250,000"),
     (Fraction(-1, 2), "-0.5"), (Fraction(0), "0")],
)  # fmt: skip
def test_plain_numbers_are_written_for_people(amount: Fraction, text: str) -> None:
    """Two places, half up, commas in thousands, and never a minus before zero."""
    assert plain(amount) == text


@pytest.mark.parametrize(
    ("share", "text"), [(Fraction(3, 8), "37.5%"), (Fraction(11, 60), "18.3%"), (Fraction(1), "100%")]
)
def test_shares_are_written_as_percentages(share: Fraction, text: str) -> None:
    """A share of one is a percentage with one place."""
    assert percent(share) == text


@pytest.mark.parametrize(
    ("count", "nouns", "text"),
    [(0, ("row",), "0 rows"), (1, ("row",), "1 row"), (2, ("row",), "2 rows"), (1250, ("row",), "1,250 rows"),
     (1, ("line is", "lines are"), "1 line is"), (2, ("line is", "lines are"), "2 lines are")],
)  # fmt: skip
def test_a_count_is_written_with_its_noun(count: int, nouns: tuple[str, ...], text: str) -> None:
    """One row is no rows; a noun that does not end with an s has its own word for many."""
    assert count_words(count, *nouns) == text


@pytest.mark.parametrize(
    ("text", "unit"),
    [(" Weeks", "weeks"), ("\u200bFTE  years\ufeff", "FTE years"), ("person", "people"), ("fte", "FTE"), ("£", "GBP")],
)
def test_units_are_known_by_their_other_words(text: str, unit: str) -> None:
    """A unit is found whatever the case, the blanks and the word for it."""
    assert unit_named(text) == unit


def test_every_word_for_a_unit_names_one_unit() -> None:
    """No word stands for two units, and what is no unit is none."""
    words = [word.casefold() for unit, others in UNITS.items() for word in (unit, *others)]

    assert len(words) == len(set(words))
    assert unit_named("parsecs") is None


@pytest.mark.parametrize(
    ("quantity", "text"),
    [
        (Quantity(Fraction(3, 2), "FTE"), "1.5 FTE"),
        (Quantity(Fraction(1), "people"), "1 person"),
        (Quantity(Fraction(75), "%"), "75%"),
        (Quantity(Fraction(-2501, 2), "GBP"), "-£1,250.50"),
        (Quantity(Fraction(3000), "GBP"), "£3,000"),
        (Quantity(Fraction(0), "GBP"), "£0"),
        (Quantity(Fraction(1, 2), "GBP"), "£0.50"),
        (Quantity(Fraction(2), "people"), "2 people"),
        (Quantity(Fraction(1), "meals"), "1 meals"),
    ],
)
def test_quantities_are_written_with_their_unit(quantity: Quantity, text: str) -> None:
    """One person is no people, and pounds stand before their number."""
    assert str(quantity) == text


@pytest.mark.parametrize(
    ("quantity", "unit", "too_large"),
    [
        (9_999_999, "people", False),
        (10_000_000, "people", True),
        (10_000_000, "GBP", False),
        (999_999_999, "GBP", False),
        (1_000_000_000, "GBP", True),
        (999_999_999, None, False),
        (1_000_000_000, None, True),
    ],
)
def test_a_telephone_number_is_no_quantity(quantity: int, unit: str | None, too_large: bool) -> None:
    """Ten million of anything is one, a thousand million pounds are, and so is what may be pounds."""
    assert is_too_large(Fraction(quantity), unit) is too_large
