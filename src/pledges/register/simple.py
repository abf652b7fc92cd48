"""The one sheet Promises in, a promise a row; suppliers, contracts and pledges out, references made.

Nothing here is guessed: what is derived (a reference, a last day) is said in a note, and rows of one contract that
contradict each other are a query.
"""

from __future__ import annotations

import datetime as dt
import difflib
import functools
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

import attrs

from pledges.findings import finding
from pledges.model import UNREADABLE, Contract, Milestone, Pledge, Supplier, Trajectory
from pledges.periods import Period, contract_years, day_text
from pledges.provenance import CellRef
from pledges.quantities import count_words, plain
from pledges.register.columns import PROMISES, RETURNS_EVERY, YEARS
from pledges.register.full import Words, read_unit
from pledges.register.references import Known, References
from pledges.register.rows import RowReading, SheetReading
from pledges.register.terms import Promised, read_promised, with_terms
from pledges.tables import reference_key

_ALIKE = 0.9
_LEGAL_FORMS = frozenset({"ltd", "limited", "plc", "llp", "cic", "cio", "lp", "inc", "the", "co", "company"})
_LEFT_OUT = _LEGAL_FORMS | {"and"}  # "&" is punctuation, and is dropped with it
_NO_RETURNS = "none"


@attrs.define
class _Term:
    """A contract while its rows are read: each of its values with the cell that gave it first."""

    ref: str
    source: CellRef
    values: dict[str, tuple[str | dt.date | Fraction, CellRef]] = attrs.field(factory=dict)

    def text(self, name: str) -> str:
        """Return one of its texts, "" where no row gives it."""
        value = self.values.get(name, ("", None))[0]
        return value if isinstance(value, str) else ""

    def day(self, name: str) -> dt.date | None:
        """Return one of its days, None where no row gives it."""
        value = self.values.get(name, ("", None))[0]
        return value if isinstance(value, dt.date) else None

    def number(self, name: str) -> Fraction | None:
        """Return one of its numbers, None where no row gives it."""
        value = self.values.get(name, ("", None))[0]
        return value if isinstance(value, Fraction) else None

    def cell(self, name: str) -> CellRef | None:
        """Return the cell that gave a value."""
        return self.values[name][1] if name in self.values else None


@attrs.frozen(kw_only=True)
class Promises:
    """What the sheet Promises says, added to what the sheets Suppliers and Contracts (if any) say.

    `blank` names the pledges without a trajectory of their own.
    """

    suppliers: tuple[Supplier, ...]
    contracts: tuple[Contract, ...]
    pledges: tuple[Pledge, ...]
    blank: frozenset[str]


def read_promises(
    sheet: SheetReading,
    known: Known,
    words: Words,
    suppliers: Iterable[Supplier],
    contracts: Iterable[Contract],
) -> Promises:
    """Return the suppliers, contracts and pledges of a simple register.

    A supplier is known by its name (or by a reference of the sheet Suppliers); its reference is made of the name. A
    contract's title, buyer, days, value and returns are those of the first row that gives them, before it those of the
    sheet Contracts. A pledge without a reference is `<Contract ref>/1`, `/2` … in the order of the contract's rows.
    """
    terms = {contract.ref: _term_of(contract) for contract in contracts}
    named = {contract.ref: contract for contract in contracts}
    firms = {supplier.ref: supplier for supplier in suppliers}
    stated = frozenset(firms)
    owners = dict[int, tuple[str | None, str | None]]()
    for row in sheet.rows:
        supplier_ref = _supplier_ref(row, known, firms)
        contract_ref = _contract_ref(row, known, terms)
        if contract_ref is not None:
            _read_term(row, terms[contract_ref])
        owners[row.row.number] = (supplier_ref, contract_ref)
    for term in terms.values():
        _check_term(sheet, term)
    refs = _pledge_refs(sheet, owners)
    pledges = []
    for row in sheet.rows:
        supplier_ref, contract_ref = owners[row.row.number]
        ref, is_derived = refs.get(row.row.number, ("", False))
        pledge = _pledge(row, words, terms.get(contract_ref or ""), span=_span(terms.values()))
        row.stamp(supplier_ref=supplier_ref, contract_ref=contract_ref, pledge_ref=ref or None)
        if ref and supplier_ref is not None and contract_ref is not None and pledge is not None and row.usable:
            pledges.append(
                attrs.evolve(
                    pledge, ref=ref, supplier_ref=supplier_ref, contract_ref=contract_ref, derived_ref=is_derived
                )
            )
            known.pledges.claim(ref, row.row.source, pledge.also_known_as)
        elif ref:
            known.pledges.set_aside(ref, row.row.source)
    _note_derived(sheet, pledges)
    _ask_of_rules(sheet)
    # What stands alone makes no supplier or contract: it can be a note below the table, with anybody's name in it.
    promising, promised_in = ({pledge.supplier_ref for pledge in pledges}, {pledge.contract_ref for pledge in pledges})
    return Promises(
        suppliers=tuple(firm for ref, firm in firms.items() if ref in stated or ref in promising),
        contracts=tuple(
            _contract(term, named.get(ref)) for ref, term in terms.items() if ref in named or ref in promised_in
        ),
        pledges=tuple(pledges),
        blank=frozenset(pledge.ref for pledge in pledges),
    )


