"""The nouns of a badge scheme: levels, a small tree of criteria for each, dated thresholds, and the rules of its life.

Everything here is data that a file states; what it means is defined in `pledges.eligibility`. The tree has two kinds
of node: a *measure* of the closed list with its thresholds, and a *group* of further criteria of which all, any or at
least so many are needed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

import attrs

from pledges.provenance import Source

COMPARISONS: Mapping[str, str] = {
    "gte": "at least",
    "gt": "more than",
    "lte": "at most",
    "lt": "less than",
    "gt_or_gte": "more than, or at least (the sources differ)",
    "lt_or_lte": "less than, or at most (the sources differ)",
}
"""How a value is compared, in words. With the last two, exactly the value itself is *unknown*."""

GROUPS = ("all", "any", "at least")
"""How many of the parts of a group are needed; the last takes its number from the threshold `minimum`."""

KINDS = ("listing", "badge")
"""What a level can be: a listing of those who promised, or a badge for those who delivered."""

DECISIONS = ("automatic", "coordinator sign-off", "panel")
"""Who decides on a level whose criteria are all met."""

STATUSES = ("local scheme", "proposal", "unofficial illustration")
"""Whose a scheme is: the council's own, a proposal, or somebody else's as we read it, without their blessing."""

STANDINGS = ("in force", "in force or in grace", "not suspended")
"""How a prior level must stand on the day."""

ROUNDINGS = ("exact", "floor", "nearest", "ceiling")
"""How a number of units that a requirement is scaled by is rounded; nearest is half up."""

AFTER_EXPIRY = ("fall back", "expire")
"""What becomes of a badge after its last day (and grace): the highest level that is still met, or nothing."""

SUSPEND_ON = ("major breach", "any breach", "safeguarding hold", "data query")
"""What can suspend a badge by itself while it is open."""

EXCUSAL_REASONS = ("offered not taken up", "third party failure")
"""Why a pledge that was due can be excused."""

TRANSITION_RULES = ("until valid_until", "by day", "unknown")
"""What becomes of badges of an earlier version: it governs them to their end, they move by a day, or nobody says."""

Option = str | int | bool | Fraction | dt.date | tuple[str, ...]
"""What a key of a criterion that is no threshold can hold."""


def default_comparison(threshold: str) -> str:
    """Return how a threshold is compared where the file does not say: at most for a maximum, below for an exemption."""
    if threshold.startswith("max"):
        return "lte"
    return "lt" if threshold.endswith("_below") else "gte"


@attrs.frozen(kw_only=True)
class DatedValue:
    """A threshold from a day on, with the text that says so; `value` None: it is not published.

    `by` names a size band or group, "" for all. `comparison` is one of `COMPARISONS`, "" where the file does not say
    (`default_comparison` then stands). A value with `comply_by` is announced on `since` and required from that day;
    until then the one before it is enough.
    """

    since: dt.date
    value: Fraction | None
    reference: str
    source: Source
    by: str = ""
    comparison: str = ""
    comply_by: dt.date | None = None

    @property
    def required_from(self) -> dt.date:
        """The day from which it is required."""
        return self.comply_by or self.since


@attrs.frozen(kw_only=True)
class Criterion:
    """One node of a level's tree: a measure of the closed list with its thresholds by name, or a group.

    A group has `needs` (one of `GROUPS`) and `parts`, and no measure. Pledges in one of `leave_out_units` are not
    measured. `options` are the measure's other keys by name. Only a `waivable` criterion can be met by waiver (in the
    thresholds that `waives` names, the whole of it where it names none), and
    only one that `may_not_apply` can leave its group as not applicable. `reference` says what the criterion rests on.
    """

    id: str
    name: str
    measure: str = ""
    thresholds: Mapping[str, tuple[DatedValue, ...]] = attrs.field(factory=dict)
    leave_out_units: tuple[str, ...] = ()
    options: Mapping[str, Option] = attrs.field(factory=dict)
    needs: str = ""
    parts: tuple[Criterion, ...] = ()
    waivable: bool = False
    waives: tuple[str, ...] = ()
    may_not_apply: bool = False
    reference: str = ""

    @property
    def facts(self) -> tuple[str, ...]:
        """The names of the recorded facts that this very criterion looks at."""
        alone = (self.text(name) for name in ("fact", "part", "whole", "per_fact"))
        return (*(name for name in alone if name), *self.texts("facts"))

    def text(self, name: str, default: str = "") -> str:
        """Return an option that is text, `default` where it is not given."""
        found = self.options.get(name, default)
        return found if isinstance(found, str) else default

    def texts(self, name: str) -> tuple[str, ...]:
        """Return an option that is a list of texts, empty where it is not given."""
        found = self.options.get(name, ())
        return found if isinstance(found, tuple) else ()

    def number(self, name: str) -> int | None:
        """Return an option that is a whole number, None where it is not given."""
        found = self.options.get(name)
        return found if isinstance(found, int) and not isinstance(found, bool) else None

    def day(self, name: str) -> dt.date | None:
        """Return an option that is a day, None where it is not given."""
        found = self.options.get(name)
        return found if isinstance(found, dt.date) else None

    def nodes(self) -> Iterator[Criterion]:
        """Yield the criterion itself and everything below it, in the order of the file."""
        yield self
        for part in self.parts:
            yield from part.nodes()


@attrs.frozen(kw_only=True)
class Level:
    """A level of a scheme: a listing or a badge, with its criteria and its term.

    `most_terms` is how many terms in a row may be held before moving up or leaving (None: any number), and
    `re_entry_months` how long one then stays away. `interim_check_months` are the months after issue at which support
    is checked. `restart_on_promotion` tells that a new term begins on moving up.
    """

    id: str
    name: str
    kind: str
    term_months: int
    decision: str
    criteria: tuple[Criterion, ...]
    most_terms: int | None = None
    re_entry_months: int | None = None
    interim_check_months: tuple[int, ...] = ()
    restart_on_promotion: bool = True

    def nodes(self) -> Iterator[Criterion]:
        """Yield every criterion of the level and the parts below it, in the order of the file."""
        for criterion in self.criteria:
            yield from criterion.nodes()


@attrs.frozen(kw_only=True)
class Appeal:
    """What the scheme says of appeals, shown as days and words only: nothing here decides one."""

    reference: str
    allowed: bool = True
    lodge_within_working_days: int | None = None
    answer_within_days: int | None = None
    body: str = ""
    final: bool = True
    meanwhile: str = ""


@attrs.frozen(kw_only=True)
class Window:
    """Days between which one may apply, both included."""

    opens: dt.date
    closes: dt.date
    reference: str


@attrs.frozen(kw_only=True)
class Transition:
    """What becomes of badges issued under an earlier version.

    `rule` is one of `TRANSITION_RULES`; with "by day" they must meet this version by the day `by`.
    """

    from_version: str
    rule: str
    reference: str
    by: dt.date | None = None


@attrs.frozen(kw_only=True)
class Life:
    """The rules of a badge's life from issue to lapse. None and empty: the scheme has no such rule.

    Grace stands only where renewal was lodged in time if `grace_needs_renewal_lodged`. `after_expiry` is "fall back"
    (to the highest level that is met) or "expire". `suspend_on` are words of `SUSPEND_ON`. Excusals are granted for
    `excusal_reasons` only, up to the part `excusal_cap` of what was due.
    """

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
class Scheme:
    """A badge scheme: its levels, lowest first. `digest` is of the file it was read from.

    `size_bands` are the least UK headcounts of each band, by its name; `scales` are ordered words, lowest first, by
    the name of the scale; `local_types` are the pledge types of the council's own policy that it names. The version is
    in force from `since` up to the day before `until` (None: open). `status` tells an own scheme from a proposal and
    from an unofficial illustration of somebody else's.
    """

    id: str
    name: str
    version: str
    levels: tuple[Level, ...]
    source: Source
    digest: str
    note: str = ""
    size_bands: tuple[DatedValue, ...] = ()
    status: str = "local scheme"
    since: dt.date | None = None
    until: dt.date | None = None
    scales: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    local_types: tuple[str, ...] = ()
    life: Life | None = None
    appeal: Appeal | None = None
    windows: tuple[Window, ...] = ()
    transitions: tuple[Transition, ...] = ()

    def nodes(self) -> Iterator[Criterion]:
        """Yield every criterion of every level and the parts below it."""
        for level in self.levels:
            yield from level.nodes()

    @property
    def facts(self) -> tuple[str, ...]:
        """The names of the facts that its criteria look at, each once; the headcount has a measure of its own."""
        return tuple(dict.fromkeys(name for node in self.nodes() for name in node.facts))

    def is_in_force(self, day: dt.date) -> bool:
        """Whether the version is the one for new applications on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


def in_turn(schemes: Iterable[Scheme]) -> tuple[Scheme, ...]:
    """Return the versions; one without days ends where the first one of the same scheme that has some begins."""
    versions = tuple(schemes)
    begins = dict[str, dt.date]()
    for each in versions:
        if each.since is not None:
            begins[each.id.casefold()] = min(each.since, begins.get(each.id.casefold(), each.since))
    return tuple(
        attrs.evolve(each, until=begins[each.id.casefold()])
        if each.since is None and each.until is None and each.id.casefold() in begins
        else each
        for each in versions
    )
