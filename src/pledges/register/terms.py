"""The cells that say how much is promised in; a pledge with its target's terms out, every problem at its cell."""

from __future__ import annotations

import re
from fractions import Fraction

import attrs

from pledges.model import UNREADABLE, Pledge, Rounding
from pledges.quantities import number_in
from pledges.register.rows import RowReading
from pledges.tables import fold

_WHOLE_CONTRACT = frozenset({"contract", "per contract", "whole contract", "the contract", "term", "whole term"})
_A_YEAR = frozenset({"year", "per year", "a year", "each year", "every year", "yearly", "annum", "per annum", "annual"})
_MONEY = re.compile(
    r"(?:per |every |each )?£? ?(?P<number>[0-9][0-9,]*(?:\.[0-9]+)?) ?(?P<scale>m|million|k|thousand)?"
    r"(?: of (?:contract )?value)?",
    re.ASCII,
)
_SCALES = {"m": 1_000_000, "million": 1_000_000, "k": 1_000, "thousand": 1_000}
_ROUNDINGS: dict[str, tuple[str, ...]] = {
    Rounding.EXACT.value: ("none", "no"),
    Rounding.FLOOR.value: ("down", "round down", "rounded down"),
    Rounding.NEAREST.value: ("half up", "round", "rounded", "nearest whole number"),
    Rounding.CEILING.value: ("up", "round up", "rounded up"),
}
_RECORD_ONLY = frozenset({"record only", "recorded only", "record", "no target"})
_BANDED = frozenset({"banded", "bands", "by band", "by bands"})
_PER_SAYS = "contract, year, £1m or another amount of pounds"


@attrs.frozen
class Promised:
    """How much a cell says is promised: a number, `record only`, or `banded`; none of them where it is unreadable."""

    quantity: Fraction | None
    record_only: bool = False
    banded: bool = False


def read_promised(row: RowReading, name: str, unit: str | None) -> Promised:
    """Return how much the cell under `name` says is promised; a blank is a finding."""
    said = fold(row.says(name))
    if said in _RECORD_ONLY | _BANDED:
        return Promised(None, record_only=said in _RECORD_ONLY, banded=said in _BANDED)
    quantity = row.quantity(name, unit)
    if not row.says(name) and not row.is_unreadable(name):
        row.missing(name)
    return Promised(quantity)


def with_terms(pledge: Pledge, row: RowReading) -> Pledge:
    """Return `pledge` with what its row says in Per, Rounding, Stretch quantity, Phase and Either-or group.

    A cell that is filled in and cannot be read is kept as a rule, so that no figure rests on a blank in its place.
    """
    per = _read_per(row)
    rounding = row.word("Rounding", _ROUNDINGS)
    stretch = row.quantity("Stretch quantity", pledge.unit)
    phase, group = row.text("Phase"), row.text("Either-or group")
    damaged = (
        (name, UNREADABLE)
        for name in ("Per", "Rounding", "Stretch quantity", "Phase", "Either-or group")
        if row.is_unreadable(name)
    )
    return attrs.evolve(
        pledge,
        per_year=per == _YEAR,
        per_pounds=per if per and per != _YEAR else None,
        per_source=row.source("Per") if row.says("Per") else None,
        rounding=Rounding.EXACT if rounding is None else Rounding(rounding),
        rounding_source=row.source("Rounding") if row.says("Rounding") else None,
        stretch=stretch,
        stretch_source=None if stretch is None else row.source("Stretch quantity"),
        phase=phase,
        phase_source=row.source("Phase") if phase else None,
        either_or_group=group,
        either_or_source=row.source("Either-or group") if group else None,
        rules=(*pledge.rules, *damaged),
    )


_YEAR = Fraction(-1)
"""What stands for a contract year, beside the pounds that a quantity can be per."""


def _read_per(row: RowReading) -> Fraction | None:
    """Return the pounds that a quantity is per, `_YEAR`, or None where it is for the whole contract."""
    row.text("Per")
    said = row.says("Per")
    if not said or fold(said) in _WHOLE_CONTRACT or row.is_unreadable("Per"):
        return None
    per = per_of(said)
    if per is None:
        row.unreadable("cell-not-in-list", "Per", seen=row.row.cell("Per").value or said, allowed=_PER_SAYS)
    return per


def per_of(text: str) -> Fraction | None:
    """Return the pounds that `text` says a quantity is per, -1 for a contract year, None where it says neither."""
    bare = " ".join(text.casefold().split())
    if fold(bare) in _A_YEAR:
        return _YEAR
    match = _MONEY.fullmatch(bare)
    number = number_in(match["number"]) if match else None
    if match is None or not number:
        return None
    return number * _SCALES.get(match["scale"] or "", 1)
