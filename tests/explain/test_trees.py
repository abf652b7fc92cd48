import datetime as dt
import itertools
import math
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from assessments import cell, weeks_from_days
from hypothesis import given as hypothesis_given
from hypothesis import strategies as st

from pledges.explain import (
    Explanation,
    Trees,
    as_data,
    count_of_lines,
    figure_fields,
    lines,
    tree,
    tree_fields,
    tree_lines,
    trees,
)
from pledges.figures import (
    Figure,
    Operation,
    difference,
    given,
    given_day,
    greatest,
    inclusive_days,
    least,
    product,
    ratio,
    renamed,
    total,
    unknown,
    whole,
)

ROUNDED: dict[Operation, Callable[[Fraction], int]] = {
    Operation.FLOOR: math.floor,
    Operation.NEAREST: lambda value: math.floor(value + Fraction(1, 2)),
    Operation.CEILING: math.ceil,
}

amounts = st.fractions(min_value=-1000, max_value=1000, max_denominator=60)
leaf_figures = st.one_of(
    amounts.map(lambda amount: given("quantity", amount, cell("C5"), unit="weeks")),
    st.just(unknown("quantity", "Nobody has said.", unit="weeks")),
)


def combined(parts: st.SearchStrategy[Figure]) -> st.SearchStrategy[Figure]:
    """Return sums, differences, ratios and the like of figures, parts shared among them."""
    several = st.lists(parts, min_size=1, max_size=6)
    return st.one_of(
        several.map(lambda figures: total("sum", figures, unit="weeks")),
        several.map(lambda figures: total("sum of twice the same", [*figures, *figures], unit="weeks")),
        st.tuples(parts, parts).map(lambda pair: difference("difference", *pair)),
        st.tuples(parts, parts).map(lambda pair: ratio("ratio", *pair, unit="weeks")),
        several.map(lambda figures: product("product", figures, unit="weeks")),
        several.map(lambda figures: least("least", figures)),
        several.map(lambda figures: greatest("greatest", figures)),
        parts.map(lambda figure: renamed(figure, "renamed")),
        st.tuples(parts, st.sampled_from(tuple(ROUNDED))).map(lambda pair: whole("whole", *pair)),
    )


figures = st.recursive(leaf_figures, combined, max_leaves=12)


def nodes(explanation: Explanation) -> Iterator[Explanation]:
    """Yield an explanation and everything below it."""
    yield explanation
    for part in explanation.parts:
        yield from nodes(part)


def replayed(explanation: Explanation, known: dict[int, Fraction | None]) -> Fraction | None:
    """Return what an explanation comes to when a reader does its sums again."""
    if explanation.same_as is not None:
        return known[explanation.same_as]
    if not explanation.parts and explanation.number is None:
        if explanation.operation == Operation.TOTAL.value:
            return Fraction(0)
        return None if explanation.exact is None else Fraction(explanation.exact)
    values = [replayed(part, known) for part in explanation.parts]
    amounts_known = [value for value in values if value is not None]
    answer = None if len(amounts_known) < len(values) else done(explanation.operation, amounts_known)
    if explanation.number is not None:
        known[explanation.number] = answer
    return answer


def done(operation: str, values: list[Fraction]) -> Fraction | None:
    """Return a sum done by hand."""
    match operation:
        case "total":
            return sum(values, Fraction(0))
        case "difference":
            return values[0] - values[1]
        case "ratio":
            return values[0] / values[1] if values[1] else None
        case "least" | "greatest":
            return min(values) if operation == "least" else max(values)
        case "floor" | "nearest" | "ceiling":
            return Fraction(ROUNDED[Operation(operation)](values[0]))
        case _:
            answer = Fraction(1)
            for value in values:
                answer *= value
            return answer


@hypothesis_given(figures)
def test_a_reader_who_does_the_sums_again_gets_the_figure(figure: Figure) -> None:
    """The tree that is written out holds everything that the figure was made of."""
    explanation = tree(figure)

    assert replayed(explanation, {}) == figure.value


