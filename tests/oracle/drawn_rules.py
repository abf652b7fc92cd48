"""A promise or a row of a register that comes under a further rule in, the same with what that rule looks at out."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from oracle.drawing import Chance

if TYPE_CHECKING:
    from oracle.drawing import Drawing
    from oracle.tables import Line, Pledge

SHARES = tuple(Fraction(*each) for each in ((3, 5), (3, 5), (2, 5), (2, 5), (1, 3), (1, 1)))
SHARED = ("alder", "birch", "cedar")


def by_rule(drawing: Drawing, pledge: Pledge, line: Line) -> Line:
    """Return a row of a return as the register's further rule would have it."""
    if drawing.rule == "share":
        return _shared(drawing, pledge, line)
    return line


def _shared(drawing: Drawing, pledge: Pledge, line: Line) -> Line:
    """Draw which part of a row is its promise's: of somebody, or of a document, whom others claim as well."""
    chance = drawing.further
    if chance.chance(0.6):
        # Each party gives much the same Share in all its rows, so that the largest of them is not always the whole.
        usual = Chance(f"{drawing.seed} {pledge.contract} {pledge.supplier}").one_of(SHARES[:-1])
        line = line._replace(share=chance.one_of(SHARES) if chance.chance(0.05) else usual)
    if chance.chance(0.8):
        line = line._replace(evidence=chance.one_of(("FAIR-25", "FAIR-25", "FAIR-25", "rota")))
        if line.share is None and chance.chance(0.9):
            line = line._replace(evidence="")
    if pledge.unit in {"people", "FTE"} and line.quantity is not None and chance.chance(0.4):
        line = line._replace(person=chance.one_of(SHARED), quantity=Fraction(1))
    return line
