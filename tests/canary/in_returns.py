"""A garden in, the same with returns that have canaries in every place and of every kind out."""

import datetime as dt
from collections.abc import Mapping, Sequence

from canary.garden import QUARTERS, Garden, Row, about, book, one_changed, properties, saved, table, zipped
from openpyxl.comments import Comment

# By the column that holds the canary: a row on whose count that column bears, and what stands there instead.
_IN_A_FORM: Mapping[str, tuple[Row, str]] = {
    "Pledge ref": ({"Quantity": 1}, "the job for Rosalind Fairweather"),
    "What was promised": ({"Pledge ref": "P-04", "Quantity": 2}, "mentor for Hugo Estcourt"),
    "Unit": ({"Pledge ref": "P-01", "Quantity": 2}, "Thistlewick hostel"),
    "Quantity": ({"Pledge ref": "P-01"}, "3 wks until Marlowe Quenby left"),
    "Start": ({"Pledge ref": "P-01"}, "day Osric Fennimore got his flat"),
    "End": ({"Pledge ref": "P-01", "Start": dt.date(2025, 5, 1)}, "until Tamsin Yarrowdale was moved"),
    "Evidence ref": ({"Pledge ref": "P-02", "Quantity": 1}, "payslip 40118823 Brigitta Oldershaw"),
    "Comment": ({"Pledge ref": "P-02", "Quantity": 1}, "Alaric Benningfield, former relevant child"),
    "Note": ({"Pledge ref": "P-02", "Quantity": 1}, "Corisande Ibbotson has a probation officer"),
    "Person ref": ({"Pledge ref": "P-02", "Quantity": 2}, "Dashiell Roebottom"),
    "Placement ref": ({"Pledge ref": "P-06", "Quantity": 1}, "PLACE-55190226"),
    "Group ref": ({"Pledge ref": "P-03", "Quantity": 2}, "group of Wilhelmina Ashgrove"),
    "Activity": ({"Pledge ref": "P-03", "Quantity": 2}, "anger course, Leander Cottingley"),
    "Days": ({"Pledge ref": "P-05"}, "4, then Griselda Hepworth fell ill"),
    "Hours per week": ({"Pledge ref": "P-05", "Quantity": 2}, "when Florian Windlesham can"),
    "Attendees": ({"Pledge ref": "P-03", "Quantity": 2}, "Saskia Pettifer, Orlando Brightmore"),
    "Staff": ({"Pledge ref": "P-04", "Quantity": 2}, "Beatrix Holloway-Cross"),
    "Share (%)": ({"Pledge ref": "P-04", "Quantity": 2}, "rest is for Caspian Windermere"),
    "Evidence grade": ({"Pledge ref": "P-04", "Quantity": 2}, "seen by Ophelia Stockdale"),
}

_KINDS = {
    "telephone": "07700 900832",
    "e-mail address": "m.Gallowglass@example.org",
    "National Insurance number": "QQ 51 90 27 D",
    "NHS number": "943 476 5919",
    "address": "Flat 9, 3 Mulberrygate, ZX7 3QD",
    "care circumstances": "section 20 then Homeless, pregnant",
    "payroll number": "40775513",
    "date of birth in words": "17 August 2004",
    "date of birth in digits": "14/03/2007",
    "date of birth with two digits for the year": "28/06/99",
    "date of birth with a short month": "9 Oct 05",
    "what begins like a formula": '\'=HYPERLINK("mailto:Yolanda.Strickley")',
    "what would be markup": "<b>Radomir Skelmersdale</b> & <i>Annis Tyldesley</i>",
    "a name in other letters": "Zoë Łukasińska-Bédoyère",
}

