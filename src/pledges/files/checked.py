"""One return's bytes in, what its sender can mend before anyone holds it against a register out, as plain data.

`checker` is called in a worker, which reads the return and says everything there is to say of it; `checked_of` takes
that data apart in the process that asked. Of the lines themselves nothing goes over the pipe.
"""

from __future__ import annotations

import functools
import typing
from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs

from pledges.audience import Vocabulary
from pledges.exceptions import UnreadableFileError
from pledges.files.wire import check_of, dumped, loaded
from pledges.findings import Finding, RowAccount
from pledges.provenance import SourceFile

if TYPE_CHECKING:
    from pledges.files.returned import ReturnReader
    from pledges.returns.layout import Layout
    from pledges.returns.reading import ReturnReading

CHECK = "pledges.files.checked:checker"
"""What a worker is told to do (see `pledges.files.workers`)."""


@attrs.frozen(kw_only=True)
class CheckedReturn:
    """What was found in one file: its layout (None: not recognised), and each row of its sheets accounted for."""

    layout: str | None
    findings: tuple[Finding, ...]
    accounts: tuple[RowAccount, ...]


@attrs.frozen(kw_only=True)
class Checker:
    """Checks one return after another by the same layouts."""

    returns: ReturnReader

    def is_alone(self, content: bytes) -> bool:
        """Return whether these bytes go to a library of native code, which could leave its process subverted."""
        return self.returns.is_alone(content)

    def read(self, name: str, content: bytes) -> object:
        """Return what is found in a file of that shown name, as the data that `checked_of` takes.

        Raises `UnreadableFileError` where the bytes are no spreadsheet, or a fault of ours met them.
        """
        reading = self.returns.reading(name, content)
        try:
            found = self.said_of(reading)
        except Exception:  # noqa: BLE001 - of one file in many; what it says could quote a cell
            raise UnreadableFileError("fault", "") from None
        return dumped(CheckedReturn(layout=reading.layout, findings=found, accounts=reading.accounts), CheckedReturn)

    def said_of(self, reading: ReturnReading) -> tuple[Finding, ...]:
        """Return everything there is to say of what was read: of its cells, its fields, and its lines' amounts."""
        from pledges.counting.alone import measured_alone  # noqa: PLC0415 - only the worker needs it
        from pledges.returns.alone import found_alone  # noqa: PLC0415 - as above

        measured = measured_alone(reading.returns, self.returns.terms.vocabulary)
        return (*reading.findings, *found_alone(reading.returns), *measured)


def terms_data(layouts: Sequence[Layout] | None) -> object:
    """Return the layouts by which returns are read (None: those that come with pledges) as `checker` takes them."""
    if layouts is None:
        return None
    from pledges.returns.layout import Layout as Shape  # noqa: PLC0415 - only where somebody has layouts of their own

    return dumped(tuple(layouts), tuple[Shape, ...])


class _WhenAsked(Sequence["Layout"]):
    """The layouts that come with pledges, read when a file is first held against them: most files are forms of ours."""

    @functools.cached_property
    def _read(self) -> tuple[Layout, ...]:
        from pledges.files.layouts import built_in_layouts  # noqa: PLC0415 - only here

        return built_in_layouts()

    @typing.overload
    def __getitem__(self, index: int) -> Layout: ...

    @typing.overload
    def __getitem__(self, index: slice) -> Sequence[Layout]: ...

    def __getitem__(self, index: int | slice) -> Layout | Sequence[Layout]:
        """Return one of them, or some."""
        return self._read[index]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._read)


def checker(data: object) -> Checker:
    """Return what checks returns by the layouts in `data`, everything it needs being there before the first file."""
    from pledges.files.returned import ReturnReader, Terms, get_ready  # noqa: PLC0415 - as above
    from pledges.returns.layout import Layout as Shape  # noqa: PLC0415 - as above

    get_ready("pledges.counting.alone", "pledges.returns.alone")
    nobody = SourceFile(name="terms", digest="")
    layouts: Sequence[Layout] = _WhenAsked() if data is None else loaded(data, tuple[Shape, ...], nobody)
    return Checker(returns=ReturnReader(terms=Terms(vocabulary=Vocabulary()), layouts=layouts))


def checked_of(data: object, file: SourceFile, _path: str) -> CheckedReturn:
    """Return what was found in `file`.

    Raises `WireError` where the data says nothing of that file: its process was not itself any more.
    """
    checked: CheckedReturn = loaded(data, CheckedReturn, file)
    check_of(file, checked.findings, checked.accounts)
    return checked
