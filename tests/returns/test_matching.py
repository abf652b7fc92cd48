"""What typed references, codes and names are matched with, and what is only offered as nearest."""

from __future__ import annotations

import attrs
import pytest
from council import REGISTER, pledge
from hypothesis import given
from hypothesis import strategies as st

from pledges.returns.matching import PledgeIndex, match_pledges, nearest_refs, nearest_words
from pledges.tables import reference_key

INDEX = PledgeIndex.of(REGISTER)


def refs(key: str, supplier_ref: str = "S-01", contract_ref: str | None = "C-001") -> list[str]:
    """Return the references that a key names."""
    return [each.ref for each in match_pledges(key, supplier_ref, contract_ref, INDEX)]


@pytest.mark.parametrize("typed", ["P-01", " p-01 ", "P01", "p 01", "P–01", "p_01", "\u200bP-0\u200b1", "\uff30-01"])
def test_a_reference_is_found_whatever_its_case_spaces_and_punctuation(typed: str) -> None:
    """Nothing but case, spaces and punctuation may differ."""
    key = typed

    found = refs(key)

    assert found == ["P-01"]


@pytest.mark.parametrize("typed", ["ECC7", "ecc 7", "E.C.C.7", "work tasters", "WORK-TASTERS"])
def test_a_code_or_title_that_suppliers_use_is_found(typed: str) -> None:
    """Also known as holds the codes and titles suppliers use."""
    key = typed

    found = refs(key)

    assert found == ["P-01"]


@pytest.mark.parametrize("typed", ["P-1", "P-O1", "P-011", "P-01a", "", " ", "—", "work taster", "P-01 and P-02"])
def test_what_is_only_similar_is_not_found(typed: str) -> None:
    """Nothing is matched by a guess."""
    key = typed

    found = refs(key)

    assert found == []


def test_the_reference_of_another_supplier_never_matches() -> None:
    """P-03 is a promise of S-02, not of S-01."""
    key = "P-03"

    found = (refs(key, "S-01"), refs(key, "S-02"))

    assert found == ([], ["P-03"])


def test_a_promise_of_another_contract_does_not_match() -> None:
    """P-10 belongs to C-002, P-11 is voluntary, and each is found only there."""
    places = ("C-001", "C-002", None)

    found = {key: [refs(key, "S-02", place) for place in places] for key in ("P-10", "P-11")}

    assert found == {"P-10": [[], ["P-10"], []], "P-11": [[], [], ["P-11"]]}


def test_a_code_that_two_suppliers_use_finds_each_ones_own() -> None:
    """NT4 is P-02 for S-01 and P-03 for S-02."""
    key = "nt4"

    found = (refs(key, "S-01"), refs(key, "S-02"))

    assert found == (["P-02"], ["P-03"])


def test_a_code_of_two_promises_finds_both() -> None:
    """Whether one of them is meant is for a person to say."""
    twice = attrs.evolve(REGISTER, pledges=(*REGISTER.pledges, pledge("P-09", "S-01", "C-001", "ECC7")))

    found = match_pledges("ECC7", "S-01", "C-001", twice)

    assert [each.ref for each in found] == ["P-01", "P-09"]


def test_a_reference_wins_over_the_code_of_another_promise() -> None:
    """A reference is written in the register; a code is what others call it."""
    crossed = attrs.evolve(REGISTER, pledges=(*REGISTER.pledges, pledge("P-09", "S-01", "C-001", "P-01")))

    found = match_pledges("P-01", "S-01", "C-001", crossed)

    assert [each.ref for each in found] == ["P-01"]


def test_the_exact_reference_wins_over_one_that_folds_to_the_same() -> None:
    """P-1a and P1-A are two references of a careless register."""
    register = attrs.evolve(REGISTER, pledges=tuple(pledge(ref, "S-01", "C-001") for ref in ("P-1a", "P1-A")))

    found = [[each.ref for each in match_pledges(key, "S-01", "C-001", register)] for key in ("p1-a", "P1A")]

    assert found == [["P1-A"], ["P-1a", "P1-A"]]


def test_runs_of_digits_never_grow_together() -> None:
    """C-1/11 and C-11/1 are two promises, even where one is not in the register."""
    register = attrs.evolve(REGISTER, pledges=(pledge("C-1/11", "S-01", "C-001"),))

    found = [len(match_pledges(key, "S-01", "C-001", register)) for key in ("c1 11", "C-11/1", "C-111")]

    assert found == [1, 0, 0]


def test_the_nearest_references_are_the_suppliers_own_in_that_contract() -> None:
    """P-03 and P-10 are as like, and belong to others."""
    key = "P-0l"

    near = nearest_refs(key, "S-01", "C-001", REGISTER)

    assert near == ("P-01", "P-02")


def test_a_promise_is_near_by_its_code_too() -> None:
    """Its reference is offered, not the code."""
    key = "ECC8"

    near = nearest_refs(key, "S-01", "C-001", INDEX)

    assert near == ("P-01",)


@pytest.mark.parametrize("typed", ["", "zzzzzz", "Jane Example was with us for two weeks in June " * 50])
def test_nothing_is_near_to_what_is_no_reference(typed: str) -> None:
    """A blank, another word and a paragraph are like no reference."""
    key = typed

    near = nearest_refs(key, "S-01", "C-001", INDEX)

    assert near == ()


def test_nearest_references_are_words_of_a_finding() -> None:
    """With none there is nothing to say."""
    references = ("S-01", "S-02")

    words = (nearest_words(references), nearest_words(()))

    assert words == ("; nearest: S-01, S-02", "")


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    """What is folded has nothing left to fold, so that any two folded texts can be compared."""
    once = reference_key(text)

    twice = reference_key(once)

    assert twice == once


@given(st.lists(st.sampled_from(["P", "p", "0", "1", "-", " ", "/", "ß", "é"]), max_size=8).map("".join))
def test_punctuation_and_case_around_a_reference_change_nothing(text: str) -> None:
    """Marks around, and another case, name the same thing."""
    dressed = f" .{text.upper()}—\u00a0"

    same = reference_key(dressed)

    assert same == reference_key(text)
