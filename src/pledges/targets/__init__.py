"""A pledge and a day in; what it promises in all and what is due by that day out, as figures.

One file a way of promising: `quantity` (a number, per amount of value, by bands), `per_year`, `trajectory` (how much is
due before the last day), `changes` (variations, and what they make of the terms), `facts` (dated facts that targets and
shares rest on), `contradictions` (columns that cannot both hold).
"""

from __future__ import annotations

from pledges.targets.changes import AsVaried, as_varied, last_day
from pledges.targets.days import position_day
from pledges.targets.register_wide import as_in_force, parts_above_wholes, targets_of, values_below_zero
from pledges.targets.target import Target, target_of

__all__ = [
    "AsVaried",
    "Target",
    "as_in_force",
    "as_varied",
    "last_day",
    "parts_above_wholes",
    "position_day",
    "target_of",
    "targets_of",
    "values_below_zero",
]
