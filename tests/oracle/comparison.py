"""Cases in, every difference between pledges and the oracle out, each a sentence with the seed that makes it again."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

import attrs
from oracle.arithmetic import all_rows_of, answered, rows_of
from oracle.conduct import of_conduct, of_due_days
from oracle.coverage import reached
from oracle.nouns_of import intake_of, policy_of, register_of

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
    "beneficiary_confirmed",
    "declined",
    "disputed",
    "late",
    "shortfall",
    "days_late",
    "share_of_target",
    "share_of_due",
    "share_of_stretch",
)
ADDED = (
    "target",
    "due_to_date",
    "claimed",
    "documented",
    "counted",
    "verified",
    "counted_known",
    "counted_towards_target",
    "over_target",
    "persons_once",
)


def assessed(case: Case) -> Assessment:
    """Return what pledges says of a case."""
    rulebook = attrs.evolve(RULEBOOK, policy=policy_of(case, RULEBOOK.policy))
    return assess(register_of(case), intake_of(case), rulebook, on=case.on, known_on=case.known_on)


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
    lines = all_rows_of(database, "line_result", ("k", "pledge"))
    sent = rows_of(database, "sent", ("k", "file"))
    conduct = all_rows_of(database, "conduct", ("k", "supplier", "contract"))
    expected = all_rows_of(database, "period_conduct", ("k",))
    due = rows_of(database, "due_return", ("k", "file"))
    roll_ups = rows_of(database, "roll_up", ("k", "heading", "name", "type", "unit"))
    found = list[str]()
    for k, case in enumerate(cases):
        position = assessed(case)
        found += [f"seed {case.seed}, {each}" for each in _of_returns(k, position, sent)]
        found += [f"seed {case.seed}, {each}" for each in of_conduct(k, position, conduct, expected)]
        found += [f"seed {case.seed}, {each}" for each in of_due_days(k, position, due)]
        found += [f"seed {case.seed}, {each}" for each in _of_pledges(k, position, fulfilled, lines)]
        found += [f"seed {case.seed}, {each}" for each in _of_roll_ups(k, position, roll_ups)]
    return Outcome(found, reached(database))


def _of_returns(k: int, position: Assessment, sent: dict[Any, Any]) -> Iterator[str]:
    for ours in position.returns:
        if (k, ours.file) in sent and ours.status != sent[k, ours.file]["status"]:
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


def _of_roll_ups(k: int, position: Assessment, roll_ups: dict[Any, Any]) -> Iterator[str]:
    headings: list[tuple[str, str, Any]] = [("all", "", position.totals)]
    for contract in position.contracts:
        ref = "" if contract.contract is None else contract.contract.ref
        headings.append(("contract", ref, contract.totals))
        headings += [("clause", f"{ref}/{clause}", totals) for clause, totals in contract.clauses.items()]
    headings += [("supplier", each.supplier.ref, each.totals) for each in position.suppliers]
    headings += [("buyer", buyer, totals) for buyer, totals in position.buyers.items()]
    seen = set()
    for heading, name, totals in headings:
        for ours in totals:
            key = (k, heading, name, ours.type, ours.unit)
            seen.add(key)
            named = f"total of {heading} {name} {ours.type} {ours.unit}"
            theirs = roll_ups.get(key)
            if theirs is None:
                yield f"{named}: not one of the oracle's"
                continue
            for field in ("pledges", "not_known"):
                if getattr(ours, field) != theirs[field]:
                    yield f"{named}.{field}: pledges {getattr(ours, field)}, oracle {theirs[field]}"
            for field in ADDED:
                figure = getattr(ours, field)
                value = None if figure is None else figure.value
                if value != _exact(theirs[field]):
                    yield f"{named}.{field}: pledges {value}, oracle {theirs[field]}"
    for key in sorted(each for each in roll_ups if each[0] == k and each not in seen):
        yield f"total of {' '.join(key[1:])}: only the oracle's"


def _of_lines(k: int, where: str, counted_lines: Any, lines: dict[Any, Any]) -> Iterator[str]:
    mine, theirs = dict[str, list[Said]](), dict[str, list[Said]]()
    for ours in counted_lines:
        cell = ours.line.row_source
        reasons = {ours.set_aside.reason} if ours.set_aside else set[str]()
        said = Said(None if ours.amount is None else ours.amount.value, ours.grade.value, reasons, ours.counted.value)
        mine.setdefault(f"{cell.file} row {int(cell.cell[1:]) - 1}", []).append(said)
    for each in lines.get((k, where), ()):
        reasons = set((each["reasons"] or "").split(",")) - {""}
        said = Said(_exact(each["amount"]), each["grade"], reasons, _exact(each["counted"]))
        theirs.setdefault(f"{each['file']} row {max(0, each['row'])}", []).append(said)
    for row in sorted({*mine, *theirs}):
        yield from _of_row(
            f"{where} {row}", sorted(mine.get(row, ()), key=_sortable), sorted(theirs.get(row, ()), key=_sortable)
        )


def _of_row(named: str, mine: list[Said], theirs: list[Said]) -> Iterator[str]:
    if [each[:2] for each in mine] != [each[:2] for each in theirs]:
        both = [[(str(each.amount), each.grade) for each in side] for side in (mine, theirs)]
        yield f"{named}.amounts: pledges {both[0]}, oracle {both[1]}"
        return
    for ours, other in zip(mine, theirs, strict=True):
        # Where several rules set a line aside, pledges names one of them.
        if bool(ours.reasons) != bool(other.reasons) or not ours.reasons <= other.reasons:
            yield f"{named}.set_aside: pledges {sorted(ours.reasons)}, oracle {sorted(other.reasons)}"
        if ours.counted != other.counted:
            yield f"{named}.counted: pledges {ours.counted}, oracle {other.counted}"


class Said(NamedTuple):
    """What one of the two says of a row: an amount at a grade, and why it does not count."""

    amount: Fraction | None
    grade: int
    reasons: set[str]
    counted: Fraction | None


def _sortable(said: Said) -> tuple[bool, Fraction, int, bool, Fraction, list[str]]:
    amount = said.amount or Fraction(0)
    counted = Fraction(-1) if said.counted is None else said.counted
    return said.amount is None, amount, said.grade, bool(said.reasons), counted, sorted(said.reasons)


def _exact(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)
