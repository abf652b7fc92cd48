"""A document in; the four lists, the position at a glance and the findings in groups out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pledges.explain import NOT_KNOWN, count_words, listed
from pledges.findings import Severity, is_settled
from pledges.fulfilment.rating import NO_BANDS, NOTHING_DUE, NOTHING_YET, PART_OF, RECORDED_ONLY, UNREPORTED
from pledges.provenance import cells_in_runs
from pledges.reports.records import FindingRecord, ReturnRecord
from pledges.reports.wording import (
    RATINGS,
    RECORD_ONLY,
    amount_of,
    contract_title,
    day_words,
    every_pledge,
    file_of,
    period_words,
    pledge_title,
    supplier_names,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pledges.reports.records import Document, PledgeRecord

_MEANINGS_OF_OTHER = {
    RECORDED_ONLY: RECORD_ONLY,
    PART_OF: "part of another promise",
    NOTHING_DUE: "nothing due yet",
    NOTHING_YET: "nothing due yet",
    UNREPORTED: "nothing reported",
    NO_BANDS: "no rating bands for the day",
}
"""What the rating Other means, by what its reason begins with; any other reason means that something is not known."""

_NOTHING_CAME = frozenset({"return-missing", "pledge-unreported"})
_LEAVES_GAPS = "returns-leave-gaps"
_WAS_REFUSED = frozenset({"file-refused", "file-not-recognised"})
_IN_LISTS = frozenset({"counted", "waiting", "refused", "rejected"})
_NOTHING_OF_IT_COUNTS = "read; no line of it counts"
_STILL_NAMED = 2  # so many names fit into a line; more are counted


@attrs.frozen(kw_only=True)
class Entry:
    """One line of a list: a file or whose return it is, and why it is there.

    `whose` names supplier, contract and period as far as they are known. `target` names what it links to, `place` the
    first cell that `why` speaks of, and is empty where it speaks of the whole.
    """

    name: str
    why: str
    target: str
    whose: str = ""
    place: str = ""

    @property
    def words(self) -> str:
        """Whose it is and why it is there, in one sentence."""
        return "; ".join(filter(None, (self.whose, self.why)))


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

    @property
    def ranges(self) -> tuple[tuple[str, str], ...]:
        """The same places with long runs of cells below each other, in which the same was seen, as ranges."""
        by_sheet = dict[tuple[str, str], list[str]]()
        for source, saw in self.places:
            sheet, _, cell = source.rpartition("!")
            by_sheet.setdefault((sheet, saw), []).append(cell)
        return tuple(
            (f"{sheet}!{cells}" if sheet else cells, saw)
            for (sheet, saw), named in by_sheet.items()
            for cells in cells_in_runs(named)
        )


def overview(document: Document) -> Overview:
    """Return the four lists of what came of the returns.

    A file of which no line counts is left to *Needs you* where it stands there, else *Counted* says so.
    """
    refused = {each.file for each in document.returns if each.status == "refused"}
    needs_you = tuple(_needs_you(document, refused))
    return Overview(
        counted=tuple(_counted(document, {each.name for each in needs_you})),
        needs_you=needs_you,
        nothing_received=tuple(_nothing_received(document)),
        refused=tuple(_refused(document)),
    )


def how_the_lists_add_up(document: Document) -> str:
    """Return how many files came, and how many of them are in two lists or in none."""
    lists = overview(document)
    came = dict.fromkeys(each.file for each in document.returns if each.file is not None)
    counted, needs = ({each.name for each in entries} for entries in (lists.counted, lists.needs_you))
    sentences = [f"{count_words(len(came), 'file')} of returns came in all."]
    if both := len(counted & needs):
        sentences.append(
            f"A file can be counted and need you as well: {both} {'is' if both == 1 else 'are'} in both lists."
        )
    if others := tuple(each.name for each in lists.needs_you if each.name not in came):
        sentences.append(
            f"Needs you also holds {listed(others)}, which {'is' if len(others) == 1 else 'are'} no return."
        )
    if passed_over := also_received(document):
        told = tuple(f"{count} {status}" for status, count in passed_over.items())
        sentences.append(f"Not listed: {', '.join(told)}.")
    return " ".join(sentences)


def without_schedule(document: Document) -> str:
    """Return a sentence that names the contracts whose returns nobody will miss, "" where there is none."""
    titles = tuple(
        contract_title(each)
        for each in document.contracts
        if each.contract_ref is not None and each.pledges and each.returns_every == "none"
    )
    if not titles:
        return ""
    return (
        f"No schedule of returns is in the register for {listed(titles)}: "
        "a return that does not come cannot be noticed."
    )


def ratings(document: Document) -> dict[str, int]:
    """Return how many pledges have each rating, words that nobody got included."""
    return ratings_of(every_pledge(document))


def ratings_of(pledges: Iterable[PledgeRecord]) -> dict[str, int]:
    """Return the same for these pledges, in the scale's order; words of a local scale stand before Other."""
    rated = [pledge.rating for pledge in pledges]
    local = sorted(set(rated) - set(RATINGS))
    return {word: rated.count(word) for word in (*RATINGS[:-1], *local, RATINGS[-1])}


