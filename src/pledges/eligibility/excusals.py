"""Due pledges and recorded excusals in, which pledges leave the denominator out.

An excusal is the coordinator's: an offer stood open and nobody took it up, or a third party failed. It takes its pledge
out of what is measured and never adds credit. All excusals together may take out no more than the scheme's cap, a part
of the weight of what was due; they are kept in order of due date, then category name, each that still fits.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pledges.eligibility.position import named
from pledges.history import reason_of
from pledges.quantities import percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pledges.eligibility.position import Answer, Position
    from pledges.fulfilment.result import Fulfilment
    from pledges.model import Event
    from pledges.provenance import Source
    from pledges.rulebook import Scheme


@attrs.frozen(kw_only=True)
class Excusals:
    """What is measured of the due pledges, and what the excusals for the others did: taken out, or over the cap."""

    measured: tuple[Fulfilment, ...]
    out: tuple[Fulfilment, ...] = ()
    over: tuple[Fulfilment, ...] = ()
    words: str = ""
    sources: tuple[Source, ...] = ()


def excusals_of(position: Position, due: Sequence[Fulfilment]) -> Excusals:
    """Return what is left of the due pledges when the excusals that count are taken off, and a sentence about them."""
    granted = {
        event.pledge_ref: event
        for event in position.history.events_of("excusal granted")
        if accepts_excusal(position.scheme, event)
    }
    asked = [each for each in due if each.pledge.ref in granted]
    if not asked:
        return Excusals(measured=tuple(due))
    life = position.scheme.life
    cap = Fraction(0) if life is None or life.excusal_cap is None else life.excusal_cap
    room = cap * sum((each.pledge.weight for each in due), Fraction(0))
    out, over = list["Fulfilment"](), list["Fulfilment"]()
    for each in sorted(asked, key=lambda each: (str(each.pledge.due), each.pledge.type, each.pledge.ref)):
        if each.pledge.weight <= room:
            room -= each.pledge.weight
            out.append(each)
        else:
            over.append(each)
    return Excusals(
        measured=tuple(each for each in due if each not in out),
        out=tuple(out),
        over=tuple(over),
        words=_words(out, over, cap),
        sources=tuple(granted[each.pledge.ref].source for each in (*out, *over)),
    )


def with_excusals(answer: Answer, excusals: Excusals) -> Answer:
    """Return an answer that says what the excusals did."""
    if not excusals.words:
        return answer
    places = tuple(dict.fromkeys((*answer.sources, *excusals.sources)))
    return attrs.evolve(answer, because=f"{answer.because}{excusals.words}", sources=places)


def accepts_excusal(scheme: Scheme, event: Event) -> bool:
    """Whether an excusal names a pledge, and a reason that the scheme accepts."""
    accepted = () if scheme.life is None else scheme.life.excusal_reasons
    given = reason_of(event.reason)
    return event.pledge_ref is not None and bool(given) and given in {reason_of(each) for each in accepted}


def _words(out: Sequence[Fulfilment], over: Sequence[Fulfilment], cap: Fraction) -> str:
    told = ""
    if out:
        told += f" {named([each.pledge.ref for each in out])} {'is' if len(out) == 1 else 'are'} excused and left out."
    if over:
        refs = named([each.pledge.ref for each in over])
        told += f" The excusal of {refs} is over the cap: excusals may take out at most {percent(cap)} of what was due."
    return told
