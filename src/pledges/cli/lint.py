"""`pledges lint`: a case folder in; what of its promises nobody could measure, before the contract is let, out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pledges.findings import Finding

TO_MEND = 1

_OWN_HELP = "guidance-ignored"
"""The pages of help that `pledges new` itself put into the register: nobody asks there whether they are read."""


@click.command(name="lint", short_help="Check the promises before a contract is let.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print what was found as data.")
def command(folder: Path, *, as_json: bool) -> int:
    """Check the promises of FOLDER before the contract is let.

    Reads the register alone and asks what nobody could measure later: a quantity that may be for the contract or for
    each year, a scaled promise without its rounding, a clause that does not say who counts, an area test that leaves
    care leavers out who live elsewhere. Each question names its row, why it matters and what to write instead.

    Exit codes: 0 nothing to mend, 1 something to mend, 2 the register could not be read.
    """
    from pledges.files import read_register_of
    from pledges.findings import in_order
    from pledges.register.lint import lint

    reading = read_register_of(folder)
    told = [each for each in reading.findings if each.code != _OWN_HELP]
    found = in_order([*told, *lint(reading.register)])
    if as_json:
        click.echo(json.dumps({"findings": [as_data(each) for each in found]}, indent=2, ensure_ascii=False))
    else:
        for line in lines_of(found, len(reading.register.pledges)):
            click.echo(line)
        if reading.form == "simple" and reading.register.pledges:
            click.echo("\nA sheet or column that is named here and not there is one of the full form. To have it:")
            click.echo(f'  pledges new "{folder}" --full')
    return TO_MEND if any(each.needs_a_person for each in found) else 0


def as_data(found: Finding) -> dict[str, str | None]:
    """Return one finding with why it matters, as `docs/reference/formats.md` says at its end."""
    from pledges.findings import CATALOGUE

    return {
        "code": found.code,
        "severity": found.severity.value,
        "source": str(found.source),
        "saw": found.saw,
        "text": found.text,
        "why": CATALOGUE[found.code].why,
        "fix": found.fix,
        "supplier_ref": found.supplier_ref,
        "contract_ref": found.contract_ref,
        "pledge_ref": found.pledge_ref,
    }


def lines_of(found: Sequence[Finding], promises: int) -> list[str]:
    """Return everything in the lines of a terminal: what says the same once, with its places; notes at the end."""
    from pledges.findings import CATALOGUE, grouped
    from pledges.quantities import count_words

    to_mend = [each for each in found if each.needs_a_person]
    notes = [each for each in found if not each.needs_a_person]
    told = count_words(len(to_mend), "thing") if to_mend else "nothing"
    lines = [f"{count_words(promises, 'promise')}, {told} to mend before the contract is let."]
    for heading, several in (("", to_mend), ("Worth a thought", notes)):
        if heading and several:
            lines += ["", f"{heading}:"]
        for group in grouped(several):
            first = group[0]
            lines += ["", f"  {first.text}", f"  Why: {CATALOGUE[first.code].why}", f"  Do: {first.fix}"]
            lines += [f"      {place}" for place in dict.fromkeys(_place(each) for each in group)]
    return lines


def _place(found: Finding) -> str:
    beside = ", ".join(each for each in (found.pledge_ref, found.saw) if each)
    return f"{found.source} ({beside})" if beside else str(found.source)
