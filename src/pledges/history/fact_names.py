"""Recorded facts and the names that rules ask for in, the facts whose name is a slip out."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pledges.model import Fact

_ALIKE = 0.8


def misspelt_facts(facts: Iterable[Fact], asked_for: Iterable[str]) -> tuple[tuple[Fact, str], ...]:
    """Return each fact that no rule asks for by its name, where it is nearly a name that one does, with that name.

    Case does not matter. A fact whose name is like none of `asked_for` is the council's own affair.
    """
    names = {name.casefold(): name for name in asked_for}
    found = list[tuple["Fact", str]]()
    for fact in facts:
        name = fact.name.casefold()
        if name in names:
            continue
        near = difflib.get_close_matches("_".join(name.replace("-", " ").split()), names, n=1, cutoff=_ALIKE)
        found += [(fact, names[each]) for each in near]
    return tuple(found)
