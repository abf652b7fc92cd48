"""Which returns a contract asks for, when they are due, what meets them, and which have not come."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
import pytest
from council import (
    CLEANING,
    HALF,
    JUNE,
    Q1,
    REGISTER,
    REPAIRS,
    cell,
    day,
    only,
    receipt,
    reception,
    row,
    sent,
    text_of,
)

from pledges.model import Basis, Contract, Party, Register, Return, Variation
from pledges.periods import Period


def asking(contract: Contract, **changes: Any) -> Register:
    """Return the register with only this contract, changed."""
    changed = attrs.evolve(contract, **changes)
    return attrs.evolve(REGISTER, contracts=(changed,), parties=())


def party(supplier_ref: str, role: str) -> Party:
    """Return a party to the cleaning contract."""
    return Party(contract_ref="C-001", supplier_ref=supplier_ref, role=role, source=cell("Parties", 2))


def expected(register: Register, on: str, *returns: Return) -> list[tuple[str, str, str]]:
    """Return who is asked for which period, and when it is due."""
    found = reception(*returns, register=register, on=on).expected
    return [(each.supplier_ref, str(each.period), each.due.isoformat()) for each in found]


QUARTERLY = asking(CLEANING, returns_every="quarter")
ONE_PARTY = attrs.evolve(
    QUARTERLY,
    parties=(party("S-01", "prime"),),
    pledges=tuple(each for each in QUARTERLY.pledges if each.supplier_ref == "S-01"),
)


def test_without_returns_every_none_is_expected() -> None:
    """Nothing makes the schedule."""
    register = asking(CLEANING)

    found = reception(register=register, on="2027-01-01")

    assert (found.expected, found.findings) == ((), ())


def test_a_schedule_without_an_anchor_asks_for_nothing() -> None:
    """Neither Returns from nor Start is given."""
    register = asking(CLEANING, returns_every="month", start=None)

    found = expected(register, "2027-01-01")

    assert found == []


@pytest.mark.parametrize(
    ("every", "on", "periods"),
    [
        ("month", "2025-04-29", []),
        ("month", "2025-04-30", ["1 Apr 2025 to 30 Apr 2025"]),
        ("quarter", "2025-06-29", []),
        ("quarter", "2025-06-30", ["1 Apr 2025 to 30 Jun 2025"]),
        ("quarter", "2025-09-30", ["1 Apr 2025 to 30 Jun 2025", "1 Jul 2025 to 30 Sep 2025"]),
        ("year", "2026-03-30", []),
        ("year", "2026-03-31", ["1 Apr 2025 to 31 Mar 2026"]),
        ("none", "2026-03-31", []),
    ],
)
def test_a_period_is_asked_for_from_its_last_day(every: str, on: str, periods: list[str]) -> None:
    """Every month, quarter or year from the start."""
    register = attrs.evolve(ONE_PARTY, contracts=asking(CLEANING, returns_every=every).contracts)

    found = expected(register, on)

    assert [period for _, period, _ in found] == periods


def test_returns_from_moves_the_first_period() -> None:
    """The months before it are not asked for."""
    register = attrs.evolve(
        ONE_PARTY, contracts=asking(CLEANING, returns_every="quarter", returns_from=day("2025-05-01")).contracts
    )

    found = reception(register=register, on="2025-08-31")

    assert [str(each.period) for each in found.expected] == ["1 May 2025 to 31 Jul 2025"]
    assert found.expected[0].sources == (CLEANING.source,)


def test_a_schedule_from_before_the_contract_asks_for_nothing_before_it() -> None:
    """Nothing can be delivered under a contract before it starts."""
    register = attrs.evolve(
        ONE_PARTY, contracts=asking(CLEANING, returns_every="quarter", returns_from=day("2025-01-01")).contracts
    )

    found = expected(register, "2025-06-30")

    assert [period for _, period, _ in found] == ["1 Apr 2025 to 30 Jun 2025"]


def test_the_last_period_ends_with_the_contract() -> None:
    """A stub is due from the contract's last day on."""
    register = attrs.evolve(
        ONE_PARTY, contracts=asking(CLEANING, returns_every="quarter", end=day("2025-08-15")).contracts
    )

    found = expected(register, "2026-01-01")

    assert found == [
        ("S-01", "1 Apr 2025 to 30 Jun 2025", "2025-07-30"),
        ("S-01", "1 Jul 2025 to 15 Aug 2025", "2025-09-14"),
    ]


