import csv
import io

import attrs
import pytest
from assessments import assessment
from hypothesis import given
from hypothesis import strategies as st

from pledges.reports.csv_rows import harmless
from pledges.reports.document import officer_document
from pledges.reports.findings_csv import render
from pledges.reports.records import FindingRecord

DOCUMENT = officer_document(assessment())


FULL_WIDTH = "\uff1d\uff0b\uff0d\uff20\uff5c\uff05"
STARTS = tuple("=+-@\t\r|%" + FULL_WIDTH)


@pytest.mark.parametrize("text", [*(f"{sign}cmd" for sign in STARTS), "  =cmd", "\u00a0=x"])
def test_text_that_could_calculate_gets_an_apostrophe(text: str) -> None:
    """Whatever its first sign that is no blank, in either width."""
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "2 people", "returns/q1.xlsx!Delivery!C5", "5 - 3", "£5", "'=x"])
def test_other_text_stays_as_it_is(text: str) -> None:
    """Only a beginning can calculate."""
    assert harmless(text) == text


@given(st.text(max_size=20))
def test_nothing_that_is_written_starts_like_a_formula(text: str) -> None:
    """For any text at all."""
    assert not harmless(text).strip(" \u00a0\u2007\u202f\u3000").startswith(STARTS)


def test_the_file_is_what_excel_opens_right() -> None:
    """UTF-8 with its mark, CRLF, a heading with the fields of a finding, and one row for each."""
    content = render(DOCUMENT)

    text = content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert content.startswith(b"\xef\xbb\xbf")
    assert text.count("\r\n") == text.count("\n") == len(rows)
    assert rows[0] == [field.name for field in attrs.fields(FindingRecord)]
    assert len(rows) == len(DOCUMENT.findings) + 1
    assert rows[1][:4] == ["unit-mismatch", "query", "supplier", "returns/q4 ashfold.xlsx!Delivery!C6"]


def test_hostile_text_stays_text() -> None:
    """A finding whose words start like a formula is written so that none calculates."""
    hostile = attrs.evolve(DOCUMENT.findings[0], saw="=cmd|' /C calc'!A0", pledge_ref="+P")
    content = render(attrs.evolve(DOCUMENT, findings=(hostile,))).decode("utf-8-sig")

    assert ",'=cmd|" in content
    assert ",'+P" in content


def test_the_bytes_are_the_same_every_time() -> None:
    """One document, one file."""
    assert render(DOCUMENT) == render(officer_document(assessment()))
