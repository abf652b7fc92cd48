"""Promises, returns and what others say of them in; what counts, as a person reads it down to its cells, out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import attrs
from nouns import Q1, Q2, Q3, Q4, YEAR, contract, line, pledge, received, register, supplier
from sums import asked, at, place, sum_of

from pledges.audience import Vocabulary
from pledges.counting.ledger import Ledger, count
from pledges.counting.lines import Counted, CountedLine
from pledges.figures import replay
from pledges.files.policy import default_policy
from pledges.model import (
    Absence,
    Basis,
    Confirmation,
    ConfirmationGrade,
    Event,
    EvidenceLine,
    Grade,
    Length,
    LineColumns,
    Pledge,
)
from pledges.periods import Period
from pledges.provenance import CellRef, SourceFile
from pledges.returns.received import ReceivedReturn

POLICY = default_policy()
PERIODS = {"q1": Q1, "q2": Q2, "q3": Q3, "q4": Q4, "half": Period(Q1.start, Q2.end)}
COLUMNS = LineColumns(quantity="Q", start="S", end="E", days="D", hours_per_week="H", share="P")
FIGURES = (
    "claimed", "documented", "counted", "verified", "beneficiary_confirmed", "declined", "late", "disputed",
)  # fmt: skip
APRIL, MAY, JUNE, JULY = (dt.date(2025, month, 1) for month in (4, 5, 6, 7))
TOTAL: dict[str, Any] = {"basis": Basis.CUMULATIVE}
STOCK: dict[str, Any] = {"basis": Basis.IN_POST}
SESSIONS: dict[str, Any] = {"unit": "sessions"}
WEEKS: dict[str, Any] = {"unit": "weeks", "quantity": Fraction(104)}
PLACEMENTS: dict[str, Any] = {"unit": "placements"}
HOURS: dict[str, Any] = {"unit": "hours"}
BLANK: dict[str, Any] = {"absence": Absence.MISSING}
CLAIMED: dict[str, Any] = {"grade": Grade.CLAIMED}
CONFIRMED: dict[str, Any] = {"grade": Grade.THIRD_PARTY_CONFIRMED}


def promise(ref: str = "P-1", **fields: Any) -> Pledge:
    """Return a promise whose every cell can be told from those of others."""
    places = {
        "source": at(f"Row of {ref}"), "quantity_source": at(f"Quantity of {ref}"), "due_source": at(f"Due of {ref}"),
    }  # fmt: skip
    return pledge(ref, **{**places, **fields})


def at_most(number: int, unit: str, **fields: Any) -> Length:
    """Return a length that a promise's rule names."""
    return Length(number=Fraction(number), unit=unit, source=at(f"{number} {unit}"), **fields)


Row = tuple[str, int | str | Fraction | None, dict[str, Any]]


def row(quantity: int | str | Fraction | None = None, key: str = "P-1", **fields: Any) -> Row:
    """Return a row to be put into a return."""
    return key, quantity, fields


def sent(quarter: str, *rows: Row, **fields: Any) -> ReceivedReturn:
    """Return the return of a quarter with these rows, the first in row 2."""
    file = f"returns/{quarter}{fields.pop('file', '')}.xlsx"
    lines: list[EvidenceLine] = [
        line(
            **{"key": key, "quantity": quantity, "columns": COLUMNS, **given,
               "row_source": CellRef(file=file, sheet="Delivery", cell=f"R{number}")}
        )
        for number, (key, quantity, given) in enumerate(rows, start=2)
    ]  # fmt: skip
    made = received(*lines, period=PERIODS[quarter], **fields)
    own = attrs.evolve(
        made.sent,
        file=SourceFile(name=file, digest=f"sha256:{file}"),
        source=CellRef(file=file, sheet="About"),
    )
    return attrs.evolve(made, sent=own)


def said(
    grade: str, quantity: int | None = None, day: dt.date = YEAR.end, ref: str = "P-1", **fields: Any
) -> Confirmation:
    """Return what somebody other than the firm says of P-1."""
    where = at(f"{grade.capitalize()} of {day:%d %b}")
    return Confirmation(
        **{
            "pledge_ref": ref, "grade": ConfirmationGrade(grade), "confirmed_on": day, "source": where,
            "quantity": None if quantity is None else Fraction(quantity), **fields,
        }
    )  # fmt: skip


def counted(
    promises: Sequence[Pledge], *returns: ReceivedReturn, on: dt.date = YEAR.end, known_on: dt.date | None = None,
    policy: Any = POLICY, **fields: Any,
) -> Ledger:  # fmt: skip
    """Return what counts of promises of suppliers S-01 and S-02 under contracts C-1 and C-2."""
    whole = register(
        promises,
        **{
            "contracts": (contract("C-1"), contract("C-2")),
            "suppliers": (supplier("S-01"), supplier("S-02")),
            **fields,
        },
    )
    return count(whole, returns, policy, on=on, known_on=known_on, vocabulary=Vocabulary())


def told(
    promises: Pledge | Sequence[Pledge], *returns: ReceivedReturn, shown: Sequence[str] = FIGURES, **how: Any
) -> str:
    """Return the sums of each promise, what is told of its lines, and what is asked."""
    of = (promises,) if isinstance(promises, Pledge) else promises
    ledger = counted(of, *returns, **how)
    unplaced = [f"{place(each.row_source)} is of no promise" for each in ledger.unplaced]
    answered = [f"{each} is answered" for each in sorted(map(place, ledger.answered))]
    accounts = [_told(each, shown) for each in ledger.counted.values()]
    return "\n".join([*accounts, *unplaced, *answered, *asked(ledger.findings)])


def in_brief(promises: Pledge | Sequence[Pledge], *returns: ReceivedReturn, **how: Any) -> str:
    """Return the same with what counts alone."""
    return told(promises, *returns, shown=("counted",), **how)


def _told(each: Counted, shown: Sequence[str]) -> str:
    states = {"a number": each.has_number, "nil": each.has_nil, "open": each.has_pending}
    says = ", ".join(name for name, holds in states.items() if holds) or "nothing"
    why = f" ({each.open_because} [{place(each.open_source)}])" if each.open_because else ""
    rules = f"; {', '.join(each.uncounted_rules)} not counted" if each.uncounted_rules else ""
    figures = [figure for name in shown if (figure := getattr(each, name)).parts or figure.value != 0]
    assert [replay(figure) for figure in figures] == [figure.value for figure in figures]
    tests = [
        f"offer of {test.test.confirmed_on}: {test.words}"
        + (f", by {place(test.settled_by)} on {test.settled_on}" if test.settled_by else "")
        + (f", by {place(test.upheld_by)}" if test.upheld_by else "")
        for test in each.offers
    ]
    lines = [_line(one) for one in each.lines]
    return "\n".join(
        [f"{each.pledge.ref} says {says}{why}{rules}", *([sum_of(*figures)] if figures else []), *lines, *tests]
    )


def _line(each: CountedLine) -> str:
    aside = "" if each.set_aside is None else f"; set aside, {each.set_aside.reason}: {each.set_aside.text}"
    return f"{place(each.source)} is {each.grade.words}, on {each.day}{aside}"


def event(outcome: str, day: dt.date, kind: str = "panel decision") -> Event:
    """Return what the panel decided on P-1."""
    return Event(
        day=day,
        supplier_ref="S-01",
        kind=kind,
        source=at(f"Decision of {day:%d %b}"),
        pledge_ref="P-1",
        outcome=outcome,
    )
