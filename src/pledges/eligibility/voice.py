"""Recorded feedback and a criterion in, whether enough young people were heard, and what they say, out.

The council records how many were invited, answered, and said that it happened as promised; whoever declined the
invitation leaves the count. No sentence of this room names a number of answers below five: those who answered could be
told by them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pledges.eligibility.position import Answer, beside, no_threshold, required, threshold
from pledges.eligibility.result import Outcome
from pledges.figures import SHARE, difference, given, ratio, total
from pledges.periods import year_before

if TYPE_CHECKING:
    from pledges.eligibility.position import Position
    from pledges.figures import Figure
    from pledges.model import Event
    from pledges.provenance import Source
    from pledges.rulebook import Criterion

FEWEST_SHOWN = 5
"""Below so many answers, what was answered is for a panel's private review, and the number is not shown."""

_PEOPLE = "people"
_NAMES: Mapping[str, str] = {
    "invited": "invited", "invitations": "invited", "asked": "invited",
    "answered": "answered", "answers": "answered", "responses": "answered",
    "as promised": "as promised", "happened as promised": "as promised", "positive": "as promised",
    "declined": "declined",
}  # fmt: skip
_PART = re.compile(r"\s*([a-z ]+?)\s*[=:]\s*([0-9]{1,5})\s*", re.IGNORECASE)


@attrs.frozen(kw_only=True)
class Feedback:
    """What one event of feedback says: how many were invited and did not decline, answered, and said as promised."""

    event: Event
    invited: int
    answered: int
    as_promised: int | None


def feedback_in(event: Event) -> Feedback | None:
    """Return what an event of feedback says in its Detail, None where it cannot be read or does not add up."""
    numbers = dict[str, int]()
    for part in re.split(r"[;,\n]", event.detail):
        if not part.strip():
            continue
        found = _PART.fullmatch(part)
        name = _NAMES.get(" ".join(found[1].casefold().split())) if found else None
        if found is None or name is None or name in numbers:
            return None
        numbers[name] = int(found[2])
    if "invited" not in numbers or "answered" not in numbers:
        return None
    invited, as_promised = numbers["invited"] - numbers.get("declined", 0), numbers.get("as promised")
    if not 0 <= numbers["answered"] <= invited or (as_promised or 0) > numbers["answered"]:
        return None
    return Feedback(event=event, invited=invited, answered=numbers["answered"], as_promised=as_promised)


def answers_heard(position: Position) -> int:
    """Return how many young people answered in the last twelve months; feedback that cannot be read is none."""
    return sum(heard.answered for heard in map(feedback_in, _in_the_window(position)) if heard is not None)


def heard_by_few(position: Position, fewest: int) -> bool:
    """Whether young people were asked in the last twelve months, and fewer than `fewest` answered."""
    return bool(_in_the_window(position)) and answers_heard(position) < fewest


def feedback_of(position: Position) -> list[Feedback] | None:
    """Return what the feedback of the last twelve months says, None where some of it cannot be read."""
    read = [feedback_in(event) for event in _in_the_window(position)]
    return None if None in read else [each for each in read if each is not None]


def _in_the_window(position: Position) -> list[Event]:
    after = year_before(position.on)
    return [event for event in position.history.events_of("feedback") if event.day > after]


def answer_voice(criterion: Criterion, position: Position) -> Answer:
    """Answer whether enough of the young people invited in the last twelve months answered, and as they should.

    Below the number that `exempt_below` gives, a criterion that only asks for answers is met, and one that asks what
    they say goes to the panel, which reviews privately; so does one with fewer than five answers.
    """
    small = threshold(criterion, "exempt_below", position.on)
    if small is None:
        return no_threshold(criterion, position.on)
    events = _in_the_window(position)
    read = [feedback_in(event) for event in events]
    heard = [each for each in read if each is not None]
    if len(heard) < len(events):
        return Answer(
            outcome=Outcome.UNKNOWN,
            because="Feedback is recorded whose numbers cannot be read.",
            sources=tuple(event.source for event, each in zip(events, read, strict=True) if each is None),
            to_do="Write the Detail as: invited=10; answered=4; as promised=4.",
        )
    invited = sum(each.invited for each in heard)
    sources = tuple(event.source for event in events) or (position.supplier.source,)
    asks_what = "minimum_as_promised" in criterion.thresholds or "minimum_answered" in criterion.thresholds
    if invited < small.value:
        which = "Nobody is recorded as invited" if not events else f"Fewer than {int(small.value)} were invited"
        if asks_what:
            because = f"{which} in the last twelve months, so the panel reviews privately what they say."
            return Answer(outcome=Outcome.PANEL, because=because, sources=sources, to_do="Let the panel review it.")
        because = f"{which} in the last twelve months; below {int(small.value)} nobody need have answered."
        return Answer(outcome=Outcome.MET, because=because, sources=sources)
    return _enough(criterion, position, heard)


