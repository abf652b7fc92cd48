"""Arguments, terminal and clock in, exit codes out: the command `pledges`, each command in a file of its own.

Commands are imported when they are run, so that `pledges --help` costs little more than click.
"""

from __future__ import annotations

import importlib
import os
import sys
from typing import TYPE_CHECKING, NoReturn

import click

from pledges.exceptions import PledgesError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType
    from typing import TextIO

COMMANDS = {
    "new": ("pledges.cli.new", "Make a case folder to start from."),
    "forms": ("pledges.cli.forms", "Make return forms for suppliers to fill in."),
    "check": ("pledges.cli.check", "Check returns before they are sent."),
    "assess": ("pledges.cli.assess", "Assess a case folder and write the report."),
    "lint": ("pledges.cli.lint", "Check the promises before a contract is let."),
    "layout": ("pledges.cli.layout", "Say how a template of somebody else's is read."),
    "scheme": ("pledges.cli.scheme", "List, check, explain and copy badge schemes."),
    "badge": ("pledges.cli.badge", "Say which badge a supplier earns, and what is missing."),
    "badges": ("pledges.cli.badges", "List all suppliers' badges, and what is due."),
    "letter": ("pledges.cli.letter", "Write a supplier the decision on its badge."),
    "why": ("pledges.cli.why", "Explain a figure or a badge decision."),
}
"""Each command with the module that holds it (as `command`) and its line in the help."""

SELDOM = (500_000, 50, 1_000)
"""How seldom Python looks for objects that only hold each other, of which a command makes next to none."""

COULD_NOT_RUN = 2
INTERRUPTED = 130


class LazyGroup(click.Group):
    """The group of all commands, each imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of the commands, in the order of the job."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Return a command by its name, None where there is none."""
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(COMMANDS[cmd_name][0]).command
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """Write the list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="pledges", message="pledges %(version)s")
def group() -> None:
    """Say exactly whether firms kept their promises to care-experienced young people.

    Start with `pledges new FOLDER`, fill in the register, put the returns into the folder, then run
    `pledges assess FOLDER`.
    """


def run() -> NoReturn:
    """Run the command line of this process and leave with its exit code."""
    import gc
    import warnings

    # A library's warning can quote the name of a sheet or a cell's text, which no output may hold.
    warnings.simplefilter("ignore")
    # One command makes millions of objects, keeps nearly all of them until it ends, and hardly one is in a ring.
    gc.set_threshold(*SELDOM)
    for stream in (sys.stdout, sys.stderr):
        _never_stop_at_a_character(stream)
    sys.exit(main(sys.argv[1:]))


def main(argv: Sequence[str]) -> int:
    """Run the command that `argv` says and return its exit code.

    0: done, nothing needs a person; 1: done, something does; 2: it could not run, with a sentence on standard error.
    No sentence quotes an unexpected error's own text, which may come from a supplier's file.
    """
    try:
        outcome = group.main(args=list(argv), prog_name="pledges", standalone_mode=False)
        sys.stdout.flush()
    except click.UsageError as error:
        error.show()
        return COULD_NOT_RUN
    except click.Abort:
        return INTERRUPTED
    except PledgesError as error:
        click.echo(f"pledges: {error}", err=True)
        return COULD_NOT_RUN
    except KeyboardInterrupt:
        return INTERRUPTED
    except SystemExit:
        return 0  # click's own answer to a reader, such as `head`, that has seen enough; in this mode it has no other
    except BrokenPipeError:
        # The same while flushing; Python must not try again when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001 - the last place where a traceback, which may quote a file, is stopped
        click.echo(f"pledges: {_fault(error)}", err=True)
        return COULD_NOT_RUN
    return outcome if isinstance(outcome, int) else 0


def _never_stop_at_a_character(stream: TextIO) -> None:
    """Write `?` for what a terminal's encoding lacks, such as £ on an old console."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")


def _fault(error: Exception) -> str:
    """Return one sentence on an error that nobody expected: its kind and our own line, never its text."""
    place = _own_line(error.__traceback__)
    return (
        f"something went wrong inside pledges ({type(error).__name__} at {place}); the result is not complete."
        " Please report these words: they hold nothing from your files."
    )


def _own_line(traceback: TracebackType | None) -> str:
    """Return the last line of this package that a traceback passes, as `counting.py:41`."""
    import pathlib

    package = pathlib.Path(__file__).resolve().parent.parent
    place = "an unknown line"
    while traceback is not None:
        path = pathlib.Path(traceback.tb_frame.f_code.co_filename)
        if package in path.resolve().parents:
            place = f"{path.name}:{traceback.tb_lineno}"
        traceback = traceback.tb_next
    return place
