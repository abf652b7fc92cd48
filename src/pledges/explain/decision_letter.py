"""A supplier's position in one badge scheme in; the letter that tells it the decision, in words to be said aloud, out.

Nothing in it rests on the answers of fewer than five young people: of a criterion that does, only its name is told. And
nothing in it is about another firm, since everything is said of this supplier's own decision.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import attrs

from pledges.counting.working_days import working_day_after
from pledges.eligibility import Outcome
from pledges.explain.aloud import change_aloud
from pledges.explain.words import listed
from pledges.periods import day_text
from pledges.standing import status_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pledges.eligibility import CriterionDecision, LevelDecision, Missing, Next
    from pledges.rulebook import Appeal, Criterion, Scheme
    from pledges.standing import BadgePosition

ILLUSTRATIVE = (
    "This is not a decision. The council has not adopted this scheme; the letter shows what a decision by its rules "
    "would say."
)
_PRIVATE = (
    "Young people are asked what they think of what was delivered. Where few have answered, that is looked at "
    "privately, and no letter says anything about it. What is confirmed by others than you and them counts as well."
)
_REFUSED, _REVOKED = " for a refusal", " for a revocation"
_OPEN, _SHORT = Outcome.UNKNOWN, Outcome.NOT_MET

MOST_REASONS = 10
"""How many criteria a letter of one page tells in full; the others it names."""


@attrs.frozen(kw_only=True)
class Reason:
    """One criterion of the next level that is not met, or not known: its name, why, and what would be enough."""

    name: str
    is_known: bool
    because: str
    change: str = ""


@attrs.frozen(kw_only=True)
class DecisionLetter:
    """Everything a letter says, as sentences. `note` is "" for a scheme that is adopted.

    `reasons` are of the level called `level` (""; there is none above), with the names of those for which there is no
    room in `more`; `met` are the names of its criteria that are met, `panel` of those that people judge. `together`
    says when all of it could be met.
    """

    on: dt.date
    authority: str
    supplier: str
    supplier_ref: str
    scheme: str
    version: str
    note: str
    decision: tuple[str, ...]
    level: str
    met: tuple[str, ...]
    panel: tuple[str, ...]
    reasons: tuple[Reason, ...]
    more: tuple[str, ...]
    private: str
    together: str
    appeal: tuple[str, ...]


def decision_letter(
    badge: BadgePosition, supplier: str, supplier_ref: str, *, on: dt.date, authority: str
) -> DecisionLetter:
    """Return the letter about one badge of a supplier on a day; `authority` signs it ("": the council)."""
    decision = badge.decision
    level = _level_told(badge)
    private = _private_names(badge, level)
    told = () if level is None else tuple(each for each in level.criteria if each.name not in private)
    following = None if decision.next is None or level is None or decision.next.level != level.level else decision.next
    ways = {} if following is None else {each.criterion: each for each in (*following.missing, *following.unknown)}
    return DecisionLetter(
        on=on,
        authority=authority or "The council",
        supplier=supplier,
        supplier_ref=supplier_ref,
        scheme=decision.name,
        version=decision.version,
        note="" if decision.adopted else ILLUSTRATIVE,
        decision=tuple(_decision(badge, level)),
        level="" if level is None else level.name,
        met=tuple(each.name for each in told if each.outcome is Outcome.MET),
        panel=tuple(each.name for each in told if each.outcome is Outcome.PANEL),
        reasons=tuple(_reason(each, ways, badge.scheme, following) for each in told if each.outcome in {_SHORT, _OPEN})[
            :MOST_REASONS
        ],
        private=f"{_PRIVATE} Here that concerns: {listed(private)}." if private else "",
        together=_together(badge, is_private=bool(private)),
        more=tuple(each.name for each in told if each.outcome in {_SHORT, _OPEN})[MOST_REASONS:],
        appeal=tuple(_appeal(badge, on)),
    )


def _private_names(badge: BadgePosition, level: LevelDecision | None) -> tuple[str, ...]:
    """Return the names of the level's criteria that may rest on the answers of fewer than five young people."""
    asked = next((each for each in badge.scheme.levels if level is not None and each.id == level.level), None)
    if asked is None:
        return ()
    return tuple(criterion.name for criterion in asked.criteria if _is_private(criterion, badge))


def _is_private(criterion: Criterion, badge: BadgePosition) -> bool:
    """Whether a criterion may rest on few answers: itself, one of its parts, or the lower level that it asks about."""
    levels = {each.id: each for each in badge.scheme.levels}
    return any(
        node.measure in badge.private_measures
        or (
            node.measure == "meets_level"
            and node.text("level") in levels
            and any(_is_private(each, badge) for each in levels[node.text("level")].criteria)
        )
        for node in criterion.nodes()
    )


