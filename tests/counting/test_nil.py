import datetime as dt
from fractions import Fraction
from typing import Any

import attrs
from nouns import Q1, YEAR, line, pledge, received, register

from pledges.audience import Vocabulary
from pledges.counting.ledger import Ledger, count
from pledges.files.policy import default_policy
from pledges.model import Absence, Pledge
from pledges.returns.received import ReceivedReturn


def counting(sent: ReceivedReturn, of: Pledge) -> Ledger:
    """Count one return against one promise."""
    return count(register((of,)), (sent,), default_policy(), on=YEAR.end, known_on=None, vocabulary=Vocabulary())


def test_the_number_nought_is_nil() -> None:
    """A line that a host gives the number 0 says nil, as a typed 0 does."""
    counted = counting(received(line(quantity=0)), pledge()).counted["P-1"]

    assert (counted.has_nil, counted.has_number) == (True, False)
    assert counted.counted.value == 0


def test_dates_contradict_a_nil_return() -> None:
    """A row whose dates give weeks waits, like one with a number, where the return is marked as nil."""
    row = line(start=Q1.start, end=dt.date(2025, 4, 7), grade=1)
    sent = received(row)
    nil = attrs.evolve(sent, sent=attrs.evolve(sent.sent, nil=True))

    counted = counting(nil, pledge(unit="weeks", quantity=Fraction(104))).counted["P-1"]

    assert counted.counted.value == 0
    assert [each.set_aside and each.set_aside.reason for each in counted.lines] == ["nil-contradicted"]


def test_the_number_nought_beside_days_is_asked_about_as_the_word_is() -> None:
    """Nil, and 9 days attended from Monday to Friday: it waits, whichever way a host says nil."""
    week: dict[str, Any] = {"start": dt.date(2025, 6, 2), "end": dt.date(2025, 6, 6), "days": Fraction(9)}
    as_number, as_word = line(quantity=0, **week), line(absence=Absence.NIL, **week)

    said = [counting(received(each), pledge(unit="days")).counted["P-1"] for each in (as_number, as_word)]

    aside = [[each.set_aside and each.set_aside.reason for each in account.lines] for account in said]
    assert aside == [["quantity-beyond-dates"], ["quantity-beyond-dates"]]
