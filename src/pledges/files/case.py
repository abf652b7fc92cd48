"""The path of a case folder in; register, rulebook and everything read of the returns out, ready to be assessed.

Returns alone, without a register, are read the same way (`read_alone`), for a supplier to check before sending.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from pledges.assess import Intake, SheetRows
from pledges.audience import Vocabulary
from pledges.counting.alone import measured_alone
from pledges.exceptions import UnreadableFileError
from pledges.files.folder import (
    CaseFolder,
    read_answer_file,
    read_case_folder,
    read_layouts_in,
    read_policy,
    read_register_sheets,
    shown_names,
    withheld_names,
)
from pledges.files.layouts import built_in_layouts
from pledges.files.on_disk import REFUSALS, InFile, read_file
from pledges.files.returned import JOB, Terms, reading_of, terms_data
from pledges.files.toml_text import digest_of
from pledges.files.wire import WireError
from pledges.files.workers import LIMITS, Answer, Limits, Parcel, Workers
from pledges.findings import Finding, finding, in_order
from pledges.model import Register
from pledges.provenance import CellRef, SourceFile
from pledges.register import RegisterReading, read_register
from pledges.returns.alone import found_alone
from pledges.returns.reading import ReturnReading
from pledges.returns.receipts import receipts_without_file
from pledges.rulebook import Policy, Rulebook

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pledges.files.workers import OnProgress
    from pledges.sheets import Sheet
    from pledges.tables import RowAccount

_OWN_WORDS = Vocabulary()
_LOOKS_LIKE = "It looks like "
_OUR_WORDS = re.compile(r"an? [A-Za-z' ]{1,40}(?: \(\.?[A-Za-z]{2,6}\))?", re.ASCII)  # the shape of what recognise says


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


def read_case(
    folder: Path,
    *,
    out: Path | None = None,
    on: dt.date | None = None,
    what_if: Path | None = None,
    limits: Limits = LIMITS,
    on_progress: OnProgress | None = None,
) -> Case:
    """Return everything in a case folder; `out` is where the outputs go, `on` the day whose house rules are read by.

    `what_if` is one more file of answers, taken as if it lay in the folder's `answers`.
    The returns are read in processes of their own, each file within `limits`; `on_progress` is told how many are done
    and of how many. A return that cannot be read is refused with a finding and never stops the others. Raises what
    `read_case_folder` and `read_register` raise, and `WorkerError`: what stops the work.
    """
    found = read_case_folder(folder, out=out)
    with Workers(JOB, limits=limits) as workers:
        if any(file.content is not None for file in found.returns):
            workers.start()  # it gets ready while the register is read
        supposed = () if what_if is None else read_answer_file(what_if, _OWN_WORDS.file_name(what_if.name))[0]
        reading = _register_of(found.register_sheets, found.policy, (*found.answer_sheets, *supposed))
        policy = found.policy if on is None else found.policy.in_force_on(on)
        names = shown_names([file.path for file in found.returns], reading.vocabulary)
        terms = Terms(
            vocabulary=reading.vocabulary,
            not_applicable_accepted=policy.not_applicable_accepted,
            layouts=found.layouts,
        )
        outcomes = _outcomes(found.returns, names, terms, workers, on_progress)
    return Case(
        register=reading.register,
        rulebook=Rulebook(policy=found.policy, schemes=found.schemes),
        intake=_intake(found, reading, names, outcomes),
        vocabulary=reading.vocabulary,
    )


def read_register_of(folder: Path) -> RegisterReading:
    """Return the register of a case folder, read with its policy's own types and units, and nothing else of it."""
    register_sheets, _ = read_register_sheets(folder)
    return _register_of(register_sheets, read_policy(folder))


