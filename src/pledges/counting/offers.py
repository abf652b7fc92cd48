"""A pledge's confirmations and events in; the tests of its offer out, each with whether it is still in dispute.

A council tests an offer by taking it up. A test that was not honoured puts what it speaks of in dispute until somebody
settles it: a later test that was honoured, a later confirmation of the same delivery, or a later decision of the panel
that names the pledge.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pledges.model import ConfirmationGrade
from pledges.provenance import reading_order

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable
    from fractions import Fraction

    from pledges.model import Confirmation, Event
    from pledges.provenance import Source

DECISION, HONOURED, NOT_HONOURED = "panel decision", "offer honoured", "offer not honoured"
"""The event that settles a test in review, and its two outcomes."""


@attrs.frozen(kw_only=True)
class OfferTest:
    """A test of an offer: `honoured`, or not, and what became of the dispute.

    `test` is what the register records of it; `confirmed_since` are later confirmations of a part of it, which is no
    longer in dispute. Where `settled_by` names a cell, nothing is; `upheld_by` names the decision that it stays so.
    """

    honoured: bool
    test: Confirmation
    confirmed_since: tuple[Confirmation, ...] = ()
    settled_by: Source | None = None
    settled_on: dt.date | None = None
    upheld_by: Source | None = None

    @property
    def is_open(self) -> bool:
        """Whether it keeps an amount from counting."""
        return not self.honoured and self.settled_by is None

    @property
    def words(self) -> str:
        """What became of it, in one word or a few."""
        if self.honoured:
            return "honoured"
        if self.settled_by is not None:
            return "not honoured, settled since"
        return "not honoured, upheld in review" if self.upheld_by is not None else "not honoured, in dispute"


def offer_tests(confirmations: Iterable[Confirmation], events: Iterable[Event]) -> tuple[OfferTest, ...]:
    """Return the tests of one pledge's offer in the order of their days.

    `confirmations` and `events` are those of this pledge that are known. What settles a test is later than its day; of
    a confirmation with a smaller quantity than the test's own, only so much is settled.
    """
    said = sorted(confirmations, key=lambda each: (each.confirmed_on, reading_order(each.source)))
    decisions = sorted(
        (each for each in events if each.kind == DECISION), key=lambda each: (each.day, reading_order(each.source))
    )
    return tuple(
        _tested(each, said, decisions)
        for each in said
        if each.grade in {ConfirmationGrade.OFFER_HONOURED, ConfirmationGrade.OFFER_NOT_HONOURED}
    )


def _tested(test: Confirmation, said: list[Confirmation], decisions: list[Event]) -> OfferTest:
    made = OfferTest(honoured=test.grade is ConfirmationGrade.OFFER_HONOURED, test=test)
    if made.honoured:
        return made
    quantity, since = test.quantity, list["Confirmation"]()
    for later in (each for each in said if each.confirmed_on > test.confirmed_on and _subject(each) == _subject(test)):
        if later.grade is ConfirmationGrade.OFFER_HONOURED or _confirms_all(later, quantity):
            return attrs.evolve(made, settled_by=later.source, settled_on=later.confirmed_on)
        if later.grade in _CONFIRMS and quantity is not None and later.quantity is not None:
            quantity -= later.quantity
            since.append(later)
    made = attrs.evolve(made, confirmed_since=tuple(since))
    for decision in (each for each in reversed(decisions) if each.day > test.confirmed_on):
        outcome = " ".join(decision.outcome.casefold().split())
        if outcome == HONOURED:
            return attrs.evolve(made, settled_by=decision.source, settled_on=decision.day)
        if outcome == NOT_HONOURED:
            return attrs.evolve(made, upheld_by=decision.source)
    return made


_CONFIRMS = frozenset({ConfirmationGrade.THIRD_PARTY, ConfirmationGrade.BENEFICIARY})


def _confirms_all(later: Confirmation, quantity: Fraction | None) -> bool:
    """Whether a later confirmation is of all that a test speaks of."""
    if later.grade not in _CONFIRMS:
        return False
    return later.quantity is None or (quantity is not None and later.quantity >= quantity)


def _subject(each: Confirmation) -> tuple[object, ...]:
    return each.person_ref, each.placement_ref, each.evidence_ref, each.period