@pytest.mark.parametrize(
    ("on", "ends"),
    [
        ("2025-08-31", ["30 Jun 2025", "15 Aug 2025"]),
        ("2025-09-29", ["30 Jun 2025"]),
        ("2025-09-30", ["30 Jun 2025", "30 Sep 2025"]),
        ("2025-12-31", ["30 Jun 2025", "30 Sep 2025", "31 Dec 2025"]),
    ],
)
def test_an_extension_in_force_moves_the_end(on: str, ends: list[str]) -> None:
    """The contract ended on 15 August; from 1 September it runs to the year's end."""
    extension = Variation(
        contract_ref="C-001",
        effective=day("2025-09-01"),
        effect="none",
        source=cell("Variations", 2),
        new_end=day("2025-12-31"),
    )
    contracts = asking(CLEANING, returns_every="quarter", end=day("2025-08-15")).contracts
    register = attrs.evolve(ONE_PARTY, contracts=contracts, variations=(extension,))

    found = expected(register, on)

    assert [period.partition(" to ")[2] for _, period, _ in found] == ends


@pytest.mark.parametrize(("within", "due"), [(None, "2025-07-30"), (0, "2025-06-30"), (14, "2025-07-14")])
def test_a_return_is_due_some_days_after_its_period(within: int | None, due: str) -> None:
    """The contract's days, else the policy's, which are thirty here; none is none and not blank."""
    register = attrs.evolve(
        ONE_PARTY, contracts=asking(CLEANING, returns_every="quarter", returns_due_within=within).contracts
    )

    found = expected(register, "2025-06-30")

    assert found == [("S-01", "1 Apr 2025 to 30 Jun 2025", due)]


def test_more_days_than_the_calendar_has_are_never_due() -> None:
    """A slip in the register must not stop the work."""
    register = attrs.evolve(
        ONE_PARTY, contracts=asking(CLEANING, returns_every="quarter", returns_due_within=10**9).contracts
    )

    found = reception(register=register, on="2025-06-30").expected

    assert [(each.due, each.is_overdue) for each in found] == [(dt.date.max, False)]


@pytest.mark.parametrize(("on", "days"), [("2025-07-30", 0), ("2025-07-31", 1), ("2025-08-30", 31)])
def test_a_return_is_overdue_from_the_day_after_it_was_due(on: str, days: int) -> None:
    """Only then is it a finding, which names the cells that ask for it."""
    register = ONE_PARTY

    found = reception(register=register, on=on)

    assert [(each.days_overdue, each.is_overdue) for each in found.expected] == [(days, days > 0)]
    assert found.expected[0].sources == (CLEANING.source, CLEANING.start_source)
    assert text_of(found, "return-missing") == (
        ["No return for 1 Apr 2025 to 30 Jun 2025 has come; it was due on 30 Jul 2025."] if days else []
    )
    assert {(each.supplier_ref, each.contract_ref, each.source) for each in found.findings} <= {
        ("S-01", "C-001", CLEANING.source)
    }


def test_every_prime_and_consortium_party_is_asked() -> None:
    """A subcontractor is asked for promises of its own alone, and a supplier that the register does not know is not."""
    parties = (
        party("S-03", "Prime"),
        party("S-02", "consortium"),
        party("S-01", "subcontractor"),
        party("S-99", "prime"),
    )
    without = attrs.evolve(QUARTERLY, parties=parties, pledges=())
    with_its_own = attrs.evolve(ONE_PARTY, parties=parties)

    asked = [[supplier for supplier, _, _ in expected(each, "2025-06-30")] for each in (without, with_its_own)]

    assert asked == [["S-02", "S-03"], ["S-01", "S-02", "S-03"]]


def test_every_supplier_with_a_promise_is_asked() -> None:
    """S-01 and S-02 promised something in the contract."""
    register = QUARTERLY

    found = expected(register, "2025-06-30")

    assert [supplier for supplier, _, _ in found] == ["S-01", "S-02"]


@pytest.mark.parametrize(
    ("came", "met"),
    [
        (Q1, True),
        (HALF, True),
        (JUNE, True),
        (Period(day("2025-03-01"), day("2025-07-02")), True),
        (Period(day("2025-04-01"), day("2025-06-29")), False),
        (Period(day("2025-04-02"), day("2025-07-31")), False),
    ],
)
@pytest.mark.parametrize("keyed", [False, True])
def test_a_return_that_covers_the_period_or_ends_with_it_meets_it(came: Period, *, met: bool, keyed: bool) -> None:
    """Keyed returns have come as well."""
    return_sent = sent("q1.xlsx", row(), period=came, keyed=keyed)

    found = expected(ONE_PARTY, "2025-06-30", return_sent)

    assert (found == []) is met


def test_a_return_of_another_supplier_or_contract_meets_nothing() -> None:
    """Each is asked for its own."""
    returns = (sent("a.xlsx", row(), supplier="S-02"), sent("b.xlsx", row(), supplier="S-02", contract="C-002"))
    register = attrs.evolve(ONE_PARTY, contracts=(*ONE_PARTY.contracts, REPAIRS))

    found = expected(register, "2025-06-30", *returns)

    assert [supplier for supplier, _, _ in found] == ["S-01"]


