import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from nouns import YEAR, cell, contract, pledge, register

from pledges.findings import Finding
from pledges.model import Clause, Contract, Conversion, Length, Milestone, Pledge, ShareOf, Trajectory, Variation
from pledges.register.lint import AREA_WORDS, WIDER_WORDS, lint, words_in

LONG = contract("C-1", end=YEAR.end + dt.timedelta(days=1), returns_every="quarter")
SHORT = contract("C-1", returns_every="quarter")
VALUED = contract("C-1", end=LONG.end, returns_every="quarter", value=Fraction(3_700_000))
FIVE_DAYS = Length(number=Fraction(5), unit="days", source=cell())
CAP = Length(number=Fraction(104), unit="weeks", source=cell())
STEP = Milestone(day=YEAR.end, quantity=Fraction(9), source=cell())


def clause(requirement: str = "Apprentices", beneficiaries: str = "former relevant child") -> Clause:
    """Return a clause of C-1."""
    place = cell(sheet="Clauses")
    return Clause(ref="CL-1", contract_ref="C-1", requirement=requirement, beneficiaries=beneficiaries, source=place)


def good(ref: str = "P-1", **fields: Any) -> Pledge:
    """Return a promise that nothing is asked of."""
    given = {"clause_ref": "CL-1", "contractual": True, "per_source": cell(), "trajectory": Trajectory.STRAIGHT_LINE}
    return pledge(ref, **{**given, **fields})


def asked(*promised: Pledge, of: Contract = LONG, says: Clause | None = None) -> tuple[Finding, ...]:
    """Return what is asked of promises under a contract with one clause."""
    return lint(register(promised, contracts=(of,), clauses=(says or clause(),)))


def codes(*promised: Pledge, of: Contract = LONG, says: Clause | None = None) -> list[str]:
    """Return the codes of what is asked."""
    return sorted(found.code for found in asked(*promised, of=of, says=says))


def test_a_promise_that_can_be_measured_is_asked_nothing() -> None:
    """Everything is said: how much, by when, of whom, and when returns come."""
    assert codes(good()) == []


@pytest.mark.parametrize(
    ("fields", "of", "is_asked"),
    [
        ({"per_source": None}, LONG, True),
        ({"per_source": None}, SHORT, False),
        ({"per_source": None, "record_only": True, "quantity": None}, LONG, False),
        (
            {"per_source": None, "banded": True, "quantity": None},
            contract("C-1", end=LONG.end, value=Fraction(1)),
            False,
        ),
        (
            {"per_source": None, "milestones": (STEP,)},
            LONG,
            False,
        ),
        ({"per_source": None, "rules": (("Per", "unreadable"),)}, LONG, False),
        ({"per_source": None, "quantity": None}, LONG, False),
        ({"per_source": None}, contract("C-1", end=None), False),
    ],
)
def test_per_contract_or_per_year_is_asked_where_both_could_be_meant(
    fields: dict[str, Any], of: Contract, is_asked: bool
) -> None:
    """A contract of a year has one year; of a day more, the answer changes the promise."""
    assert ("lint-per" in codes(good(**fields), of=of)) is is_asked


def test_the_question_names_how_much_is_promised() -> None:
    """An officer sees which number is meant."""
    (found,) = (each for each in asked(good(per_source=None)) if each.code == "lint-per")

    assert found.saw == "10 people"
    assert (found.pledge_ref, found.contract_ref, found.supplier_ref) == ("P-1", "C-1", "S-01")


VARIED: dict[str, Any] = {
    "contract_ref": "C-1", "effective": YEAR.end, "effect": "rescale", "source": cell(),
    "value_change": Fraction(10**6),
}  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "change", "is_asked"),
    [
        ({}, {}, True),
        ({}, {"effect": "replace", "pledge_ref": "P-1"}, True),
        ({"per_year": True}, {}, True),
        ({}, {"effect": "none"}, False),
        ({}, {"value_change": None}, False),
        ({}, {"value_change": Fraction(0)}, False),
        ({}, {"pledge_ref": "P-2"}, False),
        ({}, {"contract_ref": "C-2"}, False),
        ({}, {"pledge_ref": "P-1", "new_quantity": Fraction(12)}, False),
        ({"rounding_source": cell()}, {}, False),
        ({"unit": "weeks"}, {}, False),
        ({"banded": True, "quantity": None}, {}, False),
        ({"record_only": True, "quantity": None}, {}, False),
    ],
)
def test_rounding_is_asked_of_what_a_change_of_value_scales(
    fields: dict[str, Any], change: dict[str, Any], is_asked: bool
) -> None:
    """Ten people of a contract that grows by a third are 13.33; what the change does not bear on is asked nothing."""
    varied = Variation(**{**VARIED, **change})
    whole = register((good(**fields),), contracts=(VALUED,), clauses=(clause(),), variations=(varied,))

    found = [each for each in lint(whole) if each.code == "lint-rounding"]

    assert [each.pledge_ref for each in found] == (["P-1"] if is_asked else [])


