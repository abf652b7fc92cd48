"""The authority's house rules and badge schemes as dated values, each with its reference."""

from __future__ import annotations

import attrs

from pledges.rulebook.measures import MEASURES, REFUSED, Measure
from pledges.rulebook.policy import NATIONS, RATINGS, Adoption, HouseRule, Policy, RatingBand, RatingBands
from pledges.rulebook.scheme import (
    AFTER_EXPIRY,
    COMPARISONS,
    DECISIONS,
    EXCUSAL_REASONS,
    GROUPS,
    KINDS,
    ROUNDINGS,
    STANDINGS,
    STATUSES,
    SUSPEND_ON,
    TRANSITION_RULES,
    Appeal,
    Criterion,
    DatedValue,
    Level,
    Life,
    Option,
    Scheme,
    Transition,
    Window,
    default_comparison,
    in_turn,
)

__all__ = [
    "AFTER_EXPIRY",
    "COMPARISONS",
    "DECISIONS",
    "EXCUSAL_REASONS",
    "GROUPS",
    "KINDS",
    "MEASURES",
    "NATIONS",
    "RATINGS",
    "REFUSED",
    "ROUNDINGS",
    "STANDINGS",
    "STATUSES",
    "SUSPEND_ON",
    "TRANSITION_RULES",
    "Adoption",
    "Appeal",
    "Criterion",
    "DatedValue",
    "HouseRule",
    "Level",
    "Life",
    "Measure",
    "Option",
    "Policy",
    "RatingBand",
    "RatingBands",
    "Rulebook",
    "Scheme",
    "Transition",
    "Window",
    "default_comparison",
    "in_turn",
]


@attrs.frozen(kw_only=True)
class Rulebook:
    """Everything that is rule and not fact: the policy and the schemes."""

    policy: Policy
    schemes: tuple[Scheme, ...]
