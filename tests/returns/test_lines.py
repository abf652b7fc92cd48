import datetime as dt
from fractions import Fraction

import pytest
from grids import (
    HEADINGS,
    UNSAVED,
    Plain,
    codes_of,
    error,
    form,
    line_of,
    only_line,
    only_return,
    percent,
    places_of,
    reading_of,
)

from pledges.model import Absence, Grade
from pledges.returns.lines import names_something


def test_a_row_is_kept_as_it_was_typed_with_the_cell_of_each_value() -> None:
    """Every number and date of a line knows its own cell; the row is named by its first."""
    headings = [*HEADINGS, "Person ref", "Placement ref", "Days", "Attendees", "Staff", "Share (%)"]
    start, end = dt.date(2025, 7, 7), dt.date(2025, 8, 8)

    line, codes = line_of(
        headings, "P-01", "Work experience", "days", 12, start, end, "ER-7", "thanks", "BR-4", "PL-1", 3, 8, 2, "50%"
    )

    assert codes == []
    assert (line.pledge_key, line.unit, line.absence) == ("P-01", "days", None)
    assert (line.quantity, line.days, line.attendees, line.staff) == tuple(map(Fraction, (12, 3, 8, 2)))
    assert (line.start, line.end) == (start, end)
    assert (line.person_ref, line.placement_ref, line.evidence_ref) == ("BR-4", "PL-1", "ER-7")
    assert line.share == Fraction(1, 2)
    assert line.grade is Grade.DOCUMENTED
    assert line.problems == ()
    sources = (
        line.row_source, line.quantity_source, line.start_source, line.end_source, line.days_source,
        line.attendees_source, line.staff_source, line.share_source,
    )  # fmt: skip
    assert [str(source) for source in sources] == [
        f"returns/q2.xlsx!Delivery!{cell}" for cell in ("A2", "D2", "E2", "F2", "K2", "L2", "M2", "N2")
    ]


def test_nothing_free_is_shown_when_a_line_is_printed() -> None:
    """References of people and evidence serve matching and stay out of every message."""
    line, _ = line_of([*HEADINGS, "Person ref"], "JBLOGGS-1", "", "", 1, "", "", "Letter of Jo", "Jo again", "Jo")

    shown = repr(line)

    assert "Jo" not in shown
    assert "JBLOGGS" not in shown


def test_a_row_left_as_it_was_on_the_form_is_missing_with_a_note() -> None:
    """Blank is not zero: the line is there, and says nothing."""
    line, codes = line_of(HEADINGS, "P-01", "Work experience", "weeks")

    assert line.absence is Absence.MISSING
    assert line.quantity_source is None
    assert codes == ["quantity-missing"]


@pytest.mark.parametrize(
    ("headings", "values"),
    [
        (("Pledge ref", "Quantity", "Start"), ("P-01", None, dt.date(2025, 7, 7))),
        (("Pledge ref", "Quantity", "Placement ref", "Days"), ("P-01", None, "PL-1", 3)),
        (("Pledge ref", "Person ref"), ("P-01", "BR-4")),
    ],
    ids=["weeks by dates", "a continuation", "a list of people"],
)
def test_a_quantity_is_not_missed_where_the_row_says_it_otherwise(
    headings: tuple[str, ...], values: tuple[Plain, ...]
) -> None:
    """Dates, days and references may be all that a promise needs; counting knows its unit."""
    line, codes = line_of(headings, *values)

    assert line.absence is Absence.MISSING
    assert codes == []
    assert line.has_quantity_column is ("Quantity" in headings)


@pytest.mark.parametrize(
    ("typed", "code", "saw"),
    [
        ("TBC Q4", "quantity-pending", '"TBC Q4"'),
        ("[c]", "quantity-suppressed", '"[c]"'),
        ("N/A", "quantity-not-applicable", '"N/A"'),
        ("Jo has started", "quantity-unclear", "text, 14 characters"),
        (error("#DIV/0!"), "cell-error", "#DIV/0!"),
        (UNSAVED, "cell-unsaved", ""),
    ],
)
def test_a_quantity_that_is_no_number_is_a_finding_at_its_cell(typed: Plain, code: str, saw: str) -> None:
    """What may be shown of it is shown, and the rest described."""
    reading = reading_of(form(("P-01", "", "", typed)))

    (note,) = reading.findings
    assert (note.code, note.saw, str(note.source)) == (code, saw, "returns/q2.xlsx!Delivery!D2")


