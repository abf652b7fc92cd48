"""A supplier's position in; its badges as a page for a terminal, level by level and criterion by criterion, out."""

from __future__ import annotations

import difflib
import textwrap
from typing import TYPE_CHECKING

from pledges.exceptions import PathError
from pledges.explain.missing_words import BY_WORDS, earliest_words, lacks_words, way_words
from pledges.explain.words import cells_words, exactly, figure_words
from pledges.figures import SHARE
from pledges.periods import day_text
from pledges.standing import status_words, step_words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from pledges.assess import Assessment, SupplierPosition
    from pledges.eligibility import CriterionDecision, LevelDecision, Missing, Next
    from pledges.eligibility.lack import Way
    from pledges.figures import Figure
    from pledges.standing import BadgePosition

WIDTH = 110
"""How many characters a line of the page has at most, where its words allow it."""

_MOST_NEAREST = 3
_OUTCOME_WIDTH = len("not applicable")
SPACES = "  "
"""How far a line stands in from the one it belongs to."""


def supplier_named(assessment: Assessment, name: str) -> SupplierPosition:
    """Return the supplier of that reference or name, whatever its case. Raises `PathError` with the nearest ones."""
    wanted = _folded(name)
    by_name = dict[str, "SupplierPosition"]()
    for position in assessment.suppliers:
        supplier = position.supplier
        for each in (supplier.ref, supplier.name, *supplier.also_known_as):
            by_name.setdefault(_folded(each), position)
    if wanted in by_name:
        return by_name[wanted]
    near = difflib.get_close_matches(wanted, by_name, n=_MOST_NEAREST, cutoff=0.3)
    found = dict.fromkeys(f"{by_name[each].supplier.name} ({by_name[each].supplier.ref})" for each in near)
    hint = f" Nearest: {', '.join(found)}." if found else ""
    raise PathError(f"No supplier of the register has that reference or name.{hint}")


def badges_asked(position: SupplierPosition, scheme: str | None) -> tuple[BadgePosition, ...]:
    """Return the supplier's badges of one scheme by its id (None: of all). Raises `PathError` where there are none."""
    if scheme is None:
        return position.badges
    found = tuple(each for each in position.badges if _folded(each.scheme.id) == _folded(scheme))
    if not found:
        known = ", ".join(dict.fromkeys(each.scheme.id for each in position.badges)) or "none"
        raise PathError(f"No scheme of that id speaks on the day. Those that do: {known}.")
    return found


def supplier_lines(position: SupplierPosition, badge: BadgePosition, on: dt.date) -> Iterator[str]:
    """Yield one badge of a supplier as lines: where it stands, every level with its reasons, and what is missing."""
    decision = badge.decision
    yield f"{position.supplier.name} ({position.supplier.ref}) on {day_text(on)}"
    illustrative = "" if decision.adopted else ", illustrative: scheme not adopted"
    yield f"{decision.name}, version {decision.version}{illustrative}"
    yield from wrapped(status_words(badge.standing, badge.governing), SPACES)
    for step in badge.standing.steps:
        yield from wrapped(f"{day_text(step.day)}: {step_words(step, badge.governing)}", SPACES * 2)
    for due in badge.dues:
        when = "Now" if due.day is None else f"By {day_text(due.day)}"
        yield from wrapped(f"{when}: {due.text}", SPACES)
    for level in decision.levels:
        yield ""
        yield from _level(level)
    if decision.next is not None:
        yield ""
        yield from missing_lines(decision.next, decision.levels)


def _level(level: LevelDecision) -> Iterator[str]:
    yield f"{level.name}, a {level.kind}: {level.outcome.value}"
    for criterion in level.criteria:
        yield from _criterion(criterion, 1)


def _criterion(criterion: CriterionDecision, depth: int) -> Iterator[str]:
    indent = SPACES * depth
    yield f"{indent}{criterion.outcome.value:<{_OUTCOME_WIDTH}}  {criterion.id}  {criterion.name}"
    deeper = indent + " " * (_OUTCOME_WIDTH + len(SPACES))
    sides = [
        f"{name} {figure_words(figure)}{exactly(figure.value, figure.unit) if figure.unit == SHARE else ''}"
        for name, figure in (("observed", criterion.observed), ("required", criterion.required))
        if figure is not None
    ]
    if sides:
        yield from wrapped("; ".join(sides), deeper)
    yield from wrapped(criterion.because, deeper)
    cells = "; ".join(cells_words(tuple(str(source) for source in criterion.sources)))
    if cells:
        yield from wrapped(f"cells: {cells}", deeper)
    for part in criterion.parts:
        yield from _criterion(part, depth + 1)


def missing_lines(following: Next, levels: tuple[LevelDecision, ...]) -> Iterator[str]:
    """Yield what is missing for the next level, criterion by criterion, and what would be enough for all together."""
    level = next(each for each in levels if each.level == following.level)
    names = {criterion.id: criterion.name for criterion in level.criteria}
    if not following.missing and not following.unknown:
        yield f"Nothing is missing for {level.name}."
    for title, several in (
        (f"What is missing for {level.name}:", following.missing),
        (f"What is not known for {level.name}, and so not passed:", following.unknown),
    ):
        if several:
            yield title
        for each in several:
            yield from _missing(each, names)
    if following.way is not None:
        yield from _together(following.way, level.name)


def _missing(missing: Missing, names: dict[str, str]) -> Iterator[str]:
    yield f"{SPACES}{missing.criterion}  {names.get(missing.criterion, missing.criterion)}{_short(missing.short_by)}"
    yield from wrapped(missing.text, SPACES * 3)
    if not missing.way.cannot and BY_WORDS[missing.way.by] not in missing.text:
        yield from wrapped(BY_WORDS[missing.way.by], SPACES * 3)
    yield from wrapped(way_words(missing.way), SPACES * 3)
    if missing.is_waivable:
        yield from wrapped("A panel may waive it.", SPACES * 3)


def _together(way: Way, level: str) -> Iterator[str]:
    """Yield what would be enough for everything that is missing, as it may be less, or more, than each alone."""
    if way.cannot:
        yield from wrapped(f"Nothing that could be supplied now is enough for {level}: {way.cannot}", SPACES)
    else:
        yield f"{SPACES}All together, this is just enough for {level}:"
    if way.cannot and way.lacks:
        yield f"{SPACES}Besides that it needs:"
    for words in lacks_words(way.lacks):
        yield from wrapped(f"- {words}", SPACES * 3)
    if way.earliest is not None:
        yield from wrapped(earliest_words(way), SPACES * 2)


def _short(figure: Figure | None) -> str:
    return "" if figure is None or figure.value is None else f": short by {figure_words(figure)}"


def wrapped(text: str, indent: str) -> Iterator[str]:
    """Yield a text as lines; a reference or the name of a file is never broken."""
    yield from textwrap.wrap(
        text, WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
