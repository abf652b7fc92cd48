import datetime as dt
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given as given_by_hypothesis
from hypothesis import strategies as st

from pledges.exceptions import FigureError
from pledges.figures import (
    Figure,
    difference,
    given,
    given_day,
    greatest,
    inclusive_days,
    least,
    leaves,
    nodes,
    product,
    ratio,
    renamed,
    replay,
    sources,
    total,
    unknown,
)
from pledges.provenance import CellRef, Passage

CELL = CellRef(file="returns/q1.xlsx", sheet="Delivery", cell="D5")


def weeks(value: Fraction | int, cell: str = "D5") -> Figure:
    """Return a leaf in weeks."""
    return given("quantity", value, CellRef(file="returns/q1.xlsx", sheet="Delivery", cell=cell), unit="weeks")


@st.composite
def figures(draw: st.DrawFn) -> Figure:
    """Draw a figure in weeks made of leaves by any operation."""
    leaf = st.fractions(max_denominator=20).map(weeks) | st.just(unknown("lost", "nobody knows", unit="weeks"))

    def made(parts: st.SearchStrategy[Figure]) -> st.SearchStrategy[Figure]:
        pairs = st.tuples(parts, parts)
        return st.one_of(
            st.lists(parts, max_size=4).map(lambda each: total("sum", each, unit="weeks")),
            pairs.map(lambda pair: difference("difference", *pair)),
            pairs.map(lambda pair: product("product", pair, unit="weeks")),
            pairs.map(lambda pair: ratio("ratio", *pair, unit="weeks")),
            pairs.map(lambda pair: least("least", pair)),
            pairs.map(lambda pair: greatest("greatest", pair)),
            parts.map(lambda part: renamed(part, "again")),
        )

    return draw(st.recursive(leaf, made, max_leaves=12))


@given_by_hypothesis(figures())
def test_a_figure_replays_to_its_value(figure: Figure) -> None:
    """Computed again from its leaves a figure gives its value; unknown stays unknown."""
    assert replay(figure) == figure.value
    assert all(replay(node) == node.value for node in nodes(figure))


@given_by_hypothesis(figures())
def test_what_rests_on_something_unknown_is_unknown(figure: Figure) -> None:
    """No operation makes a number out of a part that nobody knows."""
    if any(leaf.value is None for leaf in leaves(figure)):
        assert figure.value is None


def test_a_leaf_keeps_its_source() -> None:
    """The sources of a figure are the places of its leaves, each once."""
    figure = total("sum", [weeks(1, "D5"), weeks(2, "D6"), weeks(3, "D5")], unit="weeks")

    assert [str(source) for source in sources(figure)] == ["returns/q1.xlsx!Delivery!D5", "returns/q1.xlsx!Delivery!D6"]


@pytest.mark.parametrize(
    "make",
    [
        lambda one, other: total("sum", [one, other], unit="weeks"),
        lambda one, other: difference("difference", one, other),
        lambda one, other: least("least", [one, other]),
        lambda one, other: ratio("share", one, other),
    ],
)
def test_two_units_are_never_put_together(make: Callable[[Figure, Figure], Figure]) -> None:
    """People and weeks do not add up, neither is the smaller, and one is no share of the other."""
    people = given("people", 2, CELL, unit="people")

    with pytest.raises(FigureError, match="different units: people"):
        make(weeks(1), people)


def test_days_are_counted_only_between_days() -> None:
    """The inclusive days of two weeks are no figure."""
    with pytest.raises(FigureError, match="between two days"):
        inclusive_days("days", weeks(1), weeks(2))


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [(dt.date(2025, 8, 18), dt.date(2025, 9, 30), 44), (dt.date(2025, 8, 18), dt.date(2025, 8, 18), 1),
     (dt.date(2025, 8, 18), dt.date(2025, 8, 17), 0), (dt.date(2025, 8, 18), dt.date(2025, 8, 1), 0)],
)  # fmt: skip
def test_days_are_inclusive_and_never_below_zero(first: dt.date, last: dt.date, days: int) -> None:
    """From the 18th to the 18th is one day, and to the 17th none."""
    one, other = given_day("first", first, CELL), given_day("last", last, CELL)

    assert inclusive_days("days", one, other).value == days
    assert one.day == first
    assert weeks(1).day is None


def test_nothing_divided_by_nothing_is_unknown() -> None:
    """A share of a target of 0 is not known; it is neither 0 nor all of it."""
    assert ratio("share", weeks(3), weeks(0)).value is None
    assert total("sum of nothing", [], unit="weeks").value == 0


def test_a_long_sum_can_be_walked() -> None:
    """A figure may be deeper than Python's own stack."""
    figure = weeks(0)
    for _ in range(5000):
        figure = renamed(figure, "again")

    assert replay(figure) == 0


@pytest.mark.parametrize("file", ["", "  "])
def test_a_source_without_a_place_cannot_be_made(file: str) -> None:
    """Nothing gets in without saying where it came from."""
    with pytest.raises(ValueError, match="needs its file"):
        CellRef(file=file)
    with pytest.raises(ValueError, match="needs its place"):
        Passage(document="policy", place=file)
