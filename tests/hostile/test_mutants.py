from collections import Counter

from hostile.answers import answers_to
from hostile.keyed import CANARY, REFUSALS_KNOWN
from hostile.mutants import honest_returns, mutants

HOW_MANY = 2_000
"""How many are tried at each run; `python benchmarks/mutants.py 100000` tries more."""


def test_the_returns_that_mutants_are_made_from_are_read() -> None:
    """Otherwise a refusal of a mutant would say nothing."""
    answers, _ = answers_to(honest_returns())

    assert [answer.verdict for answer in answers] == ["read nil, 1, 2, 3", *4 * ["read 4, 5"]]


def test_a_mutant_is_read_or_refused_with_a_code_and_nothing_else() -> None:
    """No error that nobody foresaw, and no word of a young person's name that a mutant was given."""
    answers, _ = answers_to(tuple(mutants(HOW_MANY)))

    kinds = Counter(answer.verdict.split()[0] for answer in answers)
    assert set(kinds) <= {"read", "not"} | REFUSALS_KNOWN
    assert kinds["read"] > HOW_MANY // 10
    assert [number for number, answer in enumerate(answers) if answer.unforeseen] == []
    assert [number for number, answer in enumerate(answers) if CANARY in answer.text] == []
    assert [number for number, answer in enumerate(answers) if any(used > rows for rows, used in answer.rows)] == []
