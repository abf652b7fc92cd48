"""The nouns: what was tendered, promised, sent in and recorded. Frozen values without I/O or clock.

Field for field they are the columns of the register and of a return (`docs/formats.md`); each knows its source.
"""

from __future__ import annotations

import datetime as dt
import enum
import functools
from fractions import Fraction

import attrs

from pledges.periods import Period
from pledges.provenance import CellRef, Source, SourceFile
from pledges.quantities import rounded

PLEDGE_TYPES: dict[str, tuple[str, ...]] = {
    "placement": ("work placement", "work experience", "placements", "work placements"),
    "apprenticeship": ("apprentice", "apprentices", "apprenticeships"),
    "job": ("jobs", "employment", "paid internship", "internship"),
    "mentoring": ("mentor", "mentors", "mentoring pairs"),
    "group support": ("support to groups", "group work", "group sessions"),
    "insight": ("tour", "tours", "mock interviews", "workshop", "workshops", "careers insight", "insight day"),
    "practical help": ("goods", "discounts", "bursary", "bursaries", "advice", "donation", "donations"),
    "training": ("staff training", "councillor training"),
}
"""The types of pledge, each with the other words people write for it."""


BASES: dict[str, tuple[str, ...]] = {
    "in period": (
        "in the period", "this period", "period", "period only", "this period only", "this quarter", "quarter",
        "quarter only", "this quarter only", "in quarter", "in the quarter", "this month", "month only",
        "non cumulative",
    ),
    "cumulative": (
        "cumulative to date", "to date", "total to date", "year to date", "ytd", "since start", "contract to date",
        "running total",
    ),
    "in post": ("in post at period end", "headcount at period end", "stock"),
}  # fmt: skip
"""What a return's figures speak of, with the other words people write for it."""


class Grade(enum.IntEnum):
    """How well a delivery is evidenced, in order (E0 to E3)."""

    CLAIMED = 0
    DOCUMENTED = 1
    THIRD_PARTY_CONFIRMED = 2
    BENEFICIARY_CONFIRMED = 3

    @property
    def words(self) -> str:
        """The grade as it is written in registers and reports."""
        return self.name.lower().replace("_", " ")


class Basis(enum.Enum):
    """What the figures of a return speak of: its own period, everything up to its end, or a stock on that day."""

    IN_PERIOD = "in period"
    CUMULATIVE = "cumulative"
    IN_POST = "in post"


class Rounding(enum.Enum):
    """How a scaled target is made whole: once, on the total."""

    EXACT = "exact"
    FLOOR = "floor"
    NEAREST = "nearest"
    CEILING = "ceiling"


class Trajectory(enum.Enum):
    """How much of a target is due before its last day."""

    AT_DUE = "at due"
    STRAIGHT_LINE = "straight line"
    MILESTONES = "milestones"
    SPEND = "spend"


class WeekConvention(enum.Enum):
    """How many weeks the days between two dates are."""

    CALENDAR_DAYS = "calendar days"
    WORKING_DAYS = "working days"
    COMPLETED_WEEKS = "completed weeks"
    HOURS = "hours"


@attrs.frozen(kw_only=True)
class Length:
    """How long something must last, or how much counts at most: a number of a unit, `consecutive` if in one run."""

    number: Fraction
    unit: str
    source: Source
    consecutive: bool = False

    def __str__(self) -> str:
        """Return it as the register writes it: `5 days`, `5 consecutive days`."""
        return f"{rounded(self.number)} {'consecutive ' if self.consecutive else ''}{self.unit}"


PART_TIME = "part time"
"""What stands in the place of a unit where a conversion says what somebody part-time counts as."""


@attrs.frozen(kw_only=True)
class Conversion:
    """The rule by which one unit becomes the pledge's own: `number` of `unit` are `makes` of the pledge's unit."""

    number: Fraction
    unit: str
    makes: Fraction
    makes_unit: str
    source: Source

    def __str__(self) -> str:
        """Return it as the register writes it: `35 hours = 1 weeks`, `part time = 0.5 FTE`."""
        of = self.unit if self.unit == PART_TIME else f"{rounded(self.number)} {self.unit}"
        return f"{of} = {rounded(self.makes)} {self.makes_unit}"


