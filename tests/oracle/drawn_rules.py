"""A promise or a row of a register that comes under a further rule in, the same with what that rule looks at out."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from oracle.drawing import CONTRACTS, DAY, PERSONS, Chance

if TYPE_CHECKING:
    import datetime as dt

    from oracle.drawing import Drawing
    from oracle.tables import Line, Pledge, Return

SHARES = tuple(Fraction(*each) for each in ((3, 5), (3, 5), (3, 5), (2, 5), (1, 3), (1, 1)))
SHARED = ("alder", "birch", "cedar")


def promise_by_rule(drawing: Drawing, pledge: Pledge) -> Pledge:
    """Return a promise as the register's further rule would have it."""
    chance = drawing.further
    if drawing.rule == "nation" and pledge.unit == "weeks" and chance.chance(0.9):
        return pledge._replace(week_convention="working days")
    if drawing.rule == "sustained" and pledge.unit in PERSONS and chance.chance(0.85):
        number, unit = chance.one_of(
            ((26, "weeks"), (13, "weeks"), (26, "weeks"), (90, "days"), (6, "months"), (1, "years"))
        )
        return pledge._replace(sustained=Fraction(number), sustained_unit=unit)
    if drawing.rule == "committed" and pledge.unit == "weeks" and chance.chance(0.85):
        convention = "completed weeks" if chance.chance(0.15) else pledge.week_convention
        return pledge._replace(committed=1, week_convention=convention)
    if drawing.rule == "length" and pledge.unit != "%" and chance.chance(0.85):
        unit = chance.one_of(("days", "days", "weeks")) if "hours" not in pledge.unit or chance.chance(0.2) else "hours"
        most = {"days": 24, "weeks": 5, "hours": 60}[unit]
        minimum = Fraction(chance.number(1, most), chance.one_of((1, 1, 1, 2)))
        return pledge._replace(
            minimum=minimum, minimum_unit=unit, minimum_consecutive=int(unit != "hours" and chance.chance(0.85))
        )
    return pledge


def by_rule(drawing: Drawing, sent: Return, pledge: Pledge, line: Line) -> Line:
    """Return a row of a return as the register's further rule would have it."""
    if drawing.rule == "share":
        return _shared(drawing, pledge, line)
    if drawing.rule == "length" and pledge.minimum is not None:
        return _short_or_long(drawing, sent, pledge, line)
    if drawing.rule == "sustained" and pledge.sustained is not None:
        return _staying(drawing, sent, pledge, line)
    if drawing.rule == "committed" and pledge.committed:
        return _committed(drawing, sent, pledge, line)
    if drawing.rule == "nation" and line.quantity is not None and drawing.further.chance(0.5):
        # The whole period, so that it holds a bank holiday.
        return line._replace(quantity=None, start=sent.period_start, end=sent.period_end, days=None, unit=None)
    return line


LASTS = {"days": 1, "weeks": 7, "months": 30, "years": 365}


def _staying(drawing: Drawing, sent: Return, pledge: Pledge, line: Line) -> Line:
    """Draw somebody who came and is still there, has left about when that is proved, or comes again."""
    chance = drawing.further
    assert pledge.sustained is not None
    if chance.chance(0.85) and line.quantity is not None:
        name = chance.one_of(SHARED)
        line = line._replace(placement=f"L-{name}") if pledge.unit == "placements" else line._replace(person=name)
        if pledge.unit != "FTE":
            line = line._replace(quantity=Fraction(1))
    name = line.placement or line.person
    starts = drawing.stays.setdefault((pledge.ref, name), [])
    if starts and name and chance.chance(0.4):
        line = line._replace(quantity=None, absence=None, unit=None, has_quantity_column=1)
    if chance.chance(0.08):
        return line._replace(start=None)
    start = chance.one_of(starts) if starts and chance.chance(0.8) else sent.period_start + DAY * chance.number(0, 80)
    start = min(start, sent.period_end)
    starts.append(start)
    proof = start + DAY * (int(pledge.sustained) * LASTS[pledge.sustained_unit] - 1)
    drawing.edges.append(proof)
    end = None
    if chance.chance(0.75 if sent.period_start <= proof <= sent.period_end else 0.4):
        end = proof + DAY * chance.one_of((-60, -1, 0, 0, 0, 1))
        if end > sent.period_end and chance.chance(0.4):
            # An End after the period is a plan: somebody has left before it instead.
            end = sent.period_end - DAY * chance.number(0, 20)
    return line._replace(start=start, end=None if end is None else max(start, sent.period_start, end))


