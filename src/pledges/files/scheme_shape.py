"""The shape of a badge scheme's TOML, table by table: every key there is, and what stands there."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import attrs

from pledges.files.toml_text import Stated


@attrs.frozen(kw_only=True)
class DatedInFile:
    """A threshold: exactly one of `value` and the comparisons is given."""

    since: dt.date
    reference: str
    value: Stated | None = None
    gte: Stated | None = None
    gt: Stated | None = None
    lte: Stated | None = None
    lt: Stated | None = None
    gt_or_gte: Stated | None = None
    lt_or_lte: Stated | None = None
    by: str = ""
    comply_by: dt.date | None = None


@attrs.frozen(kw_only=True)
class CriterionInFile:
    """A criterion with every key that some measure has; the measure says which of them belong to it."""

    id: str
    name: str
    measure: str = ""
    needs: str = ""
    parts: tuple[CriterionInFile, ...] = ()
    waivable: bool = False
    waives: tuple[str, ...] = ()
    may_not_apply: bool = False
    reference: str = ""
    leave_out_units: tuple[str, ...] = ()
    minimum: tuple[DatedInFile, ...] = ()
    maximum: tuple[DatedInFile, ...] = ()
    minimum_categories: tuple[DatedInFile, ...] = ()
    minimum_beneficiary: tuple[DatedInFile, ...] = ()
    minimum_depth: tuple[DatedInFile, ...] = ()
    minimum_part: tuple[DatedInFile, ...] = ()
    minimum_answers: tuple[DatedInFile, ...] = ()
    minimum_answered: tuple[DatedInFile, ...] = ()
    minimum_as_promised: tuple[DatedInFile, ...] = ()
    minimum_weeks: tuple[DatedInFile, ...] = ()
    minimum_months: tuple[DatedInFile, ...] = ()
    minimum_sessions: tuple[DatedInFile, ...] = ()
    max_days_overdue: tuple[DatedInFile, ...] = ()
    max_major_breaches: tuple[DatedInFile, ...] = ()
    max_safeguarding_holds: tuple[DatedInFile, ...] = ()
    max_upheld_complaints: tuple[DatedInFile, ...] = ()
    exempt_below: tuple[DatedInFile, ...] = ()
    fact: str | None = None
    facts: tuple[str, ...] | None = None
    part: str | None = None
    whole: str | None = None
    scale: str | None = None
    at: str | None = None
    event: str | None = None
    outcome: str | None = None
    severity: str | None = None
    within_months: int | None = None
    gap_months: int | None = None
    from_day: dt.date | None = None
    to_day: dt.date | None = None
    unit: str | None = None
    types: tuple[str, ...] | None = None
    per_fact: str | None = None
    per_amount: Fraction | None = None
    rounding: str | None = None
    scheme: str | None = None
    level: str | None = None
    standing: str | None = None
    why: str | None = None


_SHAPE = {
    "id",
    "name",
    "measure",
    "needs",
    "parts",
    "waivable",
    "waives",
    "may_not_apply",
    "reference",
    "leave_out_units",
}

THRESHOLDS = tuple(
    field.name
    for field in attrs.fields(CriterionInFile)
    if field.name not in _SHAPE and "DatedInFile" in str(field.type)
)
"""The names of all thresholds that a criterion in a file may have."""

OPTIONS = tuple(field.name for field in attrs.fields(CriterionInFile) if field.name not in {*_SHAPE, *THRESHOLDS})
"""The names of all other keys that a measure may have."""


@attrs.frozen(kw_only=True)
class LevelInFile:
    """A level of a scheme."""

    id: str
    name: str
    kind: str
    term_months: int
    decision: str
    criteria: tuple[CriterionInFile, ...]
    most_terms: int | None = None
    re_entry_months: int | None = None
    interim_check_months: tuple[int, ...] = ()
    restart_on_promotion: bool = True


@attrs.frozen(kw_only=True)
class LifeInFile:
    """The rules of a badge's life."""

    reference: str
    grace_days: int | None = None
    grace_needs_renewal_lodged: bool = False
    after_expiry: str = "expire"
    reminder_days_before: tuple[int, ...] = ()
    reminder_months_before: tuple[int, ...] = ()
    reminder_days_after: tuple[int, ...] = ()
    suspend_on: tuple[str, ...] = ()
    suspend_after_days_overdue: int | None = None
    cure_days: int | None = None
    bar_months_after_revocation: int | None = None
    most_waivers: int | None = None
    most_conditions: int | None = None
    condition_days: int | None = None
    panel_members: int | None = None
    panel_care_experienced: int | None = None
    excusal_cap: Fraction | None = None
    excusal_reasons: tuple[str, ...] = ()
    removal_days: int | None = None


@attrs.frozen(kw_only=True)
class AppealInFile:
    """What a scheme says of appeals."""

    reference: str
    allowed: bool = True
    lodge_within_working_days: int | None = None
    answer_within_days: int | None = None
    body: str = ""
    final: bool = True
    meanwhile: str = ""


@attrs.frozen(kw_only=True)
class WindowInFile:
    """Days between which one may apply."""

    opens: dt.date
    closes: dt.date
    reference: str


@attrs.frozen(kw_only=True)
class TransitionInFile:
    """What becomes of badges issued under an earlier version."""

    from_version: str
    rule: str
    reference: str
    by: dt.date | None = None


@attrs.frozen(kw_only=True)
class SchemeInFile:
    """A whole scheme."""

    id: str
    name: str
    version: str
    levels: tuple[LevelInFile, ...]
    note: str = ""
    status: str = "local scheme"
    since: dt.date | None = None
    until: dt.date | None = None
    size_bands: tuple[DatedInFile, ...] = ()
    scales: dict[str, tuple[str, ...]] = attrs.field(factory=dict)
    local_types: tuple[str, ...] = ()
    life: LifeInFile | None = None
    appeal: AppealInFile | None = None
    application_windows: tuple[WindowInFile, ...] = ()
    transitions: tuple[TransitionInFile, ...] = ()
