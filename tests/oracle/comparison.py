"""Cases in, every difference between pledges and the oracle out, each a sentence with the seed that makes it again."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

import attrs
from oracle.arithmetic import all_rows_of, answered, rows_of
from oracle.coverage import reached
from oracle.nouns_of import intake_of, register_of

from pledges.assess import assess
from pledges.files import default_rulebook

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from oracle.tables import Case

    from pledges.assess import Assessment

RULEBOOK = attrs.evolve(default_rulebook(), schemes=())
FIGURES = (
    "target",
    "due_to_date",
    "stretch",
    "claimed",
    "documented",
    "counted",
    "verified",
    "late",
    "shortfall",
    "days_late",
    "share_of_target",
    "share_of_due",
    "share_of_stretch",
)


def assessed(case: Case) -> Assessment:
    """Return what pledges says of a case."""
    return assess(register_of(case), intake_of(case), RULEBOOK, on=case.on, known_on=case.known_on)


class Outcome(NamedTuple):
    """What came of some cases: the sentences of their differences, and how many of them reached each rule."""

    differences: list[str]
    reached: dict[str, int]


def differences(cases: Sequence[Case]) -> list[str]:
    """Return where pledges and the oracle differ."""
    return outcome(cases).differences


def outcome(cases: Sequence[Case]) -> Outcome:
    """Return what comes of some cases when pledges and the oracle both work them out."""
    database = answered(cases)
    fulfilled = rows_of(database, "fulfilled", ("k", "pledge"))
    lines = all_rows_of(database, "line_result", ("k", "file", "row"))
    sent = rows_of(database, "sent", ("k", "file"))
    found = list[str]()
    for k, case in enumerate(cases):
        position = assessed(case)
        found += [f"seed {case.seed}, {each}" for each in _of_returns(k, position, sent)]
        found += [f"seed {case.seed}, {each}" for each in _of_pledges(k, position, fulfilled, lines)]
    return Outcome(found, reached(database))


def _of_returns(k: int, position: Assessment, sent: dict[Any, Any]) -> Iterator[str]:
    for ours in position.returns:
        if ours.file is not None and ours.status != sent[k, ours.file]["status"]:
            yield f"{ours.file}.status: pledges {ours.status}, oracle {sent[k, ours.file]['status']}"


def _of_pledges(k: int, position: Assessment, fulfilled: dict[Any, Any], lines: dict[Any, Any]) -> Iterator[str]:
    for contract in position.contracts:
        for ours in contract.fulfilments:
            theirs = fulfilled[k, ours.pledge.ref]
            where = f"{ours.pledge.ref}"
            for name in FIGURES:
                figure = getattr(ours, name)
                value = None if figure is None else figure.value
                expected = None if theirs[name] is None else Fraction(theirs[name])
                if value != expected:
                    yield f"{where}.{name}: pledges {value}, oracle {expected}"
            for name in ("state", "rating"):
                value = getattr(ours, name)
                if getattr(value, "value", value) != theirs[name]:
                    yield f"{where}.{name}: pledges {value}, oracle {theirs[name]}"
            yield from _of_lines(k, where, ours.lines, lines)


def _of_lines(k: int, where: str, counted_lines: Any, lines: dict[Any, Any]) -> Iterator[str]:
    rows: dict[Any, list[Any]] = {}
    for ours in counted_lines:
        rows.setdefault((k, ours.line.row_source.file, int(ours.line.row_source.cell[1:]) - 1), []).append(ours)
    for key, both in rows.items():
        named = f"{where} {key[1]} row {key[2]}"
        mine = sorted((_said(each) for each in both), key=_sortable)
        theirs = sorted(
            ((_exact(each["amount"]), each["grade"], _reasons(each)) for each in lines.get(key, ())), key=_sortable
        )
        if [each[:2] for each in mine] != [each[:2] for each in theirs]:
            both_said = [[(str(amount), grade) for amount, grade, _ in each] for each in (mine, theirs)]
            yield f"{named}.amounts: pledges {both_said[0]}, oracle {both_said[1]}"
            continue
        for (_, _, reason), (_, _, reasons) in zip(mine, theirs, strict=True):
            if (reason is None) != (not reasons) or (reason is not None and reason not in reasons):
                yield f"{named}.set_aside: pledges {reason}, oracle {sorted(reasons)}"


def _said(ours: Any) -> tuple[Fraction | None, int, str | None]:
    amount = None if ours.amount is None else ours.amount.value
    return amount, ours.grade.value, ours.set_aside.reason if ours.set_aside else None


def _sortable(said: tuple[Fraction | None, int, object]) -> tuple[bool, Fraction, int]:
    return said[0] is None, said[0] or Fraction(0), said[1]


def _reasons(theirs: Any) -> set[str]:
    return set((theirs["reasons"] or "").split(",")) - {""}


def _exact(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)