def _enough(criterion: Criterion, position: Position, heard: list[Feedback]) -> Answer:
    """Return the answer where enough were invited: first how many answered, then what they say."""
    answer: Answer | None = None
    for name, ask in (
        ("minimum_answers", _answers), ("minimum_answered", _answered), ("minimum_as_promised", _as_promised),
    ):  # fmt: skip
        if name not in criterion.thresholds:
            continue
        answer = ask(criterion, position, heard)
        if answer.outcome is not Outcome.MET:
            return answer
    return answer or no_threshold(criterion, position.on)


def _answers(criterion: Criterion, position: Position, heard: list[Feedback]) -> Answer:
    wanted = threshold(criterion, "minimum_answers", position.on)
    if wanted is None:
        return no_threshold(criterion, position.on)
    limit = required("answers required", wanted, _PEOPLE)
    number = sum(each.answered for each in heard)
    answered = None if number < FEWEST_SHOWN else _counted(heard, "answered")
    asked = wanted.asked(f"{int(wanted.value)}")
    if wanted.holds(number):
        because = f"Enough of the young people invited in the last twelve months answered; {asked} must."
        return Answer(outcome=Outcome.MET, because=because, observed=answered, required=limit, sources=_places(heard))
    because = f"Not enough of the young people invited in the last twelve months answered; {asked} must."
    return Answer(
        outcome=Outcome.NOT_MET, because=because, observed=answered, required=limit, sources=_places(heard),
        to_do="More of the young people who were invited must be heard.",
    )  # fmt: skip


def _answered(criterion: Criterion, position: Position, heard: list[Feedback]) -> Answer:
    wanted = threshold(criterion, "minimum_answered", position.on)
    if wanted is None:
        return no_threshold(criterion, position.on)
    limit = required("share of those invited who must answer", wanted, SHARE)
    invited, answered = sum(each.invited for each in heard), sum(each.answered for each in heard)
    if not invited:
        because = "Nobody is recorded as invited in the last twelve months, so there is no share who answered."
        return Answer(
            outcome=Outcome.UNKNOWN, because=because, required=limit, sources=(position.supplier.source,),
            to_do="Invite the young people, and record the event feedback.",
        )  # fmt: skip
    share = Fraction(answered, invited)
    few = answered < FEWEST_SHOWN
    observed = None if few else ratio("share who answered", _counted(heard, "answered"), _counted(heard, "invited"))
    seen, asked = beside(share, wanted.value)
    told = "Enough" if few and wanted.holds(share) else "Too few" if few else seen
    because = f"{told} of those invited in the last twelve months answered; {wanted.asked(asked)} must."
    if wanted.holds(share):
        return Answer(outcome=Outcome.MET, because=because, observed=observed, required=limit, sources=_places(heard))
    return Answer(
        outcome=Outcome.NOT_MET, because=because, observed=observed, required=limit, sources=_places(heard),
        short_by=None if observed is None else difference("short by", limit, observed),
        to_do="More of the young people who were invited must be heard.",
    )  # fmt: skip


def _as_promised(criterion: Criterion, position: Position, heard: list[Feedback]) -> Answer:
    wanted = threshold(criterion, "minimum_as_promised", position.on)
    if wanted is None:
        return no_threshold(criterion, position.on)
    limit = required("share of the answers that must say as promised", wanted, SHARE)
    if sum(each.answered for each in heard) < FEWEST_SHOWN:
        because = f"Fewer than {FEWEST_SHOWN} answered, so the panel reviews privately what they say."
        return Answer(outcome=Outcome.PANEL, because=because, sources=_places(heard), to_do="Let the panel review it.")
    if any(each.as_promised is None for each in heard):
        return Answer(
            outcome=Outcome.UNKNOWN,
            because="How many of those who answered say that it happened as promised is not recorded.",
            required=limit,
            sources=_places(heard),
            to_do="Write the Detail as: invited=10; answered=6; as promised=6.",
        )
    observed = ratio(
        "share of the answers that say as promised", _counted(heard, "as_promised"), _counted(heard, "answered")
    )
    share = observed.value or Fraction(0)
    seen, asked = beside(share, wanted.value)
    because = f"{seen} of those who answered say that it happened as promised; {wanted.asked(asked)} must."
    if wanted.holds(share):
        return Answer(outcome=Outcome.MET, because=because, observed=observed, required=limit, sources=_places(heard))
    return Answer(
        outcome=Outcome.NOT_MET, because=because, observed=observed, required=limit, sources=_places(heard),
        short_by=difference("short by", limit, observed),
        to_do="What was delivered must be what was promised, by the answers of the young people themselves.",
    )  # fmt: skip


def _counted(heard: list[Feedback], name: str) -> Figure:
    """Return a number of young people over all events of feedback."""
    label = "were invited" if name == "invited" else "answered" if name == "answered" else "say as promised"
    parts = [given(label, getattr(each, name) or 0, each.event.source, unit=_PEOPLE) for each in heard]
    return total(f"young people who {label}", parts, unit=_PEOPLE)


def _places(heard: list[Feedback]) -> tuple[Source, ...]:
    return tuple(each.event.source for each in heard)
