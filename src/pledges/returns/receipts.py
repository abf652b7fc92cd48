"""The rows of Returns received and the returns that were read in; which rows speak of which return out.

The log is the council's own word: whose a file is and the clock that the supplier does not hold. A row names a file
by its path or its name, typed by hand; a name that two different files bear names neither.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING, TypeVar

import attrs

from pledges.findings import Finding, finding
from pledges.model import Basis, Receipt, Return
from pledges.periods import Period
from pledges.returns.received import path_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_ENDING = re.compile(r"\.[a-z0-9]{1,5}$", re.ASCII)
_RETURNS_FOLDER = "returns/"

_Said = TypeVar("_Said", str, Period, Basis)


@attrs.frozen(kw_only=True)
class Logged:
    """What the log says of one return, all its rows together; `receipt` is the last, with its blanks filled in.

    `disagrees` tells that rows of one day contradict each other, so that none of them can be believed.
    """

    receipt: Receipt
    supplier_ref: str | None
    contract_ref: str | None
    period: Period | None
    basis: Basis | None
    received_on: dt.date | None
    is_rejected: bool
    disagrees: bool


@attrs.frozen(kw_only=True)
class ReceiptLog:
    """The rows of Returns received by the return they name; make it with `of`. Files are known by their bytes."""

    by_path: Mapping[str, tuple[Receipt, ...]]
    by_digest: Mapping[str, tuple[Receipt, ...]]
    findings: tuple[Finding, ...]

    @classmethod
    def of(cls, receipts: Iterable[Receipt], returns: Sequence[Return]) -> ReceiptLog:
        """Return the log, with a finding for each row that could mean several different files."""
        digests = {path_of(sent): sent.file.digest for sent in returns}
        paths = _paths_by_name(digests)
        by_path = defaultdict[str, list[Receipt]](list)
        by_digest = defaultdict[str, list[Receipt]](list)
        findings = list[Finding]()
        for receipt in receipts:
            matched = _paths_named(receipt.file, paths)
            different = {digests[path] for path in matched}
            if len(different) > 1:
                findings.append(finding("receipt-ambiguous", receipt.source, count=len(different)))
                continue
            for path in matched:
                by_path[path].append(receipt)
            for digest in different:
                by_digest[digest].append(receipt)
        return cls(
            by_path={path: tuple(rows) for path, rows in by_path.items()},
            by_digest={digest: tuple(rows) for digest, rows in by_digest.items()},
            findings=tuple(findings),
        )

    def rows_of(self, sent: Return) -> tuple[Receipt, ...]:
        """Return the rows that name the file; where none does, those that name a copy of it, byte for byte."""
        return self.by_path.get(path_of(sent)) or self.by_digest.get(sent.file.digest, ())


def receipts_without_file(receipts: Iterable[Receipt], paths: Iterable[str]) -> tuple[Finding, ...]:
    """Return a finding for each row of Returns received that names none of the files at `paths`.

    `paths` are the real paths of all files of the returns folder, those that could not be read included.
    """
    names = _paths_by_name(paths)
    missing = (receipt for receipt in receipts if not _paths_named(receipt.file, names))
    return tuple(finding("receipt-without-file", receipt.source) for receipt in missing)


def receipts_naming(receipts: Iterable[Receipt], names: Iterable[str]) -> dict[str, tuple[Receipt, ...]]:
    """Return the rows of Returns received that name each of these files; a row that could mean several names none."""
    named = {name: list[Receipt]() for name in names}
    ways = _paths_by_name(named)
    for receipt in receipts:
        matched = _paths_named(receipt.file, ways)
        if len(matched) == 1:
            named[matched.pop()].append(receipt)
    return {name: tuple(rows) for name, rows in named.items()}


def logged(rows: Iterable[Receipt], *, known_on: dt.date | None) -> Logged | None:
    """Return what the log says of a return as known on `known_on` (None: everything), or None without a row.

    A file can be logged again when it is sent again under its name: the last day's row decides, and fills what it
    leaves blank from those before it. Rows after `known_on` are left out unless there are no others. On one day,
    and where no day is given, rejected is believed before accepted.
    """
    known = list(rows)
    if not known:
        return None
    if known_on is not None:
        by_then = [row for row in known if row.received_on is None or row.received_on <= known_on]
        # Of rows to come only the first matters: it tells from which day the file is known.
        first = min((row.received_on for row in known if row.received_on is not None), default=None)
        known = by_then or [row for row in known if row.received_on == first]
    days = defaultdict[dt.date, list[Receipt]](list)
    for row in known:
        days[row.received_on or dt.date.min].append(row)
    latest_first = [days[day] for day in sorted(days, reverse=True)]
    latest = min(latest_first[0], key=lambda row: (not _is_rejected(row), str(row.source)))
    supplier_ref, one_supplier = _agreed([[row.supplier_ref for row in group] for group in latest_first])
    contract_ref, one_contract = _agreed([[row.contract_ref for row in group] for group in latest_first])
    period, one_period = _agreed([[row.period for row in group] for group in latest_first])
    basis, one_basis = _agreed([[row.basis for row in group] for group in latest_first])
    return Logged(
        receipt=attrs.evolve(latest, supplier_ref=supplier_ref, contract_ref=contract_ref, period=period, basis=basis),
        supplier_ref=supplier_ref,
        contract_ref=contract_ref,
        period=period,
        basis=basis,
        received_on=latest.received_on,
        is_rejected=_is_rejected(latest) or any(map(_is_rejected, days.get(dt.date.min, ()))),
        disagrees=not (one_supplier and one_contract and one_period and one_basis),
    )


def _is_rejected(receipt: Receipt) -> bool:
    return receipt.status.strip().casefold() == "rejected"


def _agreed(groups: Iterable[Iterable[_Said | None]]) -> tuple[_Said | None, bool]:
    """Return the first group's one value that is not blank (None where all are), and whether it is only one."""
    for group in groups:
        said = {each for each in group if each is not None}
        if said:
            return (said.pop(), True) if len(said) == 1 else (None, False)
    return None, True


def _folded_path(path: str) -> str:
    return "".join(unicodedata.normalize("NFKC", path).casefold().replace("\\", "/").split()).strip("/")


def _paths_by_name(paths: Iterable[str]) -> tuple[dict[str, set[str]], ...]:
    """Return the paths by what they may be called, the surest way first.

    Ways: the path inside the case or the returns folder, the same without its ending, the end of the path
    (`2025/q1.xlsx`, `q1.xlsx`), the same without its ending.
    """
    ways = tuple[defaultdict[str, set[str]], ...](defaultdict[str, set[str]](set) for _ in range(4))
    for path in paths:
        whole = _folded_path(path)
        parts = whole.split("/")
        for name in (whole, whole.removeprefix(_RETURNS_FOLDER)):
            ways[0][name].add(path)
            ways[1][_ENDING.sub("", name)].add(path)
        for start in range(len(parts)):
            name = "/".join(parts[start:])
            ways[2][name].add(path)
            ways[3][_ENDING.sub("", name)].add(path)
    return ways


def _paths_named(typed: str, ways: Iterable[Mapping[str, set[str]]]) -> set[str]:
    name = _folded_path(typed)
    for way in ways:
        if name and name in way:
            return way[name]
    return set()
