"""Fulfilments in, what was due in the twelve months up to the day and the means over it out.

The definitions are those of the proposal behind the built-in schemes. With A the day asked about, a *due* pledge has
its last day in (A - 12 months, A]; f is the part of its target that counts, at most the whole. A mean over due pledges
is weighted by the register's weights. What is unknown of one pledge is unknown of the mean: nothing is left out in
silence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pledges.eligibility.position import Answer, Position, count_of, named, no_threshold, required, threshold
from pledges.eligibility.result import Outcome
from pledges.figures import SHARE, Figure, difference, given, least, leaves, product, ratio, sources, total, unknown
from pledges.fulfilment.either_or import may_stand, one_of_each
from pledges.model import Grade
from pledges.periods import year_before
from pledges.quantities import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pledges.fulfilment.result import Fulfilment
    from pledges.rulebook import Criterion

WINDOW = "in the last twelve months"
_PLEDGES = "pledges"
_WEIGHT = "weight"


def told(position: Position, criterion: Criterion) -> tuple[Fulfilment, ...]:
    """Return the supplier's fulfilments but those in units that the criterion leaves out, in order of their day.

    They are all that lines were told for, one by one: parts and alternatives as well.
    """
    return _in_order(_own(position), criterion)


def measured(
    position: Position, criterion: Criterion, is_meant: Callable[[Fulfilment], bool] = lambda _: True
) -> tuple[Fulfilment, ...]:
    """Return those of `told` that are a promise each and are meant, by the rules for promises that hang together.

    A part is held by its whole, of an either-or group one stands for all, and where nothing is promised nothing is due.
    Where nobody can tell which stands, it is one that is not known: then nothing is known of the group.
    """
    meant = (each for each in may_stand(_own(position)) if is_meant(each))
    return _in_order(one_of_each(meant), criterion)


def _own(position: Position) -> Iterator[Fulfilment]:
    return (each for each in position.fulfilments if each.pledge.supplier_ref == position.supplier.ref)


def _in_order(fulfilments: Iterable[Fulfilment], criterion: Criterion) -> tuple[Fulfilment, ...]:
    asked = (each for each in fulfilments if each.pledge.unit not in criterion.leave_out_units)
    return tuple(sorted(asked, key=lambda each: (str(each.pledge.due), len(each.pledge.ref), each.pledge.ref)))


def due_pledges(position: Position, criterion: Criterion) -> tuple[Fulfilment, ...]:
    """Return the fulfilments of the pledges due in the twelve months up to the day, the earliest first.

    A pledge whose target is known to be nothing is not among them: of nothing no part can be delivered.
    """
    after = year_before(position.on)

    def is_due(each: Fulfilment) -> bool:
        return each.pledge.due is not None and after < each.pledge.due <= position.on and each.target.value != 0

    return measured(position, criterion, is_due)


def undated_pledges(position: Position, criterion: Criterion) -> tuple[Fulfilment, ...]:
    """Return the fulfilments of pledges without a last day: they may have been due, and nobody can tell."""
    return measured(position, criterion, lambda each: each.pledge.due is None and each.target.value != 0)


def answer_due(criterion: Criterion, position: Position) -> Answer:
    """Answer whether enough pledges were due in the last twelve months."""
    wanted = threshold(criterion, "minimum", position.on)
    if wanted is None:
        return no_threshold(criterion, position.on)
    due, undated = due_pledges(position, criterion), undated_pledges(position, criterion)
    observed = total(f"pledges due {WINDOW}", [one_of(each, "was due") for each in due], unit=_PLEDGES)
    limit = required("pledges due required", wanted, _PLEDGES)
    if undated and not wanted.holds(len(due)) and wanted.holds(len(due) + len(undated)):
        return not_dated(undated, observed, limit)
    asked = f"{wanted.asked(plain(wanted.value))} {'is' if wanted.value == 1 else 'are'} required."
    because = f"{count_of(len(due), 'pledge')} {'was' if len(due) == 1 else 'were'} due {WINDOW}; {asked}"
    if wanted.holds(len(due)):
        return met(because, observed, limit)
    return not_met(because, observed, limit, to_do="A pledge with a quantity must fall due first.")


def one_of(fulfilment: Fulfilment, what: str) -> Figure:
    """Return a leaf of one pledge, for counting pledges; its source is the cell of its last day."""
    pledge = fulfilment.pledge
    return given(f"{pledge.ref} {what}", 1, pledge.due_source or pledge.source, unit=_PLEDGES)


def part_delivered(fulfilment: Fulfilment) -> Figure:
    """Return f: the part of a pledge's target that counts, at most the whole."""
    ref = fulfilment.pledge.ref
    counts = least(f"counted of {ref}, at most its target", (fulfilment.counted, fulfilment.target))
    return ratio(f"part of {ref} delivered", counts, fulfilment.target)


