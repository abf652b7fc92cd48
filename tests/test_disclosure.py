"""What may be published: scenario 15 of the domain as data, and every small table tried as a reader would try it."""

import datetime as dt
import itertools
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledges.disclosure import PublishedTable, Suppression, rounded_table, suppressed, suppressed_rates
from pledges.exceptions import DisclosureError
from pledges.files.policy import default_policy, load_policy

SCENARIO = Path(__file__).parent / "cases" / "disclosure" / "scenario-15-suppression.toml"
CASES = tomllib.loads(SCENARIO.read_text(encoding="utf-8"))
COUNTS = st.lists(st.integers(0, 40), min_size=1, max_size=8)


def rule_of(case: dict[str, Any]) -> Suppression:
    """Return the rule that a case names."""
    return Suppression(threshold=case.get("threshold", 5), base=case.get("base", 0))


@pytest.mark.parametrize("case", CASES["tables"], ids=lambda case: case["name"])
def test_a_table_is_published_as_the_case_says(case: dict[str, Any]) -> None:
    """Each table of a case in turn, the later ones beside what was published of the earlier."""
    published = list[PublishedTable]()

    for step in case["steps"]:
        published.append(suppressed(step["counts"], rule_of(case), published))

        assert list(published[-1].words(rule_of(case))) == step["shown"]


@pytest.mark.parametrize("case", CASES["rounded"], ids=lambda case: case["name"])
def test_a_table_is_rounded_as_the_case_says(case: dict[str, Any]) -> None:
    """Each number by itself, the total too."""
    assert list(rounded_table(case["counts"], rule_of(case))) == case["shown"]


def same_tables(cells: int, threshold: int, top: int) -> Iterator[tuple[PublishedTable, list[tuple[int, ...]]]]:
    """Yield what is published of all tables of so many cells, with the tables of which that is published."""
    tables = defaultdict[PublishedTable, list[tuple[int, ...]]](list)
    for counts in itertools.product(range(top + 1), repeat=cells):
        tables[suppressed(counts, Suppression(threshold=threshold))].append(counts)
    # A table whose total is above `top` could be made of larger numbers too, which are not tried.
    yield from ((shown, made_by) for shown, made_by in tables.items() if shown.total is None or shown.total <= top)


@pytest.mark.parametrize(
    ("cells", "threshold", "top"), [(1, 5, 12), (2, 3, 14), (2, 5, 14), (3, 3, 13), (3, 4, 12), (3, 5, 13), (4, 3, 8)]
)
def test_no_hidden_number_can_be_worked_out_by_somebody_who_knows_the_rule(
    cells: int, threshold: int, top: int
) -> None:
    """Every hidden cell could be at least two numbers, over all tables of which the same is published."""
    leaks = [
        (shown, made_by)
        for shown, made_by in same_tables(cells, threshold, top)
        for index, cell in enumerate(shown.cells)
        if cell is None and len({counts[index] for counts in made_by}) == 1
    ]

    assert leaks == []


@pytest.mark.parametrize(("cells", "threshold", "top"), [(2, 3, 12), (2, 4, 13), (3, 3, 8)])
def test_no_small_change_of_a_cell_can_be_worked_out_of_two_cumulative_tables(
    cells: int, threshold: int, top: int
) -> None:
    """A reader who has both tables, and knows that numbers only grow, never learns that a cell grew by one or two."""
    rule = Suppression(threshold=threshold)
    every = list(itertools.product(range(top + 1), repeat=cells))
    first = {counts: suppressed(counts, rule) for counts in every}
    pairs = defaultdict[tuple[PublishedTable, PublishedTable], list[tuple[tuple[int, ...], tuple[int, ...]]]](list)
    for before, after in itertools.product(every, every):
        if all(then <= now for then, now in zip(before, after, strict=True)):
            pairs[first[before], suppressed(after, rule, [first[before]])].append((before, after))

    leaks = [
        (shown, could_be)
        for shown, could_be in pairs.items()
        if all(sum(after) + threshold <= top for _, after in could_be)  # larger numbers are not tried
        for index in range(cells)
        if len(changes := {after[index] - before[index] for before, after in could_be}) == 1
        and 0 < next(iter(changes)) < threshold
    ]

    assert leaks == []


