"""Fulfilment by adding up: everything counted so far against what is promised and what is due by the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pledges.figures import Figure, ratio, unknown
from pledges.fulfilment.remedies import days_late, shortfall
from pledges.fulfilment.result import Fulfilment, State
from pledges.quantities import percent

if TYPE_CHECKING:
    import datetime as dt

    from pledges.counting import Counted
    from pledges.model import Pledge
    from pledges.rulebook import Policy
    from pledges.targets import Target

OTHER = "Other"
"""The statutory word where nothing is due or nothing is known."""

_REASONS = {
    State.MISSING: "no return that is known reports it",
    State.NOT_DUE: "nothing is due yet and nothing is reported",
}


def fulfil(pledge: Pledge, counted: Counted, target: Target, policy: Policy, *, on: dt.date) -> Fulfilment:
    """Return how far `pledge` is fulfilled on a day: amounts in its unit, shares of one, and the rating's word.

    A pledge that no return reports, or whose number is still to come, has unknown amounts: missing is never 0.
    """
    state = _state(counted, target)
    reason = counted.open_because if state is State.PENDING else _REASONS.get(state)
    reason_source = counted.open_source if state is State.PENDING else pledge.source

    def shown(figure: Figure) -> Figure:
        return figure if reason is None else unknown(figure.label, reason, unit=figure.unit, source=reason_source)

    amount = shown(counted.counted)
    share_of_due = ratio("share of what is due", amount, target.due)
    rating, because = _rating(share_of_due, target, policy, on)
    return Fulfilment(
        pledge=pledge, on=on, state=state, target=target.in_all, due_to_date=target.due,
        claimed=shown(counted.claimed), documented=shown(counted.documented), counted=amount,
        verified=shown(counted.verified), beneficiary_confirmed=shown(counted.beneficiary_confirmed),
        declined=shown(counted.declined), late=shown(counted.late), disputed=shown(counted.disputed),
        shortfall=shortfall(pledge, amount, target), days_late=days_late(pledge, amount, target, on=on),
        share_of_target=ratio("share of the target", amount, target.in_all), share_of_due=share_of_due,
        rating=rating, rating_because=reason or because, lines=counted.lines, offers=counted.offers,
    )  # fmt: skip


def _state(counted: Counted, target: Target) -> State:
    """Return what is known of a pledge; something due whose amount is unknown counts as due."""
    if counted.has_number:
        return State.REPORTED
    if counted.has_pending:
        return State.PENDING
    if counted.has_nil:
        return State.NIL
    nothing_due = target.due.value is not None and target.due.value == 0
    return State.NOT_DUE if nothing_due else State.MISSING


def _rating(share: Figure, target: Target, policy: Policy, on: dt.date) -> tuple[str, str]:
    """Return the word of the statutory scale by the bands in force on the day, and why."""
    if target.due.value is not None and target.due.value == 0:
        return OTHER, "nothing is due by this day"
    if share.value is None:
        return OTHER, "the share of what is due is not known"
    bands = policy.bands_on(on)
    if bands is None:
        return OTHER, "the policy has no rating bands for this day"
    for band in bands.bands:
        if share.value >= band.at_least:
            return band.word, f"{percent(share.value)} of what is due; {band.word} starts at {percent(band.at_least)}"
    lowest = bands.bands[-1].at_least
    return bands.below, f"{percent(share.value)} of what is due, below {percent(lowest)}"
