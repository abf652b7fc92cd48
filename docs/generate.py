"""Write the generated pages of the reference (findings, commands, limits). `--check` only says if they are true."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import click

from pledges.audience import Audience
from pledges.cli import COMMANDS, group
from pledges.findings import CATALOGUE, Kind, Severity
from pledges.sheets import limits

REFERENCE = Path(__file__).parent / "reference"
EXAMPLES = Path(__file__).parent.parent / "tests" / "findings" / "examples"

SEVERITIES = {
    Severity.ERROR: "**Error**: something could not be used.",
    Severity.QUERY: "**Query**: a person must decide.",
    Severity.NOTE: "**Note**: worth knowing; nothing to do.",
}


def findings_page() -> str:
    """Return the page of every kind of finding."""
    lines = [
        "# Findings",
        "",
        "What is wrong or noteworthy in a register or a return is a *finding*. Each has a code that stays the same",
        "between versions, the place it was found, what was seen there (as far as it may be shown) and what to do.",
        "This page is made from the catalogue, and from the examples that the tests run, by `python docs/generate.py`.",
        "",
        *(f"- {text}" for text in SEVERITIES.values()),
        "",
        "Findings for officers only are marked; the others may be sent to the supplier they are about.",
        "",
    ]
    examples = {
        code: both
        for path in sorted(EXAMPLES.glob("*.toml"))
        for code, both in tomllib.loads(path.read_text(encoding="utf-8")).items()
    }
    for kind in sorted(CATALOGUE.values(), key=lambda each: each.code):
        lines += _finding(kind, examples[kind.code])
    return "\n".join(lines).rstrip() + "\n"


def _finding(kind: Kind, examples: dict[str, dict[str, str]]) -> list[str]:
    readers = "officers only" if kind.audience is Audience.OFFICER else "officers and the supplier"
    return [
        f"## `{kind.code}`",
        "",
        f"*{kind.severity.value}, for {readers}*",
        "",
        _with_words(kind.text),
        "",
        f"- Why it matters: {kind.why}",
        f"- What to do: {_with_words(kind.fix)}",
        f"- Made by, for example: {examples['made_by']['say']}",
        f"- Not made by: {examples['not_by']['say']}",
        "",
    ]


def _with_words(template: str) -> str:
    """Return a template with its words shown as `⟨word⟩`, and those that may be empty left out."""
    text = template
    for may_be_empty in ("{nearest}", "{or_dates}", "{and_confirmed}"):
        text = text.replace(may_be_empty, "")
    return text.replace("{", "⟨").replace("}", "⟩").replace("_", " ")


def commands_page() -> str:
    """Return the page of every command, as its help says."""
    lines = [
        "# Commands",
        "",
        "This page is made from the commands' own help by `python docs/generate.py`. Exit codes: 0 done, nothing needs",
        "a person; 1 done, something does; 2 it could not run.",
        "",
        "```",
        _help(group, "pledges"),
        "```",
        "",
    ]
    for name in COMMANDS:
        command = group.get_command(click.Context(group), name)
        if command is None:
            message = f"the command {name} cannot be loaded"
            raise LookupError(message)
        lines += [f"## pledges {name}", "", "```", _help(command, f"pledges {name}"), "```", ""]
        for part, below in command.commands.items() if isinstance(command, click.Group) else ():
            lines += [f"### pledges {name} {part}", "", "```", _help(below, f"pledges {name} {part}"), "```", ""]
    return "\n".join(lines).rstrip() + "\n"


def _help(command: click.Command, name: str) -> str:
    names = group.context_settings["help_option_names"]
    context = click.Context(command, info_name=name, terminal_width=100, max_content_width=100, help_option_names=names)
    return "\n".join(line.rstrip() for line in command.get_help(context).splitlines())


def limits_page() -> str:
    """Return the page of every limit on what is read."""
    lines = [
        "# Limits",
        "",
        "What is read of a file that somebody sent has limits, so that no file can stop the work or fill the memory.",
        "A file beyond one of them is refused whole, with the reason `too-large` (beyond the last row or column:",
        "`damaged`); it is never read in part. A workbook of 100,000 rows by 20 columns is within all of them, and so",
        "is a text file of as many rows with 200 characters in each. This",
        "page is made from `src/pledges/sheets/limits.py` by `python docs/generate.py`.",
        "",
        "| at most | of | in |",
        "|---:|---|---|",
    ]
    lines += [f"| {getattr(limits, limit.name):,} | {limit.bounds} | {limit.of} |" for limit in limits.LIMITS]
    lines += [
        "",
        "Refused besides, whatever the size: a document type (`<!DOCTYPE`) in any part, two parts of one name, parts",
        "that overlap, links and paths out of the package, anything before its first part, methods of packing that",
        "Excel does not know, a row or a cell that comes twice or after a later one, a sheet whose part is missing,",
        "two sheets of one name, merged ranges that overlap.",
        "",
        "What reading one file may take of the machine, in time and memory, is in `docs/isolation.md`.",
    ]
    return "\n".join(lines).rstrip() + "\n"


PAGES = {"findings.md": findings_page, "commands.md": commands_page, "limits.md": limits_page}


def main(argv: list[str]) -> int:
    """Write the pages, or with `--check` return 1 where one is not what it should be."""
    stale = [
        name for name, page in PAGES.items()
        if not (REFERENCE / name).exists() or (REFERENCE / name).read_text(encoding="utf-8") != page()
    ]  # fmt: skip
    if "--check" in argv:
        return 1 if stale else 0
    for name in stale:
        (REFERENCE / name).write_text(PAGES[name](), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
