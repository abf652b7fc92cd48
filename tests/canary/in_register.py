"""A garden in, the same with a register that has canaries in every column, sheet and property out.

Left out are what the council's own report names on purpose: firms, contracts, buyers, references and promises.
"""

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Mapping

from canary.garden import Garden, Row, book, one_changed, pledge, properties, register_sheets, saved, table
from openpyxl.comments import Comment

DAY = dt.date(2025, 7, 10)

# A row for each text: what stands in the row besides, and what replaces it under the heading of the text.
_ROWS: Mapping[str, Row] = {
    "Contracts": {"Title": "Gates", "Buyer": "The council", "Start": DAY, "End": dt.date(2027, 3, 31)},
    "Parties": {"Contract ref": "C-01", "Supplier ref": "S-01", "Role": "prime"},
    "Clauses": {"Contract ref": "C-01", "Requirement": "As offered"},
    "Milestones": {"Pledge ref": "P-01", "Date": DAY, "Quantity": 1},
    "Variations": {"Contract ref": "C-02", "Effective": DAY, "Effect": "none"},
    "Returns received": {"File": "other form.xlsx", "Received on": DAY, "Status": "rejected"},
    "Confirmations": {"Pledge ref": "P-02", "Grade": "beneficiary confirmed", "Confirmed on": DAY},
    "Facts": {"Supplier ref": "S-01", "Fact": "uk_workforce", "Value": 9, "As at": DAY},
    "Events": {"Date": DAY, "Supplier ref": "S-01", "Event": "badge issued"},
}

_TEXTS: Mapping[str, Mapping[str, str]] = {
    "Suppliers": {
        "UK headcount": "about 9, ask Leopold Garrowby",
        "Contact role": "Philippa Stanhopely, 07700 900617",
        "Organisation id": "the firm of Evadne Scarisbrick",
    },
    "Contracts": {
        "Start": "when Isidore Falkenburgh signs",
        "Value (GBP)": "see note by Rowena Tattersley",
        "Value basis": "as Jolyon Heckmondale reckons",
        "Procurement id": "file of Eglantine Marsden",
        "Area": "street of Osbert Cullingworth",
        "Returns every": "when Ludovic Marchbanks asks",
        "Returns due within (days)": "as told Emmeline Harcastle",
    },
    "Parties": {
        "Contract ref": "the one of Gaspard Illingworth",
        "Supplier ref": "Augustin Pellbrook",
        "Role": "friend of Seraphina Dunmorley",
        "Share (%)": "half, says Bartholomew Wix",
    },
    "Clauses": {
        "Requirement": "a job for Alastair Cranshaw",
        "Beneficiaries": "Philippine Ellesmere only",
        "Source": "letter of Gilbertine Rudyard",
    },
    "Pledges": {
        "Contract ref": "contract of Lysander Quaife",
        "Supplier ref": "firm of Cunegonde Tarleton",
        "Clause ref": "clause of Persephone Yarwood",
        "Type": "chat with Ottilie Brandreth",
        "Quantity": "one for Jemima Thornquist",
        "Unit": "Hyacinth Wolstenholm",
        "Start": "after Crispin Ravensworth left care",
        "Due": "when Casimir Harbottle is 18",
        "Trajectory": "like Clementine Aldersgate",
        "Minimum length": "until Gwendolen Pikestaff settles",
        "Cap per person": "as Balthazar Ormerod can bear",
        "Conversion": "two for Jessamine Hartlepool",
        "Phase": "Ferdinand Lockridge moves in",
        "Weight": "more, Anneliese Corwen is ill",
        "Contractual": "ask Thaddeus Wrenfield",
    },
    "Milestones": {
        "Pledge ref": "promise to Dorothea Sallowfield",
        "Date": "birthday of Evangeline Moxley",
        "Quantity": "one more, Lambert Eccleshill",
    },
    "Variations": {
        "Effective": "since Fabian Thornaby left",
        "Effect": "Montgomery Sallow asked",
        "Notice ref": "letter of Winifred Oxbarrow",
    },
    "Returns received": {
        "File": "Cordelia Hathersage NHS 943 476 5870.xlsx",
        "Supplier ref": "mother of Tristram Wetherby",
        "Received on": "the day Valentin Roxborough called",
        "Status": "Ignatius Penhallow objects",
        "Reason": "names Benedict Ulverstone, on a care order",
        "By (role)": "Millicent Aspinwall",
    },
    "Confirmations": {
        "Pledge ref": "the job of Theodora Kilbracken",
        "Grade": "said by Rafaella Swinburne",
        "Quantity": "all of Nathaniel Greycote",
        "Person ref": "YP-77120941",
        "Placement ref": "PL Marguerite Stonehewer",
        "Evidence ref": "letter from Octavian Feltwell",
        "Period start": "when Salome Garstang moved",
        "Confirmed by (role)": "Henrietta Blackmoor, key worker",
        "Confirmed on": "since Aloysius Drummore moved",
    },
    "Facts": {
        "Fact": "sickness of Guinevere Allbright",
        "Value": "40 with Melisande Tarrant",
        "Unit": "cousins of Anselm Bickerstaffe",
        "Evidence ref": "sick note of Bertram Colquhoun",
    },
    "Events": {
        "Date": "when Clothilde Wainscott ran off",
        "Supplier ref": "firm of Rosamund Tillotson",
        "Event": "visit by Peregrine Astbury",
        "Event ref": "case Perpetua Langstroth",
        "Scheme": "covenant of Imogen Baskerley",
        "Level": "Cassius Dunwoody",
        "Criterion": "kindness of Wilfred Ansdell",
        "Outcome": "good for Araminta Sleight",
        "Severity": "Hadrian Fosdyke",
        "Reason": "Zachariah Ellerby ran away from his foster home",
        "Detail": "QQ 48 37 16 C, Leonora Vaughtey",
        "Until": "until Mafalda Copplestone is 21",
        "Recorded by (role)": "Sebastian Thackwray",
    },
}

