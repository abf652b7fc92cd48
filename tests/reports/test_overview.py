import attrs
import pytest
from assessments import assessment

from pledges.explain import cells_words
from pledges.reports.document import officer_document
from pledges.reports.overview import (
    FindingGroup,
    also_received,
    groups,
    how_the_lists_add_up,
    open_lines,
    overview,
    parts_of_other,
    ratings,
    ratings_of,
    without_schedule,
)
from pledges.reports.records import Document, FindingRecord, PledgeRecord, SetAsideRecord
from pledges.reports.wording import number_words, pledge_title

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

    two, three = (overview(attrs.evolve(DOCUMENT, returns=many[:count])).counted for count in (2, 3))

    assert [each.whose for each in two] == [
        "Ashfold Joinery Ltd and Beacon Facilities Ltd, C-001, 1 Jan 2026 to 31 Mar 2026"
    ]
    assert [each.whose for each in three] == ["3 suppliers, C-001, 1 Jan 2026 to 31 Mar 2026"]


def test_every_file_says_whose_it_is() -> None:
    """A name may be withheld almost whole, so that supplier, contract and period stand beside it where known."""
    lists = overview(DOCUMENT)

    assert [each.whose for each in lists.needs_you] == [
        "",
        "Ashfold Joinery Ltd, C-001, 1 Jan 2026 to 31 Mar 2026",
    ]
    assert lists.counted[1].words == "Beacon Facilities Ltd, C-001, 1 Jan 2026 to 31 Mar 2026; 12 days late"
    assert [each.whose for each in lists.refused] == ["Ashfold Joinery Ltd, C-001, 1 Jan 2026 to 31 Mar 2026", ""]


def with_finding(found: FindingRecord, **changes: object) -> Document:
    """Return the document with one more finding, the first of all."""
    return attrs.evolve(DOCUMENT, findings=(attrs.evolve(found, **changes), *DOCUMENT.findings))  # type: ignore[arg-type]


def test_a_file_of_several_firms_says_whom_the_first_finding_is_about() -> None:
    """In a keyed sheet the query is one supplier's; a file whose return is nobody's yet is the finding's."""
    query = DOCUMENT.findings[0]
    keyed = with_finding(query, source="returns/keyed ashfold beacon.xlsx!Keyed!G6", supplier_ref="S-02")
    contradicted = with_finding(query, source="returns/q4.xlsx!About!B3", supplier_ref="S-02", contract_ref="C-002")

    entries = {each.name: each for each in overview(keyed).needs_you}
    waiting = overview(contradicted).needs_you[0]

    assert entries["returns/keyed ashfold beacon.xlsx"].whose == (
        "Beacon Facilities Ltd, C-001, 1 Jan 2026 to 31 Mar 2026"
    )
    assert (waiting.name, waiting.whose) == ("returns/q4.xlsx", "Beacon Facilities Ltd, C-002")


def test_an_entry_names_the_first_cell_it_speaks_of() -> None:
    """Somebody who reads only the list can go straight to the row; a finding about a whole file has no cell."""
    query = with_finding(DOCUMENT.findings[0], source="register.xlsx!Promises!H22", text="How many must be a number.")

    entries = {each.name: each for each in overview(query).needs_you}

    assert entries["register.xlsx"].place == "register.xlsx!Promises!H22"
    assert entries["returns/q4.xlsx"].place == ""


def all_set_aside(pledge: PledgeRecord) -> PledgeRecord:
    """Return a promise of which no line counts."""
    nothing = attrs.evolve(pledge.lines[0].counted, value="0", exact="0") if pledge.lines[0].counted else None
    aside = SetAsideRecord(reason="unit-mismatch", text="The promise is in weeks and this line is in people.")
    return attrs.evolve(
        pledge, lines=tuple(attrs.evolve(line, counted=nothing, set_aside=aside) for line in pledge.lines)
    )


