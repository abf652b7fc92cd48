"""The officers' document in; what each supplier may read of it, which is its own data only, out.

Findings are those for suppliers about a file that only this supplier's lines are in, and the times that its returns
leave out; none that names anybody else. The names of other files, and what young people or third parties confirmed,
are left out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import attrs

from pledges.audience import Audience
from pledges.findings import CATALOGUE
from pledges.model import Grade
from pledges.reports.document import officer_document, permitted
from pledges.reports.records import FindingRecord
from pledges.reports.wording import file_of

if TYPE_CHECKING:
    from pledges.assess import Assessment
    from pledges.reports.records import Document, LineRecord, PledgeRecord

KEYED = "keyed by the council"
"""What a supplier reads instead of the name of a file that the council keyed, or that holds others' lines too."""

BY_ANOTHER = "reported by another party"
"""What a supplier reads instead of the name of a file that a subcontractor sent for its promise."""

_OF_WHAT_DID_NOT_COME = frozenset({"returns-leave-gaps"})
"""Findings for officers that a supplier is asked about: they stand in the register and speak of its own times."""

_WORD = re.compile(r"\w+")


def supplier_document(assessment: Assessment, supplier_ref: str) -> Document:
    """Return what one supplier may read: its own promises, lines, returns, badges and findings meant for suppliers."""
    return for_supplier(officer_document(assessment), supplier_ref)


def for_supplier(document: Document, supplier_ref: str) -> Document:
    """Return what one supplier may read of the officers' document."""
    return _of_one(document, supplier_ref, _Ownership.of(document))


def for_suppliers(document: Document) -> Iterator[tuple[str, Document]]:
    """Yield what each supplier may read, with its reference."""
    ownership = _Ownership.of(document)
    for each in document.suppliers:
        yield each.supplier_ref, _of_one(document, each.supplier_ref, ownership)


@attrs.frozen(kw_only=True)
class _Ownership:
    """What of a document is whose; make it with `of`.

    `files` are those that hold nothing but returns of one supplier, sent by itself; `sent` are all of these.
    """

    files: Mapping[str, frozenset[str]]
    sent: frozenset[str]
    contracts: Mapping[str, tuple[int, ...]]
    findings: Mapping[str, tuple[FindingRecord, ...]]

    @classmethod
    def of(cls, document: Document) -> _Ownership:
        owners = defaultdict[str, set[str | None]](set)
        for sent in document.returns:
            if sent.file is not None:
                owners[sent.file].add(None if sent.keyed else sent.supplier_ref)
        owner_of = {file: owner for file, (owner, *others) in owners.items() if owner is not None and not others}
        files = defaultdict[str, set[str]](set)
        for file, owner in owner_of.items():
            files[owner].add(file)
        contracts = defaultdict[str, list[int]](list)
        for index, contract in enumerate(document.contracts):
            for supplier_ref in {pledge.supplier_ref for pledge in contract.pledges}:
                contracts[supplier_ref].append(index)
        names, findings = _Names.of(document, owner_of), defaultdict[str, list[FindingRecord]](list)
        for supplier_ref, found in _told(document.findings, owner_of):
            if not names.has_another(f"{found.saw} {found.text} {found.fix}", supplier_ref):
                findings[supplier_ref].append(found)
        return cls(
            files={owner: frozenset(own) for owner, own in files.items()},
            sent=frozenset(owner_of),
            contracts={owner: tuple(own) for owner, own in contracts.items()},
            findings={owner: tuple(own) for owner, own in findings.items()},
        )


def _told(findings: Iterable[FindingRecord], owner_of: Mapping[str, str]) -> Iterator[tuple[str, FindingRecord]]:
    """Yield whom each finding can be told to: those in own files, and about what did not come, without its cell."""
    for each in findings:
        owner = owner_of.get(file_of(each.source)) if each.audience == Audience.SUPPLIER.value else None
        if owner is not None and each.supplier_ref in {owner, None}:
            yield owner, each
        elif each.code in _OF_WHAT_DID_NOT_COME and each.supplier_ref is not None:
            told = attrs.evolve(each, audience=Audience.SUPPLIER.value, source=each.contract_ref or KEYED)
            yield each.supplier_ref, told


