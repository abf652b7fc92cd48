"""`pledges layout`: a file nobody here knows in, a workbook to say what its headings mean out; and that as TOML."""

from __future__ import annotations

from pathlib import Path

import click


@click.group(name="layout")
def command() -> None:
    """Say how a template of somebody else's is read.

    `suggest` writes a workbook with the headings of a file; choose what they mean, and save it into the folder layouts
    of the case folder. `toml` turns such a workbook into a layout file for what a workbook cannot say.
    """


@command.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), default=Path("layout.xlsx"), help="The workbook to write.")
@click.option("--id", "layout_id", default="our-template/1", metavar="ID", help="The layout's id, such as parks/1.")
@click.option("--row", type=click.IntRange(min=1), help="The row of the headings, where it is not found.")
def suggest(file: Path, out: Path, layout_id: str, row: int | None) -> int:
    """Write a workbook in which to say what the headings of FILE mean.

    It holds headings, labels and kinds of values, and no value. Only headings that are listed word for word come with
    a meaning.
    """
    from pledges.files.layouts import is_layout_id
    from pledges.files.on_disk import read_file
    from pledges.files.output import write_files
    from pledges.files.suggested import suggestions_of
    from pledges.forms.layout_sheet import layout_workbook
    from pledges.returns.suggest import LISTED

    if not is_layout_id(layout_id):
        wanted = "small letters, a stroke and the number of the edition, such as parks-return/1"
        raise click.BadParameter(f"give {wanted}.", param_hint="--id")
    found = suggestions_of(read_file(file), heading_row=row)
    if not found:
        click.echo(
            "No heading of this file is like one that is known, so no workbook was written. Look in which row its"
        )
        click.echo("headings stand, and give that row: `pledges layout suggest FILE --row 5`.")
        return 1
    write_files(out.parent, [(out.name, layout_workbook(found, layout_id))], overwrite=False)
    listed = sum(each.confidence == LISTED for each in found)
    click.echo(f"{out}: {len(found)} headings and labels, {listed} of them listed. Choose what the others mean, and")
    click.echo("save it into the folder layouts of your case folder.")
    return 0


@command.command()
@click.argument("workbook", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), default=Path("layout.toml"), help="The file to write.")
def toml(workbook: Path, out: Path) -> int:
    """Turn the WORKBOOK that suggest made, filled in, into a layout file to go on with by hand."""
    from pledges import sheets
    from pledges.files.layout_workbook import layout_text
    from pledges.files.layouts import load_layout
    from pledges.files.on_disk import read_file
    from pledges.files.output import write_files

    text = layout_text(sheets.read(read_file(workbook)), "the workbook")
    layout = load_layout(text, "the workbook")
    write_files(out.parent, [(out.name, text.encode())], overwrite=False)
    click.echo(f"{out}: the layout {layout.id}.")
    return 0
