"""A sheet's table found, and its cells read as numbers, days and words.

Nothing is mapped by a guess: a heading is ours or it is named by its letters, a cell is one plain value or a
finding. A finding never quotes a heading or a cell: what may be shown of a value is `Vocabulary.saw`'s to say.
"""

from __future__ import annotations

from pledges.findings import RowAccount
from pledges.tables.beside import Beside
from pledges.tables.days import DayOrder, day_order, day_readings
from pledges.tables.decimals import can_be_either, has_doubtful_commas
from pledges.tables.headings import heading_key
from pledges.tables.reader import CellReader
from pledges.tables.table import (
    BestGuess,
    Column,
    Place,
    Row,
    Table,
    TableKind,
    best_guess,
    find_table,
    find_tables,
)
from pledges.tables.words import fold, is_blank, kept, reference_key, text_of, tidy

__all__ = [
    "Beside",
    "BestGuess",
    "CellReader",
    "Column",
    "DayOrder",
    "Place",
    "Row",
    "RowAccount",
    "Table",
    "TableKind",
    "best_guess",
    "can_be_either",
    "day_order",
    "day_readings",
    "find_table",
    "find_tables",
    "fold",
    "has_doubtful_commas",
    "heading_key",
    "is_blank",
    "kept",
    "reference_key",
    "text_of",
    "tidy",
]
