import html.parser
import itertools
import re
from typing import Any

import attrs
import pytest
from assessments import assessment, cell

from pledges.figures import given, total
from pledges.reports.document import officer_document
from pledges.reports.html import MOST_ENTRIES, MOST_EXPLANATION_LINES, render
from pledges.reports.letter import letter
from pledges.reports.records import Number, VariationsRecord
from pledges.reports.wording import stretch_words, varied_words

DOCUMENT = officer_document(assessment())
PAGE = render(DOCUMENT).decode()
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>\" onmouseover='x' {{ 7*7 }} &amp; =cmd"
VOID = {"meta", "br", "img", "link", "input", "hr", "rect", "line", "path"}


class Reader(html.parser.HTMLParser):
    """Reads a page's tags, attributes and words as a browser's parser hands them on."""

    def __init__(self, page: str) -> None:
        """Read the whole page."""
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag with its attributes."""
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag that closes itself."""
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Check that it closes what was opened last."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        self.words.append(data)

    @property
    def text(self) -> str:
        """All the words of the page, with single spaces."""
        return " ".join("".join(self.words).split())


READER = Reader(PAGE)


def test_every_tag_is_closed_in_its_turn() -> None:
    """The page is well formed."""
    assert READER.open == []


def test_the_page_asks_for_nothing_and_runs_nothing() -> None:
    """No script, no address, no picture, no frame, no form; the browser is told so too."""
    tags = {tag for tag, _ in READER.tags}
    names = {name for _, attributes in READER.tags for name in attributes}
    links = [attributes["href"] for tag, attributes in READER.tags if tag == "a"]
    policy = next(each["content"] for tag, each in READER.tags if tag == "meta" and "http-equiv" in each)

    assert not tags & {"script", "link", "img", "iframe", "object", "embed", "form", "base", "use", "foreignobject"}
    assert not {name for name in names if name.startswith("on") or name in {"src", "srcset", "xlink:href", "style"}}
    assert all(link is not None and link.startswith("#") for link in links)
    assert "@import" not in PAGE
    assert re.findall(r"url\(([^)]*)\)", PAGE) == re.findall(r"url\((#[a-z-]+)\)", PAGE)
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def test_hostile_words_of_the_register_stay_words() -> None:
    """Markup, templates and attributes in the register's texts are shown as they were typed."""
    page = render(officer_document(assessment(description=HOSTILE, supplier_name=HOSTILE, title=HOSTILE))).decode()
    reader = Reader(page)

    assert reader.open == []
    assert {tag for tag, _ in reader.tags} == {tag for tag, _ in READER.tags}
    assert {name for _, each in reader.tags for name in each} == {name for _, each in READER.tags for name in each}
    assert "{{ 7*7 }}" in reader.text
    assert "<script>alert(1)</script>" in reader.text
    assert "<script>" not in page


def test_every_link_leads_somewhere_and_every_name_is_used_once() -> None:
    """What is linked to is on the page, and ids are unique."""
    ids = [attributes["id"] for _, attributes in READER.tags if "id" in attributes]
    links = {str(attributes["href"]).removeprefix("#") for tag, attributes in READER.tags if tag == "a"}
    named = {word for _, attributes in READER.tags for word in str(attributes.get("aria-labelledby") or "").split()}

    assert len(ids) == len(set(ids))
    assert links <= set(ids)
    assert named <= set(ids)


def test_headings_descend_one_level_at_a_time() -> None:
    """A screen reader's outline has no holes."""
    levels = [int(tag[1]) for tag, _ in READER.tags if re.fullmatch(r"h[1-6]", tag)]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_tables_have_captions_and_their_headings_a_scope() -> None:
    """Each table says what it holds, each heading for which cells it speaks."""
    tables = PAGE.count("<table")

    assert tables > 0
    assert PAGE.count("<caption") == tables
    assert all("scope" in attributes for tag, attributes in READER.tags if tag == "th")


