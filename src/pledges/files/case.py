"""The path of a case folder in; register, rulebook and everything read of the returns out, ready to be assessed.

Returns alone, without a register, are read the same way (`read_alone`), for a supplier to check before sending.
"""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from pledges import sheets
from pledges.assess import Intake, SheetRows
from pledges.audience import Vocabulary
from pledges.counting.alone import measured_alone
from pledges.exceptions import UnreadableFileError
from pledges.files.folder import (
    CaseFolder,
    read_case_folder,
    read_policy,
    read_register_sheets,
    shown_names,
    withheld_names,
)
from pledges.files.on_disk import REFUSALS, InFile, read_file
from pledges.files.policy import default_policy
from pledges.files.toml_text import digest_of
from pledges.findings import Finding, finding, in_order
from pledges.model import Register
from pledges.provenance import CellRef, SourceFile
from pledges.register import RegisterReading, read_register
from pledges.returns.alone import found_alone
from pledges.returns.reading import ReturnReading, read_return
from pledges.returns.receipts import receipts_without_file
from pledges.rulebook import Policy, Rulebook

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pledges.tables import RowAccount

_LOOKS_LIKE = "It looks like "


@attrs.frozen(kw_only=True)
class Case:
    """A case folder that was read: what `pledges.assess.assess` is given, but for the days."""

    register: Register
    rulebook: Rulebook
    intake: Intake
    vocabulary: Vocabulary


@attrs.frozen(kw_only=True)
class CheckedFile:
    """A return that was read without a register. `file` is its shown name.

    `status` is `read`, `not recognised` or `refused`, then with `reason`, a key of `REFUSALS`. `findings` are in order.
    """

    file: str
    status: str
    reason: str | None = None
    layout: str | None = None
    sheets: tuple[SheetRows, ...] = ()
    findings: tuple[Finding, ...] = ()


@attrs.frozen(kw_only=True)
class Refusal:
    """Why a file was not read: the key of `REFUSALS`, and the finding that says so."""

    reason: str
    finding: Finding


def read_case(folder: Path, *, out: Path | None = None, on: dt.date | None = None) -> Case:
    """Return everything in a case folder; `out` is where the outputs go, `on` the day whose house rules are read by.

    A return that cannot be read is refused with a finding and never stops the others. Raises what
    `read_case_folder` and `read_register` raise: what stops the work.
    """
    found = read_case_folder(folder, out=out)
    reading = _register_of(found.register_sheets, found.policy)
    return Case(
        register=reading.register,
        rulebook=Rulebook(policy=found.policy, schemes=found.schemes),
        intake=_intake(found, reading, found.policy if on is None else found.policy.in_force_on(on)),
        vocabulary=reading.vocabulary,
    )


def read_register_of(folder: Path) -> RegisterReading:
    """Return the register of a case folder, read with its policy's own types and units, and nothing else of it."""
    register_sheets, _ = read_register_sheets(folder)
    return _register_of(register_sheets, read_policy(folder))


def read_alone(paths: Sequence[Path]) -> tuple[CheckedFile, ...]:
    """Return what each of these files holds as a return, in their order, without a register and its names.

    Nothing stops it: a file that is not there, or cannot be read, is refused like any other.
    """
    vocabulary, policy = Vocabulary(), default_policy()
    # The number of a file, not its place in a folder that was not given, tells apart names of which nothing is shown.
    names = [vocabulary.file_name(path.name) for path in paths]
    shown = [f"{name} (file {at})" if names.count(name) > 1 else name for at, name in enumerate(names, start=1)]
    files = tuple(_opened(path, number) for number, path in enumerate(paths, start=1))
    by_path = {file.path: name for file, name in zip(files, shown, strict=True)}
    outcomes = _outcomes(files, by_path, vocabulary, policy)
    return tuple(_checked(by_path[file.path], outcomes[file.path], vocabulary) for file in files)


