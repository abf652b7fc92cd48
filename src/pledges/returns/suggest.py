"""The sheets of a file nobody here knows in; what its headings and labels might mean, for a person to settle, out.

Only a heading that is listed, word for word, comes with a meaning; one that is merely like it comes with a question
and none. Of what stands below only the kinds are told, never a value.
"""

from __future__ import annotations

import bisect
import difflib
import re
from collections import Counter
from typing import TYPE_CHECKING

import attrs

from pledges.returns import layouts
from pledges.returns.layout import FIELDS, LEAVE_OUT, MEANINGS, QUARTERS, Layout
from pledges.returns.quantity import read_quantity
from pledges.sheets.grid import Cell, CellKind, address
from pledges.tables import fold, heading_key, is_blank, text_of
from pledges.tables.headings import groups_above

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pledges.sheets.grid import Sheet

COLUMN, LABEL = "column", "label"
"""What a text may be: the heading of a column, or the label of a cell to its right."""

LISTED, ALIKE, UNKNOWN = "listed", "like it, so not mapped", "not known"
PLANNED, DELIVERED = "may be a plan, so not mapped", "may be what was delivered, so not mapped"
"""How sure it is: only a listed heading comes with a meaning."""

_ROWS_SEARCHED = 50
_LEAST_HEADINGS = 2
_LEAST_LIKENESS = 0.75  # lower, and a surname is like a heading of ours
_LONGEST_HEADING = 100
_MOST_LIKENED = 2000
_QUARTER = re.compile(r"\bq(?:uarter|tr)?\s*([1-4])\b", re.ASCII | re.IGNORECASE)
_OF_A_PLAN = layouts.NOT_DELIVERED - {"promise", "commitment", "commitments"}  # these head references as well
_TIMES = layouts.NOT_DELIVERED | layouts.OF_THIS_TIME
_OF_A_PROGRAM = frozenset('{}"<>')  # data for programs, opened as a table: its values stand where headings would
_KINDS = {
    CellKind.TEXT: "text",
    CellKind.NUMBER: "number",
    CellKind.DATE: "date",
    CellKind.BOOLEAN: "yes or no",
    CellKind.ERROR: "error",
    CellKind.UNSAVED: "formula without result",
}


@attrs.frozen(kw_only=True)
class Suggestion:
    """A heading or label of a file: where it stands, what it might mean, and what stands below or beside it.

    `meaning` is "" unless `confidence` is `LISTED`; `perhaps` is the likest meaning, for a person to judge. `under` is
    the text above a heading that is needed to tell it from another, or that is merged over it.
    """

    sheet: str
    cell: str
    kind: str
    words: str
    meaning: str
    perhaps: str
    confidence: str
    below: str
    set_aside: str
    under: str = ""


def suggestions_for(
    sheets: Iterable[Sheet], known: Iterable[Layout], *, heading_row: int | None = None
) -> tuple[Suggestion, ...]:
    """Return what the headings and labels of a file might mean, sheet by sheet.

    A sheet's headings are the row with most texts that are listed or like one that is, if there is one; or those of
    `heading_row` on every sheet, where somebody has looked which it is.
    Labels are told only where they are listed or like it: other texts may be anything, names of people among them.
    """
    layouts_known = tuple(known)
    columns, labels = _Words(_listed_columns(layouts_known)), _Words(_listed_labels(layouts_known))
    return tuple(each for sheet in sheets for each in _of_sheet(sheet, columns, labels, heading_row))


def _of_sheet(sheet: Sheet, columns: _Words, labels: _Words, heading_row: int | None) -> list[Suggestion]:
    rows = dict[int, dict[int, Cell]]()
    for (row, column), cell in sorted(sheet.cells.items(), key=lambda each: each[0]):
        if not is_blank(cell):
            rows.setdefault(row, {})[column] = cell
    chosen = _heading_row(rows, columns) if heading_row is None else heading_row if heading_row in rows else None
    headings = _Headings.at(sheet, rows, chosen) if chosen is not None else None
    found = list[Suggestion]()
    for row, cells in rows.items():
        if row > _ROWS_SEARCHED or (headings is not None and row >= headings.first_row):
            break
        for column, cell in cells.items():
            told = _suggestion(sheet, (row, column), cell, labels, LABEL)
            if told is not None and told.confidence != UNKNOWN:
                beside = next((each for at, each in cells.items() if at > column), None)
                found.append(attrs.evolve(told, below="nothing" if beside is None else _KINDS[beside.kind]))
    for (row, column), under in headings.cells.items() if headings is not None else ():
        told = _suggestion(sheet, (row, column), rows[row][column], columns, COLUMN)
        if told is not None and headings is not None:
            below = [cells[column] for number, cells in rows.items() if number > headings.last_row and column in cells]
            told = _weighed(attrs.evolve(told, under=under), below)
            found.append(attrs.evolve(told, below=_kinds(below), set_aside=_set_aside(told, below)))
    return found