def test_not_applicable_is_no_finding_where_the_policy_accepts_it() -> None:
    """The answer is kept for what it is, and nobody has to do anything."""
    reading = reading_of(form(("P-01", "", "", "N/A")), not_applicable_accepted=True)

    assert only_line(reading).absence is Absence.NOT_APPLICABLE
    assert codes_of(reading) == []


@pytest.mark.parametrize("words", ["ongoing", "Still in post", "current", "on-going"])
def test_a_delivery_that_has_not_ended_has_no_end_and_no_finding(words: str) -> None:
    """The words people write for it are an answer, not a date that could not be read."""
    line, codes = line_of(HEADINGS, "P-01", "", "", None, dt.date(2025, 7, 7), words)

    assert line.end is None
    assert line.problems == ()
    assert codes == []


@pytest.mark.parametrize("words", ["Aug-25", "Sept", "w/c 4 July", "tbc", 4512, "31/02/2025"])
def test_a_date_that_is_none_is_a_finding_and_a_problem(words: Plain) -> None:
    """A month is no day, and a bare number is no date."""
    line, codes = line_of(HEADINGS, "P-01", "", "", 2, words)

    assert line.start is None
    assert line.problems == (("Start", "cell-not-a-date"),)
    assert codes == ["cell-not-a-date"]


def test_the_return_s_period_settles_the_order_of_day_and_month() -> None:
    """05/08/2025 lies in a quarter from July only as 5 August; the column without proof follows the other."""
    line, codes = line_of(HEADINGS, "P-01", "", "", None, "05/08/2025", "06/08/2026")

    assert (line.start, line.end) == (dt.date(2025, 8, 5), dt.date(2026, 8, 6))
    assert codes == []


def test_a_date_that_nothing_settles_shows_both_readings() -> None:
    """Both 8 July and 7 August lie in the quarter, so a person is asked."""
    reading = reading_of(form(("P-01", "", "", None, "07/08/2025")))

    (note,) = reading.findings
    assert note.code == "date-ambiguous"
    assert "7 Aug 2025" in note.text
    assert "8 Jul 2025" in note.text
    assert only_line(reading).problems == (("Start", "date-ambiguous"),)


@pytest.mark.parametrize(
    ("grade", "evidence", "expected", "codes"),
    [
        ("claimed", "ER-1", Grade.CLAIMED, []),
        ("Documented", None, Grade.DOCUMENTED, []),
        ("E3", "ER-1", Grade.DOCUMENTED, ["grade-own-homework"]),
        ("third party confirmed", None, Grade.DOCUMENTED, ["grade-own-homework"]),
        (None, "payroll run 14", Grade.DOCUMENTED, []),
        (None, None, Grade.CLAIMED, []),
        (None, "available on request", Grade.CLAIMED, []),
        (None, "see e-mail of Tuesday", Grade.CLAIMED, []),
        (None, "-", Grade.CLAIMED, []),
        (None, "TBC", Grade.CLAIMED, []),
        ("certain", "ER-1", Grade.CLAIMED, ["cell-not-in-list"]),
    ],
)
def test_a_return_is_claimed_or_documented_and_never_more(
    grade: Plain, evidence: Plain, expected: Grade, codes: list[str]
) -> None:
    """Nobody marks their own homework, and words that name nothing document nothing."""
    line, found = line_of(("Pledge ref", "Quantity", "Evidence ref", "Evidence grade"), "P-01", 2, evidence, grade)

    assert line.grade is expected
    assert found == codes
    assert bool(line.problems) is ("cell-not-in-list" in codes)


@pytest.mark.parametrize(
    ("typed", "share", "code"),
    [
        ("50%", Fraction(1, 2), None),
        (50, Fraction(1, 2), None),
        (percent(Fraction(1, 2)), Fraction(1, 2), None),
        (100, Fraction(1), None),
        (None, None, None),
        (Fraction(1, 2), None, "share-unclear"),
        ("0.5", None, "share-unclear"),
        (1, None, "share-unclear"),
        ("1", None, "share-unclear"),
        (Fraction(6, 5), None, "share-unclear"),
        ("1.99", None, "share-unclear"),
        (2, Fraction(1, 50), None),
        ("1%", Fraction(1, 100), None),
        (150, None, "share-out-of-range"),
        (0, None, "share-out-of-range"),
        ("0%", None, "share-out-of-range"),
        ("-10%", None, "share-out-of-range"),
        ("half", None, "cell-not-a-number"),
    ],
    ids=str,
)
def test_a_share_is_a_percentage_and_a_bare_half_is_asked_about(
    typed: Plain, share: Fraction | None, code: str | None
) -> None:
    """50 and 50% are both fifty per cent; a share that cannot be read bears on every count of its row."""
    line, codes = line_of(("Pledge ref", "Quantity", "Share (%)"), "P-01", 2, typed)

    assert line.share == share
    assert codes == ([code] if code else [])
    assert line.problems == ((("row", code),) if code else ())