def test_a_file_of_which_no_line_counts_is_not_said_to_count() -> None:
    """It is left to what needs a person, and where nothing does, the list says that no line of it counts."""
    contracts = tuple(
        attrs.evolve(each, pledges=tuple(all_set_aside(pledge) if pledge.lines else pledge for pledge in each.pledges))
        for each in DOCUMENT.contracts
    )

    lists = overview(attrs.evolve(DOCUMENT, contracts=contracts))

    assert [(each.name, each.why) for each in lists.counted] == [
        ("returns/q4 beacon.xlsx", "read; no line of it counts; 12 days late"),
        ("returns/keyed ashfold beacon.xlsx", "read; no line of it counts"),
    ]
    assert "returns/q4 ashfold.xlsx" in {each.name for each in lists.needs_you}


def test_the_lists_add_up_in_words() -> None:
    """How many files came, how many are in two lists, and which entry is no return."""
    plain = how_the_lists_add_up(DOCUMENT)
    with_register = how_the_lists_add_up(with_finding(DOCUMENT.findings[0], source="register.xlsx!Promises!H22"))

    assert plain == (
        "9 files of returns came in all. A file can be counted and need you as well: 1 is in both lists. "
        "Not listed: 1 superseded, 1 duplicate, 1 not yet known."
    )
    assert "Needs you also holds register.xlsx, which is no return." in with_register


def test_what_was_due_is_only_said_where_it_is_known() -> None:
    """A promise whose due amount nobody knows is listed with that."""
    first, *others = DOCUMENT.contracts[1].pledges
    unknown = attrs.evolve(DOCUMENT.contracts[1], pledges=(attrs.evolve(first, due_to_date=None), *others))
    returns = tuple(each for each in DOCUMENT.returns if each.status != "missing")

    entries = overview(attrs.evolve(DOCUMENT, contracts=(unknown,), returns=returns)).nothing_received

    assert [each.why for each in entries] == [
        "P-10, Jobs in school kitchens: what was due is not known, and no return speaks of it."
    ]


def test_a_promise_whose_return_waits_is_not_said_to_have_none() -> None:
    """The return came; it is in the list of what needs a person."""
    waiting = attrs.evolve(DOCUMENT.returns[0], supplier_ref="S-03", contract_ref="C-002", status="waiting")

    assert overview(attrs.evolve(DOCUMENT, returns=(waiting,))).nothing_received == ()


def test_a_time_that_no_return_speaks_of_is_nothing_received() -> None:
    """With the supplier and the contract, in both lists."""
    gap = with_finding(
        DOCUMENT.findings[0], code="returns-leave-gaps", source="register.xlsx!Contracts!A2", supplier_ref="S-01",
        contract_ref="C-001", text="The returns that count speak of nothing for 1 Jul 2025 to 30 Sep 2025.",
    )  # fmt: skip

    lists = overview(gap)

    last = lists.nothing_received[-1]
    assert last.name == "Ashfold Joinery Ltd"
    assert last.why == (
        "Highways maintenance 2025 to 2029 (C-001). "
        "The returns that count speak of nothing for 1 Jul 2025 to 30 Sep 2025."
    )
    assert "register.xlsx" in {each.name for each in lists.needs_you}


def test_contracts_without_a_schedule_are_named_in_one_sentence() -> None:
    """Where nobody asked for returns, nobody can miss them."""
    first, second, voluntary = DOCUMENT.contracts
    scheduled = attrs.evolve(second, returns_every="quarter")

    assert without_schedule(attrs.evolve(DOCUMENT, contracts=(first, scheduled, voluntary))) == (
        "No schedule of returns is in the register for Highways maintenance 2025 to 2029 (C-001): "
        "a return that does not come cannot be noticed."
    )
    assert without_schedule(attrs.evolve(DOCUMENT, contracts=(scheduled, voluntary))) == ""