def _committed(drawing: Drawing, sent: Return, pledge: Pledge, line: Line) -> Line:
    """Draw a stay that is to go on, or another word on one that was told before: the same Start with another end."""
    chance = drawing.further
    names: tuple[str, ...] = ("", *SHARED[:2])
    if pledge.week_convention == "completed weeks":
        # Each row is a placement of its own: of several, nobody has said which of their words are the days before.
        names, line = ("",), line._replace(person="", placement="")
    if chance.chance(0.2):
        return line
    name = chance.one_of(names)
    starts = drawing.stays.setdefault((line.pledge, name), [])
    start = sent.period_start + DAY * chance.number(0, 60)
    if starts and chance.chance(0.8):
        start = chance.one_of(starts)
    start = min(start, sent.period_end)
    starts.append(start)
    end = start + DAY * chance.one_of((30, 90, 104, 364, 364, 727))
    line = line._replace(
        person=name, start=start, end=None if chance.chance(0.15) else max(end, sent.period_start), days=None
    )
    if chance.chance(0.7):
        return line._replace(quantity=None, absence=None, unit=None)
    if line.quantity is not None and line.end is not None:
        most = max(1, (line.end - start).days // 5)
        line = line._replace(quantity=Fraction(chance.number(1, most)), unit=None)
    return line


def _short_or_long(drawing: Drawing, sent: Return, pledge: Pledge, line: Line) -> Line:
    """Draw how long somebody was there: about as long as asked for, in one row or several, or not told."""
    chance = drawing.further
    assert pledge.minimum is not None
    if line.quantity is not None and chance.chance(0.9 if pledge.minimum_consecutive else 0.7):
        name = chance.one_of(("alder", "alder", "birch") if pledge.minimum_consecutive else SHARED)
        is_placement = pledge.unit == "placements"
        line = line._replace(placement=f"L-{name}") if is_placement else line._replace(person=name)
        if pledge.unit in {"people", "placements"}:
            line = line._replace(quantity=Fraction(1))
    name = line.placement or line.person
    last = drawing.placements.get((pledge.ref, name)) if name else None
    if last is not None and chance.chance(0.5):
        line = line._replace(quantity=None, absence=None, unit=None, has_quantity_column=1)
    in_days = {"days": Fraction(1), "weeks": Fraction(chance.one_of((5, 7))), "hours": Fraction(1, 4)}
    asked = pledge.minimum * in_days[pledge.minimum_unit]
    days = max(
        1,
        round(asked * chance.one_of((*((Fraction(1),) * 5), Fraction(1, 2), Fraction(2))))
        + chance.one_of((-1, 0, 0, 0, 0, 1)),
    )
    told = chance.one_of(("days", "dates", "dates", "both", "run", "as drawn", "number"))
    if pledge.minimum_consecutive and chance.chance(0.95):
        # Halves that follow each other, or do not.
        told, days = chance.one_of(("dates", "run")), max(1, -(-days // 2))
    if told in {"dates", "both", "run"}:
        after = None if last is None else last + DAY * chance.one_of((1, 1, 1, 1, 1, 1, 2, 3, 4))
        start = (
            after if after is not None and after <= sent.period_end else sent.period_start + DAY * chance.number(0, 20)
        )
        end = start + DAY * (days - 1)
        line = line._replace(start=start, end=None if chance.chance(0.1) else end, days=None)
        drawing.placements[pledge.ref, name] = end
        if told == "run":
            line = line._replace(end=end, days=Fraction(_weekdays(start, end)))
    if told in {"days", "both"}:
        line = line._replace(days=Fraction(days))
    if told == "days":
        line = line._replace(start=None, end=None)
    if told == "number" and line.quantity is not None and pledge.unit in {"weeks", "days"}:
        line = line._replace(start=None, end=None, days=None, quantity=Fraction(days), unit=None)
    if pledge.minimum_unit == "hours" and name and (line.hours_per_week is not None or chance.chance(0.8)):
        line = line._replace(hours_per_week=Fraction(20))
    return line


def _weekdays(first: dt.date, last: dt.date) -> int:
    """Return how many Mondays to Fridays there are between two days."""
    return sum((first + DAY * step).weekday() < 5 for step in range((last - first).days + 1))


def _shared(drawing: Drawing, pledge: Pledge, line: Line) -> Line:
    """Draw which part of a row is its promise's: of somebody, or of a document, whom others claim as well."""
    chance = drawing.further
    if chance.chance(0.75):
        # Each party gives much the same Share in all its rows, so that the largest of them is not always the whole.
        usual = Chance(f"{drawing.seed} {pledge.contract} {pledge.supplier}").one_of(SHARES[:-1])
        one_least = Chance(f"{drawing.seed} one least")
        if one_least.chance(0.9):
            # Two of the three contracts do not fit beside each other, and the third fits beside either.
            usual = SHARES[3] if pledge.contract == one_least.one_of((*CONTRACTS, "C-10", "C-10")) else SHARES[0]
        line = line._replace(share=chance.one_of(SHARES) if chance.chance(0.05) else usual)
    if chance.chance(0.9):
        line = line._replace(evidence=chance.one_of(("FAIR-25", "FAIR-25", "FAIR-25", "rota")))
        if line.share is None and chance.chance(0.9):
            line = line._replace(evidence="")
    if pledge.unit in {"people", "FTE"} and line.quantity is not None and chance.chance(0.4):
        line = line._replace(person=chance.one_of(SHARED), quantity=Fraction(1))
    return line