def test_bars_say_their_numbers_in_words() -> None:
    """Every bar is a picture with a title that says what it shows."""
    bars = [attributes for tag, attributes in READER.tags if tag == "svg" and attributes.get("role") == "img"]

    assert len(bars) == sum(len(contract.pledges) for contract in DOCUMENT.contracts)
    assert all("aria-labelledby" in attributes for attributes in bars)
    assert "Counted 5 people, of it verified 2 people; claimed 6 people; due by 31 Mar 2026 8 people" in READER.text
    assert "Counted not known" in READER.text


def test_the_first_screen_has_the_day_the_council_and_the_four_lists() -> None:
    """What a head of procurement reads first."""
    for words in (
        "Soar Valley District Council",
        "Position on 31 Mar 2026",
        "8 promises by 3 suppliers",
        "3 Counted",
        "2 Needs you",
        "1 Nothing received",
        "2 Refused",
        "Not listed: 1 superseded, 1 duplicate, 1 not yet known.",
        "q4 beacon.xlsx Beacon Facilities Ltd, C-001, 1 Jan 2026 to 31 Mar 2026 12 days late",
        "q4 ashfold.xlsx Ashfold Joinery Ltd, C-001, 1 Jan 2026 to 31 Mar 2026 The promise is in weeks",
        "9 files of returns came in all.",
        "No schedule of returns is in the register for Highways maintenance 2025 to 2029 (C-001) and School meals",
        "3 Other 1 nothing due yet 1 nothing reported 1 not known",
        "No return for 1 Jan 2026 to 31 Mar 2026, School meals (C-002). It was due on 30 Apr 2026.",
        "Refused: the file is encrypted.",
    ):
        assert words.replace(" ", "") in READER.text.replace(" ", "")


def test_the_page_says_in_words_what_is_known_and_what_is_not() -> None:
    """Each state has its sentence, and nothing that is unknown is a nought or a blank."""
    for words in (
        "5 people counted, 62.5% of the 8 people due by 31 Mar 2026 and 50% of the 10 people promised.",
        "Not known: 2 people due by 31 Mar 2026, and no return speaks of it.",
        "Not known: 6 sessions due by 31 Mar 2026, and what the return says cannot be counted yet.",
        "Nothing delivered, by the supplier's own return; £2,500 due by 31 Mar 2026.",
        "Nothing was due by 31 Mar 2026, and nothing has been reported.",
        "illustrative: scheme not adopted",
        "Verified share: Confirmations for another 31.7% of what counts.",
        "Voice of the young people: This version does not evaluate it.",
        "Committed is held since 1 Apr 2025, until 31 Mar 2026.",
        "By 31 Mar 2026: Committed ends on 31 Mar 2026: its renewal must be lodged by then.",
        "1 Apr 2025: Committed was issued, recorded by the council.",
    ):
        assert words in READER.text


def test_what_was_set_aside_is_shown_with_its_cells() -> None:
    """One reason, all its cells."""
    assert "2 lines: The promise is in weeks and this line is in people." in READER.text
    assert "returns/q4 ashfold.xlsx!Delivery: C6, C7" in READER.text


def test_each_supplier_has_its_letter() -> None:
    """The letter stands on the page word for word."""
    from pledges.reports.suppliers import for_supplier

    for supplier in DOCUMENT.suppliers:
        text = " ".join(letter(for_supplier(DOCUMENT, supplier.supplier_ref)).split())
        assert text in READER.text


@pytest.mark.parametrize("count", [MOST_ENTRIES, MOST_ENTRIES + 3])
def test_a_long_list_folds_away_after_the_first_entries(count: int) -> None:
    """The first screen stays a screen, and nothing is left out."""
    returns = tuple(attrs.evolve(DOCUMENT.returns[0], file=f"returns/number {index}.xlsx") for index in range(count))
    page = render(attrs.evolve(DOCUMENT, returns=returns)).decode()

    assert all(f"number {index}.xlsx</a>" in page for index in range(count))
    assert ("<summary>3 more</summary>" in page) == (count > MOST_ENTRIES)


