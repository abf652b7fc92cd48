"""A criterion of a badge scheme in, the sentence that a supplier can read out, out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pledges.explain.words import listed
from pledges.figures import SHARE
from pledges.periods import day_text
from pledges.quantities import UNITS, Quantity, percent, plain
from pledges.rulebook import COMPARISONS, MEASURES, Criterion, DatedValue, Scheme, default_comparison

if TYPE_CHECKING:
    import datetime as dt

_OWN = "minimum_beneficiary"
_SHARE_NAMES = frozenset({"minimum_part", _OWN, "minimum_answered", "minimum_as_promised"})
_STANDING_WORDS = {
    "in force": "is in force",
    "in force or in grace": "is in force or in grace",
    "not suspended": "is not suspended",
}


@attrs.frozen(kw_only=True)
class Wording:
    """A criterion, the scheme it stands in and the day whose values are told."""

    criterion: Criterion
    scheme: Scheme
    on: dt.date

    def has(self, name: str) -> bool:
        """Whether the criterion has a threshold of that name."""
        return name in self.criterion.thresholds

    def amount(self, name: str = "minimum", unit: str = "") -> str:
        """Return a threshold with its comparison, and by size where it differs: `at least 1 for a small firm`."""
        values = self.criterion.thresholds.get(name, ())
        told = list[str]()
        for band in dict.fromkeys(value.by for value in values):
            value = _value_told([each for each in values if each.by == band], self.on)
            words = _amount(value, name, unit)
            announced = f", from {day_text(value.required_from)}" if value.required_from > self.on else ""
            told.append(f"{words}{f' for a {band} firm' if band else ''}{announced}")
        return listed(tuple(told)) or "all"

    def named(self, level: str) -> str:
        """Return the name of a level of the scheme by its id."""
        return next((each.name for each in self.scheme.levels if each.id == level), level)

    @property
    def within(self) -> str:
        """The window in words, with a blank before it; nothing where there is none."""
        months, first, last = (
            self.criterion.number("within_months"),
            self.criterion.day("from_day"),
            self.criterion.day("to_day"),
        )
        if months is not None:
            return f" in the last {months} months"
        return f" from {day_text(first)} to {day_text(last)}" if first and last else ""

    @property
    def scaled(self) -> str:
        """What the requirement is multiplied with, with a blank before it."""
        amount = self.criterion.options.get("per_amount")
        if not isinstance(amount, Fraction):
            return ""
        fact, rounding = words_of_fact(self.criterion.text("per_fact")), self.criterion.text("rounding", "exact")
        rounded = "" if rounding == "exact" else f" ({rounding})"
        return f" for each {plain(amount)} of {fact}{rounded}"


def sentence(wording: Wording) -> str:
    """Return what a criterion asks as one sentence, with what a panel or the council may do about it."""
    criterion = wording.criterion
    if criterion.needs:
        count = {"all": "All", "any": "Any one"}.get(criterion.needs) or wording.amount().capitalize()
        made = f"{count} of these:"
    else:
        tell = _SENTENCES.get(criterion.measure)
        made = tell(wording) if tell is not None else f"{_capital(MEASURES[criterion.measure].looks_at)}."
    extra = []
    if criterion.leave_out_units:
        extra.append(f"Pledges in {' and '.join(criterion.leave_out_units)} are left out.")
    if criterion.waivable:
        which = " and ".join(sorted(words_of_fact(name) for name in criterion.waives))
        extra.append(f"Of it, the {which} can be waived." if which else "It can be waived.")
    if criterion.may_not_apply:
        extra.append("It may not apply to a firm; the council records the reason.")
    return " ".join((*extra, made) if criterion.needs else (made, *extra))


def changes(wording: Wording) -> tuple[str, ...]:
    """Return the values of a criterion that are announced or come into force after the day, each as a sentence."""
    return tuple(
        f"From {day_text(value.required_from)}{f' for a {value.by} firm' if value.by else ''}: "
        f"{_amount(value, name, _unit(wording.criterion))}."
        for name, values in wording.criterion.thresholds.items()
        for value in values
        if value.required_from > wording.on
    )


def words_of_fact(name: str) -> str:
    """Return the name of a fact as words."""
    return name.replace("_", " ")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _value_told(values: list[DatedValue], on: dt.date) -> DatedValue:
    """Return the value that is required on a day, or the first that will be."""
    in_force = [value for value in values if value.required_from <= on]
    return max(in_force, key=lambda each: (each.required_from, each.since)) if in_force else values[0]


def _amount(value: DatedValue, name: str, unit: str) -> str:
    comparison = COMPARISONS[value.comparison or default_comparison(name)]
    if value.value is None:
        return "a number that is not published"
    if unit == SHARE or name in _SHARE_NAMES:
        # As many places as it takes: 1/3 is told as a fraction, and never as 33.3%.
        hundred = value.value * 100
        amount = percent(value.value, 4) if (hundred * 10_000).denominator == 1 else str(value.value)
    elif unit in UNITS:
        amount = str(Quantity(value.value, unit))
    else:
        amount = plain(value.value) if (value.value * 100).denominator == 1 else str(value.value)
    return f"{comparison} {amount}"


def _unit(criterion: Criterion) -> str:
    """Return the unit in which a criterion's thresholds are told."""
    if criterion.needs:
        return ""
    unit = criterion.text("unit") or MEASURES[criterion.measure].unit
    return unit if unit in UNITS or unit == SHARE else ""


