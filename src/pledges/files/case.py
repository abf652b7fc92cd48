"""The path of a case folder in; register, rulebook and everything read of the returns out, ready to be assessed.

Returns alone, without a register, are read the same way (`pledges.files.alone`), for a supplier to check.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from pledges.assess import Intake, SheetRows
from pledges.audience import WITHHELD, Vocabulary
from pledges.exceptions import RegisterError
from pledges.files.folder import (
    CaseFolder,
    read_answer_file,
    read_answer_sheets,
    read_case_folder,
    read_policy,
    read_register_sheets,
    shown_names,
    withheld_names,
)
from pledges.files.on_disk import digest_of
from pledges.files.outcomes import Refusal, outcomes_of
from pledges.files.returned import JOB, Terms, reading_of, terms_data
from pledges.files.workers import LIMITS, Limits, Workers
from pledges.provenance import SourceFile
from pledges.register import RegisterReading, read_register
from pledges.register.answers import sheet_of_answers
from pledges.returns.reading import ReturnReading
from pledges.returns.receipts import receipts_without_file
from pledges.returns.supposed import has_deliveries, read_supposed
from pledges.rulebook import Policy, Rulebook
from pledges.tables import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pledges.files.workers import OnProgress
    from pledges.findings import Finding, RowAccount
    from pledges.model import Confirmation, Event, Fact, Register, Return
    from pledges.sheets import Sheet

_OWN_WORDS = Vocabulary()
_NOT_SUPPOSED = (
    "expected the headings of Facts (Supplier ref, Fact, Value, As at), Events (Date, Supplier ref, Event), "
    "Confirmations (Pledge ref, Grade, Confirmed on) or Delivery (Pledge ref, Quantity)."
)
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
class Supposed:
    """A case with what is only supposed in it: what of each kind was taken, and what of it could not be read."""

    case: Case
    facts: tuple[Fact, ...]
    events: tuple[Event, ...]
    confirmations: tuple[Confirmation, ...]
    deliveries: tuple[Return, ...]
    findings: tuple[Finding, ...]


def read_case(
    folder: Path,
    *,
    out: Path | None = None,
    on: dt.date | None = None,
    limits: Limits = LIMITS,
    on_progress: OnProgress | None = None,
) -> Case:
    """Return everything in a case folder; `out` is where the outputs go, `on` the day whose house rules are read by.

    The returns are read in processes of their own, each file within `limits`; `on_progress` is told how many are done
    and of how many. A return that cannot be read is refused with a finding and never stops the others. Raises what
    `read_case_folder` and `read_register` raise, and `WorkerError`: what stops the work.
    """
    found = read_case_folder(folder, out=out)
    with Workers(JOB, limits=limits) as workers:
        if any(file.content is not None for file in found.returns):
            workers.start()  # it gets ready while the register is read
        reading = _register_of(found.register_sheets, found.policy, found.answer_sheets)
        policy = found.policy if on is None else found.policy.in_force_on(on)
        names = shown_names([file.path for file in found.returns], reading.vocabulary)
        terms = Terms(
            vocabulary=reading.vocabulary,
            not_applicable_accepted=policy.not_applicable_accepted,
            layouts=found.layouts,
        )
        outcomes = outcomes_of(found.returns, names, terms_data(terms), reading_of, workers, on_progress)
    return Case(
        register=reading.register,
        rulebook=Rulebook(policy=found.policy, schemes=found.schemes),
        intake=_intake(found, reading, names, outcomes),
        vocabulary=reading.vocabulary,
    )


def suppose(case: Case, folder: Path, files: Sequence[Path], *, on: dt.date) -> Supposed:
    """Return the case as it would be if what stands in `files` were recorded and delivered; nothing is written.

    Each sheet has the columns of Facts, Events or Confirmations, and is read as if it lay in the folder's `answers`, or
    those of the sheet Delivery of a return. A csv is known by its headings. The returns are not read again. Raises
    `RegisterError` where a file holds no such sheet, and what `read_case` raises.
    """
    answers, deliveries, digests = list[tuple[str, "Sheet"]](), list[tuple[SourceFile, "Sheet"]](), set[str]()
    for number, path in enumerate(files, start=1):
        name = _OWN_WORDS.file_name(path.name)
        if WITHHELD in name:
            name = f"what-if file {number}{path.suffix.casefold()}"
        sheets, digest = read_answer_file(path, name)
        digests.add(name)
        for shown, sheet in sheets:
            if (named := sheet_of_answers(sheet)) is not None:
                answers.append((shown, attrs.evolve(sheet, name=named)))
            elif has_deliveries(sheet, Place(shown, sheet.name)):
                deliveries.append((SourceFile(name=shown, digest=digest), sheet))
            elif any(sheet.cells):
                raise RegisterError(f"{shown}: {_NOT_SUPPOSED}")
    register_sheets, _ = read_register_sheets(folder)
    own_answers, _ = read_answer_sheets(folder)
    reading = _register_of(register_sheets, case.rulebook.policy, (*own_answers, *answers))
    made = [read_supposed(sheet, file, reading.register, reading.vocabulary, on) for file, sheet in deliveries]
    supposed = tuple(sent for returns, _ in made for sent in returns)
    found = [*reading.findings, *(each for _, findings in made for each in findings)]
    before = case.register
    return Supposed(
        case=attrs.evolve(case, register=reading.register, intake=attrs.evolve(case.intake, supposed=supposed)),
        facts=reading.register.facts[len(before.facts) :],
        events=reading.register.events[len(before.events) :],
        confirmations=reading.register.confirmations[len(before.confirmations) :],
        deliveries=supposed,
        findings=tuple(each for each in found if str(each.source).partition("!")[0] in digests),
    )


def read_register_of(folder: Path) -> RegisterReading:
    """Return the register of a case folder, read with its policy's own types and units, and nothing else of it."""
    register_sheets, _ = read_register_sheets(folder)
    return _register_of(register_sheets, read_policy(folder))


def _register_of(
    register_sheets: tuple[tuple[str, Sheet], ...], policy: Policy, answers: tuple[tuple[str, Sheet], ...] = ()
) -> RegisterReading:
    types, units = policy.local_types, policy.local_units
    return read_register(register_sheets, local_types=types, local_units=units, answers=answers)


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
