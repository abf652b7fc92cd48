import attrs
from assessments import assessment

from pledges.reports.document import for_supplier, officer_document
from pledges.reports.letter import letter

DOCUMENT = officer_document(assessment())
WHOLE_LETTER = """\
Dear colleagues at Ashfold Joinery Ltd,

Thank you for the promises you made to care-experienced young people. This is where they stood on 31 Mar 2026, \
by the returns we have.

Highways maintenance 2025 to 2029 (C-001):
- Work placements of at least a week for care-experienced young people (P-01): 10 people promised by 31 Mar 2027, \
8 people due by then. Counted so far: 5 people; 1 line of your returns could not be counted.
- Apprenticeship weeks (P-02): 104 weeks promised by 31 Mar 2027, 52 weeks due by then. Counted so far: 6.29 weeks; \
2 lines of your returns could not be counted.

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
        "nothing due yet",
        "Your return says that the figure is still to come.",
    ):
        assert words in text


def test_a_letter_to_a_firm_that_has_done_everything_asks_for_nothing() -> None:
    """Courteous, and short."""
    text = letter(for_supplier(DOCUMENT, "S-02"))

    assert "There is nothing more that we need from you for now." in text
    assert "Please" not in text


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
