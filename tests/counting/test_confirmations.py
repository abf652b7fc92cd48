"""Which deliveries a confirmation speaks of and how far it reaches, at each edge; sums stand in `account_sums.toml`."""

import datetime as dt
from fractions import Fraction
from typing import Any

import attrs
import pytest
from accounts import CLAIMED, JUNE, MAY, POLICY, STOCK, TOTAL, counted, promise, row, said, sent
from nouns import Q1, Q2, YEAR

from pledges.model import Grade
from pledges.periods import Period

SESSIONS = promise(unit="sessions")
THIRD, YOUNG, DECLINED = "third party confirmed", "beneficiary confirmed", "declined"
REFUSED = "offer test not honoured"
JUNE_ALONE = Period(dt.date(2025, 6, 1), dt.date(2025, 6, 30))


@pytest.mark.parametrize(
    ("fields", "period", "verified"),
    [
        ({}, Q1, 4),
        ({}, YEAR, 4),
        ({}, JUNE_ALONE, 0),
        ({}, Q2, 0),
        (TOTAL, Q1, 4),
        (TOTAL, JUNE_ALONE, 4),
        (TOTAL, Period(JUNE, dt.date(2025, 6, 29)), 0),
        (TOTAL, Q2, 0),
        (STOCK, JUNE_ALONE, 4),
    ],
)
def test_a_period_holds_all_of_a_return_and_the_last_day_of_a_total(
    fields: dict[str, Any], period: Period, verified: int
) -> None:
    """A month does not hold a quarter's delivery, and holds a running total or a stock that ends in it."""
    ledger = counted([SESSIONS], sent("q1", row(4), **fields), confirmations=[said(THIRD, period=period)])

    assert ledger.counted["P-1"].verified.value == verified


def test_the_better_evidenced_is_confirmed_first() -> None:
    """Of 4 that are claimed and 4 documented a confirmation of 4 takes the documented, and the claimed wait."""
    ledger = counted([SESSIONS], sent("q1", row(4, **CLAIMED), row(4)), confirmations=[said(THIRD, 4)])

    account = ledger.counted["P-1"]
    assert [account.counted.value, account.verified.value] == [4, 4]


@pytest.mark.parametrize(("quantity", "verified", "codes"), [(7, 7, []), (8, 8, []), (9, 8, ["confirmation-exceeds"])])
def test_a_confirmation_reaches_as_far_as_its_quantity(quantity: int, verified: int, codes: list[str]) -> None:
    """As much as was delivered is no question, and one more is."""
    ledger = counted([SESSIONS], sent("q1", row(5), row(3)), confirmations=[said(THIRD, quantity)])

    assert ledger.counted["P-1"].verified.value == verified
    assert [each.code for each in ledger.findings if each.code.startswith("confirm")] == codes


def test_a_confirmation_that_ends_with_a_row_leaves_the_next_as_it_was() -> None:
    """Of 5, 3 and 2 a confirmation of 5 takes the first whole and nothing else; young people's takes the same."""
    both = [said(THIRD, 5), said(YOUNG, 5)]

    account = counted([SESSIONS], sent("q1", row(5), row(3), row(2)), confirmations=both).counted["P-1"]

    assert [account.verified.value, account.beneficiary_confirmed.value] == [5, 5]
    assert [each.grade.words for each in account.lines] == ["beneficiary confirmed", "documented", "documented"]


def test_what_nobody_delivered_cannot_be_confirmed() -> None:
    """A confirmation without anything to speak of lifts nothing, and says why."""
    other = said(THIRD, 2, person_ref="nobody")

    ledger = counted([SESSIONS], sent("q1", row(5)), confirmations=[other])

    assert ledger.counted["P-1"].verified.value == 0
    assert [each.code for each in ledger.findings if each.code.startswith("confirm")] == ["confirmation-unmatched"]


def test_what_is_declined_or_disputed_reaches_as_far_as_its_quantity() -> None:
    """Two of 5 declined leave the denominator; two of 5 in dispute do not count."""
    sent_in = sent("q1", row(5, start=MAY))

    declined = counted([SESSIONS], sent_in, confirmations=[said(DECLINED, 2)]).counted["P-1"]
    disputed = counted([SESSIONS], sent_in, confirmations=[said(REFUSED, 2)]).counted["P-1"]

    assert [declined.counted.value, declined.declined.value] == [5, 2]
    assert [disputed.counted.value, disputed.disputed.value] == [3, 2]
    assert Fraction(5) == disputed.claimed.value


def test_what_is_below_the_counting_grade_is_not_verified_either() -> None:
    """Where only young people's word counts, of 5 a college confirmed 3 count and are verified."""
    policy = attrs.evolve(POLICY, counting_grade=Grade.BENEFICIARY_CONFIRMED)

    ledger = counted([SESSIONS], sent("q1", row(8)), confirmations=[said(THIRD, 5), said(YOUNG, 3)], policy=policy)

    account = ledger.counted["P-1"]
    assert [account.counted.value, account.verified.value, account.beneficiary_confirmed.value] == [3, 3, 3]
