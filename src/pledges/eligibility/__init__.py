"""Badge criteria on figures, facts and history: met, not met or unknown, with the reason and what is missing."""

from __future__ import annotations

from pledges.eligibility.confirmed import rests_on_few
from pledges.eligibility.excusals import accepts_excusal
from pledges.eligibility.levels import decide
from pledges.eligibility.position import Position
from pledges.eligibility.reached import delivered_categories
from pledges.eligibility.result import (
    CriterionDecision,
    Decision,
    LevelDecision,
    Missing,
    Next,
    Outcome,
    OverdueReturn,
)
from pledges.eligibility.size import may_be_smallest
from pledges.eligibility.versions import speaks
from pledges.eligibility.voice import FEWEST_SHOWN, feedback_in, heard_by_few

__all__ = [
    "FEWEST_SHOWN",
    "CriterionDecision",
    "Decision",
    "LevelDecision",
    "Missing",
    "Next",
    "Outcome",
    "OverdueReturn",
    "Position",
    "accepts_excusal",
    "decide",
    "delivered_categories",
    "feedback_in",
    "heard_by_few",
    "may_be_smallest",
    "rests_on_few",
    "speaks",
]
