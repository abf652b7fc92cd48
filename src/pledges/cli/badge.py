"""`pledges badge`: a case folder and a supplier in; its badges, criterion by criterion, and what is missing, out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pledges.cli.position import days, position_and_what_if

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pledges.assess import Assessment
    from pledges.cli.position import WhatIf
    from pledges.explain.what_if import Supposed as Row
    from pledges.files.case import Supposed


@click.command(name="badge", short_help="Say which badge a supplier earns, and what is missing.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("supplier")
@click.option("--scheme", metavar="ID", help="Only this scheme, such as covenant-delivery. Default: all.")
@days
@click.option(
    "--what-if",
    "what_if",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="FILE",
    help="Suppose what FILE says, and show the decision before and after. May be given several times.",
)
def command(
    folder: Path, supplier: str, scheme: str | None, on: dt.date | None, known_on: dt.date | None,
    what_if: tuple[Path, ...],
) -> int:  # fmt: skip
    """Say which badge SUPPLIER of FOLDER earns and why, and what is missing for the next level.

    SUPPLIER is a reference or a name of the register, such as S-01. For every level each criterion is told with its
    outcome, what was observed and required, why, and the cells it rests on.

    A what-if FILE is a workbook or csv with the columns of the register's sheets Facts, Events or Confirmations, or of
    the sheet Delivery of a return. What it says is only supposed: nothing is written.
    """
    from pledges.explain.badge_page import badges_asked, supplier_lines, supplier_named
    from pledges.explain.what_if import what_if_lines

    assessment, supposed = position_and_what_if(folder, on, known_on, what_if)
    position = supplier_named(assessment, supplier)
    badges = badges_asked(position, scheme)
    if supposed is not None:
        for line in (*_taken(supposed.supposed, what_if), *_idle(supposed, assessment, position.supplier.ref)):
            click.echo(line)
    after = badges_asked(supplier_named(supposed.position, supplier), scheme) if supposed is not None else ()
    for number, badge in enumerate(badges):
        if number or supposed is not None:
            click.echo("")
        then = next((each for each in after if each.scheme == badge.scheme), None)
        lines = (
            supplier_lines(position, badge, assessment.on)
            if then is None
            else what_if_lines(position, badge, then, assessment.on)
        )
        for line in lines:
            click.echo(line)
    return 0


def _taken(supposed: Supposed, files: Sequence[Path]) -> Iterator[str]:
    """Yield how much was taken of the files, and what in them could not be read."""
    from pledges.findings import Severity
    from pledges.quantities import count_words

    counts = (
        (supposed.facts, "fact"), (supposed.events, "event"), (supposed.confirmations, "confirmation"),
        (supposed.deliveries, "delivery"),
    )  # fmt: skip
    many = {"delivery": "deliveries"}
    taken = [count_words(len(found), what, many.get(what, "")) for found, what in counts if found]
    yield f"Supposed by {count_words(len(files), 'file')}: {', '.join(taken) or 'nothing'}."
    for each in supposed.findings:
        if each.severity is not Severity.NOTE:
            yield f"  Not taken: {each.source}: {each.text} {each.fix}".rstrip()


def _idle(what_if: WhatIf, before: Assessment, supplier_ref: str) -> Iterator[str]:
    """Yield what was taken and changes nothing of the supplier's badges, and what would be wrong if it were so."""
    from pledges.explain.what_if import without_effect
    from pledges.findings import Severity

    supposed = what_if.supposed
    rows: tuple[Row, ...] = (*supposed.facts, *supposed.events, *supposed.confirmations, *supposed.deliveries)
    case = supposed.case
    told = without_effect(rows, supplier_ref, case.register, case.rulebook.schemes, what_if.position.on)
    for source, why in told:
        yield f"  Changes nothing: {source}: {why}."
    places, known = {str(row.source) for row in rows}, {*before.findings, *supposed.findings}
    for each in what_if.position.findings:
        if each.severity is not Severity.NOTE and str(each.source) in places and each not in known:
            yield f"  To settle: {each.source}: {each.text} {each.fix}".rstrip()
