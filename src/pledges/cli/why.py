"""`pledges why`: a case folder and the name of a figure or decision in, its explanation out."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import click

from pledges.cli.position import days, position_of


@click.command(name="why", short_help="Explain a figure or a badge decision.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("path")
@days
@click.option("--json", "as_json", is_flag=True, help="Print the explanation as data.")
def command(folder: Path, path: str, on: dt.date | None, known_on: dt.date | None, *, as_json: bool) -> int:
    """Explain the figure or decision PATH of FOLDER, down to the cells it came from.

    PATH is a promise and a figure, such as P-01.counted or P-01.share_of_due; a promise and its rating, such as
    P-01.rating; or a supplier, a scheme, a level and a criterion, such as S-01.covenant-delivery.delivering.F.
    """
    from pledges.explain import as_data, find, lines

    explained = find(position_of(folder, on, known_on, folder / "out"), path)
    if as_json:
        click.echo(json.dumps(as_data(explained), indent=2, ensure_ascii=False))
    else:
        for line in lines(explained, path):
            click.echo(line)
    return 0