def _supplier_ref(row: RowReading, known: Known, firms: dict[str, Supplier]) -> str | None:
    """Return the reference of a row's supplier; a new name makes a new supplier."""
    text = row.reference("Supplier", required=True)
    if not text or _stands_alone(row):
        return None
    matches = known.suppliers.named(text)
    if len(matches) == 1:
        return matches[0]
    if matches:
        return row.known("Supplier", known.suppliers)
    for firm in firms.values():
        if _are_alike(text, firm.name):
            where = firm.source if isinstance(firm.source, CellRef) else None
            first = str(firm.source) if where is None else f"{where.sheet}!{where.cell}"
            row.problem("names-alike", "Supplier", seen=text, column="Supplier", first=first)
            break
    ref = _slug(text, known)
    known.suppliers.claim(ref, row.source("Supplier"), (text,))
    firms[ref] = Supplier(ref=ref, name=text, source=row.source("Supplier"))
    return ref


def _stands_alone(row: RowReading) -> bool:
    """Return whether one cell of a row is filled: a note below the table, which names no supplier or contract."""
    return sum(bool(row.says(name)) for name in row.sheet.table.columns) == 1


def _are_alike(one: str, other: str) -> bool:
    """Return whether two different names may be one firm's: but for its legal form, an "and", or a slip of the pen.

    Names with different numbers in them are two firms'.
    """
    bare, digits, key = _for_likeness(one)
    other_bare, other_digits, other_key = _for_likeness(other)
    if bare and bare == other_bare:
        return True
    if digits != other_digits:
        return False
    matcher = difflib.SequenceMatcher(None, key, other_key, autojunk=False)
    quick = matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE
    return quick and matcher.ratio() >= _ALIKE


@functools.lru_cache(maxsize=10_000)
def _for_likeness(name: str) -> tuple[tuple[str, ...], str, str]:
    """Return what names are compared by: their words but for legal forms, their digits, and their letters."""
    bare = tuple(word for word in _words(name) if word not in _LEFT_OUT)
    return bare, "".join(character for character in name if character.isdigit()), reference_key(name)


def _words(name: str) -> list[str]:
    bare = unicodedata.normalize("NFKD", name).casefold().encode("ascii", "ignore").decode("ascii")
    return "".join(character if character.isalnum() else " " for character in bare).split()


def _slug(name: str, known: Known) -> str:
    """Return a free reference made of a firm's name: `brightway-facilities-ltd`."""
    base = "-".join(_words(name)) or "supplier"
    ref, number = base, 1
    while known.suppliers.first(ref) is not None:
        number += 1
        ref = f"{base}-{number}"
    return ref


def _contract_ref(row: RowReading, known: Known, terms: dict[str, _Term]) -> str | None:
    """Return the reference of a row's contract as it is first spelled; a new one makes a new contract."""
    text = row.reference("Contract ref", required=True)
    if not text or _stands_alone(row):
        return None
    matches = known.contracts.named(text)
    if len(matches) > 1:
        return row.known("Contract ref", known.contracts)
    if matches:
        return matches[0]
    known.contracts.claim(text, row.source("Contract ref"))
    terms[text] = _Term(text, row.source("Contract ref"))
    return text


def _term_of(contract: Contract) -> _Term:
    """Return a contract of the sheet Contracts as the rows of Promises are to agree with it."""
    source = contract.source if isinstance(contract.source, CellRef) else CellRef(file=str(contract.source))
    term = _Term(contract.ref, source)
    within = contract.returns_due_within
    for name, value, cell in (
        ("Contract title", contract.title, None),
        ("Buyer", contract.buyer, None),
        ("Start", contract.start, contract.start_source),
        ("End", contract.end, contract.end_source),
        ("Value", contract.value, None),
        ("Returns every", contract.returns_every if contract.returns_every != _NO_RETURNS else None, None),
        ("Returns due within", None if within is None else Fraction(within), None),
    ):
        if value is not None and value != "":
            term.values[name] = (value, cell if isinstance(cell, CellRef) else source)
    return term


