"""A case in, how its contracts ask for returns out, and days of returns on either side of what is due."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oracle.drawing import DAY
from oracle.tables import Receipt, Refused

if TYPE_CHECKING:
    from oracle.drawing import Drawing
    from oracle.tables import Contract, Return


def draw_conduct(drawing: Drawing) -> None:
    """Let some contracts ask for returns, let some come about the day they are due, and others be no file at all."""
    contracts: list[Any] = drawing.rows["contract"]
    for number, contract in enumerate(contracts):
        returns = [each for each in drawing.rows.get("return", ()) if each[2] == contract.ref]
        if drawing.chance(0.5):
            contracts[number] = _asking(drawing, contract, returns)
    if drawing.chance(0.08):
        drawing.add("refused", Refused("returns/scan.pdf"))
        if drawing.chance(0.7):
            _log(drawing)


def _asking(drawing: Drawing, contract: Contract, returns: list[Any]) -> Contract:
    months = _months(returns[0]) if returns and drawing.chance(0.8) else drawing.one_of((1, 3, 12))
    every = {1: "month", 3: "quarter", 12: "year"}.get(months, "quarter")
    first = returns[0].period_start if returns and drawing.chance(0.7) else None
    within = drawing.one_of((None, None, 0, 10, 30, 45))
    rules: list[Any] = drawing.rows.get("house_rule", [])
    grace: list[int] = [each.value for each in rules if each.name == "late_grace_days"]
    all_returns: list[Any] = drawing.rows.get("return", [])
    for sent in returns:
        due = sent.period_end + DAY * (30 if within is None else within)
        drawing.edges.append(due)
        if drawing.chance(0.3):
            step = drawing.one_of((-1, 0, 0, 1, 1))
            if grace and drawing.chance(0.6):
                step = drawing.one_of(grace) + drawing.one_of((0, 1))
            all_returns[all_returns.index(sent)] = sent._replace(submitted_on=due + DAY * step)
    return contract._replace(returns_every=every, returns_from=first, due_within=within)


def _months(sent: Return) -> int:
    return (sent.period_end - sent.period_start).days // 28


def _log(drawing: Drawing) -> None:
    """Draw whose the file is that could not be read, with or without its period."""
    pledge: Any = drawing.one_of(drawing.rows["pledge"])
    own = [each for each in drawing.rows.get("return", ()) if each[1] == pledge.supplier and each[2] == pledge.contract]
    period: dict[str, Any] = {}
    if own and drawing.chance(0.7):
        like: Any = drawing.one_of(own)
        period = {"period_start": like.period_start, "period_end": like.period_end}
    received = drawing.day(min(drawing.edges), max(drawing.edges))
    status = drawing.one_of(("", "accepted", "rejected"))
    drawing.add(
        "receipt",
        Receipt("returns/scan.pdf", received, status, supplier=pledge.supplier, contract=pledge.contract, **period),
    )