def test_a_promise_scaled_in_two_ways_is_asked_once_and_told_the_first() -> None:
    """For each million, and the million is varied: one question."""
    whole = register(
        (good(per_pounds=Fraction(10**6)), good("P-2")), contracts=(VALUED,), clauses=(clause(),),
        variations=(Variation(**VARIED),),
    )  # fmt: skip

    first, second = lint(whole)

    assert "scaled by value:" in first.text
    assert "scaled by changes of the contract's value:" in second.text


@pytest.mark.parametrize(
    ("fields", "is_asked"),
    [
        ({"per_pounds": Fraction(10**6)}, True),
        (
            {
                "per_year": True,
                "unit": "placements",
                "minimum_length": Length(number=Fraction(5), unit="days", source=cell()),
            },
            True,
        ),
        ({"per_pounds": Fraction(10**6), "unit": "weeks"}, False),
        ({"per_pounds": Fraction(10**6), "rounding_source": cell()}, False),
        ({}, False),
    ],
)
def test_rounding_is_asked_of_what_comes_whole_and_is_scaled(fields: dict[str, Any], is_asked: bool) -> None:
    """3.7 people is a riddle, 3.7 weeks is not; `exact` is an answer too."""
    assert codes(good(**fields), of=VALUED) == (["lint-rounding"] if is_asked else [])


@pytest.mark.parametrize(
    "fields",
    [
        {"per_pounds": Fraction(5), "unit": "weeks"},
        {"banded": True, "quantity": None},
        {"trajectory": Trajectory.SPEND},
    ],
)
def test_a_promise_that_rests_on_the_value_needs_one(fields: dict[str, Any]) -> None:
    """Per an amount, by bands and by spend."""
    assert codes(good(**fields)) == ["lint-value"]
    assert codes(good(**fields), of=VALUED) == []


@pytest.mark.parametrize(
    ("fields", "columns"),
    [
        ({"due": LONG.end}, []),
        ({"due": dt.date(2026, 4, 2)}, ["Due"]),
        ({"start": dt.date(2026, 4, 2), "due": dt.date(2026, 4, 3)}, ["Due", "Start"]),
        ({"due": None}, []),
    ],
)
def test_days_after_the_contract_are_asked_about(fields: dict[str, Any], columns: list[str]) -> None:
    """Its last day is in it, the next is not."""
    found = [each.text.partition(" ")[0] for each in asked(good(**fields)) if each.code == "lint-day"]

    assert sorted(found) == columns


@pytest.mark.parametrize(
    ("fields", "is_noted"),
    [
        ({"trajectory": Trajectory.AT_DUE, "due": dt.date(2026, 4, 1)}, True),
        ({"trajectory": Trajectory.AT_DUE, "due": dt.date(2026, 3, 31)}, False),
        ({"trajectory": Trajectory.AT_DUE, "due": dt.date(2026, 4, 1), "start": dt.date(2025, 4, 2)}, False),
        ({"trajectory": Trajectory.AT_DUE, "due": dt.date(2026, 4, 1), "per_year": True, "unit": "weeks"}, False),
    ],
)
def test_a_promise_that_falls_due_all_at_once_after_a_year_is_noted(fields: dict[str, Any], is_noted: bool) -> None:
    """Until then nobody sees a shortfall; it is a note, because it may be meant."""
    found = [each for each in asked(good(**fields)) if each.code == "lint-course"]

    assert bool(found) is is_noted
    assert not any(each.needs_a_person for each in found)


def test_a_percentage_needs_its_whole() -> None:
    """What it is a share of is said, or is asked; a cell that could not be read has its own finding."""
    share = ShareOf(part_ref="P-2", whole_fact="uk_workforce", source=cell())
    bare, said = good(unit="%"), good(unit="%", share_of=share)
    damaged = good(unit="%", rules=(("Conversion", "unreadable"),))

    assert [codes(each) for each in (bare, said, damaged)] == [["lint-share"], [], []]


@pytest.mark.parametrize(
    ("ref", "fields", "is_asked"),
    [
        ("P-1a", {}, True), ("P-1.2", {}, True), ("P-1/2", {}, True), ("P-1(b)", {}, True), ("P-10", {}, False),
        ("P-1-2", {}, False), ("P-1a", {"parent_ref": "P-1"}, False), ("P-1a", {"unit": "weeks"}, False),
        ("P-1a", {"supplier_ref": "S-02"}, False), ("P-1a", {"derived_ref": True}, False), ("P-2a", {}, False),
    ],
)  # fmt: skip
def test_a_reference_that_is_another_with_something_added_looks_like_a_part(
    ref: str, fields: dict[str, Any], is_asked: bool
) -> None:
    """Of the same supplier and unit, and named by a person."""
    found = [each for each in asked(good("P-1"), good(ref, **fields)) if each.code == "lint-part"]

    assert [each.pledge_ref for each in found] == ([ref] if is_asked else [])
    assert all("a part of P-1," in each.text for each in found)