def _read_term(row: RowReading, term: _Term) -> None:
    """Add what a row says of its contract; where it contradicts what was said before, that is kept."""
    values: tuple[tuple[str, str | dt.date | Fraction | None], ...] = (
        ("Contract title", row.text("Contract title")),
        ("Buyer", row.text("Buyer")),
        ("Start", row.day("Start")),
        ("End", row.day("End")),
        ("Value", row.number("Value", least=0)),
        ("Returns every", row.word("Returns every", RETURNS_EVERY)),
        ("Returns due within", row.number("Returns due within", least=0, whole=True)),
    )
    for name, value in values:
        if value is None or value == "":
            continue
        if name not in term.values:
            term.values[name] = (value, row.source(name))
            continue
        first, cell = term.values[name]
        if isinstance(first, str) and isinstance(value, str):
            same = reference_key(first) == reference_key(value)
        else:
            same = first == value
        if not same:
            where = f"{cell.sheet}!{cell.cell}"
            row.problem("rows-disagree", name, seen=value, column=name, contract=term.ref, first=where)


def _check_term(sheet: SheetReading, term: _Term) -> None:
    """Leave out an end that lies before the start."""
    start, end = term.day("Start"), term.day("End")
    if start is not None and end is not None and end < start:
        cell = term.values.pop("End")[1]
        saw = sheet.cells.vocabulary.saw(end)
        sheet.findings.append(finding("cell-crosses-dates", cell, saw=saw, contract_ref=term.ref, column="End"))


def _span(terms: Iterable[_Term]) -> Period | None:
    starts = [day for term in terms if (day := term.day("Start"))]
    ends = [day for term in terms if (day := term.day("End"))]
    return Period(min(starts), max(ends)) if starts and ends and min(starts) <= max(ends) else None


def _pledge_refs(
    sheet: SheetReading, owners: Mapping[int, tuple[str | None, str | None]]
) -> dict[int, tuple[str, bool]]:
    """Return the pledge reference of each row that can have one, and whether it is derived.

    A row that cannot be used has its number all the same, so that mending it does not rename the others.
    """
    refs = dict[int, tuple[str, bool]]()
    taken = References()
    for row in sheet.rows:
        if row.says("Pledge ref") or row.row.cell("Pledge ref").value is not None:
            ref = row.own_reference("Pledge ref", taken, required=False)
            if ref:
                taken.claim(ref, row.source("Pledge ref"))
                refs[row.row.number] = (ref, False)
    numbers = dict[str, Iterator[int]]()
    for row in sheet.rows:
        contract_ref = owners[row.row.number][1]
        if row.row.number in refs or contract_ref is None or reference_key(row.says("Pledge ref")):
            continue
        counter = numbers.setdefault(contract_ref, iter(range(1, len(sheet.rows) * 2 + 2)))
        ref = next(each for number in counter if taken.first(each := f"{contract_ref}/{number}") is None)
        taken.claim(ref, row.row.source)
        refs[row.row.number] = (ref, True)
    return refs


def _note_derived(sheet: SheetReading, pledges: Iterable[Pledge]) -> None:
    derived = sum(pledge.derived_ref for pledge in pledges)
    if derived:
        column = sheet.table.columns.get("Pledge ref")
        place = sheet.table.place
        where = place.whole if column is None else place.ref(sheet.table.heading_row, column)
        count = f"{derived} pledge references were" if derived > 1 else "1 pledge reference was"
        sheet.findings.append(finding("references-derived", where, count=count))


def _ask_of_rules(sheet: SheetReading) -> None:
    """Keep which columns of the full form are filled in here, where they are not read."""
    place = sheet.table.place
    for column in PROMISES.elsewhere:
        filled = sum(bool(row.says(column.name)) for row in sheet.rows)
        if filled:
            where = place.ref(sheet.table.heading_row, sheet.table.columns[column.name])
            words = {
                "column": column.called,
                "rows": count_words(filled, "row"),
                "sheet": column.name.partition(":")[0],
            }
            sheet.findings.append(finding("rule-not-read", where, **words))