@attrs.frozen(kw_only=True)
class Substitution:
    """What a clause lets another promise make up: `number` of it, above its target, are `makes` of this one.

    `unit` and `own_unit` are the units as they are written, "" where they are left out.
    """

    number: Fraction
    of_ref: str
    makes: Fraction
    source: Source
    unit: str = ""
    own_unit: str = ""

    def __str__(self) -> str:
        """Return it as the register writes it: `20 staff hours of P-2 = 1 placements`."""
        one = " ".join(filter(None, (rounded(self.number), self.unit)))
        other = " ".join(filter(None, (rounded(self.makes), self.own_unit)))
        return f"{one} of {self.of_ref} = {other}"


@attrs.frozen(kw_only=True)
class Supplier:
    """A firm, charity or public body that made promises. `headcount` is of UK employees."""

    ref: str
    name: str
    source: Source
    organisation_id: str = ""
    headcount: int | None = None
    contact_role: str = ""
    also_known_as: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Contract:
    """A contract with its term as at award. `value` is in pounds; `returns_every` is month, quarter, year or none."""

    ref: str
    title: str
    buyer: str
    source: Source
    start: dt.date | None = None
    end: dt.date | None = None
    start_source: Source | None = None
    end_source: Source | None = None
    value: Fraction | None = None
    value_source: Source | None = None
    value_basis: str = ""
    procurement_id: str = ""
    area: str = ""
    returns_every: str = "none"
    returns_from: dt.date | None = None
    returns_due_within: int | None = None
    also_known_as: tuple[str, ...] = ()


SUBCONTRACTOR = "subcontractor"
"""The role of a party that works for another one, and reports for it or for itself."""


@attrs.frozen(kw_only=True)
class Party:
    """A supplier's role in a contract: prime, consortium or subcontractor; `share` is a fraction of one."""

    contract_ref: str
    supplier_ref: str
    role: str
    source: Source
    share: Fraction | None = None


@attrs.frozen(kw_only=True)
class Clause:
    """What a contract requires, and where it says so."""

    ref: str
    contract_ref: str
    requirement: str
    source: Source
    beneficiaries: str = ""
    passage: str = ""


@attrs.frozen(kw_only=True)
class Milestone:
    """How much of a pledge is due by a day, counted from the start."""

    day: dt.date
    quantity: Fraction
    source: Source


@attrs.frozen(kw_only=True)
class Band:
    """How much is promised from a value of the contract on, in pounds, up to the next band."""

    value_from: Fraction
    quantity: Fraction
    source: Source


@attrs.frozen(kw_only=True)
class ShareOf:
    """What a pledge in per cent is a share of: the deliveries of one pledge in those of another, or in a fact.

    `part_ref` is the pledge whose deliveries are the part. Either `whole_ref` names the pledge whose deliveries are
    the whole, or `whole_fact` the fact that is.
    """

    part_ref: str
    source: Source
    whole_ref: str | None = None
    whole_fact: str = ""


SPEND_TO_DATE = "spend_to_date"
"""The fact that says how much of a contract's value has been spent."""

UNREADABLE = "unreadable"
"""What a rule of a pledge says whose cell could not be read, or says what cannot be."""


