"""How returns came: the schedule of a contract that asks for one each quarter, thirty days after its end."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from council import CLEANING, HALF, Q1, Q2, REGISTER, day, receipt, reception, row, sent

from pledges.model import Absence
from pledges.returns.conduct import KINDS, Conduct, conduct_of

if TYPE_CHECKING:
    from pledges.model import Return

ASKING = attrs.evolve(CLEANING, returns_every="quarter", returns_due_within=30)
COUNCIL = attrs.evolve(REGISTER, contracts=(ASKING, *REGISTER.contracts[1:]))
DUE = "2025-07-30"
NIL = row(absence=Absence.NIL)
BLANK = row("P-02", None, 3)


def conduct(
    *returns: Return, on: str = "2025-08-20", grace: int = 0, refused: tuple[str, ...] = (), **more: Any
) -> dict[Any, Conduct]:
    """Return how returns came, by supplier and contract."""
    received = reception(*returns, register=COUNCIL, on=on, **more)
    register = attrs.evolve(COUNCIL, receipts=tuple(more.get("receipts", ())))
    found = conduct_of(register, received, grace=grace, refused=refused, on=day(on))
    return {(each.supplier_ref, each.contract_ref): each for each in found}


def counts(found: Conduct) -> dict[str, int]:
    """Return how many there are of each kind that there is."""
    return {name: len(getattr(found, name)) for name in KINDS if getattr(found, name)}


@pytest.mark.parametrize(
    ("came", "grace", "kind", "days"),
    [
        ("2025-07-29", 0, "on_time", 0),
        (DUE, 0, "on_time", 0),
        ("2025-07-31", 0, "late", 1),
        ("2025-07-31", 1, "late_within_grace", 1),
        ("2025-08-01", 1, "late", 2),
        ("2025-08-11", 12, "late_within_grace", 12),
        ("2025-08-12", 12, "late", 13),
        (None, 12, "undated", None),
    ],
)
def test_a_return_is_in_time_in_grace_or_late_by_the_day_it_came(
    came: str | None, grace: int, kind: str, days: int | None
) -> None:
    """Both sides of the due day and of the grace; where nobody wrote the day, nothing is claimed about it."""
    found = conduct(sent("q1.xlsx", row(), on=came), grace=grace)["S-01", "C-001"]

    assert counts(found) == {"due": 1, kind: 1}
    assert getattr(found, kind)[0].days_late == days
    assert getattr(found, kind)[0].period == Q1


@pytest.mark.parametrize(("on", "kinds"), [(DUE, {}), ("2025-07-31", {"due": 1, "missing": 1})])
def test_a_return_is_missing_from_the_day_after_it_was_due(on: str, kinds: dict[str, int]) -> None:
    """On its due day it may still come; the day after it is missing, and its promises have no figure for that time."""
    found = conduct(on=on)["S-01", "C-001"]

    assert counts(found) == kinds
    assert found.pledges_open == (("P-01", "P-02") if kinds else ())


def test_a_return_that_was_sent_again_came_when_it_first_came() -> None:
    """Mending a return later does not make it late, and the first is told as sent again."""
    first, second = sent("q1.xlsx", row(), on=DUE), sent("q1 v2.xlsx", row(quantity=6), on="2025-08-15")

    found = conduct(first, second)["S-01", "C-001"]

    assert counts(found) == {"due": 1, "on_time": 1, "superseded": 1}


def test_a_rejected_return_has_not_come() -> None:
    """What was sent back leaves its period missing."""
    log = (receipt("q1.xlsx", on="2025-07-10", status="rejected"),)

    found = conduct(sent("q1.xlsx", row()), receipts=log)["S-01", "C-001"]

    assert counts(found) == {"due": 1, "missing": 1, "rejected": 1}


def test_a_return_for_two_periods_answers_both() -> None:
    """Half a year in one file: each quarter is measured against its own due day."""
    found = conduct(sent("half.xlsx", row(), on="2025-10-20", period=HALF), on="2025-11-30")["S-01", "C-001"]

    assert counts(found) == {"due": 2, "on_time": 1, "late": 1}
    assert [(each.period, each.days_late) for each in found.due] == [(Q1, 82), (Q2, 0)]


@pytest.mark.parametrize(
    ("returned", "is_nil"),
    [
        (sent("q1.xlsx", nil=True, on=DUE), True),
        (sent("q1.xlsx", row(quantity=0), on=DUE), True),
        (sent("q1.xlsx", NIL, on=DUE), True),
        (sent("q1.xlsx", NIL, row("P-02", number=3), on=DUE), False),
        (sent("q1.xlsx", NIL, BLANK, on=DUE), True),
        (sent("q1.xlsx", NIL, attrs.evolve(BLANK, days=Fraction(9)), on=DUE), False),
        (sent("q1.xlsx", NIL, attrs.evolve(BLANK, hours_per_week=Fraction(16)), on=DUE), False),
        (sent("q1.xlsx", NIL, attrs.evolve(BLANK, evidence_ref="E1"), on=DUE), False),
        (sent("q1.xlsx", row(absence=Absence.PENDING), on=DUE), False),
        (sent("q1.xlsx", row(quantity=None), on=DUE), False),
    ],
)
def test_nil_is_what_says_so_in_every_line(returned: Return, is_nil: bool) -> None:
    """A return is nil where it is marked so or all it says is nil; a blank form says nothing."""
    found = conduct(returned)["S-01", "C-001"]

    assert len(found.nil) == is_nil


def test_what_waits_has_come_and_says_that_it_waits() -> None:
    """A return without a basis came in time, and nothing of it counts yet."""
    found = conduct(sent("q1.xlsx", row(), on=DUE, basis=None))["S-01", "C-001"]

    assert counts(found) == {"due": 1, "on_time": 1, "waiting": 1}


def test_a_file_that_could_not_be_read_is_whose_the_log_says_it_is() -> None:
    """Without a row in the log nobody knows whose it is, and it is told so, once for all of them."""
    log = (receipt("q1.xlsx", "S-01", "C-001", on=DUE, period=Q1),)

    found = conduct(refused=("returns/q1.xlsx", "returns/q2.xlsx"), receipts=log)

    assert counts(found["S-01", "C-001"]) == {"due": 1, "missing": 1, "refused": 1}
    assert found["S-01", "C-001"].refused[0].period == Q1
    assert counts(found[None, None]) == {"refused": 1}


def test_where_no_return_is_asked_for_none_is_missing() -> None:
    """A contract without a schedule tells only of what came."""
    found = conduct(sent("q1.xlsx", row("P-10"), supplier="S-02", contract="C-002", on="2025-12-01"))

    place = found["S-02", "C-002"]
    assert (place.is_asked, counts(place)) == (False, {})
    assert (None, None) not in found


def test_what_is_not_yet_known_is_not_told() -> None:
    """As known on a day, what came later is as if it had not come."""
    found = conduct(sent("q1.xlsx", row(), on="2025-08-15"), known_on="2025-08-14")["S-01", "C-001"]

    assert counts(found) == {"due": 1, "missing": 1}


def test_each_return_that_was_due_is_told_once() -> None:
    """On time, in grace, late, undated and missing are the returns that were due, and no other."""
    found = conduct(sent("q1.xlsx", row(), on="2025-08-05"), on="2026-12-31", grace=3)

    for each in found.values():
        kinds = (each.on_time, each.late_within_grace, each.late, each.undated, each.missing)
        assert sorted(map(str, (told for kind in kinds for told in kind))) == sorted(map(str, each.due))