@hypothesis_given(figures)
def test_each_computed_figure_is_written_out_once(figure: Figure) -> None:
    """A shared part has its parts in one place, and every other place points there."""
    every = list(nodes(tree(figure)))

    numbers = [each.number for each in every if each.number is not None]
    assert len(numbers) == len(set(numbers))
    assert {each.same_as for each in every if each.same_as is not None} <= set(numbers)
    assert not any(each.parts for each in every if each.same_as is not None)


@hypothesis_given(figures)
def test_the_lines_name_every_leaf(figure: Figure) -> None:
    """Where a figure rests on cells, the text shows them."""
    text = "\n".join(lines(figure, "P-01.counted"))

    has_cell = any(each.source is not None for each in nodes(tree(figure)))
    assert ("C5" in text) == has_cell
    assert text.startswith("P-01.counted = ")
    assert text.count("\n") + 1 == count_of_lines(tree(figure))


@hypothesis_given(st.lists(figures, min_size=1, max_size=3), st.integers(0, 12))
def test_trees_that_are_not_kept_say_what_whole_trees_say(several: list[Figure], most: int) -> None:
    """Their first lines, and how many there are, are found without making all of them."""
    named = {f"P-{at}.counted": figure for at, figure in enumerate([*several, several[0]])}
    whole, kept = trees(named), Trees(named)

    begun, counts = kept.begun(most), kept.counts_of_lines()

    def first_lines(made: Mapping[str, Explanation]) -> list[str]:
        return list(itertools.islice((line for name, each in made.items() for line in tree_lines(each, name)), most))

    assert dict(kept) == whole
    assert first_lines(begun) == first_lines(whole)
    assert counts == {name: count_of_lines(each) for name, each in whole.items()}


@hypothesis_given(figures)
def test_what_is_written_of_a_figure_is_what_its_tree_says(figure: Figure) -> None:
    """Field by field, in the same order, and again where it was explained before."""
    seen = dict[int, int]()
    first, again = tree(figure), trees({"first": figure, "again": figure})["again"]

    told, told_again = (dict(figure_fields(figure, seen)[0]) for _ in range(2))

    assert list(told.items()) == list(tree_fields(first).items())
    assert set(told_again.items()) >= {each for each in tree_fields(again).items() if each[0] != "same_as"}


def test_weeks_found_from_dates_are_explained_down_to_the_cells() -> None:
    """The tree of worked scenario 1 reads as a person would do the sum."""
    counted = total("counted", [weeks_from_days()], unit="weeks")

    printed = lines(counted, "P-01.counted")

    assert printed == (
        "P-01.counted = 6.29 weeks (exactly 44/7)",
        "  counted (weeks) = 44 days ÷ 7 days in a week = 6.29 weeks (exactly 44/7)",
        "    days = 44 days, from 18 Aug 2025 to 30 Sep 2025, both included",
        "      start: 18 Aug 2025 [returns/q4 ashfold.xlsx!Delivery!D5]",
        "      end of the period: 30 Sep 2025 [returns/q4 ashfold.xlsx!About!B4]",
        "    days in a week: 7 days in a week [counting rules, weeks are inclusive calendar days divided by 7]",
    )


def test_lines_that_are_set_aside_stand_in_the_sum_with_their_reason() -> None:
    """What does not count is not in the formula; it stands below it as 0, with why and where."""
    why = "The promise is in weeks and this line is in people."
    aside = [given("counted", 0, cell(address), unit="weeks", because=why) for address in ("C6", "C7")]
    nil = given("nil", 0, cell("C8"), unit="weeks", because="as typed")

    assert lines(total("counted", [weeks_from_days(), *aside, nil], unit="weeks"))[0] == (
        "counted = 6.29 + 0 = 6.29 weeks (exactly 44/7), and 2 lines are set aside"
    )
    assert lines(total("counted", [*aside, nil], unit="weeks")) == (
        "counted = 0 weeks, and 2 lines are set aside",
        "  0: set aside, The promise is in weeks and this line is in people. [returns/q4 ashfold.xlsx!Delivery!C6]",
        "  0: set aside, The promise is in weeks and this line is in people. [returns/q4 ashfold.xlsx!Delivery!C7]",
        "  nil: 0 weeks [returns/q4 ashfold.xlsx!Delivery!C8]",
        "    (as typed)",
    )
    assert lines(total("counted", aside[:1], unit="weeks"), "P-02.counted") == (
        "P-02.counted = 0 weeks",
        "  0: set aside, The promise is in weeks and this line is in people. [returns/q4 ashfold.xlsx!Delivery!C6]",
    )