def _weighed(told: Suggestion, below: Sequence[Cell]) -> Suggestion:
    """Return a suggestion in the light of what stands below it: a number is no description of a promise.

    Of two columns of figures side by side, one says what was planned and the other what was done: each is asked about
    by what its heading speaks of, whatever it is like, and neither is mapped.
    """
    if not any(cell.kind is CellKind.NUMBER for cell in below):
        return told
    said = set(fold(told.words).split())
    is_listed = told.confidence == LISTED
    if told.meaning == layouts.PROMISED or (not is_listed and said & _OF_A_PLAN):
        return attrs.evolve(told, meaning="", perhaps=LEAVE_OUT, confidence=PLANNED)
    quarter = _QUARTER.search(f"{told.under} {told.words}")
    if not is_listed and said & layouts.OF_THIS_TIME:
        perhaps = next(name for name, number in QUARTERS.items() if str(number) == quarter[1]) if quarter else ""
        return attrs.evolve(told, perhaps=perhaps or layouts.QUANTITY, confidence=DELIVERED)
    return told


@attrs.frozen(kw_only=True)
class _Headings:
    """The cells of a sheet's headings, each with the text that stands above it ("" for none); their rows."""

    first_row: int
    last_row: int
    cells: Mapping[tuple[int, int], str]

    @classmethod
    def at(cls, sheet: Sheet, rows: Mapping[int, Mapping[int, Cell]], row: int) -> _Headings:
        """Return the headings in a row, and in the one below it where those of the first stand over several.

        Where a heading stands there twice, the row above tells which is which, if it does. A column without a heading
        there has the one that stands a row higher.
        """
        below = rows.get(row + 1, {})
        titles = {
            (each.first_row, each.first_column)
            for each in sheet.merged
            if each.first_row == row and each.last_column > each.first_column
        } | {(row, column) for column in _unmerged_titles(rows[row], below)}
        if titles and below and all(cell.kind is CellKind.TEXT for cell in below.values()):
            above = groups_above(sheet, [(row, dict(rows[row])), (row + 1, dict(below))], below)
            lower = {
                (row + 1, column): ""
                if column in rows[row] and (row, column) not in titles
                else _first(sheet, above, column)
                for column in below
            }
            upper = {(row, column): "" for column in rows[row] if column not in below and (row, column) not in titles}
            placed = sorted((lower | upper).items(), key=lambda each: each[0][1])
            return cls(first_row=row, last_row=row + 1, cells=dict(placed))
        keys = Counter(heading_key(text_of(cell)) for cell in rows[row].values())
        are_twice = row - 1 in rows and any(count > 1 for key, count in keys.items() if key)
        above = groups_above(sheet, [(row - 1, dict(rows[row - 1])), (row, {})], rows[row]) if are_twice else {}
        told = _told_apart(
            {
                (row, column): _first(sheet, above, column) if keys[heading_key(text_of(cell))] > 1 else ""
                for column, cell in rows[row].items()
            },
            rows[row],
        )
        higher = {(row - 1, column): "" for column in _headed_above(rows, row)}
        placed = sorted((told | higher).items(), key=lambda each: each[0][1])
        return cls(first_row=row - 1 if any(told.values()) or higher else row, last_row=row, cells=dict(placed))


def _unmerged_titles(cells: Mapping[int, Cell], below: Mapping[int, Cell]) -> list[int]:
    """Return the columns of the texts that stand over several headings, though they are merged over one only.

    A row of values may hold nothing but texts as well, names of people among them. So the row below is one of headings
    only where it says the same under two texts at least, or nothing under any but words for what was planned or done.
    """
    if any(cell.kind is not CellKind.TEXT for cell in (*cells.values(), *below.values())):
        return []
    own = sorted(cells)
    groups = dict[int, list[str]]()
    for column, cell in sorted(below.items()):
        at = bisect.bisect_right(own, column)
        if at:
            groups.setdefault(own[at - 1], []).append(fold(text_of(cell)))
    wide = {column: tuple(texts) for column, texts in groups.items() if len(texts) > 1}
    said_once = all(len(set(texts)) == len(texts) for texts in wide.values())
    is_repeated = len(wide) > 1 and said_once and len(set(wide.values())) == 1
    is_of_time = all(_TIMES & set(text.split()) for texts in wide.values() for text in texts)
    return list(wide) if is_repeated or is_of_time else []


def _told_apart(told: Mapping[tuple[int, int], str], cells: Mapping[int, Cell]) -> dict[tuple[int, int], str]:
    """Return the text above each heading, "" where the same one stands above another of the same heading.

    What is the same above all of them is the value of a labelled cell, or a title; it tells none from another.
    """
    keys = {place: (heading_key(text_of(cells[place[1]])), under) for place, under in told.items()}
    counts = Counter(keys.values())
    return {place: under if counts[keys[place]] == 1 else "" for place, under in told.items()}


def _headed_above(rows: Mapping[int, Mapping[int, Cell]], row: int) -> list[int]:
    """Return the columns with no heading in a row, one in the row above it, and something below."""
    filled = {column for number, cells in rows.items() if number > row for column in cells}
    texts = {column for column, cell in rows.get(row - 1, {}).items() if cell.kind is CellKind.TEXT}
    return sorted(texts & filled - rows[row].keys())


