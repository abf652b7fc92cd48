"""`pledges check`: files that suppliers fill in in; what is taken of each, and what to mend before sending, out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pledges.files import CheckedFile
    from pledges.findings import Finding, RowAccount

TO_MEND, NOT_READ = 1, 2
_INDENT = "      "
_OWN_HELP = "guidance-ignored"


@click.command(name="check")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--layouts",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="A folder of layouts, by which templates are read.",
)
@click.option("--json", "as_json", is_flag=True, help="Print what was found as data.")
def command(files: tuple[Path, ...], layouts: Path | None, as_json: bool) -> int:
    """Check returns before they are sent.

    Reads each FILE as the council will, without its register: which rows are taken, which cells to mend, and how.
    Nothing is changed or sent. Whether the references and amounts fit the promises is seen only by the council. A
    template of somebody else's is read by a layout of DIR, as in a case folder with these layouts, or by one that comes
    with pledges.

    Exit codes: 0 nothing to mend, 1 something to mend, 2 a file was not recognised or could not be read.
    """
    from pledges.cli.progress import progress
    from pledges.files import read_alone

    with progress("Reading returns") as on_progress:
        checked = read_alone(files, layouts=layouts, on_progress=on_progress)
    if as_json:
        click.echo(json.dumps({"files": [as_data(each) for each in checked]}, indent=2, ensure_ascii=False))
    else:
        for each in checked:
            for line in lines_of(each):
                click.echo(line)
    if any(each.status != "read" for each in checked):
        return NOT_READ
    return TO_MEND if any(note.needs_a_person for each in checked for note in each.findings) else 0


def as_data(checked: CheckedFile) -> dict[str, object]:
    """Return one file as `docs/reference/formats.md` section 1 says; every finding is in it."""
    return {
        "file": checked.file,
        "status": checked.status,
        "reason": checked.reason,
        "layout": checked.layout,
        "sheets": [
            {
                "sheet": rows.sheet,
                "rows": len(rows.used) + len(rows.set_aside) + len(rows.ignored),
                "used": len(rows.used),
                "set_aside": len(rows.set_aside),
                "ignored": len(rows.ignored),
            }
            for rows in checked.sheets
        ],
        "findings": [
            {
                "code": note.code,
                "severity": note.severity.value,
                "audience": note.audience.value,
                "source": str(note.source),
                "saw": note.saw,
                "text": note.text,
                "fix": note.fix,
            }
            for note in checked.findings
        ],
    }


def lines_of(checked: CheckedFile) -> Sequence[str]:
    """Return one file in the lines of a terminal: what was taken, what to mend with all its cells, then the notes.

    What only the council's officers can settle is left out, and so are the form's own pages of help.
    """
    from pledges.audience import Audience
    from pledges.findings import grouped

    notes = [note for note in checked.findings if note.audience is Audience.SUPPLIER and note.code != _OWN_HELP]
    to_mend = [note for note in notes if note.needs_a_person]
    lines = [f"{checked.file}: {_status(checked, to_mend)}"]
    if checked.status == "read":
        help_pages = {getattr(note.source, "sheet", None) for note in checked.findings if note.code == _OWN_HELP}
        sheets = [rows for rows in checked.sheets if rows.sheet not in help_pages]
        width = max((len(rows.sheet) for rows in sheets), default=0)
        lines += [f"  {rows.sheet:<{width}}  {_taken(rows, to_mend)}" for rows in sheets]
    for group in grouped(to_mend):
        first = group[0]
        seen = f" Found: {first.saw}." if first.saw and len({each.saw for each in group}) == 1 else ""
        lines += ["", f"  {first.severity.value.capitalize()}: {first.text}{seen} {first.fix}".rstrip()]
        lines += [f"{_INDENT}{place}" for place in _places(group)]
    if others := [group for group in grouped(notes) if not group[0].needs_a_person]:
        said = " ".join(_note(group) for group in others)
        lines += ["", f"  For your information: {said}"]
    return [*lines, ""]


def _status(checked: CheckedFile, to_mend: Sequence[Finding]) -> str:
    from pledges.quantities import count_words

    if checked.status == "refused":
        return "it could not be read."
    if checked.status == "not recognised":
        return "it is not a form that is known here, so nothing was read."
    if not to_mend:
        return "it can be read, and there is nothing to mend."
    return f"it can be read. {count_words(len(to_mend), 'thing')} to mend."


def _taken(rows: RowAccount, to_mend: Iterable[Finding]) -> str:
    """Return what became of the rows of a sheet: `12 rows: 9 taken, 2 to mend, 1 not read`."""
    from pledges.provenance import CellRef
    from pledges.quantities import count_words

    named = {
        note.source.row
        for note in to_mend
        if isinstance(note.source, CellRef) and note.source.sheet == rows.sheet and note.source.cell is not None
    }
    used, set_aside = frozenset(rows.used), frozenset(rows.set_aside)
    if not rows.rows:
        return "nothing in it"
    mend = set_aside | (used & named)
    parts = ((len(used - named), "taken"), (len(mend), "to mend"), (len(rows.ignored), "not read"))
    return f"{count_words(rows.rows, 'row')}: " + ", ".join(f"{count} {what}" for count, what in parts if count)


def _places(group: Sequence[Finding]) -> list[str]:
    """Return the cells of a group by sheet, long runs as ranges, each with what was seen there where that differs."""
    from pledges.provenance import CellRef, cells_in_runs

    differ = len({each.saw for each in group}) > 1
    by_sheet = dict[str, dict[str, list[str]]]()
    for each in group:
        if isinstance(each.source, CellRef) and each.source.sheet is not None:
            seen = f" ({each.saw})" if differ and each.saw else ""
            cells = by_sheet.setdefault(each.source.sheet, {}).setdefault(seen, [])
            cells.append(each.source.cell or "the whole sheet")
    return [
        f"{sheet}: {', '.join(f'{cell}{seen}' for seen, cells in by_seen.items() for cell in cells_in_runs(cells))}"
        for sheet, by_seen in by_sheet.items()
    ]


def _note(group: Sequence[Finding]) -> str:
    places = "; ".join(_places(group))
    return f"{group[0].text} ({places})" if places else group[0].text
