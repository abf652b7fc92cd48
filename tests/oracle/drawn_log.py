"""A case in, returns that say something wrong of themselves out, each with what the council's log knows better."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oracle.drawing import CONTRACTS, DAY
from oracle.tables import Receipt, Return

if TYPE_CHECKING:
    from oracle.drawing import Drawing

BASES = ("in period", "cumulative", "in post")


def draw_log(drawing: Drawing) -> None:
    """Let some returns give another supplier, contract, period or basis than theirs, which Returns received gives."""
    if not drawing.chance(0.15):
        return
    returns: list[Any] = drawing.rows.get("return", [])
    copied = {each.content for each in returns if each.content}
    for place, each in enumerate(returns):
        if each.content or each.file in copied or not drawing.chance(0.4):
            continue
        wrong = _wrong(drawing, each)
        _log(drawing, each.file, {name: getattr(each, name) for name in wrong})
        returns[place] = each._replace(**wrong)


def _wrong(drawing: Drawing, sent: Return) -> dict[str, Any]:
    """Return what a return says of itself that is not so."""
    wrong: dict[str, Any] = {}
    if drawing.chance(0.4):
        wrong["supplier"] = drawing.one_of([each[0] for each in drawing.rows["supplier"]])
    if drawing.chance(0.4) and sent.contract is not None:
        wrong["contract"] = drawing.one_of((None, *CONTRACTS))
    if drawing.chance(0.4):
        later = DAY * drawing.one_of((-31, 31, 92))
        wrong |= {"period_start": sent.period_start + later, "period_end": sent.period_end + later}
    if drawing.chance(0.4):
        wrong["basis"] = drawing.one_of(BASES)
    return wrong


def _log(drawing: Drawing, file: str, known: dict[str, Any]) -> None:
    """Write what is known of a file into its row of the log, which may be there already."""
    receipts: list[Any] = drawing.rows.setdefault("receipt", [])
    for place, each in enumerate(receipts):
        if each.file == file:
            receipts[place] = each._replace(**known)
            return
    receipts.append(Receipt(file, **known))