_IN_A_KEYED_SHEET = {
    "Supplier ref or name": "e-mail of Desdemona Falconbridge",
    "Contract ref": "the one of Leofric Nettlefold",
    "Period start": "spring, Mehitabel Corbridge thinks",
    "Period end": "autumn, Barnaby Ellingham thinks",
    "Basis": "as Philomena Derwentside wrote",
    "Part": "house of Quintilla Haverthwaite",
    "Pledge ref or code": "Hortensia Blenkinsop's job",
    "Quantity": "one, Ezekiel Marwoodie",
    "Unit": "Perdita Loxley",
    "Start": "with Aurelian Stokesay",
    "End": "with Ianthe Underwoodie",
    "Evidence ref": "text of 07700 900175 from Caradoc Pilkington",
    "Person ref": "Thomasina Grindlewald",
    "Placement ref": "PLC-61820937",
    "Attendees": "Rupertina Shadwell",
    "Note": "Celandine Oughtred is in the mother and baby unit",
    "Keyed from": "WhatsApp of Horatio Plimsoll",
    "Keyed by": "Marigold Entwhistle",
}

_IN_ABOUT = {
    "Supplier ref": "home of Bronwen Castellain",
    "Contract ref": "contract with Mortimer Easterbrook",
    "Period start": "when Ursula Kettlewell came",
    "Period end": "when Ivo Kettleborough went",
    "Basis": "as Lettice Broughtonby said",
    "Submitted on": "at four, by Gideon Thistlethwaite",
    "Nil return": "only for Sybilla Crowthorne",
    "Attested by (role)": "Lancelot Huddleswick, carer",
    "Attested on": "day of Ariadne Mossopton's review",
    "Part": "the home of Elspeth Ravenglass",
    "Layout": "sheet by Magnus Ollerenshaw",
    "Fingerprint": "thumb of Rowland Tipperton",
    "Other": "Cressida Warboys",
}

_OWNERS = (
    "Jocasta Underhay", "Lazarus Pomeroy", "Hermia Bulstrode", "Auberon Tickell", "Calliope Wetherdale",
    "Ptolemy Grimshaw", "Isolde Ramsbottom", "Cosmo Featherston", "Drusilla Kempthorne", "Evander Shuttlewood",
    "Fenella Cudworthy",
)  # fmt: skip


def plant_in_returns(made: Garden) -> None:
    """Plant forms, keyed sheets, text files and files that are no returns, each with somebody in it."""
    for planting in (
        _in_cells, _in_kinds, _twice, _round_a_form, _in_fields, _in_a_keyed_sheet, _in_csv, _in_days, _in_names,
        _in_what_cannot_be_read,
    ):  # fmt: skip
        planting(made)


def _form(quarter: int, rows: Sequence[Row], changed: Row | None = None) -> bytes:
    return saved(book({"About": about(quarter, changed), "Delivery": table(rows, ["Pledge ref", "Quantity"])}))


def _in_cells(made: Garden) -> None:
    planted = made.plant_each("form", {column: text for column, (_, text) in _IN_A_FORM.items()})
    rows = [{**row, column: planted[column]} for column, (row, _) in _IN_A_FORM.items()]
    made.files["returns/april to june.xlsx"] = _form(1, rows)


def _in_kinds(made: Garden) -> None:
    """Plant each kind of personal data in a quantity, which findings tell most about, and in a unit."""
    planted = made.plant_each("form, Quantity", _KINDS)
    rows: list[Row] = [{"Pledge ref": "P-02", "Quantity": text} for text in planted.values()]
    rows += [{"Pledge ref": "P-02", "Quantity": 1, "Unit": text} for text in planted.values()]
    rows += [{"Pledge ref": "P-02", "Quantity": made.plant_number("form, Quantity, a telephone", 7700900461)}]
    made.files["returns/july to september.xlsx"] = _form(2, rows)


def _twice(made: Garden) -> None:
    """Plant references of people and placements that are repeated, which findings are about."""
    person = made.plant("form, Person ref twice", "YP-88213075")
    placement = made.plant("form, Placement ref twice", "PLC-55190381")
    rows: list[Row] = [
        *({"Pledge ref": "P-02", "Quantity": 1, "Person ref": person, "Evidence ref": f"list {n}"} for n in (1, 2)),
        *(
            {"Pledge ref": "P-06", "Quantity": 1, "Placement ref": placement, "Evidence ref": f"list {n}"}
            for n in (3, 4)
        ),
    ]
    made.files["returns/part 2.xlsx"] = _form(1, rows, {"Part": "2"})


