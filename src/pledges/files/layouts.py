"""The text of a layout's TOML in, the layout out, strictly; and back."""

from __future__ import annotations

import functools
import importlib.resources
import re
from typing import TYPE_CHECKING

import attrs

from pledges.exceptions import LayoutError
from pledges.files.on_disk import digest_of
from pledges.files.toml_text import (
    Document,
    described,
    list_literal,
    nearest,
    structured,
    text_literal,
)
from pledges.returns import layouts
from pledges.returns.layout import (
    BASIS_WORDS,
    FIELDS,
    MEANINGS,
    UNIT_WORDS,
    Layout,
    LayoutColumn,
    LayoutField,
    LayoutTable,
    SpreadColumn,
)
from pledges.tables import heading_key
from pledges.tables.headings import grouped_key, parts_of_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_ID = re.compile(r"[a-z][a-z0-9-]{0,59}/[0-9]{1,4}", re.ASCII)
_LONGEST_NAME = 120
_MOST_STEPS = 120  # ten years of months in one sheet: more is a slip of the keyboard
_LEAST_REQUIRED = 2


@attrs.frozen(kw_only=True)
class _RecogniseInFile:
    cells: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class _LayoutInFile:
    id: str
    name: str
    tables: tuple[LayoutTable, ...]
    recognise: _RecogniseInFile = _RecogniseInFile()
    fields: tuple[LayoutField, ...] = ()
    basis: str = ""
    note: str = ""


def is_layout_id(text: str) -> bool:
    """Return whether a layout of somebody else's template may be called so: `parks-return/1`."""
    return _ID.fullmatch(text) is not None and text not in {layouts.NATIVE, layouts.KEYED}


def load_layout(text: str, source_name: str, *, is_own: bool = True) -> Layout:
    """Return the layout that `text` says; `is_own` tells that it is a case folder's and goes before those shipped.

    Raises `LayoutError` with one sentence naming file, path, what was found and what to do.
    """
    document = Document(name=source_name, error=LayoutError)
    content = structured(text, _LayoutInFile, document)
    if not is_layout_id(content.id):
        remedy = 'give small letters, a stroke and the edition, such as "parks-return/1"'
        raise document.problem("id", described(content.id), remedy)
    if not content.name.strip() or not content.name.isprintable() or len(content.name) > _LONGEST_NAME:
        raise document.problem("name", described(content.name), f"give a name of at most {_LONGEST_NAME} characters")
    _check_one_of("basis", content.basis, ("", *BASIS_WORDS), document)
    for index, field in enumerate(content.fields):
        _check_one_of(f"fields[{index}].means", field.means, FIELDS, document)
        _check_words(f"fields[{index}].labels", field.labels, document)
    labels = [heading_key(label) for field in content.fields for label in field.labels]
    _check_different("fields", labels, document)
    if not content.tables:
        raise document.problem("tables", "no table", "say where the deliveries stand")
    for index, table in enumerate(content.tables):
        _check_table(f"tables[{index}]", table, document)
    _check_basis(content, document)
    required = sum(each.required for table in content.tables if not table.optional for each in _headed(table))
    if not content.recognise.cells and required < _LEAST_REQUIRED:
        remedy = "give a text that stands in a cell of every such file, or two required headings or more"
        raise document.problem("recognise.cells", "nothing that tells this template from others", remedy)
    return Layout(
        id=content.id,
        name=content.name,
        tables=content.tables,
        fingerprint=content.recognise.cells,
        sheets=content.recognise.sheets,
        fields=content.fields,
        basis=content.basis,
        note=content.note,
        is_own=is_own,
        digest=digest_of(text.encode()),
    )


@functools.cache
def built_in_layouts() -> tuple[Layout, ...]:
    """Return the layouts that come with the package, in order of their files' names."""
    folder = importlib.resources.files("pledges").joinpath("returns").joinpath("layouts")
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    return tuple(load_layout(file.read_text(encoding="utf-8"), f"layouts/{file.name}", is_own=False) for file in files)


def dump_layout(layout: Layout) -> str:
    """Return the TOML text that `load_layout` reads back as `layout` (its digest is of the text it was read from)."""
    lines = [f"id = {text_literal(layout.id)}", f"name = {text_literal(layout.name)}"]
    lines += [f"{key} = {text_literal(text)}" for key, text in (("basis", layout.basis), ("note", layout.note)) if text]
    lines += ["", "[recognise]", f"cells = {list_literal(layout.fingerprint)}"]
    lines += [f"sheets = {list_literal(layout.sheets)}"]
    for field in layout.fields:
        lines += ["", "[[fields]]", f"means = {text_literal(field.means)}", f"labels = {list_literal(field.labels)}"]
    for table in layout.tables:
        lines += ["", "[[tables]]", *_pairs(table, but=("columns", "spread"))]
        for column in table.columns:
            lines += ["", "[[tables.columns]]", *_pairs(column)]
        for spread in table.spread:
            lines += ["", "[[tables.spread]]", *_pairs(spread)]
    return "\n".join(lines) + "\n"


