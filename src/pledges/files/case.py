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
from pledges.audience import Vocabulary
from pledges.files.folder import (
    CaseFolder,
    read_answer_file,
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
from pledges.model import Register
from pledges.register import RegisterReading, read_register
from pledges.returns.reading import ReturnReading
from pledges.returns.receipts import receipts_without_file
from pledges.rulebook import Policy, Rulebook

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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
        outcomes = outcomes_of(found.returns, names, terms_data(terms), reading_of, workers, on_progress)
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