def _round_a_form(made: Garden) -> None:
    plant = made.plant
    workbook = book(
        {
            "About": about(1, {"Part": "3"}),
            "Delivery": [
                [plant("form, title above the headings", "numbers of Clarissa Wainfleet")],
                ["Pledge ref", "Quantity", plant("form, unknown heading", "Lucretia Pinkerton")],
                ["P-02", 1, plant("form, unknown column", "Hephzibah Trelawney")],
                ["P-03", 3, None, plant("form, column without a heading", "Marmaduke Osbaldiston")],
                [],
                [plant("form, footnote", "Roderick Sandalwood signed this for the home")],
                ["Total", plant("form, total", "all but Gwenllian Maddock")],
            ],
            plant("form, name of a sheet", "Jago Trevithicke 2007"): [
                [plant("form, other sheet", "Xanthe Molyneux was adopted in 2011")]
            ],
            "Sheet3": [[plant("form, hidden sheet", "Ignatia Fairclough, youth court")]],
        }
    )
    author = plant("form, author of a comment", "Verity Cholmondeley")
    delivery = workbook["Delivery"]
    delivery.cell(3, 2).comment = Comment(plant("form, comment", "this was Lorcan Hathaway"), author)
    delivery.row_dimensions[4].hidden = True
    delivery.column_dimensions["C"].hidden = True
    workbook["Sheet3"].sheet_state = "hidden"
    properties(made, workbook, "form", _OWNERS)
    made.files["returns/part 3.xlsx"] = saved(workbook)


def _in_fields(made: Garden) -> None:
    rows: list[Row] = [{"Pledge ref": "P-01", "Quantity": 1}]
    for number, (field, text) in enumerate(made.plant_each("About", _IN_ABOUT).items(), start=1):
        made.files[f"returns/About/form {number}.xlsx"] = _form(4, rows, {field: text})
    other = made.plant("About, other field", "guardian of Jocelyn Fairhurst")
    made.files["returns/About/form 20.xlsx"] = _form(4, rows, {other: "yes"})
    stranger = {"Supplier ref": "S-02", "Part": made.plant("About, Part of a stranger", "Basil Whitcombe")}
    made.files["returns/About/form 21.xlsx"] = _form(4, rows, stranger)
    tracker = [
        [made.plant("unknown layout, heading", "Emeric Standish")],
        [made.plant("unknown layout", "Zenobia Furnival")],
    ]
    made.files["returns/other form.xlsx"] = saved(book({"Tracker": tracker}))


def _in_a_keyed_sheet(made: Garden) -> None:
    first, last = QUARTERS[3]
    row = {
        "Supplier ref or name": "S-01",
        "Contract ref": "C-01",
        "Period start": first,
        "Period end": last,
        "Basis": "in period",
        "Pledge ref or code": "P-02",
        "Quantity": 1,
    }
    rows = one_changed(row, made.plant_each("keyed", _IN_A_KEYED_SHEET))
    made.files["returns/october.xlsx"] = saved(book({"Keyed": table(rows, list(row))}))


def _in_csv(made: Garden) -> None:
    fields = {
        "Field": "Value",
        "Supplier ref": "S-02",
        "Contract ref": "C-02",
        "Period start": "2025-04-01",
        "Period end": "2025-06-30",
        "Basis": "in period",
    }
    lines = [
        *(f"{field},{value}" for field, value in fields.items()),
        "",
        "Pledge ref,Quantity,Comment",
        f"P-09,{made.plant('csv, Quantity', 'one with Alistair Dovecote')}",
        f"P-09,1,{made.plant('csv, Comment', 'Sunniva Brackenbury is an asylum seeker')}",
        f"P-09,1,,{made.plant('csv, column without a heading', 'Ptarmigan Lyle')}",
    ]
    torn = f'Pledge ref,Quantity\r\n"P-01,{made.plant("csv, open quotation mark", "Winthrop Amberley")}\r\n'
    other = f"{made.plant('csv, heading', 'birthday of Ludmilla Farthing')},x\r\n1,2\r\n"
    made.files["returns/april to june.csv"] = "\r\n".join(lines).encode()
    made.files["returns/torn.csv"] = torn.encode()
    made.files["returns/other.csv"] = other.encode("utf-16")


