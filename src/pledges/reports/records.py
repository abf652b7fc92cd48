"""The shape of what is written out: the records of `assessment.json`, as `docs/formats.md` names them.

Nothing is computed here. Which of these fields each audience may read is the table `pledges.audience.MAY_READ`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import attrs

from pledges.explain import Explanation

SCHEMA = "pledges/assessment/1"
"""The name and version of this format."""


@attrs.frozen(kw_only=True, weakref_slot=False)
class Number:
    """A calculated number: `value` rounded half up to 6 places, `exact` the fraction. A day is its ISO text twice."""

    value: str
    exact: str
    unit: str


@attrs.frozen(kw_only=True)
class Days:
    """A period, both days included."""

    start: dt.date
    end: dt.date


@attrs.frozen(kw_only=True)
class Digests:
    """The SHA-256 of everything the position rests on, as `sha256:<hex>`."""

    register: str | None
    policy: str | None
    schemes: Mapping[str, str]
    layouts: Mapping[str, str]
    answers: Mapping[str, str]
    returns: Mapping[str, str]


@attrs.frozen(kw_only=True)
class SetAsideRecord:
    """Why a line, or part of it, does not count."""

    reason: str
    text: str


@attrs.frozen(kw_only=True, weakref_slot=False)
class LineRecord:
    """One line of a return and how much of it counts; `amount` None: it gives no number."""

    source: str
    day: dt.date | None
    grade: str
    amount: Number | None
    counted: Number | None
    set_aside: SetAsideRecord | None


@attrs.frozen(kw_only=True)
class OfferRecord:
    """A test of an offer and what became of it; `quantity` None: it speaks of all that matches."""

    day: dt.date
    outcome: str
    quantity: Number | None
    source: str
    settled_on: dt.date | None
    settled_by: str | None


@attrs.frozen(kw_only=True)
class PledgeRecord:
    """One promise on the day. None is not known; `explanation` has the tree of each figure by its name.

    `days_late` is None too where nothing is late. `left_out_because` says why roll-ups do not add it, "" where they do.
    `record_only` is a promise of no amount; `part_of` names the promise that it is a part of, and `alternatives` the
    others of its either-or group.
    """

    pledge_ref: str
    supplier_ref: str
    supplier_name: str
    description: str
    clause_ref: str
    type: str
    unit: str
    contractual: bool | None
    derived_ref: bool
    start: dt.date | None
    due: dt.date | None
    target: Number | None
    due_to_date: Number | None
    claimed: Number | None
    documented: Number | None
    verified: Number | None
    counted: Number | None
    beneficiary_confirmed: Number | None
    declined: Number | None
    late: Number | None
    disputed: Number | None
    shortfall: Number | None
    days_late: Number | None
    share_of_target: Number | None
    share_of_due: Number | None
    stretch: Number | None
    share_of_stretch: Number | None
    made_up: Number | None
    record_only: bool
    part_of: str | None
    alternatives: tuple[str, ...]
    rating: str
    rating_because: str
    state: str
    left_out_because: str
    offers: tuple[OfferRecord, ...]
    lines: tuple[LineRecord, ...]
    explanation: Mapping[str, Explanation]


@attrs.frozen(kw_only=True)
class LeftOutRecord:
    """A pledge that a roll-up does not add, and why."""

    pledge_ref: str
    because: str


@attrs.frozen(kw_only=True)
class TotalRecord:
    """Pledges of one type and unit added up; `not_known` of them have no known amount.

    `persons_once` is None too where the unit counts no people.
    """

    type: str
    unit: str
    pledges: int
    not_known: int
    left_out: tuple[LeftOutRecord, ...]
    target: Number | None
    due_to_date: Number | None
    claimed: Number | None
    documented: Number | None
    counted: Number | None
    verified: Number | None
    counted_known: Number | None
    counted_towards_target: Number | None
    over_target: Number | None
    persons_once: Number | None


@attrs.frozen(kw_only=True)
class ClauseRecord:
    """A clause of a contract, with what its pledges come to."""

    clause_ref: str
    totals: tuple[TotalRecord, ...]


@attrs.frozen(kw_only=True)
class BuyerRecord:
    """A buyer, with what the pledges of its contracts come to."""

    buyer: str
    totals: tuple[TotalRecord, ...]


@attrs.frozen(kw_only=True)
class ToldRecord:
    """One return as a fact: its period where that is known, and the days after it was due."""

    period: Days | None
    days_late: int | None


@attrs.frozen(kw_only=True)
class ConductRecord:
    """How the returns of one supplier for one contract came; `supplier_ref` None: whose they are is not known.

    Each return of `due` is in one of `on_time`, `late_within_grace`, `late`, `undated` and `missing`. `costs` says what
    each kind costs, in sentences.
    """

    supplier_ref: str | None
    contract_ref: str | None
    is_asked: bool
    due: tuple[ToldRecord, ...]
    on_time: tuple[ToldRecord, ...]
    late_within_grace: tuple[ToldRecord, ...]
    late: tuple[ToldRecord, ...]
    undated: tuple[ToldRecord, ...]
    missing: tuple[ToldRecord, ...]
    nil: tuple[ToldRecord, ...]
    waiting: tuple[ToldRecord, ...]
    refused: tuple[ToldRecord, ...]
    rejected: tuple[ToldRecord, ...]
    superseded: tuple[ToldRecord, ...]
    pledges_open: tuple[str, ...]
    costs: tuple[str, ...]


@attrs.frozen(kw_only=True)
class VariationsRecord:
    """What the variations in force (so many of them) have made of a contract's value and term since award.

    `value_change` and `term_change` are fractions of one: of the value, and of the days, at award.
    """

    in_force: int
    value_at_award: Number | None
    value_now: Number | None
    value_change: Number | None
    end_at_award: Number | None
    end_now: Number | None
    term_change: Number | None


@attrs.frozen(kw_only=True)
class ContractRecord:
    """A contract with its pledges; `contract_ref` None holds the voluntary pledges.

    `returns_every` is month, quarter, year or none: none too where the register has no day to count periods from.
    """

    contract_ref: str | None
    title: str
    buyer: str
    start: dt.date | None
    end: dt.date | None
    returns_every: str
    variations: VariationsRecord | None
    pledges: tuple[PledgeRecord, ...]
    totals: tuple[TotalRecord, ...]
    clauses: tuple[ClauseRecord, ...]


@attrs.frozen(kw_only=True)
class DueRecord:
    """Something to be done about a badge by a day (None: now)."""

    day: dt.date | None
    what: str
    text: str


@attrs.frozen(kw_only=True)
class StepRecord:
    """One step of a badge's life: what, by which role or the rules, and why."""

    day: dt.date
    what: str
    level: str
    version: str
    by: str
    reason: str
    text: str
    sources: tuple[str, ...]


