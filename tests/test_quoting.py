"""No message of ours repeats another library's words, or more of a file than the cell it speaks of."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import pledges
from pledges import exceptions, sheets
from pledges.audience import Vocabulary
from pledges.provenance import CellRef, SourceFile
from pledges.returns.reading import read_return

PACKAGE = Path(pledges.__file__).parent
OURS = {name for name, each in vars(exceptions).items() if isinstance(each, type) and issubclass(each, Exception)}
OURS |= {"WireError"}  # its text is one of two sentences of our own

MAY = {
    # It takes the numbers of a line and a column out of the text, and whether three phrases are in it.
    ("files/toml_text.py", "_stop_of"),
}
"""Functions that look into a library's text, with what they do there."""

_TELLS = {"str", "repr", "format", "print", "ascii", "echo"}
_TRACES = {"format_exc", "print_exc", "format_exception", "print_exception", "format_tb", "exc_info", "exception"}


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Yield every module of the package by its path in it."""
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def names_of_types(node: ast.expr | None) -> set[str]:
    """Return the last words of the types that an `except` or an annotation names."""
    if node is None:
        return {"Exception"}
    found = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    return found | {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)}


def held_errors(function: ast.AST) -> Iterator[tuple[set[str], ast.AST]]:
    """Yield each piece of a function that holds an error not all our own, with the names under which it does."""
    taken = set[str]()
    for node in ast.walk(function):
        if isinstance(node, ast.ExceptHandler) and node.name and not names_of_types(node.type) <= OURS:
            yield {node.name}, node
        if isinstance(node, ast.arg) and node.annotation is not None:
            types = names_of_types(node.annotation)
            if any(name.endswith(("Error", "Exception")) for name in types) and not types <= OURS:
                taken.add(node.arg)
    yield taken, function


def told_in(function: ast.AST) -> list[int]:
    """Return the lines in which a function makes text of such an error."""
    return [
        getattr(node, "lineno", 0)
        for held, piece in held_errors(function)
        for node in ast.walk(piece)
        if is_told(node, held)
    ]


def is_told(node: ast.AST, held: set[str]) -> bool:
    """Return whether a piece of code makes text of an error that is held."""

    def holds(each: ast.AST) -> bool:
        return isinstance(each, ast.Name) and each.id in held

    if isinstance(node, ast.Call):
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        return name in _TRACES or (name in _TELLS and any(holds(each) for each in node.args))
    if isinstance(node, ast.FormattedValue):
        return holds(node.value)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        return any(holds(each) for each in ast.walk(node.right))
    return (
        isinstance(node, ast.Attribute)
        and node.attr in {"args", "message", "strerror", "filename"}
        and holds(node.value)
    )


def functions(module: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function of a module."""
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_no_function_makes_text_of_another_librarys_error() -> None:
    """Twelve of 21 ordinary errors quote the cell they stumbled over, so none of their text goes anywhere."""
    told = [
        f"{path}:{line}"
        for path, module in modules()
        for function in functions(module)
        if (path, function.name) not in MAY
        for line in told_in(function)
    ]

    assert told == []


def test_the_hunt_for_told_errors_finds_one() -> None:
    """A function that tells an error is found in each of the ways to do it."""
    for line in ('f"{error}"', "str(error)", "repr(error)", '"%s" % error', "error.args", "traceback.format_exc()"):
        module = ast.parse(f"def read():\n try:\n  pass\n except (ValueError, OSError) as error:\n  return {line}\n")
        (function,) = functions(module)

        assert told_in(function), line


def test_an_error_of_ours_never_carries_the_one_it_was_made_from() -> None:
    """`from None`: a log that prints an error prints what it was raised from as well."""
    carried = [
        f"{path}:{statement.lineno}"
        for path, module in modules()
        for handler in ast.walk(module)
        if isinstance(handler, ast.ExceptHandler) and not names_of_types(handler.type) <= OURS
        for statement in ast.walk(handler)
        if isinstance(statement, ast.Raise) and statement.exc is not None
        if not (isinstance(statement.cause, ast.Constant) and statement.cause.value is None)
    ]

    assert carried == []


def test_nothing_logs() -> None:
    """There is no log in which something could stand that no output may hold."""
    loggers = [
        path
        for path, module in modules()
        for node in ast.walk(module)
        if isinstance(node, ast.Import | ast.ImportFrom)
        if "logging" in {alias.name for alias in node.names} | {getattr(node, "module", None)}
    ]

    assert loggers == []


HEADINGS = (
    "Supplier ref or name,Contract ref,Period start,Period end,Basis,Pledge ref or code,Quantity,Unit,Start,End,"
    "Evidence ref,Attendees,Staff,Days,Share (%),Evidence grade,Hours per week,Person ref,Placement ref,Note"
)
WORDS = (
    "approx {}",
    "{} people or so",
    "5{}.2.3",
    "since {}",
    "about {}%",
    "TBC {}",
    "{} x 26wks",
    "=1+{}",
    "Zebedee {}",
)


@pytest.mark.parametrize("turn", range(len(WORDS)))
def test_a_finding_quotes_the_cell_it_speaks_of_and_no_other(turn: int) -> None:
    """Every cell holds a number of its own; the numbers a finding shows are those of its own cell."""
    width, height = HEADINGS.count(",") + 1, 12
    # None is a year that the catalogue's own advice names.
    numbers = {(row, column): str(4000 + row * 100 + column) for row in range(2, height) for column in range(width)}
    lines = [
        ",".join(WORDS[(row + column + turn) % len(WORDS)].format(numbers[row, column]) for column in range(width))
        for row in range(2, height)
    ]
    book = sheets.read("\n".join((HEADINGS, *lines)).encode())

    reading = read_return(
        book, file=SourceFile(name="returns/q1.csv", digest=""), path="q1.csv", vocabulary=Vocabulary()
    )

    assert len(reading.findings) > height
    for note in reading.findings:
        assert isinstance(note.source, CellRef)
        own = {
            number
            for (row, column), number in numbers.items()
            if f"{'ABCDEFGHIJKLMNOPQRST'[column]}{row}" == note.source.cell
        }
        shown = {number for number in numbers.values() if re.search(rf"(?<!\d){number}(?!\d)", str(note))}
        assert shown <= own, str(note)
        assert "Zebedee" not in str(note)
