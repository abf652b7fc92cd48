"""The nouns of this room: what a scheme answers for one supplier on a day, and why."""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pledges.eligibility.lack import Way
    from pledges.figures import Figure
    from pledges.periods import Period
    from pledges.provenance import Source


class Outcome(enum.Enum):
    """Three-valued, a fourth for what people decide, and a fifth for a criterion that does not apply to a firm."""

    MET = "met"
    NOT_MET = "not met"
    UNKNOWN = "unknown"
    PANEL = "refer to panel"
    NOT_APPLICABLE = "not applicable"


@attrs.frozen(kw_only=True)
class OverdueReturn:
    """A return that was due and has not come; `sources` are the cells that make it due."""

    contract_ref: str
    period: Period
    due: dt.date
    days_overdue: int
    sources: tuple[Source, ...] = ()


@attrs.frozen(kw_only=True)
class CriterionDecision:
    """One criterion: what was observed, what is required, and why the outcome is what it is, in plain English.

    A group has `parts`, the decisions on its own criteria, in the order of the scheme's file.
    """

    id: str
    name: str
    outcome: Outcome
    observed: Figure | None
    required: Figure | None
    because: str
    sources: tuple[Source, ...] = ()
    parts: tuple[CriterionDecision, ...] = ()

    def nodes(self) -> Iterator[CriterionDecision]:
        """Yield the decision itself and those on its parts, in the order of the file."""
        yield self
        for part in self.parts:
            yield from part.nodes()


@attrs.frozen(kw_only=True)
class Missing:
    """What a level still needs in one criterion; `short_by` is in the criterion's own unit.

    `way` is how it could be met: by delivery or only by confirmation, in how much of what, and from which day on.
    `is_waivable` tells that a panel may waive it.
    """

    criterion: str
    short_by: Figure | None
    text: str
    way: Way
    is_waivable: bool = False


@attrs.frozen(kw_only=True)
class LevelDecision:
    """One level of a scheme; `kind` is badge or listing."""

    level: str
    name: str
    kind: str
    outcome: Outcome
    criteria: tuple[CriterionDecision, ...]


@attrs.frozen(kw_only=True)
class Next:
    """The next level up, and what is missing for it; `unknown` are the criteria nobody can answer yet.

    `way` is how all of them could be met together, None where nothing is missing. It may ask for more than each alone:
    what is newly delivered may have to be confirmed as well.
    """

    level: str
    missing: tuple[Missing, ...]
    unknown: tuple[Missing, ...]
    way: Way | None = None


@attrs.frozen(kw_only=True)
class Decision:
    """A scheme's answer for one supplier on a day. `adopted` False: illustrative, scheme not adopted."""

    scheme: str
    name: str
    version: str
    digest: str
    adopted: bool
    levels: tuple[LevelDecision, ...]
    next: Next | None
