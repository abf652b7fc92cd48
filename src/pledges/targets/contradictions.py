"""A pledge in; what its columns say that cannot both hold out, and which figures rest on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pledges.findings import Finding, finding
from pledges.model import Trajectory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pledges.model import Pledge

_ALL_ARE, _DUE_IS = "the target and what is due are", "what is due is"


@attrs.frozen
class Contradiction:
    """What contradicts what, which figures rest on it, and how it is mended."""

    what: str
    figures: str
    fix: str

    @property
    def spoils_target(self) -> bool:
        """Whether not even the target is known."""
        return self.figures == _ALL_ARE


def contradictions(pledge: Pledge) -> tuple[Contradiction, ...]:
    """Return what the columns of a pledge say of its target that cannot both hold, those of the target first."""
    return tuple(sorted(_found(pledge), key=lambda each: not each.spoils_target))


def as_finding(contradiction: Contradiction, pledge: Pledge) -> Finding:
    """Return the query that asks for it to be mended."""
    return finding(
        "target-contradicted",
        pledge.source,
        supplier_ref=pledge.supplier_ref,
        contract_ref=pledge.contract_ref,
        pledge_ref=pledge.ref,
        **attrs.asdict(contradiction),
    )


def _found(pledge: Pledge) -> Iterator[Contradiction]:
    has_per = pledge.per_year or pledge.per_pounds is not None
    if has_per and pledge.milestones:
        yield Contradiction(
            "Per stands beside milestones or Year columns, and both say how much is promised by when",
            _ALL_ARE,
            "Clear Per, or the milestones.",
        )
    if pledge.banded and has_per:
        yield Contradiction("Quantity says banded and Per is filled in", _ALL_ARE, "Clear Per.")
    if pledge.banded and not pledge.bands and not _unreadable(pledge, "Bands"):
        yield Contradiction(
            "Quantity says banded and the sheet Bands has no row for it", _ALL_ARE, "Fill in the sheet Bands."
        )
    if pledge.bands and not pledge.banded:
        yield Contradiction(
            "The sheet Bands has rows for it and Quantity does not say banded",
            _ALL_ARE,
            "Write banded in Quantity, or clear the rows.",
        )
    if pledge.phase and (pledge.start is None or pledge.due is None):
        yield Contradiction(
            "Phase is filled in without a Start and a Due of its own",
            _ALL_ARE,
            "Fill in Start and Due, or clear Phase.",
        )
    if pledge.record_only and (has_per or pledge.milestones or pledge.stretch is not None):
        yield Contradiction(
            "Quantity says record only, and Per, Stretch quantity or milestones ask for an amount",
            _ALL_ARE,
            "Give a quantity, or clear the others.",
        )
    if pledge.unit == "%" and has_per:
        yield Contradiction(
            "A percentage is the same for a year or an amount of value, and Per is filled in", _ALL_ARE, "Clear Per."
        )
    if pledge.unit == "%" and pledge.trajectory in {Trajectory.STRAIGHT_LINE, Trajectory.SPEND}:
        yield Contradiction(
            "A percentage does not grow day by day, and Trajectory says so",
            _DUE_IS,
            "Write at due, or milestones, in Trajectory.",
        )
    if pledge.milestones and pledge.trajectory is not Trajectory.MILESTONES:
        yield Contradiction(
            f"Trajectory says {pledge.trajectory.value} and the register has milestones for it",
            _DUE_IS,
            "Write milestones in Trajectory, or clear the milestones.",
        )


def _unreadable(pledge: Pledge, column: str) -> bool:
    return any(name == column for name, _ in pledge.rules)