@attrs.frozen(kw_only=True)
class Pledge:
    """A promise: a quantity in a unit by a day.

    `quantity` is None where the register's cell could not be read (there is a finding), and where the cell says
    `record only` (nothing is promised, and deliveries are counted) or `banded` (`bands` holds how much, by the
    contract's value). It is promised once, or for each contract year (`per_year`), or for each `per_pounds` of the
    contract's value. `contract_ref` is None for a voluntary pledge. `parent_ref` names the pledge of which this is a
    part whose split is free. `phase`, `either_or_group` and `exclusive_group` are names as typed, compared folded and
    never shown. `is_committed` tells that all of a delivery counts once it has started.

    `rules` names the register's columns whose cell could not be read (`UNREADABLE`): figures resting on such a column
    are unknown. `derived_ref` tells that the reference was made by us and not written in the register.
    """

    ref: str
    supplier_ref: str
    type: str
    unit: str
    quantity: Fraction | None
    source: Source
    quantity_source: Source
    contract_ref: str | None = None
    clause_ref: str = ""
    description: str = ""
    start: dt.date | None = None
    due: dt.date | None = None
    start_source: Source | None = None
    due_source: Source | None = None
    trajectory: Trajectory = Trajectory.AT_DUE
    milestones: tuple[Milestone, ...] = ()
    contractual: bool | None = None
    weight: Fraction = Fraction(1)
    weight_source: Source | None = None
    record_only: bool = False
    banded: bool = False
    bands: tuple[Band, ...] = ()
    per_year: bool = False
    per_pounds: Fraction | None = None
    per_source: Source | None = None
    rounding: Rounding = Rounding.EXACT
    rounding_source: Source | None = None
    stretch: Fraction | None = None
    stretch_source: Source | None = None
    phase: str = attrs.field(default="", repr=False)
    phase_source: Source | None = None
    either_or_group: str = attrs.field(default="", repr=False)
    either_or_source: Source | None = None
    parent_ref: str | None = None
    parent_source: Source | None = None
    share_of: ShareOf | None = None
    minimum_length: Length | None = None
    cap_per_person: Length | None = None
    is_committed: bool = False
    week_convention: WeekConvention = WeekConvention.CALENDAR_DAYS
    conversion: Conversion | None = None
    sustained_for: Length | None = None
    substitution: Substitution | None = None
    exclusive_group: str = attrs.field(default="", repr=False)
    rules: tuple[tuple[str, str], ...] = ()
    also_known_as: tuple[str, ...] = ()
    derived_ref: bool = False


@attrs.frozen(kw_only=True)
class Variation:
    """A change of a contract from a day on; `effect` is rescale, replace or none.

    `pledge_ref` is None where it bears on every pledge of the contract. `is_clear` is False where one of its cells
    could not be read, or contradicts another: from its day on the figures resting on it are unknown.
    """

    contract_ref: str
    effective: dt.date
    effect: str
    source: Source
    value_change: Fraction | None = None
    value_change_source: Source | None = None
    new_end: dt.date | None = None
    pledge_ref: str | None = None
    new_quantity: Fraction | None = None
    notice_ref: str = ""
    is_clear: bool = True


@attrs.frozen(kw_only=True)
class Receipt:
    """A row of Returns received, the council's own log: whose a file is, when it came, and whether it was accepted.

    `file` is the name as the council typed it, used for matching only and never written to an output.
    """

    file: str = attrs.field(repr=False)
    source: Source
    supplier_ref: str | None = None
    contract_ref: str | None = None
    period: Period | None = None
    basis: Basis | None = None
    received_on: dt.date | None = None
    status: str = ""


class ConfirmationGrade(enum.Enum):
    """What a confirmation says of a delivery."""

    THIRD_PARTY = "third party confirmed"
    BENEFICIARY = "beneficiary confirmed"
    DECLINED = "declined"
    OFFER_HONOURED = "offer test honoured"
    OFFER_NOT_HONOURED = "offer test not honoured"


@attrs.frozen(kw_only=True)
class Confirmation:
    """What somebody other than the firm says of a delivery; a blank quantity speaks of all that matches."""

    pledge_ref: str
    grade: ConfirmationGrade
    confirmed_on: dt.date
    source: Source
    quantity: Fraction | None = None
    quantity_source: Source | None = None
    person_ref: str = attrs.field(default="", repr=False)
    placement_ref: str = attrs.field(default="", repr=False)
    evidence_ref: str = attrs.field(default="", repr=False)
    period: Period | None = None
    recorded_on: dt.date | None = None

    @property
    def known_from(self) -> dt.date:
        """The day from which it is known: when it was recorded, else when it was given."""
        return self.recorded_on or self.confirmed_on


