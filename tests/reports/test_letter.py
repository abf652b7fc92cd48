import datetime as dt
from typing import Any

import attrs
import pytest
from assessments import assessment

from pledges.reports.document import officer_document
from pledges.reports.letter import letter
from pledges.reports.records import Document, FindingRecord, Number, PledgeRecord, ReturnRecord
from pledges.reports.suppliers import BY_ANOTHER, KEYED, for_supplier
from pledges.reports.wording import contract_title

DOCUMENT = officer_document(assessment())
WHOLE_LETTER = """\
Dear colleagues at Ashfold Joinery Ltd,

Thank you for the promises you made to care-experienced young people. This is where they stood on 31 Mar 2026, \
by the returns we have.

Highways maintenance 2025 to 2029 (C-001):
- Work placements of at least a week for care-experienced young people (P-01): 8 people due by 31 Mar 2026, \
10 people in all by 31 Mar 2027. Counted so far: 5 people; 1 line of your returns could not be counted.
- Apprenticeship weeks (P-02): 52 weeks due by 31 Mar 2026, 104 weeks in all by 31 Mar 2027. \
Counted so far: 6.29 weeks; 2 lines of your returns could not be counted.

Please look at these points in what you sent, and send the return again where needed:
- q4 ashfold.xlsx, sheet Delivery: C6, C7. The promise is in weeks and this line is in people. Give the quantity in \
weeks, or start and end dates.

If anything here differs from your own records, please tell us, and we will look at it together.

With kind regards,
Soar Valley District Council"""


def test_a_letter_says_what_was_promised_counted_and_what_to_look_at() -> None:
    """Ready to paste: plain text with the supplier's own promises, lines and cells."""
    text = letter(for_supplier(DOCUMENT, "S-01"))

    assert text == WHOLE_LETTER


def test_a_letter_asks_for_the_returns_that_have_not_come() -> None:
    """Each overdue return is named with its period, contract and day; nil, pending and not due have their words."""
    text = letter(for_supplier(DOCUMENT, "S-03"))

    assert (
        "Please send us this return:\n- 1 Jan 2026 to 31 Mar 2026, School meals (C-002): it was due on 30 Apr 2026."
    ) in text
    for words in (
        "We have no return that speaks of it.",
        "Your returns say that nothing has been delivered so far.",
        "nothing due yet, 80 attendee hours in all by 31 Mar 2027",
        "Your return speaks of it, and we cannot count it yet.",
    ):
        assert words in text


def test_a_letter_to_a_firm_that_has_done_everything_asks_for_nothing() -> None:
    """Courteous, and short."""
    text = letter(for_supplier(DOCUMENT, "S-02"))

    assert "There is nothing more that we need from you for now." in text
    assert "Please" not in text


@pytest.mark.parametrize(
    ("told", "rest"),
    [
        (["returns/q4 ashfold.xlsx!Delivery!C6", BY_ANOTHER], "; 1 line of your returns could not be counted"),
        (["returns/q4 ashfold.xlsx!Delivery!C6"] * 2, "; 2 lines of your returns could not be counted"),
        ([BY_ANOTHER, KEYED], ""),
    ],
)
def test_a_letter_counts_only_lines_of_returns_that_the_firm_sent_itself(told: list[str], rest: str) -> None:
    """What another party reported for the promise, or the council keyed, is no line of the firm's returns."""
    document = for_supplier(DOCUMENT, "S-01")
    (contract,) = document.contracts
    first = contract.pledges[0]
    (aside,) = (each for each in first.lines if each.set_aside is not None)
    lines = tuple(attrs.evolve(aside, source=source) for source in told)
    with_these = attrs.evolve(contract, pledges=(attrs.evolve(first, lines=lines),))

    text = letter(attrs.evolve(document, contracts=(with_these,)))

    assert f"Counted so far: 5 people{rest}.\n" in text


def test_a_letter_names_nobody_else() -> None:
    """One firm's letter holds nothing of another's."""
    words = {"S-01": "Ashfold", "S-02": "Beacon", "S-03": "Corvane"}
    for ref, own in words.items():
        text = letter(for_supplier(DOCUMENT, ref))
        assert [name for name in words.values() if name in text] == [own]


