"""The noun of this room: what a pledge promises between two changes of its contract."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pledges.figures import Operation, whole
from pledges.model import Rounding

if TYPE_CHECKING:
    import datetime as dt

    from pledges.figures import Figure
    from pledges.model import Contract, Pledge
    from pledges.provenance import Source

_OPERATIONS = {
    Rounding.FLOOR: Operation.FLOOR, Rounding.NEAREST: Operation.NEAREST, Rounding.CEILING: Operation.CEILING,
}  # fmt: skip


@attrs.frozen(kw_only=True)
class Terms:
    """What holds for a pledge from one change of its contract to the next.

    `quantity` is what its cell (or a variation) says, in the pledge's own per and not yet rounded; `is_scaled` tells
    that a change of value has been applied to it. `value` is the contract's value as varied for this pledge, None
    where none is given; `last_day` the pledge's last day, and `end` the contract's.
    """

    pledge: Pledge
    contract: Contract | None
    quantity: Figure
    value: Figure | None
    last_day: dt.date | None
    last_day_source: Source
    end: dt.date | None
    is_scaled: bool = False
    is_banded: bool = False


def rounded_as(pledge: Pledge, figure: Figure, *, because: str = "") -> Figure:
    """Return a target that was worked out, made whole as the pledge's Rounding says: once, on the total."""
    how = _OPERATIONS.get(pledge.rounding)
    if how is None:
        return figure
    return whole(figure.label, figure, how, because=because or f"rounded once, on the total: {pledge.rounding.value}")
