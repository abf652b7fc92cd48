"""What one supplier may read in; a plain letter about its own promises, ready to paste into an e-mail, out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pledges.explain import count_words, listed
from pledges.findings import Severity
from pledges.periods import day_text
from pledges.reports.overview import groups
from pledges.reports.wording import (
    amount_of,
    buyers,
    cells_words,
    contract_title,
    day_words,
    number_words,
    period_words,
    pledge_title,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pledges.reports.records import Document, PledgeRecord


def letter(document: Document) -> str:
    """Return a letter to the one supplier whose document this is (`for_supplier`): plain text, its own data only."""
    return "\n\n".join(_paragraphs(document))


def _paragraphs(document: Document) -> Iterator[str]:
    name = document.suppliers[0].name
    yield f"Dear colleagues at {name},"
    yield (
        f"Thank you for the promises you made to care-experienced young people. This is where they stood on "
        f"{day_text(document.on)}, by the returns we have."
    )
    for contract in document.contracts:
        yield "\n".join([f"{contract_title(contract)}:", *(_promise(pledge) for pledge in contract.pledges)])
    if overdue := tuple(_overdue(document)):
        yield "\n".join([f"Please send us {'this return' if len(overdue) == 1 else 'these returns'}:", *overdue])
    if asked := tuple(_asked(document)):
        yield "\n".join(
            ["Please look at these points in what you sent, and send the return again where needed:", *asked]
        )
    if not overdue and not asked:
        yield "There is nothing more that we need from you for now."
    yield "If anything here differs from your own records, please tell us, and we will look at it together."
    yield f"With kind regards,\n{listed(buyers(document)) or 'The council'}"


def _promise(pledge: PledgeRecord) -> str:
    nothing_due = amount_of(pledge.due_to_date) == 0
    due = "nothing due yet" if nothing_due else f"{number_words(pledge.due_to_date)} due by then"
    promised = f"{number_words(pledge.target)} promised by {day_words(pledge.due)}, {due}"
    return f"- {pledge_title(pledge)} ({pledge.pledge_ref}): {promised}. {_delivered(pledge)}"


def _delivered(pledge: PledgeRecord) -> str:
    match pledge.state:
        case "missing":
            return "We have no return that speaks of it."
        case "pending":
            return "Your return says that the figure is still to come."
        case "nil":
            return "Your returns say that nothing has been delivered so far."
        case "not due":
            return "Nothing has been reported, and nothing needs to be yet."
        case _ if pledge.counted is None:
            return "What counts is not known yet."
        case _:
            aside = sum(line.set_aside is not None for line in pledge.lines)
            rest = f"; {count_words(aside, 'line')} of your returns could not be counted" if aside else ""
            return f"Counted so far: {number_words(pledge.counted)}{rest}."


def _overdue(document: Document) -> Iterator[str]:
    titles = {contract.contract_ref: contract_title(contract) for contract in document.contracts}
    for each in document.returns:
        if each.status == "missing":
            contract = titles.get(each.contract_ref, each.contract_ref or "voluntary pledges")
            yield f"- {period_words(each.period)}, {contract}: it was due on {day_words(each.due)}."


def _asked(document: Document) -> Iterator[str]:
    for group in groups(each for each in document.findings if each.severity != Severity.NOTE.value):
        places = "; ".join(_place(place) for place in cells_words(tuple(source for source, _ in group.places)))
        yield f"- {places}. {group.text} {group.fix}"


def _place(place: str) -> str:
    """Return a place as its sender knows it: without the council's folders."""
    file, mark, within = place.partition("!")
    return file.rpartition("/")[2] + (f", sheet {within}" if mark else "")