def _pledge(row: RowReading, words: Words, term: _Term | None, *, span: Period | None) -> Pledge | None:
    """Return what a row says of its pledge but for the references, None where it has no kind or no unit."""
    kind = row.word("Kind", words.types, required=True)
    unit = read_unit(row, words)
    description = row.text("What was promised", required=True)
    contractual = row.yes_no("Contractual")
    rules = list[tuple[str, str]]()
    quantity_source: CellRef
    milestones: tuple[Milestone, ...] = ()
    years = [column.name for column in YEARS if row.says(column.name) or _holds_error(row, column.name)]
    if years:
        quantity, milestones, undated = _read_years(row, years, unit, term)
        promised, quantity_source = Promised(quantity), row.source(years[0])
        rules.extend([(years[0], UNREADABLE)] if undated else [])
        _compare_years(row, unit, quantity)
    else:
        promised, quantity_source = read_promised(row, "How many", unit), row.source("How many")
    due, due_source = _due(row, term, span, is_stepped=bool(milestones))
    row.not_before("By when", due if row.says("By when") else None, term.day("Start") if term else None)
    if kind is None or unit is None:
        return None
    pledge = Pledge(
        ref="",
        supplier_ref="",
        type=kind,
        unit=unit,
        quantity=promised.quantity,
        record_only=promised.record_only,
        banded=promised.banded,
        source=row.source("Pledge ref") if row.says("Pledge ref") else row.row.source,
        quantity_source=quantity_source,
        description=description,
        due=due,
        due_source=due_source,
        trajectory=Trajectory.MILESTONES if milestones else Trajectory.AT_DUE,
        milestones=milestones,
        contractual=contractual,
        rules=tuple(rules),
        also_known_as=row.texts("Code"),
    )
    pledge = with_terms(pledge, row)
    # The Year columns say the same as a quantity for each year.
    return attrs.evolve(pledge, per_year=False, per_source=None) if years and pledge.per_year else pledge


def _holds_error(row: RowReading, name: str) -> bool:
    row.text(name)
    return row.is_unreadable(name)


def _due(
    row: RowReading, term: _Term | None, span: Period | None, *, is_stepped: bool
) -> tuple[dt.date | None, CellRef | None]:
    """Return a promise's last day and its cell: By when, else the end of the contract, with a note.

    Where Year columns give its days (`is_stepped`), nothing is assumed and there is no note.
    """
    due = row.day("By when", within=span)
    if due is not None:
        return due, row.source("By when")
    if row.says("By when") or row.is_unreadable("By when"):
        return None, None
    end = None if term is None else term.day("End")
    if end is None:
        row.problem("due-unknown", "By when")
        return None, None
    if not is_stepped:
        row.problem("due-assumed", "By when", day=day_text(end))
    return end, None if term is None else term.cell("End")


def _read_years(
    row: RowReading, years: Iterable[str], unit: str | None, term: _Term | None
) -> tuple[Fraction | None, tuple[Milestone, ...], bool]:
    """Return the sum of a row's Year columns, a milestone at the end of each, and whether they have no days.

    A year that cannot be read makes the sum unknown. Years that lie after the contract's end are due at its end.
    """
    start, end = (None, None) if term is None else (term.day("Start"), term.day("End"))
    ends = [] if start is None or end is None else [year.end for year in contract_years(start, end)]
    total = Fraction(0)
    by_day = dict[dt.date, Milestone]()
    is_whole = True
    for name in years:
        quantity = row.quantity(name, unit)
        if quantity is None:
            is_whole = False
            continue
        total += quantity
        number = int(name.removeprefix("Year "))
        if ends and number > len(ends):
            row.problem("year-outside-contract", name, seen=quantity, column=name, day=day_text(ends[-1]))
        if ends:
            day = ends[min(number, len(ends)) - 1]
            by_day[day] = Milestone(day=day, quantity=total, source=row.source(name))
    if not is_whole:
        return None, (), False
    if not ends:
        row.missing("End" if start else "Start")
    return total, tuple(by_day.values()), not ends


def _compare_years(row: RowReading, unit: str | None, total: Fraction | None) -> None:
    """Keep that How many says something else than the sum of the years."""
    said = row.quantity("How many", unit)
    if said is not None and total is not None and said != total:
        row.problem("years-disagree", "How many", seen=said, column="How many", sum=plain(total, 6))


def _contract(term: _Term, named: Contract | None) -> Contract:
    """Return a contract from its rows, on top of what the sheet Contracts says of it."""
    value, within = term.number("Value"), term.number("Returns due within")
    base = Contract(ref=term.ref, title="", buyer="", source=term.source) if named is None else named
    return attrs.evolve(
        base,
        title=term.text("Contract title"),
        buyer=term.text("Buyer"),
        start=term.day("Start"),
        end=term.day("End"),
        start_source=term.cell("Start"),
        end_source=term.cell("End"),
        value=value,
        value_source=None if value is None else term.cell("Value"),
        returns_every=term.text("Returns every") or _NO_RETURNS,
        returns_due_within=None if within is None else int(within),
    )