def test_a_part_that_was_explained_is_referred_to() -> None:
    """The second time, a figure is one line that says `as above`."""
    weeks = weeks_from_days()
    printed = lines(difference("left", weeks, total("taken off", [weeks, weeks], unit="weeks")))

    assert [line.strip() for line in printed].count("weeks = 6.29 weeks (exactly 44/7), as above") == 2


def test_every_operation_has_its_sentence() -> None:
    """Sums, differences, products, extremes and days each say how they were made."""
    one, two = (given("quantity", amount, cell(f"C{amount}"), unit="people") for amount in (1, 2))
    first, last = (given_day("day", dt.date(2026, 3, day), cell(f"D{day}")) for day in (1, 31))
    heads = {
        lines(figure)[0]
        for figure in (
            total("sum", [one, two], unit="people"),
            total("sum", [one] * 5, unit="people"),
            total("sum", [], unit="people"),
            difference("less", one, two),
            difference("less", one, difference("negative", one, two)),
            product("product", [one, two], unit="attendee hours"),
            least("least", [one, two]),
            greatest("latest", [first, last]),
            least("earliest", [first, last]),
            inclusive_days("days", last, first),
            ratio("share", one, given("nothing", 0, cell("C9"), unit="people")),
            ratio("share", one, unknown("target", "The cell is no number.", unit="people")),
            renamed(unknown("target", "The cell is no number.", unit="people"), "promised"),
            whole("target", given("target", Fraction(37, 10), cell("C3"), unit="people"), Operation.FLOOR),
            whole("target", given("target", Fraction(37, 10), cell("C3"), unit="people"), Operation.NEAREST),
            whole("target", given("target", Fraction(-1, 2), cell("C3"), unit="weeks"), Operation.CEILING),
        )
    }

    assert heads == {
        "sum = 1 + 2 = 3 people",
        "sum = 5 people, the sum of 5 figures",
        "sum = 0 people: there is nothing to add up",
        "less = 1 - 2 = -1 people",
        "less = 1 - (-1) = 2 people",
        "product = 1 person × 2 people = 2 attendee hours",
        "least = 1 person, the least of 1 person and 2 people",
        "latest = 31 Mar 2026, the latest of 1 Mar 2026 and 31 Mar 2026",
        "earliest = 1 Mar 2026, the earliest of 1 Mar 2026 and 31 Mar 2026",
        "days = 0 days, from 31 Mar 2026 to 1 Mar 2026, both included",
        "share = not known, because nothing can be divided by 0",
        "share = not known, because a part of it is not known",
        "promised (target): not known",
        "target = 3 people, 3.7 rounded down",
        "target = 4 people, 3.7 rounded to the nearest whole number",
        "target = 0 weeks, (-0.5) rounded up",
    }


def test_a_reason_stands_below_what_it_explains() -> None:
    """Why something is not known, or is what it is, is said once."""
    figure = renamed(unknown("target", "The cell is no number.", unit="people"), "promised", because="as awarded")

    assert lines(figure)[1:] == ("  (as awarded)", "  (The cell is no number.)")


def test_trees_of_several_figures_share_what_they_share() -> None:
    """Within one pledge, what counted is made of is written out under the first figure that uses it."""
    weeks = weeks_from_days()
    made = trees({"counted": weeks, "share": ratio("share", weeks, given("target", 104, cell("F2"), unit="weeks"))})

    assert made["counted"].parts
    assert made["share"].parts[0].same_as == made["counted"].number


def test_data_of_a_tree_is_nested_plain_data() -> None:
    """Days are ISO text, amounts have their decimal and their fraction, and what is empty is left out."""
    data = as_data(weeks_from_days())

    assert data["value"] == "6.285714"
    assert data["exact"] == "44/7"
    assert "same_as" not in data
    parts = data["parts"]
    assert isinstance(parts, list)
    assert parts[0]["parts"][0] == {
        "label": "start",
        "operation": "given",
        "value": "2025-08-18",
        "exact": "2025-08-18",
        "unit": "day",
        "source": "returns/q4 ashfold.xlsx!Delivery!D5",
    }
