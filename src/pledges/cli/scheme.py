"""`pledges scheme`: a badge scheme's file in; what is odd about it, or the page that explains it, out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pledges.cli.day import day_of
from pledges.cli.position import days, position_of

if TYPE_CHECKING:
    from pledges.rulebook import Scheme


@click.group(name="scheme", short_help="List, check, explain and copy badge schemes.")
def command() -> None:
    """Read a badge scheme: list the shipped ones, check a file, explain it, or copy one to change.

    A scheme is a text file of rules. `pledges scheme explain covenant-starter` prints one as a page to read.
    """


@command.command(name="list")
def list_() -> int:
    """List the schemes that come with the package.

    A proposal speaks in every assessment, an illustration only where policy.toml adopts it or the case folder's
    schemes hold a copy.
    """
    from pledges.files.schemes import built_in_schemes, illustrations

    for scheme in (*built_in_schemes(), *illustrations()):
        click.echo(f"{scheme.id}@{scheme.version}  {scheme.name}, {scheme.status}")
    return 0


@command.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
def lint(files: tuple[Path, ...]) -> int:
    """Check scheme files: one FILE, or all versions of a scheme together.

    A file that cannot be understood is an error, with its path and what to do. What can be understood and is probably
    not meant is a warning: a level that can be met without the one below, a criterion that nobody can meet, a
    comparison or a reference that is not stated.
    """
    from pledges.files.folder import read_scheme
    from pledges.files.schemes import built_in_schemes, check_unchanged, check_versions, illustrations
    from pledges.rulebook.lint import oddities_of

    schemes = [read_scheme(file) for file in files]
    for scheme in schemes:
        for shipped in (*built_in_schemes(), *illustrations()):
            check_unchanged(scheme, f"{scheme.id} {scheme.version}", shipped)
    check_versions(schemes)
    count = 0
    for scheme in schemes:
        for odd in oddities_of(scheme):
            count += 1
            click.echo(f"{scheme.id} {scheme.version}, `{odd.path}`: {odd.text}")
    told = "nothing to say" if not count else f"{count} warning{'' if count == 1 else 's'}"
    click.echo(f"{', '.join(f'{each.name} {each.version}' for each in schemes)}: {told}.")
    return 1 if count else 0


@command.command()
@click.argument("scheme")
@click.option("--on", callback=day_of, metavar="DAY", help="The day whose values are told. Default: today.")
@click.option("--out", type=click.Path(path_type=Path), help="Write the page as an HTML file instead of printing it.")
def explain(scheme: str, on: dt.date | None, out: Path | None) -> int:
    """Print SCHEME as a page that a supplier can read: a file, or the id of a shipped one such as defence-ers@2023."""
    from pledges.explain.scheme_page import page_lines, scheme_page

    found = _found(scheme)
    page = scheme_page(found, on if on is not None else dt.datetime.now().astimezone().date())
    if out is None:
        for line in page_lines(page):
            click.echo(line)
        return 0
    from pledges.files.output import write_files
    from pledges.reports.scheme import render_scheme

    write_files(out.parent, [(out.name, render_scheme(page))])
    click.echo(f"{out}: {page.title}.")
    return 0


@command.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--scheme", metavar="ID", help="Only this scheme, such as covenant-delivery. Default: all.")
@click.option("--out", "-o", type=click.Path(path_type=Path), help="The workbook. Default: in FOLDER/out.")
@days
def questions(folder: Path, scheme: str | None, out: Path | None, on: dt.date | None, known_on: dt.date | None) -> int:
    """Write the facts, events and confirmations that badge decisions of FOLDER wait for, as a workbook to fill in.

    What settles most decisions stands first. Filled in and saved into the case folder's `answers`, it is read beside
    the register. A workbook that is there already is never overwritten: somebody may have filled it in.
    """
    from pledges.explain.questions import questions_of, summary_words
    from pledges.files.output import write_files
    from pledges.forms.questions import questions_workbook

    asked = questions_of(position_of(folder, on, known_on, folder / "out"), scheme)
    click.echo(summary_words(asked))
    if asked:
        file = out or folder / "out" / "questions.xlsx"
        write_files(file.parent, [(file.name, questions_workbook(asked))], overwrite=False)
        click.echo(f"Fill in {file} and save it into {folder / 'answers'}")
    return 1 if asked else 0


@command.command()
@click.argument("scheme")
@click.argument("file", type=click.Path(path_type=Path))
def copy(scheme: str, file: Path) -> int:
    """Copy the shipped SCHEME (its id) to FILE, to be changed under a version of its own."""
    from pledges.files.output import write_files
    from pledges.files.schemes import scheme_text

    write_files(file.parent, [(file.name, scheme_text(scheme).encode())], overwrite=False)
    click.echo(f"{file}: give it a version of its own before you change a rule.")
    return 0


def _found(named: str) -> Scheme:
    """Return the scheme in a file, or the shipped one of that id."""
    from pledges.files.folder import read_scheme
    from pledges.files.schemes import shipped_scheme

    path = Path(named)
    return read_scheme(path) if path.suffix or path.exists() else shipped_scheme(named)
