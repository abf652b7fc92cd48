"""One return's bytes in, what it holds as plain data out; and that data back into nouns, on the other side of a pipe.

`reader` is called in a process that knows nothing but the words that may be shown; `reading_of` in the one that holds
the register. What the first one says is believed only of the file that it was given.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence

import attrs

from pledges import sheets
from pledges.audience import Vocabulary
from pledges.files.wire import check_of, dumped, loaded
from pledges.provenance import SourceFile
from pledges.returns.layout import Layout
from pledges.returns.reading import ReturnReading, read_return

JOB = "pledges.files.returned:reader"
"""What a worker is told to do (see `pledges.files.workers`)."""

_READ_WITH = ("pledges.sheets.recognise", "pledges.sheets.xlsx", "pledges.sheets.csv")
"""What nearly every file is read with: imported once in a worker, before it forks. Libraries stay out of it."""


@attrs.frozen(kw_only=True)
class Terms:
    """What a return is read by, whoever sent it: the words that may be shown, the policy's rule on N/A, the layouts."""

    vocabulary: Vocabulary
    not_applicable_accepted: bool = False
    layouts: tuple[Layout, ...] = ()


def terms_data(terms: Terms) -> object:
    """Return `terms` as what goes over the pipe to `reader`."""
    return dumped(terms, Terms)


@attrs.frozen(kw_only=True)
class ReturnReader:
    """Reads one return after another by the same terms, and by `layouts` where it is none of our own forms."""

    terms: Terms
    layouts: Sequence[Layout]

    def is_alone(self, content: bytes) -> bool:
        """Return whether these bytes go to a library of native code, which could leave its process subverted."""
        return sheets.needs_worker(content)

    def read(self, name: str, content: bytes) -> object:
        """Return what a file of that shown name holds, as the data that `reading_of` takes.

        Raises `UnreadableFileError` where the bytes are no spreadsheet.
        """
        return dumped(self.reading(name, content), ReturnReading)

    def reading(self, name: str, content: bytes) -> ReturnReading:
        """Return the same as it is, for those who go on with it in the worker."""
        return read_return(
            sheets.read(content),
            file=SourceFile(name=name, digest=""),
            path="",
            vocabulary=self.terms.vocabulary,
            not_applicable_accepted=self.terms.not_applicable_accepted,
            known_layouts=self.layouts,
        )


def get_ready(*modules: str) -> None:
    """Import what nearly every file is read with, and these modules."""
    for module in (*_READ_WITH, *modules):
        importlib.import_module(module)


def reader(data: object) -> ReturnReader:
    """Return what reads returns by the terms in `data`, everything it needs being there before the first file."""
    get_ready()
    dumped(ReturnReading(layout=None, returns=(), findings=(), accounts=()), ReturnReading)
    terms: Terms = loaded(data, Terms, SourceFile(name="terms", digest=""))
    return ReturnReader(terms=terms, layouts=terms.layouts)


def reading_of(data: object, file: SourceFile, path: str) -> ReturnReading:
    """Return the reading of `file`, whose true path is `path`.

    Raises `WireError` where the data is no reading of that file: its process was not itself any more.
    """
    reading: ReturnReading = loaded(data, ReturnReading, file)
    check_of(file, reading.findings, reading.accounts)
    returns = tuple(attrs.evolve(sent, path=path) for sent in reading.returns)
    return attrs.evolve(reading, returns=returns)
