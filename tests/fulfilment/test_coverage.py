import datetime as dt
from typing import Any

import pytest
from nouns import Q1, Q2, Q3, YEAR, contract, line, pledge, received, register

from pledges.audience import Vocabulary
from pledges.counting.ledger import count
from pledges.files.policy import default_policy
from pledges.findings import Finding
from pledges.fulfilment import fulfil
from pledges.fulfilment.coverage import returns_leave_gaps
from pledges.model import Basis
from pledges.returns.received import ReceivedReturn, Reception
from pledges.targets import target_of


def gaps(*returns: ReceivedReturn, on: dt.date, **of_contract: Any) -> list[Finding]:
    """Return what is found of the times that returns leave out."""
    whole = register((pledge(unit="sessions", type="insight"),), contracts=(contract(**of_contract),))
    ledger = count(whole, returns, default_policy(), on=on, known_on=None, vocabulary=Vocabulary())
    of = whole.pledges[0]
    fulfilment = fulfil(
        of, ledger.counted[of.ref], target_of(of, whole.contracts[0], (), on=on), default_policy(), on=on
    )
    reception = Reception(received=returns, expected=(), findings=())
    return returns_leave_gaps(whole, reception, [fulfilment], on=on, due_within=30)


def test_a_quarter_nobody_reported_on_is_asked_about() -> None:
    """Between two returns, and before the first, no day is passed over in silence."""
    found = gaps(received(line(quantity=1), period=Q2), on=Q2.end)

    assert [each.code for each in found] == ["returns-leave-gaps"]
    assert "1 Apr 2025 to 30 Jun 2025" in found[0].text


@pytest.mark.parametrize(("on", "asked"), [(dt.date(2026, 1, 30), False), (dt.date(2026, 1, 31), True)])
def test_the_days_since_the_last_return_are_a_gap_once_another_was_due(on: dt.date, *, asked: bool) -> None:
    """After Q2 of 92 days the next 92 days and 30 more may pass; one day later it is asked about."""
    found = gaps(received(line(quantity=1)), received(line(quantity=1), period=Q2), on=on)

    assert bool(found) is asked


@pytest.mark.parametrize(
    "returns",
    [
        (received(line(quantity=1), period=YEAR),),
        (received(line(quantity=1), period=Q2, basis=Basis.CUMULATIVE), received(line(quantity=1), period=Q3)),
    ],
)
def test_returns_that_speak_of_everything_leave_no_gap(returns: tuple[ReceivedReturn, ...]) -> None:
    """One return for the year, or a running total and what follows it."""
    assert gaps(*returns, on=Q3.end) == []


def test_a_contract_with_a_schedule_names_the_missing_return_instead() -> None:
    """Where returns are asked for every quarter, the missing one is named by the schedule."""
    assert gaps(received(line(quantity=1), period=Q2), on=Q2.end, returns_every="quarter") == []


def test_after_the_contract_has_ended_its_last_days_are_asked_about() -> None:
    """The end of the term is a gap at once: no further return will come by itself."""
    found = gaps(received(line(quantity=1)), on=dt.date(2025, 9, 1), end=dt.date(2025, 7, 31))

    assert "1 Jul 2025 to 31 Jul 2025" in found[0].text
    assert gaps(received(line(quantity=1), period=Q1), on=dt.date(2025, 9, 1), end=Q1.end) == []
