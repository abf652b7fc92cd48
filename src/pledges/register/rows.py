"""A sheet of the register in, its rows' values out, with what became of each row and every problem met."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from fractions import Fraction

import attrs

from pledges.audience import Audience
from pledges.findings import Finding, Severity, finding
from pledges.periods import Period, day_text
from pledges.provenance import CellRef
from pledges.quantities import is_too_large, number_in
from pledges.register.references import References
from pledges.tables import CellReader, DayOrder, Row, RowAccount, Table, day_order, reference_key, text_of


@attrs.define(kw_only=True)
class RowReading:
    """One row while it is read: every problem is kept, and `usable` is False once the row cannot be used.

    The methods return a cell's value, None (or "") where it is blank or unreadable. With `required` the row cannot
    be used without it; with `strict` a cell that is filled in must be readable, because a blank there would say
    something else. `cost` is what its findings say of it where it is not used.
    """

    row: Row
    sheet: SheetReading
    findings: list[Finding] = attrs.field(factory=list)
    usable: bool = True
    cost: str = "This row is left out: nothing of it is assessed."
    _unreadable: set[str] = attrs.field(factory=set, init=False)

    def source(self, name: str) -> CellRef:
        """Return the cell under `name`, or the row where there is no such column."""
        return self.row.ref(name)

    def says(self, name: str) -> str:
        """Return a cell's text as it stands, "" where blank: for telling whether it is filled in."""
        return text_of(self.row.cell(name))

    def is_unreadable(self, name: str) -> bool:
        """Return whether the cell under `name` was read and is filled in with something that it cannot mean."""
        return name in self._unreadable

    def problem(self, code: str, name: str, *, seen: object = "", **words: str) -> None:
        """Keep a finding at the cell under `name`; `seen` is the value it speaks of."""
        saw = "" if seen == "" else self.sheet.cells.vocabulary.saw(seen)
        self.findings.append(finding(code, self.source(name), saw=saw, **words))

    def unreadable(self, code: str, name: str, *, seen: object = "", **words: str) -> None:
        """Keep that the cell under `name` says something that it cannot mean, with the finding that says why."""
        columns = {"column": name} if code == "cell-not-in-list" else {}
        self.problem(code, name, seen=seen, **columns, **words)
        self._unreadable.add(name)

    def stamp(self, *, supplier_ref: str | None, contract_ref: str | None, pledge_ref: str | None) -> None:
        """Say of every finding of the row whose it is."""
        self.findings = [
            attrs.evolve(each, supplier_ref=supplier_ref, contract_ref=contract_ref, pledge_ref=pledge_ref)
            for each in self.findings
        ]

    def all_findings(self) -> list[Finding]:
        """Return the row's findings; those by which it is not used say what that costs, once for each mistake."""
        if self.usable:
            return self.findings
        worst = Severity.ERROR if any(each.severity is Severity.ERROR for each in self.findings) else Severity.QUERY
        return [
            attrs.evolve(each, text=f"{each.text} {self.cost}") if each.severity is worst else each
            for each in self.findings
        ]

    def text(self, name: str, *, required: bool = False) -> str:
        """Return a cell's text; a blank required one is a finding, and the row can be used all the same."""
        value, problem = self.sheet.cells.read_text(self.row, name, required=required)
        self._keep(name, problem)
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the texts that a cell lists with semicolons or on lines of their own, each once."""
        cell = self.row.cell(name)
        text = cell.value if isinstance(cell.value, str) else self.text(name)
        parts = (" ".join(part.split()) for line in text.splitlines() for part in line.split(";"))
        return tuple(dict.fromkeys(part for part in parts if part))

    def number(
        self,
        name: str,
        *,
        required: bool = False,
        strict: bool = False,
        least: int | None = None,
        whole: bool = False,
    ) -> Fraction | None:
        """Return a cell's number; `least` and `whole` say which numbers can be meant."""
        value, problem = self.sheet.cells.read_number(self.row, name, required=required)
        self._keep(name, problem, spoils=required or strict)
        if value is None:
            return None
        return self._in_range(name, value, required=required, strict=strict, least=least, whole=whole)

    def quantity(self, name: str, unit: str | None, *, required: bool = False) -> Fraction | None:
        """Return a promised quantity; a cell shown as 5% is five where the unit is per cent, else no plain number.

        One that is larger than any promise is a finding, and unreadable; so is a bare 0.05 of a promise in per cent,
        which may be 5%.
        """
        cell = self.row.cell(name)
        text = text_of(cell)
        if unit == "%" and text.endswith("%") and (said := number_in(text.removesuffix("%"))) is not None:
            value = self._in_range(name, said, required=required, least=0)
        elif cell.percent and isinstance(cell.value, Fraction) and unit == "%":
            value = self._in_range(name, cell.value * 100, required=required, least=0)
        elif cell.percent and isinstance(cell.value, Fraction):
            self._out(name, "cell-not-a-number", spoils=required, seen=cell.value, column=name)
            return None
        else:
            value = self.number(name, required=required, least=0)
            if unit == "%" and value is not None and 0 < value < 1:
                self._out(name, "share-unclear", spoils=required, seen=value, column=name)
                return None
        if value is not None and is_too_large(value, unit):
            self._out(name, "promise-too-large", spoils=required, column=name)
            return None
        return value

    def share(self, name: str) -> Fraction | None:
        """Return a share as a fraction of one, from none to the whole."""
        value, problem = self.sheet.cells.read_share(self.row, name)
        self._keep(name, problem, spoils=True)
        if value is not None and not 0 <= value <= 1:
            self.problem("cell-out-of-range", name, seen=value, column=name, range="0% to 100%")
            self.usable = False
            return None
        return value

    def day(
        self, name: str, *, required: bool = False, strict: bool = False, within: Period | None = None
    ) -> dt.date | None:
        """Return a cell's day; `within` helps to tell the order of day and month in the whole column."""
        order = self.sheet.order(name, within)
        value, problem = self.sheet.cells.read_day(self.row, name, order, required=required)
        self._keep(name, problem, spoils=required or strict)
        return value

    def missing(self, name: str) -> None:
        """Keep that a cell is blank which should not be; whether the row can be used is for the caller to say."""
        self.problem("cell-missing", name, column=name)

    def period(self, start: str, end: str, *, strict: bool = False) -> Period | None:
        """Return the period between two cells; one of them alone is a finding, and so is an end before the start."""
        first, last = self.day(start, strict=strict), self.day(end, strict=strict)
        if first is not None and last is not None:
            if first <= last:
                return Period(first, last)
            self.problem("cell-crosses-dates", end, seen=last, column=end)
            self.usable = self.usable and not strict
        for name, other in ((start, last), (end, first)):
            if other is not None and not self.says(name):
                self.missing(name)
                self.usable = self.usable and not strict
        return None

    def word(
        self,
        name: str,
        allowed: Mapping[str, Sequence[str]],
        *,
        required: bool = False,
        strict: bool = False,
    ) -> str | None:
        """Return which of the `allowed` words a cell names."""
        value, problem = self.sheet.cells.read_word(self.row, name, allowed, required=required)
        self._keep(name, problem, spoils=required or strict)
        return value

    def yes_no(self, name: str) -> bool | None:
        """Return whether a cell says yes."""
        value, problem = self.sheet.cells.read_yes_no(self.row, name)
        self._keep(name, problem)
        return value

    def own_text(self, name: str) -> str | None:
        """Return a cell's text, None where it is blank or unreadable: the row cannot be used without it."""
        value, problem = self.sheet.cells.read_text(self.row, name, required=True)
        self._keep(name, problem, spoils=True)
        return value or None

    def reference(self, name: str, *, required: bool = False) -> str:
        """Return a reference as typed, "" where there is none; a mere dash is a blank, a damaged one spoils the row."""
        text, problem = self.sheet.cells.read_reference(self.row, name)
        self._keep(name, problem, spoils=True)
        if problem is None and not reference_key(text):
            text = ""
            if required:
                self.missing(name)
                self.usable = False
        return text

    def own_reference(self, name: str, taken: References, *, required: bool = True) -> str:
        """Return the reference that this row gives its thing, "" where it has none or another row has it."""
        reference = self.reference(name, required=required)
        if reference and (first := taken.first(reference)) is not None:
            self.problem("reference-repeated", name, seen=reference, column=name, first=f"{first.sheet}!{first.cell}")
            self.usable = False
            return ""
        return reference

    def known(self, name: str, known: References, *, required: bool = False) -> str | None:
        """Return the reference that a cell names among `known`; None where blank or unknown, which spoils the row."""
        text = self.reference(name, required=required)
        if not text:
            return None
        named = known.named(text)
        if len(named) == 1:
            return named[0]
        self.usable = False
        if named:
            self.problem("reference-ambiguous", name, seen=text, column=name, choices=", ".join(named))
        elif (unused := known.unused(text)) is not None:
            where = f"{unused.sheet}!{unused.cell}"
            self.problem("reference-set-aside", name, seen=text, column=name, row=where)
        else:
            near = ", ".join(known.nearest(text))
            self.problem(
                "reference-unknown", name, seen=text, column=name, nearest=f"; nearest: {near}" if near else ""
            )
        return None

    def not_before(self, name: str, day: dt.date | None, contract_start: dt.date | None) -> None:
        """Keep that a day lies before its contract starts; it is used all the same."""
        if day is not None and contract_start is not None and day < contract_start:
            self.problem("day-before-contract", name, seen=day, column=name, day=day_text(contract_start))

    def _in_range(
        self,
        name: str,
        value: Fraction,
        *,
        required: bool = False,
        strict: bool = False,
        least: int | None = None,
        whole: bool = False,
    ) -> Fraction | None:
        """Return a number that can be meant, None where it is below `least` or not `whole`, which is a finding."""
        if (least is None or value >= least) and (not whole or value.denominator == 1):
            return value
        meant = ("a whole number" if whole else "a number") + ("" if least is None else f", {least} or more")
        self._out(name, "cell-out-of-range", spoils=required or strict, seen=value, column=name, range=meant)
        return None

    def _out(self, name: str, code: str, *, spoils: bool, seen: object = "", **words: str) -> None:
        """Keep that a number cannot be meant; with `spoils` its row cannot be used."""
        self.problem(code, name, seen=seen, **words)
        self._unreadable.add(name)
        self.usable = self.usable and not spoils

    def _keep(self, name: str, problem: Finding | None, *, spoils: bool = False) -> None:
        if problem is not None:
            self.findings.append(problem)
            if problem.code != "cell-missing":
                self._unreadable.add(name)
            self.usable = self.usable and not spoils


