"""The columns of a pledge that say how its deliveries are counted, in; typed terms out, a finding for what is unclear.

What cannot be read leaves its term blank: counting then holds the figures that rest on it for unknown.
"""

from __future__ import annotations

import re
from fractions import Fraction

import attrs

from pledges.model import PART_TIME, UNREADABLE, Conversion, Length, Pledge, WeekConvention
from pledges.quantities import number_in, unit_named
from pledges.register.rows import RowReading
from pledges.tables import fold, kept

MONTHS_AND_YEARS = {"month": "months", "months": "months", "year": "years", "years": "years", "yr": "years"}
"""Units of time that no pledge is counted in, with the words for them."""

SUSTAINED_UNITS = frozenset({"people", "placements", "FTE"})
"""The units whose deliveries can be tested for being there still."""

COMMITTED = "committed"

COLUMNS = (
    "Minimum length", "Cap per person", "Counts", "Week convention", "Conversion", "Sustained for", "Exclusive group",
)  # fmt: skip
"""The columns of the register that are read here."""

_LENGTH = re.compile(
    r"(?:at least |minimum |min |up to |max |maximum )?(?P<number>[0-9][0-9,]*(?:\.[0-9]+)?) ?"
    r"(?P<run>consecutive |continuous )?(?P<unit>[a-z][a-z ]*?)(?P<run_after> consecutively| in a row| running)?",
    re.ASCII,
)
_SIDE = re.compile(r"(?P<number>[0-9][0-9,]*(?:\.[0-9]+)?) ?(?P<unit>£|[^\W\d_][^\d=]*)")
_PART_TIME = re.compile(r"(?:1 )?part[ -]?time(?:r|rs)?")
_USUAL = {"Counts": frozenset({"earned to date", "earned"}), "Week convention": frozenset({"calendar days 7"})}
_EXAMPLES = {
    "Minimum length": "5 days, 2 weeks, 20 hours or 5 consecutive days",
    "Cap per person": "a number in the promise's unit or in months, such as 104 weeks or 12 months",
    "Counts": "earned to date, or committed for a promise in weeks",
    "Week convention": ", ".join(each.value for each in WeekConvention),
    "Conversion": "35 hours = 1 week, with the promise's unit on one side, or part time = 0.5 FTE",
    "Sustained for": "26 weeks or 12 months, for a promise of people, placements or FTE",
}


def with_deliveries(pledge: Pledge, row: RowReading) -> Pledge:
    """Return `pledge` with what its row says of how deliveries are counted.

    A cell that is filled in and cannot be read is kept as a rule, so that no figure rests on a blank in its place.
    """
    unit = pledge.unit
    lasting = frozenset({"days", "weeks", "months", "years"}) if unit in SUSTAINED_UNITS else frozenset[str]()
    counted = attrs.evolve(
        pledge,
        minimum_length=_length(
            row, "Minimum length", frozenset({"days", "weeks", "hours"}), running=frozenset({"days", "weeks"})
        ),
        cap_per_person=_length(row, "Cap per person", frozenset({unit, "months", "years"}) - {"%"}),
        is_committed=_is_committed(row, unit),
        week_convention=_week_convention(row, unit),
        conversion=_conversion(row, unit),
        sustained_for=_length(row, "Sustained for", lasting),
        exclusive_group=row.text("Exclusive group"),
    )
    damaged = ((name, UNREADABLE) for name in COLUMNS if row.is_unreadable(name))
    return attrs.evolve(counted, rules=(*pledge.rules, *damaged))


def _text(row: RowReading, name: str) -> str:
    """Return what a cell says, "" where it is blank or holds an error, which is a finding."""
    row.text(name)
    return "" if row.is_unreadable(name) else kept(row.says(name)).casefold()


def _unclear(row: RowReading, name: str) -> None:
    row.unreadable("rule-unclear", name, seen=row.says(name), column=name, example=_EXAMPLES[name])


def _length(
    row: RowReading, name: str, units: frozenset[str], *, running: frozenset[str] = frozenset()
) -> Length | None:
    """Return a number and a unit of `units`, None where the cell is blank or says anything else (a finding).

    Only units of `running` can be asked for in one run. Months are whole, and so are those of a part of a year: nobody
    can say when half a month is over.
    """
    text = _text(row, name)
    if not text:
        return None
    match = _LENGTH.fullmatch(text)
    number = number_in(match["number"]) if match else None
    unit = None if match is None else MONTHS_AND_YEARS.get(match["unit"]) or unit_named(match["unit"]) or match["unit"]
    runs = match is not None and bool(match["run"] or match["run_after"])
    if unit not in units:  # a local unit keeps its own letters
        unit = next((each for each in units if unit is not None and fold(each) == fold(unit)), None)
    in_months = None if number is None else number * {"months": 1, "years": 12}.get(unit or "", 0)
    if (
        not number
        or unit is None
        or (runs and unit not in running)
        or (in_months is not None and in_months.denominator != 1)
    ):
        _unclear(row, name)
        return None
    return Length(number=number, unit=unit, source=row.source(name), consecutive=runs)


def _is_committed(row: RowReading, unit: str) -> bool:
    text = fold(_text(row, "Counts"))
    if not text or text in _USUAL["Counts"]:
        return False
    if text != COMMITTED or unit != "weeks":
        _unclear(row, "Counts")
        return False
    return True


def _week_convention(row: RowReading, unit: str) -> WeekConvention:
    text = fold(_text(row, "Week convention"))
    known = {each.value: each for each in WeekConvention}
    if text in known:
        if unit != "weeks" and known[text] is not WeekConvention.CALENDAR_DAYS:
            row.problem("rule-without-effect", "Week convention", column="Week convention", unit=unit)
        return known[text]
    if text and text not in _USUAL["Week convention"]:
        _unclear(row, "Week convention")
    return WeekConvention.CALENDAR_DAYS


def _conversion(row: RowReading, unit: str) -> Conversion | None:
    """Return the conversion of another unit into the pledge's own; shares of a denominator are read elsewhere."""
    text = _text(row, "Conversion")
    if not text or unit == "%":
        return None
    sides = [part.strip() for part in text.split("=")]
    if len(sides) == 2:  # noqa: PLR2004 - one thing equals another
        for one, other in (sides, sides[::-1]):
            conversion = _of_sides(one, other, unit, row)
            if conversion is not None:
                return conversion
    _unclear(row, "Conversion")
    return None


def _of_sides(one: str, other: str, unit: str, row: RowReading) -> Conversion | None:
    """Return the conversion of what `one` says into the pledge's `unit`, which `other` must be in."""
    makes, own = _side(other)
    if makes is None or not makes:
        return None
    if _PART_TIME.fullmatch(one):
        if unit not in {"FTE", "FTE years"} or own not in {"FTE", unit} or makes > 1:
            return None
        return Conversion(
            number=Fraction(1), unit=PART_TIME, makes=makes, makes_unit="FTE", source=row.source("Conversion")
        )
    number, written = _side(one)
    converted = unit_named(written or "")
    if not number or converted is None or fold(own or "") != fold(unit) or converted == unit:
        return None
    return Conversion(number=number, unit=converted, makes=makes, makes_unit=unit, source=row.source("Conversion"))


def _side(text: str) -> tuple[Fraction | None, str | None]:
    """Return the number and the unit on one side of a conversion: `35 hours`, `£250`."""
    if text.startswith("£"):
        return number_in(text), "GBP"
    match = _SIDE.fullmatch(text)
    if match is None:
        return None, None
    return number_in(match["number"]), unit_named(match["unit"]) or match["unit"].strip()