@attrs.frozen(kw_only=True)
class StandingRecord:
    """Where a badge stands by the recorded events and the scheme's rules; `since` is written as `from`.

    `version` is that of the edition that governs it. `actions` are what is due in the next ninety days, as sentences;
    `due` is the same with its days apart. `steps` led there, the first one first.
    """

    level: str | None
    status: str
    since: dt.date | None = attrs.field(metadata={"json": "from"})
    until: dt.date | None
    actions: tuple[str, ...]
    version: str
    text: str
    suspended_since: dt.date | None
    cure_by: dt.date | None
    grace_until: dt.date | None
    free_from: dt.date | None
    due: tuple[DueRecord, ...]
    steps: tuple[StepRecord, ...]


@attrs.frozen(kw_only=True)
class CriterionRecord:
    """One criterion's outcome; a group has `parts`, the criteria below it."""

    id: str
    name: str
    outcome: str
    observed: Number | None
    required: Number | None
    because: str
    sources: tuple[str, ...]
    parts: tuple[CriterionRecord, ...]


@attrs.frozen(kw_only=True)
class LevelRecord:
    """One level's outcome."""

    level: str
    name: str
    kind: str
    outcome: str
    criteria: tuple[CriterionRecord, ...]


@attrs.frozen(kw_only=True)
class LackRecord:
    """One thing that is missing: `what` it is, in words, and the pledge, amount, name or day of it where it has one.

    `what` is one of: delivery, confirmation, outcome, fact, event, answers, return, promise, register, day. `amount` is
    null where it would tell how few young people answered.
    """

    what: str
    text: str
    pledge_ref: str | None
    amount: Number | None
    name: str | None
    day: dt.date | None


