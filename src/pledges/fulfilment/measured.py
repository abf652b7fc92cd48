"""What counts for a pledge and what it promises in; its fulfilment before anybody rates it, in figures, out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pledges.figures import Figure, ratio, unknown
from pledges.fulfilment.rating import NOTHING_YET, OTHER, UNREPORTED
from pledges.fulfilment.remedies import days_late, shortfall
from pledges.fulfilment.result import Fulfilment, State

if TYPE_CHECKING:
    import datetime as dt

    from pledges.counting import Counted
    from pledges.model import Pledge
    from pledges.targets import Target

_REASONS = {
    State.MISSING: UNREPORTED,
    State.NOT_DUE: NOTHING_YET,
}


def measured(pledge: Pledge, counted: Counted, target: Target, *, on: dt.date) -> Fulfilment:
    """Return how far `pledge` is fulfilled on a day: amounts in its unit, shares of one, rated Other with the reason.

    A pledge that no return reports, or whose number is still to come, has unknown amounts: missing is never 0.
    `rating_because` is "" where the amounts are known.
    """
    state = _state(counted, target)
    reason = counted.open_because if state is State.PENDING else _REASONS.get(state)
    reason_source = counted.open_source if state is State.PENDING else pledge.source

    def shown(figure: Figure) -> Figure:
        return figure if reason is None else unknown(figure.label, reason, unit=figure.unit, source=reason_source)

    amount = shown(counted.counted)
    return Fulfilment(
        pledge=pledge, on=on, state=state, target=target.in_all, due_to_date=target.due,
        claimed=shown(counted.claimed), documented=shown(counted.documented), counted=amount,
        verified=shown(counted.verified), beneficiary_confirmed=shown(counted.beneficiary_confirmed),
        declined=shown(counted.declined), late=shown(counted.late), disputed=shown(counted.disputed),
        shortfall=shortfall(pledge, amount, target), days_late=days_late(pledge, amount, target, on=on),
        share_of_target=ratio("share of the target", amount, target.in_all),
        share_of_due=ratio("share of what is due", amount, target.due),
        rating=OTHER, rating_because=reason or "", lines=counted.lines, part_lines=counted.part_lines,
        continuations=counted.continuations,
        offers=counted.offers, stretch=target.stretch,
        share_of_stretch=None if target.stretch is None else ratio("share of the stretch", amount, target.stretch),
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
