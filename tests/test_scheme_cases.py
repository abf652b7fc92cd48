"""The cases of the shipped schemes in their owners' words: what is recorded of a firm, and what each level answers."""

import datetime as dt
import tomllib
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pytest
from badge_positions import cell, event, fulfilment, overdue, pledge, supplier

from pledges.eligibility import Decision, decide
from pledges.eligibility.versions import speaks
from pledges.files.policy import default_policy
from pledges.files.schemes import built_in_schemes, illustrations, scheme_named
from pledges.fulfilment.result import Fulfilment
from pledges.history import history_of
from pledges.model import Event, Fact, Register

CASES = Path(__file__).parent / "cases" / "schemes"


@attrs.frozen
class Case:
    """One firm on one day, and what is expected of its levels and criteria."""

    name: str
    scheme: str
    asked: dict[str, Any]


def cases() -> list[Case]:
    """Return every case of every file."""
    found = []
    for path in sorted(CASES.glob("*.toml")):
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        for each in content["cases"]:
            given = {**content.get("given", {}), **each}
            given["yes"] = [*content.get("given", {}).get("yes", ()), *each.get("yes", ())]
            found.append(Case(f"{path.stem}: {each['name']}", given.get("scheme", content["scheme"]), given))
    return found


def facts_of(asked: dict[str, Any]) -> tuple[Fact, ...]:
    """Return the facts of a case: yes, no, and numbers, each as at the day or at a day of its own."""
    numbers = {
        **dict.fromkeys(asked.get("yes", ()), "1"),
        **dict.fromkeys(asked.get("no", ()), "0"),
        **asked.get("facts", {}),
    }
    days = asked.get("as_at", {})
    return tuple(
        Fact(
            supplier_ref="S-01", name=name, value=Fraction(str(number)), as_at=days.get(name, asked["on"]),
            source=cell("A2", "Facts"),
        )
        for name, number in numbers.items()
    )  # fmt: skip


def events_of(asked: dict[str, Any], scheme: str) -> tuple[Event, ...]:
    """Return the events of a case; one of a badge's life is of the scheme of the case."""
    found = []
    for each in asked.get("events", ()):
        fields = {name.replace(" ", "_"): what for name, what in each.items() if name not in {"event", "day"}}
        named = {"scheme": scheme.partition("@")[0]} if "level" in fields or "criterion" in fields else {}
        found.append(event(each["event"], each["day"].isoformat(), **{**named, **fields}))
    return tuple(found)


def pledges_of(asked: dict[str, Any]) -> tuple[Fulfilment, ...]:
    """Return the pledges of a case, each of ten where it says no more, with what was delivered and confirmed."""
    found = []
    for number, each in enumerate(asked.get("pledges", ()), start=1):
        named = {name: each[name] for name in ("unit", "due", "contractual", "weight") if name in each}
        amounts = {name: each[name] for name in ("target", "verified", "beneficiary", "declined") if name in each}
        counted = None if each.get("unknown") else each.get("counted", "0")
        found.append(fulfilment(pledge(f"P-{number}", type_=each["type"], **named), counted, **amounts))
    return tuple(found)


def decided(case: Case) -> Decision:
    """Return what the scheme of a case decides."""
    scheme = scheme_named(case.scheme)
    assert scheme is not None, case.scheme
    register = Register(
        suppliers=(), contracts=(), pledges=(), facts=facts_of(case.asked), events=events_of(case.asked, case.scheme)
    )
    on: dt.date = case.asked["on"]
    history = history_of("S-01", register, on=on, known_on=None)
    firm = supplier(headcount=case.asked.get("headcount"), **case.asked.get("firm", {}))
    assert speaks(scheme, history, on) is case.asked.get("speaks", True)
    late = tuple(overdue(days, on=on) for days in case.asked.get("overdue", ()))
    return decide(scheme, firm, pledges_of(case.asked), history, late, default_policy(), on=on)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_the_decision_is_what_the_case_says(case: Case) -> None:
    """Each level and criterion that a case names has the outcome it names."""
    decision = decided(case)

    levels = {each.level: each.outcome.value for each in decision.levels}
    criteria = {
        f"{level.level}.{node.id}": node.outcome.value
        for level in decision.levels
        for criterion in level.criteria
        for node in criterion.nodes()
    }
    assert case.asked.get("levels") or case.asked.get("criteria")
    assert {name: levels[name] for name in case.asked.get("levels", {})} == case.asked.get("levels", {})
    assert {name: criteria[name] for name in case.asked.get("criteria", {})} == case.asked.get("criteria", {})


def test_every_illustration_has_cases() -> None:
    """No shipped reading of a real scheme goes untested."""
    named = {case.scheme for case in cases()}

    assert {f"{each.id}@{each.version}" for each in illustrations()} <= named


def test_an_illustration_is_labelled_and_none_is_built_in() -> None:
    """Nobody can take our reading for the scheme, and none speaks unasked."""
    for scheme in illustrations():
        assert scheme.status == "unofficial illustration"
        assert "unofficial" in scheme.name
        assert "unofficial illustration" in scheme.note
    assert not {each.id for each in illustrations()} & {each.id for each in built_in_schemes()}