@pytest.mark.parametrize(
    ("because", "meaning"),
    [
        ("recorded only", "record only"),
        ("recorded only; 1 line waits for somebody, so that the figure can change: it reports 3 people", "record only"),
        ("part of P-1, whose split is free", "part of another promise"),
        ("nothing is due by this day, by P-2, which stands for the either-or group", "nothing due yet"),
        ("nothing is due yet and nothing is reported", "nothing due yet"),
        ("no return that is known reports it", "nothing reported"),
        ("the policy has no rating bands for this day", "no rating bands for the day"),
        ("the share of what is due is not known", "not known"),
        ("P-2 of the same either-or group is not known, and P-1 is short of its target", "not known"),
    ],
)
def test_other_is_said_to_be_what_its_reason_says(because: str, meaning: str) -> None:
    """Nothing is due by the day of what is only recorded, and that is not why it is not rated."""
    pledge = attrs.evolve(DOCUMENT.contracts[0].pledges[0], rating="Other", rating_because=because)
    rated = attrs.evolve(pledge, rating="Good")
    contract = attrs.evolve(DOCUMENT.contracts[0], pledges=(pledge, rated))

    assert parts_of_other(attrs.evolve(DOCUMENT, contracts=(contract,))) == {meaning: 1}


def test_the_first_page_counts_the_reasons_of_other_promises() -> None:
    """Every promise that is rated Other is told once, and what none is because of is not told."""
    parts = parts_of_other(DOCUMENT)

    assert sum(parts.values()) == ratings(DOCUMENT)["Other"] > 0
    assert 0 not in parts.values()


def test_lines_that_wait_for_a_person_are_open() -> None:
    """A line that is set aside only because its day has not come asks for nobody."""
    placements, weeks, _ = DOCUMENT.contracts[0].pledges
    later = SetAsideRecord(reason="not-yet-delivered", text="This belongs to 1 Apr 2026.")
    to_come = attrs.evolve(weeks, lines=tuple(attrs.evolve(line, set_aside=later) for line in weeks.lines))

    assert [open_lines(each) for each in (placements, weeks, to_come)] == [1, 2, 0]


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
        (tuple(f"a.xlsx!S!B{row}" for row in (*range(5, 41), 50)), ("a.xlsx!S: B5:B40, B50",)),
        (
            ("a.xlsx!S!B2", "a.xlsx!S!C2", *(f"a.xlsx!S!{c}{r}" for r in (3, 4) for c in "BC")),
            ("a.xlsx!S: B2:B4, C2:C4",),
        ),
        (("a.xlsx", "policy, schemes"), ("a.xlsx", "policy, schemes")),
        (("a.xlsx!S", "b.xlsx!S!A1"), ("a.xlsx!S", "b.xlsx!S: A1")),
        (("returns/q4!5.xlsx!Sheet 1!B2",), ("returns/q4!5.xlsx!Sheet 1: B2",)),
    ],
)
def test_cells_of_one_sheet_stand_behind_it(sources: tuple[str, ...], words: tuple[str, ...]) -> None:
    """Each sheet once, with its cells."""
    assert cells_words(sources) == words


def test_a_long_run_of_cells_in_which_the_same_was_seen_is_shown_as_a_range() -> None:
    """Thirty-six addresses are no place that a person can look at; what was seen elsewhere stands by itself."""
    seen = ((5, "0"), (6, "0"), (7, "0"), (8, "TBC"), (9, "0"))
    places = (("r.xlsx", ""), *((f"r.xlsx!S!B{row}", saw) for row, saw in seen))

    ranges = FindingGroup(code="c", severity="query", text="t", fix="f", places=places).ranges

    assert ranges == (("r.xlsx", ""), ("r.xlsx!S!B5:B7", "0"), ("r.xlsx!S!B9", "0"), ("r.xlsx!S!B8", "TBC"))


def test_words_for_what_is_not_there() -> None:
    """No description, no number: each has its words."""
    pledge = DOCUMENT.contracts[0].pledges[0]

    assert pledge_title(attrs.evolve(pledge, description="")) == "Placement: 10 people"
    assert number_words(None) == "not known"
