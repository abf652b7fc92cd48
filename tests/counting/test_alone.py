"""What is said of the rows of a return without a register; single sums stand in `sums.toml`."""

import datetime as dt
from typing import Any

import attrs
from accounts import BLANK, MAY, row, sent

from pledges.audience import Vocabulary
from pledges.counting.alone import measured_alone
from pledges.model import LineColumns
from pledges.provenance import CellRef

BEFORE = MAY - dt.timedelta(days=1)


def asked(*rows: Any, **fields: Any) -> list[tuple[str, str]]:
    """Return what is asked about the rows of a return, and where."""
    own = attrs.evolve(sent("q1", *rows).sent, **fields)
    found = measured_alone([own], Vocabulary())
    assert {(each.supplier_ref, each.contract_ref, each.pledge_ref) for each in found} <= {(None, None, None)}
    return [(each.code, str(each.source)) for each in found]


def test_an_end_before_its_start_is_told_once_at_its_cell_whatever_the_row_is_measured_in() -> None:
    """With a unit and without, with a number and blank, and where the return says no period."""
    crossed: dict[str, Any] = {"start": MAY, "end": BEFORE}
    place = [("dates-crossed", "returns/q1.xlsx!Delivery!E2")]

    assert asked(row(1, unit="people", **crossed)) == place
    assert asked(row(1, **crossed)) == place
    assert asked(row(**BLANK, **crossed)) == place
    assert asked(row(**BLANK, **crossed), period=None) == place
    assert asked(row(1, start=MAY, end=MAY)) == []


def test_an_end_that_has_no_cell_of_its_own_is_told_at_its_row() -> None:
    """A host that builds its lines itself may know the row alone."""
    own = sent("q1", row(1, start=MAY, end=BEFORE)).sent
    bare = attrs.evolve(own, lines=tuple(attrs.evolve(each, columns=LineColumns()) for each in own.lines))

    (found,) = measured_alone([bare], Vocabulary())

    assert found.source == CellRef(file="returns/q1.xlsx", sheet="Delivery", cell="R2")


def test_a_row_that_waits_for_the_promises_unit_keeps_no_later_row_from_being_told() -> None:
    """After a blank row without a unit the next one is measured, each in its own unit."""
    rows = [row(**BLANK, start=MAY), row("1/2", unit="people"), row("1/2", unit="sessions"), row(-1, unit="people")]

    assert [code for code, _ in asked(*rows)] == ["quantity-part-person", "quantity-negative"]
