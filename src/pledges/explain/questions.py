"""An assessment in; the facts, events and confirmations that badge decisions wait for, as questions, out.

A question is asked once for each supplier, however many criteria and schemes wait for its answer. What its answers
would settle is really tried (`pledges.eligibility.questions`).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING

import attrs

from pledges.eligibility import questions_of as asked_by
from pledges.eligibility.lack import EventSo, FactSo, MoreAnswers, MoreConfirmation
from pledges.explain.missing_words import lack_words
from pledges.explain.words import amount_words, listed
from pledges.provenance import natural
from pledges.quantities import count_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pledges.assess import Assessment
    from pledges.eligibility import Question as Unrecorded
    from pledges.model import Pledge, Supplier
    from pledges.standing import BadgePosition

FACTS, EVENTS, CONFIRMATIONS = "Facts", "Events", "Confirmations"
"""The sheets of the register, and of answers, on which a question can be answered."""

_Cells = tuple[tuple[str, str | dt.date], ...]


@attrs.frozen(kw_only=True)
class Question:
    """One thing that nobody has recorded: in words, and as the row in which the answer is written.

    `cells` are the columns of the register's sheet that are known already. `settles` names the decisions about the
    supplier that some answer alone settles, `with_others` those that it settles together with other answers, and
    `enough` are answers that would meet one of them, each with its schemes. `is_yes_or_no` tells that the answer is one
    of these two words.
    """

    supplier: str
    sheet: str
    cells: _Cells
    text: str
    enough: tuple[tuple[str, str], ...] = ()
    settles: tuple[str, ...] = ()
    with_others: tuple[str, ...] = ()
    is_yes_or_no: bool = False


def questions_of(assessment: Assessment, scheme: str | None = None) -> tuple[Question, ...]:
    """Return every question of the schemes (None: of all), those that settle most first.

    What waits for a return, for more delivery or for a day is no question: nobody could answer it.
    """
    asked = defaultdict[tuple[str, _Cells], list[Question]](list)
    for position in assessment.suppliers:
        pledges = {each.pledge.ref: each.pledge for each in position.fulfilments}
        for badge in position.badges:
            if scheme is None or badge.scheme.id == scheme.strip().casefold():
                for each in _of_badge(position.supplier, badge, pledges):
                    asked[each.sheet, each.cells].append(each)
    found = [
        attrs.evolve(
            several[0],
            enough=tuple(dict.fromkeys(pair for each in several for pair in each.enough)),
            settles=tuple(dict.fromkeys(name for each in several for name in each.settles)),
            with_others=tuple(dict.fromkeys(name for each in several for name in each.with_others)),
            is_yes_or_no=all(each.is_yes_or_no for each in several),
        )
        for several in asked.values()
    ]
    return tuple(
        sorted(
            found, key=lambda each: (-len(each.settles), -len(each.with_others), each.sheet, natural(str(each.cells)))
        )
    )


def _of_badge(supplier: Supplier, badge: BadgePosition, pledges: dict[str, Pledge]) -> Iterator[Question]:
    if badge.asked is None:
        return
    name = badge.decision.name
    for asked in asked_by(badge.asked):
        question = _question(asked, supplier, pledges)
        settles, with_others = (
            tuple(f"{level} of {name}, {criterion}" for level, criterion in several)
            for several in (asked.settles, asked.with_others)
        )
        # What young people must still say would tell how few have answered.
        told = dict.fromkeys(lack_words(each) for each in asked.enough if not isinstance(each, MoreAnswers))
        enough = tuple((words, name) for words in told)
        yield attrs.evolve(question, settles=settles, with_others=with_others, enough=enough)


def _question(asked: Unrecorded, supplier: Supplier, pledges: dict[str, Pledge]) -> Question:
    cells: dict[str, str | dt.date]
    about = asked.about
    match about:
        case FactSo():
            sheet, cells = FACTS, {"Supplier ref": supplier.ref, "Contract ref": about.contract_ref or ""}
            cells |= {"Fact": about.name, "Unit": about.unit, "As at": about.as_at}
            text = _fact_text(asked, about, supplier)
        case EventSo():
            sheet, cells = EVENTS, {"Supplier ref": supplier.ref, "Event": about.kind, "Event ref": about.ref}
            cells |= {"Scheme": about.scheme, "Scheme version": about.scheme_version, "Level": about.level}
            text = f"{supplier.name}: {about.kind}. Has this happened? If so, write the day into Date."
            if about.kind == "statement signed":
                text += " Write the role of whoever signed into Detail."
        case MoreAnswers():
            sheet, cells = EVENTS, {"Supplier ref": supplier.ref, "Event": "feedback"}
            text = (
                f"{supplier.name}: what did the young people say whom it supported? Write the day into Date, and into "
                "Detail for example: invited=10; answered=6; as promised=6."
            )
        case _:
            sheet, cells = CONFIRMATIONS, {"Pledge ref": about.pledge_ref}
            text = _confirmation_text(about, supplier, pledges)
    return Question(
        supplier=supplier.name, sheet=sheet, text=text,
        cells=tuple((name, value) for name, value in cells.items() if value),
        is_yes_or_no=isinstance(about, FactSo) and about.is_yes,
    )  # fmt: skip


def _fact_text(asked: Unrecorded, about: FactSo, supplier: Supplier) -> str:
    words = about.name.replace("_", " ")
    if asked.scale:
        marks = ", ".join(f"{number} {word}" for number, word in enumerate(asked.scale, start=1))
        how = f"{words}, at what level? Write into Value 0 for none, {marks}"
    elif about.is_yes:
        how = f"{words}, is it so? Choose yes or no in Value"
    elif about.name == "uk_workforce":
        how = "how many people does it employ in the UK? Write the number into Value"
    else:
        how = f"{words}, how much or how many? Write the number into Value"
    return f"{supplier.name}: {how}, and into As at the day of which it speaks."


def _confirmation_text(about: MoreConfirmation, supplier: Supplier, pledges: dict[str, Pledge]) -> str:
    pledge = pledges.get(about.pledge_ref)
    promise = "" if pledge is None else f" ({pledge.description or pledge.type})"
    return (
        f"{supplier.name}: {about.pledge_ref}{promise}, {amount_words(about.amount, about.unit)} not yet confirmed by "
        "anybody but the firm. Has somebody else confirmed any of it? Write into Grade who did, into Quantity how "
        "much, and the day into Confirmed on."
    )


def enough_words(question: Question) -> str:
    """Return the answers that would meet something, each with the schemes that it would be enough for; "" for none."""
    schemes = defaultdict[str, list[str]](list)
    for words, name in question.enough:
        schemes[words].append(name)
    told = [f"{words} ({listed(tuple(names))})" for words, names in schemes.items()]
    alone = "Enough" if question.settles else "Enough, with answers to other questions"
    return f"{alone}: {'; or '.join(told)}." if told else ""


def summary_words(questions: tuple[Question, ...]) -> str:
    """Return how many questions there are, and how many decisions one answer alone would settle, as a sentence."""
    if not questions:
        return "No badge decision waits for a fact, an event or a confirmation."
    settled = {(each.supplier, decision) for each in questions for decision in each.settles}
    alone = f"{count_words(len(settled), 'decision')} could be settled by one answer alone"
    return f"{count_words(len(questions), 'question')}; {alone}."
