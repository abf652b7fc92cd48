"""A document in; the four lists, the position at a glance and the findings in groups out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pledges.findings import Severity
from pledges.reports.records import FindingRecord, ReturnRecord
from pledges.reports.wording import (
    RATINGS,
    contract_title,
    day_words,
    every_pledge,
    file_of,
    period_words,
    pledge_title,
    supplier_names,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pledges.reports.records import Document, PledgeRecord

_NOTHING_CAME = frozenset({"return-missing"})
_WAS_REFUSED = frozenset({"file-refused", "file-not-recognised"})


@attrs.frozen(kw_only=True)
class Entry:
    """One line of a list: a file or whose return it is, and why it is there. `target` names what it links to."""

    name: str
    why: str
    target: str


@attrs.frozen(kw_only=True)
class Overview:
    """The four lists, in the order they matter to an officer."""

    counted: tuple[Entry, ...]
    needs_you: tuple[Entry, ...]
    nothing_received: tuple[Entry, ...]
    refused: tuple[Entry, ...]


@attrs.frozen(kw_only=True)
class FindingGroup:
    """Findings that say the same, with every place where it was found and what was seen there."""

    code: str
    severity: str
    text: str
    fix: str
    places: tuple[tuple[str, str], ...]


def overview(document: Document) -> Overview:
    """Return the four lists of what came of the returns."""
    refused = {each.file for each in document.returns if each.status == "refused"}
    return Overview(
        counted=tuple(_counted(document)),
        needs_you=tuple(_needs_you(document, refused)),
        nothing_received=tuple(_nothing_received(document)),
        refused=tuple(_refused(document)),
    )


def ratings(document: Document) -> dict[str, int]:
    """Return how many pledges have each rating, words that nobody got included."""
    return ratings_of(every_pledge(document))


def ratings_of(pledges: Iterable[PledgeRecord]) -> dict[str, int]:
    """Return the same for these pledges, in the scale's order; words of a local scale stand before Other."""
    rated = [pledge.rating for pledge in pledges]
    local = sorted(set(rated) - set(RATINGS))
    return {word: rated.count(word) for word in (*RATINGS[:-1], *local, RATINGS[-1])}


def groups(findings: Iterable[FindingRecord]) -> tuple[FindingGroup, ...]:
    """Return the findings that say the same as one each, in the order of the first."""
    places = dict[tuple[str, str, str, str], list[tuple[str, str]]]()
    for each in findings:
        places.setdefault((each.code, each.severity, each.text, each.fix), []).append((each.source, each.saw))
    return tuple(
        FindingGroup(code=code, severity=severity, text=text, fix=fix, places=tuple(where))
        for (code, severity, text, fix), where in places.items()
    )


def also_received(document: Document) -> dict[str, int]:
    """Return how many returns came that are in none of the lists, by what became of them."""
    passed_over = ("superseded", "duplicate", "not yet known")
    counts = {status: sum(each.status == status for each in document.returns) for status in passed_over}
    return {status: count for status, count in counts.items() if count}


def _counted(document: Document) -> Iterator[Entry]:
    names = supplier_names(document)
    by_file = dict[str, list[ReturnRecord]]()
    for each in document.returns:
        if each.status == "counted" and each.file is not None:
            by_file.setdefault(each.file, []).append(each)
    for file, returns in by_file.items():
        who = dict.fromkeys(names.get(each.supplier_ref or "", each.supplier_ref or "") for each in returns)
        several = f"{len(who)} suppliers" if len(who) > 2 else " and ".join(who)  # noqa: PLR2004 - two names still fit
        periods = dict.fromkeys(period_words(each.period) for each in returns)
        when = next(iter(periods)) if len(periods) == 1 else f"{len(periods)} periods"
        late = max((each.days_late or 0 for each in returns), default=0)
        yield Entry(
            name=file, why=f"{several}, {when}{f'; {late} days late' if late > 0 else ''}", target=f"file-{file}"
        )


def _needs_you(document: Document, refused: set[str | None]) -> Iterator[Entry]:
    by_file = dict[str, list[FindingRecord]]()
    for each in document.findings:
        elsewhere = each.code in _NOTHING_CAME | _WAS_REFUSED or file_of(each.source) in refused
        if each.severity != Severity.NOTE.value and not elsewhere:
            by_file.setdefault(file_of(each.source), []).append(each)
    waiting = [each.file for each in document.returns if each.status == "waiting" and each.file is not None]
    for file in dict.fromkeys([*waiting, *by_file]):
        found = groups(by_file.get(file, []))
        first = found[0].text if found else "The return waits until somebody settles whose it is."
        more = f" And {len(found) - 1} more." if len(found) > 1 else ""
        waits = "Waits. " if file in waiting else ""
        yield Entry(name=file, why=f"{waits}{first}{more}", target=f"findings-{file}" if found else f"file-{file}")


def _nothing_received(document: Document) -> Iterator[Entry]:
    names = supplier_names(document)
    titles = {contract.contract_ref: contract_title(contract) for contract in document.contracts}
    asked = set[tuple[str | None, str | None]]()
    for each in document.returns:
        if each.status == "missing":
            asked.add((each.supplier_ref, each.contract_ref))
            contract = titles.get(each.contract_ref, each.contract_ref or "no contract")
            why = f"No return for {period_words(each.period)}, {contract}. It was due on {day_words(each.due)}."
            name = names.get(each.supplier_ref or "", each.supplier_ref or "An unknown supplier")
            yield Entry(name=name, why=why, target=f"supplier-{each.supplier_ref}")
    for contract_record in document.contracts:
        for pledge in contract_record.pledges:
            if pledge.state == "missing" and (pledge.supplier_ref, contract_record.contract_ref) not in asked:
                why = f"{pledge.pledge_ref}, {pledge_title(pledge)}: something was due, and no return speaks of it."
                yield Entry(name=pledge.supplier_name, why=why, target=f"pledge-{pledge.pledge_ref}")


def _refused(document: Document) -> Iterator[Entry]:
    said = {file_of(each.source): each.text for each in document.findings if each.code in _WAS_REFUSED}
    for each in document.returns:
        if each.file is not None and each.status in {"refused", "rejected"}:
            rejected = "The council's log of returns says that it was rejected."
            why = said.get(each.file, "It could not be read.") if each.status == "refused" else rejected
            yield Entry(
                name=each.file, why=why, target=f"findings-{each.file}" if each.file in said else f"file-{each.file}"
            )
