"""A return, what the log says of it, and a register in; whose return it is out.

The council's log is believed first, then what is typed in the return, where it names something of the register
exactly. Anything less is a finding that offers the nearest references, and the return waits: a delivery counted for
the wrong firm cannot be seen in any figure afterwards.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import attrs

from pledges.findings import Finding, finding
from pledges.model import EvidenceLine, Return
from pledges.returns.matching import PledgeIndex, match_pledges, nearest_of, nearest_words
from pledges.returns.parties import Principals, principals_of
from pledges.tables import reference_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pledges.audience import Vocabulary
    from pledges.model import Contract, Register, Supplier
    from pledges.returns.receipts import Logged


_SEVERAL = 2


@attrs.frozen(kw_only=True)
class NameIndex:
    """What suppliers, or contracts, are called; make it with `of`."""

    texts: tuple[tuple[str, str], ...]
    by_exact_ref: Mapping[str, tuple[str, ...]]
    by_ref: Mapping[str, tuple[str, ...]]
    by_other_name: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, named: Iterable[tuple[str, str, Iterable[str]]]) -> NameIndex:
        """Return the index of what has a reference, a name and further names."""
        texts = list[tuple[str, str]]()
        ways = tuple[defaultdict[str, set[str]], ...](defaultdict[str, set[str]](set) for _ in range(3))
        for reference, name, others in named:
            ways[0][reference.strip().casefold()].add(reference)
            ways[1][reference_key(reference)].add(reference)
            texts.append((reference, reference))
            for text in (name, *others):
                ways[2][reference_key(text)].add(reference)
                texts.append((reference, text))
        by_exact_ref, by_ref, by_other_name = (
            {name: tuple(sorted(refs)) for name, refs in way.items()} for way in ways
        )
        return cls(texts=tuple(texts), by_exact_ref=by_exact_ref, by_ref=by_ref, by_other_name=by_other_name)

    def named(self, key: str) -> tuple[str, ...]:
        """Return the references that `key` names exactly: by reference, else by a name. More than one: unclear."""
        name = reference_key(key)
        if not name:
            return ()
        exact = self.by_exact_ref.get(key.strip().casefold())
        return exact or self.by_ref.get(name) or self.by_other_name.get(name, ())

    def nearest(self, key: str) -> tuple[str, ...]:
        """Return those that `key` names where they are several, else the references most like it, for a finding."""
        return self.named(key) or nearest_of(key, self.texts)


@attrs.frozen(kw_only=True)
class OwnerIndex:
    """Who and what a register knows, for finding the owners of returns; make it with `of`.

    `contracts_of` names, by supplier, the contracts of its pledges (None: it has voluntary ones), or those it is a
    party to where it has no pledges; `parts` is every supplier and contract it has a part in, and `principals`
    are whom a subcontractor works for.
    """

    suppliers: NameIndex
    contracts: NameIndex
    contract_by_ref: Mapping[str, Contract]
    pledges: PledgeIndex
    contracts_of: Mapping[str, tuple[str | None, ...]]
    parts: frozenset[tuple[str, str | None]]
    principals: Principals

    @classmethod
    def of(cls, register: Register) -> OwnerIndex:
        """Return the index of a register."""
        pledges = PledgeIndex.of(register)
        by_pledge = defaultdict[str, set[str | None]](set)
        for supplier_ref, contract_ref in pledges.by_owner:
            by_pledge[supplier_ref].add(contract_ref)
        by_party = defaultdict[str, set[str | None]](set)
        for party in register.parties:
            by_party[party.supplier_ref].add(party.contract_ref)
        contracts_of = dict[str, tuple[str | None, ...]]()
        for supplier in register.suppliers:
            contracts = by_pledge.get(supplier.ref) or by_party.get(supplier.ref) or set()
            contracts_of[supplier.ref] = tuple(sorted(contracts, key=lambda ref: ref or ""))
        return cls(
            suppliers=NameIndex.of(map(_supplier_names, register.suppliers)),
            contracts=NameIndex.of(map(_contract_names, register.contracts)),
            contract_by_ref={contract.ref: contract for contract in register.contracts},
            pledges=pledges,
            contracts_of=contracts_of,
            parts=frozenset(
                (supplier, contract)
                for contracts in (by_pledge, by_party)
                for supplier, refs in contracts.items()
                for contract in refs
            ),
            principals=principals_of(register.parties),
        )


@attrs.frozen(kw_only=True)
class Owner:
    """Whose a return is. Where `is_known` is False the references are None and `findings` say why."""

    supplier_ref: str | None = None
    contract_ref: str | None = None
    is_known: bool = False
    findings: tuple[Finding, ...] = ()


def owner_told(sent: Return, log: Logged | None) -> tuple[str, str]:
    """Return what a return's supplier and contract are called: by Returns received where it says so, else as typed.

    Rows of the log that contradict each other say nothing. A keyed sheet holds rows of many suppliers, so there the
    log can only fill in a contract that is not typed: it never makes one supplier's row another's.
    """
    supplier_key, contract_key = sent.supplier_key, sent.contract_key
    if log is None or log.disagrees:
        return supplier_key, contract_key
    if sent.keyed:
        return supplier_key, contract_key if reference_key(contract_key) else log.contract_ref or ""
    return log.supplier_ref or supplier_key, log.contract_ref or contract_key


def owner_of(sent: Return, log: Logged | None, index: OwnerIndex, vocabulary: Vocabulary) -> Owner:
    """Return whose return it is; `log` is what Returns received says of it, None where it says nothing."""
    if log is not None and log.disagrees:
        return Owner(findings=(finding("receipts-disagree", log.receipt.source),))
    supplier_key, contract_key = owner_told(sent, log)
    says_both = log is not None and log.supplier_ref is not None and log.contract_ref is not None
    believed = says_both and not sent.keyed
    suppliers = index.suppliers.named(supplier_key)
    if len(suppliers) != 1:
        return _unknown(sent, index.suppliers.nearest(supplier_key), supplier_key, vocabulary)
    supplier_ref = suppliers[0]
    if not reference_key(contract_key):
        return _owner_without_contract(sent, supplier_ref, index, vocabulary)
    contracts = index.contracts.named(contract_key)
    if len(contracts) != 1:
        return _unknown(sent, index.contracts.nearest(contract_key), contract_key, vocabulary)
    if not believed and (supplier_ref, contracts[0]) not in index.parts:
        words = {"supplier": supplier_ref, "contract": contracts[0]}
        return Owner(findings=(finding("return-owner-contradicted", sent.source, **words),))
    is_logged = log is not None and log.contract_ref is not None
    other = None if is_logged or sent.keyed else _other_contract_of_lines(sent, supplier_ref, contracts[0], index)
    if other is not None:
        words = {"other": other, "contract": contracts[0]}
        return Owner(findings=(finding("return-contract-contradicted", sent.source, **words),))
    return Owner(supplier_ref=supplier_ref, contract_ref=contracts[0], is_known=True)


def typed_supplier(sent: Return, index: OwnerIndex) -> str | None:
    """Return the one supplier that the return itself names, or None."""
    suppliers = index.suppliers.named(sent.supplier_key)
    return suppliers[0] if len(suppliers) == 1 else None


def typed_contract(sent: Return, index: OwnerIndex) -> str | None:
    """Return the one contract that the return itself names, or None."""
    contracts = index.contracts.named(sent.contract_key)
    return contracts[0] if len(contracts) == 1 else None


def _owner_without_contract(sent: Return, supplier_ref: str, index: OwnerIndex, vocabulary: Vocabulary) -> Owner:
    """Return the owner where no contract is named: the supplier's only one, else the one its lines' promises name."""
    contracts = index.contracts_of.get(supplier_ref, ())
    if len(contracts) != 1:
        contracts = _contracts_named_by_lines(sent, supplier_ref, index)
    if len(contracts) == 1:
        return Owner(supplier_ref=supplier_ref, contract_ref=contracts[0], is_known=True)
    known = [contract for contract in index.contracts_of.get(supplier_ref, ()) if contract is not None]
    return _unknown(sent, known, "", vocabulary)


def parted_by_contract(sent: Return, log: Logged | None, index: OwnerIndex) -> tuple[Return, ...]:
    """Return keyed rows that name no contract as one return for each contract that their promises name.

    Officers often leave the contract out, because a promise's reference names it too. Rows of which nobody can tell
    the contract stay together, and wait; any other return is returned as it is.
    """
    supplier_ref = typed_supplier(sent, index)
    named = reference_key(sent.contract_key) or (log is not None and log.contract_ref is not None)
    if not sent.keyed or named or supplier_ref is None or len(index.contracts_of.get(supplier_ref, ())) < _SEVERAL:
        return (sent,)
    parts = defaultdict[tuple[str | None, ...], list[EvidenceLine]](list)
    for line in sent.lines:
        places = _contracts_naming(line.pledge_key, supplier_ref, index)
        parts[places if len(places) == 1 else ()].append(line)
    if len(parts) < _SEVERAL:
        return (sent,)
    return tuple(attrs.evolve(sent, source=lines[0].row_source, lines=tuple(lines)) for lines in parts.values())


def _contracts_named_by_lines(sent: Return, supplier_ref: str, index: OwnerIndex) -> tuple[str | None, ...]:
    """Return the one contract (None: voluntary) in which every line names one promise exactly, or nothing."""
    named = set[str | None]()
    for key in filter(reference_key, {line.pledge_key for line in sent.lines}):
        places = _contracts_naming(key, supplier_ref, index)
        if len(places) != 1:
            return ()
        named.update(places)
    return tuple(named) if len(named) == 1 else ()


def _other_contract_of_lines(sent: Return, supplier_ref: str, contract_ref: str, index: OwnerIndex) -> str | None:
    """Return in words the contract whose promises all the lines name while none names one of `contract_ref`, or None.

    It tells a form on which the wrong contract was typed, or that was filled in for another one.
    """
    shared: set[str | None] | None = None
    for key in filter(reference_key, {line.pledge_key for line in sent.lines}):
        places = set(_contracts_naming(key, supplier_ref, index))
        if not places or contract_ref in places:
            return None
        shared = places if shared is None else shared & places
    if not shared:
        return None
    named = sorted(each for each in shared if each is not None)
    return " or ".join(f"contract {each}" for each in named) or "no contract"


def _contracts_naming(key: str, supplier_ref: str, index: OwnerIndex) -> tuple[str | None, ...]:
    """Return the supplier's contracts in which `key` names a promise."""
    contracts = index.contracts_of.get(supplier_ref, ())
    return tuple(each for each in contracts if match_pledges(key, supplier_ref, each, index.pledges))


def _unknown(sent: Return, nearest: Iterable[str], key: str, vocabulary: Vocabulary) -> Owner:
    saw = vocabulary.saw(key if key.strip() else None)
    words = {"nearest": nearest_words(nearest)}
    return Owner(findings=(finding("return-owner-unknown", sent.source, saw=saw, **words),))


def _supplier_names(supplier: Supplier) -> tuple[str, str, tuple[str, ...]]:
    return supplier.ref, supplier.name, supplier.also_known_as


def _contract_names(contract: Contract) -> tuple[str, str, tuple[str, ...]]:
    return contract.ref, contract.title, contract.also_known_as
