"""The closed list of what a scheme can measure: each measure's thresholds, other keys and unit."""

from __future__ import annotations

from collections.abc import Mapping

import attrs


@attrs.frozen(kw_only=True)
class Measure:
    """What a criterion can measure: the names of the thresholds it needs and those it may have, and their unit.

    `options` are the other keys it may have, and `needs_options` those it must. `by_size` tells that thresholds may
    differ by size band, `of_pledges` that pledges may be left out by their unit. `looks_at` says in words what it is.
    """

    looks_at: str
    unit: str = ""
    needs: tuple[str, ...] = ()
    may_have: tuple[str, ...] = ()
    needs_options: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    by_size: bool = False
    of_pledges: bool = False

    @property
    def thresholds(self) -> tuple[str, ...]:
        """The names of all thresholds it takes."""
        return (*self.needs, *self.may_have)


REFUSED: Mapping[str, str] = {
    "best_fit": "a best-fit judgement cannot be tested by a rule: use the measure panel, or the decision panel",
    "judgement": "a judgement cannot be tested by a rule: use the measure panel, or the decision panel",
    "rank": "a rank needs everybody's entry, and a rule sees one firm: state the gate to enter instead",
    "ranking": "a ranking needs everybody's entry, and a rule sees one firm: state the gate to enter instead",
}
"""Measures that people look for and that no rule can be: each with the reason that the error gives."""

_BOUNDS = ("minimum", "maximum")
_WINDOW = ("within_months", "from_day", "to_day")

MEASURES: Mapping[str, Measure] = {
    "signed": Measure(looks_at="the statement signed at director level, and the organisation's identifier"),
    "contact": Measure(looks_at="a named point of contact"),
    "live_pledges": Measure(
        looks_at="pledges due in the next twelve months",
        unit="pledges",
        needs=("minimum",),
        may_have=("minimum_categories",),
        by_size=True,
        of_pledges=True,
    ),
    "due_pledges": Measure(
        looks_at="pledges due in the last twelve months",
        unit="pledges",
        needs=("minimum",),
        of_pledges=True,
        by_size=True,
    ),
    "fulfilment": Measure(
        looks_at="how much of what was due was delivered",
        unit="share",
        needs=("minimum",),
        of_pledges=True,
        by_size=True,
    ),
    "contract_floor": Measure(
        looks_at="how much of each contractual pledge was delivered",
        unit="share",
        needs=("minimum",),
        of_pledges=True,
        by_size=True,
    ),
    "verified": Measure(
        looks_at="how much of what counts was confirmed by somebody other than the firm",
        unit="share",
        needs=("minimum",),
        may_have=("minimum_beneficiary",),
        of_pledges=True,
        by_size=True,
    ),
    "returns": Measure(looks_at="overdue returns", unit="days", needs=("max_days_overdue",)),
    "prior_level": Measure(
        looks_at="how long the level below was held",
        unit="months",
        needs=("minimum",),
        options=("level", "standing"),
    ),
    "earlier_terms": Measure(
        looks_at="how many terms in a row came before",
        unit="terms",
        needs=("minimum",),
        needs_options=("level",),
        options=("gap_months",),
    ),
    "categories": Measure(
        looks_at="in how many categories something was delivered",
        unit="categories",
        needs=("minimum",),
        may_have=("minimum_depth", "minimum_part"),
        by_size=True,
    ),
    "voice": Measure(
        looks_at="what young people answered",
        unit="share",
        needs=("exempt_below",),
        may_have=("minimum_answers", "minimum_answered", "minimum_as_promised"),
    ),
    "sustained": Measure(
        looks_at="outcomes that lasted",
        unit="outcomes",
        needs=("minimum",),
        may_have=("minimum_weeks", "minimum_months", "minimum_sessions"),
        of_pledges=True,
        by_size=True,
    ),
    "advocacy": Measure(
        looks_at="what was done to win others over",
        unit="acts",
        needs=("minimum",),
        options=("within_months",),
        by_size=True,
    ),
    "breach": Measure(looks_at="open breaches of any severity"),
    "clean": Measure(
        looks_at="suspensions, open breaches, safeguarding holds and upheld complaints",
        may_have=("max_major_breaches", "max_safeguarding_holds", "max_upheld_complaints"),
    ),
    "fact": Measure(
        looks_at="a recorded fact",
        may_have=_BOUNDS,
        needs_options=("fact",),
        options=(*_WINDOW, "unit", "per_fact", "per_amount", "rounding"),
        by_size=True,
    ),
    "facts": Measure(
        looks_at="several recorded facts",
        unit="facts",
        may_have=("minimum",),
        needs_options=("facts",),
        options=(*_WINDOW, "scale", "at"),
        by_size=True,
    ),
    "share": Measure(
        looks_at="the share of one recorded fact in another",
        unit="share",
        may_have=_BOUNDS,
        needs_options=("part", "whole"),
        options=_WINDOW,
        by_size=True,
    ),
    "headcount": Measure(looks_at="the number of UK employees", unit="people", may_have=_BOUNDS),
    "events": Measure(
        looks_at="recorded events",
        unit="events",
        may_have=_BOUNDS,
        needs_options=("event",),
        options=(*_WINDOW, "outcome", "severity"),
        by_size=True,
    ),
    "delivered": Measure(
        looks_at="how much was delivered of pledges due in the last twelve months",
        needs=("minimum",),
        needs_options=("unit",),
        options=("types", "per_fact", "per_amount", "rounding"),
        by_size=True,
    ),
    "on_schedule": Measure(
        looks_at="whether what was due by the day is delivered, pledge by pledge",
        unit="share",
        needs=("minimum",),
        options=("types",),
        of_pledges=True,
        by_size=True,
    ),
    "accreditation": Measure(
        looks_at="a badge of another scheme that is in force", needs_options=("scheme",), options=("level",)
    ),
    "meets_level": Measure(looks_at="whether the criteria of a lower level are still met", needs_options=("level",)),
    "panel": Measure(looks_at="what people must judge", needs_options=("why",)),
    "unknown": Measure(looks_at="a condition that is not published", needs_options=("why",)),
}
"""The measures a scheme may use, a closed list: what each means is defined in `pledges.eligibility`."""
