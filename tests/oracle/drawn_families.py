"""The promises of one supplier in one contract in, some of them tied together out: parts, choices, shares, phases."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from oracle.drawing import DAY, PERSONS
from oracle.drawn_rules import promise_by_rule
from oracle.tables import Fact, Pledge

if TYPE_CHECKING:
    from oracle.drawing import Drawing


def draw_families(drawing: Drawing, pledges: list[Pledge], supplier: str) -> None:
    """Tie some of the supplier's promises together, in place."""
    own = [number for number, each in enumerate(pledges) if each.supplier == supplier]
    if drawing.chance(0.12):
        _parts(drawing, pledges, own)
    elif drawing.chance(0.2):
        _choice(drawing, pledges, own)
    elif drawing.chance(0.16):
        _percentage(drawing, pledges, own)
    if drawing.chance(0.2):
        _substitution(drawing, pledges, own)
    if drawing.chance(0.35):
        for number in drawing.random.sample(own, drawing.number(1, len(own))):
            group = drawing.one_of(("disadvantaged", "Dis-advantaged ", "disadvantaged", "other"))
            pledges[number] = pledges[number]._replace(exclusive_group=group)
    for number in own:
        pledges[number] = pledges[number]._replace(
            **_cap(drawing, pledges[number].unit), **_ways(drawing, pledges[number])
        )
        each = pledges[number] = promise_by_rule(drawing, pledges[number])
        lasts = each.start is not None and each.due is not None and each.start < each.due
        if lasts and not each.record_only and drawing.chance(0.08):
            pledges[number] = each._replace(phase="construction")


def _cap(drawing: Drawing, unit: str) -> dict[str, Any]:
    """Draw a cap per person: an amount of the promise's own unit, or a time."""
    if unit in {"%", "GBP"} or not drawing.chance(drawing.capped):
        return {}
    if drawing.chance(0.5):
        return {"cap": Fraction(drawing.number(1, 18)), "cap_unit": "months"}
    if drawing.chance(0.1):
        return {"cap": Fraction(1), "cap_unit": "years"}
    return {"cap": Fraction(1) if unit in PERSONS else drawing.amount(unit), "cap_unit": unit}


CONVERSIONS = {
    "weeks": ((1, "people", 52), (5, "days", 1), (35, "hours", 1)),
    "days": ((7, "hours", 1), (6, "attendee hours", 1)),
    "staff hours": ((1, "days", 7),),
    "FTE": ((1, "part time", Fraction(1, 2)), (1, "part time", Fraction(3, 5)), (1, "people", 1)),
    "FTE years": ((1, "part time", Fraction(1, 2)),),
}


def _ways(drawing: Drawing, pledge: Pledge) -> dict[str, Any]:
    """Draw how days become weeks, and how another unit becomes the promise's."""
    fields: dict[str, Any] = {}
    if pledge.unit == "weeks" and drawing.chance(0.6):
        fields["week_convention"] = drawing.one_of(("working days", "completed weeks", "hours"))
    if pledge.unit in CONVERSIONS and drawing.chance(0.4):
        number, unit, makes = drawing.one_of(CONVERSIONS[pledge.unit])
        fields |= {
            "conversion_number": Fraction(number),
            "conversion_unit": unit,
            "conversion_makes": Fraction(makes),
        }
    return fields


def _substitution(drawing: Drawing, pledges: list[Pledge], own: list[int]) -> None:
    """Let what lies above one promise make up for others."""
    whole = [n for n in own if not pledges[n].record_only and pledges[n].unit != "%" and pledges[n].parent is None]
    if len(whole) < 2 or any(each.parent in {pledges[n].ref for n in whole} for each in pledges):
        return
    giving, *asking = drawing.random.sample(whole, min(len(whole), 3))
    for number in asking:
        pledges[number] = pledges[number]._replace(
            substitution_number=Fraction(drawing.one_of((1, 1, 2, 20))),
            substitution_of=pledges[giving].ref,
            substitution_makes=Fraction(1),
        )


def _new(drawing: Drawing, pledges: list[Pledge], like: Pledge) -> Pledge:
    ref = f"P-{len(drawing.rows.get('pledge', ())) + len(pledges) + 1}"
    quantity = drawing.amount(like.unit)
    return Pledge(ref, like.supplier, like.contract, like.type, like.unit, quantity, due=like.due, clause=like.clause)


def _parts(drawing: Drawing, pledges: list[Pledge], own: list[int]) -> None:
    """Draw parts of a promise, now and then a part of a part, or one that names a parent of another unit."""
    whole = pledges[drawing.one_of(own)]
    for _ in range(drawing.number(1, 3)):
        part = _new(drawing, pledges, whole)._replace(parent=whole.ref)
        if drawing.chance(0.2):
            part = part._replace(type=drawing.one_of(("placement", "insight")))
        if drawing.chance(0.1):
            part = part._replace(unit=drawing.one_of(("people", "days")))
        pledges.append(part)
        own.append(len(pledges) - 1)
        if drawing.chance(0.15):
            whole = part


def _choice(drawing: Drawing, pledges: list[Pledge], own: list[int]) -> None:
    """Draw an either-or group of some of the promises and others like them; now and then of one alone."""
    members = [number for number in own if not pledges[number].record_only][:2]
    for number in members:
        pledges[number] = pledges[number]._replace(either_or=drawing.one_of(("route", "Route", " route")))
    for _ in range(drawing.number(0 if len(members) > 1 else 1, 2) if members and not drawing.chance(0.1) else 0):
        pledges.append(_new(drawing, pledges, pledges[members[0]])._replace(either_or="ROUTE"))


def _percentage(drawing: Drawing, pledges: list[Pledge], own: list[int]) -> None:
    """Draw a promise in per cent, of another promise, of a fact, or as the returns type it."""
    part = pledges[drawing.one_of(own)]
    percentage = _new(drawing, pledges, part)._replace(unit="%", quantity=Fraction(drawing.number(5, 60)), phase="")
    if part.unit == "%":
        return
    if not part.record_only and drawing.chance(0.5):
        pledges[pledges.index(part)] = part = part._replace(either_or="people or share")
        percentage = percentage._replace(either_or="People or share")
    kind = drawing.one_of(("promise", "promise", "fact", "typed"))
    if kind == "promise":
        whole = _new(drawing, [*pledges, part], part)._replace(record_only=1, quantity=None)
        pledges += [percentage._replace(share_part=part.ref, share_whole=whole.ref), whole]
    elif kind == "fact":
        pledges.append(percentage._replace(share_part=part.ref, share_fact="uk_workforce"))
        assert part.due is not None
        for _ in range(drawing.number(0, 2)):
            as_at = part.due - DAY * drawing.number(-30, 300)
            contract = drawing.one_of((None, part.contract))
            recorded = as_at + DAY * drawing.number(0, 60) if drawing.chance(0.4) else None
            value = Fraction(drawing.number(0, 40) * 5)
            drawing.add("fact", Fact(part.supplier, contract, "uk_workforce", value, as_at, recorded))
    else:
        pledges.append(percentage)