def _fact(wording: Wording) -> str:
    name = _capital(words_of_fact(wording.criterion.text("fact")))
    unit = wording.criterion.text("unit")
    bounds = [wording.amount(each, unit) for each in ("minimum", "maximum") if wording.has(each)]
    return f"{name}{wording.within}: {' and '.join(bounds) or 'yes'}{wording.scaled}."


def _facts(wording: Wording) -> str:
    criterion = wording.criterion
    names = ", ".join(words_of_fact(name) for name in criterion.texts("facts"))
    count = wording.amount().capitalize() if wording.has("minimum") else "All"
    scale = wording.scheme.scales.get(criterion.text("scale"), ())
    how = f"at {criterion.text('at')} or above (of {', '.join(scale)})" if scale else "yes"
    return f"{count} of these{wording.within} must be {how}: {names}."


def _bounded(label: str, wording: Wording, unit: str = "") -> str:
    bounds = [wording.amount(each, unit) for each in ("minimum", "maximum") if wording.has(each)]
    return f"{label}: {' and '.join(bounds) or 'at least 1'}."


def _prior(wording: Wording) -> str:
    criterion, scheme = wording.criterion, wording.scheme
    levels = [level.id for level in scheme.levels]
    place = next((n for n, level in enumerate(scheme.levels) if any(node is criterion for node in level.nodes())), 0)
    name = wording.named(criterion.text("level") or levels[max(place - 1, 0)])
    standing = _STANDING_WORDS.get(criterion.text("standing"), "is in force or in grace")
    months = [value.value for value in criterion.thresholds.get("minimum", ())]
    if months == [0]:
        return f"{name} is held and {standing}."
    return f"{name} has been held for {wording.amount()} months, and {standing}."


def _returns(wording: Wording) -> str:
    values = {(value.value, value.comparison) for value in wording.criterion.thresholds["max_days_overdue"]}
    if values <= {(0, ""), (0, "lte")}:
        return "No return is overdue."
    return f"If a return is overdue, then by {wording.amount('max_days_overdue')} days."


def _categories(wording: Wording) -> str:
    depth = wording.amount("minimum_depth") if wording.has("minimum_depth") else ""
    part = wording.amount("minimum_part") if wording.has("minimum_part") else "at least 50%"
    of_depth = f"; of depth (placement, apprenticeship, job, mentoring) {depth}" if depth else ""
    return (
        f"Categories in which something was delivered: {wording.amount()}{of_depth}. A category counts where {part} of "
        "a pledge that was due was delivered."
    )


def _sustained(wording: Wording) -> str:
    kinds = (
        ("minimum_weeks", "a job or apprenticeship of {} weeks"),
        ("minimum_months", "mentoring of {} months"),
        ("minimum_sessions", "{} sessions with one group"),
    )
    told = [words.format(wording.amount(name)) for name, words in kinds if wording.has(name)]
    return f"Outcomes that lasted: {wording.amount()}. One is: {'; or '.join(told) or 'not said'}."


