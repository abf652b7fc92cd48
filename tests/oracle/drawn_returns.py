"""A contract and one supplier's promises in, the returns of that supplier out, with their rows and receipts."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from oracle.drawing import DAY, PERSONS, months_later
from oracle.drawn_rules import by_rule
from oracle.tables import Line, Receipt, Return

if TYPE_CHECKING:
    from collections.abc import Sequence

    from oracle.drawing import Drawing
    from oracle.tables import Contract, Pledge

ABSENCES = ("nil", "nil", "pending", "not applicable", "suppressed", "missing", "unclear")
NAMES = ("alder", "birch", "cedar", "elder", "fir", "gorse")


def draw_returns(drawing: Drawing, contract: Contract, pledges: Sequence[Pledge]) -> None:
    """Draw what one supplier sends for one contract: periods one after another, some left out, some sent again."""
    assert contract.start is not None
    supplier = pledges[0].supplier
    first = contract.start.replace(day=1)
    length = drawing.one_of((3, 3, 3, 6, 12, 1))
    basis = drawing.one_of(("in period", "in period", "in period", "cumulative", "cumulative", "in post"))
    mixed = drawing.chance(0.4 if drawing.rule == "committed" else 0.15)
    parts = ("North", "South") if drawing.chance(0.1) else ("",)
    # No two single periods overlap each other.
    beyond = drawing.number(0, 2) if not mixed and drawing.chance(0.15) else None
    for number, month in enumerate(range(0, drawing.number(1, 18), length)):
        start, end = months_later(first, month), months_later(first, month + length) - DAY
        drawing.edges.append(end)
        if drawing.chance(0.1) or end < contract.start:
            continue
        for part in parts:
            stem = f"returns/{supplier} {contract.ref} {number:02}{part[:1]}"
            sent = Return(
                f"{stem}.xlsx",
                supplier,
                contract.ref,
                start,
                end,
                drawing.one_of(("in period", "cumulative")) if mixed else basis,
                end + DAY * drawing.number(0, 50) if drawing.chance(0.6) else None,
                part,
            )
            _return(drawing, contract, pledges, sent)
            if drawing.chance(0.12):
                _again(drawing, contract, pledges, sent, f"{stem} again.xlsx")
            if sent.basis == "cumulative" and number == beyond:
                _beyond(drawing, contract, pledges, sent, length, f"{stem} beyond.xlsx")


def _again(drawing: Drawing, contract: Contract, pledges: Sequence[Pledge], sent: Return, file: str) -> None:
    """Draw the same return a second time: the same file, or another for the same period, of that day or another."""
    if drawing.chance(0.25):
        (first,) = (each for each in drawing.rows["return"] if each[0] == sent.file)
        drawing.add("return", Return(*first)._replace(file=file, content=sent.file))  # type: ignore[arg-type]
        for line in [each for each in drawing.rows.get("line", ()) if each[0] == sent.file]:
            drawing.add("line", Line(*line)._replace(file=file))  # type: ignore[arg-type]
        return
    day = sent.submitted_on
    if day is not None and drawing.chance(0.8):
        day += DAY * drawing.number(1, 20)
    _return(drawing, contract, pledges, sent._replace(file=file, submitted_on=day))


def _beyond(
    drawing: Drawing, contract: Contract, pledges: Sequence[Pledge], sent: Return, length: int, file: str
) -> None:
    """Draw a return for a single period that begins in the last month of a running total, and ends after it."""
    start = sent.period_end.replace(day=1)
    period: dict[str, Any] = {
        "period_start": start,
        "period_end": months_later(start, drawing.number(2, length + 1)) - DAY,
    }
    _return(drawing, contract, pledges, sent._replace(file=file, basis="in period", **period))


def _return(drawing: Drawing, contract: Contract, pledges: Sequence[Pledge], sent: Return) -> None:
    assert contract.start is not None
    sent = sent._replace(nil=int(drawing.chance(0.05)))
    drawing.add("return", sent)
    if drawing.chance(0.2):
        received = sent.period_end + DAY * drawing.number(0, 60)
        drawing.add("receipt", Receipt(sent.file, received, drawing.one_of(("accepted", "accepted", "rejected"))))
    row = 0
    for pledge in pledges:
        for _ in range(drawing.one_of((0, 1, 1, 1, 2, 3)) if not sent.nil else drawing.one_of((0, 0, 0, 1))):
            row += 1
            drawing.add("line", draw_line(drawing, sent, pledge, row))
    if drawing.chance(0.02):
        drawing.add("line", Line(sent.file, row + 1, "P-99", Fraction(3)))


def draw_line(drawing: Drawing, sent: Return, pledge: Pledge, row: int) -> Line:
    """Draw a row of a return about a promise."""
    grade = drawing.one_of((0, 1, 1, 1, 1))
    evidence = f"{sent.file.rpartition('/')[2]} {row}" if grade else ""
    line = Line(sent.file, row, pledge.ref, drawing.amount(pledge.unit), grade=grade, evidence=evidence)
    line = line._replace(**_dates(drawing, sent, pledge))
    if pledge.unit in {"weeks", "days"} and line.quantity and line.start and line.end:
        most = Fraction((line.end - line.start).days + 1, 1 if pledge.unit == "days" else 5)
        if drawing.chance(0.8):
            line = line._replace(
                quantity=-(-most // 1) + drawing.one_of((Fraction(-1), Fraction(0), Fraction(1, 4))) or Fraction(1)
            )
    if pledge.unit == "attendee hours":
        attendees = Fraction(drawing.number(1, 12)) if drawing.chance(0.6) else None
        line = line._replace(attendees=attendees, unit=drawing.one_of((None, None, "attendee hours", "hours")))
    if pledge.unit == "staff hours" and drawing.chance(0.6):
        line = line._replace(staff=Fraction(drawing.number(1, 4)))
    if pledge.unit in PERSONS:
        if drawing.chance(0.4 if pledge.cap is None else 0.7):
            line = line._replace(**_named(drawing, pledge))
    elif pledge.unit != "%" and drawing.chance(0.6 if pledge.cap is not None else 0.1):
        line = line._replace(person=drawing.one_of(NAMES))
    line = line._replace(**_by_ways(drawing, pledge, line))
    line = _odd(drawing, pledge, line) if drawing.chance(0.12) else line
    return by_rule(drawing, sent, pledge, line)


def _by_ways(drawing: Drawing, pledge: Pledge, line: Line) -> dict[str, Any]:
    """Draw what a promise's ways of counting look at: days attended, hours per week, another unit."""
    hours = Fraction(drawing.one_of((32, 37, 40, 60, 72, 74, 75, 80, 120, 122)), 2)
    if pledge.unit == "weeks" and line.quantity is None and pledge.week_convention == "hours" and drawing.chance(0.8):
        return {"hours_per_week": hours}
    if pledge.unit == "weeks" and pledge.week_convention == "working days" and drawing.chance(0.4):
        return {"quantity": None, "days": Fraction(drawing.number(1, 30))}
    if pledge.unit == "weeks" and pledge.week_convention == "hours" and drawing.chance(0.3):
        return {"unit": "hours", "quantity": Fraction(drawing.number(1, 400))}
    if pledge.unit == "days" and drawing.chance(0.3):
        return {"quantity": None, "days": Fraction(drawing.number(1, 40), 2)}
    if pledge.unit in {"FTE", "FTE years"} and drawing.chance(0.5):
        kind = drawing.one_of(("people", "person", "person"))
        fields: dict[str, Any] = {"hours_per_week": hours if drawing.chance(0.8) or kind == "person" else None}
        if kind == "people":
            return fields | {"unit": "people", "quantity": Fraction(1 if line.person else drawing.number(1, 4))}
        return fields | {"quantity": None}
    if pledge.unit == "FTE years" and drawing.chance(0.5):
        return {"unit": "FTE"}
    if pledge.conversion_unit not in {"", "part time"} and drawing.chance(0.5):
        if pledge.conversion_unit == "days" and drawing.chance(0.5):
            return {"quantity": None, "start": None, "days": Fraction(drawing.number(1, 20))}
        if pledge.conversion_unit == "people":
            return {"unit": "people", "quantity": Fraction(1 if line.person else drawing.number(1, 4))}
        attendees = Fraction(drawing.number(1, 9)) if pledge.conversion_unit == "attendee hours" else None
        quantity = Fraction(drawing.number(1, 60))
        return {"unit": pledge.conversion_unit, "quantity": quantity, "attendees": attendees}
    return {}


