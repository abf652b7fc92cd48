"""A contract in, its clauses, parties, promises and variations out, near edges on purpose."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

from oracle.drawing import DAY, Drawing
from oracle.drawn_families import draw_families
from oracle.tables import (
    Band,
    Clause,
    Contract,
    Fact,
    Milestone,
    Party,
    Pledge,
    Supplier,
    Variation,
)

STARTS = (
    dt.date(2024, 4, 1),
    dt.date(2024, 4, 1),
    dt.date(2025, 1, 1),
    dt.date(2025, 4, 1),
    dt.date(2024, 2, 29),
    dt.date(2024, 6, 10),
)


def draw_contract(drawing: Drawing, ref: str, suppliers: list[Supplier]) -> tuple[Contract, list[Pledge]]:
    """Draw a contract, its parties and what they promise; return the contract and the promises."""
    start = drawing.one_of(STARTS)
    years = drawing.one_of((1, 1, 2, 2, 3))
    end = start.replace(year=start.year + years, day=min(start.day, 28)) - DAY
    if drawing.chance(0.25):
        end += DAY * drawing.number(-200, 100)
    value = Fraction(drawing.number(5, 80), 10) * 1_000_000 if drawing.chance(0.8) else None
    contract = Contract(ref, drawing.one_of(("Council A", "Council B")), start, end, value)
    drawing.add("contract", contract)
    drawing.edges += [start, end]
    prime, *others = drawing.random.sample(suppliers, len(suppliers))
    members = [prime, *(each for each in others if drawing.chance(drawing.joining))]
    if len(members) > 1:
        for number, each in enumerate(members):
            drawing.add("party", Party(ref, each.ref, "prime" if number == 0 else "consortium"))
    clauses = [f"{ref}.{n}" for n in range(1, drawing.number(1, 3))]
    for clause in clauses:
        drawing.add("clause", Clause(clause, ref))
    pledges = list[Pledge]()
    for member in members:
        for _ in range(drawing.one_of((1, 1, 2, 3))):
            number = len(drawing.rows.get("pledge", ())) + len(pledges) + 1
            pledges.append(draw_pledge(drawing, contract, member.ref, f"P-{number}", clauses))
    for member in members:
        draw_families(drawing, pledges, member.ref)
    for pledge in pledges:
        drawing.add("pledge", pledge)
    _variations(drawing, contract, pledges)
    return contract, pledges


def draw_pledge(drawing: Drawing, contract: Contract, supplier: str, ref: str, clauses: list[str]) -> Pledge:
    """Draw a promise under a contract."""
    assert contract.start is not None
    assert contract.end is not None
    unit = drawing.one_of(drawing.units)
    start = drawing.day(contract.start, contract.end) if drawing.chance(0.15) else None
    due = drawing.day(start or contract.start, contract.end) if drawing.chance(0.7) else contract.end
    drawing.edges.append(due)
    quantity = drawing.amount(unit) * drawing.number(1, 4)
    fields: dict[str, Any] = {}
    trajectory = drawing.one_of(("at due", "straight line", "straight line", "milestones", "spend"))
    kind = drawing.one_of(("plain", "plain", "plain", "year", "pounds", "banded", "record only"))
    if kind == "year" and trajectory != "milestones":
        fields["per_year"] = 1
    elif kind == "pounds" and trajectory != "milestones":
        fields["per_pounds"] = Fraction(drawing.one_of((1_000_000, 500_000, 2_000_000)))
    elif kind == "banded" and trajectory != "milestones":
        fields["banded"] = 1
        steps = sorted(drawing.random.sample(range(1, 60), drawing.number(1, 3)))
        if contract.value is not None and drawing.chance(0.5):
            steps[0] = int(contract.value / 100_000)
        for number, step in enumerate(sorted(set(steps))):
            drawing.add("band", Band(ref, Fraction(step * 100_000), Fraction(2 * number + 1)))
    elif kind == "record only":
        fields["record_only"] = 1
        trajectory = "at due"
    if trajectory == "milestones":
        days = sorted({drawing.day(start or contract.start, due) for _ in range(drawing.number(1, 3))})
        for number, day in enumerate(days):
            drawing.add("milestone", Milestone(ref, day, quantity * (number + 1) / (len(days) + drawing.number(0, 1))))
            drawing.edges.append(day)
    if trajectory == "spend":
        for _ in range(drawing.number(0, 3)):
            as_at = drawing.day(contract.start, contract.end)
            value = (contract.value or Fraction(1_000_000)) * drawing.number(0, 12) / 10
            recorded = as_at + DAY * drawing.number(0, 60) if drawing.chance(0.5) else None
            drawing.add("fact", Fact(supplier, contract.ref, "spend_to_date", value, as_at, recorded))
    return Pledge(
        ref,
        supplier,
        contract.ref,
        drawing.one_of(drawing.types),
        unit,
        None if fields.get("banded") or fields.get("record_only") else quantity,
        due=due,
        start=start,
        trajectory=trajectory,
        clause=drawing.one_of(["", *clauses]),
        rounding=drawing.one_of(("exact", "floor", "nearest", "ceiling")),
        stretch=quantity * 2
        if drawing.chance(0.1) and not fields.get("record_only") and not fields.get("banded")
        else None,
        **fields,
    )


def _variations(drawing: Drawing, contract: Contract, pledges: list[Pledge]) -> None:
    assert contract.start is not None
    assert contract.end is not None
    if not drawing.chance(0.4):
        return
    for _ in range(drawing.one_of((1, 1, 2))):
        effective = drawing.day(contract.start, contract.end)
        if any(each[0] == contract.ref and each[1] == effective for each in drawing.rows.get("variation", ())):
            continue
        drawing.edges.append(effective)
        effect = drawing.one_of(("rescale", "rescale", "replace", "none"))
        if drawing.chance(0.3):
            pledge = drawing.one_of(pledges)
            if not pledge.banded and not pledge.record_only:
                drawing.add(
                    "variation",
                    Variation(
                        contract.ref, effective, effect, pledge=pledge.ref, new_quantity=Fraction(drawing.number(1, 30))
                    ),
                )
        else:
            change = Fraction(drawing.number(-4, 20), 10) * 1_000_000 if contract.value is not None else None
            if change is not None and contract.value is not None and contract.value + 3 * change <= 0:
                change = Fraction(1_000_000)
            end = None
            if drawing.chance(0.3):
                # No promise is due before it starts.
                earliest = max([contract.start, *(each.start for each in pledges if each.start is not None)])
                end = max(earliest, contract.end + DAY * drawing.number(-60, 200))
            if end is not None:
                drawing.edges.append(end)
            drawing.add("variation", Variation(contract.ref, effective, effect, change, end))
            if drawing.chance(0.25):
                other = drawing.one_of(("rescale", "replace", "none"))
                drawing.add("variation", Variation(contract.ref, effective, other, change))
