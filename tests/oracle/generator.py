"""A seed in, a register with returns and a day out: every rule of `docs/counting.md` in some, the edges in many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oracle.drawing import CONTRACTS, DAY, Drawing
from oracle.drawn_conduct import draw_conduct
from oracle.drawn_log import draw_log
from oracle.drawn_parties import draw_subcontractors
from oracle.drawn_policy import draw_nation, draw_policy
from oracle.drawn_promises import draw_contract
from oracle.drawn_returns import draw_returns
from oracle.drawn_sayings import draw_sayings
from oracle.drawn_voluntary import draw_voluntary
from oracle.tables import Supplier

if TYPE_CHECKING:
    import datetime as dt

    from oracle.tables import Case


REFS = ("S-9", "S-10", "S-2")
"""References whose order as people count is not the order of their letters."""


def drawn_case(seed: int) -> Case:
    """Return the case of a seed."""
    drawing = Drawing(seed)
    firms = max(drawing.firms, drawing.one_of((1, 1, 2, 3)))
    suppliers = [Supplier(ref, f"Firm {ref}") for ref in REFS[:firms]]
    for each in suppliers:
        drawing.add("supplier", each)
    for ref in CONTRACTS[: drawing.contracts]:
        contract, pledges = draw_contract(drawing, ref, suppliers)
        for member in suppliers:
            own = [each for each in pledges if each.supplier == member.ref]
            if own:
                draw_returns(drawing, contract, own)
    with drawing.apart("voluntary"):
        draw_voluntary(drawing, suppliers)
    draw_sayings(drawing)
    with drawing.apart("parties"):
        draw_subcontractors(drawing)
    with drawing.apart("policy"):
        draw_policy(drawing)
    with drawing.apart("nation"):
        draw_nation(drawing)
    with drawing.apart("conduct"):
        draw_conduct(drawing)
    with drawing.apart("log"):
        draw_log(drawing)
    on = _asked(drawing)
    known_on = on + DAY * drawing.number(-40, 60) if drawing.chance(0.25) else None
    return drawing.case(on, known_on)


def _asked(drawing: Drawing) -> dt.date:
    if drawing.chance(0.6):
        return drawing.one_of(drawing.edges) + DAY * drawing.one_of((-1, 0, 0, 0, 1))
    return drawing.day(min(drawing.edges), max(drawing.edges) + DAY * 60)
