"""Promises and their returns in, what others than the firm say of them out: confirmations, tests of offers, rulings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oracle.drawing import DAY
from oracle.tables import Confirmation, Decision, Line, Return

if TYPE_CHECKING:
    import datetime as dt

    from oracle.drawing import Drawing
    from oracle.tables import Pledge

CONFIRMED = ("third party confirmed", "third party confirmed", "beneficiary confirmed", "declined")
TESTED = ("offer test not honoured", "offer test not honoured", "offer test honoured")


def draw_sayings(drawing: Drawing) -> None:
    """Draw what is said of some promises that lines name."""
    pledges: list[Any] = drawing.rows.get("pledge", [])
    for pledge in pledges:
        if not drawing.chance(0.3):
            continue
        lines = [each for each in drawing.rows.get("line", ()) if isinstance(each, Line) and each.pledge == pledge.ref]
        subject: dict[str, Any] = {}
        for _ in range(drawing.one_of((1, 1, 2, 3, 4))):
            if not drawing.chance(0.6):
                subject = _subject(drawing, lines)
            _said(drawing, pledge, subject)


def _subject(drawing: Drawing, lines: list[Line]) -> dict[str, Any]:
    """Draw what a saying is about: anything, or something that a line names, now and then something that none does."""
    if not lines or drawing.chance(0.4):
        return {}
    line = drawing.one_of(lines)
    (sent,) = (each for each in drawing.rows["return"] if isinstance(each, Return) and each.file == line.file)
    kind = drawing.one_of(("person", "placement", "evidence", "evidence", "period", "period", "other"))
    if kind == "period":
        before = DAY * drawing.one_of((0, 0, 30))
        return {
            "period_start": sent.period_start - before,
            "period_end": sent.period_end + DAY * drawing.one_of((-1, 0, 0, 31)),
        }
    if kind == "other":
        return {"evidence": "another document"}
    named: str = getattr(line, kind)
    return {kind: named} if named else {}


def _said(drawing: Drawing, pledge: Pledge, subject: dict[str, Any]) -> None:
    day: dt.date = drawing.day(min(drawing.edges), max(drawing.edges) + DAY * 60)
    tested = drawing.chance(0.35)
    number = len(drawing.rows.get("confirmation", ())) + 1
    said = Confirmation(
        number,
        pledge.ref,
        drawing.one_of(TESTED if tested else CONFIRMED),
        day,
        drawing.amount(pledge.unit) if drawing.chance(0.6) else None,
        recorded_on=day + DAY * drawing.number(0, 40) if drawing.chance(0.4) else None,
        **subject,
    )
    drawing.add("confirmation", said)
    if tested and drawing.chance(0.3):
        for _ in range(drawing.one_of((1, 1, 2))):
            ruled = day + DAY * drawing.one_of((0, 1, 20, 200))
            outcome = drawing.one_of(("offer honoured", "offer honoured", "offer not honoured"))
            recorded = ruled + DAY * drawing.number(0, 20) if drawing.chance(0.3) else None
            drawing.add("decision", Decision(ruled, pledge.supplier, pledge.contract, pledge.ref, outcome, recorded))
