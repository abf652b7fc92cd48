"""A document in; the tables of the workbook out: names, headings and rows of text, days and exact amounts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pledges.explain import NOT_KNOWN, cells_words
from pledges.fulfilment.roll_ups import COUNTS_PEOPLE
from pledges.reports.overview import open_lines
from pledges.reports.sheet_rows import MOST_CHARACTERS
from pledges.reports.wording import (
    ILLUSTRATIVE,
    RECORD_ONLY,
    amount_of,
    conduct_words,
    contract_title,
    criterion_nodes,
    number_words,
    period_words,
    pledge_title,
    supplier_names,
)

if TYPE_CHECKING:
    from pledges.reports.records import Document, MissingRecord, Number, PledgeRecord

_MORE_PLACES = " and more, all of them in assessment.json"

Value = str | int | dt.date | Fraction | None
"""What a cell of a table can be."""


@attrs.frozen
class MadeRows(Collection[tuple[Value, ...]]):
    """Rows that are made anew each time they are gone through: those of every line of every return are not kept."""

    make: Callable[[], Iterator[tuple[Value, ...]]]
    count: int

    def __iter__(self) -> Iterator[tuple[Value, ...]]:
        """Yield the rows."""
        return self.make()

    def __len__(self) -> int:
        """Return how many there are."""
        return self.count

    def __contains__(self, row: object) -> bool:
        """Return whether one of them is `row`."""
        return any(each == row for each in self.make())


@attrs.frozen(kw_only=True)
class Table:
    """One table: its name, what it is about, its headings and its rows. `shares` names the columns of fractions of one.

    None stands for what is not known; what is not asked is an empty text.
    """

    name: str
    about: str
    headings: tuple[str, ...]
    rows: Collection[tuple[Value, ...]]
    shares: frozenset[str] = frozenset()


def tables(document: Document) -> tuple[Table, ...]:
    """Return every table, in the order of the sheets."""
    return (
        _pledges(document), _contracts(document), _set_aside(document), _lines(document), _returns(document),
        _conduct(document), _offers(document), _badges(document), _missing(document), _standings(document),
        _due(document), _steps(document), _totals(document), _findings(document), _every_row(document),
    )  # fmt: skip


def _every_pledge(document: Document) -> Iterator[tuple[str, str, PledgeRecord]]:
    for contract in document.contracts:
        for pledge in contract.pledges:
            yield contract_title(contract), contract.contract_ref or "", pledge


def _amounts(*numbers: Number | None) -> tuple[Value, ...]:
    return tuple(amount_of(number) for number in numbers)


def _pledges(document: Document) -> Table:
    headings = (
        "Pledge ref", "Promise", "Supplier", "Contract", "Type", "Unit", "Due", "Promised", "Due by the day", "Claimed",
        "Documented", "Counted", "Verified", "Share of due", "Share of promised", "Rating", "State",
        "Due and not counted", "Days late", "Counted late", "In dispute", "Lines still open", "Why this rating",
        "Stretch", "Share of stretch", "Made up",
    )  # fmt: skip
    rows = tuple(
        (
            each.pledge_ref, pledge_title(each), each.supplier_name, contract, each.type, each.unit, each.due,
            *((RECORD_ONLY, "") if each.record_only else _amounts(each.target, each.due_to_date)),
            *_amounts(each.claimed, each.documented, each.counted, each.verified),
            *(("", "") if each.record_only else _amounts(each.share_of_due, each.share_of_target)),
            each.rating, each.state, *(("", "") if each.record_only else (amount_of(each.shortfall), _days_late(each))),
            *_amounts(each.late, each.disputed), open_lines(each), each.rating_because,
            *(("", "") if each.stretch is None else _amounts(each.stretch, each.share_of_stretch)),
            *(("",) if each.made_up is None else _amounts(each.made_up)),
        )
        for contract, _, each in _every_pledge(document)
    )  # fmt: skip
    return Table(
        name="Pledges",
        about="Every promise: due, claimed, documented, counted, verified, rated",
        headings=headings,
        rows=rows,
        shares=frozenset({"Share of due", "Share of promised", "Share of stretch"}),
    )


def _contracts(document: Document) -> Table:
    headings = (
        "Contract ref", "Contract", "Buyer", "Start", "Promises", "Variations in force", "Value at award", "Value now",
        "Change of value", "End at award", "End now", "Change of term",
    )  # fmt: skip
    rows = tuple(
        (
            each.contract_ref or "", each.title, each.buyer, each.start, len(each.pledges), varied.in_force,
            *_amounts(varied.value_at_award, varied.value_now, varied.value_change),
            *(
                None if day is None else dt.date.fromisoformat(day.exact)
                for day in (varied.end_at_award, varied.end_now)
            ),
            *_amounts(varied.term_change),
        )
        for each in document.contracts
        if (varied := each.variations) is not None
    )  # fmt: skip
    return Table(
        name="Contracts",
        about="Every contract: its value and end at award and now, and how far they have changed since",
        headings=headings,
        rows=rows,
        shares=frozenset({"Change of value", "Change of term"}),
    )


def _days_late(pledge: PledgeRecord) -> Value:
    """Return the days late: nothing where nothing is late, not known where that cannot be told."""
    is_known = pledge.counted is not None and pledge.target is not None and pledge.due is not None
    return "" if pledge.days_late is None and is_known else amount_of(pledge.days_late)


def _set_aside(document: Document) -> Table:
    rows = tuple(
        (each.pledge_ref, each.supplier_name, contract, line.source, *_amounts(line.amount), each.unit,
         line.set_aside.reason, line.set_aside.text)
        for contract, _, each in _every_pledge(document)
        for line in each.lines
        if line.set_aside is not None
    )  # fmt: skip
    headings = ("Pledge ref", "Supplier", "Contract", "Where", "Amount", "Unit", "Reason", "Why")
    return Table(
        name="Set aside", about="Lines that do not count, each with its reason and cell", headings=headings, rows=rows
    )


def _lines(document: Document) -> Table:
    def rows() -> Iterator[tuple[Value, ...]]:
        for contract, _, each in _every_pledge(document):
            for line in each.lines:
                yield (
                    each.pledge_ref, each.supplier_name, contract, line.source, line.day, line.grade,
                    *_amounts(line.amount, line.counted), each.unit,
                    "" if line.set_aside is None else line.set_aside.reason,
                )  # fmt: skip

    headings = ("Pledge ref", "Supplier", "Contract", "Where", "Day", "Grade", "Amount", "Counted", "Unit", "Set aside")
    return Table(
        name="Lines",
        about="Every line of the returns that count; lines of returns that wait are in Every row and Findings",
        headings=headings,
        rows=MadeRows(rows, sum(len(each.lines) for _, _, each in _every_pledge(document))),
    )


def _returns(document: Document) -> Table:
    names = supplier_names(document)
    rows = tuple(
        (
            each.file or "nothing came",
            names.get(each.supplier_ref or "", each.supplier_ref),
            each.contract_ref,
            period_words(each.period),
            each.status,
            "" if each.version is None else each.version,
            "" if each.due is None else each.due,
            "" if each.days_late is None else each.days_late,
            "yes" if each.keyed else "no",
        )
        for each in document.returns
    )
    headings = ("File", "Supplier", "Contract ref", "Period", "Status", "Version", "Due", "Days late", "Keyed")
    return Table(
        name="Returns", about="What became of each return, and which ones have not come", headings=headings, rows=rows
    )


def _conduct(document: Document) -> Table:
    names = supplier_names(document)
    rows = tuple(
        (
            names.get(each.supplier_ref or "", each.supplier_ref),
            each.contract_ref or ("" if each.supplier_ref is None else "voluntary pledges"),
            len(each.due) if each.is_asked else "none asked for",
            *(len(told) for told in (
                each.on_time, each.late_within_grace, each.late, each.undated, each.missing, each.nil, each.waiting,
                each.refused, each.rejected, each.superseded,
            )),
            "; ".join(f"{words}: {', '.join(periods)}" for words, periods in conduct_words(each)),
            " ".join(each.costs),
        )
        for each in document.conduct
    )  # fmt: skip
    headings = (
        "Supplier", "Contract ref", "Due so far", "On time", "Late within grace", "Late", "Day not known", "Missing",
        "Nil", "Waiting", "Could not be read", "Rejected", "Sent again", "Which periods", "What it costs",
    )  # fmt: skip
    return Table(
        name="Conduct of returns",
        about="How each supplier's returns came: in time, late, missing, nil, refused, and what that costs",
        headings=headings,
        rows=rows,
    )


def _offers(document: Document) -> Table:
    rows = tuple(
        (each.pledge_ref, each.supplier_name, contract, offer.day, offer.outcome,
         "all that matches" if offer.quantity is None else amount_of(offer.quantity), each.unit, offer.source,
         offer.settled_on or "", offer.settled_by or "")
        for contract, _, each in _every_pledge(document)
        for offer in each.offers
    )  # fmt: skip
    headings = (
        "Pledge ref", "Supplier", "Contract", "Tested on", "Outcome", "Quantity", "Unit", "Where", "Settled on",
        "Settled by",
    )  # fmt: skip
    return Table(
        name="Offers tested",
        about="Offers that the council took up, and whether they were honoured",
        headings=headings,
        rows=rows,
    )


def _where(sources: tuple[str, ...]) -> str:
    """Return places as one text that a cell can hold: of a mean over thousands of lines, as many as fit."""
    words = "; ".join(cells_words(sources))
    if len(words) <= MOST_CHARACTERS:
        return words
    kept, _, _ = words[: MOST_CHARACTERS - len(_MORE_PLACES)].rpartition(", ")
    return f"{kept}{_MORE_PLACES}"


def _badges(document: Document) -> Table:
    rows = tuple(
        (
            supplier.name, badge.name, badge.version, "adopted" if badge.adopted else ILLUSTRATIVE, level.name,
            level.outcome, criterion.id, criterion.name, criterion.outcome,
            _either(criterion.observed, criterion.outcome),
            _either(criterion.required, ""), criterion.because, _where(criterion.sources),
        )
        for supplier in document.suppliers
        for badge in supplier.badges
        for level in badge.levels
        for _, criterion in criterion_nodes(level.criteria)
    )  # fmt: skip
    headings = (
        "Supplier", "Scheme", "Version", "Adopted", "Level", "Level outcome", "Criterion", "Criterion name", "Outcome",
        "Observed", "Required", "Why", "Where",
    )  # fmt: skip
    return Table(
        name="Badges", about="Every criterion of every badge level, for every supplier", headings=headings, rows=rows
    )


def _standings(document: Document) -> Table:
    rows = tuple(
        (
            supplier.name, badge.name, badge.standing.version, "adopted" if badge.adopted else ILLUSTRATIVE,
            badge.standing.level or "", badge.standing.status,
            "" if badge.standing.since is None else badge.standing.since,
            "" if badge.standing.until is None else badge.standing.until, badge.standing.text,
        )
        for supplier in document.suppliers
        for badge in supplier.badges
    )  # fmt: skip
    headings = ("Supplier", "Scheme", "Governing version", "Adopted", "Level", "Status", "From", "Until", "In words")
    return Table(
        name="Standing", about="Where each badge stands by the events and the rules", headings=headings, rows=rows
    )


def _due(document: Document) -> Table:
    rows = tuple(
        (supplier.name, badge.name, "now" if each.day is None else each.day, each.what, each.text)
        for supplier in document.suppliers
        for badge in supplier.badges
        for each in badge.standing.due
    )
    headings = ("Supplier", "Scheme", "By", "What", "In words")
    return Table(
        name="Due for badges", about="What is to do now and in the next ninety days", headings=headings, rows=rows
    )


def _steps(document: Document) -> Table:
    rows = tuple(
        (
            supplier.name, badge.name, each.day, each.what, each.level, each.version, each.by, each.text,
            _where(each.sources),
        )
        for supplier in document.suppliers
        for badge in supplier.badges
        for each in badge.standing.steps
    )  # fmt: skip
    headings = ("Supplier", "Scheme", "Day", "Step", "Level", "Version", "By", "In words", "Where")
    return Table(name="Badge steps", about="How each badge came to stand where it does", headings=headings, rows=rows)


def _either(number: Number | None, outcome: str) -> str | None:
    """Return a number in words: the units of one column differ. Nothing is asked of some criteria: that is a blank."""
    if number is None:
        return None if outcome == "unknown" else ""
    return number_words(number)


def _how(missing: MissingRecord) -> tuple[str, str, dt.date | str, str]:
    """Return what it takes to meet a criterion, how, from which day on, and whether a panel may waive it."""
    way, waivable = missing.way, "yes" if missing.waivable else "no"
    if way is None:
        return "", "", "", waivable
    return way.by, way.text, "" if way.earliest is None else way.earliest, waivable


def _missing(document: Document) -> Table:
    rows = tuple(
        (
            supplier.name, badge.name, badge.version, "adopted" if badge.adopted else ILLUSTRATIVE, badge.next.level,
            what, each.criterion, _either(each.short_by, ""), each.text, *_how(each),
        )
        for supplier in document.suppliers
        for badge in supplier.badges
        if badge.next is not None
        for what, several in (("missing", badge.next.missing), (NOT_KNOWN, badge.next.unknown))
        for each in several
    )  # fmt: skip
    headings = (
        "Supplier", "Scheme", "Version", "Adopted", "Next level", "What", "Criterion", "Short by", "In words",
        "Met by", "How it could be met", "Earliest", "May be waived",
    )  # fmt: skip
    return Table(
        name="Missing for badges",
        about="What stands between each supplier and the next level",
        headings=headings,
        rows=rows,
    )


def _totals(document: Document) -> Table:
    groups = [
        *(
            ("Clause", f"{clause.clause_ref} of {contract_title(contract)}", clause.totals)
            for contract in document.contracts
            for clause in contract.clauses
        ),
        *(("Contract", contract_title(contract), contract.totals) for contract in document.contracts),
        *(("Supplier", supplier.name, supplier.totals) for supplier in document.suppliers),
        *(("Buyer", each.buyer, each.totals) for each in document.buyers),
        ("In all", "All contracts", document.totals),
    ]
    rows = tuple(
        (
            level, title, each.type, each.unit, each.pledges, each.not_known,
            *_amounts(each.target, each.due_to_date, each.claimed, each.documented, each.counted, each.verified,
                      None if each.not_known == each.pledges else each.counted_known,
                      each.counted_towards_target, each.over_target),
            "" if each.unit not in COUNTS_PEOPLE else amount_of(each.persons_once),
            "; ".join(f"{left.pledge_ref}: {left.because}" for left in each.left_out),
        )
        for level, title, totals in groups
        for each in totals
    )  # fmt: skip
    headings = (
        "Of a", "Name", "Type", "Unit", "Promises", "Not known", "Promised", "Due by the day", "Claimed", "Documented",
        "Counted", "Verified", "Counted, as far as known", "Counted, at most what was promised",
        "Counted above what was promised", "Counted, each person once", "Not added",
    )  # fmt: skip
    return Table(
        name="Totals",
        about="Promises of one type and unit added up, by clause, contract, supplier, buyer and in all",
        headings=headings,
        rows=rows,
    )


def _findings(document: Document) -> Table:
    rows = tuple(
        (each.severity, each.code, each.source, each.saw, each.text, each.fix, each.supplier_ref or "",
         each.contract_ref or "", each.pledge_ref or "", each.audience)
        for each in document.findings
    )  # fmt: skip
    headings = (
        "Severity", "Code", "Where", "What was seen", "What was found", "What to do", "Supplier ref", "Contract ref",
        "Pledge ref", "For",
    )  # fmt: skip
    return Table(name="Findings", about="Everything noticed, one row each", headings=headings, rows=rows)


def _every_row(document: Document) -> Table:
    rows = tuple(
        (each.file, each.sheet, each.rows, each.used, each.set_aside, each.ignored) for each in document.reconciliation
    )
    return Table(
        name="Every row",
        about="Rows = used + set aside + ignored, for every sheet that was read",
        headings=("File", "Sheet", "Rows", "Used", "Set aside", "Ignored"),
        rows=rows,
    )
