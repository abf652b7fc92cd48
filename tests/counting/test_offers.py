import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from nouns import Q1, YEAR, cell, line, pledge, received, register, values

from pledges.audience import Vocabulary
from pledges.counting import Counted
from pledges.counting.ledger import count
from pledges.counting.offers import offer_tests
from pledges.files.policy import default_policy
from pledges.model import Confirmation, ConfirmationGrade, Event

NOT_HONOURED, HONOURED = ConfirmationGrade.OFFER_NOT_HONOURED, ConfirmationGrade.OFFER_HONOURED
TESTED = dt.date(2025, 7, 1)


def said(grade: ConfirmationGrade, days: int = 0, **fields: Any) -> Confirmation:
    """Return what was said of P-1 so many days after the test."""
    day = TESTED + dt.timedelta(days=days)
    return Confirmation(pledge_ref="P-1", grade=grade, confirmed_on=day, source=cell(sheet="Confirmations"), **fields)


def decided(outcome: str, days: int = 10, **fields: Any) -> Event:
    """Return what the panel decided of P-1 so many days after the test."""
    given = {"supplier_ref": "S-01", "pledge_ref": "P-1", "kind": "panel decision", "outcome": outcome, **fields}
    return Event(day=TESTED + dt.timedelta(days=days), source=cell(sheet="Events"), **given)


def counted(*confirmations: Confirmation, events: tuple[Event, ...] = (), **asked: Any) -> Counted:
    """Return what counts of 8 people delivered, with what was said of them."""
    whole = register((pledge(),), confirmations=confirmations, events=events)
    delivered = received(line(quantity=8), period=Q1)
    days = {"on": YEAR.end, "known_on": None, **asked}
    return count(whole, (delivered,), default_policy(), vocabulary=Vocabulary(), **days).counted["P-1"]


def test_an_offer_that_was_not_honoured_does_not_count_and_is_shown() -> None:
    """What the test speaks of is in dispute, the rest counts, and the test stands beside it."""
    found = counted(said(NOT_HONOURED, quantity=Fraction(3)))

    assert values(found.counted, found.disputed, found.claimed) == (5, 3, 8)
    assert [each.words for each in found.offers] == ["not honoured, in dispute"]


def test_an_offer_that_was_honoured_changes_nothing_and_is_shown() -> None:
    """Officers see that somebody took it up."""
    found = counted(said(HONOURED))

    assert values(found.counted, found.disputed) == (8, 0)
    assert [each.words for each in found.offers] == ["honoured"]


@pytest.mark.parametrize(
    ("grade", "days", "disputed"),
    [
        (HONOURED, 1, 0),
        (ConfirmationGrade.THIRD_PARTY, 1, 0),
        (ConfirmationGrade.BENEFICIARY, 1, 0),
        (ConfirmationGrade.DECLINED, 1, 8),
        (ConfirmationGrade.THIRD_PARTY, 0, 8),
        (ConfirmationGrade.THIRD_PARTY, -1, 8),
        (HONOURED, 0, 8),
    ],
)
def test_a_later_confirmation_settles_a_dispute(grade: ConfirmationGrade, days: int, disputed: int) -> None:
    """Somebody who confirms the same after the test settles it; the same day, before, or declining does not."""
    found = counted(said(NOT_HONOURED), said(grade, days))

    assert values(found.disputed, found.counted) == (disputed, 8 - disputed)


def test_a_confirmation_of_something_else_settles_nothing() -> None:
    """What is said of another delivery is no answer to this test."""
    found = counted(said(NOT_HONOURED), said(ConfirmationGrade.THIRD_PARTY, 1, evidence_ref="rota"))

    assert found.disputed.value == 8


@pytest.mark.parametrize(("tested", "confirmed", "left"), [(5, 5, 0), (5, 6, 0), (5, 2, 3), (None, 2, 8)])
def test_a_confirmation_of_a_part_settles_that_part(tested: int | None, confirmed: int, left: int) -> None:
    """Two of five confirmed since leave three in dispute; of a test of everything a part settles nothing."""
    test = said(NOT_HONOURED, quantity=None if tested is None else Fraction(tested))

    found = counted(test, said(ConfirmationGrade.THIRD_PARTY, 1, quantity=Fraction(confirmed)))

    assert found.disputed.value == left


def test_two_parts_settle_what_they_are_together() -> None:
    """Confirmations of parts of a test add up."""
    parts = [said(ConfirmationGrade.THIRD_PARTY, days, quantity=Fraction(2)) for days in (1, 2, 3)]

    found = [counted(said(NOT_HONOURED, quantity=Fraction(5)), *parts[:many]).disputed.value for many in range(4)]

    assert found == [5, 3, 1, 0]


@pytest.mark.parametrize(
    ("event", "words", "disputed"),
    [
        (decided("offer honoured"), "not honoured, settled since", 0),
        (decided(" Offer  Honoured "), "not honoured, settled since", 0),
        (decided("offer not honoured"), "not honoured, upheld in review", 8),
        (decided("deferred"), "not honoured, in dispute", 8),
        (decided("offer honoured", days=0), "not honoured, in dispute", 8),
        (decided("offer honoured", kind="coordinator sign-off"), "not honoured, in dispute", 8),
        (decided("offer honoured", pledge_ref="P-2"), "not honoured, in dispute", 8),
        (decided("offer honoured", pledge_ref=None), "not honoured, in dispute", 8),
    ],
)
def test_the_panel_settles_a_dispute_either_way(event: Event, words: str, disputed: int) -> None:
    """A later decision that names the pledge settles it, or upholds that the amount stays set aside."""
    found = counted(said(NOT_HONOURED), events=(event,))

    assert [each.words for each in found.offers] == [words]
    assert found.disputed.value == disputed


def test_the_last_decision_holds() -> None:
    """A decision that was reversed counts as it was reversed, whatever the order of the rows."""
    first, last = decided("offer honoured", days=5), decided("offer not honoured", days=9)

    found = [counted(said(NOT_HONOURED), events=events).disputed.value for events in ((first, last), (last, first))]

    assert found == [8, 8]


def test_a_decision_after_the_day_or_not_yet_known_settles_nothing() -> None:
    """A position of a day rests on what had happened and was known."""
    decision = decided("offer honoured", days=10, recorded_on=TESTED + dt.timedelta(days=20))
    after = TESTED + dt.timedelta(days=9)

    early = counted(said(NOT_HONOURED), events=(decision,), on=after)
    unrecorded = counted(said(NOT_HONOURED), events=(decision,), known_on=TESTED + dt.timedelta(days=19))
    known = counted(said(NOT_HONOURED), events=(decision,), known_on=TESTED + dt.timedelta(days=20))

    assert [each.disputed.value for each in (early, unrecorded, known)] == [8, 8, 0]


def test_tests_stand_in_the_order_of_their_days() -> None:
    """Whatever the order of the rows, an officer reads them as they happened."""
    later, earlier = said(HONOURED, 5, person_ref="A"), said(NOT_HONOURED, person_ref="B")

    found = offer_tests((later, said(ConfirmationGrade.DECLINED), earlier), ())

    assert [(each.test, each.honoured) for each in found] == [(earlier, False), (later, True)]
