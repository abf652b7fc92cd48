"""Recorded advocacy and a criterion in, whether the firm won others over out.

Three things count: another signatory brought in, a pledge clause in the firm's own supply chain, and a case study that
those in it consented to. Detail says which; it is read by these words and never repeated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pledges.audience import tokens_of
from pledges.eligibility.due import met, not_met
from pledges.eligibility.position import Answer, count_of, no_threshold, required, threshold
from pledges.eligibility.result import Outcome
from pledges.figures import given, total
from pledges.periods import day_text, months_after
from pledges.quantities import plain

if TYPE_CHECKING:
    from pledges.eligibility.position import Position
    from pledges.model import Event
    from pledges.rulebook import Criterion

SIGNATORY, CLAUSE, CASE_STUDY = "another signatory brought in", "a clause in the own supply chain", "a case study"
_ACTS = "acts"
_NOT = frozenset({"no", "not", "without", "refused", "declined", "pending"})


def answer_advocacy(criterion: Criterion, position: Position) -> Answer:
    """Answer whether enough was done to win others over.

    Bringing in a signatory counts for so many months as `within_months` says (always, where it says nothing).
    """
    wanted = threshold(criterion, "minimum", position.on)
    if wanted is None:
        return no_threshold(criterion, position.on)
    months = criterion.number("within_months")
    after = None if months is None else months_after(position.on, -months)
    events = position.history.events_of("advocacy")
    kinds = [(event, act_of(event)) for event in events]
    counted = [(e, kind) for e, kind in kinds if kind and (kind != SIGNATORY or after is None or e.day > after)]
    doubtful = [event for event, kind in kinds if not kind]
    limit = required("acts required", wanted, _ACTS)
    parts = [given(f"{kind}, {day_text(event.day)}", 1, event.source, unit=_ACTS) for event, kind in counted]
    observed = total("acts of advocacy", parts, unit=_ACTS)
    which = f": {', '.join(dict.fromkeys(kind for _, kind in counted))}" if counted else ""
    because = (
        f"{count_of(len(counted), 'act')} of advocacy {'is' if len(counted) == 1 else 'are'} on record{which}; "
        f"{wanted.asked(plain(wanted.value))} {'is' if wanted.value == 1 else 'are'} required."
    )
    if wanted.holds(len(counted)):
        return met(because, observed, limit)
    if doubtful and wanted.holds(len(counted) + len(doubtful)):
        further = f"{count_of(len(doubtful), 'further event')} {'does' if len(doubtful) == 1 else 'do'}"
        return Answer(
            outcome=Outcome.UNKNOWN,
            because=f"{because} {further} not say in listed words what was done.",
            observed=observed,
            required=limit,
            sources=tuple(event.source for event in doubtful),
            to_do="Give the Detail: signatory brought in, supply chain clause, or case study.",
        )
    to_do = "Bring in another signatory, put a pledge clause into the own supply chain, or agree to a case study."
    return not_met(because, observed, limit, to_do=to_do)


def act_of(event: Event) -> str:
    """Return which act of advocacy an event records by the words of its Detail, "" where it is none of the three."""
    words = set(tokens_of(event.detail))
    if words & _NOT:
        return ""
    if words & {"signatory", "signatories"}:
        return SIGNATORY
    if {"supply", "chain"} <= words:
        return CLAUSE
    return CASE_STUDY if {"case", "study"} <= words else ""
