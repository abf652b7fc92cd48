"""`pledges new`: a folder's place in, a case folder to start from out."""

from __future__ import annotations

from pathlib import Path

import click

_STAND_AS_READ = frozenset({"names-alike", "day-before-contract", "rule-not-read"})
"""Questions about a register whose cells are all read and may be as they are meant, or that the full form answers."""

_NOT_CARRIED = {
    "rule-not-read": "no column of Promises; type it into the new register",
    "heading-unknown": "a heading of your own",
}
"""What is told of columns that the simple register is not read for, and that the full form so does not have."""


@click.command(name="new")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--authority", default="", metavar="NAME", help="Your authority's name, for headings and the policy.")
@click.option("--full", is_flag=True, help="The register in its full form: a sheet for each kind of thing.")
def command(folder: Path, authority: str, *, full: bool) -> int:
    """Make a case folder to start from.

    FOLDER gets a register to fill in, an empty folder for returns, a keyed sheet for figures that come by e-mail, the
    house rules with comments, and files to double-click. Nothing that is there already is changed.

    The register has one sheet for the promises. With --full it has a sheet each for suppliers, contracts, promises,
    changes of contracts and more, for clauses that scale, cap or vary; in a folder that has a register of one sheet
    already, --full writes the same promises in the full form beside it.
    """
    import sys
    from importlib.resources import files

    from pledges.exceptions import CaseFolderError
    from pledges.files.output import write_files
    from pledges.forms.starter import EXECUTABLE, starter

    if folder.exists() and not folder.is_dir():
        message = "A file of that name is there already. Give the folder another name."
        raise CaseFolderError(message)
    if full and (folder / "register.xlsx").is_file():
        return _widen(folder, authority.strip())
    if any((folder / name).exists() for name in ("register.xlsx", "register")):
        message = (
            "The folder has a register already and was left as it is. Give another folder, or move the register away."
        )
        raise CaseFolderError(message)
    policy_text = files("pledges").joinpath("default-policy.toml").read_text(encoding="utf-8")
    made = starter(authority.strip(), policy_text=policy_text, python=sys.executable or "", full=full)
    kept = [name for name, _ in made if (folder / name).exists()]
    write_files(folder, [each for each in made if each[0] not in kept], executable=EXECUTABLE, overwrite=False)
    _tell(folder, [name for name, _ in made if name not in kept], kept, full=full)
    return 0


def _widen(folder: Path, authority: str) -> int:
    """Write the folder's register in the full form beside the simple one, which stays as it is.

    Raises `CaseFolderError` where it has that form already, or asks something: what could not be read would be lost.
    """
    from pledges.exceptions import CaseFolderError
    from pledges.files import read_register_of
    from pledges.files.folder import read_policy, read_register_sheets
    from pledges.files.output import write_files
    from pledges.forms.register import write_register
    from pledges.forms.starter import FULL_NAME
    from pledges.quantities import count_words
    from pledges.register.as_typed import typed_rows
    from pledges.register.doubts import doubts

    reading = read_register_of(folder)
    if reading.form == "full":
        message = "register.xlsx is in the full form already and was left as it is."
        raise CaseFolderError(message)
    asked = frozenset(doubts(reading.register))
    open_questions = [
        each
        for each in reading.findings
        if each.needs_a_person and each.code not in _STAND_AS_READ and each not in asked
    ]
    if open_questions:
        message = (
            f"register.xlsx has {count_words(len(open_questions), 'thing')} to mend first, so that nothing of it is"
            f' lost: run  pledges lint "{folder}"  to see what and where.'
        )
        raise CaseFolderError(message)
    typed = typed_rows(read_register_sheets(folder)[0])
    content = write_register(reading.register, authority or read_policy(folder).authority, typed)
    write_files(folder, [(FULL_NAME, content)], overwrite=False)
    told = count_words(len(reading.register.pledges), "promise")
    click.echo(f"Made in {folder}:\n  {FULL_NAME}  {told} of register.xlsx, in the full form\n")
    left = [each for each in reading.findings if each.code in _NOT_CARRIED]
    if left:
        click.echo("Not in it, because register.xlsx is not read for it:")
        for each in left:
            click.echo(f"  {each.source}: {_NOT_CARRIED[each.code]}")
        click.echo("")
    click.echo("register.xlsx was left as it is, and is what is read. Next:")
    click.echo(f"  1. Open {FULL_NAME}, read its sheet How to use, and look through its sheets.")
    click.echo("  2. Move register.xlsx to another place, and call the new one register.xlsx.")
    return 0


def _tell(folder: Path, made: list[str], kept: list[str], *, full: bool) -> None:
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
    click.echo(
        "  1. Open register.xlsx, read its sheet How to use, and fill in the sheets Suppliers, Contracts and Pledges."
        if full
        else "  1. Open register.xlsx, read its sheet How to use, and write one promise a row on the sheet Promises."
    )
    click.echo(
        f"  2. Make forms for suppliers, and put what they send back into the folder returns:\n"
        f'       pledges forms "{folder}" --period 2025-07-01 2025-09-30'
    )
    click.echo(f'  3. Double-click "Assess this folder", or run:\n       pledges assess "{folder}"')
