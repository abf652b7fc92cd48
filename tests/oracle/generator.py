"""A seed in, a register with returns and a day out: every rule of `docs/counting.md` in some, the edges in many."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from oracle.drawing import DAY, Drawing, months_later
from oracle.tables import (
    Band,
    Clause,
    Contract,
    Fact,
    Line,
    Milestone,
    Party,
    Pledge,
    Receipt,
    Return,
    Supplier,
    Variation,
)

if TYPE_CHECKING:
    from oracle.tables import Case

TYPES = ("placement", "apprenticeship", "job", "mentoring", "insight")
UNITS = (
    "people",
    "people",
    "people",
    "placements",
    "FTE",
    "weeks",
    "weeks",
    "days",
    "staff hours",
    "attendee hours",
    "hours",
    "sessions",
    "GBP",
)
STARTS = (
    dt.date(2024, 4, 1),
    dt.date(2024, 4, 1),
    dt.date(2025, 1, 1),
    dt.date(2025, 4, 1),
    dt.date(2024, 2, 29),
    dt.date(2024, 6, 10),
)


def drawn_case(seed: int) -> Case:
    """Return the case of a seed."""
    drawing = Drawing(seed)
    suppliers = [Supplier(f"S-{n:02}", f"Firm {n}") for n in range(1, drawing.one_of((2, 2, 3, 4)))]
    for each in suppliers:
        drawing.add("supplier", each)
    for number in range(1, drawing.one_of((2, 2, 2, 3, 4))):
        _contract(drawing, f"C-{number}", suppliers)
    on = _asked(drawing)
    known_on = on + DAY * drawing.number(-40, 60) if drawing.chance(0.25) else None
    return drawing.case(on, known_on)


def _asked(drawing: Drawing) -> dt.date:
    if drawing.chance(0.6):
        return drawing.one_of(drawing.edges) + DAY * drawing.one_of((-1, 0, 0, 0, 1))
    return drawing.day(min(drawing.edges), max(drawing.edges) + DAY * 60)


def _contract(drawing: Drawing, ref: str, suppliers: list[Supplier]) -> None:
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
    members = [prime, *(each for each in others if drawing.chance(0.4))]
    if len(members) > 1:
        for number, each in enumerate(members):
            drawing.add("party", Party(ref, each.ref, "prime" if number == 0 else "consortium"))
    clauses = [f"{ref}.{n}" for n in range(1, drawing.number(1, 3))]
    for clause in clauses:
        drawing.add("clause", Clause(clause, ref))
    pledges = list[Pledge]()
    for member in members:
        for _ in range(drawing.one_of((1, 1, 2, 3))):
            pledge = _pledge(drawing, contract, member.ref, f"P-{len(drawing.rows.get('pledge', ())) + 1:02}", clauses)
            pledges.append(pledge)
    _variations(drawing, contract, pledges)
    for member in members:
        _returns(drawing, contract, [each for each in pledges if each.supplier == member.ref])


def _pledge(drawing: Drawing, contract: Contract, supplier: str, ref: str, clauses: list[str]) -> Pledge:
    assert contract.start is not None
    assert contract.end is not None
    unit = drawing.one_of(UNITS)
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
    pledge = Pledge(
        ref,
        supplier,
        contract.ref,
        drawing.one_of(TYPES),
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
    drawing.add("pledge", pledge)
    return pledge


def _variations(drawing: Drawing, contract: Contract, pledges: list[Pledge]) -> None:
    assert contract.start is not None
    assert contract.end is not None
    if not drawing.chance(0.4):
        return
    for _ in range(drawing.one_of((1, 1, 2))):
        effective = drawing.day(contract.start, contract.end)
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
            if change is not None and contract.value is not None and contract.value + change <= 0:
                change = Fraction(1_000_000)
            end = None
            if drawing.chance(0.3):
                # No promise is due before it starts.
                earliest = max([contract.start, *(each.start for each in pledges if each.start is not None)])
                end = max(earliest, contract.end + DAY * drawing.number(-60, 200))
            if end is not None:
                drawing.edges.append(end)
            drawing.add("variation", Variation(contract.ref, effective, effect, change, end))
            if drawing.chance(0.15):
                other = drawing.one_of(("rescale", "replace", "none"))
                drawing.add("variation", Variation(contract.ref, effective, other, change))


def _returns(drawing: Drawing, contract: Contract, pledges: list[Pledge]) -> None:
    assert contract.start is not None
    assert contract.end is not None
    supplier = pledges[0].supplier
    first = contract.start.replace(day=1)
    length = drawing.one_of((3, 3, 3, 6, 12, 1))
    basis = drawing.one_of(("in period", "in period", "cumulative"))
    until_month = drawing.number(1, 18)
    for number, month in enumerate(range(0, until_month, length)):
        start, end = months_later(first, month), months_later(first, month + length) - DAY
        drawing.edges.append(end)
        if drawing.chance(0.1) or end < contract.start:
            continue
        _return(drawing, contract, pledges, f"returns/{supplier}-{contract.ref}-{number}.xlsx", (start, end), basis)


def _return(
    drawing: Drawing, contract: Contract, pledges: list[Pledge], file: str, period: tuple[dt.date, dt.date], basis: str
) -> None:
    start, end = period
    assert contract.start is not None
    submitted = end + DAY * drawing.number(0, 50) if drawing.chance(0.6) else None
    sent = Return(file, pledges[0].supplier, contract.ref, start, end, basis, submitted)
    drawing.add("return", sent)
    if drawing.chance(0.2):
        drawing.add(
            "receipt",
            Receipt(file, end + DAY * drawing.number(0, 60), drawing.one_of(("accepted", "accepted", "rejected"))),
        )
    row = 0
    for pledge in pledges:
        for _ in range(drawing.one_of((0, 1, 1, 1, 2, 3))):
            row += 1
            drawing.add("line", _line(drawing, sent, pledge, row, contract.start))


def _line(drawing: Drawing, sent: Return, pledge: Pledge, row: int, begins: dt.date) -> Line:
    grade = drawing.one_of((0, 1, 1, 1, 1))
    start = end = attendees = staff = None
    quantity: Fraction | None = drawing.amount(pledge.unit)
    if pledge.unit == "weeks" and drawing.chance(0.6):
        quantity = None
        start = drawing.day(max(sent.period_start, begins), sent.period_end)
        end = drawing.day(start, sent.period_end) if drawing.chance(0.6) else None
    elif drawing.chance(0.3):
        start = drawing.day(max(sent.period_start, begins), sent.period_end)
        end = drawing.day(start, sent.period_end) if drawing.chance(0.6) else None
    if pledge.unit == "attendee hours" and drawing.chance(0.6):
        attendees = Fraction(drawing.number(1, 12))
    if pledge.unit == "staff hours" and drawing.chance(0.6):
        staff = Fraction(drawing.number(1, 4))
    return Line(
        sent.file,
        row,
        pledge.ref,
        quantity,
        start=start,
        end=end,
        grade=grade,
        attendees=attendees,
        staff=staff,
        evidence=f"{sent.file.rpartition('/')[2]} {row}" if grade else "",
    )
