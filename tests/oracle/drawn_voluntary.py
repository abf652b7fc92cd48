"""A case in, promises of no contract with their returns out."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from oracle.drawn_families import draw_families
from oracle.drawn_promises import draw_pledge
from oracle.drawn_returns import draw_returns
from oracle.tables import Contract

if TYPE_CHECKING:
    from oracle.drawing import Drawing
    from oracle.tables import Supplier

NONE = Contract("V", "", dt.date(2024, 4, 1), dt.date(2026, 3, 31))
"""What stands in the place of a contract while a promise is drawn that has none."""


def draw_voluntary(drawing: Drawing, suppliers: list[Supplier]) -> None:
    """Draw what some suppliers promise of themselves, without a contract, and what they report on it."""
    for supplier in suppliers:
        if not drawing.chance(0.15):
            continue
        pledges: list[Any] = []
        for _ in range(drawing.one_of((1, 1, 2, 3))):
            ref = f"P-{len(drawing.rows.get('pledge', ())) + len(pledges) + 1}"
            pledges.append(draw_pledge(drawing, NONE, supplier.ref, ref, []))
        draw_families(drawing, pledges, supplier.ref)
        for number, pledge in enumerate(pledges):
            start = pledge.start or (NONE.start if drawing.chance(0.7) else None)
            pledges[number] = pledge._replace(contract=None, start=start)
            drawing.add("pledge", pledges[number])
        draw_returns(drawing, NONE, pledges)
    for table in ("return", "fact"):
        rows: list[Any] = drawing.rows.get(table, [])
        rows[:] = [each._replace(contract=None) if each.contract == NONE.ref else each for each in rows]
