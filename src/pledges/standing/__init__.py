"""A badge's life from decisions and recorded events: where it stands, what led there, and what is due next."""

from __future__ import annotations

from pledges.standing.badges import BadgePosition, View, badges_of
from pledges.standing.due import DAYS_AHEAD, Due
from pledges.standing.public import STATUSES, PublicEntry
from pledges.standing.words import level_name, status_words, step_words

__all__ = [
    "DAYS_AHEAD",
    "STATUSES",
    "BadgePosition",
    "Due",
    "PublicEntry",
    "View",
    "badges_of",
    "level_name",
    "status_words",
    "step_words",
]