@attrs.frozen(kw_only=True)
class Fact:
    """A dated fact about a supplier, such as `uk_workforce`. Not recorded means unknown."""

    supplier_ref: str
    name: str
    value: Fraction
    as_at: dt.date
    source: Source
    contract_ref: str | None = None
    unit: str = ""
    recorded_on: dt.date | None = None

    @property
    def known_from(self) -> dt.date:
        """The day from which it is known."""
        return self.recorded_on or self.as_at


@attrs.frozen(kw_only=True)
class Event:
    """Something that happened to a supplier on a day. Not recorded means it did not happen.

    `detail`, `reason` and `recorded_by` are free text of the council's, read by rules (a signer's role, a listed
    reason) and never written to an output as they stand.
    """

    day: dt.date
    supplier_ref: str
    kind: str
    source: Source
    ref: str = ""
    contract_ref: str | None = None
    pledge_ref: str | None = None
    scheme: str = ""
    scheme_version: str = ""
    level: str = ""
    criterion: str = ""
    outcome: str = ""
    severity: str = ""
    reason: str = attrs.field(default="", repr=False)
    detail: str = attrs.field(default="", repr=False)
    until: dt.date | None = None
    recorded_on: dt.date | None = None
    recorded_by: str = attrs.field(default="", repr=False)

    @property
    def known_from(self) -> dt.date:
        """The day from which it is known."""
        return self.recorded_on or self.day


EVENTS = (
    "statement signed", "contact named", "breach opened", "breach closed", "complaint upheld",
    "safeguarding hold opened", "safeguarding hold closed", "data query opened", "data query closed",
    "badge issued", "badge declined", "badge suspended", "badge restored", "badge revoked", "badge renewal lodged",
    "application", "interim check", "coordinator sign-off", "panel decision", "condition set", "condition met",
    "appeal lodged", "appeal decided", "excusal granted", "waiver granted", "not applicable", "advocacy", "feedback",
)  # fmt: skip
"""The events of the register."""