def _voice(wording: Wording) -> str:
    parts = [
        words.format(wording.amount(name, unit))
        for name, unit, words in (
            ("minimum_answers", "people", "{} answered"),
            ("minimum_answered", SHARE, "{} of those invited answered"),
            ("minimum_as_promised", SHARE, "{} of the answers say it happened as promised"),
        )
        if wording.has(name)
    ]
    small = wording.amount("exempt_below").replace("less than", "fewer than")
    asks_what = wording.has("minimum_answered") or wording.has("minimum_as_promised")
    then = "a panel reviews privately what they say" if asks_what else "nobody need have answered"
    return f"Young people were heard: {', and '.join(parts) or 'some answered'}; where {small} were invited, {then}."


def _verified(wording: Wording) -> str:
    own = f", and {wording.amount('minimum_beneficiary')} by the young people" if wording.has(_OWN) else ""
    return f"Of what counts, {wording.amount(unit=SHARE)} was confirmed by somebody other than the firm{own}."


def _live(wording: Wording) -> str:
    within = f"; in categories, {wording.amount('minimum_categories')}" if wording.has("minimum_categories") else ""
    return f"Pledges due in the next twelve months: {wording.amount()}{within}."


def _delivered(wording: Wording) -> str:
    criterion, types = wording.criterion, wording.criterion.texts("types")
    what = f"Delivered of pledges in {', '.join(types)}" if types else "Delivered of pledges"
    return f"{what} due in the last twelve months: {wording.amount(unit=criterion.text('unit'))}{wording.scaled}."


def _accreditation(wording: Wording) -> str:
    level = wording.criterion.text("level")
    return f"A badge of {wording.criterion.text('scheme')}{f', level {level},' if level else ''} is in force."


def _clean(wording: Wording) -> str:
    names = (
        ("max_major_breaches", "major breaches that are open"),
        ("max_safeguarding_holds", "safeguarding holds that are open"),
        ("max_upheld_complaints", "complaints upheld in the last twelve months"),
    )
    asked = [f"{words}: {wording.amount(name)}" for name, words in names if wording.has(name)]
    return "; ".join(("The firm is neither suspended nor barred", *asked)) + "."


def _events(wording: Wording) -> str:
    criterion = wording.criterion
    said = ", ".join(word for word in (criterion.text("outcome"), criterion.text("severity")) if word)
    label = f"Recorded{wording.within} of the event {criterion.text('event')}"
    return _bounded(f"{label} ({said})" if said else label, wording)


_SENTENCES: Mapping[str, Callable[[Wording], str]] = {
    "signed": lambda _: "The statement is signed at director level, and the organisation's identifier is on record.",
    "contact": lambda _: "A point of contact is named.",
    "live_pledges": _live,
    "due_pledges": lambda wording: f"Pledges due in the last twelve months: {wording.amount()}.",
    "fulfilment": lambda wording: (
        f"Of what was due in the last twelve months, {wording.amount(unit=SHARE)} was delivered and documented "
        "(the mean over pledges, each at most the whole)."
    ),
    "contract_floor": lambda wording: (
        f"Of each contractual pledge that was due, {wording.amount(unit=SHARE)} was delivered."
    ),
    "verified": _verified,
    "returns": _returns,
    "prior_level": _prior,
    "earlier_terms": lambda wording: (
        f"Terms in a row before at {wording.named(wording.criterion.text('level'))} or above: {wording.amount()}."
    ),
    "categories": _categories,
    "voice": _voice,
    "sustained": _sustained,
    "advocacy": lambda wording: (
        f"Others were won over: {wording.amount()} of another signatory brought in, a clause in the own supply chain, "
        "or a case study with consent."
    ),
    "clean": _clean,
    "breach": lambda _: "No breach of any severity is open.",
    "fact": _fact,
    "facts": _facts,
    "share": lambda wording: _bounded(
        f"The share of {words_of_fact(wording.criterion.text('part'))} in "
        f"{words_of_fact(wording.criterion.text('whole'))}{wording.within}", wording, SHARE,
    ),
    "headcount": lambda wording: _bounded("People employed in the UK", wording),
    "events": _events,
    "delivered": _delivered,
    "on_schedule": lambda wording: f"Of what each pledge owed by the day, {wording.amount(unit=SHARE)} is delivered.",
    "accreditation": _accreditation,
    "meets_level": lambda wording: (
        f"Everything that {wording.named(wording.criterion.text('level'))} asks is still met."
    ),
    "panel": lambda wording: f"People decide: {wording.criterion.text('why').rstrip('.')}.",
    "unknown": lambda wording: f"Not known: {wording.criterion.text('why').rstrip('.')}. Until it is, nobody meets it.",
}  # fmt: skip
