"""Badge criteria on figures, facts and history: met, not met or unknown, with the reason and what is missing."""

from __future__ import annotations

from pledges.eligibility.levels import decide
from pledges.eligibility.result import (
    CriterionDecision,
    Decision,
    LevelDecision,
    Missing,
    Next,
    Outcome,
    OverdueReturn,
)
from pledges.eligibility.versions import speaks

__all__ = [
    "CriterionDecision",
    "Decision",
    "LevelDecision",
    "Missing",
    "Next",
    "Outcome",
    "OverdueReturn",
    "decide",
    "speaks",
]