@given(COUNTS, st.integers(3, 12))
def test_small_numbers_are_hidden_and_what_is_shown_is_true(counts: list[int], threshold: int) -> None:
    """Nothing below the threshold but zero is shown, zero always is, and nothing shown is changed."""
    shown = suppressed(counts, Suppression(threshold=threshold))

    assert all(cell in (None, count) for cell, count in zip(shown.cells, counts, strict=True))
    assert all(cell is not None for cell, count in zip(shown.cells, counts, strict=True) if count == 0)
    assert not any(cell is not None and 0 < cell < threshold for cell in shown.cells)
    assert shown.total in (None, sum(counts))


@given(COUNTS)
def test_a_table_without_small_numbers_is_shown_whole(counts: list[int]) -> None:
    """Suppression holds back no more than it must where there is nothing to protect."""
    counts = [count if count == 0 or count >= 5 else 5 for count in counts]

    assert suppressed(counts, Suppression()) == PublishedTable(cells=tuple(counts), total=sum(counts))


@given(COUNTS)
def test_the_same_table_again_tells_nothing_new(counts: list[int]) -> None:
    """Publishing twice what has not changed shows the same twice."""
    once = suppressed(counts, Suppression())

    assert suppressed(counts, Suppression(), [once]) == once


@given(COUNTS, st.integers(1, 12))
def test_rounded_numbers_are_at_most_half_a_base_away(counts: list[int], base: int) -> None:
    """And a zero that is none is marked."""
    rule = Suppression(base=base)

    shown = rounded_table(counts, rule)

    for text, count in zip(shown, (*counts, sum(counts)), strict=True):
        number = int(text.removesuffix("(k)"))
        assert number % base == 0
        assert 2 * abs(number - count) <= base
        assert text.endswith("(k)") == (number == 0 and count > 0)


def test_a_rate_of_a_hidden_number_is_hidden() -> None:
    """Half of twelve would tell six; a share of nobody is none."""
    rates = suppressed_rates([None, 6, 0, 3, 1], [20, 12, 0, None, 0])

    assert rates == (None, Fraction(1, 2), None, None, None)
    assert suppressed_rates([0], [9]) == (Fraction(0),)


@pytest.mark.parametrize(
    ("counts", "rule", "before"),
    [
        ([3], Suppression(threshold=2), []),
        ([-1], Suppression(), []),
        ([3, 4], Suppression(), [PublishedTable(cells=(9,), total=9)]),
    ],
)
def test_a_rule_that_cannot_protect_is_refused(
    counts: list[int], rule: Suppression, before: list[PublishedTable]
) -> None:
    """Nothing is published by it."""
    with pytest.raises(DisclosureError):
        suppressed(counts, rule, before)


@pytest.mark.parametrize(("counts", "base"), [([3], 0), ([-3], 5)])
def test_nothing_is_rounded_to_nothing(counts: list[int], base: int) -> None:
    """A base of 0 is no base, and there are not fewer than no people."""
    with pytest.raises(DisclosureError):
        rounded_table(counts, Suppression(base=base))


def test_the_rule_is_the_policys() -> None:
    """The defaults, and what a council writes from a day on."""
    text = '[[suppression_threshold]]\nsince = 2026-04-01\nvalue = 10\nreference = "Cabinet"\n'
    policy = load_policy(text)

    assert Suppression.of(default_policy()) == Suppression(threshold=5, base=0, hidden="c", rounded_away="k")
    assert Suppression.of(policy.in_force_on(dt.date(2026, 3, 31))).threshold == 5
    assert Suppression.of(policy.in_force_on(dt.date(2026, 4, 1))).threshold == 10