def _first(sheet: Sheet, above: Mapping[int, Sequence[tuple[int, int]]], column: int) -> str:
    """Return the text nearest above a column, "" where there is none or it is no heading."""
    places = above.get(column, ())
    words = text_of(sheet.cell(*places[0])) if places else ""
    return words if len(words) <= _LONGEST_HEADING and _OF_A_PROGRAM.isdisjoint(words) else ""


def _listed_columns(known: Iterable[Layout]) -> dict[str, str]:
    """Return the meaning of each listed heading; one that two layouts give different meanings is not listed."""
    pairs = [(word, column.name) for column in layouts.DELIVERY_COLUMNS for word in (column.name, *column.aliases)]
    for layout in known:
        pairs += [
            (word, column.means) for table in layout.tables for column in table.columns for word in column.headings
        ]
    return _without_doubt(pairs)


def _listed_labels(known: Iterable[Layout]) -> dict[str, str]:
    pairs = [
        (word, name) for name, others in layouts.ABOUT_FIELDS.items() for word in (name, *others) if name in FIELDS
    ]
    pairs += [(word, field.means) for layout in known for field in layout.fields for word in field.labels]
    return _without_doubt(pairs)


def _without_doubt(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    meanings = dict[str, set[str]]()
    for word, meaning in pairs:
        meanings.setdefault(heading_key(word), set()).add(meaning)
    return {word: next(iter(each)) for word, each in meanings.items() if len(each) == 1}


def _heading_row(rows: Mapping[int, Mapping[int, Cell]], listed: _Words) -> int | None:
    """Return the row of which most texts are different listed ones, or like some; of several that with most texts.

    A row of values may hold more texts than its headings, and names of people among them.
    """
    best: tuple[tuple[int, int, int], int] | None = None
    last_row = max(rows, default=0)
    for row, cells in rows.items():
        if row > _ROWS_SEARCHED:
            break
        texts = [text_of(cell) for cell in cells.values() if cell.kind is CellKind.TEXT]
        found = {perhaps: sure for _, perhaps, sure in map(listed.meaning_of, texts) if sure != UNKNOWN}
        rank = (sum(sure == LISTED for sure in found.values()), len(found), len(texts))
        if row == last_row:
            break  # nothing stands below it, so it is no row of headings
        if len(texts) >= _LEAST_HEADINGS and found and (best is None or rank > best[0]):
            best = (rank, row)
    return None if best is None else best[1]


@attrs.define
class _Words:
    """What headings or labels mean: by the key of each that is listed, and what others are like.

    Likeness is slow to find, so that it is sought for so many texts of a file and no more: a row of thousands of texts
    is no row of headings that an officer could go through.
    """

    listed: Mapping[str, str]
    _known: dict[str, tuple[str, str, str]] = attrs.field(init=False, factory=dict)

    def meaning_of(self, text: str) -> tuple[str, str, str]:
        """Return the meaning of a heading, the likest one, and how sure it is."""
        key = heading_key(text[: 2 * _LONGEST_HEADING])[:_LONGEST_HEADING]
        if key in self.listed:
            return self.listed[key], self.listed[key], LISTED
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= _MOST_LIKENED:
                return "", "", UNKNOWN
            close = difflib.get_close_matches(key, self.listed, n=1, cutoff=_LEAST_LIKENESS)
            known = self._known[key] = ("", self.listed[close[0]], ALIKE) if close else ("", "", UNKNOWN)
        return known


def _suggestion(sheet: Sheet, place: tuple[int, int], cell: Cell, listed: _Words, kind: str) -> Suggestion | None:
    words = text_of(cell)
    if cell.kind is not CellKind.TEXT or not heading_key(words) or len(words) > _LONGEST_HEADING:
        return None
    if not _OF_A_PROGRAM.isdisjoint(words):
        return None
    meaning, perhaps, confidence = listed.meaning_of(words)
    return Suggestion(
        sheet=sheet.name,
        cell=address(*place),
        kind=kind,
        words=words,
        meaning=meaning,
        perhaps=perhaps,
        confidence=confidence,
        below="",
        set_aside="",
    )


def _kinds(cells: Sequence[Cell]) -> str:
    counts = Counter(_KINDS[cell.kind] for cell in cells)
    return ", ".join(f"{count} × {kind}" for kind, count in sorted(counts.items())) or "nothing"


def _set_aside(told: Suggestion, below: Sequence[Cell]) -> str:
    """Return what of a column would not be counted as it is suggested."""
    if not told.meaning:
        return f"all {len(below)}: the column has no meaning yet" if below else ""
    if told.meaning != layouts.QUANTITY:
        return ""
    unclear = sum(read_quantity(cell).code is not None for cell in below)
    return f"{unclear} of {len(below)}: no plain number" if unclear else ""


__all__ = ["ALIKE", "COLUMN", "FIELDS", "LABEL", "LISTED", "MEANINGS", "UNKNOWN", "Suggestion", "suggestions_for"]
