"""Nothing in, case folders that stop the work out: each for one reason, with canaries where the reason is."""

from collections.abc import Callable, Iterator, Mapping

import attrs
from canary.garden import Garden, book, register_sheets, saved, table

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")


@attrs.frozen(kw_only=True)
class Failure:
    """A folder that stops the work, and why."""

    name: str
    garden: Garden


def failures() -> Iterator[Failure]:
    """Yield a folder for each reason to stop; all else in it is in order."""
    good = saved(book({name: table(rows) for name, rows in register_sheets().items()}))
    for name, plant in _REGISTERS.items():
        made = Garden()
        plant(made)
        yield Failure(name=name, garden=made)
    for name, (text, file, content) in _FILES.items():
        made = Garden(files={"register.xlsx": good})
        planted = made.plant(name, text)
        made.files[file.replace("NAME", planted)] = content.replace("NAME", planted).encode()
        yield Failure(name=name, garden=made)


_FILES: Mapping[str, tuple[str, str, str]] = {
    "a policy that is no TOML": ("Rosencrantz Applegarth", "policy.toml", "authority = NAME\n"),
    "a policy with an unknown key": ("Guildenstern Babbington", "policy.toml", '"NAME" = 1\n'),
    "a policy with an unknown table": ("Ophira Calverley", "policy.toml", '[["NAME"]]\nsince = 2020-01-01\n'),
    "a policy with a wrong value": ("Fortinbras Chaddesley", "policy.toml", 'local_units = "NAME"\n'),
    "a policy with a wrong word": (
        "Polonius Dearnley",
        "policy.toml",
        '[[counting_grade]]\nsince = 2020-01-01\nvalue = "NAME"\nreference = "x"\n',
    ),
    "a policy with a wrong day": (
        "Reynaldo Dinsdale",
        "policy.toml",
        '[[counting_grade]]\nsince = "NAME"\nvalue = "claimed"\nreference = "x"\n',
    ),
    "a policy with a torn line below a name": ("Laertes Edgcombe", "policy.toml", '# NAME\nauthority = "\n'),
    "a scheme that is no TOML": ("Horatia Farnsworth", "schemes/rules.toml", "NAME\n"),
    "a scheme with things missing": (
        "Bernardo Gathercole",
        "schemes/rules.toml",
        'id = "x"\nname = "NAME"\nversion = "1"\n[[levels]]\nid = "NAME"\n',
    ),
    "a returns folder that is a file": ("Marcellus Hebblethwaite", "returns", "NAME"),
    "an output folder that is a file": ("Voltimand Inglethorpe", "out", "NAME"),
}


def _no_register(made: Garden) -> None:
    made.files[f"{made.plant('another name', 'Radegund Pickersgill')} register.xlsx"] = saved(book({"Promises": []}))


def _sheets_missing(made: Garden) -> None:
    sheet = made.plant("name of a sheet", "Zuleika Hindmarsh")
    made.files["register.xlsx"] = saved(book({sheet: [[made.plant("heading", "Gawain Ollerton")]]}))


def _column_missing(made: Garden) -> None:
    sheets = {name: table(rows) for name, rows in register_sheets().items()}
    sheets["Pledges"][0][0] = made.plant("heading", "Averil Cheeseborough")
    made.files["register.xlsx"] = saved(book(sheets))


def _sheet_twice(made: Garden) -> None:
    sheets = {name: table(rows) for name, rows in register_sheets().items()}
    sheets["PLEDGES "] = [[made.plant("second sheet", "Wulfric Standerwick")]]
    made.files["register.xlsx"] = saved(book(sheets))


def _column_twice(made: Garden) -> None:
    sheets = {name: table(rows) for name, rows in register_sheets().items()}
    sheets["Pledges"][0].append("Pledge ref")
    sheets["Pledges"][1].append(made.plant("second column", "Tiberius Molesworth"))
    made.files["register.xlsx"] = saved(book(sheets))


def _register_of(before: bytes, text: str, times: int = 1) -> Callable[[Garden], None]:
    def plant(made: Garden) -> None:
        made.files["register.xlsx"] = before + made.plant("its bytes", text).encode() * times

    return plant


def _csv_register(made: Garden) -> None:
    heading = made.plant("heading of a text file", "Barnardine Kirkham")
    made.files[f"register/{made.plant('name of a text file', 'Isabeau Lanchester')}.csv"] = (
        f"{heading},x\n1,2\n".encode()
    )


_REGISTERS: Mapping[str, Callable[[Garden], None]] = {
    "no register": _no_register,
    "a register without its sheets": _sheets_missing,
    "a register without a column": _column_missing,
    "a register with a sheet twice": _sheet_twice,
    "a register with a column twice": _column_twice,
    "a register that is a PDF": _register_of(b"%PDF-1.4 ", "Petronella Hazelhurst"),
    "a damaged register": _register_of(b"PK\x03\x04", "Cuthbert Ravelstone", 9),
    "an encrypted register": _register_of(_OLE, "Domitilla Ashworthy"),
    "a register of words": _register_of(b"", "Hildebrand Wooldridge"),
    "a register with an open quotation mark": _register_of(b'"', "Emmanuela Stroudley"),
    "a register of text files": _csv_register,
}
