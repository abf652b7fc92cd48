"""The register's sheets in, the register out, with every problem and what became of each row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

import attrs

from pledges.audience import Audience, Vocabulary, tokens_of
from pledges.exceptions import RegisterError
from pledges.findings import Finding, finding
from pledges.model import PLEDGE_TYPES, UNREADABLE, Pledge, Register, Trajectory
from pledges.quantities import UNITS
from pledges.register.answers import read_answers
from pledges.register.changes import read_variations
from pledges.register.columns import GUIDES, PROMISES, SHAPES, YEARS, SheetShape
from pledges.register.council import read_confirmations, read_events, read_facts, read_receipts
from pledges.register.doubts import doubts
from pledges.register.full import (
    Words,
    read_bands,
    read_clauses,
    read_contracts,
    read_milestones,
    read_parties,
    read_pledges,
    read_suppliers,
    with_bands,
    with_milestones,
)
from pledges.register.references import Known
from pledges.register.rows import SheetReading
from pledges.register.simple import Promises, read_promises
from pledges.sheets.grid import Sheet
from pledges.tables import CellReader, Place, RowAccount, Table, best_guess, find_table, is_blank, text_of

_Noun = TypeVar("_Noun")

_FULL_FORM = ("Suppliers", "Contracts", "Pledges")

_REFERENCES = {
    "Promises": ("Contract ref", "Pledge ref", "Code"),
    "Suppliers": ("Supplier ref",),
    "Contracts": ("Contract ref", "Also known as"),
    "Pledges": ("Pledge ref", "Also known as"),
}
"""The columns that give references and codes, by sheet: what stands there may be shown."""

_NAMES = {"Promises": ("Supplier",), "Suppliers": ("Name", "Also known as")}
"""The columns that give firms' names, by sheet: what stands there may be shown."""


@attrs.frozen(kw_only=True)
class RegisterReading:
    """A register as it was read.

    `form` is `simple` (one sheet Promises) or `full`. `accounts` tell for every sheet which rows were used, set aside
    or ignored; each row that was not used has a finding. `vocabulary` is what this register allows to be shown.
    """

    register: Register
    findings: tuple[Finding, ...]
    accounts: tuple[RowAccount, ...]
    vocabulary: Vocabulary
    form: str


def read_register(
    sheets: Sequence[tuple[str, Sheet]],
    *,
    local_types: Iterable[str] = (),
    local_units: Iterable[str] = (),
    answers: Sequence[tuple[str, Sheet]] = (),
) -> RegisterReading:
    """Return the register that the sheets of one workbook, or of a folder of CSV files, hold.

    Each sheet comes with its file's shown name. `local_types` and `local_units` are those of the authority's policy.
    `answers` are the sheets of files in which questions were answered: what they record is added to the register's own.
    Raises `RegisterError`, in one sentence, where a sheet or a heading is missing without which nothing can be read.
    """
    words = Words(
        types={**PLEDGE_TYPES, **dict.fromkeys(local_types, ())}, units={**UNITS, **dict.fromkeys(local_units, ())}
    )
    found, others = _sorted_out(sheets)
    is_simple = PROMISES.name in found
    _check_sheets(sheets, found, is_simple=is_simple)
    readings, known = _readings(found), Known()
    register = _read(readings, words, known)
    if not register.pledges and not readings[PROMISES.name if is_simple else "Pledges"].rows:
        sheet = readings[PROMISES.name if is_simple else "Pledges"]
        sheet.findings.append(finding("register-empty", sheet.table.place.whole))
    vocabulary = vocabulary_of(register)
    answered = read_answers(answers, known, words.units, CellReader(vocabulary))
    register = attrs.evolve(
        register,
        confirmations=(*register.confirmations, *answered.confirmations),
        facts=(*register.facts, *answered.facts),
        events=(*register.events, *answered.events),
    )
    ignored = [_ignored(file, sheet, vocabulary) for file, sheet in others if bool(_filled_rows(sheet))]
    findings = [each for reading in readings.values() for each in reading.all_findings()]
    findings += doubts(register)
    return RegisterReading(
        register=register,
        findings=tuple(dict.fromkeys([*findings, *(note for _, note in ignored), *answered.findings])),
        accounts=(
            *(reading.account() for reading in readings.values()),
            *(account for account, _ in ignored),
            *answered.accounts,
        ),
        vocabulary=vocabulary,
        form="simple" if is_simple else "full",
    )


