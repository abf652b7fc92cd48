"""What is missing in; what a supplier is asked to do, in sentences that can be said aloud to it, out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pledges.eligibility.lack import (
    REGISTER,
    EventSo,
    FactSo,
    Lack,
    LastingOutcome,
    MoreAnswers,
    MoreConfirmation,
    MoreDelivery,
    NewPledge,
    ReturnCome,
    Settlement,
    Wait,
)
from pledges.explain.words import amount_words, listed
from pledges.periods import day_text
from pledges.quantities import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pledges.eligibility.lack import Way
    from pledges.rulebook import Scheme

MOST_NAMED = 3
"""How many promises a sentence names; a letter is one page."""

_EVENTS = {
    "statement signed": "Have the statement signed by somebody at director level, and tell us who in which role.",
    "contact named": "Name somebody we can talk to.",
    "advocacy": (
        "Bring in another signatory, put a clause about pledges into your own supply chain, or agree to a case study."
    ),
    "breach closed": "Put the breach right; we close it then.",
    "safeguarding hold closed": "We must close the safeguarding hold first.",
    "data query closed": "Answer our questions about your figures; we close the query then.",
    "badge restored": "We must lift the suspension first.",
}


def change_aloud(way: Way, scheme: Scheme) -> str:
    """Return what would meet a criterion, said to its supplier in a few sentences."""
    if way.cannot:
        first = "This is for us to settle first. " if way.by == REGISTER else ""
        return f"{first}{way.cannot}"
    said = [*_deliveries(way.lacks), *_confirmations(way.lacks), *_promises(way.lacks)]
    said += [_sentence(each, scheme) for each in way.lacks if not isinstance(each, _GROUPED)]
    return " ".join(dict.fromkeys(said))


_GROUPED = (MoreDelivery, MoreConfirmation, NewPledge)


def _deliveries(lacks: Sequence[Lack]) -> Iterator[str]:
    more = [each for each in lacks if isinstance(each, MoreDelivery)]
    fresh = [each for each in more if not each.is_report and not each.is_claimed]
    if fresh:
        yield f"Deliver and document {_several(fresh, lambda each: f'{_more(each)} of {each.pledge_ref}')}."
    claimed = [each for each in more if each.is_claimed]
    if claimed:
        what = _several(claimed, lambda each: f"the {amount_words(each.amount, each.unit)} of {each.pledge_ref}")
        yield f"Send us documents for {what} that you have claimed."
    reports = [each for each in more if each.is_report]
    if reports:
        yield f"Send us the return for {_several(reports, _reported)}."


def _more(lack: MoreDelivery | MoreConfirmation) -> str:
    number, _, unit = amount_words(lack.amount, lack.unit).partition(" ")
    with_one = " with one and the same group" if isinstance(lack, MoreDelivery) and lack.is_same_group else ""
    return f"{number} more {unit}".rstrip() + with_one


def _reported(lack: MoreDelivery) -> str:
    if not lack.amount:
        return lack.pledge_ref
    return f"{lack.pledge_ref} ({amount_words(lack.amount, lack.unit)} would be enough)"


def _several(lacks: Sequence[MoreDelivery], said: Callable[[MoreDelivery], str]) -> str:
    """Return promises in a sentence, the first few by name."""
    named = [said(each) for each in lacks[:MOST_NAMED]]
    rest = len(lacks) - len(named)
    further = [] if not rest else [f"more of {rest} further promise{'' if rest == 1 else 's'}"]
    return listed((*named, *further))


def _confirmations(lacks: Sequence[Lack]) -> Iterator[str]:
    """Yield how much must be confirmed; what young people say is asked for without its number."""
    by_others = [each for each in lacks if isinstance(each, MoreConfirmation) and not each.by_young_people]
    if by_others:
        named = [f"{_more(each)} of {each.pledge_ref}" for each in by_others[:MOST_NAMED]]
        rest = len(by_others) - len(named)
        further = [f"more of {rest} further promise{'' if rest == 1 else 's'}"] if rest else []
        yield (
            f"Nothing new has to be delivered: somebody other than you, such as a training provider, must confirm "
            f"{listed((*named, *further))}."
        )
    if any(isinstance(each, MoreConfirmation) and each.by_young_people for each in lacks):
        yield "More of it must be confirmed by the young people themselves."


def _promises(lacks: Sequence[Lack]) -> Iterator[str]:
    new = [each for each in lacks if isinstance(each, NewPledge)]
    if not new:
        return
    what = "a further promise" if len(new) == 1 else f"{len(new)} further promises"
    others = [each.type for each in new if each.type]
    where = f", {'one' if len(others) == 1 else len(others)} of them in another category" if others and new[1:] else ""
    if others and not new[1:]:
        where = " in another category"
    first, last = day_text(new[0].first), day_text(new[0].last)
    yield f"Make {what}{where}, with a quantity and a last day between {first} and {last}."


def _sentence(lack: Lack, scheme: Scheme) -> str:
    match lack:
        case LastingOutcome():
            length = amount_words(lack.length, lack.unit)
            return f"What you do for one person under {lack.pledge_ref} must have gone on for {length}."
        case FactSo():
            return _fact(lack, scheme)
        case EventSo():
            return _event(lack, scheme)
        case MoreAnswers():
            return "More of the young people you supported must be heard, and say that it was as promised."
        case ReturnCome():
            return f"Send us the return of {lack.contract_ref} for {lack.period}."
        case Settlement():
            return "Tell us your organisation's identifier, such as its company number."
        case Wait():
            before = dict.fromkeys(_sentence(each, scheme) for each in lack.given)
            then = "Then it" if before else "It"
            return " ".join((*before, f"{then} can be met on {day_text(lack.day)}, and not before."))
        case _:
            return ""


def _fact(lack: FactSo, scheme: Scheme) -> str:
    words = "number of people you employ in the UK" if lack.name == "uk_workforce" else lack.name.replace("_", " ")
    if lack.is_yes:
        return f"Show us that this is so: {words}."
    if not lack.bound:
        return f"Tell us this: {words}."
    if (mark := _mark(lack, scheme)) is not None:
        return f"{words[:1].upper()}{words[1:]} must be {mark} or higher; show us."
    number = plain(lack.value, 2 if lack.value.denominator > 1 else 0)
    return (
        f"{words[:1].upper()}{words[1:]} must be {lack.bound} {number}{f' {lack.unit}' if lack.unit else ''}; show us."
    )


def _mark(lack: FactSo, scheme: Scheme) -> str | None:
    """Return the word of a scale that a number stands for, None where the fact is on no scale."""
    for node in scheme.nodes():
        scale = scheme.scales.get(node.text("scale"), ())
        if lack.name in node.texts("facts") and 1 <= lack.value <= len(scale):
            return scale[int(lack.value) - 1]
    return None


def _event(lack: EventSo, scheme: Scheme) -> str:
    if lack.kind == "badge issued":
        level = next((each.name for each in scheme.levels if each.id == lack.level), "")
        return f"{level} must be held first." if level else f"A badge of {lack.scheme} must be in force."
    return _EVENTS.get(lack.kind, f"This must have happened and be recorded: {lack.kind}.")
