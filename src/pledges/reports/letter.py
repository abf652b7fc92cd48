"""What one supplier may read in; a plain letter about its own promises, ready to paste into an e-mail, out."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from pledges.audience import WITHHELD
from pledges.explain import cells_words, count_words, listed
from pledges.findings import Severity
from pledges.periods import day_text
from pledges.provenance import natural
from pledges.reports.overview import groups, is_waited_for, open_lines
from pledges.reports.suppliers import BY_ANOTHER, KEYED
from pledges.reports.wording import (
    amount_of,
    buyers,
    contract_title,
    day_words,
    file_of,
    number_words,
    period_words,
    pledge_title,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pledges.reports.records import ContractRecord, Document, FindingRecord, PledgeRecord

STILL_TO_COME = "the quantity is still to come"
"""What counting says of a promise whose figure its supplier will send later."""

_NO_FIGURE = (
    "We have no figure yet for what was due under these promises. "
    "Please send it, or tell us that nothing was delivered:"
)
_ASKS_FOR = {"returns-leave-gaps": "Please send us those returns."}
"""What a supplier is asked where the catalogue's advice speaks of the council's own register."""

_ADVICE_TO_OFFICERS = (("Ask the supplier", "Please tell us"), (", or give the period in Returns received", ""))
_A_SHEET_BY_NUMBER = re.compile(r"sheet [0-9]+\b")


def letter(document: Document) -> str:
    """Return a letter to the one supplier whose document this is (`for_supplier`): plain text, its own data only."""
    return "\n\n".join(_paragraphs(document))


def _paragraphs(document: Document) -> Iterator[str]:
    name = document.suppliers[0].name
    waiting = is_waited_for(document)
    yield f"Dear colleagues at {name},"
    yield (
        f"Thank you for the promises you made to care-experienced young people. This is where they stood on "
        f"{day_text(document.on)}, by the returns we have."
    )
    for contract in document.contracts:
        promises = (
            f"{'  ' * depth}{_promise(each, document, is_waiting=_waits(each, contract, waiting))}"
            for depth, each in _below_their_wholes(contract.pledges)
        )
        yield "\n".join([f"{contract_title(contract)}:", *promises])
    asked = [each for each in document.findings if each.severity != Severity.NOTE.value]
    if overdue := tuple(_overdue(document)):
        yield "\n".join([f"Please send us {'this return' if len(overdue) == 1 else 'these returns'}:", *overdue])
    if wanted := tuple(_wanted(document, asked, waiting)):
        yield "\n".join([_NO_FIGURE, *wanted])
    if asked:
        points = _points(document, asked)
        yield "\n".join(
            ["Please look at these points in what you sent, and send the return again where needed:", *points]
        )
    if not overdue and not asked and _is_settled(document):
        yield "There is nothing more that we need from you for now."
    yield "If anything here differs from your own records, please tell us, and we will look at it together."
    yield f"With kind regards,\n{listed(buyers(document)) or 'The council'}"


def _waits(pledge: PledgeRecord, contract: ContractRecord, waiting: frozenset[tuple[str | None, str | None]]) -> bool:
    return (pledge.supplier_ref, contract.contract_ref) in waiting


def _below_their_wholes(pledges: Sequence[PledgeRecord]) -> Iterator[tuple[int, PledgeRecord]]:
    """Yield the promises in their order, each followed by its parts, with how deep below its whole each stands."""
    refs = {each.pledge_ref for each in pledges}
    parts = defaultdict[str | None, list["PledgeRecord"]](list)
    for each in pledges:
        parts[each.part_of if each.part_of in refs else None].append(each)
    waiting = [(0, each) for each in reversed(parts[None])]
    while waiting:
        depth, each = waiting.pop()
        yield depth, each
        waiting.extend((depth + 1, part) for part in reversed(parts[each.pledge_ref]))


def _promise(pledge: PledgeRecord, document: Document, *, is_waiting: bool) -> str:
    delivered = _delivered(pledge, is_waiting=is_waiting)
    return f"- {_named(pledge)}: {_promised(pledge, day_words(document.on))}. {delivered}"


def _named(pledge: PledgeRecord) -> str:
    """Return what a promise is called, and of which alternatives it is one."""
    members = tuple(sorted([pledge.pledge_ref, *pledge.alternatives], key=natural))
    one_of = f", one of {listed(members)}" if pledge.alternatives else ""
    return f"{pledge_title(pledge)} ({pledge.pledge_ref}{one_of})"


def _promised(pledge: PledgeRecord, on: str) -> str:
    """Return what was due by the day and what in all, each with its own day, or that it is not known.

    A part is due with its whole, and of what is only recorded nothing is.
    """
    if pledge.record_only:
        return "no amount was promised, and what is delivered is recorded"
    if pledge.part_of is not None:
        meant = "" if pledge.target is None else f", for which {number_words(pledge.target)} {_were(pledge)} meant"
        return f"part of {pledge.part_of}{meant}"
    if pledge.target is None and pledge.due_to_date is None:
        return "how much was promised is not known yet"
    by_then = f" by {day_words(pledge.due)}" if pledge.due is not None else ""
    in_all = f"{number_words(pledge.target)} in all{by_then}"
    if pledge.target is None:
        in_all = "how much was promised in all is not known yet"
    if pledge.due_to_date is None:
        return f"{in_all}, how much of it was due by {on} is not known yet"
    if pledge.due_to_date == pledge.target and amount_of(pledge.target) != 0:
        return f"{number_words(pledge.target)} due{by_then}"
    if amount_of(pledge.due_to_date) == 0:
        return f"nothing due yet, {in_all}"
    return f"{number_words(pledge.due_to_date)} due by {on}, {in_all}"


def _delivered(pledge: PledgeRecord, *, is_waiting: bool) -> str:
    match pledge.state:
        case "pending" if pledge.rating_because == STILL_TO_COME:
            return "Your return says that the figure is still to come."
        case "pending":
            is_its_own = pledge.rating_because and not pledge.alternatives and not _is_due_elsewhere(pledge)
            because = f": {pledge.rating_because}" if is_its_own else ""
            return f"Your return speaks of it, and we cannot count it yet{because}."
        case "nil":
            return "Your returns say that nothing has been delivered so far."
        case "not due" | "missing" if _is_due_elsewhere(pledge):
            return "Nothing has been reported under this reference."
        case "missing" if is_waiting:
            return "We have a return from you that we cannot use yet."
        case "missing":
            return "We have no return that speaks of it."
        case "not due":
            return "Nothing has been reported, and nothing was due by this day."
        case _ if pledge.counted is None:
            return "What counts is not known yet."
        case _:
            own = (line for line in pledge.lines if line.source not in {BY_ANOTHER, KEYED})
            aside = sum(line.set_aside is not None for line in own)
            rest = f"; {count_words(aside, 'line')} of your returns could not be counted" if aside else ""
            return f"Counted so far: {number_words(pledge.counted)}{rest}."


def _overdue(document: Document) -> Iterator[str]:
    titles = _titles(document)
    for each in document.returns:
        if each.status == "missing":
            contract = titles.get(each.contract_ref, each.contract_ref or "voluntary pledges")
            yield f"- {period_words(each.period)}, {contract}: it was due on {day_words(each.due)}."


def _titles(document: Document) -> dict[str | None, str]:
    return {contract.contract_ref: contract_title(contract) for contract in document.contracts}


def _were(pledge: PledgeRecord) -> str:
    return "was" if amount_of(pledge.target) == 1 else "were"


def _is_due_elsewhere(pledge: PledgeRecord) -> bool:
    """Return whether nothing is due of it by itself: it is a part, or only recorded."""
    return pledge.record_only or pledge.part_of is not None


def _has_no_figure(pledge: PledgeRecord) -> bool:
    """Return whether something may have been due and no return says how much of it was delivered."""
    return pledge.state in {"missing", "pending"} and amount_of(pledge.due_to_date) != 0


def _wanted(
    document: Document, asked: list[FindingRecord], waiting: frozenset[tuple[str | None, str | None]]
) -> Iterator[str]:
    """Yield the promises without a figure for which nothing else in the letter asks and no return waits.

    A whole is asked for, and not its parts as well; of alternatives one, and none where one of them is kept.
    """
    overdue = {each.contract_ref for each in document.returns if each.status == "missing"}
    points = {each.pledge_ref for each in asked}
    for contract in document.contracts:
        told, by_ref = set[str](), {each.pledge_ref: each for each in contract.pledges}
        for pledge in contract.pledges:
            group = _group(pledge, by_ref)
            refs = {each.pledge_ref for each in group}
            asks = contract.contract_ref in overdue or refs & points or _waits(pledge, contract, waiting)
            if _is_wanted(pledge, group) and not asks and not refs & told:
                told |= refs
                yield f"- {_asked_for(group)}"


def _group(pledge: PledgeRecord, by_ref: Mapping[str, PledgeRecord]) -> list[PledgeRecord]:
    """Return a promise and its alternatives."""
    return [pledge, *(by_ref[ref] for ref in pledge.alternatives if ref in by_ref)]


def _is_wanted(pledge: PledgeRecord, group: list[PledgeRecord]) -> bool:
    """Return whether a figure of this promise is needed: it has none, and neither its whole nor another will do."""
    is_kept = any((amount_of(each.share_of_target) or 0) >= 1 for each in group)
    return _has_no_figure(pledge) and not _is_due_elsewhere(pledge) and not is_kept


def _asked_for(group: list[PledgeRecord]) -> str:
    """Return the promise, or those of its alternatives that have no figure."""
    open_ones = [f"{pledge_title(each)} ({each.pledge_ref})" for each in group if _has_no_figure(each)]
    known = [each.pledge_ref for each in group if not _has_no_figure(each)]
    if known:
        return f"{' or '.join(open_ones)}, if you chose that in place of {' or '.join(known)}"
    return open_ones[0] if len(group) == 1 else f"one of these: {' or '.join(open_ones)}"


def _is_settled(document: Document) -> bool:
    """Return whether nothing that was due is without a figure, no line is open and no return waits."""
    by_ref = {pledge.pledge_ref: pledge for contract in document.contracts for pledge in contract.pledges}
    waiting = any(each.status == "waiting" for each in document.returns)
    return not waiting and not any(
        _is_wanted(each, _group(each, by_ref)) or open_lines(each) for each in by_ref.values()
    )


def _points(document: Document, asked: list[FindingRecord]) -> Iterator[str]:
    titles = _titles(document)
    for group in groups(asked):
        places = cells_words(tuple(source for source, _ in group.places))
        where = "; ".join(titles.get(place) or _place(place, document) for place in places)
        yield f"- {where}. {_with_places(group.text, document)} {_asks(group.code, group.fix)}".rstrip()


def _asks(code: str, fix: str) -> str:
    """Return what to do as it is said to the supplier; the catalogue says it to officers."""
    for advice, words in _ADVICE_TO_OFFICERS:
        fix = fix.replace(advice, words)
    return _ASKS_FOR.get(code, fix)


def _with_places(text: str, document: Document) -> str:
    """Return a sentence in which the supplier's own files and cells are named as it knows them."""
    for file in sorted({each.file for each in document.returns if each.file}, key=len, reverse=True):
        named = re.compile(rf"{re.escape(file)}(?:!(?P<sheet>[^!()]+)!(?P<cell>[A-Z]{{1,3}}[0-9]+))?")
        text = named.sub(lambda found: _place("!".join([file, *_sheet_and_cell(found)]), document), text)  # noqa: B023
    return text


def _sheet_and_cell(found: re.Match[str]) -> tuple[str, ...]:
    return () if found["sheet"] is None else (f"{found['sheet']}: {found['cell']}",)


def _place(place: str, document: Document) -> str:
    """Return a place as its sender knows it: without the council's folders, and a withheld name by its period."""
    file, mark, within = place.partition("!")
    sheet = within if _A_SHEET_BY_NUMBER.match(within) else f"sheet {within}"
    return _file(file_of(file), document) + (f", {sheet}" if mark else "")


def _file(file: str, document: Document) -> str:
    if WITHHELD not in file:
        return file.rpartition("/")[2]
    sent = next((each for each in document.returns if each.file == file and each.period is not None), None)
    if sent is None:
        return "your return"
    titles = {contract.contract_ref: contract_title(contract) for contract in document.contracts}
    where = f", {titles[sent.contract_ref]}" if sent.contract_ref in titles else ""
    return f"your return for {period_words(sent.period)}{where}"