@attrs.frozen(kw_only=True)
class Register:
    """Everything a council knows of its tenders' promises, apart from the returns."""

    suppliers: tuple[Supplier, ...]
    contracts: tuple[Contract, ...]
    pledges: tuple[Pledge, ...]
    parties: tuple[Party, ...] = ()
    clauses: tuple[Clause, ...] = ()
    variations: tuple[Variation, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    confirmations: tuple[Confirmation, ...] = ()
    facts: tuple[Fact, ...] = ()
    events: tuple[Event, ...] = ()


class Absence(enum.Enum):
    """The kinds of no-number that a quantity cell may hold instead of a number."""

    MISSING = "missing"
    NIL = "nil"
    PENDING = "pending"
    NOT_APPLICABLE = "not applicable"
    SUPPRESSED = "suppressed"
    UNCLEAR = "unclear"


@attrs.frozen(kw_only=True)
class LineColumns:
    """The letters of the columns in which the values of lines stand, None where there is no such column.

    All lines of a table share one of these, so that a line of many does not keep the place of each of its values.
    """

    quantity: str | None = None
    start: str | None = None
    end: str | None = None
    attendees: str | None = None
    staff: str | None = None
    days: str | None = None
    hours_per_week: str | None = None
    share: str | None = None


@attrs.frozen(kw_only=True, weakref_slot=False)
class EvidenceLine:
    """One row of a return, as it was typed and before anything is counted.

    `pledge_key` is the reference or code as typed (matching and counting find the pledge); `row_source` names the
    row's first cell, and `columns` where in the row its values stand (`elsewhere` names those that stand in another
    row, merged over this one): `quantity_source` and the others are made of these when they are asked for. A quantity
    is a number or an `absence`, never both (blank is `MISSING`, a cell that is no plain number `UNCLEAR`). `problems`
    names the columns whose cells could not be read with the code of the finding made of each; they set the line aside
    only where the column bears on the count. `unit` is the unit the row or the cell itself names, None where it names
    none; `basis` is what a layout says of its column or table, None where it is the return's. References of people and
    evidence serve matching and are never written out. `promise_words` is what the row itself calls the promise: a
    form's own sentence, against which a reference can be checked. It may be free text, and is never written out either.
    """

    pledge_key: str = attrs.field(repr=False)
    row_source: Source
    columns: LineColumns = LineColumns()
    elsewhere: tuple[tuple[str, CellRef], ...] = ()
    quantity: Fraction | None = None
    absence: Absence | None = None
    unit: str | None = None
    basis: Basis | None = None
    start: dt.date | None = None
    end: dt.date | None = None
    grade: Grade = Grade.CLAIMED
    attendees: Fraction | None = None
    staff: Fraction | None = None
    days: Fraction | None = None
    hours_per_week: Fraction | None = None
    share: Fraction | None = None
    has_quantity_column: bool = True
    problems: tuple[tuple[str, str], ...] = ()
    person_ref: str = attrs.field(default="", repr=False)
    placement_ref: str = attrs.field(default="", repr=False)
    group_ref: str = attrs.field(default="", repr=False)
    evidence_ref: str = attrs.field(default="", repr=False)
    promise_words: str = attrs.field(default="", repr=False)

    @functools.cached_property
    def quantity_source(self) -> Source | None:
        """The cell of the quantity, or of what stands there instead of one; None where it is blank."""
        return self._cell("quantity", is_given=self.absence is not Absence.MISSING)

    @property
    def start_source(self) -> Source | None:
        """The cell of the day of the start, None where none was read."""
        return self._cell("start", is_given=self.start is not None)

    @property
    def end_source(self) -> Source | None:
        """The cell of the day of the end, None where none was read."""
        return self._cell("end", is_given=self.end is not None)

    @property
    def attendees_source(self) -> Source | None:
        """The cell of the number of attendees, None where none was read."""
        return self._cell("attendees", is_given=self.attendees is not None)

    @property
    def staff_source(self) -> Source | None:
        """The cell of the number of staff, None where none was read."""
        return self._cell("staff", is_given=self.staff is not None)

    @property
    def days_source(self) -> Source | None:
        """The cell of the days attended, None where none was read."""
        return self._cell("days", is_given=self.days is not None)

    @property
    def hours_per_week_source(self) -> Source | None:
        """The cell of the hours a week, None where none was read."""
        return self._cell("hours_per_week", is_given=self.hours_per_week is not None)

    @property
    def share_source(self) -> Source | None:
        """The cell of the share, None where none was read."""
        return self._cell("share", is_given=self.share is not None)

    def _cell(self, field: str, *, is_given: bool) -> Source | None:
        """Return the cell of one of its values."""
        row, letters = self.row_source, getattr(self.columns, field)
        if not is_given or letters is None or not isinstance(row, CellRef):
            return None
        for name, cell in self.elsewhere:
            if name == field:
                return cell
        return CellRef(file=row.file, sheet=row.sheet, cell=f"{letters}{row.row}")


@attrs.frozen(kw_only=True)
class Return:
    """What one supplier sent, or an officer keyed, for one contract and period.

    One file holds one return (native layout) or several (keyed). Who it is from is as typed (`supplier_key`,
    `contract_key`: references or names) until it is matched against the register. `keyed` tells that an officer typed
    it from an e-mail or a PDF. `period` and `basis` are None where the file does not say; `not_given` then names the
    blank fields, each with its place. `changed_at` is the cell in which a form is not what it was made as
    (that of its `fingerprint` where nobody can tell), and `changed` says what was there.
    """

    file: SourceFile
    layout: str
    source: Source
    lines: tuple[EvidenceLine, ...]
    supplier_key: str = attrs.field(default="", repr=False)
    contract_key: str = attrs.field(default="", repr=False)
    period: Period | None = None
    period_start_source: Source | None = None
    period_end_source: Source | None = None
    basis: Basis | None = None
    submitted_on: dt.date | None = None
    part: str = attrs.field(default="", repr=False)
    nil: bool = False
    keyed: bool = False
    path: str = attrs.field(default="", repr=False)
    not_given: tuple[tuple[str, Source], ...] = ()
    changed_at: Source | None = None
    changed: str = ""
    fingerprint: str = attrs.field(default="", repr=False)
