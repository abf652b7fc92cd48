import datetime as dt
from typing import Any

import attrs
import pytest
from nouns import Q1, Q2, Q3, YEAR, contract, line, pledge, received, register
from sums import asked, at

from pledges.audience import Vocabulary
from pledges.counting.ledger import count
from pledges.files.policy import default_policy
from pledges.findings import Finding
from pledges.fulfilment import fulfil
from pledges.fulfilment.coverage import returns_leave_gaps
from pledges.model import Basis
from pledges.periods import Period
from pledges.returns.received import ReceivedReturn, Reception, ReturnStatus
from pledges.targets import target_of

A_DAY = dt.timedelta(days=1)


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


def test_the_gaps_are_named_with_whose_they_are_up_to_four_of_them() -> None:
    """Every second month was reported; the others are named by their days, and how many more there are."""
    months = [Period(dt.date(2025, month, 1), dt.date(2025, month + 1, 1) - A_DAY) for month in (5, 7, 9, 11)]
    returns = [received(line(quantity=1), period=month) for month in months]
    later = received(line(quantity=1), period=Period(dt.date(2026, 2, 1), dt.date(2026, 2, 28)))
    place = at("Contract")

    four = gaps(*returns, on=dt.date(2025, 11, 30), source=place)
    five = gaps(*returns, later, on=dt.date(2026, 2, 28), source=place)

    named = "1 Apr 2025 to 30 Apr 2025, 1 Jun 2025 to 30 Jun 2025, 1 Aug 2025 to 31 Aug 2025, 1 Oct 2025 to 31 Oct 2025"
    head = (
        "[Contract] returns-leave-gaps, for the officer, S-01, C-1, None: The returns that count speak of nothing for"
    )
    assert [each.partition(";")[0] for each in asked([*four, *five])] == [
        f"{head} {named}",
        f"{head} {named} and 1 more",
    ]


@pytest.mark.parametrize(
    "silent",
    [
        {"status": ReturnStatus.SUPERSEDED},
        {"supplier_ref": None},
        {"period": None},
        {"contract_ref": None},
        {"contract_ref": "C-9"},
    ],
)
def test_a_return_that_counts_for_nobody_fills_no_gap(silent: dict[str, Any]) -> None:
    """Neither one that is superseded, nor one of which nobody knows whose it is or for when; those after it do."""
    first = attrs.evolve(received(line(quantity=1)), **silent)

    (found,) = gaps(first, received(line(quantity=1), period=Q2), on=Q2.end)

    assert "1 Apr 2025 to 30 Jun 2025" in found.text


def test_each_supplier_of_a_contract_is_asked_about_its_own_gaps() -> None:
    """Two parties left out the first quarter: each has its query."""
    of = pledge(unit="sessions", type="insight"), pledge("P-2", unit="sessions", type="insight", supplier_ref="S-02")
    whole = register(of, contracts=(contract(),))
    returns = [
        received(line(each.ref, quantity=1), period=Q2, supplier_ref=each.supplier_ref) for each in whole.pledges
    ]
    ledger = count(whole, returns, default_policy(), on=Q2.end, known_on=None, vocabulary=Vocabulary())
    fulfilments = [
        fulfil(each, ledger.counted[each.ref], target_of(each, None, (), on=Q2.end), default_policy(), on=Q2.end)
        for each in whole.pledges
    ]
    reception = Reception(received=tuple(returns), expected=(), findings=())

    found = returns_leave_gaps(whole, reception, fulfilments, on=Q2.end, due_within=30)

    assert [each.supplier_ref for each in found] == ["S-01", "S-02"]


def test_a_gap_of_a_single_day_is_a_gap() -> None:
    """At the beginning, on the very day of the position, and at the end of the term."""
    second = Period(dt.date(2025, 4, 2), Q1.end)

    (first,) = gaps(received(line(quantity=1), period=second), on=Q1.end)
    around = [
        received(line(quantity=1), period=Period(*days))
        for days in ((YEAR.start, dt.date(2025, 4, 29)), (dt.date(2025, 5, 1), dt.date(2025, 5, 31)))
    ]
    (on_the_day,) = gaps(*around, on=dt.date(2025, 4, 30))
    (last,) = gaps(received(line(quantity=1)), on=dt.date(2025, 9, 1), end=Q2.start)

    assert "1 Apr 2025 to 1 Apr 2025" in first.text
    assert "30 Apr 2025 to 30 Apr 2025" in on_the_day.text
    assert "1 Jul 2025 to 1 Jul 2025" in last.text


def test_a_contract_without_an_end_goes_on() -> None:
    """Its gaps reach to the day of the position, and one without a start has none."""
    (found,) = gaps(received(line(quantity=1)), on=dt.date(2025, 12, 31), end=None)

    assert "1 Jul 2025 to 31 Dec 2025" in found.text
    assert gaps(received(line(quantity=1)), on=dt.date(2025, 12, 31), start=None) == []
