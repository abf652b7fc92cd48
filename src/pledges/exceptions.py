"""What stops the work, in one tree. What is merely wrong in data is a finding (see `pledges.findings`)."""

from __future__ import annotations


class PledgesError(Exception):
    """The base of everything this package raises on purpose; its text is one plain sentence or two."""


class CaseFolderError(PledgesError, FileNotFoundError):
    """The case folder, or something it must hold, is not there or cannot be opened."""


class RegisterError(PledgesError, ValueError):
    """The register lacks a sheet or a column without which nothing can be read."""


class PolicyError(PledgesError, ValueError):
    """`policy.toml` says something this version cannot understand."""


class SchemeError(PledgesError, ValueError):
    """A badge scheme says something this version cannot understand."""


class LayoutError(PledgesError, ValueError):
    """A layout of returns says something this version cannot understand."""


class OutputError(PledgesError, OSError):
    """An output could not be written, for instance because Excel holds it open."""


class UnreadableFileError(PledgesError, ValueError):
    """The bytes are not a spreadsheet this version reads.

    `reason` is one of `encrypted`, `wrong-type`, `damaged`, `too-large`, `empty`; the text never quotes the file.
    """

    def __init__(self, reason: str, message: str) -> None:
        """Keep the coded reason beside the sentence."""
        super().__init__(message)
        self.reason = reason


class WorkerError(PledgesError, OSError):
    """The separate process in which suppliers' files are read could not be started."""


class FigureError(PledgesError, ValueError):
    """A figure was asked for something it cannot be, such as a sum of two units."""


class DisclosureError(PledgesError, ValueError):
    """A table was to be published by a rule that cannot protect it."""


class PathError(PledgesError, LookupError):
    """`pledges why` was asked for a figure or decision that does not exist."""
