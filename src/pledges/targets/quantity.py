"""The terms of a pledge in, how much it promises in all out: a number, per amount of value, or by bands of value."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pledges.figures import Figure, given, product, ratio, renamed, total, unknown
from pledges.periods import day_text
from pledges.quantities import Quantity
from pledges.targets.per_year import per_year
from pledges.targets.terms import rounded_as

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pledges.model import Band, Milestone, Pledge
    from pledges.targets.terms import Terms

TARGET = "target"


def promised(pledge: Pledge) -> Figure:
    """Return the quantity as the register writes it: one cell, or the Year columns added up."""
    if pledge.quantity is None:
        reason = "the quantity promised could not be read"
        return unknown(TARGET, reason, unit=pledge.unit, source=pledge.quantity_source)
    if are_year_columns(pledge):
        return total(TARGET, yearly(pledge, pledge.milestones), unit=pledge.unit, because="the Year columns")
    return given(TARGET, pledge.quantity, pledge.quantity_source, unit=pledge.unit)


def are_year_columns(pledge: Pledge) -> bool:
    """Whether the milestones are the Year columns that make the quantity, and not a sheet of their own."""
    steps = pledge.milestones
    return bool(steps) and steps[0].source == pledge.quantity_source and steps[-1].quantity == pledge.quantity


def yearly(pledge: Pledge, steps: Sequence[Milestone]) -> list[Figure]:
    """Return what each of the Year columns says, of cumulative milestones."""
    figures = list[Figure]()
    before = Fraction(0)
    for step in steps:
        figures.append(given(f"by {day_text(step.day)}", step.quantity - before, step.source, unit=pledge.unit))
        before = step.quantity
    return figures


def in_all(terms: Terms) -> Figure:
    """Return what a pledge promises in all under its terms, in its unit; unknown where they do not tell."""
    pledge = terms.pledge
    if terms.is_banded:
        return _by_band(terms)
    if pledge.per_year:
        return per_year(terms).in_all
    if pledge.per_pounds is not None:
        return _per_value(terms, pledge.per_pounds)
    if not terms.is_scaled:
        return terms.quantity
    return rounded_as(pledge, terms.quantity)


def _per_value(terms: Terms, pounds: Fraction) -> Figure:
    """Return value ÷ amount × quantity, rounded on the total as the register says (default: exact)."""
    pledge = terms.pledge
    if terms.value is None:
        reason = "the quantity is per an amount of the contract's value, and no value is given"
        return unknown(TARGET, reason, unit=pledge.unit, source=pledge.source)
    if terms.value.value is None:
        return unknown(TARGET, terms.value.because, unit=pledge.unit, source=terms.value.source)
    amount = given("for each", pounds, pledge.per_source or pledge.source, unit="GBP")
    times = ratio("times in the value", terms.value, amount, unit="times")
    each = attrs.evolve(terms.quantity, label="quantity for each")
    return rounded_as(pledge, product(terms.quantity.label, [each, times], unit=pledge.unit))


def _by_band(terms: Terms) -> Figure:
    """Return the quantity of the band that the value lies in: the one with the greatest Value from not above it."""
    pledge = terms.pledge
    if terms.value is None:
        reason = "the quantity is by bands of the contract's value, and no value is given"
        return unknown(TARGET, reason, unit=pledge.unit, source=pledge.source)
    value = terms.value.value
    if value is None:
        return unknown(TARGET, terms.value.because, unit=pledge.unit, source=terms.value.source)
    band = band_of(pledge, value)
    said = Quantity(value, "GBP")
    if band is None:
        because = f"the contract's value, {said}, lies below the first band"
        return given(TARGET, 0, pledge.quantity_source, unit=pledge.unit, because=because)
    because = f"the contract's value, {said}, lies in the band from {Quantity(band.value_from, 'GBP')}"
    quantity = given("quantity of the band", band.quantity, band.source, unit=pledge.unit)
    return renamed(quantity, TARGET, because=because)


def band_of(pledge: Pledge, value: Fraction) -> Band | None:
    """Return the band that a value lies in, None where it lies below the first."""
    reached = [band for band in pledge.bands if band.value_from <= value]
    return max(reached, key=lambda band: band.value_from, default=None)
