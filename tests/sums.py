"""A figure in; its sum as a person reads it out, one line a figure: name, amount, how it was made, why, and where from.

    target = 37/10 people, product
      quantity for each = 1 people [Quantity]
      times in the value = 37/10 times, ratio
        contract value = 3700000 GBP [Value]
        for each = 1000000 GBP [Per]

A test that compares such a sum says what each number is called, in which unit it is and from which cell it comes.
The expected sums stand beside the test's `CASES`, those of `test_sums.py` in `sums.toml`. Where a change is meant to
change them, `.venv/bin/python tests/sums.py tests/targets/test_sums.py` writes them anew from what the cases give now:
read every line of the difference before it is committed, since what stands there is what the tests hold to be right.
"""

from __future__ import annotations

import importlib.util
import sys
import textwrap
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from pledges.figures import Operation
from pledges.findings import CATALOGUE
from pledges.provenance import CellRef

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pledges.figures import Figure
    from pledges.findings import Finding
    from pledges.provenance import Source

_BOOKS = ("register.xlsx!", "returns/q1.xlsx!")


def at(heading: str) -> CellRef:
    """Return a place that a sum shows by its heading."""
    return CellRef(file="register.xlsx", sheet=heading)


def place(source: Source | None) -> str:
    """Return a place in short: without the book that most of them are in."""
    text = str(source)
    for book in _BOOKS:
        text = text.removeprefix(book)
    return text


def sum_of(*figures: Figure | None) -> str:
    """Return the whole sums of figures, parts indented under what is made of them, and each sum written out once."""
    seen = set["Figure"]()
    return "\n".join(_sum(figure, seen) for figure in figures if figure is not None)


def _sum(figure: Figure, seen: set[Figure]) -> str:
    amount = "unknown" if figure.value is None else str(figure.day or figure.value)
    made = "" if figure.operation in {Operation.GIVEN, Operation.UNKNOWN} else f", {figure.operation.value}"
    because = f"; {figure.because}" if figure.because else ""
    written = "" if figure.source is None else f" [{place(figure.source)}]"
    line = f"{figure.label} = {amount} {figure.unit}{made}{because}{written}"
    if figure.parts and figure in seen:
        return f"{line} (as above)"
    seen.add(figure)
    return "\n".join([line, *(textwrap.indent(_sum(part, seen), "  ") for part in figure.parts)])


def asked(findings: Iterable[Finding]) -> list[str]:
    """Return findings as they are read, each with its place, its kind, for whom and what it is of.

    What to do stands there where it is of this one finding; what a kind always says is the catalogue's.
    """
    return [
        f"[{place(each.source)}] {each.code}, for the {each.audience.value}, {each.supplier_ref}, {each.contract_ref}, "
        f"{each.pledge_ref}: {each.text}{f' Found: {each.saw}.' if each.saw else ''}"
        + (f" {each.fix}" if "{" in CATALOGUE[each.code].fix else "")
        for each in findings
    ]


def sums_in(file: Path) -> dict[str, str]:
    """Return the sums that a file of a test's cases holds, each by the sentence above it."""
    return {sentence: text.strip() for sentence, text in tomllib.loads(file.read_text(encoding="utf-8")).items()}


def write_anew(test: Path) -> None:
    """Write what the cases of a test give now into its file of sums."""
    spec = importlib.util.spec_from_file_location("cases", test)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    cases: Mapping[str, Callable[[], str]] = module.CASES
    texts = [f"\"{sentence}\" = '''\n{case()}\n'''\n" for sentence, case in cases.items()]
    file = test.with_name(test.stem.removeprefix("test_") + ".toml")
    file.write_text("\n".join(texts), encoding="utf-8")


if __name__ == "__main__":
    for each in sys.argv[1:]:
        write_anew(Path(each))
