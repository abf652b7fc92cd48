"""Cases and changes of them in; the promises of `docs/architecture.md`, and what must hold between the two, out."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from functools import cache
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

import pytest
from oracle import changes
from oracle.comparison import FIGURES, assessed
from oracle.drawn_policy import LOCAL
from oracle.generator import drawn_case
from oracle.nouns_of import register_of
from oracle.tables import Line
from strategies import without_sources

from pledges.figures import replay
from pledges.forms.register import write_register
from pledges.model import Absence
from pledges.provenance import CellRef
from pledges.register import read_register
from pledges.sheets import read

if TYPE_CHECKING:
    from collections.abc import Callable

    from oracle.tables import Case

    from pledges.assess import Assessment
    from pledges.provenance import Source

CASES = tuple(range(120))
WRITTEN = tuple(range(100))
"""Registers that are written as workbooks, which takes longer than to count them."""

UNSCALED = ("share_of_target", "share_of_due", "share_of_stretch", "days_late")

Said = dict[tuple[str, str], Any]


@cache
def case_of(seed: int) -> Case:
    """Return the case of a seed, drawn once for all tests."""
    return drawn_case(seed)


@cache
def position_of(seed: int) -> Assessment:
    """Return what pledges says of a case, worked out once for all tests."""
    return assessed(case_of(seed))


def told(position: Assessment) -> Said:
    """Return what a position says of every promise."""
    said: Said = {}
    for contract in position.contracts:
        for each in contract.fulfilments:
            figures = ((name, getattr(each, name)) for name in FIGURES)
            said |= {(each.pledge.ref, name): None if figure is None else figure.value for name, figure in figures}
            said |= {(each.pledge.ref, "state"): each.state, (each.pledge.ref, "rating"): each.rating}
    return said


@pytest.mark.parametrize(
    "change",
    [changes.permuted, changes.with_lines_split, changes.sent_twice, changes.without_the_future],
    ids=lambda change: change.__name__,
)
def test_a_change_that_must_change_nothing(change: Callable[[Case], Case]) -> None:
    """Another order, a row as two, the same files again, no word of the future: nothing is another."""
    for seed in CASES:
        after = told(assessed(change(case_of(seed))))

        assert after == told(position_of(seed)), f"seed {seed}"


def test_all_that_is_28_years_later_is_the_same() -> None:
    """Weekdays and leap days fall as they did. Bank holidays do not, so that weeks of working days are left out."""
    for seed in CASES:
        case = changes.by_the_calendar(case_of(seed))

        assert told(assessed(changes.later(case))) == told(assessed(case)), f"seed {seed}"


def test_a_contract_of_another_supplier_changes_nothing_else() -> None:
    """What one firm does under its own contract is in nobody else's figures."""
    counted_of_stranger = set[object]()
    for seed in CASES:
        after = told(assessed(changes.with_a_stranger(case_of(seed))))

        counted_of_stranger.add(after["P-99", "counted"])
        of_others = {key: value for key, value in after.items() if key[0] != "P-99"}
        assert of_others == told(position_of(seed)), f"seed {seed}"
    assert 3 in counted_of_stranger


def test_three_times_as_much_promised_and_done_is_three_times_the_amount_and_the_same_share() -> None:
    """Amounts grow with what is promised and delivered; shares, ratings, states and days stay."""
    for seed in CASES:
        case = changes.plain(case_of(seed))
        in_per_cent = changes.percentages(case)

        before, after = told(assessed(case)), told(assessed(changes.scaled(case, 3)))

        for (ref, name), value in before.items():
            grows = name in FIGURES and name not in UNSCALED and ref not in in_per_cent and value is not None
            assert after[ref, name] == (value * 3 if grows else value), f"seed {seed}, {ref}.{name}"


def test_more_evidence_never_lowers_what_counts() -> None:
    """A third party's word for everything leaves no type and unit with less counted or verified than before.

    One promise can lose to another: a line that is only claimed uses nothing of a cap until somebody confirms it. A
    cap in months or years is a gate, since it begins with the first line that counts; a percentage falls as its whole
    grows.
    """
    for seed in CASES:
        case = case_of(seed)
        before = _in_all(position_of(seed))

        after = _in_all(assessed(changes.with_all_confirmed(case)))

        for key, value in before.items():
            now = after[key]
            assert value is None or now is None or now >= value, f"seed {seed}, {key}"


def _in_all(position: Assessment) -> dict[tuple[str, str, str], Fraction | None]:
    """Return what is counted and verified by type and unit; None where one of it is unknown or capped in time."""
    amounts = defaultdict[tuple[str, str, str], list[Fraction | None]](list)
    for contract in position.contracts:
        for each in contract.fulfilments:
            pledge = each.pledge
            cap = pledge.cap_per_person
            gated = pledge.unit == "%" or (cap is not None and cap.unit in {"months", "years"})
            for name in ("counted", "verified"):
                amounts[pledge.type, pledge.unit, name].append(None if gated else getattr(each, name).value)
    return {
        key: None if None in values else sum((value or Fraction(0) for value in values), Fraction(0))
        for key, values in amounts.items()
    }


def test_every_figure_is_the_sum_of_its_leaves() -> None:
    """A figure computed again from its leaves gives its value."""
    for seed in CASES:
        for contract in position_of(seed).contracts:
            for each in contract.fulfilments:
                figures = [(name, getattr(each, name)) for name in FIGURES]

                again = {name: replay(figure) for name, figure in figures if figure is not None}

                assert again == {name: figure.value for name, figure in figures if figure is not None}, f"seed {seed}"


def test_no_row_vanishes_and_each_is_at_its_address() -> None:
    """Each row that says something in a return that counts is a line at its own cell, or a finding names its row."""
    for seed in CASES:
        position = position_of(seed)
        counted = {each.file for each in position.returns if each.status == "counted"}
        fulfilments = [each for contract in position.contracts for each in contract.fulfilments]

        shown = {_row_of(line.line.row_source) for each in fulfilments for line in (*each.lines, *each.continuations)}
        named = {_row_of(each.source) for each in position.findings}

        agreed = "not_applicable_accepted" in {row[0] for row in case_of(seed).rows.get("house_rule", ())}
        for line in case_of(seed).rows.get("line", ()):
            if isinstance(line, Line) and line.file in counted and _says_something(line, is_agreed=agreed):
                assert (line.file, str(line.row + 1)) in shown | named, f"seed {seed}, {line.file} row {line.row}"


def _row_of(source: Source) -> tuple[str, str]:
    """Return the file and the row of a place, whatever its column."""
    return (source.file, (source.cell or "").lstrip(ascii_uppercase)) if isinstance(source, CellRef) else ("", "")


def _says_something(line: Line, *, is_agreed: bool) -> bool:
    """Whether a row says anything: N/A does not where the council may have agreed to it."""
    nothing = {None, Absence.MISSING.value, *([Absence.NOT_APPLICABLE.value] if is_agreed else ())}
    return line.quantity is not None or line.absence not in nothing


@pytest.mark.parametrize("seed", WRITTEN)
def test_a_register_that_is_written_is_read_as_it_was(seed: int) -> None:
    """What `forms` writes of a register that sheets can hold is read as it was, but for where its facts stand."""
    register = register_of(changes.as_a_sheet_holds(case_of(seed)))
    workbook = read(write_register(register))

    reading = read_register([("register.xlsx", sheet) for sheet in workbook.sheets], local_units=(LOCAL,))

    assert without_sources(reading.register) == without_sources(register)
