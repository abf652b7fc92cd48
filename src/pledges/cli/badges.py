"""`pledges badges`: a case folder in; where all suppliers' badges stand, what is due, and the public register, out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from pledges.cli.position import days, position_of

NEEDS_A_PERSON = 1
_PUBLIC = (".csv", ".html")


@click.command(name="badges", short_help="List all suppliers' badges, and what is due.")
@click.argument("folder", type=click.Path(path_type=Path))
@days
@click.option("--scheme", metavar="ID", help="Only this scheme, such as covenant-delivery. Default: all.")
@click.option("--csv", "table", type=click.Path(path_type=Path), help="Write the list as a CSV file as well.")
@click.option(
    "--public", type=click.Path(path_type=Path), help="Write the register of badges for the public: .html or .csv."
)
def command(
    folder: Path, on: dt.date | None, known_on: dt.date | None, scheme: str | None, table: Path | None,
    public: Path | None,
) -> int:  # fmt: skip
    """List the badges of all suppliers of FOLDER: level, status, and what is due in the next 90 days.

    The register for the public holds the badges of adopted schemes that are held on the day: name, identifier, level,
    dates and status, the categories delivered in and bands of how much, where that tells nothing of a single young
    person. A suspension is shown as under review, never with its reason.

    Exit codes: 0 nothing waits for somebody, 1 something does, 2 it could not run.
    """
    from pledges.explain import count_words
    from pledges.files.output import write_files
    from pledges.reports.badge_list import list_lines, listed_badges, needs_a_person, render_csv
    from pledges.reports.document import officer_document

    if public is not None and public.suffix.casefold() not in _PUBLIC:
        message = "the register of badges is written as .html or .csv: give such a name"
        raise click.BadParameter(message, param_hint="--public")
    assessment = position_of(folder, on, known_on, folder / "out")
    document = officer_document(assessment)
    listed = listed_badges(document, scheme)
    if not listed:
        message = f"no scheme of that id speaks on the day; those that do: {', '.join(listed_badges(document))}"
        raise click.BadParameter(message, param_hint="--scheme")
    for line in list_lines(document, scheme):
        click.echo(line)
    if table is not None:
        write_files(table.parent, [(table.name, render_csv(document, scheme))])
        click.echo(f"\nThe list is {table}")
    if public is not None:
        from pledges.reports.badge_register import badge_register, render_html
        from pledges.reports.badge_register import render_csv as register_csv

        register = badge_register(assessment, scheme)
        render = render_html if public.suffix.casefold() == ".html" else register_csv
        write_files(public.parent, [(public.name, render(register))])
        click.echo(f"\nThe register of badges is {public}: {count_words(len(register.entries), 'entry', 'entries')}")
    return NEEDS_A_PERSON if any(needs_a_person(each, document.on) for each in listed.values()) else 0