def vocabulary_of(register: Register) -> Vocabulary:
    """Return what a register allows to be shown: its references and codes, and its suppliers' names."""
    references = [supplier.ref for supplier in register.suppliers]
    references.extend(each for contract in register.contracts for each in (contract.ref, *contract.also_known_as))
    references.extend(each for pledge in register.pledges for each in (pledge.ref, *pledge.also_known_as))
    names = [name for supplier in register.suppliers for name in (supplier.name, *supplier.also_known_as)]
    return Vocabulary.of(references=references, names=names)


def _sorted_out(
    sheets: Iterable[tuple[str, Sheet]],
) -> tuple[dict[str, tuple[str, Sheet]], list[tuple[str, Sheet]]]:
    """Return the register's sheets by our names for them, in our order, and the other sheets."""
    names = {tokens_of(shape.name): shape.name for shape in SHAPES}
    by_name: dict[str, tuple[str, Sheet]] = {}
    others = []
    for file, sheet in sheets:
        name = names.get(tokens_of(sheet.name))
        if name is None:
            others.append((file, sheet))
        elif name in by_name:
            where = " and ".join(dict.fromkeys((by_name[name][0], file)))
            message = f"{where}: there are two sheets named {name}; keep one of them."
            raise RegisterError(message)
        else:
            by_name[name] = (file, sheet)
    return {shape.name: by_name[shape.name] for shape in SHAPES if shape.name in by_name}, others


def _check_sheets(
    sheets: Sequence[tuple[str, Sheet]], found: Mapping[str, tuple[str, Sheet]], *, is_simple: bool
) -> None:
    """Refuse a register that lacks a sheet, or that has both forms at once."""
    where = _whole_register(sheets)
    if is_simple:
        if "Pledges" in found and _filled_rows(found["Pledges"][1]):
            message = f"{where} has both a sheet Promises and a sheet Pledges; move all promises into one of them."
            raise RegisterError(message)
        return
    missing = [name for name in _FULL_FORM if name not in found]
    if not missing:
        return
    ours = ", ".join(found) or "none of a register's sheets"
    if len(missing) == len(_FULL_FORM):
        message = (
            f"{where}: expected a sheet Promises, or the sheets Suppliers, Contracts and Pledges, and found {ours}; "
            "start from the register that `pledges new` writes."
        )
    else:
        lacks = " and ".join(f"a sheet {name}" for name in missing)
        message = (
            f"{where}: expected {lacks} beside {ours}, and found none; "
            "add what is missing, or put all promises into one sheet Promises."
        )
    raise RegisterError(message)


def _whole_register(sheets: Sequence[tuple[str, Sheet]]) -> str:
    """Return what the register is called as a whole: its file, or the folder of its files."""
    files = tuple(dict.fromkeys(file for file, _ in sheets))
    if len(files) == 1:
        return files[0]
    return (files[0].rpartition("/")[0] if files else "") or "The register"


def _readings(found: Mapping[str, tuple[str, Sheet]]) -> dict[str, SheetReading]:
    """Return every sheet ready to be read; an optional one that is empty is left out."""
    needed = {PROMISES.name} if PROMISES.name in found else set(_FULL_FORM)
    shapes = {shape.name: shape for shape in SHAPES}
    tables = {}
    for name, (file, sheet) in found.items():
        if name in needed or bool(_filled_rows(sheet)):
            tables[name] = _table(Place(file, sheet.name), sheet, shapes[name])
    vocabulary = Vocabulary.of(references=_texts(tables, _REFERENCES), names=_texts(tables, _NAMES))
    return {name: SheetReading(table=table, cells=CellReader(vocabulary)) for name, table in tables.items()}