def _pairs(record: LayoutTable | LayoutColumn | SpreadColumn, but: Sequence[str] = ()) -> list[str]:
    """Return the lines of what a record says beyond its defaults."""
    lines = list[str]()
    for field in attrs.fields(type(record)):
        value: object = getattr(record, field.name)
        if field.name in but or value == field.default:
            continue
        if isinstance(value, bool):
            literal = "true" if value else "false"
        elif isinstance(value, tuple):
            literal = list_literal(value)
        else:
            literal = text_literal(value) if isinstance(value, str) else str(value)
        lines.append(f"{field.name} = {literal}")
    return lines


def _check_basis(content: _LayoutInFile, document: Document) -> None:
    """Refuse a basis of some columns alone: whole files are compared with each other by theirs."""
    said = [table.basis for table in content.tables]
    said += [spread.basis for table in content.tables for spread in table.spread]
    if any(said) and not content.basis and all(field.means != layouts.BASIS for field in content.fields):
        remedy = "give the basis of the file as well; a table or a column may then be on another"
        raise document.problem("basis", "a table or column with a basis, and the file without", remedy)


def _check_table(path: str, table: LayoutTable, document: Document) -> None:
    for index, column in enumerate(table.columns):
        _check_one_of(f"{path}.columns[{index}].means", column.means, MEANINGS, document)
        _check_words(f"{path}.columns[{index}].headings", column.headings, document)
    means = [column.means for column in table.columns]
    _check_different(f"{path}.columns", means, document, "a meaning")
    for index, spread in enumerate(table.spread):
        _check_spread(f"{path}.spread[{index}]", spread, document)
    _check_one_of(f"{path}.unit", table.unit, ("", *UNIT_WORDS), document)
    _check_one_of(f"{path}.basis", table.basis, ("", *BASIS_WORDS), document)
    for each in _headed(table):
        if each.under:
            _check_words(f"{path}.columns", each.under, document)
    headings = [key for each in _headed(table) for key in _keys_of(each)]
    _check_different(f"{path}.columns", [*headings, *map(heading_key, table.leave_out)], document)
    if not any(each.required for each in _headed(table)):
        raise document.problem(f"{path}.columns", "no required heading", "mark one at least: the table is found by it")
    named = bool(table.pledge) or layouts.PLEDGE_REF in means or all(each.pledge for each in table.spread)
    if not named or (not table.spread and not table.pledge and layouts.PLEDGE_REF not in means):
        remedy = f'give a column that means "{layouts.PLEDGE_REF}", or `pledge` for all rows'
        raise document.problem(f"{path}.columns", "nothing that says of which pledge a row is", remedy)
    if table.spread and layouts.QUANTITY in means:
        raise document.problem(f"{path}.spread", "a column that means Quantity as well", "keep one of the two")
    if len({each.step is None for each in table.spread}) > 1:
        remedy = "give each its quarter (or month, or year), or none of them"
        raise document.problem(f"{path}.spread", "columns with and without a quarter", remedy)
    if len({layouts.PERIOD_START, layouts.PERIOD_END} & set(means)) == 1:
        raise document.problem(f"{path}.columns", "one end of the rows' periods", "give a column for each of the two")
    if any(each.step is not None for each in table.spread) and {layouts.PERIOD_START, layouts.PERIOD_END} & set(means):
        remedy = "keep one of the two: a row cannot be of a period of its own and of several quarters"
        raise document.problem(f"{path}.spread", "a period in the rows and quarters in the headings", remedy)


def _check_spread(place: str, spread: SpreadColumn, document: Document) -> None:
    _check_words(f"{place}.headings", spread.headings, document)
    _check_one_of(f"{place}.unit", spread.unit, ("", *UNIT_WORDS), document)
    _check_one_of(f"{place}.basis", spread.basis, ("", *BASIS_WORDS), document)
    given = {"year": spread.year, "quarter": spread.quarter, "month": spread.month}
    numbers = {name: number for name, number in given.items() if number is not None}
    if len(numbers) > 1:
        raise document.problem(place, " and ".join(numbers), "keep one of them")
    for name, number in numbers.items():
        if not 1 <= number <= _MOST_STEPS:
            raise document.problem(f"{place}.{name}", described(number), f"count the {name}s from 1")


def _keys_of(headed: LayoutColumn | SpreadColumn) -> list[str]:
    """Return what each heading of a column is matched by, with the one above it where it counts only under that."""
    if not headed.under:
        return [heading_key(word) for word in headed.headings]
    return [grouped_key(group, word) for group in headed.under for word in headed.headings]


def _headed(table: LayoutTable) -> list[LayoutColumn | SpreadColumn]:
    return [*table.columns, *table.spread]


def _check_words(path: str, words: Sequence[str], document: Document) -> None:
    if not words or not all(heading_key(word) for word in words):
        raise document.problem(path, "nothing to look for", "give at least one text, as it stands in the file")


def _check_one_of(path: str, word: str, allowed: Iterable[str], document: Document) -> None:
    known = tuple(allowed)
    if word not in known:
        listed = ", ".join(each for each in known if each)
        seen = f"{described(word)}, which is not in the list{nearest(word, known)}"
        raise document.problem(path, seen, f"use one of: {listed}")


def _check_different(path: str, keys: Iterable[str], document: Document, what: str = "a heading or label") -> None:
    """Refuse a heading that has two meanings: which one counts would be a guess."""
    seen = set[str]()
    for key in keys:
        if key in seen:
            said = " under ".join(described(part) for part in reversed(parts_of_key(key)))
            raise document.problem(path, f"{what} given twice ({said})", "keep one of them")
        seen.add(key)