def _in_days(made: Garden) -> None:
    """Plant dates of birth as real dates: those before 2018 could be of somebody between 16 and 25."""
    evidence = {"Evidence ref": "list 1"}
    births: Mapping[str, tuple[Row, dt.date]] = {
        "Start": ({"Pledge ref": "P-01"}, dt.date(2007, 3, 16)),
        "End": ({"Pledge ref": "P-01", "Start": dt.date(2025, 10, 6)}, dt.date(2006, 11, 23)),
        "Quantity": ({"Pledge ref": "P-02"}, dt.date(2005, 1, 19)),
        "Days": ({"Pledge ref": "P-05"}, dt.date(2004, 12, 27)),
    }
    rows: list[Row] = [
        {**row, **evidence, column: made.plant_day(f"form, {column}, a date of birth", day)}
        for column, (row, day) in births.items()
    ]
    # Outside any contract no contract's start shows that a day is too early.
    birth = made.plant_day("voluntary form, Start, a date of birth", dt.date(2006, 7, 29))
    voluntary: list[Row] = [{"Pledge ref": "P-08", "Start": birth, **evidence}]
    early = made.plant_day("About, Period start, a date of birth", dt.date(2003, 9, 13))
    too_long = {"Period start": early, "Part": "4", "Basis": "cumulative"}
    made.files |= {
        "returns/october to december.xlsx": _form(3, rows),
        "returns/october to december 2.xlsx": _form(3, voluntary, {"Contract ref": None}),
        "returns/part 4.xlsx": _form(4, [{"Pledge ref": "P-07", "Quantity": 5, **evidence}], too_long),
    }


def _in_names(made: Garden) -> None:
    form = _form(4, [{"Pledge ref": "P-01", "Quantity": "later"}], {"Part": "5"})
    names = made.plant_each(
        "name of a file",
        {
            "a person": "Casimira Oakenshaw Q4",
            "a date of birth": "26.10.2006",
            "a date of birth with two digits for the year": "26.10.06",
            "a date of birth without points": "09022005",
            "a telephone": "07700 900549",
            "an NHS number": "943 476 5927",
            "a payroll number": "40661207",
        },
    )
    made.files |= {f"returns/{name}.xlsx": form for name in names.values()}
    made.files[f"returns/{made.plant('name of a folder', 'Wystan Peverell')}/2.xlsx"] = form
    made.files[f"returns/x.{made.plant('ending of a file', 'Ottoline')}"] = form


def _in_what_cannot_be_read(made: Garden) -> None:
    plant = made.plant
    whole = zipped({"xl/workbook.xml": plant("damaged workbook", "Rainault Beaumaris ") * 400})
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    sealed = "EncryptedPackage".encode("utf-16-le")
    entity = f"<!DOCTYPE a [<!ENTITY b '{plant('entity', 'Sigismund Haverhill')}'>]><a>&b;</a>"
    sheets = {f"{plant('too many sheets', 'Peronelle Stavert')} {number}": [[number]] for number in range(70)}
    made.files |= {
        "returns/1.pdf": b"%PDF-1.4\n% " + plant("PDF", "Mirabel Hollinshead").encode(),
        "returns/2.docx": zipped({"word/document.xml": plant("Word document", "Torquil Abernethy")}),
        "returns/3.xlsx": whole[: len(whole) // 2] + plant("damaged bytes", "Yseult Carnarvon").encode(),
        "returns/4.xlsx": ole + sealed + plant("encrypted workbook", "Bevis Langrishe").encode(),
        "returns/5.xls": ole + plant("old workbook", "Faramond Tuddenham").encode(),
        "returns/6.html": f"<html><body>{plant('web page', 'Clemency Rotherfield')}</body></html>".encode(),
        "returns/7.xlsx": zipped({plant("name inside an archive", "Everard Muncaster") + ".xml": "<a/>"}),
        "returns/8.xlsx": zipped({"xl/workbook.xml": entity, "[Content_Types].xml": "<Types/>"}),
        "returns/9.xlsx": saved(book(sheets)),
        "returns/10.bin": b"\0\1\2" + plant("no text", "Gervase Winterbourne").encode(),
    }