def test_a_part_of_a_part_is_asked_of_its_nearest() -> None:
    """P-1.2.1 looks like a part of P-1.2, not of P-1."""
    found = [each for each in asked(good("P-1"), good("P-1.2"), good("P-1.2.1")) if each.code == "lint-part"]

    assert {each.pledge_ref: each.text.partition("part of ")[2].partition(",")[0] for each in found} == {
        "P-1.2": "P-1", "P-1.2.1": "P-1.2",
    }  # fmt: skip


@pytest.mark.parametrize(
    "fields",
    [{"cap_per_person": CAP}, {"exclusive_group": "one"}],
)
def test_a_rule_about_each_person_needs_a_reference_of_each_person(fields: dict[str, Any]) -> None:
    """A clause that asks for one settles it, whatever the case; a clause that asks for names does not."""
    asks = clause(requirement="Every return names each young person by a Person-Reference of the broker.")

    assert codes(good(**fields)) == ["lint-person"]
    assert codes(good(**fields), says=asks) == []
    assert codes(good(**fields), says=clause(requirement="Every return gives the names.")) == ["lint-person"]


@pytest.mark.parametrize("words", AREA_WORDS)
def test_each_area_word_is_recognised_and_named(words: str) -> None:
    """In the requirement, the beneficiaries or the promise's own wording, whatever its case."""
    sentence = f"Care leavers, {words.title()}; at award"

    found = [
        asked(good(), says=clause(requirement=sentence)),
        asked(good(), says=clause(beneficiaries=sentence)),
        asked(good(description=sentence)),
    ]

    assert [[each.code for each in every] for every in found] == [["lint-area"]] * 3
    assert all(f'"{words}"' in every[0].text for every in found)


@pytest.mark.parametrize("words", WIDER_WORDS)
def test_words_that_take_in_those_who_live_elsewhere_settle_it(words: str) -> None:
    """A clause that says so is asked nothing."""
    assert codes(good(), says=clause(beneficiaries=f"local care leavers, {words}")) == []


@pytest.mark.parametrize("text", ["residential care", "delivery", "believe in", "relive interviews", "the locality"])
def test_words_are_whole_words(text: str) -> None:
    """A residential home is no resident."""
    assert words_in(text, AREA_WORDS) == ()


def test_a_clause_without_beneficiaries_and_promises_without_a_clause_are_asked_about_once_each() -> None:
    """The clause at its row, the promises of a contract together at the contract's."""
    found = asked(good(clause_ref=""), good("P-2", clause_ref=""), says=clause(beneficiaries=""))

    assert [each.code for each in found] == ["lint-beneficiaries", "lint-clause"]
    assert found[1].text == "2 promises of this contract name no clause."
    assert asked(good(clause_ref=""), says=clause())[0].text == "1 promise of this contract names no clause."


def test_a_contract_without_returns_is_asked_about_once() -> None:
    """However many promises it has; one without promises asks nothing, and voluntary promises have no contract."""
    silent = contract("C-1")

    assert codes(good(), good("P-2"), of=silent) == ["lint-schedule"]
    assert codes(good(contract_ref=None, clause_ref=""), of=silent) == []


def test_placements_without_a_length_and_an_unsaid_contractual_are_notes() -> None:
    """They are worth a thought and stop nobody."""
    found = asked(good(type="placement", unit="placements", contractual=None))

    assert [each.code for each in found] == ["lint-contractual", "lint-minimum"]
    assert not any(each.needs_a_person for each in found)


def test_the_questions_stand_in_reading_order() -> None:
    """Whatever the order of the register's rows."""
    promised = (good("P-1", per_source=None), good("P-2", unit="%"), good("P-3", contractual=None))

    assert asked(*promised) == asked(*reversed(promised))


def test_a_conversion_is_no_share() -> None:
    """A promise in weeks may say how hours become weeks."""
    rule = Conversion(number=Fraction(35), unit="hours", makes=Fraction(1), makes_unit="weeks", source=cell())

    assert codes(good(unit="weeks", conversion=rule)) == []


@pytest.mark.parametrize(
    ("fields", "of", "saw"),
    [
        ({"per_pounds": Fraction(10**6), "quantity": Fraction(2)}, VALUED, "7.4 people"),
        ({"per_pounds": Fraction(10**6), "quantity": Fraction(10)}, VALUED, ""),
        ({"per_pounds": Fraction(10**6), "quantity": Fraction(2)}, LONG, ""),
        ({"per_year": True, "quantity": Fraction(2)}, VALUED, ""),
    ],
)
def test_rounding_is_asked_with_what_the_promise_itself_comes_to(
    fields: dict[str, Any], of: Contract, saw: str
) -> None:
    """Two for each million of £3.7m are 7.4; nothing is named where that is not known, or whole by chance."""
    found = [each for each in asked(good(**fields), of=of) if each.code == "lint-rounding"]

    assert [each.saw for each in found] == [saw]