def test_what_is_not_known_is_said_so() -> None:
    """A promise whose count is unknown, in a register without buyers."""
    document = for_supplier(DOCUMENT, "S-02")
    contracts = tuple(
        attrs.evolve(each, buyer="", pledges=tuple(attrs.evolve(pledge, counted=None) for pledge in each.pledges))
        for each in document.contracts
    )

    text = letter(attrs.evolve(document, contracts=contracts))

    assert "What counts is not known yet." in text
    assert text.endswith("With kind regards,\nThe council")


PLEDGE = DOCUMENT.contracts[0].pledges[2]
NOTHING_MORE = "There is nothing more that we need from you for now."


def of_beacon(
    *,
    pledge: PledgeRecord = PLEDGE,
    findings: tuple[FindingRecord, ...] = (),
    returns: tuple[ReturnRecord, ...] | None = None,
) -> Document:
    """Return the document of the firm that has done everything, with one promise and these findings and returns."""
    document = for_supplier(DOCUMENT, "S-02")
    contract = attrs.evolve(document.contracts[0], pledges=(pledge,))
    kept = document.returns if returns is None else returns
    return attrs.evolve(document, contracts=(contract,), findings=findings, returns=kept)


def number(exact: str, unit: str = "people") -> Number:
    """Return a number of a record."""
    return Number(value=exact, exact=exact, unit=unit)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "4 people due by 31 Mar 2026, 6 people in all by 31 Mar 2027."),
        ({"due_to_date": number("6")}, "6 people due by 31 Mar 2027."),
        ({"due_to_date": number("6"), "due": dt.date(2026, 3, 31)}, "6 people due by 31 Mar 2026."),
        ({"due_to_date": number("0")}, "nothing due yet, 6 people in all by 31 Mar 2027."),
        ({"target": None, "due_to_date": None}, "how much was promised is not known yet."),
        ({"target": None}, "4 people due by 31 Mar 2026, how much was promised in all is not known yet."),
        (
            {"due_to_date": None},
            "6 people in all by 31 Mar 2027, how much of it was due by 31 Mar 2026 is not known yet.",
        ),
        (
            {"due": None, "due_to_date": None},
            "6 people in all, how much of it was due by 31 Mar 2026 is not known yet.",
        ),
    ],
)
def test_what_was_promised_names_its_days_or_says_that_it_is_not_known(changes: dict[str, object], words: str) -> None:
    """No `due by then`: each amount stands with its own day."""
    text = letter(of_beacon(pledge=attrs.evolve(PLEDGE, **changes)))  # type: ignore[arg-type]

    assert f"- Mentors for care leavers in their first job (P-04): {words} Counted" in text


@pytest.mark.parametrize(
    ("state", "because", "words"),
    [
        ("missing", "no return that is known reports it", "We have no return that speaks of it."),
        ("pending", "the quantity is still to come", "Your return says that the figure is still to come."),
        (
            "pending",
            "what the return says is not one plain number",
            "Your return speaks of it, and we cannot count it yet: what the return says is not one plain number.",
        ),
    ],
)
def test_a_promise_without_a_figure_is_asked_about(state: str, because: str, words: str) -> None:
    """Something was due and nobody knows how much was delivered: then something is needed."""
    pledge = attrs.evolve(PLEDGE, state=state, rating_because=because, counted=None, share_of_due=None)

    text = letter(of_beacon(pledge=pledge))

    assert words in text
    assert NOTHING_MORE not in text
    assert (
        "We have no figure yet for what was due under these promises. Please send it, or tell us that nothing was "
        "delivered:\n- Mentors for care leavers in their first job (P-04)"
    ) in text


def test_a_return_that_waits_is_not_said_to_be_missing() -> None:
    """Somebody at the council has to settle it; the firm is not asked twice."""
    pledge = attrs.evolve(PLEDGE, state="missing", counted=None)
    waiting = attrs.evolve(DOCUMENT.returns[1], status="waiting")

    text = letter(of_beacon(pledge=pledge, returns=(waiting,)))

    assert "We have a return from you that we cannot use yet." in text
    assert "no return that speaks" not in text
    assert "Please" not in text
    assert NOTHING_MORE not in text


