import datetime as dt
from collections.abc import Sequence
from fractions import Fraction

import pytest
from typed_sheets import Typed, sheet

from pledges.exceptions import RegisterError
from pledges.register import RegisterReading, read_register

DAY, LATER = dt.date(2026, 1, 31), dt.date(2026, 2, 28)
FACTS = ["Supplier ref", "Fact", "Value", "Unit", "As at"]


def read(*answers: tuple[str, Sequence[Sequence[Typed]]], file: str = "answers/mine.xlsx") -> RegisterReading:
    """Return the reading of a small register with the sheets of one file of answers beside it."""
    register = [
        sheet("Suppliers", ["Supplier ref", "Name"], ["S-01", "Brightway Ltd"]),
        sheet("Contracts", ["Contract ref", "Title", "Buyer", "Start", "End"], ["C-1", "T", "B", DAY, LATER]),
        sheet(
            "Pledges",
            ["Pledge ref", "Supplier ref", "Type", "Quantity", "Unit", "Due"],
            ["P-01", "S-01", "job", 4, "people", LATER],
        ),
        sheet("Facts", FACTS, ["S-01", "uk_workforce", 30, "people", DAY]),
    ]
    return read_register(
        [("register.xlsx", each) for each in register],
        answers=[(file, sheet(name, *rows)) for name, rows in answers],
    )


def test_answers_are_added_to_what_the_register_records() -> None:
    """An answered question is a fact, an event or a confirmation like those of the register, with its own cell."""
    reading = read(
        ("Facts", [FACTS, ["S-01", "vacancies", 3, "", DAY]]),
        ("Events", [["Date", "Supplier ref", "Event"], [DAY, "S-01", "contact named"]]),
        ("Confirmations", [["Pledge ref", "Grade", "Confirmed on"], ["P-01", "third party confirmed", LATER]]),
    )

    facts = {(each.name, each.value): str(each.source) for each in reading.register.facts}
    assert facts == {
        ("uk_workforce", Fraction(30)): "register.xlsx!Facts!C2",
        ("vacancies", Fraction(3)): "answers/mine.xlsx!Facts!C2",
    }
    assert [each.kind for each in reading.register.events] == ["contact named"]
    assert [str(each.source) for each in reading.register.confirmations] == ["answers/mine.xlsx!Confirmations!A2"]


def test_a_question_nobody_answered_says_nothing() -> None:
    """A row whose own cell is blank records nothing, is accounted for, and is a note that says how many there are."""
    reading = read(("Facts", [FACTS, ["S-01", "vacancies", None, "", DAY], ["S-01", "sites", 2, "", DAY]]))

    assert [each.name for each in reading.register.facts] == ["uk_workforce", "sites"]
    assert [(each.code, str(each.source)) for each in reading.findings] == [
        ("answer-open", "answers/mine.xlsx!Facts!A2")
    ]
    account = next(each for each in reading.accounts if each.file.startswith("answers"))
    assert (account.used, account.set_aside, account.ignored) == ((3,), (), (2,))


def test_an_answer_that_cannot_be_read_is_set_aside_with_its_cell() -> None:
    """An answer is read as strictly as the register: about 3 is no number, and the row is left out."""
    reading = read(("Facts", [FACTS, ["S-01", "vacancies", "about 3", "", DAY]]))

    assert [each.name for each in reading.register.facts] == ["uk_workforce"]
    assert [each.code for each in reading.findings] == ["cell-not-a-number"]
    assert reading.findings[0].text.endswith(" This row is left out: nothing of it is assessed.")


def test_a_file_without_a_sheet_of_answers_is_refused_in_one_sentence() -> None:
    """A file under another sheet name is never passed over: it is the council's own, and something was meant by it."""
    with pytest.raises(RegisterError, match=r"answers/mine.xlsx: expected a sheet Confirmations, Facts or Events"):
        read(("Answers", [["Supplier ref", "Value"], ["S-01", 3]]))


def test_a_sheet_of_answers_without_its_headings_is_refused_in_one_sentence() -> None:
    """What the columns mean is never guessed."""
    with pytest.raises(RegisterError, match=r"sheet Facts: expected the headings Supplier ref, Fact, Value, As at"):
        read(("Facts", [["Supplier", "Which", "Answer"], ["S-01", "vacancies", 3]]))
