import copy
import datetime as dt
import json
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledges import sheets
from pledges.audience import Vocabulary
from pledges.files.returned import Terms, reading_of, terms_data
from pledges.files.wire import WireError, dumped, from_bytes, loaded, to_bytes
from pledges.model import EvidenceLine, Grade
from pledges.periods import Period
from pledges.provenance import CellRef, Passage, SourceFile
from pledges.returns.reading import ReturnReading, read_return

FILE = SourceFile(name="returns/q1.csv", digest="sha256:0")
KEYED = (
    "Supplier ref or name,Contract ref,Period start,Period end,Basis,Pledge ref or code,Quantity,Start,Evidence ref\n"
    "Ashfold Joinery,C-001,2025-04-01,2025-06-30,in period,P-01,4.5,2025-04-03,register\n"
    "Ashfold Joinery,C-001,2025-04-01,2025-06-30,in period,P-02,approx 3,31/02/2025,register\n"
    "Ashfold Joinery,C-001,2025-04-01,2025-06-30,in period,P-02,nil,,\n"
)


def reading() -> ReturnReading:
    """Return what is read of a keyed sheet with a mistake or two."""
    book = sheets.read(KEYED.encode())
    return read_return(book, file=FILE, path="returns/Quillfeather.csv", vocabulary=Vocabulary())


def sent() -> Any:
    """Return the same as it goes over the pipe."""
    return from_bytes(to_bytes(dumped(reading(), ReturnReading)))


places = st.builds(
    CellRef, file=st.just(FILE.name), sheet=st.none() | st.text(), cell=st.sampled_from([None, "A1", "XFD1048576"])
)
sources = places | st.builds(Passage, document=st.text(min_size=1).filter(str.strip), place=st.just("§ 1"))
lines = st.builds(
    EvidenceLine,
    pledge_key=st.text(),
    row_source=sources,
    quantity=st.none() | st.fractions(),
    start=st.none() | st.dates(),
    grade=st.sampled_from(Grade),
    has_quantity_column=st.booleans(),
    problems=st.lists(st.tuples(st.text(), st.text())).map(tuple),
    person_ref=st.text(),
)


@given(st.lists(lines).map(tuple))
def test_what_is_sent_arrives_as_it_was(given_lines: tuple[EvidenceLine, ...]) -> None:
    """Every field of every line, exact numbers and odd characters too, whether or not they are all alike."""
    shape = tuple[EvidenceLine, ...]

    arrived = loaded(from_bytes(to_bytes(dumped(given_lines, shape))), shape, FILE)

    assert arrived == given_lines


def test_long_lists_are_the_same_json_as_short_ones() -> None:
    """They are written a piece at a time, which nobody can see."""
    value = ["read", [[1, 2], list(range(7_001)), [], [[["x", None]] * 2_001, {"a": 1}, True]]]

    assert json.loads(to_bytes(value)) == value


def test_a_reading_arrives_whole_with_the_name_and_path_of_the_file_that_was_sent() -> None:
    """The process that reads it is told neither its true path nor its digest."""
    read = reading()

    arrived = reading_of(sent(), FILE, "returns/Quillfeather.csv")

    assert arrived == read
    assert all(each.file == FILE for each in arrived.returns)


def test_another_files_name_takes_the_place_of_whatever_was_read() -> None:
    """A process cannot speak of a file that it was not given: findings and sources carry the name of its own."""
    other = SourceFile(name="returns/q2.csv", digest="sha256:1")
    data = sent()
    data[3] = []  # the accounts say a name, and are refused by it (see below)

    arrived = reading_of(data, other, "q2.csv")

    assert {note.source.file for note in arrived.findings if isinstance(note.source, CellRef)} == {other.name}
    assert {each.file for each in arrived.returns} == {other}


def paths(value: Any, *before: int) -> list[tuple[int, ...]]:
    """Return the way to every value in nested lists."""
    inner = (
        [path for index, each in enumerate(value) for path in paths(each, *before, index)]
        if isinstance(value, list)
        else []
    )
    return [before, *inner] if before else inner


@pytest.mark.parametrize("other", [None, True, -1, 1.5, 10**4000, "x", [], {}, [[]], [1, 0], {"a": 1}])
def test_whatever_a_subverted_process_sends_is_a_reading_of_its_own_file_or_refused(other: Any) -> None:
    """Any value of it replaced by any other is a `WireError`, or a reading whose every word is of this file."""
    whole = sent()

    refused = 0
    for path in paths(whole):
        changed = copy.deepcopy(whole)
        place = changed
        for index in path[:-1]:
            place = place[index]
        place[path[-1]] = other
        try:
            arrived = reading_of(changed, FILE, "p")
        except WireError:
            refused += 1
            continue
        attrs.validate(arrived)
        assert {each.file for each in arrived.returns} <= {FILE}
        assert all(isinstance(line.quantity, Fraction | None) for each in arrived.returns for line in each.lines)
        assert all(isinstance(line.start, dt.date | None) for each in arrived.returns for line in each.lines)
        assert {account.file for account in arrived.accounts} <= {FILE.name}

    assert refused > len(paths(whole)) // 4


@pytest.mark.parametrize("content", [b"", b"{", b"[" * 100_000, b"\xff", b"1" * 5000, b"NaN,"])
def test_bytes_that_are_no_json_are_refused(content: bytes) -> None:
    """In our words alone."""
    with pytest.raises(WireError, match="no JSON"):
        from_bytes(content)


def test_a_number_alone_makes_no_million_of_nouns() -> None:
    """Columns that are all alike with a count beside them would be a bomb of a few bytes."""
    (first, *_) = reading().returns
    data: Any = dumped(first.lines[:1], tuple[EvidenceLine, ...])
    data[0] = 1_000_000

    with pytest.raises(WireError):
        loaded(data, tuple[EvidenceLine, ...], FILE)


def test_a_type_without_a_shape_is_a_mistake_of_ours() -> None:
    """A new field of a noun is found when it is first sent, not when it arrives."""
    with pytest.raises(TypeError, match="no shape"):
        dumped(1.5, float)


def test_the_terms_arrive_as_they_were() -> None:
    """The words that may be shown, and the policy's rule."""
    terms = Terms(
        vocabulary=Vocabulary.of(references=["C-001"], names=["Ashfold Joinery"]), not_applicable_accepted=True
    )

    assert loaded(terms_data(terms), Terms, FILE) == terms


def test_a_period_that_ends_before_it_starts_is_refused() -> None:
    """The nouns' own rules hold for what comes over the pipe."""
    day = dt.date(2025, 4, 1).toordinal()

    with pytest.raises(WireError):
        loaded([day, day - 1], Period, FILE)
