"""An open criterion and a position in; how the criterion could be met, in things exact enough to be supposed, out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pledges.eligibility.lack import Way, no_way
from pledges.eligibility.position import Answer, Position
from pledges.eligibility.ways.conduct import way_breach, way_clean, way_earlier, way_prior, way_returns
from pledges.eligibility.ways.confirmation import way_verified, way_voice
from pledges.eligibility.ways.delivery import way_categories, way_delivered, way_floor, way_fulfilment, way_on_schedule
from pledges.eligibility.ways.outcomes import way_sustained
from pledges.eligibility.ways.promises import way_due, way_live
from pledges.eligibility.ways.records import (
    way_accreditation,
    way_advocacy,
    way_contact,
    way_events,
    way_fact,
    way_facts,
    way_headcount,
    way_share,
    way_signed,
)
from pledges.rulebook import Criterion

Finding = Callable[[Criterion, Position, Answer], Way]
"""What finds the way of one measure."""


def _not_published(_criterion: Criterion, _position: Position, answer: Answer) -> Way:
    return no_way(answer.because)


WAYS: Mapping[str, Finding] = {
    "signed": way_signed,
    "contact": way_contact,
    "live_pledges": way_live,
    "due_pledges": way_due,
    "fulfilment": way_fulfilment,
    "contract_floor": way_floor,
    "verified": way_verified,
    "returns": way_returns,
    "prior_level": way_prior,
    "voice": way_voice,
    "advocacy": way_advocacy,
    "breach": way_breach,
    "clean": way_clean,
    "categories": way_categories,
    "sustained": way_sustained,
    "earlier_terms": way_earlier,
    "delivered": way_delivered,
    "on_schedule": way_on_schedule,
    "fact": way_fact,
    "facts": way_facts,
    "share": way_share,
    "headcount": way_headcount,
    "events": way_events,
    "accreditation": way_accreditation,
    "panel": _not_published,
    "unknown": _not_published,
}
"""What finds the way of each measure but `meets_level`, whose way is that of a whole level."""