_PROMISES: Mapping[str, str] = {
    "Start": "once Finbar Throckmorton agrees",
    "End": "until Griselle Pemberthy stops",
    "Value (GBP)": "what Lucinda Warburtonley said",
    "Kind": "walks with Merryn Polkinghorne",
    "How many": "two, Dunstan and Averill",
    "Unit": "visits to Hesper Galsworthy",
    "By when": "before Jarvis Copperthwaite turns 18",
    "Per": "each of Tamara Silverdale's weeks",
    "Contractual": "says Cormac Brightholme",
}
_OWNERS = (
    "Quentin Maplethorpe", "Odalys Trevanion", "Lucasta Wymondley", "Phineas Ottershaw", "Sidonie Catterick",
    "Alberic Penrose", "Tabitha Zouchington", "Clovis Hartigan", "Minerva Stallbrass", "Ambrose Killingholm",
    "Eudora Dacrewell",
)  # fmt: skip

_NEW_ROWS: Mapping[str, Callable[[int], Row]] = {
    # A row that gives a reference needs one of its own.
    "Suppliers": lambda number: {"Supplier ref": f"S-{number}", "Name": f"Yard {number} Ltd"},
    "Contracts": lambda number: {**_ROWS["Contracts"], "Contract ref": f"C-{number}"},
    "Clauses": lambda number: {**_ROWS["Clauses"], "Clause ref": f"CL-{number}"},
    "Pledges": lambda number: pledge(f"P-{number}", "job", 1, "people"),
}


ADOPTED = b"""
[[adopted_schemes]]
scheme = "covenant-delivery"
version = "0.1"
since = 2025-01-01
reference = "Cabinet"
"""
"""A policy by which the badges of the register are published."""


