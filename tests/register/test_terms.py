from fractions import Fraction
from typing import Any

import pytest
from typed_registers import END, START, codes, read
from typed_sheets import ERROR, Typed

from pledges.model import Rounding


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"Quantity": "Record only"}, {"quantity": None, "record_only": True}),
        ({"Quantity": "banded"}, {"quantity": None, "banded": True}),
        ({"Per": "per contract"}, {"per_year": False, "per_pounds": None}),
        ({"Per": "Year"}, {"per_year": True, "per_pounds": None}),
        ({"Per": "per annum"}, {"per_year": True}),
        ({"Per": "£1m"}, {"per_year": False, "per_pounds": Fraction(1_000_000)}),
        ({"Per": "every £1 million of contract value"}, {"per_pounds": Fraction(1_000_000)}),
        ({"Per": "1,000,000"}, {"per_pounds": Fraction(1_000_000)}),
        ({"Per": 1000000}, {"per_pounds": Fraction(1_000_000)}),
        ({"Per": "£500k"}, {"per_pounds": Fraction(500_000)}),
        ({"Per": "£2.5m"}, {"per_pounds": Fraction(2_500_000)}),
        ({"Rounding": None}, {"rounding": Rounding.EXACT}),
        ({"Rounding": "Floor"}, {"rounding": Rounding.FLOOR}),
        ({"Rounding": "half up"}, {"rounding": Rounding.NEAREST}),
        ({"Rounding": "round up"}, {"rounding": Rounding.CEILING}),
        ({"Stretch quantity": 5.5}, {"stretch": Fraction(11, 2)}),
        ({"Phase": 2, "Start": START}, {"phase": "2"}),
        ({"Either-or group": "A", "Trajectory": "spend"}, {"either_or_group": "A"}),
    ],
)
def test_what_a_promise_says_of_its_target(change: dict[str, Typed], fields: dict[str, Any]) -> None:
    """Each column arrives as what it means, and none of them is kept as words."""
    reading = read(change, {"Either-or group": "a"})

    pledge = reading.register.pledges[0]
    assert {name: getattr(pledge, name) for name in fields} == fields
    assert pledge.rules == ()


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("Per", "£0", "cell-not-in-list"),
        ("Per", "month", "cell-not-in-list"),
        ("Per", "1,00", "cell-not-in-list"),
        ("Per", ERROR, "cell-error"),
        ("Rounding", "somehow", "cell-not-in-list"),
        ("Stretch quantity", "lots", "cell-not-a-number"),
        ("Stretch quantity", -1, "cell-out-of-range"),
        ("Phase", ERROR, "cell-error"),
        ("Either-or group", ERROR, "cell-error"),
    ],
)
def test_a_cell_that_cannot_be_read_is_never_taken_for_a_blank(column: str, value: Typed, code: str) -> None:
    """The finding stands at the cell, and the pledge keeps that its figures cannot rest on a blank there."""
    reading = read({column: value})

    (pledge,) = reading.register.pledges
    assert [each for each, _ in codes(reading)] == [code]
    assert pledge.rules == ((column, "unreadable"),)


def test_digits_beyond_any_promise_are_no_number() -> None:
    """A decimal of ten thousand digits and an exponent of a thousand million are findings, at once."""
    reading = read({"Quantity": "0." + "3" * 10_000}, {"Quantity": "1e1000000000"}, {"Due": "9999-12-31"})

    assert codes(reading) == [
        ("cell-not-a-number", "Pledges!G2"),
        ("cell-not-a-number", "Pledges!G3"),
        ("cell-not-a-date", "Pledges!L4"),
    ]
    assert [pledge.quantity for pledge in reading.register.pledges] == [None, None, Fraction(4)]


def test_bands_are_kept_from_the_lowest_value_up() -> None:
    """Each pledge has the rows that name it; the same value twice, or a value that is none, spoils its bands."""
    band: dict[str, Typed] = {"Pledge ref": "P-01", "Value from": 2_000_000, "Quantity": 6}
    other: dict[str, Typed] = {"Pledge ref": "P-02", "Value from": "some", "Quantity": 6}

    reading = read({"Quantity": "banded"}, {"Quantity": "banded"}, Bands=[band, band | {"Value from": 0}, other])
    doubled = read({"Quantity": "banded"}, Bands=[band, band | {"Quantity": 7}])

    first, second = reading.register.pledges
    assert [(each.value_from, each.quantity) for each in first.bands] == [
        (Fraction(0), Fraction(6)),
        (Fraction(2_000_000), Fraction(6)),
    ]
    assert str(first.bands[0].source) == "register.xlsx!Bands!C3"
    assert (first.rules, second.rules) == ((), (("Bands", "unreadable"),))
    assert codes(reading) == [("cell-not-a-number", "Bands!B4")]
    assert codes(doubled) == [("reference-repeated", "Bands!B3")]
    assert doubled.register.pledges[0].rules == (("Bands", "unreadable"),)


