"""A line and whose return it stands in, in; the promises that it may speak of, its sender's own or a partner's, out."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pledges.model import SUBCONTRACTOR
from pledges.returns.matching import PledgeIndex, match_pledges

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pledges.model import Party, Pledge

Principals = dict[tuple[str, str], tuple[str, ...]]


def principals_of(parties: Iterable[Party]) -> Principals:
    """Return whom each subcontractor of a contract works for: the contract's primes and consortium members."""
    firms, subcontractors = defaultdict[str, set[str]](set), list[tuple[str, str]]()
    for party in parties:
        if party.role.strip().casefold() == SUBCONTRACTOR:
            subcontractors.append((party.supplier_ref, party.contract_ref))
        else:
            firms[party.contract_ref].add(party.supplier_ref)
    return {(supplier, contract): tuple(sorted(firms[contract] - {supplier})) for supplier, contract in subcontractors}


def promises_meant(
    key: str, supplier_ref: str, contract_ref: str | None, index: PledgeIndex,
    principals: Mapping[tuple[str, str], tuple[str, ...]],
) -> tuple[Pledge, ...]:  # fmt: skip
    """Return the promises that `key` names: the sender's own, else a principal's by its exact reference alone."""
    own = match_pledges(key, supplier_ref, contract_ref, index)
    if own or contract_ref is None:
        return own
    exact = key.strip().casefold()
    return tuple(
        pledge
        for principal in principals.get((supplier_ref, contract_ref), ())
        for pledge in index.by_exact_ref.get((principal, contract_ref, exact), ())
    )
