"""The worked examples of the default badge scheme, through `pledges assess` on a folder."""

import datetime as dt
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

from nouns import cell, pledge, register, supplier

from pledges.cli import main
from pledges.forms.filled import FilledLine, FilledReturn, write_return
from pledges.forms.register import write_register
from pledges.model import Confirmation, ConfirmationGrade, Event, Fact, Pledge, Register
from pledges.periods import Period

ON = dt.date(2026, 4, 30)
DUE = dt.date(2026, 3, 31)

CORVANE = (
    ("placement", "placements", 20, 20, 4),
    ("apprenticeship", "people", 5, 5, 1),
    ("mentoring", "people", 10, 9, 0),
    ("insight", "sessions", 10, 9, 3),
)
"""What Corvane promised, delivered and had confirmed: type, unit, target, counted, verified."""


def corvane() -> Register:
    """Return the register of worked example C: a large firm that delivers and has little of it confirmed."""
    due = [
        pledge(f"C-{number}", type=type_, unit=unit, quantity=Fraction(target), due=DUE, contract_ref=None)
        for number, (type_, unit, target, _, _) in enumerate(CORVANE, start=1)
    ]
    live = [
        pledge(
            f"L-{number}", type=type_, unit="people", quantity=Fraction(2), due=dt.date(2027, 3, 31), contract_ref=None
        )
        for number, type_ in enumerate(("placement", "mentoring", "insight"), start=1)
    ]
    confirmations = tuple(
        Confirmation(
            pledge_ref=f"C-{number}",
            grade=ConfirmationGrade.THIRD_PARTY,
            quantity=Fraction(verified),
            confirmed_on=dt.date(2026, 4, 15),
            source=cell(sheet="Confirmations"),
        )
        for number, (_, _, _, _, verified) in enumerate(CORVANE, start=1)
        if verified
    )
    return register(
        (*due, *live),
        suppliers=(
            supplier("S-01", name="Corvane Outsourcing", organisation_id="GB-COH-01234567", contact_role="HR lead"),
        ),
        contracts=(),
        confirmations=confirmations,
        facts=(fact("uk_workforce", 2400),),
        events=(
            event("statement signed", dt.date(2025, 3, 20), detail="Managing Director"),
            event("contact named", dt.date(2025, 3, 20)),
            event("badge issued", dt.date(2025, 4, 1), level="committed", until=dt.date(2026, 3, 31)),
            event("badge issued", dt.date(2026, 4, 1), level="committed", until=dt.date(2027, 3, 31)),
        ),
    )


def fact(name: str, value: int) -> Fact:
    """Return a fact about the supplier, as at the start of the year."""
    return Fact(
        supplier_ref="S-01", name=name, value=Fraction(value), as_at=dt.date(2026, 1, 1), source=cell(sheet="Facts")
    )


def event(kind: str, day: dt.date, **fields: Any) -> Event:
    """Return an event of the supplier."""
    place = cell(sheet="Events")
    badge = {"scheme": "covenant-delivery", "scheme_version": "0.1"} if kind.startswith("badge") else {}
    return Event(**{"day": day, "supplier_ref": "S-01", "kind": kind, "source": place, **badge, **fields})


def write_folder(folder: Path, whole: Register, due: tuple[Pledge, ...]) -> None:
    """Write the register and one return that reports what was delivered."""
    (folder / "returns").mkdir()
    (folder / "register.xlsx").write_bytes(write_register(whole))
    lines = tuple(
        FilledLine(pledge_ref=each.ref, quantity=counted, evidence_ref="delivery log")
        for each, (_, _, _, counted, _) in zip(due, CORVANE, strict=True)
    )
    sent = FilledReturn(
        supplier_ref="S-01", contract_ref=None, period=Period(dt.date(2025, 4, 1), DUE), lines=lines,
        submitted_on=dt.date(2026, 4, 10),
    )  # fmt: skip
    (folder / "returns" / "year.xlsx").write_bytes(write_return(sent))


def test_corvane_stays_at_the_first_level_for_one_reason(tmp_path: Path) -> None:
    """Worked example C: F is 0.95, V is 11/60, and the verified share is the only criterion that is not met."""
    whole = corvane()
    write_folder(tmp_path, whole, whole.pledges[:4])

    assert main(["assess", str(tmp_path), "--on", ON.isoformat()]) in {0, 1}

    assessment = json.loads((tmp_path / "out" / "assessment.json").read_text(encoding="utf-8"))
    badge = next(each for each in assessment["suppliers"][0]["badges"] if each["scheme"] == "covenant-delivery")
    delivering = next(each for each in badge["levels"] if each["level"] == "delivering")
    criteria = {each["id"]: each for each in delivering["criteria"]}
    assert [each["id"] for each in delivering["criteria"] if each["outcome"] == "not met"] == ["V"]
    assert delivering["outcome"] == "not met"
    assert (criteria["F"]["observed"]["exact"], criteria["V"]["observed"]["exact"]) == ("19/20", "11/60")
    assert (badge["standing"]["level"], badge["standing"]["until"]) == ("committed", "2027-03-31")
    assert badge["next"]["level"] == "delivering"
    assert [each["criterion"] for each in badge["next"]["missing"]] == ["V"]
    assert badge["next"]["missing"][0]["short_by"]["exact"] == "19/60"
    assert not badge["adopted"]
