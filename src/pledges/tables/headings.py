"""The rows of a sheet in; the rows that hold the headings looked for, and which column each stands over, out.

Headings may be spread over up to three rows, by merged cells or by words below each other: they are then joined, and
every cell they were read from is kept. A heading is one of ours or it is none; nothing is matched by a likeness.
"""

from __future__ import annotations

import bisect
import functools
from collections.abc import Collection, Iterable, Mapping, Sequence

import attrs

from pledges.sheets.grid import Cell, CellKind, Sheet
from pledges.tables.words import fold

SheetRow = tuple[int, dict[int, Cell]]
"""The number of a row and its visible cells by column."""

MOST_ROWS = 3
"""The most rows of a heading: nobody spreads one over more."""

_UNDER = "\n"  # no key of a heading has it
_Place = tuple[int, int]


@attrs.frozen(kw_only=True)
class Headings:
    """Headings found: their rows, the columns under each of our names, the cells of each column's heading.

    `own` are those cells of a column by which it is known; the others stand above it and are no part of our name.
    """

    rows: tuple[int, ...]
    matched: Mapping[str, Sequence[int]]
    cells: Mapping[int, tuple[_Place, ...]]
    own: Mapping[int, tuple[_Place, ...]]


@functools.lru_cache(maxsize=2048)
def heading_key(text: str) -> str:
    """Return what a heading is matched by: folded, and whatever its spaces (`PledgeRef` is `Pledge ref`)."""
    return fold(text).replace(" ", "")


def grouped_key(group: str, text: str) -> str:
    """Return what a heading is matched by where it counts only under another one (`Actual` under `Quarter 1`)."""
    return f"{heading_key(group)}{_UNDER}{heading_key(text)}"


def parts_of_key(key: str) -> list[str]:
    """Return what each cell of a heading is matched by, given what the heading is: one, or the one above it and it."""
    return key.split(_UNDER)


def may_stand(rows: Iterable[SheetRow], keys: Mapping[str, Collection[str]]) -> bool:
    """Return whether a heading of each name may stand in these rows, where `keys` are of its headings.

    However many cells a heading is spread over, it begins with what one of them holds: where none does, it is not
    there, and no rows need to be joined. A bracket that another cell closes takes what is between out of both, so that
    nobody can tell then.
    """
    texts = {str(cell.value) for _, cells in rows for cell in cells.values() if cell.kind is CellKind.TEXT}
    if any(text.count("(") != text.count(")") or text.count("[") != text.count("]") for text in texts):
        return True
    held = {heading_key(text) for text in texts} - {""}

    def begins(part: str) -> bool:
        return part in held or part.startswith(tuple(held))

    return all(any(all(map(begins, parts_of_key(key))) for key in of_name) for of_name in keys.values())


def headings_at(sheet: Sheet, by_row: Sequence[SheetRow], at: int, names: Mapping[str, str]) -> Headings | None:
    """Return the headings that begin in the row at index `at`, of as many rows as give most of `names`, or None.

    `names` are our names by the keys of their headings. A row is only joined to those above it where it holds nothing
    but text, takes no heading away, and gives another or holds nothing but parts of headings (`Pledge` over `ref`).
    """
    best = _in_one_row(by_row[at], names)
    for depth in range(2, MOST_ROWS + 1):
        window = by_row[at : at + depth]
        if len(window) < depth or window[-1][0] != window[0][0] + depth - 1:
            break
        if any(cell.kind is not CellKind.TEXT for cell in window[-1][1].values()):
            break
        deeper = _joined(sheet, window, names)
        if deeper is None:
            continue
        before: Mapping[str, Sequence[int]] = {} if best is None else best.matched
        if not before.keys() <= deeper.matched.keys():
            continue
        under = {column for columns in deeper.matched.values() for column in columns}
        if len(deeper.matched) > len(before) or window[-1][1].keys() <= under:
            best = deeper
    return best


