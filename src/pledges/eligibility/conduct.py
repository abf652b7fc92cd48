"""Recorded events and overdue returns in, whether the firm signed, names a contact and sends its returns out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pledges.audience import tokens_of
from pledges.eligibility.due import met, not_met
from pledges.eligibility.position import Answer, count_of, no_threshold, required, threshold
from pledges.eligibility.result import Outcome
from pledges.figures import difference, given, greatest, total
from pledges.periods import day_text

if TYPE_CHECKING:
    from pledges.eligibility.position import Position
    from pledges.eligibility.result import OverdueReturn
    from pledges.figures import Figure
    from pledges.model import Event
    from pledges.provenance import Source
    from pledges.rulebook import Criterion

DIRECTOR_LEVEL = (
    "director", "chief executive", "chief officer", "chief operating officer", "chief financial officer",
    "ceo", "coo", "cfo", "md", "managing partner", "chair", "chairman", "chairwoman", "chairperson", "president",
    "vice president", "owner", "co owner", "founder", "partner", "proprietor", "sole trader", "principal", "leader",
    "headteacher", "head teacher", "executive head", "vice chancellor", "trustee", "mayor", "chief constable",
)  # fmt: skip
"""The roles that speak for an organisation, as the Detail of a signing may name them."""

_DOUBTFUL = frozenset({
    "acting", "assistant", "associate", "behalf", "business", "community", "delivery", "deputy", "for", "former",
    "office", "pa", "personal", "pp", "project", "sales", "secretary", "shift", "site", "support", "team", "to",
})  # fmt: skip
"""Words beside such a role that leave it open who signed: the PA to the director, a team leader, a business partner."""

_SIGN = "Record the event statement signed with the signer's role in Detail."


def answer_signed(_criterion: Criterion, position: Position) -> Answer:
    """Answer whether the statement is signed at director level by an organisation that can be identified.

    The role is read from the event's Detail and never repeated. No event is *not met*; a role that is blank or not in
    the list is *unknown*, and so is a signing by an organisation whose identifier is not recorded.
    """
    signings = position.history.signed()
    if not signings:
        because = f"No signing of the statement is recorded on or before {day_text(position.on)}."
        return Answer(outcome=Outcome.NOT_MET, because=because, sources=(position.supplier.source,), to_do=_SIGN)
    by_director = [event for event in signings if is_director_level(event)]
    if not by_director:
        return Answer(
            outcome=Outcome.UNKNOWN,
            because=(
                f"A signing of the statement on {day_text(signings[-1].day)} is recorded, but it is not known to be by "
                "somebody at director level."
            ),
            sources=tuple(event.source for event in signings),
            to_do="Check who signed, and give the role in Detail of the event.",
        )
    first = by_director[0]
    where = (first.source, position.supplier.source)
    signed = f"The statement was signed at director level on {day_text(first.day)}"
    if not position.supplier.organisation_id.strip():
        return Answer(
            outcome=Outcome.UNKNOWN,
            because=f"{signed}, but the organisation's identifier is not recorded.",
            sources=where,
            to_do="Fill in Organisation id, such as GB-COH- and the company number.",
        )
    return Answer(
        outcome=Outcome.MET, because=f"{signed}, and the organisation's identifier is recorded.", sources=where
    )


def is_director_level(event: Event) -> bool:
    """Whether the Detail of a signing names a role at director level, with nothing beside it that leaves it open."""
    words = tokens_of(event.detail)
    text = f" {' '.join(words)} "
    return any(f" {role} " in text for role in DIRECTOR_LEVEL) and not _DOUBTFUL & set(words)


def answer_contact(_criterion: Criterion, position: Position) -> Answer:
    """Answer whether a point of contact is named, by an event or in the register's column."""
    event = position.history.named_contact()
    if event is not None:
        because = f"A point of contact was named on {day_text(event.day)}."
        return Answer(outcome=Outcome.MET, because=because, sources=(event.source,))
    where = (position.supplier.source,)
    if position.supplier.contact_role.strip():
        return Answer(outcome=Outcome.MET, because="The register names the role of a point of contact.", sources=where)
    return Answer(
        outcome=Outcome.NOT_MET,
        because="No point of contact is recorded.",
        sources=where,
        to_do="Fill in Contact role, or record the event contact named.",
    )


def answer_returns(criterion: Criterion, position: Position) -> Answer:
    """Answer whether no return is overdue by more days than allowed."""
    wanted = threshold(criterion, "max_days_overdue", position.on)
    if wanted is None:
        return no_threshold(criterion, position.on)
    limit = required("days overdue allowed", wanted, "days")
    overdue = sorted(position.overdue, key=lambda each: (each.due, each.contract_ref, each.period.start))
    if not overdue:
        return met(_none_overdue(position), total("longest overdue", (), unit="days"), limit)
    observed = greatest("longest overdue", [_days(each, position.supplier.source) for each in overdue])
    oldest = max(overdue, key=lambda each: each.days_overdue)
    because = (
        f"{count_of(len(overdue), 'return')} {'is' if len(overdue) == 1 else 'are'} overdue, the longest by "
        f"{count_of(oldest.days_overdue, 'day')} (contract {oldest.contract_ref}, {oldest.period}); "
        f"{_allowed(int(wanted.value), strict=wanted.comparison == 'lt')}."
    )
    if wanted.holds(oldest.days_overdue):
        return met(because, observed, limit)
    late = [each for each in overdue if not wanted.holds(each.days_overdue)]
    which = "; ".join(f"contract {each.contract_ref}, {each.period}" for each in late)
    answer = not_met(because, observed, limit, to_do=f"{count_of(len(late), 'return')} must be sent: {which}.")
    return attrs.evolve(answer, short_by=difference("days too many", observed, limit))


def _none_overdue(position: Position) -> str:
    """Return why nothing is overdue, and where that only is because the register asks for nothing."""
    if not position.unscheduled:
        return "No return is overdue."
    contracts = ", ".join(position.unscheduled)
    return f"No return is overdue; for {contracts} the register asks for none (Returns every), so none could be."


def _days(overdue: OverdueReturn, otherwise: Source) -> Figure:
    label = f"days since the return of {overdue.contract_ref} for {overdue.period} was due"
    because = f"It was due on {day_text(overdue.due)}."
    source = overdue.sources[0] if overdue.sources else otherwise
    return given(label, overdue.days_overdue, source, unit="days", because=because)


def _allowed(days: int, *, strict: bool) -> str:
    if strict:
        return f"less than {count_of(days, 'day')} is allowed"
    return f"{count_of(days, 'day')} {'is' if days == 1 else 'are'} allowed" if days else "none may be"
