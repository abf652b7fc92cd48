"""References and names in, what they name out: each thing by one reference, and the nearest where there is none."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

import attrs

from pledges.provenance import CellRef
from pledges.tables import reference_key

_MOST_NEAREST = 3
_LEAST_LIKENESS = 0.6
_LONGEST_COMPARED = 60  # nobody mistypes a reference into a paragraph, and comparing paragraphs takes long


@attrs.define
class References:
    """The references of one kind of thing, gathered while the register is read.

    Two references are the same when nothing but case, spaces and punctuation differs. `names` are what else a thing
    is called; one name may stand for several things, which is then for a person to settle.
    """

    _by_key: dict[str, tuple[str, CellRef]] = attrs.field(factory=dict)
    _names: dict[str, list[str]] = attrs.field(factory=dict)
    _unused: dict[str, CellRef] = attrs.field(factory=dict)

    def first(self, reference: str) -> CellRef | None:
        """Return the cell that already has this reference, None where it is free."""
        held = self._by_key.get(reference_key(reference))
        return None if held is None else held[1]

    def claim(self, reference: str, source: CellRef, names: Iterable[str] = ()) -> None:
        """Keep a reference, the cell it stands in, and what else the thing is called."""
        self._by_key[reference_key(reference)] = (reference, source)
        for name in filter(reference_key, names):
            called = self._names.setdefault(reference_key(name), [])
            if reference not in called:
                called.append(reference)

    def set_aside(self, reference: str, source: CellRef) -> None:
        """Keep that a row with this reference exists and could not be used."""
        self._unused.setdefault(reference_key(reference), source)

    def unused(self, text: str) -> CellRef | None:
        """Return the cell of the reference `text` where its row could not be used, else None."""
        return self._unused.get(reference_key(text))

    def named(self, text: str) -> tuple[str, ...]:
        """Return the references that `text` names: the one it is, else those of the things called that."""
        key = reference_key(text)
        held = self._by_key.get(key)
        return tuple(self._names.get(key, ())) if held is None else (held[0],)

    def nearest(self, text: str) -> tuple[str, ...]:
        """Return up to three references most like `text`, or of the things most like it by name."""
        matcher = difflib.SequenceMatcher(b=reference_key(text)[:_LONGEST_COMPARED], autojunk=False)
        likeness = dict[str, float]()
        calls = [(key, [reference]) for key, (reference, _) in self._by_key.items()]
        for key, references in (*calls, *self._names.items()):
            matcher.set_seq1(key[:_LONGEST_COMPARED])
            if matcher.quick_ratio() >= _LEAST_LIKENESS and (ratio := matcher.ratio()) >= _LEAST_LIKENESS:
                for reference in references:
                    likeness[reference] = max(likeness.get(reference, 0.0), ratio)
        return tuple(sorted(likeness, key=lambda each: (-likeness[each], each))[:_MOST_NEAREST])


@attrs.define
class Known:
    """What the register's sheets may refer to."""

    suppliers: References = attrs.field(factory=References)
    contracts: References = attrs.field(factory=References)
    clauses: References = attrs.field(factory=References)
    pledges: References = attrs.field(factory=References)
