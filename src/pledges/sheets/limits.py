"""No input; every limit on what is read out, in one table: a file beyond one is refused whole, never read in part.

They admit an honest return of 100,000 rows by 20 columns (90 MB of XML for one sheet); the largest honest return seen
unpacked to 16 MB at a ratio of 27. `docs/reference/limits.md` is written from this table by `docs/generate.py`.
"""

from __future__ import annotations

import attrs

MOST_BYTES = 20 * 2**20
MOST_PARTS = 1_000
MOST_BYTES_OF_A_PART = 128 * 2**20
MOST_BYTES_UNPACKED = 150 * 2**20
HIGHEST_RATIO = 100
RATIO_TESTED_FROM = 10 * 2**20
MOST_BYTES_OF_A_TOKEN = 2**20
MOST_DEPTH = 64
MOST_ATTRIBUTES = 64
MOST_ELEMENTS = 6_000_000
MOST_SHEETS = 64
MOST_ROWS = 100_000
MOST_COLUMNS = 4_096
MOST_CELLS = 2_000_000
MOST_PLACES = 5_000_000
MOST_STRINGS = 1_000_000
MOST_STYLES = 65_490
MOST_MERGES = 10_000
MOST_CHARACTERS = 32_767
MOST_DIGITS = 400
LARGEST_EXPONENT = 330
MOST_LINES = 2_000_000
MOST_FIELDS = 1_000
MOST_CHARACTERS_OF_A_FIELD = 131_072
LAST_ROW = 1_048_576
LAST_COLUMN = 16_384


@attrs.frozen
class Limit:
    """One row of the table: the constant's name, what it bounds in a reader's words, and what it applies to."""

    name: str
    bounds: str
    of: str


LIMITS = (
    Limit("MOST_BYTES", "bytes of a file", "every file"),
    Limit("MOST_PARTS", "parts of a package", "xlsx, xlsm, xlsb, ods"),
    Limit("MOST_BYTES_OF_A_PART", "bytes to which one part unpacks", "xlsx, xlsm, xlsb, ods"),
    Limit("MOST_BYTES_UNPACKED", "bytes to which all parts unpack together", "xlsx, xlsm, xlsb, ods"),
    Limit("HIGHEST_RATIO", "times its own size to which a file unpacks", "packages beyond the next limit"),
    Limit("RATIO_TESTED_FROM", "bytes unpacked from which the ratio is tested", "xlsx, xlsm, xlsb, ods"),
    Limit("MOST_BYTES_OF_A_TOKEN", "bytes of one XML tag, attribute or comment", "XML parts"),
    Limit("MOST_DEPTH", "XML elements inside each other", "XML parts"),
    Limit("MOST_ATTRIBUTES", "attributes of one XML element", "XML parts"),
    Limit("MOST_ELEMENTS", "XML elements of one part", "XML parts"),
    Limit("MOST_SHEETS", "sheets of a workbook", "every workbook"),
    Limit("MOST_ROWS", "rows of a sheet that hold something", "every format"),
    Limit("MOST_COLUMNS", "columns of a sheet that hold something", "every workbook"),
    Limit("MOST_CELLS", "cells of a sheet that hold something", "every workbook"),
    Limit("MOST_PLACES", "rows × columns of the used area of a sheet", "xls, xlsb, ods"),
    Limit("MOST_STRINGS", "different texts of a workbook", "xlsx, xlsm"),
    Limit("MOST_STYLES", "cell styles of a workbook", "xlsx, xlsm"),
    Limit("MOST_MERGES", "merged ranges of a sheet", "every workbook"),
    Limit("MOST_CHARACTERS", "characters of a cell", "every workbook"),
    Limit("MOST_DIGITS", "characters of a stored number", "xlsx, xlsm"),
    Limit("LARGEST_EXPONENT", "power of ten of a stored number, either way", "xlsx, xlsm"),
    Limit("MOST_LINES", "lines of a file, blank ones among them", "csv"),
    Limit("MOST_FIELDS", "fields of a record", "csv"),
    Limit("MOST_CHARACTERS_OF_A_FIELD", "characters of a field", "csv"),
    Limit("LAST_ROW", "the last row's number", "every workbook"),
    Limit("LAST_COLUMN", "the last column's number (XFD)", "every workbook"),
)
"""Every limit, in the order of the page."""
