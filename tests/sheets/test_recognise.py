import pytest
from spreadsheets import workbook_of, workbook_parts, zipped

from pledges.exceptions import UnreadableFileError
from pledges.files.outcomes import refusal
from pledges.sheets import calamine, csv, needs_worker, read, xlsx
from pledges.sheets.recognise import format_of, what_to_do_with

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
ODS = b"application/vnd.oasis.opendocument.spreadsheet"

EMAIL = (
    b"Return-Path: <a@b.example>\r\nReceived: from mail.example\r\n by mx.example\r\nSubject: Our return\r\n"
    b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n"
)
HEADER = OLE[:30] + b"\x09\0" + bytes(16) + b"\0\0\0\0" + bytes(512 - 52)
EMAIL_OF_OUTLOOK = HEADER + "__substg1.0_0037001F".encode("utf-16-le").ljust(512, b"\0")
REFUSED = [
    (b"", "empty", "empty"),
    (b" \r\n\t", "empty", "empty"),
    (b"\xef\xbb\xbf\r\n", "empty", "empty"),
    (OLE, "wrong-type", "(.xls)"),
    (OLE + "WordDocument".encode("utf-16-le"), "wrong-type", "(.doc)"),
    (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted", "password"),
    (b"%PDF-1.7\n...", "wrong-type", "a PDF document"),
    (b"\x89PNG\r\n\x1a\n...", "wrong-type", "a picture"),
    (b"\xff\xd8\xff\xe0..", "wrong-type", "a picture"),
    (b"BM\x00\x00\x00", "wrong-type", "a picture"),
    (b"{\\rtf1 hello}", "wrong-type", "a text document"),
    (b"<html><table><tr><td>Pledge ref</td></tr></table></html>", "wrong-type", "a web page"),
    (b"\xef\xbb\xbf <!DOCTYPE html>", "wrong-type", "a web page"),
    ("<?xml version='1.0'?><Workbook/>".encode("utf-16"), "wrong-type", "an XML document"),
    (b'<?xml version="1.0"?><Workbook/>', "wrong-type", "an XML document"),
    (b"ID;PWXL;N;E\r\n", "wrong-type", "SYLK"),
    (b'TABLE\r\n0,1\r\n"EXCEL"', "wrong-type", "DIF"),
    (b"Pledge ref,Quantity\r\nP-01,\x00", "wrong-type", "own file"),
    (zipped({"word/document.xml": b"<w/>"}), "wrong-type", "a Word document"),
    (zipped({"ppt/presentation.xml": b"<p/>"}), "wrong-type", "a presentation"),
    (zipped({"Index/Document.iwa": b"x"}), "wrong-type", "an Apple document"),
    (
        zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<c/>"}),
        "wrong-type",
        "OpenDocument",
    ),
    (
        zipped({"mimetype": ODS, "content.xml": b"x", "META-INF/manifest.xml": b"<manifest:encryption-data/>"}),
        "encrypted",
        "password",
    ),
    (zipped({"a.csv": b"Pledge ref"}), "wrong-type", "a compressed archive"),
    (zipped({}), "wrong-type", "a compressed archive"),
    (EMAIL, "wrong-type", "an e-mail"),
    (EMAIL.replace(b"\r\n", b"\n"), "wrong-type", "an e-mail"),
    (EMAIL_OF_OUTLOOK, "wrong-type", "an e-mail"),
    (EMAIL_OF_OUTLOOK + "Workbook\0".encode("utf-16-le"), "wrong-type", "an e-mail"),
]


@pytest.mark.parametrize(("content", "reason", "words"), REFUSED)
def test_what_is_no_return_is_refused_by_its_content(content: bytes, reason: str, words: str) -> None:
    """The refusal says what the file looks like, or what is wrong with it, and what to do, in two sentences."""
    with pytest.raises(UnreadableFileError) as caught:
        format_of(content)

    assert caught.value.reason == reason
    assert words in str(caught.value)
    assert str(caught.value).count(". ") == 1
    assert "put it back" in str(caught.value)


@pytest.mark.parametrize(
    "content",
    [
        b"Pledge ref,Quantity\r\nP-01,2\r\n",
        "Pledge ref;Quantity\nP-01;2".encode("utf-16"),
        b"BMW,2",
        b"Supplier: Soar Build Ltd\r\nPeriod: Q1\r\nPledge ref,Quantity\r\nP-01,2\r\n",
        "Pledge ref,£\n".encode("cp1252"),
    ],
)
def test_text_is_read_as_csv(content: bytes) -> None:
    """Whatever is text and nothing else is taken for fields between delimiters."""
    found = format_of(content)

    assert found is csv


def test_a_workbook_is_known_by_its_part_and_by_its_content_type() -> None:
    """Some programs call the part of the workbook by another name; the list of types still says what it is."""
    usual = workbook_of("")
    parts = workbook_parts("")
    parts["xl/book.xml"] = parts.pop("xl/workbook.xml")

    found = {format_of(usual), format_of(zipped(parts))}

    assert found == {xlsx}


def test_reading_chooses_the_format_itself() -> None:
    """The room's one door needs bytes alone, and no name."""
    workbook = read(b"Pledge ref,Quantity\nP-01,2\n")

    assert workbook.format == "csv"
    assert workbook.sheets[0].cell(2, 2).value == "2"


@pytest.mark.parametrize(
    "content",
    [
        OLE + "Workbook\0".encode("utf-16-le"),
        OLE + "Book\0".encode("utf-16-le"),
        zipped({"xl/workbook.bin": b"x"}),
        zipped({"mimetype": ODS, "content.xml": b"<c/>"}),
    ],
    ids=["xls", "an older xls", "xlsb", "ods"],
)
def test_older_and_other_workbooks_are_for_a_worker(content: bytes) -> None:
    """They are known by their content, and another library reads them, which may end the process."""
    found = format_of(content)

    assert found is calamine
    assert needs_worker(content)


def test_what_our_own_readers_read_or_refuse_needs_no_worker() -> None:
    """Workbooks, text, and what is refused before any library sees it."""
    contents = (workbook_of(""), b"Pledge ref,Quantity\n", b"%PDF-1.7", zipped({}))

    needed = [needs_worker(content) for content in contents]

    assert needed == [False] * 4


def test_a_package_that_our_reader_does_not_understand_is_for_the_fallback() -> None:
    """Another reader may make something of it, in a worker; where it cannot, the file is damaged."""
    parts = workbook_parts("")
    parts["xl/workbook.xml"] = '<workbook xmlns="urn:other"/>'
    content = zipped(parts)

    with pytest.raises(UnreadableFileError) as caught:
        read(content)

    assert needs_worker(content)
    assert caught.value.reason == "damaged"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (zipped({"a.csv": b"Pledge ref"}), "Open the archive, take the workbook out of it, and send the workbook"),
        (EMAIL, "save the workbook that is attached to it, and send the workbook by itself."),
        (b"%PDF-1.7\n...", "Fill in the return form that the council sent"),
        (b"<html>", "Save its table as an Excel workbook (.xlsx) or as CSV, and send that."),
    ],
)
def test_a_supplier_reads_what_to_do_with_a_file_of_another_kind(content: bytes, words: str) -> None:
    """What holds a workbook is opened, and what holds none is no return: the words are for whoever sent it."""
    with pytest.raises(UnreadableFileError) as caught:
        format_of(content)

    refused = refusal("q1", caught.value.reason, str(caught.value))

    assert words in refused.finding.fix
    assert (
        what_to_do_with(refused.finding.text.removeprefix("Refused: it looks like ").rstrip(".")) == refused.finding.fix
    )


def test_a_workbook_with_an_e_mail_in_it_is_a_workbook() -> None:
    """What a container is stands first in its directory; what is embedded in it does not matter."""
    content = HEADER + "Workbook\0".encode("utf-16-le").ljust(512, b"\0") + "__substg1.0_".encode("utf-16-le")

    assert format_of(content) is calamine
