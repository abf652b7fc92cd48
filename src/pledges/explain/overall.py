"""An assessment in; its contracts' totals added up by type and unit, as figures, out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pledges.assess import RollUp
from pledges.figures import Figure, total

if TYPE_CHECKING:
    from pledges.assess import Assessment


def overall(assessment: Assessment) -> tuple[RollUp, ...]:
    """Return the totals of all contracts added up, in the order of types and units.

    Each contract counts a person once for a type and unit; a person who is delivered under two contracts is in both,
    because both were promised.
    """
    kinds = sorted({(each.type, each.unit) for contract in assessment.contracts for each in contract.totals})
    return tuple(_added(assessment, *kind) for kind in kinds)


def _added(assessment: Assessment, type_: str, unit: str) -> RollUp:
    of_kind = [
        each for contract in assessment.contracts for each in contract.totals if (each.type, each.unit) == (type_, unit)
    ]

    def added(label: str, figures: list[Figure]) -> Figure:
        return total(f"{label}, all contracts", figures, unit=unit)

    return RollUp(
        type=type_,
        unit=unit,
        pledges=sum(each.pledges for each in of_kind),
        not_known=sum(each.not_known for each in of_kind),
        target=added("target", [each.target for each in of_kind]),
        due_to_date=added("due to date", [each.due_to_date for each in of_kind]),
        claimed=added("claimed", [each.claimed for each in of_kind]),
        documented=added("documented", [each.documented for each in of_kind]),
        counted=added("counted", [each.counted for each in of_kind]),
        verified=added("verified", [each.verified for each in of_kind]),
        counted_known=added("counted, as far as known", known)
        if (known := [each.counted_known for each in of_kind if each.counted_known.value is not None])
        else of_kind[0].counted_known,
        counted_towards_target=added("counted towards targets", [each.counted_towards_target for each in of_kind]),
    )
