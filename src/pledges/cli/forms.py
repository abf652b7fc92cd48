"""`pledges forms`: a case folder and a period in, a return form for each supplier and contract out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pledges.cli.day import days_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pledges.forms.return_form import ReturnForm
    from pledges.periods import Period


@click.command(name="forms")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--period",
    nargs=2,
    callback=days_of,
    required=True,
    metavar="START END",
    help="The first and the last day to report on, such as 2025-07-01 2025-09-30.",
)
@click.option("--out", type=click.Path(path_type=Path), help="Where the forms go; FOLDER/forms if not given.")
@click.option("--replace", is_flag=True, help="Replace forms that are there already and differ.")
def command(folder: Path, period: tuple[dt.date, dt.date], out: Path | None, replace: bool) -> int:
    """Make return forms for suppliers to fill in.

    Reads the register in FOLDER and writes one form for each supplier and contract with promises live in the period,
    each with its promises in words. Send the forms out, and put what comes back into the folder returns.
    """
    if period[1] < period[0]:
        message = "the period ends before it starts."
        raise click.BadParameter(message, param_hint="--period")

    from pledges.exceptions import OutputError
    from pledges.files import read_register_of
    from pledges.files.output import write_files
    from pledges.forms.return_form import forms_for
    from pledges.periods import Period

    asked = Period(*period)
    reading = read_register_of(folder)
    made = forms_for(reading.register, asked)
    target = folder / "forms" if out is None else out
    changed = [form for form in made if _differs(target / form.file_name, form.content)]
    if changed and not replace:
        message = (
            f"{changed[0].file_name} is there already and differs from the form that would be made; nothing was"
            " written. Move it if it was filled in, or run the command again with --replace."
        )
        raise OutputError(message)
    write_files(target, [(form.file_name, form.content) for form in made])
    problems = sum(finding.needs_a_person for finding in reading.findings)
    _tell(made, asked, target, problems)
    return 0 if made and not problems else 1


def _differs(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() != content


def _tell(made: Iterable[ReturnForm], period: Period, target: Path, problems: int) -> None:
    listed = list(made)
    if not listed:
        click.echo(f"No promise is live in {period}, so no form was made. Check the period and the register's dates.")
    else:
        click.echo(f"Forms for {period}, made in {target}:")
    for form in listed:
        promises = "1 promise" if form.pledges == 1 else f"{form.pledges} promises"
        contract = "outside any contract" if form.contract_ref is None else f"contract {form.contract_ref}"
        click.echo(f"  {form.file_name}  for {form.supplier_name or form.supplier_ref}, {contract}: {promises}")
    if problems:
        rows = "1 thing in the register needs" if problems == 1 else f"{problems} things in the register need"
        click.echo(f"{rows} a person, so forms may be missing promises. Run pledges assess to see what.")
