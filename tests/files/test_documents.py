import datetime as dt
import json

import attrs
import pytest
from assessments import assessment
from hypothesis import given
from hypothesis import strategies as st

from pledges.exceptions import UnreadableFileError
from pledges.files.documents import load
from pledges.reports.assessment_json import render
from pledges.reports.document import officer_document
from pledges.reports.records import Document
from pledges.reports.suppliers import supplier_document

POSITION = assessment()
DOCUMENT = officer_document(POSITION)


@pytest.mark.parametrize(
    "document", [DOCUMENT, supplier_document(POSITION, "S-01"), supplier_document(POSITION, "S-99")]
)
def test_what_was_written_is_read_back_the_same(document: Document) -> None:
    """`load(render(x)) == x`, whoever it was written for."""
    assert load(render(document), Document) == document


@given(st.text(max_size=30), st.none() | st.integers(min_value=0, max_value=10**6), st.none() | st.dates())
def test_any_text_number_and_day_is_read_back_the_same(text: str, number: int | None, day: dt.date | None) -> None:
    """Nothing is lost, rounded, trimmed or turned into words on the way."""
    returned = attrs.evolve(DOCUMENT.returns[0], file=text, version=number, due=day)
    document = attrs.evolve(DOCUMENT, returns=(returned,), contracts=(), totals=(), suppliers=())

    assert load(render(document), Document) == document


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b'{"schema": '])
def test_what_is_no_json_is_refused(content: bytes) -> None:
    """One sentence with the reason, and no word of the content."""
    with pytest.raises(UnreadableFileError) as caught:
        load(content, Document)

    assert caught.value.reason == "damaged"


@pytest.mark.parametrize(
    ("field", "value"),
    [("on", "Jane Doe"), ("contracts", None), ("audience", None), ("returns", [{"file": "Jane Doe"}])],
)
def test_json_of_another_shape_is_refused_naming_the_place_only(field: str, value: object) -> None:
    """Where it is wrong is said, what stands there is not."""
    data = json.loads(render(DOCUMENT))
    data[field] = value

    with pytest.raises(UnreadableFileError) as caught:
        load(json.dumps(data).encode(), Document)

    assert caught.value.reason == "wrong-type"
    assert field in str(caught.value)
    assert "Jane" not in str(caught.value)
