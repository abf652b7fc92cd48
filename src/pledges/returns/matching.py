"""Typed references, codes and names and a register in; what they name exactly, or the nearest, out.

Nothing is matched by a guess. Two texts are the same when nothing but case, spaces and punctuation differs,
and what is merely similar is offered to a person as "nearest", never used.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from typing import TYPE_CHECKING

import attrs

from pledges.model import Pledge
from pledges.tables import reference_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pledges.model import Register

_MOST_NEAREST = 3
_LEAST_LIKENESS = 0.6
_LONGEST_COMPARED = 60  # nobody mistypes a reference into a paragraph, and comparing paragraphs takes long


def nearest_of(key: str, texts: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return the references of the up to three `texts` most like `key`, most like first.

    `texts` are pairs of a reference and something it is called: itself, a name, a code.
    """
    sought = reference_key(key)[:_LONGEST_COMPARED]
    if not sought:
        return ()
    likeness = dict[str, float]()
    matcher = difflib.SequenceMatcher(b=sought, autojunk=False)
    for reference, text in texts:
        matcher.set_seq1(reference_key(text)[:_LONGEST_COMPARED])
        if matcher.quick_ratio() >= _LEAST_LIKENESS:
            likeness[reference] = max(likeness.get(reference, 0.0), matcher.ratio())
    near = [reference for reference, like in likeness.items() if like >= _LEAST_LIKENESS]
    return tuple(sorted(near, key=lambda reference: (-likeness[reference], reference))[:_MOST_NEAREST])


@attrs.frozen(kw_only=True)
class PledgeIndex:
    """The pledges of a register by supplier and contract, then by what they are called; make it with `of`.

    A contract of None holds the supplier's voluntary pledges. Where two pledges share what they are called,
    both are kept: that is for a person to settle.
    """

    by_owner: Mapping[tuple[str, str | None], tuple[Pledge, ...]]
    by_exact_ref: Mapping[tuple[str, str | None, str], tuple[Pledge, ...]]
    by_ref: Mapping[tuple[str, str | None, str], tuple[Pledge, ...]]
    by_other_name: Mapping[tuple[str, str | None, str], tuple[Pledge, ...]]

    @classmethod
    def of(cls, register: Register) -> PledgeIndex:
        """Return the index of a register's pledges."""
        by_owner = defaultdict[tuple[str, str | None], list[Pledge]](list)
        by_exact_ref = defaultdict[tuple[str, str | None, str], list[Pledge]](list)
        by_ref = defaultdict[tuple[str, str | None, str], list[Pledge]](list)
        by_other_name = defaultdict[tuple[str, str | None, str], list[Pledge]](list)
        for pledge in register.pledges:
            owner = (pledge.supplier_ref, pledge.contract_ref)
            by_owner[owner].append(pledge)
            by_exact_ref[(*owner, pledge.ref.strip().casefold())].append(pledge)
            by_ref[(*owner, reference_key(pledge.ref))].append(pledge)
            for name in dict.fromkeys(map(reference_key, pledge.also_known_as)):
                by_other_name[(*owner, name)].append(pledge)
        return cls(
            by_owner={owner: tuple(pledges) for owner, pledges in by_owner.items()},
            by_exact_ref={place: tuple(pledges) for place, pledges in by_exact_ref.items()},
            by_ref={place: tuple(pledges) for place, pledges in by_ref.items()},
            by_other_name={place: tuple(pledges) for place, pledges in by_other_name.items()},
        )


def match_pledges(
    key: str, supplier_ref: str, contract_ref: str | None, register: Register | PledgeIndex
) -> tuple[Pledge, ...]:
    """Return the pledges that `key` names among those of one supplier in one contract (None: voluntary).

    First the reference as it is written, then the reference folded, then Also known as folded; the first of
    these that finds something settles it. Empty: it names none. More than one: nobody can tell which. Another
    supplier's pledge, or one of another contract, is never among them, whatever its reference. Pass a
    `PledgeIndex` where there are many keys.
    """
    index = register if isinstance(register, PledgeIndex) else PledgeIndex.of(register)
    name = reference_key(key)
    if not name:
        return ()
    exact = index.by_exact_ref.get((supplier_ref, contract_ref, key.strip().casefold()))
    place = (supplier_ref, contract_ref, name)
    return exact or index.by_ref.get(place) or index.by_other_name.get(place, ())


def nearest_refs(
    key: str, supplier_ref: str, contract_ref: str | None, register: Register | PledgeIndex
) -> tuple[str, ...]:
    """Return up to three references of the supplier's pledges in the contract that are most like `key`.

    They are the register's, so they may be shown to that supplier; `key` itself is never returned.
    """
    index = register if isinstance(register, PledgeIndex) else PledgeIndex.of(register)
    pledges = index.by_owner.get((supplier_ref, contract_ref), ())
    return nearest_of(key, ((pledge.ref, name) for pledge in pledges for name in (pledge.ref, *pledge.also_known_as)))


def nearest_words(references: Iterable[str]) -> str:
    """Return references as a finding's word: `; nearest: S-01, S-02`, or "" where there are none."""
    listed = ", ".join(references)
    return f"; nearest: {listed}" if listed else ""
