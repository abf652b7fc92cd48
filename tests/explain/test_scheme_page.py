import datetime as dt

import attrs
import pytest

from pledges.explain.scheme_page import SchemePage, page_lines, scheme_page
from pledges.files.schemes import built_in_schemes, illustrations, load_scheme, scheme_named
from pledges.reports.scheme import render_scheme
from pledges.rulebook import Scheme

ON = dt.date(2026, 4, 1)
WAIVED = "It can be waived."
CONFIRMED = "Of what counts, at least 80% was confirmed by somebody other than the firm"
LASTING = (
    "a job or apprenticeship of at least 26 weeks; or mentoring of at least 6 months; "
    "or at least 6 sessions with one group"
)
SHARE = "The share of earn and learn in uk workforce"
SHIPPED = (*built_in_schemes(), *illustrations())


def asks(page: SchemePage, level: str, identifier: str) -> str:
    """Return what one criterion asks, in words."""
    (found,) = [each for each in page.levels if each.name == level]
    return next(each.asks for each in found.criteria if each.id == identifier)


@pytest.mark.parametrize(
    ("level", "identifier", "words"),
    [
        ("Committed", "C", "A point of contact is named."),
        ("Delivering", "T", f"Committed has been held for at least 6 months, and is in force or in grace. {WAIVED}"),
        ("Leading", "K", "Of each contractual pledge that was due, at least 75% was delivered."),
        (
            "Leading", "V",
            f"{CONFIRMED}, and at least 25% by the young people.",
        ),
        ("Delivering", "R", "If a return is overdue, then by at most 30 days."),
        ("Leading", "R", "No return is overdue."),
        (
            "Leading", "O",
            f"Outcomes that lasted: at least 1. One is: {LASTING}. {WAIVED}",
        ),
    ],
)  # fmt: skip
def test_a_criterion_is_one_sentence_with_its_numbers(level: str, identifier: str, words: str) -> None:
    """A supplier can read it out and knows what to do."""
    assert asks(scheme_page(built_in_schemes()[0], ON), level, identifier) == words


@pytest.mark.parametrize(
    ("name", "level", "identifier", "words"),
    [
        ("defence-ers@2023", "Silver", "M", "Any one of these:"),
        ("defence-ers@2023", "Gold", "L", "Extra paid leave days: at least 10 days."),
        ("five-percent-club", "Bronze", "E", f"{SHARE}: a number that is not published."),
        (
            "five-percent-club",
            "Gold",
            "E",
            f"{SHARE}: more than, or at least (the sources differ) 5%.",
        ),
        (
            "top-apprenticeship-employers@2025",
            "May enter",
            "R",
            "Apprentice reviews from 1 Jun 2024 to 30 Apr 2025: at least 1 for a sme firm and at least 10 for a large firm.",  # noqa: E501 - one sentence
        ),
    ],
)
def test_unknown_values_windows_and_groups_are_said(name: str, level: str, identifier: str, words: str) -> None:
    """What is not published is said to be so, and never left out."""
    scheme = scheme_named(name)

    assert scheme is not None
    assert asks(scheme_page(scheme, ON), level, identifier) == words


@pytest.mark.parametrize("scheme", SHIPPED, ids=lambda each: f"{each.id}@{each.version}")
def test_every_criterion_of_every_shipped_scheme_is_on_its_page(scheme: Scheme) -> None:
    """On the terminal and in HTML: name, sentence, status, and that an illustration is unofficial."""
    page = scheme_page(scheme, ON)
    printed = "\n".join(page_lines(page))
    written = render_scheme(page).decode()

    for level in scheme.levels:
        for node in level.nodes():
            assert f"{node.id} {node.name}. " in printed
    assert len([each for level in page.levels for each in level.criteria]) == len(tuple(scheme.nodes()))
    assert scheme.status in printed
    assert scheme.digest in written
    assert "<script" not in written
    assert "http" not in written.replace("http-equiv", "")


def test_what_a_schemes_file_says_is_text_on_the_page_and_nothing_else() -> None:
    """A name with a tag in it stays a name."""
    scheme = attrs.evolve(built_in_schemes()[1], name="<script>alert(1)</script>")

    written = render_scheme(scheme_page(scheme, ON)).decode()

    assert "<script" not in written
    assert "&lt;script&gt;" in written


def test_a_value_that_is_announced_stands_below_the_one_in_force() -> None:
    """From which day on it is required, and what."""
    text = """
id = "wage"
name = "Wage"
version = "1"
[[levels]]
id = "pays"
name = "Pays"
kind = "badge"
term_months = 12
decision = "automatic"
[[levels.criteria]]
id = "W"
name = "Lowest rate"
measure = "fact"
fact = "lowest_hourly_rate"
unit = "GBP"
minimum = [
  { since = 2024-10-23, comply_by = 2025-05-01, gte = "12.60", reference = "rates of 2024-25" },
  { since = 2025-10-22, comply_by = 2026-05-01, gte = "13.45", reference = "rates of 2025-26" },
]
"""
    page = scheme_page(load_scheme(text, "wage.toml"), ON)

    (criterion,) = page.levels[0].criteria
    assert criterion.asks == "Lowest hourly rate: at least £12.60."
    assert criterion.changes == ("From 1 May 2026: at least £13.45.",)