@attrs.frozen(kw_only=True)
class WayRecord:
    """How something could be met: `by` what, the things that are just enough, and from which day on.

    `by` is one of: record, confirmation, return, delivery, register, promise, people, time, nothing. `cannot` says why
    nothing can be named that would be enough, "" where it can.
    """

    by: str
    lacks: tuple[LackRecord, ...]
    earliest: dt.date | None
    cannot: str
    text: str


@attrs.frozen(kw_only=True)
class MissingRecord:
    """What a level still needs in one criterion, and how it could be met; a panel may waive it where it is waivable."""

    criterion: str
    short_by: Number | None
    text: str
    way: WayRecord | None
    waivable: bool


@attrs.frozen(kw_only=True)
class NextRecord:
    """The next level up: what is missing for it, what nobody can answer yet, and how all could be met together."""

    level: str
    missing: tuple[MissingRecord, ...]
    unknown: tuple[MissingRecord, ...]
    together: WayRecord | None


@attrs.frozen(kw_only=True)
class BadgeRecord:
    """One scheme's decision for one supplier. `adopted` false: illustrative, scheme not adopted.

    `digest` is the SHA-256 of the scheme's file, so that what was decided can be told from what it says later.
    """

    scheme: str
    name: str
    version: str
    digest: str
    adopted: bool
    standing: StandingRecord
    levels: tuple[LevelRecord, ...]
    next: NextRecord | None


@attrs.frozen(kw_only=True)
class RegisterEntryRecord:
    """One badge in the public register; `since` is written as `from`. What would tell too much is left empty.

    `delivered` and `verified` are bands, such as `75% to 89%`; `digest` is of the rules that govern the badge.
    """

    organisation: str
    organisation_id: str
    scheme: str
    scheme_name: str
    version: str
    level: str
    kind: str
    status: str
    since: dt.date | None = attrs.field(metadata={"json": "from"})
    until: dt.date | None
    categories: tuple[str, ...]
    delivered: str
    verified: str
    digest: str


@attrs.frozen(kw_only=True)
class BadgeRegister:
    """The public register of the badges of adopted schemes that are held on a day, by the organisations' names."""

    audience: str
    authority: str
    on: dt.date
    entries: tuple[RegisterEntryRecord, ...]


@attrs.frozen(kw_only=True)
class SupplierRecord:
    """A supplier and its badges."""

    supplier_ref: str
    name: str
    badges: tuple[BadgeRecord, ...]
    totals: tuple[TotalRecord, ...]


@attrs.frozen(kw_only=True)
class ReturnRecord:
    """What became of one return; `file` None is one that was expected and has not come."""

    file: str | None
    supplier_ref: str | None
    contract_ref: str | None
    period: Days | None
    version: int | None
    status: str
    due: dt.date | None
    days_late: int | None
    keyed: bool


@attrs.frozen(kw_only=True)
class FindingRecord:
    """One thing found."""

    code: str
    severity: str
    audience: str
    source: str
    saw: str
    text: str
    fix: str
    supplier_ref: str | None
    contract_ref: str | None
    pledge_ref: str | None


@attrs.frozen(kw_only=True)
class SheetRecord:
    """Every row of a sheet accounted for: rows = used + set_aside + ignored."""

    file: str
    sheet: str
    rows: int
    used: int
    set_aside: int
    ignored: int


@attrs.frozen(kw_only=True)
class Document:
    """Everything an audience may read of an assessment; `audience` says whose it is."""

    schema: str
    audience: str
    on: dt.date
    known_on: dt.date | None
    digests: Digests
    contracts: tuple[ContractRecord, ...]
    totals: tuple[TotalRecord, ...]
    buyers: tuple[BuyerRecord, ...]
    suppliers: tuple[SupplierRecord, ...]
    conduct: tuple[ConductRecord, ...]
    returns: tuple[ReturnRecord, ...]
    findings: tuple[FindingRecord, ...]
    reconciliation: tuple[SheetRecord, ...]
