import attrs
import pytest
from assessments import assessment

from pledges.reports.document import officer_document
from pledges.reports.overview import also_received, groups, overview, ratings, ratings_of
from pledges.reports.wording import cells_words, number_words, pledge_title, standing_words

DOCUMENT = officer_document(assessment())


def test_every_file_that_came_is_in_a_list_or_counted_as_passed_over() -> None:
    """Nothing that was received drops out of sight."""
    lists = overview(DOCUMENT)
    named = {entry.name for entry in (*lists.counted, *lists.needs_you, *lists.refused)}
    passed_over = {each.file for each in DOCUMENT.returns if each.status in also_received(DOCUMENT)}

    assert {each.file for each in DOCUMENT.returns if each.file} <= named | passed_over


def test_what_needs_a_person_is_listed_once_a_file() -> None:
    """The first thing is said, the rest counted; what was refused or never came is in its own list."""
    lists = overview(DOCUMENT)

    assert [(entry.name, entry.why) for entry in lists.needs_you] == [
        ("returns/q4.xlsx", "Waits. It cannot be told whose return this is; it waits."),
        ("returns/q4 ashfold.xlsx", "The promise is in weeks and this line is in people. And 1 more."),
    ]


def test_a_promise_without_a_line_is_listed_where_no_return_was_asked_for() -> None:
    """Without a schedule of returns, something due and not reported still shows."""
    without_schedule = attrs.evolve(
        DOCUMENT, returns=tuple(each for each in DOCUMENT.returns if each.status != "missing")
    )

    entries = overview(without_schedule).nothing_received

    assert [(each.name, each.why) for each in entries] == [
        ("Corvane Outsourcing plc", "P-10, Jobs in school kitchens: something was due, and no return speaks of it.")
    ]


def test_a_waiting_return_without_a_finding_is_listed_all_the_same() -> None:
    """A file that waits is somebody's to settle."""
    quiet = attrs.evolve(DOCUMENT, findings=())

    assert [each.name for each in overview(quiet).needs_you] == ["returns/q4.xlsx"]
    assert [each.why for each in overview(quiet).refused][-1] == "It could not be read."


def test_a_keyed_sheet_of_many_firms_is_one_entry() -> None:
    """Two names fit on a line; more are counted."""
    keyed = next(each for each in DOCUMENT.returns if each.keyed)
    many = tuple(attrs.evolve(keyed, supplier_ref=ref) for ref in ("S-01", "S-02", "S-03"))

    (entry,) = overview(attrs.evolve(DOCUMENT, returns=many)).counted

    assert entry.why == "3 suppliers, 1 Jan 2026 to 31 Mar 2026"


def test_ratings_are_in_the_order_of_the_scale() -> None:
    """Words of a local scale stand before Other, and words nobody got are there with nought."""
    assert list(ratings(DOCUMENT).items()) == [
        ("Good", 1),
        ("Approaching target", 1),
        ("Requires improvement", 1),
        ("Inadequate", 2),
        ("Other", 3),
    ]
    local = attrs.evolve(DOCUMENT.contracts[0].pledges[0], rating="Splendid")
    assert list(ratings_of((local,)))[-2:] == ["Splendid", "Other"]


def test_findings_that_say_the_same_stand_together() -> None:
    """One group with every place."""
    first = groups(DOCUMENT.findings)[0]

    assert [place for place, _ in first.places] == [
        "returns/q4 ashfold.xlsx!Delivery!C6",
        "returns/q4 ashfold.xlsx!Delivery!C7",
    ]
    assert sum(len(group.places) for group in groups(DOCUMENT.findings)) == len(DOCUMENT.findings)


@pytest.mark.parametrize(
    ("sources", "words"),
    [
        (("a.xlsx!S!C5", "a.xlsx!S!C6", "a.xlsx!S!C5"), ("a.xlsx!S: C5, C6",)),
        (("a.xlsx", "policy, schemes"), ("a.xlsx", "policy, schemes")),
        (("a.xlsx!S", "b.xlsx!S!A1"), ("a.xlsx!S", "b.xlsx!S: A1")),
        (("returns/q4!5.xlsx!Sheet 1!B2",), ("returns/q4!5.xlsx!Sheet 1: B2",)),
    ],
)
def test_cells_of_one_sheet_stand_behind_it(sources: tuple[str, ...], words: tuple[str, ...]) -> None:
    """Each sheet once, with its cells."""
    assert cells_words(sources) == words


def test_words_for_what_is_not_there() -> None:
    """No description, no number, no level: each has its words."""
    pledge = DOCUMENT.contracts[0].pledges[0]
    badge = DOCUMENT.suppliers[0].badges[0]
    none_held = attrs.evolve(badge, standing=attrs.evolve(badge.standing, level=None, status="none"))
    expired = attrs.evolve(badge, standing=attrs.evolve(badge.standing, level=None, status="expired"))

    assert pledge_title(attrs.evolve(pledge, description="")) == "Placement: 10 people"
    assert number_words(None) == "not known"
    assert standing_words(none_held) == "No level is held."
    assert standing_words(expired) == "No level is held (expired)."
