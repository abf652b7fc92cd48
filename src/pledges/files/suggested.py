"""The bytes of a file nobody here knows in, what its headings might mean out; read in a process of its own."""

from __future__ import annotations

import importlib

import attrs

from pledges import sheets
from pledges.exceptions import UnreadableFileError
from pledges.files.layouts import built_in_layouts
from pledges.files.on_disk import REFUSALS
from pledges.files.wire import WireError, dumped, loaded
from pledges.files.workers import LIMITS, Limits, Parcel, Workers
from pledges.provenance import SourceFile
from pledges.returns.layout import Layout
from pledges.returns.suggest import Suggestion, suggestions_for

JOB = "pledges.files.suggested:reader"
"""What a worker is told to do (see `pledges.files.workers`)."""

_SHAPE = tuple[Suggestion, ...]
_READ_WITH = ("pledges.sheets.recognise", "pledges.sheets.xlsx", "pledges.sheets.csv")


@attrs.frozen(kw_only=True)
class Terms:
    """What headings are looked up in, and the row in which they stand where somebody says so."""

    layouts: tuple[Layout, ...]
    heading_row: int | None = None


@attrs.frozen(kw_only=True)
class SuggestionReader:
    """Reads one file after another for what its headings might mean."""

    terms: Terms

    def is_alone(self, content: bytes) -> bool:
        """Return whether these bytes go to a library of native code, which could leave its process subverted."""
        return sheets.needs_worker(content)

    def read(self, _name: str, content: bytes) -> object:
        """Return the suggestions of a file as the data that goes over the pipe."""
        read = sheets.read(content).sheets
        return dumped(suggestions_for(read, self.terms.layouts, heading_row=self.terms.heading_row), _SHAPE)


def reader(data: object) -> SuggestionReader:
    """Return what reads files by the layouts in `data`, everything it needs being there before the first file."""
    for module in _READ_WITH:
        importlib.import_module(module)
    return SuggestionReader(terms=loaded(data, Terms, SourceFile(name="terms", digest="")))


def suggestions_of(
    content: bytes, *, heading_row: int | None = None, limits: Limits = LIMITS
) -> tuple[Suggestion, ...]:
    """Return what the headings of a file (those of `heading_row`) might mean; it is read in a process of its own.

    Raises `UnreadableFileError` where it cannot be read; its message never quotes the file. Raises `WorkerError`.
    """
    with Workers(JOB, limits=limits) as workers:
        parcel = Parcel(name="the file", content=content)
        (answer,) = workers.answers(
            (parcel,), dumped(Terms(layouts=built_in_layouts(), heading_row=heading_row), Terms)
        )
    reason = answer.refusal
    if reason is None:
        try:
            found: tuple[Suggestion, ...] = loaded(answer.data, _SHAPE, SourceFile(name="the file", digest=""))
        except WireError:
            reason = "damaged"
        else:
            return found
    what, remedy = REFUSALS.get(reason, REFUSALS["damaged"])
    message = f"The file cannot be read: {what}. {remedy}"
    raise UnreadableFileError(reason, message)
