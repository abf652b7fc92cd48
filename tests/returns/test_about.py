import datetime as dt

import pytest
from grids import ABOUT, QUARTER, Plain, about_with, codes_of, form, only_return, reading_of

from pledges.model import Basis
from pledges.returns.fingerprint import fingerprint

ROW = ("P-01", "", "", 2)


def test_the_fields_say_whose_it_is_and_for_when() -> None:
    """Each is kept as typed, and both ends of the period know their cells."""
    about = about_with(Submitted_on=dt.date(2025, 10, 2), Part="North depot", Nil_return="no")

    sent = only_return(reading_of(form(ROW, about=about)))

    assert (sent.supplier_key, sent.contract_key, sent.part) == ("S-01", "C-001", "North depot")
    assert (sent.period, sent.basis, sent.submitted_on) == (QUARTER, Basis.IN_PERIOD, dt.date(2025, 10, 2))
    assert (sent.nil, sent.keyed, sent.layout, sent.path) == (False, False, "pledges-return/1", "returns/q2.xlsx")
    assert str(sent.source) == "returns/q2.xlsx!About"
    assert str(sent.period_start_source) == "returns/q2.xlsx!About!B4"
    assert str(sent.period_end_source) == "returns/q2.xlsx!About!B5"


@pytest.mark.parametrize(
    ("words", "basis"),
    [
        ("in period", Basis.IN_PERIOD),
        ("This quarter only", Basis.IN_PERIOD),
        ("IN-PERIOD", Basis.IN_PERIOD),
        ("Cumulative", Basis.CUMULATIVE),
        ("year to date", Basis.CUMULATIVE),
        ("to date", Basis.CUMULATIVE),
        ("In post", Basis.IN_POST),
    ],
)
def test_the_basis_has_other_words(words: str, basis: Basis) -> None:
    """Quarter only and to date are what people write."""
    sent = only_return(reading_of(form(ROW, about=about_with(Basis=words))))

    assert sent.basis is basis


@pytest.mark.parametrize("field", ["Period start", "Period end", "Basis"])
@pytest.mark.parametrize("value", [None, "Please select"])
def test_a_field_that_places_a_return_in_time_is_kept_as_not_given_with_its_cell(field: str, value: Plain) -> None:
    """The rows are read all the same; whether the council's log gives it instead is not asked here."""
    reading = reading_of(form(ROW, about=about_with(**{field: value})))

    row = 1 + [name for name, _ in ABOUT].index(field)
    sent = only_return(reading)
    assert codes_of(reading) == []
    assert [(name, str(place)) for name, place in sent.not_given] == [(field, f"returns/q2.xlsx!About!B{row}")]
    assert (sent.basis if field == "Basis" else sent.period) is None
    assert len(sent.lines) == 1


def test_a_field_that_is_not_there_is_missed_on_the_sheet() -> None:
    """Without a cell of its own, its place is the sheet."""
    about = [row for row in ABOUT if row[0] != "Basis"]

    sent = only_return(reading_of(form(ROW, about=about)))

    assert [(name, str(place)) for name, place in sent.not_given] == [("Basis", "returns/q2.xlsx!About")]


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("Period start", "July", "cell-not-a-date"),
        ("Basis", "sort of", "cell-not-in-list"),
        ("Nil return", "maybe", "cell-not-in-list"),
        ("Submitted on", "yesterday", "cell-not-a-date"),
        ("Period end", dt.date(2025, 6, 30), "dates-crossed"),
    ],
)
def test_a_field_that_cannot_be_read_is_one_finding(field: str, value: Plain, code: str) -> None:
    """It is not missed as well: one cell, one sentence."""
    reading = reading_of(form(ROW, about=about_with(**{field: value})))

    assert codes_of(reading) == [code]
    assert only_return(reading).not_given == ()


def test_text_dates_settle_each_other() -> None:
    """30/09/2025 shows that the form's dates are written day first."""
    about = about_with(**{"Period start": "01/07/2025", "Period end": "30/09/2025", "Submitted on": "02/10/2025"})

    sent = only_return(reading_of(form(ROW, about=about)))

    assert sent.period == QUARTER
    assert sent.submitted_on == dt.date(2025, 10, 2)


def test_a_field_given_twice_with_different_answers_is_not_used() -> None:
    """Neither answer is believed, and the same answer twice is one."""
    about = [*ABOUT, ("Period end", dt.date(2025, 12, 31)), ("Supplier", "S-01")]

    reading = reading_of(form(ROW, about=about))

    assert codes_of(reading) == ["field-repeated"]
    assert only_return(reading).period is None
    assert only_return(reading).supplier_key == "S-01"


def test_a_fingerprint_that_does_not_fit_is_kept_with_its_cell() -> None:
    """Changed references are noticed; added rows for the same promises are not a change."""
    made = fingerprint("S-01", "C-001", QUARTER, ["P-01", "P-02"])
    rows = (ROW, ("P-02", "", "", "nil"), ("P-01", "", "", 7))

    kept = reading_of(form(*rows, about=about_with(Fingerprint=made.upper())))
    changed = reading_of(form(*rows, about=about_with(Fingerprint=made, Contract_ref="C-002")))

    assert (codes_of(kept), only_return(kept).changed_at) == ([], None)
    assert str(only_return(changed).changed_at) == "returns/q2.xlsx!About!B8"


@pytest.mark.parametrize("rows", [(), (ROW,)], ids=["no rows", "a row with a number"])
def test_a_nil_return_is_kept_as_such(rows: tuple[tuple[Plain, ...], ...]) -> None:
    """Whether a number contradicts it is counting's to say."""
    reading = reading_of(form(*rows, about=about_with(Nil_return="Yes")))

    assert only_return(reading).nil
    assert len(only_return(reading).lines) == len(rows)