def test_a_very_long_explanation_says_where_the_rest_is() -> None:
    """The page holds as many lines as a person will scroll through, and names the command for all of them."""
    parts = [given("quantity", 1, cell(f"C{row}"), unit="people") for row in range(MOST_EXPLANATION_LINES)]
    position = assessment()
    first = position.contracts[0]
    long = attrs.evolve(first.fulfilments[0], counted=total("counted", parts, unit="people"))
    contracts = (attrs.evolve(first, fulfilments=(long, *first.fulfilments[1:])), *position.contracts[1:])

    page = render(officer_document(attrs.evolve(position, contracts=contracts))).decode()

    assert re.search(r"… and \d+ more lines: pledges why FOLDER P-01\.counted", page)


def test_an_empty_register_makes_a_page_too() -> None:
    """Nothing is said as nothing."""
    empty = attrs.evolve(
        DOCUMENT,
        contracts=(),
        totals=(),
        suppliers=(),
        returns=(),
        findings=(),
        reconciliation=(),
        digests=attrs.evolve(DOCUMENT.digests, register=None, policy=None),
    )

    reader = Reader(render(empty).decode())

    assert reader.open == []
    assert "The register holds no promise yet." in reader.text
    assert "No return counts yet." in reader.text


def test_the_bytes_are_the_same_every_time() -> None:
    """One document, one page."""
    assert render(officer_document(assessment())).decode() == PAGE


def number(exact: str, unit: str = "people") -> Number:
    """Return a number of a record."""
    return Number(value=exact, exact=exact, unit=unit)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "5 people counted, 62.5% of the 8 people due by 31 Mar 2026 and 50% of the 10 people promised."),
        (
            {"due_to_date": number("10"), "share_of_due": number("1/2", "share")},
            "5 people counted, 50% of the 10 people promised, all of it due by 31 Mar 2026.",
        ),
        (
            {"due_to_date": number("0"), "share_of_due": None},
            "5 people counted, 50% of the 10 people promised; nothing was due by 31 Mar 2026.",
        ),
        (
            {"due_to_date": number("0"), "share_of_due": None, "share_of_target": None, "target": None},
            "5 people counted; nothing was due by 31 Mar 2026.",
        ),
        (
            {"due_to_date": None, "share_of_due": None},
            "5 people counted; how much was due by 31 Mar 2026 is not known.",
        ),
        (
            {"target": None, "share_of_target": None},
            "5 people counted, 62.5% of the 8 people due by 31 Mar 2026.",
        ),
        (
            {"counted": None},
            "Not known: what counts cannot be told; 8 people due by 31 Mar 2026.",
        ),
        (
            {"state": "missing", "due_to_date": None},
            "Not known: no return speaks of it, and how much was due by 31 Mar 2026 is not known.",
        ),
        (
            {"state": "pending", "rating_because": "what the return says is not one plain number"},
            "Not known: 8 people due by 31 Mar 2026, and what the return says is not one plain number.",
        ),
    ],
)
def test_each_promise_is_told_in_one_sentence(changes: dict[str, Number | str | None], sentence: str) -> None:
    """What is counted, of how much, or that it is not known; nothing due is not the same as nothing known."""
    pledge = attrs.evolve(DOCUMENT.contracts[0].pledges[0], **changes)  # type: ignore[arg-type]
    contract = attrs.evolve(DOCUMENT.contracts[0], pledges=(pledge,))

    reader = Reader(render(attrs.evolve(DOCUMENT, contracts=(contract,))).decode())

    assert sentence in reader.text


@pytest.mark.parametrize(
    ("changes", "cell_text"),
    [
        ({}, "5 people and 1 line still open, so that it can change"),
        ({"lines": ()}, "5 people"),
        ({"lines": (), "counted": number("0"), "claimed": number("2")}, "0 people 2 people claimed"),
        ({"lines": (), "counted": number("0"), "claimed": number("0")}, "0 people"),
        ({"counted": None}, "not known 6 people claimed, and 1 line still open, so that it can change"),
    ],
)
def test_the_table_shows_what_a_figure_rests_on(changes: dict[str, Number | None], cell_text: str) -> None:
    """Nought that is claimed is not nought that nobody reported, and lines that are still open may change a figure."""
    pledge = attrs.evolve(DOCUMENT.contracts[0].pledges[0], **changes)  # type: ignore[arg-type]
    contract = attrs.evolve(DOCUMENT.contracts[0], pledges=(pledge,))

    page = render(attrs.evolve(DOCUMENT, contracts=(contract,))).decode()

    table = page[page.index('id="promises"') : page.index("</table>", page.index('id="promises"'))]
    cells = [Reader(each).text for each in re.findall(r"<td[^>]*>.*?</td>", table)]
    assert cells[4] == cell_text