def _in_one_row(row: SheetRow, names: Mapping[str, str]) -> Headings | None:
    """Return the headings that stand whole in one row, None where there is none, as in nearly every row of a sheet."""
    number, cells = row
    texts = {column: heading_key(str(cell.value)) for column, cell in cells.items() if cell.kind is CellKind.TEXT}
    matched = dict[str, list[int]]()
    for column, key in texts.items():
        if key in names:
            matched.setdefault(names[key], []).append(column)
    if not matched:
        return None
    places = {column: ((number, column),) for column in texts}
    own = {column: places[column] for columns in matched.values() for column in columns}
    return Headings(rows=(number,), matched=matched, cells=places, own=own)


def _joined(sheet: Sheet, window: Sequence[SheetRow], names: Mapping[str, str]) -> Headings | None:
    """Return the headings of several rows taken together, None where the first of these rows is no part of any."""
    levels = dict[int, list[_Place]]()
    for row, cells in window:
        for column, cell in cells.items():
            if cell.kind is CellKind.TEXT:
                levels.setdefault(column, []).append((row, column))
    titles = _spread(sheet, window, levels)
    matched = dict[str, list[int]]()
    told = set[_Place]()
    read_from = {column: tuple(places) for column, places in levels.items()}
    known_by = dict[int, tuple[_Place, ...]]()
    has_groups = any(_UNDER in key for key in names)
    groups = groups_above(sheet, window, levels) if has_groups else {}
    for column in sorted(levels):
        whole = levels[column]
        below = [place for place in whole if place not in titles]
        ways = [(whole, _said(sheet, whole))]
        if len(below) < len(whole):
            ways.append((below, _said(sheet, below)))
        for group in groups.get(column, ()):
            own = [place for place in below if place[0] > group[0]]
            if own and sheet.cell(*group).kind is CellKind.TEXT:
                ways.insert(0, ([group, *own], f"{_said(sheet, [group])}{_UNDER}{_said(sheet, own)}"))
        if groups:
            ways.append((whole[-1:], _said(sheet, whole[-1:])))
        for places, key in ways:
            name = names.get(key)
            if name is not None:
                matched.setdefault(name, []).append(column)
                told.update(places)
                known_by[column] = tuple(places)
                read_from[column] = tuple(sorted({*read_from[column], *places}))
                break
    if not any(row == window[0][0] for row, _ in told):
        return None
    return Headings(rows=tuple(row for row, _ in window), matched=matched, cells=read_from, own=known_by)


def _said(sheet: Sheet, places: Sequence[_Place]) -> str:
    return heading_key(" ".join(str(sheet.cell(*place).value) for place in places))


def groups_above(sheet: Sheet, window: Sequence[SheetRow], columns: Iterable[int]) -> dict[int, list[_Place]]:
    """Return the texts that stand above each of these columns, the nearest first.

    A text stands above the columns that it is merged over, and where it is not merged above those to its right, up to
    the next text in its row.
    """
    above = {column: list[_Place]() for column in columns}
    for row, cells in reversed(window[:-1]):
        ranges = [each for each in sheet.merged if each.first_row <= row <= each.last_row]
        merged = {
            column: (each.first_row, each.first_column)
            for each in ranges
            for column in above
            if each.first_column <= column <= each.last_column
        }
        texts = [column for column, cell in sorted(cells.items()) if cell.kind is CellKind.TEXT]
        for column, places in above.items():
            at = bisect.bisect_right(texts, column)
            left = texts[at - 1] if at else None
            if column in merged:
                places.append(merged[column])
            elif left is not None and left not in merged:
                places.append((row, left))
    return above


def _spread(sheet: Sheet, window: Sequence[SheetRow], levels: dict[int, list[_Place]]) -> set[_Place]:
    """Put each title that is merged over several columns above all of them, and return the places of these titles."""
    titles = set[_Place]()
    if len(window) == 1:
        return titles
    first, last = window[0][0], window[-1][0]
    for merged in sheet.merged:
        place = (merged.first_row, merged.first_column)
        is_title = first <= merged.first_row < last and merged.last_column > merged.first_column
        if not is_title or sheet.cell(*place).kind is not CellKind.TEXT:
            continue
        titles.add(place)
        for column in range(merged.first_column + 1, merged.last_column + 1):
            if column in levels:
                levels[column] = sorted([place, *levels[column]])
    return titles
