"""What is missing in; sentences that say what would be enough, what kind of thing it is, and from which day on, out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pledges.eligibility.lack import (
    EventSo,
    FactSo,
    LastingOutcome,
    MoreAnswers,
    MoreConfirmation,
    MoreDelivery,
    NewPledge,
    ReturnCome,
    Settlement,
)
from pledges.explain.words import amount_words, exactly, listed
from pledges.periods import day_text
from pledges.quantities import count_words, plain

if TYPE_CHECKING:
    from pledges.eligibility.lack import Lack, Wait, Way

BY_WORDS = {
    "record": "Nothing new is needed but a record of what is so.",
    "confirmation": "More confirmation would do it; no new delivery is needed.",
    "return": "It waits for a return that has not come.",
    "delivery": "More delivery is needed.",
    "register": "Something has to be settled in the register or the rules first.",
    "promise": "Further promises are needed.",
    "people": "It is for people to decide: nothing that is delivered or confirmed makes up for it.",
    "time": "Only time will do it.",
    "nothing": "Nobody can say what would do it.",
}
"""What it takes, as a sentence, by each word of `pledges.eligibility.lack.BY`."""


def way_words(way: Way) -> str:
    """Return how something could be met in one or two sentences: what it takes, what is enough, and from when on."""
    if way.cannot:
        return " ".join(filter(None, (way.cannot, earliest_words(way))))
    enough = listed(lacks_words(way.lacks))
    return f"Enough: {enough}. {earliest_words(way)}".rstrip()


def earliest_words(way: Way) -> str:
    """Return the first day on which it could be met as a sentence, "" where nobody can tell."""
    return "" if way.earliest is None else f"Earliest: {day_text(way.earliest)}."


def lacks_words(lacks: tuple[Lack, ...]) -> tuple[str, ...]:
    """Return each lack in words, those that say the same once with their number."""
    counts = dict[str, int]()
    for lack in lacks:
        words = lack_words(lack)
        counts[words] = counts.get(words, 0) + 1
    return tuple(words if count == 1 else f"{words}, {count} times" for words, count in counts.items())


def lack_words(lack: Lack) -> str:
    """Return one thing that is missing, in words that go on from *enough:*."""
    match lack:
        case MoreDelivery():
            return _delivery_words(lack)
        case MoreConfirmation():
            who = "the young people themselves" if lack.by_young_people else "somebody other than the firm"
            return f"{_amount(lack)} of {lack.pledge_ref} confirmed by {who}"
        case LastingOutcome():
            return f"an outcome of {lack.pledge_ref} that has gone on for {amount_words(lack.length, lack.unit)}"
        case FactSo():
            return _fact_words(lack)
        case EventSo():
            return _event_words(lack)
        case MoreAnswers(is_private=True):
            return "more young people heard, each saying that it was as promised"
        case MoreAnswers():
            people = count_words(lack.count, "more young person", "more young people")
            return f"{people} heard, saying that it was as promised"
        case ReturnCome():
            return f"the return of {lack.contract_ref} for {lack.period}"
        case NewPledge():
            kind = f" in another category, such as {lack.type}," if lack.type else ""
            days = f"between {day_text(lack.first)} and {day_text(lack.last)}"
            return f"a further promise{kind} with a target and a last day {days}"
        case Settlement():
            return f"{lack.field} filled in, on the sheet Suppliers of the register"
        case _:
            return _wait_words(lack)


def _amount(lack: MoreDelivery | MoreConfirmation) -> str:
    exact = exactly(lack.amount, lack.unit)
    if lack.unit == "GBP":
        return f"{amount_words(lack.amount, lack.unit)} more{exact}"
    number, _, unit = amount_words(lack.amount, lack.unit).partition(" ")
    return f"{number} more {unit}{exact}".rstrip()


def _delivery_words(lack: MoreDelivery) -> str:
    if lack.is_same_group:
        return f"{_amount(lack)} of {lack.pledge_ref} with one and the same group"
    if lack.is_claimed:
        amount = amount_words(lack.amount, lack.unit)
        return f"documents, or a confirmation, for {amount} of {lack.pledge_ref} that is claimed already"
    if lack.is_report and lack.amount == 0:
        return f"a report of {lack.pledge_ref}, even that nothing was delivered"
    if lack.is_report:
        return f"a report of {lack.pledge_ref} that documents {amount_words(lack.amount, lack.unit)}"
    return f"{_amount(lack)} of {lack.pledge_ref} delivered and documented"


def _fact_words(lack: FactSo) -> str:
    when = f"as at {day_text(lack.as_at)} or before"
    if lack.is_yes:
        return f"the fact {lack.name} recorded as yes, {when}"
    value = plain(lack.value, _places(lack))
    said = amount_words(lack.value, lack.unit) if lack.value.denominator == 1 else f"{value} {lack.unit}"
    return f"the fact {lack.name} recorded, {f'{lack.bound} ' if lack.bound else 'such as '}{said.rstrip()}, {when}"


def _places(lack: FactSo) -> int:
    return 0 if lack.value.denominator == 1 else len(str(lack.value.denominator)) + 2


def _event_words(lack: EventSo) -> str:
    more = [lack.scheme, lack.level, lack.outcome, lack.severity, lack.ref]
    about = f" ({', '.join(filter(None, more))})" if any(more) else ""
    how = ""
    match lack.kind:
        case "statement signed":
            how = ", by somebody at director level"
        case "advocacy":
            how = ": a case study, a clause in the own supply chain, or another signatory brought in"
    return f"the event {lack.kind}{about} recorded{how}"


def _wait_words(lack: Wait) -> str:
    if not lack.given:
        return f"the day, {day_text(lack.day)}"
    before = listed(tuple(dict.fromkeys(_before_words(each) for each in lack.given)))
    return f"the day, {day_text(lack.day)}, if before it there is {before}"


def _before_words(given: EventSo | ReturnCome | FactSo) -> str:
    if not isinstance(given, EventSo):
        return lack_words(given)
    return f"{_event_words(given).removesuffix(' recorded')} on {day_text(given.day)}"
