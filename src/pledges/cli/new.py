"""`pledges new`: a folder's place in, a case folder to start from out."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(name="new")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--authority", default="", metavar="NAME", help="Your authority's name, for headings and the policy.")
def command(folder: Path, authority: str) -> int:
    """Make a case folder to start from.

    FOLDER gets a register to fill in, an empty folder for returns, a keyed sheet for figures that come by e-mail, the
    house rules with comments, and files to double-click. Nothing that is there already is changed.
    """
    import sys
    from importlib.resources import files

    from pledges.exceptions import CaseFolderError
    from pledges.files.output import write_files
    from pledges.forms.starter import EXECUTABLE, starter

    if folder.exists() and not folder.is_dir():
        message = "A file of that name is there already. Give the folder another name."
        raise CaseFolderError(message)
    if any((folder / name).exists() for name in ("register.xlsx", "register")):
        message = (
            "The folder has a register already and was left as it is. Give another folder, or move the register away."
        )
        raise CaseFolderError(message)
    policy_text = files("pledges").joinpath("default-policy.toml").read_text(encoding="utf-8")
    made = starter(authority.strip(), policy_text=policy_text, python=sys.executable or "")
    kept = [name for name, _ in made if (folder / name).exists()]
    write_files(folder, [each for each in made if each[0] not in kept], executable=EXECUTABLE, overwrite=False)
    _tell(folder, [name for name, _ in made if name not in kept], kept)
    return 0


def _tell(folder: Path, made: list[str], kept: list[str]) -> None:
    words = {
        "register.xlsx": "the promises: fill this in",
        "returns": "an empty folder for what suppliers send",
        "keyed sheet (copy into returns).xlsx": "for figures from e-mails and PDFs",
        "policy.toml": "your house rules, with comments",
        "Assess this folder.bat": "double-click on Windows",
        "Assess this folder.command": "double-click on a Mac, or run on Linux",
    }
    width = max(len(name) for name in words)
    click.echo(f"Made in {folder}:")
    for name in made:
        click.echo(f"  {name:<{width}}  {words[name]}")
    for name in kept:
        click.echo(f"  {name:<{width}}  was there already and was left as it is")
    click.echo("\nNext:")
    click.echo("  1. Open register.xlsx, read its sheet How to use, and write one promise a row on the sheet Promises.")
    click.echo(
        f"  2. Make forms for suppliers, and put what they send back into the folder returns:\n"
        f'       pledges forms "{folder}" --period 2025-07-01 2025-09-30'
    )
    click.echo(f'  3. Double-click "Assess this folder", or run:\n       pledges assess "{folder}"')