def read_alone(
    paths: Sequence[Path],
    *,
    layouts: Path | None = None,
    limits: Limits = LIMITS,
    on_progress: OnProgress | None = None,
) -> tuple[CheckedFile, ...]:
    """Return what each of these files holds as a return, in their order, without a register and its names.

    They are read as `read_case` reads returns, by the house rules that come with pledges and by its layouts, those in
    the folder `layouts` first. No file stops the others: one that is not there, cannot be read, or meets a fault of
    ours is refused. Raises `WorkerError`, and of the folder what `read_layouts_in` raises.
    """
    vocabulary = Vocabulary()
    known = built_in_layouts() if layouts is None else read_layouts_in(layouts)
    # The number of a file, not its place in a folder that was not given, tells apart names of which nothing is shown.
    names = [vocabulary.file_name(path.name) for path in paths]
    shown = [f"{name} (file {at})" if names.count(name) > 1 else name for at, name in enumerate(names, start=1)]
    files = tuple(_opened(path, number) for number, path in enumerate(paths, start=1))
    by_path = {file.path: name for file, name in zip(files, shown, strict=True)}
    with Workers(JOB, limits=limits) as workers:
        outcomes = _outcomes(files, by_path, Terms(vocabulary=vocabulary, layouts=known), workers, on_progress)
    return tuple(_checked(by_path[file.path], outcomes[file.path], vocabulary) for file in files)


def _checked(shown: str, outcome: ReturnReading | Refusal, vocabulary: Vocabulary) -> CheckedFile:
    """Return what a supplier is told of a file; an error that nobody foresaw costs that file alone."""
    try:
        return _told(shown, outcome, vocabulary)
    except Exception:  # noqa: BLE001 - of one file in many; what it says could quote a cell
        return _told(shown, _refusal(shown, "fault"), vocabulary)


def _told(shown: str, outcome: ReturnReading | Refusal, vocabulary: Vocabulary) -> CheckedFile:
    """Return what a supplier is told of a file that was read or refused, where nothing goes wrong."""
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


def _register_of(
    register_sheets: tuple[tuple[str, Sheet], ...], policy: Policy, answers: tuple[tuple[str, Sheet], ...] = ()
) -> RegisterReading:
    types, units = policy.local_types, policy.local_units
    return read_register(register_sheets, local_types=types, local_units=units, answers=answers)


def _outcomes(
    files: tuple[InFile, ...],
    names: Mapping[str, str],
    terms: Terms,
    workers: Workers,
    on_progress: OnProgress | None,
) -> dict[str, ReturnReading | Refusal]:
    """Return what each file holds, or why it is refused, by its path."""
    parcels = {
        file.path: Parcel(name=names[file.path], content=file.content) for file in files if file.content is not None
    }
    answers = workers.answers(tuple(parcels.values()), terms_data(terms), on_progress=on_progress)
    outcomes: dict[str, ReturnReading | Refusal] = {
        file.path: _refusal(names[file.path], file.refusal or "unreadable") for file in files if file.content is None
    }
    for (path, parcel), answer in zip(parcels.items(), answers, strict=True):
        outcomes[path] = outcome_of(answer, parcel, path)
    return outcomes


def outcome_of(answer: Answer, parcel: Parcel, path: str) -> ReturnReading | Refusal:
    """Return what a worker read of a file whose true path is `path`, or why it is refused."""
    if answer.refusal is not None:
        return _refusal(parcel.name, answer.refusal, answer.message)
    try:
        return reading_of(answer.data, SourceFile(name=parcel.name, digest=digest_of(parcel.content)), path)
    except WireError:
        return _refusal(parcel.name, "damaged")


def _intake(
    found: CaseFolder,
    reading: RegisterReading,
    shown: Mapping[str, str],
    outcomes: Mapping[str, ReturnReading | Refusal],
) -> Intake:
    read, findings = list[ReturnReading](), [*reading.findings, *withheld_names(shown)]
    findings += receipts_without_file(reading.register.receipts, [file.path for file in found.returns])
    refused, digests = list[str](), dict(found.digests)
    for file in found.returns:
        name, outcome = shown[file.path], outcomes[file.path]
        if file.content is not None:
            digests[name] = digest_of(file.content)
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


def _refusal(shown: str, reason: str, message: str = "") -> Refusal:
    """Return the refusal of a file that is not read; `message` is our own, and only its kind of file is taken of it."""
    what, remedy = REFUSALS.get(reason, REFUSALS["damaged"])
    looks_like = message.removeprefix(_LOOKS_LIKE).partition(". ")[0].rstrip(".")
    if message.startswith(_LOOKS_LIKE) and _OUR_WORDS.fullmatch(looks_like):
        what = f"it looks like {looks_like}"
    note = finding("file-refused", CellRef(file=shown), reason=what, what_to_do=remedy)
    return Refusal(reason=reason if reason in REFUSALS else "damaged", finding=note)


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
