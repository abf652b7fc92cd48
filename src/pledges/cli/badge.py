"""`pledges badge`: a case folder and a supplier in; its badges, criterion by criterion, and what is missing, out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from pledges.cli.position import days, position_of


@click.command(name="badge", short_help="Say which badge a supplier earns, and what is missing.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("supplier")
@click.option("--scheme", metavar="ID", help="Only this scheme, such as covenant-delivery. Default: all.")
@days
def command(folder: Path, supplier: str, scheme: str | None, on: dt.date | None, known_on: dt.date | None) -> int:
    """Say which badge SUPPLIER of FOLDER earns and why, and what is missing for the next level.

    SUPPLIER is a reference or a name of the register, such as S-01. For every level each criterion is told with its
    outcome, what was observed and required, why, and the cells it rests on.
    """
    from pledges.explain.badge_page import badges_asked, supplier_lines, supplier_named

    assessment = position_of(folder, on, known_on, folder / "out")
    position = supplier_named(assessment, supplier)
    for number, badge in enumerate(badges_asked(position, scheme)):
        if number:
            click.echo("")
        for line in supplier_lines(position, badge, assessment.on):
            click.echo(line)
    return 0