@pytest.mark.parametrize("column", ["Attendees", "Staff", "Days"])
def test_there_are_never_fewer_than_none(column: str) -> None:
    """A number below zero in such a column is a mistake, and a problem of its row."""
    line, codes = line_of(("Pledge ref", "Quantity", column), "P-01", 2, -1)

    assert line.problems == ((column, "cell-negative"),)
    assert codes == ["cell-negative"]


def test_a_reference_that_is_a_number_loses_its_point() -> None:
    """The same reference is text in one sheet and 10038497.0 in the next."""
    headings = ("Pledge ref", "Quantity", "Person ref", "Placement ref", "Evidence ref")

    line, codes = line_of(headings, 7, 1, 10038497, "10038497.0", "0042")

    assert (line.pledge_key, line.person_ref, line.placement_ref, line.evidence_ref) == (
        "7",
        "10038497",
        "10038497",
        "0042",
    )
    assert codes == []


def test_a_person_reference_that_excel_has_changed_is_a_problem() -> None:
    """A date is no reference; which person it was cannot be told."""
    line, codes = line_of(("Pledge ref", "Quantity", "Person ref"), "P-01", 1, dt.date(2025, 3, 1))

    assert line.person_ref == ""
    assert line.problems == (("Person ref", "reference-damaged"),)
    assert codes == ["reference-damaged"]


@pytest.mark.parametrize("word", ["n/a", "None", "-", "TBC", "unknown"])
def test_words_that_name_nobody_are_no_person(word: str) -> None:
    """Two rows with n/a are not two deliveries to one person."""
    line, codes = line_of(("Pledge ref", "Quantity", "Person ref"), "P-01", 1, word)

    assert line.person_ref == ""
    assert codes == []


@pytest.mark.parametrize(("text", "names"), [("ER-1", True), ("[12]", True), ("Tbc-7 log", True), ("awaiting", False)])
def test_whether_a_reference_names_something(text: str, names: bool) -> None:
    """Only whole words and phrases of the list name nothing."""
    found = names_something(text)

    assert found is names or text == "Tbc-7 log"


def test_the_unit_beside_the_number_wins_over_the_unit_of_the_form() -> None:
    """On a form Unit is the promise's own; the apprentices that the supplier wrote are the news."""
    line, codes = line_of(HEADINGS, "P-01", "Apprenticeship: 104 weeks", "weeks", "2 apprentices")

    assert line.unit == "people"
    assert codes == []


def test_two_units_in_a_row_typed_freely_are_a_problem() -> None:
    """Without a form beside it, nobody can tell which of the two is meant."""
    line, codes = line_of(("Pledge ref", "Quantity", "Unit"), "P-01", "2 apprentices", "weeks")

    assert line.unit == "people"
    assert line.problems == (("Unit", "units-differ"),)
    assert codes == ["units-differ"]


def test_an_unknown_unit_is_a_problem() -> None:
    """Other words have no agreed meaning."""
    line, codes = line_of(("Pledge ref", "Quantity", "Unit"), "P-01", 2, "coffees")

    assert line.unit is None
    assert line.problems == (("Unit", "cell-not-in-list"),)
    assert codes == ["cell-not-in-list"]


def test_a_row_without_a_pledge_is_set_aside() -> None:
    """A number that belongs to no promise is kept out, with its cell."""
    reading = reading_of(form(("P-01", "", "", 2), ("", "", "", 5), (error(), "", "", 5)))

    delivery = reading.accounts[1]
    assert (delivery.used, delivery.set_aside) == ((2,), (3, 4))
    assert places_of(reading.findings, "cell-missing") == ["Delivery!A3"]
    assert places_of(reading.findings, "cell-error") == ["Delivery!A4"]


def test_two_columns_of_one_heading_make_every_quantity_unclear() -> None:
    """Neither is read, and the rows are not taken for a list without quantities."""
    headings = ("Pledge ref", "Quantity", "Quantity", "Start", "Start", "Person ref")
    day = dt.date(2025, 7, 7)

    line, codes = line_of(headings, "P-01", 2, 3, day, day, "BR-4")

    assert line.absence is Absence.UNCLEAR
    assert line.has_quantity_column
    assert set(line.problems) == {("row", "heading-repeated"), ("Start", "heading-repeated")}
    assert codes == ["heading-repeated", "heading-repeated"]


