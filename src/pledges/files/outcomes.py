"""Files and the pool of readers in; what each file holds, or why it is refused, out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

import attrs

from pledges.files.on_disk import REFUSALS, digest_of
from pledges.files.wire import WireError
from pledges.files.workers import Parcel
from pledges.findings import Finding, finding
from pledges.provenance import CellRef, SourceFile

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pledges.files.on_disk import InFile
    from pledges.files.workers import Answer, OnProgress, Workers

    Loads = Callable[[object, SourceFile, str], "_Reading"]

_Reading = TypeVar("_Reading")
_LOOKS_LIKE = "It looks like "
_OUR_WORDS = re.compile(
    r"an? [A-Za-z' -]{1,40}(?: \(\.?[A-Za-z]{2,6}\))?", re.ASCII
)  # the shape of what recognise says


@attrs.frozen(kw_only=True)
class Refusal:
    """Why a file was not read: the key of `REFUSALS`, and the finding that says so."""

    reason: str
    finding: Finding


def outcomes_of(
    files: Sequence[InFile],
    names: Mapping[str, str],
    terms: object,
    loads: Loads[_Reading],
    workers: Workers,
    on_progress: OnProgress | None,
) -> dict[str, _Reading | Refusal]:
    """Return what each file holds, or why it is refused, by its path; `loads` makes the reading of a worker's data."""
    parcels = {
        file.path: Parcel(name=names[file.path], content=file.content) for file in files if file.content is not None
    }
    answers = workers.answers(tuple(parcels.values()), terms, on_progress=on_progress)
    outcomes: dict[str, _Reading | Refusal] = {
        file.path: refusal(names[file.path], file.refusal or "unreadable") for file in files if file.content is None
    }
    for (path, parcel), answer in zip(parcels.items(), answers, strict=True):
        outcomes[path] = outcome_of(answer, parcel, path, loads)
    return outcomes


def outcome_of(answer: Answer, parcel: Parcel, path: str, loads: Loads[_Reading]) -> _Reading | Refusal:
    """Return what a worker read of a file whose true path is `path`, or why it is refused."""
    if answer.refusal is not None:
        return refusal(parcel.name, answer.refusal, answer.message)
    try:
        return loads(answer.data, SourceFile(name=parcel.name, digest=digest_of(parcel.content)), path)
    except WireError:
        return refusal(parcel.name, "damaged")


def refusal(shown: str, reason: str, message: str = "") -> Refusal:
    """Return the refusal of a file that is not read; `message` is our own, and only its kind of file is taken of it."""
    what, remedy = REFUSALS.get(reason, REFUSALS["damaged"])
    looks_like = message.removeprefix(_LOOKS_LIKE).partition(". ")[0].rstrip(".")
    if message.startswith(_LOOKS_LIKE) and _OUR_WORDS.fullmatch(looks_like):
        from pledges.sheets.recognise import what_to_do_with  # noqa: PLC0415 - few files are of another kind

        what, remedy = f"it looks like {looks_like}", what_to_do_with(looks_like)
    note = finding("file-refused", CellRef(file=shown), reason=what, what_to_do=remedy)
    return Refusal(reason=reason if reason in REFUSALS else "damaged", finding=note)
