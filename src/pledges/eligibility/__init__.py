"""Badge criteria on figures, facts and history: met, not met or unknown, with the reason and what is missing."""

from __future__ import annotations

from pledges.eligibility.confirmed import rests_on_few
from pledges.eligibility.excusals import accepts_excusal
from pledges.eligibility.levels import decide, decide_position, levels_met
from pledges.eligibility.position import Position
from pledges.eligibility.questions import Question, questions_of
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
from pledges.eligibility.waivers import waivers_of

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
    "Question",
    "accepts_excusal",
    "decide",
    "decide_position",
    "delivered_categories",
    "feedback_in",
    "heard_by_few",
    "levels_met",
    "may_be_smallest",
    "questions_of",
    "rests_on_few",
    "speaks",
    "waivers_of",
]