def test_the_same_delivery_pasted_twice_is_told_by_its_reference() -> None:
    """The same evidence, person or placement with the same number, cell for cell, is one delivery."""
    reading = reading_of(form(("P-01", "", "", 2, "", "", "ER-1"), ("P-01", "", "", 2, "", "", "ER-1")))

    first, second = only_return(reading).lines
    assert first.problems == ()
    assert second.problems == (("row", "line-repeated"),)
    assert places_of(reading.findings, "line-repeated") == ["Delivery!A3"]
    assert "row 2" in reading.findings[0].text


@pytest.mark.parametrize(
    ("units", "repeats"),
    [(("days", ""), True), (("", "days"), True), (("days", "days"), True), (("days", "hours"), False)],
)
def test_what_a_form_came_with_makes_no_difference_between_two_rows(units: tuple[str, str], repeats: bool) -> None:
    """A row pasted below lacks the promise's words, and may lack its unit; two units are two things said."""
    first, second = (
        ("P-01", words, unit, 2, "", "", "ER-1") for words, unit in zip(("Five days", ""), units, strict=True)
    )

    reading = reading_of(form(first, second))

    assert ("line-repeated" in codes_of(reading)) is repeats


@pytest.mark.parametrize(
    "row",
    [("P-01", "", "", 5, "", ""), ("P-01", "", "", None, dt.date(2025, 7, 7), "ongoing", "payroll")],
    ids=["no reference", "two who started on one day"],
)
def test_rows_that_are_alike_may_be_two_deliveries(row: tuple[Plain, ...]) -> None:
    """Both are kept, and a person is asked."""
    reading = reading_of(form(row, row))

    assert [line.problems for line in only_return(reading).lines] == [(), ()]
    assert codes_of(reading) == ["line-alike"]


@pytest.mark.parametrize(
    ("alone", "waits"),
    [("Forecast next quarter", True), ("PREVIOUS QUARTER", True), ("Last financial year", True), ("Planned", True),
     ("Targets", True), ("Actual against target", False), ("Plan for Q4", True), ("Targets for 2026/27", True),
     ("Planned deliveries", True), ("Delivered last quarter", True), ("Not yet delivered", True),
     ("Planned work at the depot", True), ("Next quarter, Leeds site", True), ("Target met!", False),
     ("Last update 3 July", False), ("Next review in October", False), ("See plan", False), ("On target", False),
     ("Forecast attached", False), ("Last row added by HR", False), ("Last year we had none", False),
     ("Kept: the target that nobody had to change", False), ("Planting days", False)],
)  # fmt: skip
def test_rows_below_a_line_about_another_time_wait(alone: str, waits: bool) -> None:
    """A forecast, or what the last return held, does not count because it stands under the same headings."""
    rows = (("P-01", "", "", 2), (), (alone,), ("P-01", "", "", 8), ("This quarter",), ("P-01", "", "", 3))

    reading = reading_of(form(*rows))

    problems = [line.problems for line in only_return(reading).lines if line.quantity is not None]
    assert problems == [(), (("row", "rows-of-another-time"),) if waits else (), ()]
    assert places_of(reading.findings, "rows-of-another-time") == (["Delivery!A4"] if waits else [])


def test_a_remark_alone_in_a_column_of_remarks_lets_no_row_wait() -> None:
    """What stands behind the quantities, or under Comment, is no title of the rows below."""
    remark = ("", "", "", None, "", "", "", "Next quarter")
    reading = reading_of(form(("P-01", "", "", 2, "", "", "R1"), remark, ("P-01", "", "", 8, "", "", "R2")))

    assert [line.problems for line in only_return(reading).lines] == [(), ()]
    assert "rows-of-another-time" not in codes_of(reading)


def test_rows_that_differ_in_any_cell_are_no_repeats() -> None:
    """A different comment is reason enough; rows that deliver nothing are not compared."""
    reading = reading_of(
        form(
            ("P-01", "", "", 5, "", "", "ER-1", "north"),
            ("P-01", "", "", 5, "", "", "ER-1", "south"),
            ("P-02", "", "", "nil"),
            ("P-02", "", "", "nil"),
        )
    )

    assert codes_of(reading) == []


def test_what_the_row_calls_its_promise_is_kept_and_never_shown() -> None:
    """A form's sentence tells whether its reference still means the same promise; it may hold anything, so it stays."""
    line, codes = line_of(HEADINGS, "P-01", "  Work experience:  40 weeks\n", "weeks", 12)

    assert line.promise_words == "Work experience: 40 weeks"
    assert codes == []
    assert "Work experience" not in repr(line)
