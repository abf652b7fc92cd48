"""Recorded events in, what they say on a day out: what was signed, what is open, which badge is held and since when."""

from __future__ import annotations

from pledges.history.causes import (
    RETURN_OVERDUE,
    Cause,
    Matter,
    causes_of,
    is_major,
    is_minor,
    matters_of,
    unmatched_closings,
)
from pledges.history.fact_names import misspelt_facts
from pledges.history.recorded import History, history_of
from pledges.history.standing import HELD, NOTHING_HELD, Breach, Spell, Standing, Step, Tenure, tenure
from pledges.history.timeline import Editions, FallBack, level_named, standing_of, unplaced_events
from pledges.history.words import reason_of, role_of

__all__ = [
    "HELD",
    "NOTHING_HELD",
    "RETURN_OVERDUE",
    "Breach",
    "Cause",
    "Editions",
    "FallBack",
    "History",
    "Matter",
    "Spell",
    "Standing",
    "Step",
    "Tenure",
    "causes_of",
    "history_of",
    "is_major",
    "is_minor",
    "level_named",
    "matters_of",
    "misspelt_facts",
    "reason_of",
    "role_of",
    "standing_of",
    "tenure",
    "unmatched_closings",
    "unplaced_events",
]