def _dates(drawing: Drawing, sent: Return, pledge: Pledge) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    dated_weeks = pledge.unit == "weeks" and drawing.chance(0.6)
    if dated_weeks:
        fields["quantity"] = None
    if dated_weeks or drawing.chance(0.3):
        first = sent.period_start - DAY * 40 if drawing.chance(0.15) else sent.period_start
        start: dt.date = drawing.day(first, sent.period_end)
        fields["start"] = start
        if drawing.chance(0.6):
            fields["end"] = drawing.day(start, sent.period_end + DAY * drawing.one_of((0, 0, 0, 30)))
    elif drawing.chance(0.05):
        fields["end"] = drawing.day(sent.period_start, sent.period_end)
    return fields


def _named(drawing: Drawing, pledge: Pledge) -> dict[str, Any]:
    """Draw a person or placement that other rows can name as well."""
    fields: dict[str, Any] = {"quantity": Fraction(1) if pledge.unit != "FTE" else Fraction(drawing.number(1, 10), 10)}
    if pledge.unit == "placements":
        fields["placement"] = f"L-{drawing.number(1, 6)}"
    else:
        fields["person"] = drawing.one_of(NAMES)
    if drawing.chance(0.1) and pledge.unit != "FTE":
        fields |= {"quantity": None, "has_quantity_column": 0}
    return fields


def _odd(drawing: Drawing, pledge: Pledge, line: Line) -> Line:
    """Draw a row that is no plain delivery."""
    kind = drawing.one_of(
        (
            "absence",
            "absence",
            "absence",
            "zero",
            "unit",
            "part",
            "many",
            "negative",
            "crossed",
            "outside",
            "blank",
            "large",
        )
    )
    if kind == "absence":
        return line._replace(quantity=None, absence=drawing.one_of(ABSENCES))
    if kind == "zero":
        return line._replace(quantity=Fraction(0))
    if kind == "unit":
        other = (
            "hours" if pledge.unit in {"attendee hours", "staff hours"} else drawing.one_of(("sessions", "days", "GBP"))
        )
        return line._replace(unit=other, quantity=line.quantity or Fraction(2))
    if kind == "part":
        return line._replace(quantity=Fraction(drawing.number(1, 9), 2))
    if kind == "many" and pledge.unit in {"people", "placements"}:
        return line._replace(person="alder", quantity=Fraction(2))
    if kind == "negative":
        return line._replace(quantity=Fraction(-drawing.number(1, 4)))
    if kind == "crossed" and line.start is not None:
        return line._replace(end=line.start - DAY)
    if kind == "outside" and line.start is not None:
        return line._replace(start=line.start + DAY * 400, end=None)
    if kind == "blank":
        return line._replace(quantity=None)
    if kind == "large":
        most = 1_000_000_000 if pledge.unit == "GBP" else 10_000_000
        return line._replace(quantity=Fraction(most - drawing.number(0, 1)))
    return line
