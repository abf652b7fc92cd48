"""The authority's house rules as dated values, each with its reference."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import attrs

from pledges.model import Grade
from pledges.provenance import Source

NATIONS = ("England", "Wales", "Scotland", "Northern Ireland", "none")
"""The nations whose bank holidays can be left out of working days; `none` leaves none out."""

RATINGS = ("Good", "Approaching target", "Requires improvement", "Inadequate")
"""The statutory words for a supplier's performance, best first (Procurement Regulations 2024, regulation 39(5)).

The fifth, Other, is said of what none of the four describes: it never is a band of its own.
"""


@attrs.frozen(kw_only=True)
class RatingBand:
    """A word of the statutory scale, from a share of the quantity due by the day upwards (inclusive)."""

    word: str
    at_least: Fraction


@attrs.frozen(kw_only=True)
class RatingBands:
    """The bands in force from a day, highest first; below the last one stands `below`."""

    since: dt.date
    bands: tuple[RatingBand, ...]
    below: str
    reference: str
    source: Source


@attrs.frozen(kw_only=True)
class Adoption:
    """A badge scheme the authority has adopted, and from which day its decisions are real."""

    scheme: str
    version: str
    since: dt.date
    reference: str
    source: Source


@attrs.frozen(kw_only=True)
class HouseRule:
    """One value of a house rule from a day on, by the rule's name: a grade, days, hours, a word, or yes and no."""

    name: str
    since: dt.date
    value: Grade | int | bool | Fraction | str
    reference: str
    source: Source


@attrs.frozen(kw_only=True)
class Policy:
    """The authority's house rules. All have defaults (`default_policy`), and each is dated and commented in the file.

    `rating_bands` are in order of their day; `counting_grade` is the least grade that counts; `returns_due_within` is
    the days after a period's end by which its return is due where the contract does not say; `late_grace_days` the days
    after that on which a return is late within grace; `not_applicable_accepted` tells whether a supplier may answer
    N/A; `full_time_hours` are the weekly hours of one full-time equivalent, and `bank_holiday_nation` (one of
    `NATIONS`) says whose bank holidays are no working days; `suppression_threshold` is the least number of people that
    may be published, `suppression_base` what numbers are rounded to instead of being hidden (0: they are hidden), with
    the symbols that stand for a hidden number and for one that was rounded to zero. These are the latest values
    of `dated_rules`, which holds every value by its name and day: `in_force_on` gives the policy of a day.
    """

    authority: str
    rating_bands: tuple[RatingBands, ...]
    counting_grade: Grade
    counting_grade_source: Source
    returns_due_within: int
    returns_due_within_source: Source
    not_applicable_accepted: bool
    full_time_hours: Fraction
    full_time_hours_source: Source
    bank_holiday_nation: str
    bank_holiday_nation_source: Source
    adopted: tuple[Adoption, ...]
    local_types: tuple[str, ...] = ()
    local_units: tuple[str, ...] = ()
    source: Source = attrs.field()
    digest: str = ""
    dated_rules: tuple[HouseRule, ...] = ()
    late_grace_days: int = 0
    suppression_threshold: int = 5
    suppression_base: int = 0
    suppressed_symbol: str = "c"
    rounded_away_symbol: str = "k"

    def bands_on(self, day: dt.date) -> RatingBands | None:
        """Return the rating bands in force on a day, None before the first."""
        in_force = [bands for bands in self.rating_bands if bands.since <= day]
        return max(in_force, key=lambda bands: bands.since) if in_force else None

    def in_force_on(self, day: dt.date) -> Policy:
        """Return the policy with the single values in force on a day.

        A rule that has no value yet on that day keeps its first one: there was none before it.
        """
        grade = self._rule_on("counting_grade", day)
        within = self._rule_on("returns_due_within", day)
        grace = self._rule_on("late_grace_days", day)
        accepted = self._rule_on("not_applicable_accepted", day)
        hours = self._rule_on("full_time_hours", day)
        nation = self._rule_on("bank_holiday_nation", day)
        threshold, base = self._rule_on("suppression_threshold", day), self._rule_on("suppression_base", day)
        hidden, away = self._rule_on("suppressed_symbol", day), self._rule_on("rounded_away_symbol", day)
        return attrs.evolve(
            self,
            suppression_threshold=self.suppression_threshold if threshold is None else int(threshold.value),
            suppression_base=self.suppression_base if base is None else int(base.value),
            suppressed_symbol=self.suppressed_symbol if hidden is None else str(hidden.value),
            rounded_away_symbol=self.rounded_away_symbol if away is None else str(away.value),
            counting_grade=self.counting_grade if grade is None else Grade(int(grade.value)),
            counting_grade_source=self.counting_grade_source if grade is None else grade.source,
            returns_due_within=self.returns_due_within if within is None else int(within.value),
            returns_due_within_source=self.returns_due_within_source if within is None else within.source,
            late_grace_days=self.late_grace_days if grace is None else int(grace.value),
            not_applicable_accepted=self.not_applicable_accepted if accepted is None else bool(accepted.value),
            full_time_hours=self.full_time_hours if hours is None else Fraction(hours.value),
            full_time_hours_source=self.full_time_hours_source if hours is None else hours.source,
            bank_holiday_nation=self.bank_holiday_nation if nation is None else str(nation.value),
            bank_holiday_nation_source=self.bank_holiday_nation_source if nation is None else nation.source,
        )

    def _rule_on(self, name: str, day: dt.date) -> HouseRule | None:
        values = sorted((rule for rule in self.dated_rules if rule.name == name), key=lambda rule: rule.since)
        in_force = [rule for rule in values if rule.since <= day] or values[:1]
        return in_force[-1] if in_force else None

    def adopted_on(self, scheme: str, version: str, day: dt.date) -> Adoption | None:
        """Return the adoption of a scheme's version in force on a day, or None."""
        for adoption in self.adopted:
            if adoption.scheme == scheme and adoption.version == version and adoption.since <= day:
                return adoption
        return None