@attrs.define(kw_only=True)
class SheetReading:
    """One sheet while it is read: its rows, and what was noticed of the sheet as a whole."""

    table: Table
    cells: CellReader
    findings: list[Finding] = attrs.field(factory=list)
    rows: tuple[RowReading, ...] = attrs.field(init=False)
    _orders: dict[str, DayOrder | None] = attrs.field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        """Take every row that has something in one of our columns."""
        self.rows = tuple(RowReading(row=row, sheet=self) for row in self.table.rows if not row.is_blank)

    @property
    def ignored(self) -> tuple[int, ...]:
        """The rows above the headings, and those with nothing in our columns."""
        below = tuple(row.number for row in self.table.rows if row.is_blank)
        return (*self.table.rows_above, *below)

    def order(self, name: str, within: Period | None) -> DayOrder | None:
        """Return how the column `name` writes its dates; it is found once."""
        if name not in self._orders:
            self._orders[name] = day_order(self.table.cells_under(name), within)
        return self._orders[name]

    def account(self) -> RowAccount:
        """Return what became of each row."""
        return RowAccount(
            file=self.table.place.file,
            sheet=self.table.place.sheet,
            used=tuple(reading.row.number for reading in self.rows if reading.usable),
            set_aside=tuple(reading.row.number for reading in self.rows if not reading.usable),
            ignored=self.ignored,
        )

    def all_findings(self) -> tuple[Finding, ...]:
        """Return the findings of the sheet and of its rows, for officers: the register is the council's own."""
        found = [*self.table.findings, *self.findings]
        if self.ignored:
            count = f"{len(self.ignored)} rows are" if len(self.ignored) > 1 else "1 row is"
            verb = "were" if len(self.ignored) > 1 else "was"
            where = self.table.place.row(self.ignored[0])
            found.append(finding("row-ignored", where, count=count, verb=verb))
        for reading in self.rows:
            found.extend(reading.all_findings())
        return tuple(attrs.evolve(each, audience=Audience.OFFICER) for each in found)