@pytest.mark.parametrize(
    ("value", "unit", "quantity"),
    [
        (9_999_999, "people", Fraction(9_999_999)),
        (10_000_000, "people", None),
        (1e300, "people", None),
        (10_000_000, "GBP", Fraction(10_000_000)),
        (1_000_000_000, "GBP", None),
        ("10000000%", "%", None),
        ("-1%", "%", None),
    ],
)
def test_a_number_larger_than_any_promise_is_no_target(value: Typed, unit: str, quantity: Fraction | None) -> None:
    """Both sides of the boundary, in pounds and in all else; it is asked about at its cell and not shown."""
    reading = read({"Quantity": value, "Unit": unit})

    (pledge,) = reading.register.pledges
    code = "cell-out-of-range" if value == "-1%" else "promise-too-large"
    assert pledge.quantity == quantity
    assert codes(reading) == ([] if quantity else [(code, "Pledges!G2")])
    assert [each.saw for each in reading.findings if each.code == "promise-too-large"] in ([], [""])


@pytest.mark.parametrize("column", ["Stretch quantity", "Milestones", "Bands", "Variations"])
def test_no_other_cell_that_promises_may_be_larger_than_any_promise(column: str) -> None:
    """A telephone number becomes no stretch, milestone, quantity of a band or new quantity."""
    good: dict[str, Typed] = {"Pledge ref": "P-01", "Quantity": 1}
    many = 7_700_900_123
    others: dict[str, list[dict[str, Typed]]] = {
        "Milestones": [good | {"Date": START}, good | {"Date": END, "Quantity": many}],
        "Bands": [good | {"Value from": 0}, good | {"Value from": 1, "Quantity": many}],
        "Variations": [
            {"Contract ref": "C-001", "Effective": START, "Effect": "none", "Pledge ref": "P-01", "New quantity": many}
        ],
    }

    reading = read(
        {"Stretch quantity": many if column == "Stretch quantity" else None},
        **({column: others[column]} if column in others else {}),
    )

    assert [code for code, _ in codes(reading)] == ["promise-too-large"]
    assert not any(str(many) in str(each) for each in reading.findings)


def test_a_milestone_of_a_percentage_is_written_as_the_promise_is() -> None:
    """5% in a milestone of a promise in per cent is five, and in one of people no number."""
    milestone: dict[str, Typed] = {"Pledge ref": "P-01", "Date": START, "Quantity": "5%"}
    promises: list[dict[str, Typed]] = [
        {"Trajectory": "milestones", "Unit": unit, "Quantity": 9} for unit in ("%", "people")
    ]

    reading = read(*promises, Milestones=[milestone, milestone | {"Pledge ref": "P-02"}])

    assert [each.quantity for each in reading.register.pledges[0].milestones] == [5]
    assert codes(reading) == [("cell-not-a-number", "Milestones!C3")]


@pytest.mark.parametrize(
    ("typed", "unit", "quantity"),
    [
        ("0.05", "%", None),
        (Fraction(99, 100), "%", None),
        (1, "%", Fraction(1)),
        (0, "%", Fraction(0)),
        ("0.5%", "%", Fraction(1, 2)),
        (Fraction(1, 2), "FTE", Fraction(1, 2)),
    ],
)
def test_a_bare_number_below_one_is_no_percentage(typed: Typed, unit: str, quantity: Fraction | None) -> None:
    """0.05 may be 5%, so that the target is not known until somebody says which; a zero and a half FTE are clear."""
    reading = read({"Quantity": typed, "Unit": unit})

    assert [each.quantity for each in reading.register.pledges] == [quantity]
    assert codes(reading) == ([] if quantity is not None else [("share-unclear", "Pledges!G2")])


@pytest.mark.parametrize("column", ["Stretch quantity", "Milestones", "Bands", "Variations"])
def test_nothing_else_that_promises_a_percentage_is_a_bare_number_below_one(column: str) -> None:
    """What rests on it is not known."""
    row: dict[str, Typed] = {"Pledge ref": "P-01", "Quantity": Fraction(1, 20)}
    others: dict[str, list[dict[str, Typed]]] = {
        "Milestones": [row | {"Date": START}],
        "Bands": [row | {"Value from": 0}],
        "Variations": [row | {"Contract ref": "C-001", "Effective": START, "Effect": "none"}],
    }
    others["Variations"][0]["New quantity"] = others["Variations"][0].pop("Quantity")
    promise: dict[str, Typed] = {"Unit": "%", "Quantity": 5}

    reading = read(
        promise | {"Stretch quantity": Fraction(1, 20) if column == "Stretch quantity" else None},
        **({column: others[column]} if column in others else {}),
    )

    assert [code for code, _ in codes(reading)] == ["share-unclear"]
