"""`pledges letter`: a case folder and a supplier in; the letter that tells it the decision on its badge, out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pledges.cli.position import days, position_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pledges.standing import BadgePosition


@click.command(name="letter", short_help="Write a supplier the decision on its badge.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("supplier")
@click.option("--scheme", metavar="ID", help="Of this scheme, such as covenant-delivery. Default: the adopted one.")
@click.option("--out", "-o", type=click.Path(path_type=Path), help="The file. Default: in FOLDER/out.")
@days
def command(
    folder: Path, supplier: str, scheme: str | None, out: Path | None, on: dt.date | None, known_on: dt.date | None
) -> int:
    """Write SUPPLIER of FOLDER the decision on its badge: one page to print or send.

    It says what is decided and why, what would change it, and how to appeal. Nothing in it rests on the answers of
    fewer than five young people, and nothing in it is about another firm.
    """
    from pledges.explain.badge_page import badges_asked, supplier_named
    from pledges.explain.decision_letter import decision_letter
    from pledges.files.output import write_files
    from pledges.forms.return_form import portable
    from pledges.reports.decision_letter import render_letter

    assessment = position_of(folder, on, known_on, folder / "out")
    position = supplier_named(assessment, supplier)
    badge = _one(badges_asked(position, scheme))
    told = position.supplier
    letter = decision_letter(badge, told.name, told.ref, on=assessment.on, authority=assessment.authority)
    file = out or folder / "out" / f"letter-{portable(told.ref, 'supplier')}-{badge.scheme.id}.html"
    write_files(file.parent, [(file.name, render_letter(letter))])
    click.echo(f"The letter is {file}")
    return 0


def _one(badges: Sequence[BadgePosition]) -> BadgePosition:
    """Return the badge that a letter is about: of the version that is adopted, else of the newest that speaks."""
    from pledges.explain.decision_letter import names_of

    wanted = [each for each in badges if each.decision.adopted] or list(badges)
    names = names_of(wanted)
    if len(names) != 1:
        message = f"give one of {', '.join(names)}" if names else "no scheme speaks on the day"
        raise click.BadParameter(message, param_hint="--scheme")
    return wanted[-1]
