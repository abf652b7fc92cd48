"""An assessment in; the facts, events and confirmations that badge decisions wait for, as questions, out.

A question is asked once for each supplier, however many criteria and schemes wait for its answer. It *settles* a
decision on the next level where its answer is all that is still open there; elsewhere it is one of several.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING

import attrs

from pledges.eligibility.lack import CONFIRMATION, RECORD, EventSo, FactSo, MoreAnswers, MoreConfirmation
from pledges.explain.missing_words import lack_words
from pledges.provenance import natural
from pledges.quantities import count_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pledges.assess import Assessment
    from pledges.eligibility import Missing
    from pledges.eligibility.lack import Lack
    from pledges.model import Supplier
    from pledges.standing import BadgePosition

FACTS, EVENTS, CONFIRMATIONS = "Facts", "Events", "Confirmations"
"""The sheets of the register, and of answers, on which a question can be answered."""

_Cells = tuple[tuple[str, str | dt.date], ...]


@attrs.frozen(kw_only=True)
class Question:
    """One thing that nobody has recorded: in words, and as the row in which the answer is written.

    `cells` are the columns of the register's sheet that are known already. `settles` names the decisions of which it is
    the last thing open, `bears_on` all that wait for it, and `enough` says what answer each scheme needs.
    """

    sheet: str
    cells: _Cells
    text: str
    enough: tuple[str, ...] = ()
    settles: tuple[str, ...] = ()
    bears_on: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class _Asked:
    """One answer that one decision waits for, and whether it waits for nothing else."""

    question: Question
    enough: str
    decision: str
    is_last: bool


def questions_of(assessment: Assessment, scheme: str | None = None) -> tuple[Question, ...]:
    """Return every question of the schemes (None: of all), those that settle most first.

    What waits for a return, for more delivery or for a day is no question: nobody could answer it.
    """
    asked = defaultdict[tuple[str, _Cells], list[_Asked]](list)
    for position in assessment.suppliers:
        for badge in position.badges:
            if scheme is None or badge.scheme.id == scheme.strip().casefold():
                for each in _of_badge(position.supplier, badge):
                    asked[each.question.sheet, each.question.cells].append(each)
    found = [
        attrs.evolve(
            several[0].question,
            enough=tuple(dict.fromkeys(each.enough for each in several if each.enough)),
            settles=tuple(dict.fromkeys(each.decision for each in several if each.is_last)),
            bears_on=tuple(dict.fromkeys(each.decision for each in several)),
        )
        for several in asked.values()
    ]
    return tuple(
        sorted(found, key=lambda each: (-len(each.settles), -len(each.bears_on), each.sheet, natural(str(each.cells))))
    )


def _of_badge(supplier: Supplier, badge: BadgePosition) -> Iterator[_Asked]:
    following = badge.decision.next
    if following is None:
        return
    level = next((each.name for each in badge.decision.levels if each.level == following.level), following.level)
    decision = f"{supplier.name}: {level} of {badge.decision.name}"
    waits = (*following.missing, *following.unknown)
    by_way = {each.criterion: tuple(_questions(each, supplier, badge)) for each in waits}
    others = any(not each.way.lacks or len(each.way.lacks) != len(by_way[each.criterion]) for each in waits)
    answers = dict[Question, str](pair for several in by_way.values() for pair in several)
    for question, enough in answers.items():
        yield _Asked(question=question, enough=enough, decision=decision, is_last=len(answers) == 1 and not others)


def _questions(missing: Missing, supplier: Supplier, badge: BadgePosition) -> Iterator[tuple[Question, str]]:
    """Yield what could be answered of one criterion, and what is enough, where a record or confirmation would do."""
    if missing.way.by not in {RECORD, CONFIRMATION}:
        return
    for lack in missing.way.lacks:
        question = _question(lack, supplier)
        if question is not None:
            is_private = isinstance(lack, MoreAnswers)
            yield question, "" if is_private else f"Enough for {badge.decision.name}: {lack_words(lack)}."


def _question(lack: Lack, supplier: Supplier) -> Question | None:
    cells: dict[str, str | dt.date]
    match lack:
        case FactSo():
            sheet, cells = FACTS, {"Supplier ref": supplier.ref, "Contract ref": lack.contract_ref or ""}
            cells |= {"Fact": lack.name, "Unit": lack.unit, "As at": lack.as_at}
            how = "Write yes or no into Value" if lack.is_yes else "Write the number into Value"
            text = f"What is so of {supplier.name}? {how}, and into As at the day of which it speaks."
        case EventSo():
            sheet, cells = EVENTS, {"Supplier ref": supplier.ref, "Event": lack.kind, "Event ref": lack.ref}
            cells |= {"Scheme": lack.scheme, "Scheme version": lack.scheme_version, "Level": lack.level}
            text = f"Has this happened with {supplier.name}? If so, write the day into Date."
            if lack.kind == "statement signed":
                text += " Write the role of whoever signed into Detail."
        case MoreAnswers():
            sheet, cells = EVENTS, {"Supplier ref": supplier.ref, "Event": "feedback"}
            text = (
                f"What did the young people say whom {supplier.name} supported? Write the day into Date, and into "
                "Detail for example: invited=10; answered=6; as promised=6."
            )
        case MoreConfirmation():
            sheet, cells = CONFIRMATIONS, {"Pledge ref": lack.pledge_ref}
            if lack.by_young_people:
                cells["Grade"] = "beneficiary confirmed"
            text = (
                f"Who can confirm what {supplier.name} delivered? Write into Grade who did, into Quantity how much, "
                "and the day into Confirmed on."
            )
        case _:
            return None
    return Question(sheet=sheet, cells=tuple((name, value) for name, value in cells.items() if value), text=text)


def summary_words(questions: tuple[Question, ...]) -> str:
    """Return how many questions there are, and how many decisions one answer alone would settle, as a sentence."""
    if not questions:
        return "No badge decision waits for a fact, an event or a confirmation."
    settled = {decision for each in questions for decision in each.settles}
    alone = f"{count_words(len(settled), 'decision')} could be settled by one answer alone"
    return f"{count_words(len(questions), 'question')}; {alone}."
