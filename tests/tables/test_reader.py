import datetime as dt
from fractions import Fraction

import pytest
from typed_sheets import ERROR, UNSAVED, Typed, percent, sheet

from pledges.audience import Vocabulary
from pledges.tables import CellReader, Column, DayOrder, Place, Row, find_table

READER = CellReader(Vocabulary.of(references=["P-01"]))


def row_of(value: Typed) -> Row:
    """Return the one row of a sheet whose column `Given` holds a value."""
    grid = sheet("Pledges", ["Given", "Other"], [value, "x"])
    table = find_table(grid, Place("register.xlsx", "Pledges"), [Column("Given"), Column("Other")])
    assert table is not None
    return table.rows[0]


@pytest.mark.parametrize(
    ("value", "number", "code", "saw"),
    [
        (12, 12, None, ""),
        ("£1,250.50", Fraction(2501, 2), None, ""),
        (percent(0.5), Fraction(1, 2), None, ""),
        ("50%", None, "cell-not-a-number", '"50%"'),
        ("2 apprentices", None, "cell-not-a-number", '"2 apprentices"'),
        ("Jane Canary", None, "cell-not-a-number", "text, 11 characters"),
        (dt.date(2025, 4, 1), None, "cell-not-a-number", "1 Apr 2025"),
        (True, None, "cell-not-a-number", "yes"),
        (ERROR, None, "cell-error", "#REF!"),
        (UNSAVED, None, "cell-unsaved", ""),
        (None, None, None, ""),
        ("Please select", None, None, ""),
    ],
)
def test_numbers(value: Typed, number: Fraction | int | None, code: str | None, saw: str) -> None:
    """One plain number is a number, a blank is nothing, and anything else is a finding at the cell."""
    result, problem = READER.read_number(row_of(value), "Given")

    assert result == number
    assert (problem.code if problem else None) == code
    assert (problem.saw if problem else "") == saw
    assert problem is None or str(problem.source) == "register.xlsx!Pledges!A2"


@pytest.mark.parametrize(
    ("value", "share", "code"),
    [
        (50, Fraction(1, 2), None),
        ("50%", Fraction(1, 2), None),
        (percent(0.5), Fraction(1, 2), None),
        (percent(0.005), Fraction(1, 200), None),
        (100, 1, None),
        (1, Fraction(1, 100), None),
        (0, 0, None),
        (0.5, None, "share-unclear"),
        ("half%", None, "cell-not-a-number"),
        ("half", None, "cell-not-a-number"),
        (None, None, None),
    ],
)
def test_shares(value: Typed, share: Fraction | int | None, code: str | None) -> None:
    """50 and 50% are both a half; a bare number between nought and one is a query."""
    result, problem = READER.read_share(row_of(value), "Given")

    assert result == share
    assert (problem.code if problem else None) == code


@pytest.mark.parametrize(
    ("value", "order", "day", "code"),
    [
        (dt.date(2025, 4, 3), None, dt.date(2025, 4, 3), None),
        (dt.date(1999, 12, 31), None, None, "cell-not-a-date"),
        ("3 April 2025", None, dt.date(2025, 4, 3), None),
        ("03/04/2025", "day first", dt.date(2025, 4, 3), None),
        ("03/04/2025", "month first", dt.date(2025, 3, 4), None),
        ("03/04/2025", None, None, "date-ambiguous"),
        ("04/04/2025", None, dt.date(2025, 4, 4), None),
        ("31/03/2025", None, dt.date(2025, 3, 31), None),
        ("31/03/2025", "month first", None, "cell-not-a-date"),
        ("03/31/2025", None, dt.date(2025, 3, 31), None),
        (45887, None, None, "date-as-number"),
        (True, None, None, "cell-not-a-date"),
        ("TBC", None, None, "cell-not-a-date"),
        (ERROR, None, None, "cell-error"),
        (None, None, None, None),
    ],
)
def test_days(value: Typed, order: DayOrder | None, day: dt.date | None, code: str | None) -> None:
    """A date is read by the order of its column; without one, a date with two readings is a query."""
    result, problem = READER.read_day(row_of(value), "Given", order)

    assert result == day
    assert (problem.code if problem else None) == code


