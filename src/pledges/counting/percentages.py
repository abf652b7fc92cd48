"""A pledge and the basis of a return in; whether a percentage typed there can count, as the code of a finding, out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pledges.model import Basis

if TYPE_CHECKING:
    from pledges.model import Pledge


def percentage_aside(pledge: Pledge, basis: Basis) -> str:
    """Return why a percentage typed in a return does not count, "" where it does or is none.

    A percentage that the register says the parts of is worked out from them. Another counts where it speaks of all
    there is (a running total, or a stock), of which the latest holds; those of single periods cannot be added.
    """
    if pledge.unit != "%":
        return ""
    if pledge.share_of is not None:
        return "percentage-derived"
    return "percentage-in-period" if basis is Basis.IN_PERIOD else ""