@pytest.mark.parametrize(
    ("return_sent", "status", "met"),
    [
        (sent("q1.xlsx", row()), "rejected", False),
        (sent("q1.xlsx", row(), on="2025-08-02"), "not yet known", False),
        (sent("q1.xlsx", row(), supplier="S-99"), "waiting", False),
        (sent("q1.xlsx", row(), basis=None), "waiting", True),
        (sent("q1.xlsx", row(), on="2025-08-01"), "counted", True),
    ],
)
def test_what_was_rejected_is_unknown_or_nobodys_has_not_come(return_sent: Return, status: str, *, met: bool) -> None:
    """What only waits has come, where it is known whose it is."""
    rows = [receipt("q1.xlsx", status="rejected")] if status == "rejected" else []

    outcome = reception(return_sent, register=ONE_PARTY, receipts=rows, known_on="2025-08-01", on="2025-06-30")

    assert str(only(outcome).status) == status
    assert (outcome.expected == ()) is met


def test_a_return_that_came_after_the_day_of_the_position_has_come() -> None:
    """The day of the position hides no return; only the day known does."""
    return_sent = sent("q1.xlsx", row(), on="2025-09-01")

    found = expected(ONE_PARTY, "2025-08-15", return_sent)

    assert found == []


@pytest.mark.parametrize(
    ("on", "days_late", "words"),
    [
        ("2025-07-30", 0, []),
        ("2025-07-31", 1, ["It came 1 day after it was due on 30 Jul 2025."]),
        ("2025-08-09", 10, ["It came 10 days after it was due on 30 Jul 2025."]),
    ],
)
def test_a_late_return_is_shown_and_counts(on: str, days_late: int, words: list[str]) -> None:
    """Late is a fact of the record, and no reason not to count."""
    return_sent = sent("q1.xlsx", row(), on=on)

    outcome = reception(return_sent, register=ONE_PARTY)

    received = only(outcome)
    assert (received.due, received.days_late, str(received.status)) == (day("2025-07-30"), days_late, "counted")
    assert text_of(outcome, "return-late") == words


def test_a_return_that_is_sent_again_is_as_late_as_its_first_copy() -> None:
    """A correction after the due day is no lateness; the first that came decides, as in what is told of conduct."""
    first, again = sent("q1.xlsx", row(), on="2025-07-20"), sent("q1 again.xlsx", row(quantity=2), on="2025-08-09")

    outcome = reception(first, again, register=ONE_PARTY)

    assert [each.days_late for each in outcome.received] == [0, 0]
    assert text_of(outcome, "return-late") == []


def test_a_return_without_a_day_is_neither_late_nor_in_time() -> None:
    """Nobody knows when it came."""
    return_sent = sent("q1.xlsx", row())

    received = only(reception(return_sent, register=ONE_PARTY))

    assert (received.due, received.days_late) == (day("2025-07-30"), None)


def test_a_rejected_return_is_not_called_late() -> None:
    """It is as if it had not come; its days are shown."""
    rows = [receipt("q1.xlsx", on="2025-08-09", status="rejected")]

    outcome = reception(sent("q1.xlsx", row()), register=ONE_PARTY, receipts=rows)

    assert (only(outcome).days_late, text_of(outcome, "return-late")) == (10, [])


@pytest.mark.parametrize(
    ("period", "due"),
    [
        (HALF, "2025-10-30"),
        (JUNE, "2025-07-30"),
        (Period(day("2025-05-01"), day("2025-05-31")), None),
        (Period(day("2026-04-01"), day("2026-06-30")), "2026-07-30"),
        (Period(day("2025-04-01"), dt.date(9999, 12, 31)), "2027-04-30"),
    ],
)
def test_only_the_periods_of_the_schedule_have_a_due_day(period: Period, due: str | None) -> None:
    """A return for several is due with the last of them, even after the day of the position."""
    return_sent = sent("q1.xlsx", row(), period=period, basis=Basis.CUMULATIVE)

    received = only(reception(return_sent, register=ONE_PARTY))

    assert received.due == (None if due is None else day(due))


def test_a_wrong_year_in_a_return_makes_no_endless_schedule() -> None:
    """A contract without an end asks for two years ahead at most."""
    contracts = asking(CLEANING, returns_every="month", end=None).contracts
    register = attrs.evolve(ONE_PARTY, contracts=contracts)
    return_sent = sent("q1.xlsx", row(), period=Period(day("2025-04-01"), dt.date(9999, 12, 31)))

    received = only(reception(return_sent, register=register, on="2025-07-20"))

    assert received.due is not None
    assert received.due < day("2027-10-01")


def test_a_voluntary_return_is_never_due() -> None:
    """There is no contract that could ask for it."""
    return_sent = sent("v.xlsx", row("P-20"), supplier="S-03", contract="", on="2025-12-01")

    received = only(reception(return_sent, register=ONE_PARTY))

    assert (received.due, received.days_late) == (None, None)