@attrs.frozen(kw_only=True)
class _Names:
    """The references, names and files of everybody, by their first word; make it with `of`.

    Each stands with how far into it its first word begins, and with those who may read it, the longest first. A
    reference that is a number alone is left out: it names nobody, and would hide every finding with that number.
    """

    by_word: Mapping[str, tuple[tuple[int, str, frozenset[str]], ...]]

    @classmethod
    def of(cls, document: Document, owner_of: Mapping[str, str]) -> _Names:
        readers = defaultdict[str, set[str]](set)
        for supplier in document.suppliers:
            for name in (supplier.supplier_ref, supplier.name):
                readers[name.casefold()].add(supplier.supplier_ref)
        for contract in document.contracts:
            for pledge in contract.pledges:
                readers[pledge.pledge_ref.casefold()].add(pledge.supplier_ref)
        for sent in document.returns:
            if sent.file is not None:
                readers[sent.file.casefold()].update({owner_of[sent.file]} if sent.file in owner_of else ())
        by_word = defaultdict[str, list[tuple[int, str, frozenset[str]]]](list)
        for name in sorted(readers, key=lambda each: (-len(each), each)):
            if not name.isdigit() and (first := _WORD.search(name)) is not None:
                by_word[first.group()].append((first.start(), name, frozenset(readers[name])))
        return cls(by_word={word: tuple(named) for word, named in by_word.items()})

    def has_another(self, text: str, supplier_ref: str) -> bool:
        """Return whether a text names anybody but this supplier; a name inside a longer own one is the own one."""
        folded, own_end = text.casefold(), 0
        for word in _WORD.finditer(folded):
            if word.start() < own_end:
                continue
            for offset, name, readers in self.by_word.get(word.group(), ()):
                start = word.start() - offset
                if start >= 0 and folded.startswith(name, start) and _stands_alone(folded, start, len(name)):
                    if supplier_ref not in readers:
                        return True
                    own_end = start + len(name)
                    break
        return False


def _stands_alone(text: str, start: int, length: int) -> bool:
    """Return whether no letter or digit touches what stands there."""
    around = text[max(start - 1, 0) : start], text[start + length : start + length + 1]
    return not any(_WORD.fullmatch(each) for each in around)


def _of_one(document: Document, supplier_ref: str, ownership: _Ownership) -> Document:
    own_files = ownership.files.get(supplier_ref, frozenset())
    contracts = [document.contracts[index] for index in ownership.contracts.get(supplier_ref, ())]
    own = attrs.evolve(
        document,
        audience=Audience.SUPPLIER.value,
        digests=attrs.evolve(
            document.digests,
            returns={file: digest for file, digest in document.digests.returns.items() if file in own_files},
        ),
        contracts=tuple(
            attrs.evolve(contract, pledges=_own_pledges(contract.pledges, supplier_ref, ownership))
            for contract in contracts
        ),
        suppliers=tuple(each for each in document.suppliers if each.supplier_ref == supplier_ref),
        returns=tuple(
            each if each.file is None or each.file in own_files else attrs.evolve(each, file=KEYED)
            for each in document.returns
            if each.supplier_ref == supplier_ref
        ),
        conduct=tuple(each for each in document.conduct if each.supplier_ref == supplier_ref),
        findings=ownership.findings.get(supplier_ref, ()),
        reconciliation=tuple(each for each in document.reconciliation if each.file in own_files),
    )
    return permitted(own, Audience.SUPPLIER)


def _own_pledges(pledges: Iterable[PledgeRecord], supplier_ref: str, ownership: _Ownership) -> tuple[PledgeRecord, ...]:
    own_files = ownership.files.get(supplier_ref, frozenset())
    return tuple(
        attrs.evolve(pledge, lines=tuple(_own_line(line, own_files, ownership.sent) for line in pledge.lines))
        for pledge in pledges
        if pledge.supplier_ref == supplier_ref
    )


def _own_line(line: LineRecord, own_files: frozenset[str], sent: frozenset[str]) -> LineRecord:
    """Return a line as its supplier may read it: graded no higher than a return can say, and without sentences.

    `sent` are the files that one firm sent by itself, its own or another's.

    The sentence beside a line that is set aside may name another firm's line; the rule's own reason never does.
    """
    aside = line.set_aside
    if aside is not None:
        kind = CATALOGUE.get(aside.reason)
        aside = attrs.evolve(aside, text="It does not count." if kind is None else kind.why)
    file = file_of(line.source)
    elsewhere = BY_ANOTHER if file in sent else KEYED
    own_words = {Grade.CLAIMED.words, Grade.DOCUMENTED.words}
    return attrs.evolve(
        line,
        source=line.source if file in own_files else elsewhere,
        grade=line.grade if line.grade in own_words else Grade.DOCUMENTED.words,
        set_aside=aside,
    )
