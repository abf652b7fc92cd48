"""Cases kept as data, in the words of those who own the rules, run through `pledges assess`.

A case is a TOML file of `tests/cases`: a register, returns, and what a position on a day must say. `positions` ask
several days of the same returns; `variants` have returns of their own. `false` stands for an unknown figure. Instead of
`contracts` and `pledges`, a case may give the sheets of its `register` row by row, in the headings an officer sees; a
variant adds its own rows to them. `contracts` of a position say what variations have made of a contract, `totals` the
roll-ups of a contract by type and unit, `not_found` the findings that there must not be. `policy` gives house rules by
name where they are not the usual ones.
"""

import tomllib
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pytest
from case_folders import assessed, workbook_of, write_folder
from nouns import cell, register

from pledges.forms.register import write_register
from pledges.model import Contract, Milestone, Pledge, Register, Trajectory

CASES = Path(__file__).parent / "cases"


@attrs.frozen
class Position:
    """One thing a case asks."""

    name: str
    case: dict[str, Any]
    asked: dict[str, Any]


def positions() -> list[Position]:
    """Return everything that the case files ask."""
    asked = list[Position]()
    for path in sorted(CASES.glob("*.toml")):
        case = tomllib.loads(path.read_text(encoding="utf-8"))
        questions = [*case.get("positions", ()), *case.get("variants", ())]
        assert questions, f"{path.name} asks nothing"
        asked += [Position(f"{path.stem}: {each['name']}", case, each) for each in questions]
    return asked


def register_of(case: dict[str, Any]) -> Register:
    """Return the register that a case describes."""
    contracts = tuple(
        Contract(**{"title": "Contract", "buyer": "Council", "source": cell(sheet="Contracts"), **each})
        for each in case["contracts"]
    )
    return register(tuple(pledge_of(each) for each in case["pledges"]), contracts=contracts)


def sheets_of(position: Position) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of a case's register, and those that the position adds."""
    own, added = position.case["register"], position.asked.get("register", {})
    return {name: [*own.get(name, ()), *added.get(name, ())] for name in {**own, **added}}


def pledge_of(described: dict[str, Any]) -> Pledge:
    """Return the pledge that a case describes."""
    fields = dict(described)
    milestones = tuple(
        Milestone(day=each["day"], quantity=Fraction(each["quantity"]), source=cell(sheet="Milestones"))
        for each in fields.pop("milestones", ())
    )
    trajectory = Trajectory(fields.pop("trajectory", "milestones" if milestones else "at due"))
    place = cell()
    given: dict[str, Any] = {"supplier_ref": "S-01", "contract_ref": "C-1", "source": place, "quantity_source": place}
    return Pledge(
        **{
            **given,
            **fields,
            "quantity": Fraction(fields["quantity"]),
            "milestones": milestones,
            "trajectory": trajectory,
        }
    )


def assessment_of(position: Position, folder: Path) -> dict[str, Any]:
    """Write a case folder, assess it on the command line, and return the assessment."""
    from_rows = "register" in position.case
    content = workbook_of(sheets_of(position)) if from_rows else write_register(register_of(position.case))
    returns = position.asked.get("returns", position.case.get("returns", ()))
    policy = position.case.get("policy", {}) | position.asked.get("policy", {})
    write_folder(folder, content, returns, policy)
    return assessed(folder, position.asked["on"], position.asked.get("known_on"))


@pytest.mark.parametrize("position", positions(), ids=lambda position: position.name)
def test_the_position_is_what_the_case_says(position: Position, tmp_path: Path) -> None:
    """A position has the figures, states, findings and returns that its case names."""
    assessment = assessment_of(position, tmp_path)

    pledges = {each["pledge_ref"]: each for contract in assessment["contracts"] for each in contract["pledges"]}
    for ref, expected in position.asked.get("expect", {}).items():
        assert {field: _seen(pledges[ref], field) for field in expected} == expected
    contracts = {each["contract_ref"]: each for each in assessment["contracts"]}
    for ref, expected in position.asked.get("contracts", {}).items():
        assert {field: _seen(contracts[ref]["variations"], field) for field in expected} == expected
    returns = {str(each["file"]).rpartition("/")[2]: each for each in assessment["returns"]}
    for file, status in position.asked.get("statuses", {}).items():
        assert returns[file]["status"] == status
    for file, days in position.asked.get("days_late", {}).items():
        assert returns[file]["days_late"] == days
    if "missing" in position.asked:
        missing = [each for each in assessment["returns"] if each["status"] == "missing"]
        due = [{"due": each["due"].isoformat(), "days_late": each["days_late"]} for each in position.asked["missing"]]
        assert [{"due": each["due"], "days_late": each["days_late"]} for each in missing] == due
    for name, expected in position.asked.get("totals", {}).items():
        ref, type_, unit = name.split("/")
        totals = next(each for each in contracts[ref]["totals"] if (each["type"], each["unit"]) == (type_, unit))
        assert {field: _seen(totals, field) for field in expected} == expected
    codes = {each["code"] for each in assessment["findings"]}
    assert set(position.asked.get("findings", ())) <= codes
    assert not set(position.asked.get("not_found", ())) & codes


def _seen(pledge: dict[str, Any], field: str) -> object:
    """Return what the assessment says of a field, in the words a case uses."""
    if field == "value":
        return pledge["counted"]["value"]
    if field == "amounts":
        return [line["amount"]["exact"] for line in pledge["lines"]]
    if field == "set_aside":
        return [line["set_aside"]["reason"] for line in pledge["lines"] if line["set_aside"] is not None]
    seen = pledge[field]
    if isinstance(seen, dict):
        return seen["exact"]
    return False if seen is None else seen