def test_an_ambiguous_date_shows_both_readings() -> None:
    """The finding says both days in words, unless they could be a day of birth."""
    _, recent = READER.read_day(row_of("03/04/2025"), "Given", None)
    _, birth = READER.read_day(row_of("03/04/2007"), "Given", None)

    assert recent is not None
    assert recent.text.startswith("Given can be read as 3 Apr 2025 or as 4 Mar 2025")
    assert birth is not None
    assert "2007" not in f"{birth}"


@pytest.mark.parametrize(
    ("value", "word", "code"),
    [
        ("At due", "at due", None),
        ("straight-line", "straight line", None),
        ("linear (even)", "straight line", None),
        ("%", "percent", None),
        (2, "two", None),
        ("zigzag", None, "cell-not-in-list"),
        ("()", None, "cell-not-in-list"),
        (ERROR, None, "cell-error"),
        (None, None, None),
    ],
)
def test_words(value: Typed, word: str | None, code: str | None) -> None:
    """A word is found by itself or by another word for it, whatever its case and punctuation."""
    allowed = {"at due": (), "straight line": ("linear",), "percent": ("%",), "two": ("2",)}

    result, problem = READER.read_word(row_of(value), "Given", allowed)

    assert result == word
    assert (problem.code if problem else None) == code


@pytest.mark.parametrize(
    ("value", "answer", "code"),
    [
        ("Yes", True, None),
        ("✓", True, None),
        ("x", True, None),
        (True, True, None),
        (1, True, None),
        ("N", False, None),
        (0, False, None),
        (False, False, None),
        ("perhaps", None, "cell-not-in-list"),
        (UNSAVED, None, "cell-unsaved"),
        (None, None, None),
    ],
)
def test_yes_and_no(value: Typed, answer: bool | None, code: str | None) -> None:
    """A closed list of words and signs says yes or no; a blank is no answer."""
    result, problem = READER.read_yes_no(row_of(value), "Given")

    assert result is answer
    assert (problem.code if problem else None) == code


@pytest.mark.parametrize(
    ("value", "reference", "code"),
    [
        ("  P-01 ", "P-01", None),
        ("00123", "00123", None),
        (10038497.0, "10038497", None),
        ("10038497.0", "10038497", None),
        ("1.0", "1.0", None),
        ("705E01510602", "705E01510602", None),
        ("1.2E+12", "", "reference-damaged"),
        (1234567890123456, "", "reference-damaged"),
        (dt.date(2025, 2, 1), "", "reference-damaged"),
        (True, "", "reference-damaged"),
        (ERROR, "", "cell-error"),
        (None, "", None),
    ],
)
def test_references(value: Typed, reference: str, code: str | None) -> None:
    """A reference is what was typed, not what Excel made of it; what cannot be told any more is refused."""
    result, problem = READER.read_reference(row_of(value), "Given")

    assert result == reference
    assert (problem.code if problem else None) == code


def test_text() -> None:
    """Free text is tidied and kept; an error is none."""
    tidied, error = READER.read_text(row_of(" a  b "), "Given"), READER.read_text(row_of(ERROR), "Given")

    assert tidied == ("a b", None)
    assert error[0] == ""
    assert error[1] is not None


@pytest.mark.parametrize("method", ["read_number", "read_share", "read_yes_no", "read_text", "read_reference"])
def test_a_blank_that_is_required_is_a_finding(method: str) -> None:
    """Each reader says of a required blank that it is missing, under the name it is called."""
    _, problem = getattr(READER, method)(row_of(None), "Given", required=True, called="Period end")

    assert problem.code == "cell-missing"
    assert problem.text == "Period end is blank."


@pytest.mark.parametrize(
    ("day", "read", "code"),
    [
        (dt.date(2017, 12, 31), None, "day-too-early"),
        ("14/02/2008", None, "day-too-early"),
        (dt.date(2018, 1, 1), dt.date(2018, 1, 1), None),
    ],
)
def test_a_day_that_can_be_a_date_of_birth_is_no_day_of_a_return(
    day: Typed, read: dt.date | None, code: str | None
) -> None:
    """Where days have an earliest, one before it is a finding that does not show it."""
    reader = CellReader(Vocabulary(), dt.date(2018, 1, 1))

    result, problem = reader.read_day(row_of(day), "Given", "day first")

    assert result == read
    assert (problem.code if problem is not None else None) == code
    assert problem is None or "2008" not in str(problem)