def test_folders_inside_the_returns_folder_stand_beside_the_name() -> None:
    """A long path does not fill the first screen, and nothing of it is lost."""
    returned = attrs.evolve(DOCUMENT.returns[0], file="returns/2025-26 Q1/q1.xlsx")

    page = render(attrs.evolve(DOCUMENT, returns=(returned,))).decode()

    assert re.search(r">q1\.xlsx</a><span class=\"whose\">2025-26 Q1 · Ashfold", page)


def test_a_level_that_is_the_last_has_no_next_one() -> None:
    """Where nothing more can be reached, nothing is said to be missing."""
    badge = attrs.evolve(DOCUMENT.suppliers[0].badges[0], next=None)
    supplier = attrs.evolve(DOCUMENT.suppliers[0], badges=(badge,))

    reader = Reader(render(attrs.evolve(DOCUMENT, suppliers=(supplier,))).decode())

    assert "Missing for" not in reader.text


def test_a_contract_says_how_far_it_has_been_varied() -> None:
    """Value and term since award stand under its title, and nothing where no variation is in force."""
    amounts = {
        "value_at_award": Number(value="4000000", exact="4000000", unit="GBP"),
        "value_now": Number(value="5000000", exact="5000000", unit="GBP"),
        "value_change": Number(value="0.25", exact="1/4", unit="share"),
        "end_at_award": Number(value="2026-03-31", exact="2026-03-31", unit="day"),
        "end_now": Number(value="2026-06-12", exact="2026-06-12", unit="day"),
        "term_change": Number(value="-0.1", exact="-1/10", unit="share"),
    }
    record = officer_document(assessment()).contracts[0]
    varied = attrs.evolve(record, variations=VariationsRecord(in_force=2, **amounts))
    still = attrs.evolve(record, variations=VariationsRecord(in_force=0, **amounts))

    assert varied_words(varied) == (
        "Varied: 2 variations in force; value £4,000,000 at award, £5,000,000 now (25% more than at award); "
        "end now 12 Jun 2026 (10% less than at award)."
    )
    assert varied_words(still) == ""


def test_a_stretch_is_said_beside_the_promise() -> None:
    """How much more is hoped for, and how much of it counts; a promise without one says nothing."""
    pledge = officer_document(assessment()).contracts[0].pledges[0]
    hoped = attrs.evolve(
        pledge,
        stretch=Number(value="12", exact="12", unit="people"),
        share_of_stretch=Number(value="0.5", exact="1/2", unit="share"),
    )

    assert stretch_words(pledge) == ""
    assert stretch_words(hoped) == "Hoped for beyond the promise: 12 people; 50% of that is counted. It is not rated."


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"record_only": True, "target": None}, "Recorded only, not rated by itself: 5 people counted."),
        ({"record_only": True, "counted": None}, "Recorded only, not rated by itself: what counts is not known."),
        ({"part_of": "P-77"}, "Part of P-77, not rated by itself: 5 people counted."),
        ({"part_of": "P-77", "state": "not due", "counted": None}, "Part of P-77, not rated by itself: what counts"),
    ],
)  # fmt: skip
def test_what_is_no_promise_by_itself_is_said_to_be_none(fields: dict[str, Any], said: str) -> None:
    """A part and what is only recorded are neither due nor missing, and no amount promised is not known of them."""
    first = DOCUMENT.contracts[0]
    changed = attrs.evolve(first.pledges[0], **fields)
    document = attrs.evolve(DOCUMENT, contracts=(attrs.evolve(first, pledges=(changed,)),))

    reader = Reader(render(document).decode())

    assert said in reader.text
    assert ("record only" in reader.text) is ("record_only" in fields)