def test_nothing_more_is_needed_only_where_no_line_is_open() -> None:
    """A line that waits for a person is not nothing."""
    line = DOCUMENT.contracts[0].pledges[1].lines[1]
    pledge = attrs.evolve(PLEDGE, lines=(*PLEDGE.lines, line))

    assert NOTHING_MORE in letter(of_beacon())
    assert NOTHING_MORE not in letter(of_beacon(pledge=pledge))


def test_a_return_whose_name_is_withheld_is_named_by_its_period_and_contract() -> None:
    """`[…].xlsx` tells nobody which file is meant; the cells stay."""
    file = "returns/[…] (file 3).xlsx"
    query = attrs.evolve(DOCUMENT.findings[0], source=f"{file}!Delivery!C6", supplier_ref="S-02")
    second = attrs.evolve(query, source=f"{file}!sheet 2!C7", text="See also returns/q4 beacon.xlsx!Delivery!D3.")
    named = attrs.evolve(query, source="returns/q4 beacon.xlsx!Delivery!C8")
    returns = (attrs.evolve(DOCUMENT.returns[1], file=file), DOCUMENT.returns[1])

    text = letter(of_beacon(findings=(query, second, named), returns=returns))
    whose = f"1 Jan 2026 to 31 Mar 2026, {contract_title(DOCUMENT.contracts[0])}"

    assert f"- your return for {whose}, sheet Delivery: C6; q4 beacon.xlsx, sheet Delivery: C8. " in text
    assert (f"- your return for {whose}, sheet 2: C7. See also q4 beacon.xlsx, sheet Delivery: D3.") in text
    assert "[…]" not in text


def test_what_is_asked_speaks_to_the_firm() -> None:
    """The catalogue tells officers what to ask; the letter asks it."""
    found = attrs.evolve(
        DOCUMENT.findings[0], code="correction", source="returns/q4 beacon.xlsx!Delivery!D3", supplier_ref="S-02",
        text="The cumulative figure is 1 placement lower.", fix="Ask the supplier what was corrected.",
    )  # fmt: skip

    text = letter(of_beacon(findings=(found,)))

    assert "The cumulative figure is 1 placement lower. Please tell us what was corrected." in text
    assert "Ask the supplier" not in text


def test_times_that_no_return_speaks_of_are_asked_for() -> None:
    """The finding stands in the council's register, and the firm is asked all the same, without the register's cell."""
    gap = attrs.evolve(
        DOCUMENT.findings[2], code="returns-leave-gaps", source="register.xlsx!Contracts!A2", supplier_ref="S-02",
        contract_ref="C-001", text="The returns that count speak of nothing for 1 Jul 2025 to 30 Sep 2025.",
        fix="Ask the supplier for those returns. Fill in Returns every in the register.",
    )  # fmt: skip

    text = letter(for_supplier(attrs.evolve(DOCUMENT, findings=(gap,)), "S-02"))

    assert (
        "- Highways maintenance 2025 to 2029 (C-001). The returns that count speak of nothing for 1 Jul 2025 to "
        "30 Sep 2025. Please send us those returns."
    ) in text
    assert NOTHING_MORE not in text
    assert "register" not in text


UNREPORTED: dict[str, Any] = {
    "state": "missing", "rating": "Other", "counted": None, "share_of_due": None, "share_of_target": None, "lines": (),
}  # fmt: skip


def of_family(*changes: dict[str, Any], findings: tuple[FindingRecord, ...] = ()) -> str:
    """Return the letter about a contract with a promise that nobody reported for each of `changes`."""
    pledges = [
        attrs.evolve(PLEDGE, **{"description": f"Promise {change['pledge_ref']}", **UNREPORTED, **change})
        for change in changes
    ]
    document = for_supplier(DOCUMENT, "S-02")
    contract = attrs.evolve(document.contracts[0], pledges=tuple(pledges))
    return letter(attrs.evolve(document, contracts=(contract,), findings=findings))


def asked_for(text: str) -> list[str]:
    """Return the promises for which a letter asks for a figure."""
    _, _, asked = text.partition("or tell us that nothing was delivered:\n")
    return asked.partition("\n\n")[0].split("\n") if asked else []


