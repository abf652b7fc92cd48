"""`pledges assess`: a case folder in, the report, the workbook, the assessment and the findings out."""

from __future__ import annotations

import datetime as dt
import functools
import importlib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pledges.cli.position import days, position_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import BinaryIO

    from pledges.reports.records import Document

NEEDS_A_PERSON = 1
_MOST_NAMED = 8
_IN_LISTS = frozenset({"file-refused", "file-not-recognised", "return-missing"})
"""Findings about whole files, which the lists above them name."""


@click.command(name="assess", short_help="Assess a case folder and write the report.")
@click.argument("folder", type=click.Path(path_type=Path))
@days
@click.option("--out", type=click.Path(path_type=Path), help="Where the outputs go. Default: FOLDER/out.")
def command(folder: Path, on: dt.date | None, known_on: dt.date | None, out: Path | None) -> int:
    """Assess FOLDER: its register, the returns in it and its house rules.

    Writes report.html, report.xlsx, assessment.json and findings.csv.
    """
    from pledges.files.output import write_files
    from pledges.reports import FORMATS
    from pledges.reports.document import officer_document

    outputs = out if out is not None else folder / "out"
    position = position_of(folder, on, known_on, outputs)
    document = officer_document(position)
    write_files(
        outputs, [(name, functools.partial(_write, module=module, document=document)) for name, module in FORMATS]
    )
    for line in summary(document):
        click.echo(line)
    click.echo(f"\nThe report is {outputs / 'report.html'}")
    return NEEDS_A_PERSON if any(each.needs_a_person for each in position.findings) else 0


def _write(file: BinaryIO, *, module: str, document: Document) -> None:
    importlib.import_module(module).write(document, file)


def summary(document: Document) -> Sequence[str]:
    """Return the position in the few lines a terminal needs: the report's four lists, the ratings, what was refused."""
    from pledges.explain import count_words
    from pledges.reports.overview import overview, ratings
    from pledges.reports.wording import day_words

    lists = overview(document)
    promises = sum(len(contract.pledges) for contract in document.contracts)
    suppliers = count_words(len(document.suppliers), "supplier")
    rows = (
        (len(lists.counted), "Counted", "returns that were read and count"),
        (len(lists.needs_you), "Needs you", "files where somebody has to decide or mend something"),
        (len(lists.nothing_received), "Nothing received", "asked for or due, and nothing came"),
        (len(lists.refused), "Refused", "could not be read, or were rejected"),
    )
    lines = [
        f"Position on {day_words(document.on)}: {count_words(promises, 'promise')} of {suppliers}",
        "",
        *(f"  {count:>4}  {name:<18} {meaning}" for count, name, meaning in rows),
        "",
        "  " + " · ".join(f"{word} {count}" for word, count in ratings(document).items()),
        *_waiting(document),
    ]
    for name, entries in (("Needs you", lists.needs_you), ("Refused", lists.refused)):
        if entries:
            lines += ["", f"{name}:", *(f"  {entry.name}: {entry.why}" for entry in entries[:_MOST_NAMED])]
        if len(entries) > _MOST_NAMED:
            lines.append(f"  and {len(entries) - _MOST_NAMED} more, named in the report")
    return [*lines, *_to_settle(document)]


def _waiting(document: Document) -> Sequence[str]:
    """Return one line that says how many lines are not in the ratings because somebody has to settle them."""
    from pledges.explain import count_words
    from pledges.reports.overview import open_lines
    from pledges.reports.wording import every_pledge

    waiting = [count for pledge in every_pledge(document) if (count := open_lines(pledge))]
    if not waiting:
        return ()
    wait = "waits" if sum(waiting) == 1 else "wait"
    promises = count_words(len(waiting), "promise")
    return (f"  {count_words(sum(waiting), 'line')} of {promises} {wait} for somebody, so that these can change",)


def _to_settle(document: Document) -> Sequence[str]:
    """Return what somebody has to settle, in the order of the report: what says the same once, with all its cells."""
    from pledges.explain import cells_words
    from pledges.findings import Severity
    from pledges.reports.overview import groups

    asked = groups(
        each for each in document.findings if each.severity != Severity.NOTE.value and each.code not in _IN_LISTS
    )
    lines = ["", "To settle:"] if asked else []
    for group in asked[:_MOST_NAMED]:
        lines.append(f"  {group.text} {group.fix}".rstrip())
        lines += [f"      {place}" for place in cells_words(tuple(source for source, _ in group.places))]
    if len(asked) > _MOST_NAMED:
        lines.append(f"  and {len(asked) - _MOST_NAMED} more, named in the report")
    return lines
