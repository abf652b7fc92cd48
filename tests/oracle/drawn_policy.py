"""A case in, the house rules of its council out: in many registers none, so that the defaults hold."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from oracle.tables import HouseRule, RatingBand

if TYPE_CHECKING:
    from oracle.drawing import Drawing

LOCAL = "meals"
BANDS = (
    {"Good": "1", "Approaching target": "19/20", "Requires improvement": "3/4"},
    {"Good": "4/5", "Approaching target": "3/5", "Requires improvement": "2/5"},
    {"Good": "1", "Requires improvement": "1/3"},
)


def draw_policy(drawing: Drawing) -> None:
    """Draw some values of the policy, each from a day on, now and then two of one rule, and a unit of its own."""
    if drawing.chance(0.6):
        _local(drawing)
    if not drawing.chance(0.4):
        return
    choices: dict[str, tuple[Fraction | int | str, ...]] = {
        "counting_grade": (0, 0, 2, 3),
        "returns_due_within": (0, drawing.number(1, 60)),
        "late_grace_days": (drawing.number(1, 40),),
        "not_applicable_accepted": (1,),
        "full_time_hours": (Fraction(35), Fraction(75, 2), Fraction(20)),
    }
    for name, values in choices.items():
        if drawing.chance(0.6 if name in {"not_applicable_accepted", "late_grace_days"} else 0.3):
            for since in sorted({_day(drawing) for _ in range(drawing.one_of((1, 1, 2)))}):
                drawing.add("house_rule", HouseRule(name, since, drawing.one_of(values)))
    if drawing.chance(0.3):
        since = _day(drawing)
        for word, at_least in drawing.one_of(BANDS).items():
            drawing.add("rating_band", RatingBand(since, word, Fraction(at_least)))


def draw_nation(drawing: Drawing) -> None:
    """Draw whose bank holidays are no working days, in half of the registers another's than England's."""
    if drawing.chance(0.5) or drawing.rule == "nation":
        nation = drawing.one_of(("Wales", "Scotland", "Northern Ireland", "none"))
        drawing.add("house_rule", HouseRule("bank_holiday_nation", _day(drawing), nation))


def _local(drawing: Drawing) -> None:
    """Let what would be sessions be in a unit that only this council knows."""

    def local(row: Any) -> Any:
        return row._replace(**{name: LOCAL for name in ("unit", "cap_unit") if getattr(row, name, "") == "sessions"})

    for table in ("pledge", "line"):
        rows = drawing.rows.get(table, [])
        rows[:] = map(local, rows)


def _day(drawing: Drawing) -> dt.date:
    return dt.date(2023, 4, 1) if drawing.chance(0.6) else drawing.day(min(drawing.edges), max(drawing.edges))