PART = {"pledge_ref": "P-3", "part_of": "P-9", "state": "not due"}


def test_a_whole_is_asked_for_and_its_parts_are_told_below_it() -> None:
    """What was meant for a part is not due of it, and its own part stands below it in turn."""
    below = {"pledge_ref": "P-4", "part_of": "P-3", "state": "reported", "counted": number("2")}

    text = of_family(PART, below, {"pledge_ref": "P-9"})

    assert (
        "- Promise P-9 (P-9): 4 people due by 31 Mar 2026, 6 people in all by 31 Mar 2027. "
        "We have no return that speaks of it.\n"
        "  - Promise P-3 (P-3): part of P-9, for which 6 people were meant. "
        "Nothing has been reported under this reference.\n"
        "    - Promise P-4 (P-4): part of P-3, for which 6 people were meant. Counted so far: 2 people.\n"
    ) in text
    assert asked_for(text) == ["- Promise P-9 (P-9)"]


@pytest.mark.parametrize("target", [("1", "1 person was meant"), (None, "part of P-9. ")])
def test_a_part_without_its_whole_in_the_letter_is_told_and_not_asked_for(target: tuple[str | None, str]) -> None:
    """Its figure may be still to come, and whose word that is its whole says."""
    amount, words = target
    because = "part of P-9, whose split is free"
    text = of_family(
        PART | {"target": None if amount is None else number(amount)},
        PART | {"pledge_ref": "P-5", "state": "pending", "rating_because": because},
    )

    assert words in text
    assert "Your return speaks of it, and we cannot count it yet." in text
    assert because not in text
    assert asked_for(text) == []


def test_what_is_only_recorded_is_not_said_to_have_an_unknown_amount() -> None:
    """Nothing was promised, and nothing is asked for."""
    text = of_family({"pledge_ref": "P-5", "record_only": True, "target": None, "due_to_date": number("0")})

    assert "(P-5): no amount was promised, and what is delivered is recorded. Nothing has been reported under" in text
    assert "not known" not in text
    assert NOTHING_MORE in text


def either(ref: str, other: str, **fields: Any) -> dict[str, Any]:
    """Return a promise that is one of two alternatives."""
    return {"pledge_ref": ref, "alternatives": (other,), **fields}


HALF: dict[str, Any] = {"state": "reported", "counted": number("3"), "share_of_target": number("1/2", "share")}


@pytest.mark.parametrize(
    ("first", "asked"),
    [
        ({}, ["- one of these: Promise P-2 (P-2) or Promise P-10 (P-10)"]),
        (HALF, ["- Promise P-10 (P-10), if you chose that in place of P-2"]),
        ({**HALF, "share_of_target": number("1", "share")}, []),
        ({**HALF, "share_of_target": number("0", "share"), "state": "nil"},
         ["- Promise P-10 (P-10), if you chose that in place of P-2"]),
    ],
)  # fmt: skip
def test_of_alternatives_one_is_asked_for(first: dict[str, Any], asked: list[str]) -> None:
    """Both are named as one of two; where one has its figure the other is asked for only while neither is kept."""
    text = of_family(either("P-2", "P-10", **first), either("P-10", "P-2"))

    assert "Promise P-2 (P-2, one of P-2 and P-10): 4 people due" in text
    assert "Promise P-10 (P-10, one of P-2 and P-10): 4 people due" in text
    assert asked_for(text) == asked
    assert (NOTHING_MORE in text) is (not asked)


def test_an_alternative_that_cannot_be_counted_is_not_told_the_reason_of_its_group() -> None:
    """The reason beside its rating is the group's, and its own point is asked elsewhere."""
    because = "P-10 of the same either-or group is not known, and P-2 is short of its target"
    point = attrs.evolve(
        DOCUMENT.findings[0], source="returns/q4 beacon.xlsx!Delivery!D3", supplier_ref="S-02", pledge_ref="P-10"
    )
    members = either("P-2", "P-10"), either("P-10", "P-2", state="pending", rating_because=because)

    text = of_family(*members, findings=(point,))

    assert "Your return speaks of it, and we cannot count it yet." in text
    assert because not in text
    assert asked_for(text) == []