def plant_in_register(made: Garden) -> None:
    """Plant a register in which each column of each sheet holds somebody once; the firms in it hold badges."""
    made.files["policy.toml"] = ADOPTED
    sheets = register_sheets()
    for name, texts in _TEXTS.items():
        planted = made.plant_each(f"register, {name}", texts)
        rows = sheets.setdefault(name, [])
        for number, (heading, text) in enumerate(planted.items(), start=80):
            new_row = _NEW_ROWS.get(name)
            rows.extend(one_changed(new_row(number) if new_row else _ROWS[name], {heading: text}))
    badge: Row = {"Scheme": "covenant-delivery", "Level": "committed", "Until": dt.date(2026, 7, 9)}
    firms = ["S-01", *(f"S-{number}" for number, _ in enumerate(_TEXTS["Suppliers"], start=80))]
    sheets["Events"].extend({**_ROWS["Events"], "Supplier ref": ref, **badge} for ref in firms)
    workbook = book({name: table(rows) for name, rows in sheets.items()})
    other = workbook.create_sheet(made.plant("register, name of a sheet", "notes on Lavinia Coldicott"))
    other.append([made.plant("register, other sheet", "Eustace Hornbeam, 14 Privet Row, ZX9 4QT")])
    pledges = workbook["Pledges"]
    column = pledges.max_column + 1
    pledges.cell(1, column, made.plant("register, unknown heading", "Meriwether Lodge"))
    pledges.cell(2, column, made.plant("register, unknown column", "Delphine Arkwright, PIP claim"))
    pledges.cell(3, column + 1, made.plant("register, column without a heading", "Theophila Burnaby"))
    pledges.cell(2, 6).comment = Comment(made.plant("register, comment", "for Barnabas Quickfall"), "x")
    properties(made, workbook, "register", _OWNERS)
    made.files["register.xlsx"] = saved(workbook)


def plant_in_answers(made: Garden) -> None:
    """Plant a file of answers in which each column of each sheet holds somebody once, and so does what is beside."""
    sheets = dict[str, list[list[object]]]()
    for name in ("Confirmations", "Facts", "Events"):
        planted = {heading: _someone_else(text) for heading, text in _TEXTS[name].items()}
        rows = one_changed(_ROWS[name], made.plant_each(f"answers, {name}", planted))
        asked = made.plant(f"answers, {name}, Question", f"How is Wenceslas{name} Overbury?")
        sheets[name] = table([*rows, {**_ROWS[name], "Question": asked}])
    workbook = book(sheets)
    other = workbook.create_sheet(made.plant("answers, name of a sheet", "thoughts on Hermione Drakelow"))
    other.append([made.plant("answers, other sheet", "Lancelot Fairbrother rang")])
    workbook["Facts"].cell(1, 12, made.plant("answers, unknown heading", "Isolde Penhaligon"))
    made.files[f"answers/{made.plant('answers, name of the file', 'Vivienne Oakeshott')}.xlsx"] = saved(workbook)


def _someone_else(text: str) -> str:
    """Return a text like another, about somebody of whom nothing stands in the register."""
    return re.sub(r"[A-Z][a-z]{4,}", lambda name: f"{name[0]}ax", text)


def plant_in_promises(made: Garden) -> None:
    """Plant a register in the simple form, as a text file, in which each column holds somebody once."""
    row: Row = {
        "Supplier": "Larkhill Works Ltd",
        "What was promised": "A job",
        "Kind": "job",
        "How many": 1,
        "Unit": "people",
    }
    planted = made.plant_each("register, Promises", _PROMISES)
    rows = [
        {**row, "Contract ref": f"C-{number}", heading: text}
        for number, (heading, text) in enumerate(planted.items(), start=1)
    ]
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows(table(rows))
    note = made.plant("register, text below the table", "collected by Philadelphia Wintringham")
    made.files["register/Promises.csv"] = f"{stream.getvalue()}\r\n{note}\r\n".encode()