def _texts(tables: Mapping[str, Table], columns: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield what stands in some columns of some sheets; a row with one filled cell is a note and says nothing."""
    for name, wanted in columns.items():
        for row in tables[name].rows if name in tables else ():
            filled = sum(bool(text_of(row.cell(column))) for column in tables[name].columns)
            for column in wanted if filled > 1 else ():
                yield from text_of(row.cell(column)).split(";")


def _table(place: Place, sheet: Sheet, shape: SheetShape) -> Table:
    """Return a sheet's table; without its starred headings nothing can be read, and the error says which are there."""
    where = f"{place.file}, sheet {place.sheet}"
    table = find_table(sheet, place, (*shape.columns, *shape.elsewhere))
    if table is None:
        guess = best_guess(sheet, shape.columns)
        expected = ", ".join(column.name for column in shape.columns if column.required)
        found, lacking = ", ".join(guess.matched), ", ".join(guess.missing)
        if guess.row is None:
            message = f"{where}: expected the headings {expected}, and found none of them; type them into one row."
        else:
            message = f"{where}, row {guess.row}: expected the headings {expected}, and found {found}; add {lacking}."
        raise RegisterError(message)
    where = f"{where}, row {table.heading_row}"
    for column in shape.columns:
        if column.required and column.name in table.repeated:
            message = f"{where}: expected one column {column.name}, and found two with values; keep one of them."
            raise RegisterError(message)
    if shape is PROMISES and not any(table.has(name) for name in ("How many", *(year.name for year in YEARS))):
        message = f"{where}: expected a heading How many, or Year 1, Year 2 …, and found none to use; add one."
        raise RegisterError(message)
    return table


def _read(sheets: Mapping[str, SheetReading], words: Words, known: Known) -> Register:
    """Return the register, and fill `known` with its references; each sheet is read after those that it refers to."""

    def read(name: str, reader: Callable[[SheetReading, Known], tuple[_Noun, ...]]) -> tuple[_Noun, ...]:
        return reader(sheets[name], known) if name in sheets else ()

    suppliers, contracts = read("Suppliers", read_suppliers), read("Contracts", read_contracts)
    if PROMISES.name in sheets:
        promised = read_promises(sheets[PROMISES.name], known, words, suppliers, contracts)
        clauses = read("Clauses", read_clauses)
    else:
        clauses = read("Clauses", read_clauses)
        pledges, blank = read_pledges(sheets["Pledges"], known, words, contracts, has_clauses="Clauses" in sheets)
        promised = Promises(suppliers=suppliers, contracts=contracts, pledges=pledges, blank=blank)
    pledges = _with_milestones(sheets, known, promised)
    if "Bands" in sheets:
        bands, unreadable = read_bands(sheets["Bands"], known, {pledge.ref: pledge.unit for pledge in pledges})
        pledges = with_bands(pledges, bands, unreadable=unreadable)
    return Register(
        suppliers=promised.suppliers,
        contracts=promised.contracts,
        pledges=pledges,
        parties=read("Parties", read_parties),
        clauses=clauses,
        variations=read(
            "Variations", lambda sheet, names: read_variations(sheet, names, promised.contracts, promised.pledges)
        ),
        receipts=read("Returns received", read_receipts),
        confirmations=read("Confirmations", read_confirmations),
        facts=read("Facts", lambda sheet, names: read_facts(sheet, names, words.units)),
        events=read("Events", read_events),
    )


def _with_milestones(sheets: Mapping[str, SheetReading], known: Known, promised: Promises) -> tuple[Pledge, ...]:
    """Return the pledges with the milestones of the sheet of that name; one without any that needs them is kept."""
    pledges = promised.pledges
    if "Milestones" in sheets:
        units = {pledge.ref: pledge.unit for pledge in pledges}
        milestones, unreadable = read_milestones(sheets["Milestones"], known, promised.contracts, units)
        pledges = with_milestones(pledges, milestones, blank=promised.blank, unreadable=unreadable)
    complete = []
    for pledge in pledges:
        needs_them = pledge.trajectory is Trajectory.MILESTONES and not pledge.milestones
        if needs_them and ("Milestones", UNREADABLE) not in pledge.rules:
            place = pledge.source
            note = finding("milestones-missing", place, pledge_ref=pledge.ref, contract_ref=pledge.contract_ref)
            sheets["Pledges"].findings.append(note)
            complete.append(attrs.evolve(pledge, rules=(*pledge.rules, ("Trajectory", pledge.trajectory.value))))
        else:
            complete.append(pledge)
    return tuple(complete)


def _ignored(file: str, sheet: Sheet, vocabulary: Vocabulary) -> tuple[RowAccount, Finding]:
    """Return the account of a sheet that is no part of a register, and the note that says so."""
    is_guide = tokens_of(sheet.name) in {tokens_of(name) for name in GUIDES}
    name = sheet.name.strip() if is_guide else vocabulary.sheet_name(sheet.name, sheet.number)
    rows = tuple(sorted(_filled_rows(sheet)))
    count = f"{len(rows)} rows" if len(rows) > 1 else "1 row"
    code = "guidance-ignored" if is_guide else "sheet-ignored"
    note = attrs.evolve(finding(code, Place(file, name).whole, count=count), audience=Audience.OFFICER)
    return RowAccount(file=file, sheet=name, ignored=rows), note


def _filled_rows(sheet: Sheet) -> set[int]:
    """Return the rows of a sheet that hold something."""
    return {row for (row, _), cell in sheet.cells.items() if not is_blank(cell)}