def weighted_mean(label: str, pledges: Sequence[Fulfilment], share_of: Callable[[Fulfilment], Figure]) -> Figure:
    """Return the mean of a share over pledges by the weights of the register, unknown where one of them is."""
    weights = [_weight(each) for each in pledges]
    parts = [
        product(f"{each.pledge.ref} by its weight", (weight, share_of(each)), unit=_WEIGHT)
        for weight, each in zip(weights, pledges, strict=True)
    ]
    return ratio(label, total("shares by weight", parts, unit=_WEIGHT), total("weights", weights, unit=_WEIGHT))


def _weight(fulfilment: Fulfilment) -> Figure:
    pledge = fulfilment.pledge
    because = "" if pledge.weight_source is not None else "The register gives no weight, so it weighs 1."
    source = pledge.weight_source or pledge.source
    return given(f"weight of {pledge.ref}", pledge.weight, source, unit=_WEIGHT, because=because)


def obstacle(
    position: Position, criterion: Criterion, due: Sequence[Fulfilment], label: str, limit: Figure
) -> Answer | None:
    """Return the answer *unknown* where a share of what was due cannot be measured at all, else None."""
    if stopped := only_claimed(position, label, limit):
        return stopped
    if undated := undated_pledges(position, criterion):
        return not_dated(undated, unknown(label, "a pledge has no last day", unit=SHARE), limit)
    if not due:
        kinds = f" in anything but {listed}" if (listed := " and ".join(criterion.leave_out_units)) else ""
        because = f"No pledge{kinds} was due {WINDOW}, so there is nothing to measure."
        return _unmeasured(label, because, limit, to_do="A pledge with a quantity must fall due first.")
    return None


def only_claimed(position: Position, label: str, limit: Figure) -> Answer | None:
    """Return the answer *unknown* where the policy counts what is only claimed: a badge needs documents, else None."""
    if position.counting_grade >= Grade.DOCUMENTED:
        return None
    because = "The policy counts what is only claimed, and a badge rests on what is documented."
    return _unmeasured(label, because, limit, to_do="Set counting_grade to documented in the policy.")


def not_known(label: str, doubtful: Sequence[Fulfilment], observed: Figure, limit: Figure) -> Answer:
    """Return the answer *unknown* that names the pledges whose amounts are not known."""
    refs = [each.pledge.ref for each in doubtful]
    amounts = [figure for each in doubtful for figure in (each.target, each.counted, each.declined)]
    reasons = dict.fromkeys(leaf.because for amount in amounts for leaf in leaves(amount) if leaf.value is None)
    why = f" ({'; '.join(reason.rstrip('.') for reason in reasons if reason)})" if any(reasons) else ""
    return Answer(
        outcome=Outcome.UNKNOWN,
        because=f"{label} is not known, because the amounts of {named(refs)} are not known{why}.",
        observed=observed,
        required=limit,
        sources=(*sources(observed), *sources(limit)),
        to_do=f"Find out what was delivered of {named(refs)}.",
    )


def has_unknown_delivery(fulfilment: Fulfilment) -> bool:
    """Whether the part of a pledge that was delivered cannot be told."""
    return fulfilment.counted.value is None or fulfilment.target.value is None


def not_dated(undated: Sequence[Fulfilment], observed: Figure | None, limit: Figure) -> Answer:
    """Return the answer *unknown* that names the pledges without a last day."""
    refs = [each.pledge.ref for each in undated]
    have = "has" if len(refs) == 1 else "have"
    return Answer(
        outcome=Outcome.UNKNOWN,
        because=f"What was due {WINDOW} is not known, because {named(refs)} {have} no last day.",
        observed=observed,
        required=limit,
        sources=(*(each.pledge.source for each in undated), *sources(limit)),
        to_do=f"Give {named(refs)} a last day in the register.",
    )


def met(because: str, observed: Figure | None, limit: Figure) -> Answer:
    """Return the answer *met* with the sources of both figures."""
    found = () if observed is None else sources(observed)
    return Answer(
        outcome=Outcome.MET, because=because, observed=observed, required=limit, sources=(*found, *sources(limit))
    )


def not_met(because: str, observed: Figure, limit: Figure, *, to_do: str) -> Answer:
    """Return the answer *not met*, short by the difference of both figures."""
    return Answer(
        outcome=Outcome.NOT_MET,
        because=because,
        observed=observed,
        required=limit,
        sources=(*sources(observed), *sources(limit)),
        short_by=difference("short by", limit, observed),
        to_do=to_do,
    )


def _unmeasured(label: str, because: str, limit: Figure, *, to_do: str) -> Answer:
    return Answer(
        outcome=Outcome.UNKNOWN,
        because=because,
        observed=unknown(label, because, unit=SHARE),
        required=limit,
        sources=sources(limit),
        to_do=to_do,
    )
