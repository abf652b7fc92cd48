"""Rows without a quantity that go on with a person or placement, and those that have nothing to go on with."""

import datetime as dt
from fractions import Fraction
from typing import Any

import attrs
import pytest
from accounts import BLANK, CLAIMED, PLACEMENTS, POLICY, TOTAL, at_most, counted, promise, row, sent

from pledges.model import Absence

P1: dict[str, Any] = {"placement_ref": "P1"}


def test_a_row_that_goes_on_counts_nothing_and_is_kept_as_what_it_says() -> None:
    """It is no line that counts or waits; it keeps its own row, return and grade, with 0 and the reason for it."""
    first, later = sent("q1", row(1, **P1)), sent("q2", row(**BLANK, **P1, **CLAIMED))

    account = counted([promise(**PLACEMENTS)], first, later).counted["P-1"]

    (line,), (continuation,) = account.lines, account.continuations
    assert (line.line, line.sent) == (first.sent.lines[0], first.sent)
    assert (continuation.line, continuation.sent) == (later.sent.lines[0], later.sent)
    assert continuation.grade == later.sent.lines[0].grade
    assert (continuation.amount, continuation.set_aside) == (None, None)
    figure = continuation.counted
    assert (figure.value, figure.unit, figure.because) == (Fraction(0), "placements", "it goes on with another row")


@pytest.mark.parametrize(
    ("unit", "ref"), [("people", "person_ref"), ("placements", "placement_ref"), ("FTE", "person_ref")]
)
def test_a_row_that_has_nothing_to_go_on_with_lacks_its_quantity(unit: str, ref: str) -> None:
    """It is set aside and asked about, and what the promise comes to is still open."""
    alone = sent("q1", row(**BLANK, **{ref: "A"}))

    ledger = counted([promise(unit=unit)], alone)

    account = ledger.counted["P-1"]
    (line,) = account.lines
    text = f"The row gives other details, but no quantity, and the promise is in {unit}."
    assert line.set_aside is not None
    assert (line.set_aside.reason, line.set_aside.text) == ("quantity-needed", text)
    assert [(each.code, each.text) for each in ledger.findings] == [("quantity-needed", text)]
    assert account.continuations == ()
    assert account.has_pending
    assert account.open_because == "what the return says is not one plain number"


def test_a_row_of_a_day_to_come_says_nothing_yet() -> None:
    """On the last day of its period it lacks its quantity, and on the day before it is not looked at."""
    alone = sent("q1", row(**BLANK, **P1))

    on_the_day = counted([promise(**PLACEMENTS)], alone, on=dt.date(2025, 6, 30)).counted["P-1"]
    before = counted([promise(**PLACEMENTS)], alone, on=dt.date(2025, 6, 29)).counted["P-1"]

    assert on_the_day.has_pending
    assert not before.has_pending


def test_a_row_that_was_set_aside_keeps_its_amount_and_counts_nothing() -> None:
    """What a row outside its period reports is shown beside the reason."""
    of = promise(unit="sessions")
    outside = sent("q1", row(3, start=dt.date(2025, 7, 1)))

    (line,) = counted([of], outside).counted["P-1"].lines

    assert line.amount is not None
    assert [line.amount.value, line.counted.value] == [3, 0]


def test_what_a_row_says_of_no_number_names_the_promises_unit() -> None:
    """A quantity that is still to come is asked for in the unit of its promise."""
    of = promise(unit="sessions")
    pending = sent("q1", row(absence=Absence.PENDING))

    (line,) = counted([of], pending).counted["P-1"].lines

    assert line.set_aside is not None
    assert line.set_aside.reason == "quantity-pending"
    assert "None" not in line.set_aside.text


def test_a_repeated_row_of_a_total_tells_how_long_somebody_was_there() -> None:
    """The second row of a placement in one total counts nothing more, and its days are added."""
    of = promise(**PLACEMENTS, minimum_length=at_most(5, "days"))
    total = sent("q1", row(1, **P1, days=Fraction(3)), row(1, **P1, days=Fraction(2)), **TOTAL)
    short = attrs.evolve(total, sent=attrs.evolve(total.sent, lines=total.sent.lines[:1]))

    assert counted([of], total).counted["P-1"].counted.value == 1
    assert counted([of], short).counted["P-1"].counted.value == 0


def test_not_applicable_that_is_agreed_asks_nobody_for_a_quantity() -> None:
    """It says that there is nothing to report: no line, no question, and nothing that goes on with a placement."""
    policy = attrs.evolve(POLICY, not_applicable_accepted=True)
    agreed = sent("q1", row(absence=Absence.NOT_APPLICABLE, **P1))

    ledger = counted([promise(**PLACEMENTS)], agreed, policy=policy)

    account = ledger.counted["P-1"]
    assert (account.lines, account.continuations, account.has_pending, ledger.findings) == ((), (), False, ())
