import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typed_sheets import ERROR, UNSAVED, Typed, cell

from pledges.tables import fold, is_blank, reference_key, text_of


@pytest.mark.parametrize(
    ("heading", "folded"),
    [
        ("Value (GBP)", "value"),
        ("How many*", "how many"),
        ("How\u00a0many", "how many"),
        ("  HOW   many ", "how many"),
        ("Pledge_ref", "pledge ref"),
        ("\ufeffPledge\u200b ref:", "pledge ref"),
        ("Organisation id (org-id, e.g. `GB-COH-01234567`)", "organisation id"),
        ("Share ((of) one) [%]", "share"),
        ("Either-or group", "either or group"),
        ("(GBP)", ""),
    ],
)
def test_headings_are_folded(heading: str, folded: str) -> None:
    """Case, blanks, punctuation, stars and what stands in brackets make no difference to a heading."""
    result = fold(heading)

    assert result == folded


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    """What is folded stays as it is."""
    once = fold(text)

    assert fold(once) == once


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("P-01", "p 01", True),
        ("P-01", "P01", True),
        ("C-1/11", "C-11/1", False),
        ("P-1(a)", "P-1(b)", False),
        ("P-01", "P-1", False),
        ("Brightway\u00a0Facilities Ltd", "brightway facilities, ltd.", True),
    ],
)
def test_references_are_the_same_but_for_case_spaces_and_punctuation(one: str, other: str, *, same: bool) -> None:
    """Two references that differ in a letter or a digit are two, also where their digits would grow together."""
    keys = reference_key(one), reference_key(other)

    assert (keys[0] == keys[1]) is same


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("  two \u00a0 words\n", "two words"),
        ("½ price²", "½ price²"),
        ("Please select an option", ""),
        ("< Select >", ""),
        ("\u200b", ""),
        (10038497.0, "10038497"),
        (0.5, "0.5"),
        (dt.date(2025, 4, 1), "2025-04-01"),
        (True, "yes"),
        (False, "no"),
        (None, ""),
        (ERROR, ""),
        (UNSAVED, ""),
    ],
)
def test_the_text_of_a_cell(value: Typed, text: str) -> None:
    """Text is kept in its own characters, a number in full, a day as ISO; an instruction of a drop-down is a blank."""
    result = text_of(cell(value))

    assert result == text


@pytest.mark.parametrize(
    ("value", "blank"), [(None, True), (" \u00a0", True), ("\u200b", True), ("0", False), (0, False), (ERROR, False)]
)
def test_a_cell_is_blank_where_nothing_can_be_seen(value: Typed, *, blank: bool) -> None:
    """Blanks alone are nothing; a nought, an error and an unsaved formula are something."""
    result = is_blank(cell(value))

    assert result is blank
    assert not is_blank(UNSAVED)
