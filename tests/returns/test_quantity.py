import datetime as dt
from fractions import Fraction

import pytest
from grids import UNSAVED, Plain, cell_of, error, percent
from hypothesis import given
from hypothesis import strategies as st

from pledges.model import Absence
from pledges.quantities import rounded
from pledges.returns.quantity import read_quantity, unit_of

NUMBERS = [
    (12, 12, None),
    ("12", 12, None),
    (" 1,250.50 ", Fraction("1250.5"), None),
    (Fraction(1, 2), Fraction(1, 2), None),
    ("-3", -3, None),
    ("£1,500", 1500, "GBP"),
    ("£1,500 pounds", 1500, "GBP"),
    ("2 apprentices", 2, "people"),
    ("6 people", 6, "people"),
    ("6 Young People", 6, "people"),
    ("4 starts", 4, "people"),
    ("1 trainee", 1, "people"),
    ("52 wks", 52, "weeks"),
    ("52wks.", 52, "weeks"),
    ("3 placements", 3, "placements"),
    ("37.5 hrs", Fraction("37.5"), "hours"),
    ("2 FTE", 2, "FTE"),
    ("50%", 50, "%"),
    (percent(Fraction(1, 2)), 50, "%"),
    ("8\u00a0sessions", 8, "sessions"),
]

ABSENCES = [
    (None, Absence.MISSING, None),
    ("Please select", Absence.MISSING, None),
    (0, Absence.NIL, None),
    ("0", Absence.NIL, None),
    ("0.00", Absence.NIL, None),
    ("0 people", Absence.NIL, None),
    ("nil", Absence.NIL, None),
    ("NIL return", Absence.NIL, None),
    ("None", Absence.NIL, None),
    ("none this quarter", Absence.NIL, None),
    ("Zero.", Absence.NIL, None),
    ("TBC", Absence.PENDING, "quantity-pending"),
    ("tbc Q4", Absence.PENDING, "quantity-pending"),
    ("To be confirmed", Absence.PENDING, "quantity-pending"),
    ("awaited", Absence.PENDING, "quantity-pending"),
    ("pending payroll", Absence.PENDING, "quantity-pending"),
    ("N/A", Absence.NOT_APPLICABLE, "quantity-not-applicable"),
    ("n/a this quarter", Absence.NOT_APPLICABLE, "quantity-not-applicable"),
    ("Not applicable", Absence.NOT_APPLICABLE, "quantity-not-applicable"),
    ("[c]", Absence.SUPPRESSED, "quantity-suppressed"),
    ("*", Absence.SUPPRESSED, "quantity-suppressed"),
    ("c", Absence.SUPPRESSED, "quantity-suppressed"),
    ("z", Absence.SUPPRESSED, "quantity-suppressed"),
    ("X", Absence.SUPPRESSED, "quantity-suppressed"),
    ("..", Absence.SUPPRESSED, "quantity-suppressed"),
    ("2 people x 26wks", Absence.UNCLEAR, "quantity-unclear"),
    ("2 apprentices + 1 placement", Absence.UNCLEAR, "quantity-unclear"),
    ("approx 40", Absence.UNCLEAR, "quantity-unclear"),
    ("10+", Absence.UNCLEAR, "quantity-unclear"),
    ("six", Absence.UNCLEAR, "quantity-unclear"),
    ("1.2k", Absence.UNCLEAR, "quantity-unclear"),
    ("(500)", Absence.UNCLEAR, "quantity-unclear"),
    ("<5", Absence.UNCLEAR, "quantity-unclear"),
    ("-", Absence.UNCLEAR, "quantity-unclear"),
    ("1,5", Absence.UNCLEAR, "quantity-unclear"),
    ("£5 people", Absence.UNCLEAR, "quantity-unclear"),
    ("none yet but 2 soon", Absence.UNCLEAR, "quantity-unclear"),
    ("pending 2", Absence.UNCLEAR, "quantity-unclear"),
    ("as above", Absence.UNCLEAR, "quantity-unclear"),
    ("٣", Absence.UNCLEAR, "quantity-unclear"),
    ("1e9", Absence.UNCLEAR, "quantity-unclear"),
    ("9" * 200, Absence.UNCLEAR, "quantity-unclear"),
    (dt.date(2025, 8, 5), Absence.UNCLEAR, "quantity-unclear"),
    (True, Absence.UNCLEAR, "quantity-unclear"),
    (error(), Absence.UNCLEAR, "cell-error"),
    (UNSAVED, Absence.UNCLEAR, "cell-unsaved"),
]


@pytest.mark.parametrize(("typed", "amount", "unit"), NUMBERS, ids=str)
def test_one_plain_number_is_read_with_the_unit_it_names(
    typed: Plain, amount: Fraction | int, unit: str | None
) -> None:
    """One number, alone or with one word for its unit, is what people write and mean exactly."""
    read = read_quantity(cell_of(typed))

    assert (read.amount, read.unit, read.absence, read.code) == (amount, unit, None, None)


@pytest.mark.parametrize(("typed", "absence", "code"), ABSENCES, ids=str)
def test_what_is_no_number_is_told_apart(typed: Plain, absence: Absence, code: str | None) -> None:
    """Blank, nil, still to come, not applicable, suppressed and unclear are six things; nothing is guessed."""
    read = read_quantity(cell_of(typed))

    assert (read.amount, read.unit, read.absence, read.code) == (None, None, absence, code)


WHOLE_THOUSANDTHS = st.integers(-10_000, 10_000).map(lambda whole: Fraction(whole, 1000))


@given(amount=WHOLE_THOUSANDTHS, unit=st.sampled_from(["weeks", "days", "£", ""]))
def test_a_number_is_the_same_however_it_was_typed(amount: Fraction, unit: str) -> None:
    """As a number of Excel or as text with its unit, it is exactly the same amount."""
    text = f"£{rounded(amount)}" if unit == "£" else f"{rounded(amount)} {unit}"

    as_number, as_text = read_quantity(cell_of(amount)), read_quantity(cell_of(text))

    assert as_number.amount == as_text.amount
    assert as_number.absence == as_text.absence


@given(text=st.text(max_size=40))
def test_any_text_is_a_number_or_an_absence_and_never_both(text: str) -> None:
    """Whatever is typed, exactly one of the two is known."""
    read = read_quantity(cell_of(text))

    assert (read.amount is None) is not (read.absence is None)
    assert read.amount != 0


def test_the_words_of_people_are_a_unit() -> None:
    """An apprentice is one of the people; a coffee is nothing that is pledged."""
    units = [unit_of(words) for words in ("Apprentices", "weeks", "coffees")]

    assert units == ["people", "weeks", None]
