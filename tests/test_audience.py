import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pledges.audience import OWN_WORDS, WITHHELD, Vocabulary, tokens_of

WORDS = Vocabulary.of(references=["S-01", "C-001", "P-01"], names=["Brightwater Grounds Ltd"])


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("2 apprentices", '"2 apprentices"'),
        ("TBC Q4", '"TBC Q4"'),
        ("n/a", '"n/a"'),
        ("P-99", '"P-99"'),
        ("18.08.25", '"18.08.25"'),
        ("12 May 2025", '"12 May 2025"'),
        ("from 3 July", '"from 3 July"'),
        ("Brightwater Grounds", '"Brightwater Grounds"'),
        ("#REF!", "#REF!"),
        (Fraction(5, 2), "2.5"),
        (dt.date(2025, 8, 18), "18 Aug 2025"),
        (True, "yes"),
        (None, "nothing"),
    ],
)
def test_listed_words_numbers_and_recent_days_are_shown(value: object, shown: str) -> None:
    """What is on the allow-list is shown as it was typed."""
    assert WORDS.saw(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("Jo Bloggs", "text, 9 characters"),
        ("Brightwater", "text, 11 characters"),
        ("07700 900123", "text, 12 characters"),
        ("QQ 12 34 56 C", "text, 13 characters"),
        ("14/02/2008", "text, 10 characters"),
        ("14/02/08", "text, 8 characters"),
        ("28/06/99", "text, 8 characters"),
        ("98-06-28", "text, 8 characters"),
        ("17 August 2004", "text, 14 characters"),
        ("9 Oct 05", "text, 8 characters"),
        ("LE1 2AB", "text, 7 characters"),
        ("jo@example.org", "text, 14 characters"),
        ("2 apprentices, one is Kay", "text, 25 characters"),
        ("two\napprentices", "text, 15 characters"),
        (dt.date(2008, 2, 14), "a date before 2018"),
        (Fraction(7700900123), "a number of 10 digits"),
    ],
)
def test_everything_else_is_described(value: object, shown: str) -> None:
    """What is not on the list is told by its kind and size, whatever it looks like."""
    assert WORDS.saw(value) == shown


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("returns/C-001 S-01 2025-07-01 to 2025-09-30.xlsx", "returns/C-001 S-01 2025-07-01 to 2025-09-30.xlsx"),
        ("returns/Q2/Brightwater Grounds return v2.xlsx", "returns/Q2/Brightwater Grounds return v2.xlsx"),
        ("returns/Jo Bloggs placement.xlsx", "returns/[…] placement.xlsx"),
        ("returns/Kay O'Neill-Smith/Q1.csv", "returns/[…]/Q1.csv"),
        ("returns/Jo.Bloggs", "returns/[…]"),
        ("returns/1234567890.xlsx", "returns/[…].xlsx"),
        ("returns/07700 900123.xlsx", "returns/[…].xlsx"),
        ("returns/14.02.2008.xlsx", "returns/[…].xlsx"),
        ("returns/14.02.08.xlsx", "returns/[…].xlsx"),
        ("returns/14022008.xlsx", "returns/[…].xlsx"),
        ("returns/2025-26 Q1/form (2) 31.03.26.xlsx", "returns/2025-26 Q1/form (2) 31.03.26.xlsx"),
        ("returns/20250701 to 20250930.xlsx", "returns/20250701 to 20250930.xlsx"),
    ],
)
def test_names_of_files_lose_the_words_that_are_not_listed(path: str, shown: str) -> None:
    """A file is named as far as its name is made of listed words and days."""
    assert WORDS.file_name(path) == shown


def test_sheets_with_other_names_are_known_by_their_place() -> None:
    """A sheet's own name is shown only when it is made of listed words."""
    assert WORDS.sheet_name("Delivery", 1) == "Delivery"
    assert WORDS.sheet_name("Jo's placement", 3) == "sheet 3"


@example("C%V")
@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "Zs"]), max_size=40))
def test_no_unlisted_word_gets_through(text: str) -> None:
    """Every word that is shown of a text or a name is one of the list or a number."""
    seen = WORDS.saw(text)
    named = WORDS.file_name(f"returns/{text.replace('/', '')}.xlsx").removeprefix("returns/").removesuffix(".xlsx")

    listed = OWN_WORDS | {token for phrase in WORDS.phrases for token in phrase} | WORDS.codes | {"n", "a", "mock"}
    # What is withheld stood between two words: they are not one.
    for shown in (seen if seen.startswith('"') else "", named.replace(WITHHELD, " ")):
        assert all(word.isdigit() or word in listed or word == "interviews" for word in tokens_of(shown))


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("returns/June Young.xlsx", "returns/[…].xlsx"),
        ("returns/placement Jo.Smith", "returns/placement […]"),
        ("returns/April Summers placement.xlsx", "returns/[…] placement.xlsx"),
        ("returns/June return.xlsx", "returns/June return.xlsx"),
        ("returns/Kay May 2025.xlsx", "returns/[…] May 2025.xlsx"),
    ],
)
def test_a_month_that_is_also_a_name_needs_something_beside_it(path: str, shown: str) -> None:
    """June is a month beside a number or among our own words, and a name beside anything else."""
    assert WORDS.file_name(path) == shown


@pytest.mark.parametrize(("text", "is_shown"), [("June Young", False), ("April May", False), ("May 2025", True)])
def test_names_that_are_months_are_not_shown_of_a_cell(text: str, *, is_shown: bool) -> None:
    """Words that are only names of months and of people say nothing for certain."""
    assert WORDS.saw(text).startswith('"') is is_shown
