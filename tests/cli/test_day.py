import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledges.cli import main
from pledges.cli.day import day_in
from pledges.periods import day_text


@pytest.mark.parametrize(
    "text",
    [
        "2025-11-10", "10/11/2025", "10.11.2025", "10 Nov 2025", "10 November 2025", " 10  nov 2025 ", "10-Nov-2025",
        "10 NOVEMBER 2025",
    ],
)  # fmt: skip
def test_a_day_may_be_typed_as_people_write_it(text: str) -> None:
    """As in an Excel sheet or a letter, with the day before the month."""
    assert day_in(text) == dt.date(2025, 11, 10)


@pytest.mark.parametrize("text", ["9 Sept 2025", "9 sep 2025", "9 September 2025"])
def test_september_has_two_short_names(text: str) -> None:
    """Both are common."""
    assert day_in(text) == dt.date(2025, 9, 9)


@pytest.mark.parametrize(
    "text", ["", "soon", "31/02/2026", "10 Nov", "10 Novem 2025", "11/10/25", "2025-13-01", "0000-01-01", "Nov 10 2025"]
)
def test_what_is_no_day_is_none(text: str) -> None:
    """Nothing is guessed: no year of two digits, no month without a name, no day that the calendar lacks."""
    assert day_in(text) is None


@given(st.dates())
def test_every_day_that_the_report_writes_can_be_typed(day: dt.date) -> None:
    """The day in a heading can be copied into the command."""
    assert day_in(day.isoformat()) == day_in(f"{day:%d/%m}/{day.year:04}") == day
    assert day.year < 1000 or day_in(day_text(day)) == day


@pytest.mark.parametrize("day", ["9999-12-31", "2101-01-01", "1999-12-31"])
def test_a_day_of_another_age_is_answered_with_the_years_that_can_be(
    day: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A position has a day before and a day after it, and registers speak of this century."""
    code = main(["assess", "anywhere", "--on", day])

    assert (code, "the years 2000 to 2100" in capsys.readouterr().err) == (2, True)


@pytest.mark.parametrize("option", ["--on", "--known-on"])
def test_a_wrong_day_is_answered_in_plain_words(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The option and an example, and no codes of formats."""
    code = main(["assess", "anywhere", option, "the 3rd"])

    told = capsys.readouterr().err
    assert code == 2
    assert f"{option}: give a day such as 2026-03-31 or 31/03/2026." in told
    assert "%" not in told
