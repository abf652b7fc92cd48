"""An authority's name and the commented policy in, the files of a new case folder out."""

from __future__ import annotations

import attrs

from pledges.forms.columns import (
    CONFIRMATIONS,
    EVENTS_SHEET,
    FACTS,
    KEYED,
    PROMISES,
    RETURNS_RECEIVED,
)
from pledges.forms.guide import keyed_guide, lists, register_guide
from pledges.forms.launchers import UNIX_NAME, WINDOWS_NAME, unix_launcher, windows_launcher
from pledges.forms.plan import Column, TableSheet
from pledges.forms.register import write_register
from pledges.forms.workbook import workbook_bytes
from pledges.model import Register

REGISTER_NAME = "register.xlsx"
FULL_NAME = "register (full form).xlsx"
"""What a register in the full form is called beside the simple one that it was made from."""

KEYED_NAME = "keyed sheet (copy into returns).xlsx"
EXECUTABLE = frozenset({UNIX_NAME})
"""The files of a starter that are to be run."""

_ROWS_OF_PROMISES = 500
_ROWS_OF_RECORDS = 500
_EMPTY = Register(suppliers=(), contracts=(), pledges=())
_UNSET_AUTHORITY = 'authority = ""'


def starter(
    authority: str = "", *, policy_text: str, python: str = "", full: bool = False
) -> tuple[tuple[str, bytes | None], ...]:
    """Return the files of a new case folder: names inside it and bytes, None for a folder that starts empty.

    `policy_text` is the commented default policy; `python` is the path of the Python that the files to double-click try
    first, "" for whatever the machine has. The register is in the simple form, or in the `full` one.
    """
    return (
        (REGISTER_NAME, write_register(_EMPTY, authority) if full else register_starter(authority)),
        ("returns", None),
        (KEYED_NAME, keyed_sheet()),
        ("policy.toml", _policy_of(authority, policy_text).encode(errors="replace")),
        (WINDOWS_NAME, windows_launcher(python)),
        (UNIX_NAME, unix_launcher(python)),
    )


def register_starter(authority: str = "") -> bytes:
    """Return an empty register in the simple form, with drop-downs and an explanation."""
    promises = TableSheet(name="Promises", columns=PROMISES, spare_rows=_ROWS_OF_PROMISES)
    return workbook_bytes(
        (
            register_guide(authority),
            promises,
            _records("Returns received", RETURNS_RECEIVED),
            _records("Confirmations", CONFIRMATIONS),
            _records("Facts", FACTS),
            _records("Events", EVENTS_SHEET),
            lists(),
        )
    )


def keyed_sheet() -> bytes:
    """Return an empty keyed sheet (`pledges-keyed/1`), with drop-downs and an explanation."""
    keyed = TableSheet(name="Keyed", columns=KEYED, spare_rows=_ROWS_OF_RECORDS)
    return workbook_bytes((keyed, keyed_guide()))


def _records(name: str, columns: tuple[Column, ...]) -> TableSheet:
    """Return a sheet of the council's own records; suppliers and contracts are chosen from those of Promises."""
    offered = {
        "Supplier ref": f"Promises!$A$2:$A${_ROWS_OF_PROMISES + 1}",
        "Contract ref": f"Promises!$B$2:$B${_ROWS_OF_PROMISES + 1}",
    }
    chosen = tuple(
        attrs.evolve(column, choices_at=offered.get(column.heading, column.choices_at)) for column in columns
    )
    return TableSheet(name=name, columns=chosen, spare_rows=_ROWS_OF_RECORDS)


def _policy_of(authority: str, policy_text: str) -> str:
    """Return the policy with the authority's name put in, where the default leaves it open."""
    escaped = "".join(
        f"\\u{ord(character):04X}" if ord(character) < ord(" ") or character == "\x7f" else character
        for character in authority.replace("\\", "\\\\").replace('"', '\\"')
    )
    return policy_text.replace(_UNSET_AUTHORITY, f'authority = "{escaped}"', 1) if authority else policy_text