def _checked(shown: str, outcome: ReturnReading | Refusal, vocabulary: Vocabulary) -> CheckedFile:
    """Return what a supplier is told of a file that was read or refused."""
    if isinstance(outcome, Refusal):
        return CheckedFile(file=shown, status="refused", reason=outcome.reason, findings=(outcome.finding,))
    found = (*outcome.findings, *found_alone(outcome.returns), *measured_alone(outcome.returns, vocabulary))
    return CheckedFile(
        file=shown,
        status="read" if outcome.layout is not None else "not recognised",
        layout=outcome.layout,
        sheets=_sheet_rows(outcome.accounts),
        findings=in_order(found),
    )


def _opened(path: Path, number: int) -> InFile:
    """Return a file of the command line; its number makes its path one that no other has."""
    name = f"{number}/{path.name}"
    try:
        return InFile(path=name, content=read_file(path))
    except UnreadableFileError as error:
        return InFile(path=name, refusal=error.reason if os.path.lexists(path) else "not-there")


def _register_of(register_sheets: tuple[tuple[str, sheets.Sheet], ...], policy: Policy) -> RegisterReading:
    return read_register(register_sheets, local_types=policy.local_types, local_units=policy.local_units)


def _intake(found: CaseFolder, reading: RegisterReading, policy: Policy) -> Intake:
    shown = shown_names([file.path for file in found.returns], reading.vocabulary)
    read, findings = list[ReturnReading](), [*reading.findings, *withheld_names(shown)]
    findings += receipts_without_file(reading.register.receipts, [file.path for file in found.returns])
    refused, digests = list[str](), dict(found.digests)
    outcomes = _outcomes(found.returns, shown, reading.vocabulary, policy)
    for file in found.returns:
        name = shown[file.path]
        if file.content is not None:
            digests[name] = digest_of(file.content)
        outcome = outcomes[file.path]
        if isinstance(outcome, Refusal):
            findings.append(outcome.finding)
            refused.append(name)
            continue
        read.append(outcome)
        if outcome.layout is None:
            refused.append(name)
    return Intake(
        returns=tuple(sent for each in read for sent in each.returns),
        refused=tuple(refused),
        findings=(*findings, *(note for each in read for note in each.findings)),
        sheets=(*_sheet_rows(reading.accounts), *(rows for each in read for rows in _sheet_rows(each.accounts))),
        digests=digests,
    )


def _outcomes(
    files: Iterable[InFile], shown: Mapping[str, str], vocabulary: Vocabulary, policy: Policy
) -> dict[str, ReturnReading | Refusal]:
    """Return what each file holds, or why it is refused, by its path; `shown` are their names by their paths."""
    return {file.path: _read(file, shown[file.path], vocabulary, policy) for file in files}


def _read(file: InFile, shown: str, vocabulary: Vocabulary, policy: Policy) -> ReturnReading | Refusal:
    """Return what one file holds, or why it is refused; whatever goes wrong inside it stays inside it."""
    if file.content is None:
        return _refusal(shown, file.refusal or "unreadable")
    try:
        return read_return(
            sheets.read(file.content),
            file=SourceFile(name=shown, digest=digest_of(file.content)),
            path=file.path,
            vocabulary=vocabulary,
            not_applicable_accepted=policy.not_applicable_accepted,
        )
    except UnreadableFileError as error:
        return _refusal(shown, error.reason, str(error))
    except Exception:  # noqa: BLE001 - one file that nothing foresaw must not cost the council the other fifty-nine
        return _refusal(shown, "damaged")


def _refusal(shown: str, reason: str, message: str = "") -> Refusal:
    """Return the refusal of a file that is not read; `message` is our own, and only its kind of file is taken of it."""
    what, remedy = REFUSALS[reason]
    if message.startswith(_LOOKS_LIKE):
        what = f"it looks like {message.removeprefix(_LOOKS_LIKE).partition('. ')[0].rstrip('.')}"
    note = finding("file-refused", CellRef(file=shown), reason=what, what_to_do=remedy)
    return Refusal(reason=reason, finding=note)


def _sheet_rows(accounts: Iterable[RowAccount]) -> tuple[SheetRows, ...]:
    return tuple(
        SheetRows(
            file=account.file,
            sheet=account.sheet,
            used=frozenset(account.used),
            set_aside=frozenset(account.set_aside),
            ignored=frozenset(account.ignored),
        )
        for account in accounts
    )