def _level_told(badge: BadgePosition) -> LevelDecision | None:
    """Return the level that the letter is about: the one above that held, else the lowest that is not met.

    A level that may rest on few answers stands for itself, whether or not it is met: going on to the next one would
    tell what those answers were.
    """
    levels = badge.decision.levels
    held = [number for number, each in enumerate(levels) if each.level == badge.standing.level]
    if held:
        return levels[held[0] + 1] if held[0] + 1 < len(levels) else None
    return next((each for each in levels if each.outcome is not Outcome.MET or _private_names(badge, each)), None)


def _decision(badge: BadgePosition, level: LevelDecision | None) -> Iterator[str]:
    """Yield what is held, what can be issued, and whether the next level is reached, each as a sentence."""
    yield status_words(badge.standing, badge.governing)
    yield from (each.text for each in badge.dues if each.what == "term ends")
    hidden = tuple(each.name for each in badge.decision.levels if _private_names(badge, each))
    ready = [each for each in badge.dues if each.what == "decision" and not each.text.startswith(hidden)]
    yield from (each.text for each in ready)
    if level is None or any(each.text.startswith(level.name) for each in ready):
        return
    outcomes = {each.outcome for each in level.criteria if each.name not in _private_names(badge, level)}
    if _SHORT in outcomes:
        yield f"{level.name} is not reached yet."
    elif _OPEN in outcomes:
        yield f"Whether {level.name} is reached cannot be decided yet."
    elif level.name in hidden:
        yield f"Whether {level.name} is reached rests on what is looked at privately; we will write to you about that."


def _reason(criterion: CriterionDecision, ways: dict[str, Missing], scheme: Scheme, following: Next | None) -> Reason:
    found = ways.get(criterion.id)
    change = "" if found is None else change_aloud(found.way, scheme)
    level = None if following is None else following.level
    asked = (node for each in scheme.levels if each.id == level for node in each.criteria)
    if change and _has_a_choice(criterion, next((each for each in asked if each.id == criterion.id), None)):
        change = f"One way is this. {change}"
    if found is not None and found.is_waivable:
        change = f"{change} A panel may waive it."
    return Reason(name=criterion.name, is_known=criterion.outcome is _SHORT, because=criterion.because, change=change)


def _has_a_choice(criterion: CriterionDecision, asked: Criterion | None) -> bool:
    """Whether more parts, or facts, are open than are needed, so that others than those named would do as well."""
    observed, required = (None if each is None else each.value for each in (criterion.observed, criterion.required))
    if observed is None or required is None:
        return False
    facts = () if asked is None else asked.texts("facts")
    still_open = len(facts) - observed if facts else sum(part.outcome in {_SHORT, _OPEN} for part in criterion.parts)
    return bool(facts or criterion.parts) and still_open > required - observed


def _together(badge: BadgePosition, *, is_private: bool) -> str:
    following = badge.decision.next
    if following is None or following.way is None or following.way.earliest is None or is_private:
        return ""
    return f"All of it together could be met on {day_text(following.way.earliest)} at the earliest."


def _appeal(badge: BadgePosition, on: dt.date) -> Iterator[str]:
    """Yield how to appeal by the scheme's own rules; where it has none, how to ask for a second look."""
    appeal: Appeal | None = badge.governing.appeal
    if appeal is None:
        yield "The scheme has no rules for appeals. If you think we are wrong, write to us, and we will look again."
        return
    if not appeal.allowed:
        yield "The scheme allows no appeal. If a figure is wrong, tell us, and we will put it right."
        return
    days = appeal.lodge_within_working_days
    by = (
        ""
        if days is None
        else f" by {day_text(working_day_after(on, days, badge.nation))}, {days} working days from today"
    )
    who = f" It is decided by {appeal.body}." if appeal.body else ""
    yield f"You can appeal: write to us{by}, and say what you think is wrong.{who}"
    if appeal.answer_within_days is not None:
        final = ", and it is final" if appeal.final else ""
        yield f"The answer comes in writing within {appeal.answer_within_days} days{final}."
    status = _meanwhile(appeal, badge)
    if status:
        yield f"Your status meanwhile: {status}."


def _meanwhile(appeal: Appeal, badge: BadgePosition) -> str:
    """Return what the scheme says of the status while an appeal runs, as far as it is about this firm.

    What it says for a revocation concerns a firm whose badge was revoked, and what it says for a refusal one that holds
    a badge. Who never held one has no status.
    """
    is_revoked = badge.standing.status == "revoked"
    if badge.standing.level is None and not is_revoked:
        return ""
    mine, others = (_REVOKED, _REFUSED) if is_revoked else (_REFUSED, _REVOKED)
    said = (part.strip() for part in appeal.meanwhile.split(";"))
    return "; ".join(part.removesuffix(mine) for part in said if part and not part.endswith(others))


def names_of(badges: Iterable[BadgePosition]) -> tuple[str, ...]:
    """Return the ids of schemes, each once."""
    return tuple(dict.fromkeys(each.scheme.id for each in badges))
