import datetime as dt

import pytest
from typed_registers import END, START, codes, read
from typed_sheets import Typed

from pledges.model import Variation
from pledges.register import RegisterReading
from pledges.register.changes import FROM_THE_BEGINNING

VARIATION: dict[str, Typed] = {
    "Contract ref": "C-001", "Effective": dt.date(2026, 4, 1), "Value change": 100_000, "Effect": "rescale",
}  # fmt: skip


def varied(**cells: Typed) -> tuple[RegisterReading, Variation]:
    """Return the reading of a register with one variation, and that variation."""
    row = VARIATION | {name.replace("_", " "): value for name, value in cells.items()}
    reading = read({}, {"Contract ref": "C-002"}, Variations=[row])
    return reading, reading.register.variations[0]


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"Value_change": "half"}, ("cell-not-a-number", "Variations!C2")),
        ({"New_end": "soon"}, ("cell-not-a-date", "Variations!D2")),
        ({"New_end": dt.date(2025, 3, 31)}, ("cell-crosses-dates", "Variations!D2")),
        ({"New_quantity": -1, "Pledge_ref": "P-01"}, ("cell-out-of-range", "Variations!F2")),
        ({"New_quantity": 6}, ("variation-needs-pledge", "Variations!F2")),
        ({"Effect": "stretch"}, ("cell-not-in-list", "Variations!G2")),
    ],
)
def test_a_variation_with_a_cell_that_cannot_hold_is_kept_as_unclear(
    cells: dict[str, Typed], found: tuple[str, str]
) -> None:
    """The terms from before would look right and be wrong, so that there is a change is not forgotten."""
    reading, variation = varied(**cells)

    assert codes(reading) == [found]
    (asked,) = reading.findings
    assert asked.text.endswith(" This row cannot be used: how much is promised is not known from its day on.")
    assert (variation.contract_ref, variation.is_clear) == ("C-001", False)
    assert variation.effective == VARIATION["Effective"]


def test_a_variation_without_its_day_bears_from_the_beginning() -> None:
    """Nobody knows which figures are free of it."""
    reading, variation = varied(Effective="spring")

    assert codes(reading) == [("cell-not-a-date", "Variations!B2")]
    assert (variation.effective, variation.is_clear) == (FROM_THE_BEGINNING, False)


@pytest.mark.parametrize(("ref", "code"), [("P-02", "variation-foreign-pledge"), ("P-77", "reference-unknown")])
def test_a_variation_of_a_promise_that_is_not_the_contracts_bears_on_none(ref: str, code: str) -> None:
    """The contract's own value is not known from then on, and no other promise changes."""
    reading, variation = varied(Pledge_ref=ref, New_quantity=6)

    assert codes(reading) == [(code, "Variations!E2")]
    assert (variation.pledge_ref, variation.is_clear) == ("", False)


@pytest.mark.parametrize(("ref", "named"), [("-", None), ("p01", "P-01")])
def test_a_dash_names_the_whole_contract(ref: str, named: str | None) -> None:
    """A mere dash is a blank, as everywhere."""
    reading, variation = varied(Pledge_ref=ref)

    assert reading.findings == ()
    assert (variation.pledge_ref, variation.is_clear) == (named, True)


@pytest.mark.parametrize(("day", "found"), [(START, []), (START - dt.timedelta(days=1), ["variation-before-start"])])
def test_a_variation_before_the_contract_is_asked_about_and_used(day: dt.date, found: list[str]) -> None:
    """Both sides of the contract's first day."""
    reading, variation = varied(Effective=day, New_end=END)

    assert [code for code, _ in codes(reading)] == found
    assert (variation.effective, variation.is_clear) == (day, True)


@pytest.mark.parametrize(("end", "found"), [(dt.date(2026, 4, 1), []), (dt.date(2026, 3, 31), ["Variations!D2"])])
def test_an_end_before_the_variation_itself_is_asked_about_and_used(end: dt.date, found: list[str]) -> None:
    """A contract can end on the day of its variation, and not on the day before."""
    reading, variation = varied(New_end=end)

    assert codes(reading) == [("variation-ends-before", place) for place in found]
    assert (variation.new_end, variation.is_clear) == (end, True)


A_DAY = dt.timedelta(days=1)
BEFORE, AFTER = ("variation-ends-before", "Variations!D2"), ("variation-after-end", "Variations!B3")


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"Effective": END}, []),
        ({"Effective": END + A_DAY}, ["variation-after-end"]),
        ({"Effective": END + A_DAY, "New_end": END + 365 * A_DAY}, []),
        ({"Effective": END + 2 * A_DAY, "New_end": END + 365 * A_DAY}, ["variation-after-end"]),
    ],
)
def test_a_variation_after_the_contract_is_asked_about_and_used(cells: dict[str, Typed], found: list[str]) -> None:
    """Both sides of the last day; an extension takes up the contract on the day after it."""
    reading, variation = varied(**cells)

    assert codes(reading) == [(code, "Variations!B2") for code in found]
    assert (variation.effective, variation.is_clear) == (cells["Effective"], True)


@pytest.mark.parametrize(
    ("first", "found"),
    [
        ({"New end": END + 365 * A_DAY}, []),
        ({"New end": END + 30 * A_DAY}, [AFTER]),
        ({"Contract ref": "C-002", "New end": END + 365 * A_DAY}, [AFTER]),
        ({"New end": START + A_DAY}, [BEFORE, AFTER]),
        ({"Effective": "soon", "New end": END + 365 * A_DAY}, [("cell-not-a-date", "Variations!B2")]),
    ],
)  # fmt: skip
def test_a_contract_ends_as_the_days_before_have_varied_it(
    first: dict[str, Typed], found: list[tuple[str, str]]
) -> None:
    """An extension of an earlier day holds, another contract's does not; nobody knows what an unclear one says."""
    rows = [VARIATION | first, VARIATION | {"Effective": END + 60 * A_DAY}]

    reading, backwards = (read({}, {"Contract ref": "C-002"}, Variations=order) for order in (rows, rows[::-1]))

    assert codes(reading) == found
    assert sorted(code for code, _ in codes(backwards)) == sorted(code for code, _ in found)
    assert {each.contract_ref for each in reading.findings if each.code.startswith("variation-")} <= {"C-001"}