def parts_of_other(document: Document) -> dict[str, int]:
    """Return how many of the pledges rated Other are so for which reason, in the order in which it is said."""
    why = [_why_other(pledge) for pledge in every_pledge(document) if pledge.rating == RATINGS[-1]]
    return {word: why.count(word) for word in dict.fromkeys([*_MEANINGS_OF_OTHER.values(), NOT_KNOWN]) if word in why}


def _why_other(pledge: PledgeRecord) -> str:
    said = (meaning for start, meaning in _MEANINGS_OF_OTHER.items() if pledge.rating_because.startswith(start))
    return next(said, NOT_KNOWN)


def open_lines(pledge: PledgeRecord) -> int:
    """Return how many lines of a pledge are set aside until a person has settled them."""
    return sum(line.set_aside is not None and not is_settled(line.set_aside.reason) for line in pledge.lines)


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
    """Return how many files came that are in none of the lists, by what became of them."""
    in_lists = {each.file for each in document.returns if each.status in _IN_LISTS}
    passed_over = {each.file: each.status for each in document.returns if each.file not in {None, *in_lists}}
    found = tuple(passed_over.values())
    return {status: found.count(status) for status in ("superseded", "duplicate", "not yet known") if status in found}


def is_waited_for(document: Document) -> frozenset[tuple[str | None, str | None]]:
    """Return the suppliers, each with a contract, of whom a return has come and waits."""
    waiting = [each for each in document.returns if each.status == "waiting" and each.supplier_ref is not None]
    return frozenset((each.supplier_ref, each.contract_ref) for each in waiting)


def _whose(returns: Iterable[ReturnRecord], names: Mapping[str, str]) -> str:
    """Return the suppliers, contracts and periods of the returns in a file, as far as they are known."""
    known = tuple(returns)
    suppliers = dict.fromkeys(names.get(each.supplier_ref, each.supplier_ref) for each in known if each.supplier_ref)
    contracts = dict.fromkeys(each.contract_ref or "voluntary pledges" for each in known if each.supplier_ref)
    periods = dict.fromkeys(period_words(each.period) for each in known if each.period is not None)
    told = (_few(suppliers, "suppliers"), _few(contracts, "contracts"), _one(periods, "periods"))
    return ", ".join(filter(None, told))


def _few(names: Mapping[str, None], many: str) -> str:
    return f"{len(names)} {many}" if len(names) > _STILL_NAMED else listed(tuple(names))


def _one(names: Mapping[str, None], many: str) -> str:
    return f"{len(names)} {many}" if len(names) > 1 else listed(tuple(names))


def _by_file(document: Document) -> dict[str, list[ReturnRecord]]:
    by_file = dict[str, list[ReturnRecord]]()
    for each in document.returns:
        if each.file is not None:
            by_file.setdefault(each.file, []).append(each)
    return by_file


def _counted(document: Document, needs_you: set[str]) -> Iterator[Entry]:
    names = supplier_names(document)
    counting = {
        file_of(line.source)
        for pledge in every_pledge(document)
        for line in pledge.lines
        if line.set_aside is None or (amount_of(line.counted) or 0) != 0
    }
    for file, every in _by_file(document).items():
        returns = [each for each in every if each.status == "counted"]
        if not returns or (file not in counting and file in needs_you):
            continue
        late = max((each.days_late or 0 for each in returns), default=0)
        why = ("" if file in counting else _NOTHING_OF_IT_COUNTS, f"{late} days late" if late > 0 else "")
        yield Entry(name=file, why="; ".join(filter(None, why)), target=f"file-{file}", whose=_whose(returns, names))


def _needs_you(document: Document, refused: set[str | None]) -> Iterator[Entry]:
    names, returns = supplier_names(document), _by_file(document)
    by_file = dict[str, list[FindingRecord]]()
    for each in document.findings:
        elsewhere = each.code in _NOTHING_CAME | _WAS_REFUSED or file_of(each.source) in refused
        if each.severity != Severity.NOTE.value and not elsewhere:
            by_file.setdefault(file_of(each.source), []).append(each)
    waiting = [each.file for each in document.returns if each.status == "waiting" and each.file is not None]
    for file in dict.fromkeys([*waiting, *by_file]):
        findings = by_file.get(file, [])
        found = groups(findings)
        first = found[0].text if found else "The return waits until somebody settles whose it is."
        more = f" And {len(found) - 1} more." if len(found) > 1 else ""
        waits = "Waits. " if file in waiting else ""
        place = findings[0].source if findings and findings[0].source != file else ""
        yield Entry(
            name=file, why=f"{waits}{first}{more}", target=f"findings-{file}" if found else f"file-{file}",
            whose=_whose_finding(findings, returns.get(file, []), names), place=place,
        )  # fmt: skip


def _whose_finding(findings: Iterable[FindingRecord], returns: list[ReturnRecord], names: Mapping[str, str]) -> str:
    """Return whose file it is; of a file of several suppliers, whom the first finding is about, where it says so."""
    first = next(iter(findings), None)
    about = [each for each in returns if first is not None and each.supplier_ref == first.supplier_ref is not None]
    if first is None or first.supplier_ref is None or not returns:
        return _whose(returns, names)
    exact = [each for each in about if each.contract_ref == first.contract_ref]
    if about:
        return _whose(exact or about, names)
    supplier = names.get(first.supplier_ref, first.supplier_ref)
    return ", ".join(filter(None, (supplier, first.contract_ref, _whose(returns, names))))


def _nothing_received(document: Document) -> Iterator[Entry]:
    names = supplier_names(document)
    titles = {contract.contract_ref: contract_title(contract) for contract in document.contracts}
    asked = set[tuple[str | None, str | None]](is_waited_for(document))
    for each in document.returns:
        if each.status == "missing":
            asked.add((each.supplier_ref, each.contract_ref))
            contract = titles.get(each.contract_ref, each.contract_ref or "no contract")
            why = f"No return for {period_words(each.period)}, {contract}. It was due on {day_words(each.due)}."
            name = names.get(each.supplier_ref or "", each.supplier_ref or "An unknown supplier")
            yield Entry(name=name, why=why, target=f"supplier-{each.supplier_ref}")
    for found in document.findings:
        if found.code == _LEAVES_GAPS:
            asked.add((found.supplier_ref, found.contract_ref))
            name = names.get(found.supplier_ref or "", found.supplier_ref or "An unknown supplier")
            contract = titles.get(found.contract_ref, found.contract_ref or "no contract")
            yield Entry(
                name=name, why=f"{contract}. {found.text}", target=f"findings-{file_of(found.source)}",
                place=found.source,
            )  # fmt: skip
    for contract_record in document.contracts:
        for pledge in contract_record.pledges:
            if pledge.state == "missing" and (pledge.supplier_ref, contract_record.contract_ref) not in asked:
                due = amount_of(pledge.due_to_date) is not None
                why = "something was due, and no return" if due else "what was due is not known, and no return"
                yield Entry(
                    name=pledge.supplier_name,
                    why=f"{pledge.pledge_ref}, {pledge_title(pledge)}: {why} speaks of it.",
                    target=f"pledge-{pledge.pledge_ref}",
                )


def _refused(document: Document) -> Iterator[Entry]:
    names = supplier_names(document)
    said = {file_of(each.source): each for each in document.findings if each.code in _WAS_REFUSED}
    for each in document.returns:
        if each.file is not None and each.status in {"refused", "rejected"}:
            rejected = "The council's log of returns says that it was rejected."
            found = said.get(each.file)
            why = (found.text if found else "It could not be read.") if each.status == "refused" else rejected
            yield Entry(
                name=each.file, why=why, target=f"findings-{each.file}" if found else f"file-{each.file}",
                whose=_whose_finding([found] if found else [], [each], names),
            )  # fmt: skip
