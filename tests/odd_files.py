"""What is odd about a workbook in, the keyed return of two lines as such a file out: honest, and seldom written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hostile.keyed import book, parts, with_related, with_styles
from hostile.old_xls import keyed_xls
from spreadsheets import zipped

if TYPE_CHECKING:
    from collections.abc import Callable

_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_TYPES = "[Content_Types].xml"


def unusual() -> bytes:
    """Return a workbook that names its list of sheets only by a default for every part, as openpyxl understands it."""
    found = {name: content for name, content in parts().items() if name != "_rels/.rels"}
    found[_TYPES] = str(found[_TYPES]).replace(
        f'<Override PartName="/xl/workbook.xml" ContentType="{_MAIN_TYPE}"/>',
        f'<Default Extension="xml" ContentType="{_MAIN_TYPE}"/>',
    )
    return zipped(found)


def not_stored() -> bytes:
    """Return a workbook that lists a second sheet without saying where it is stored."""
    found = parts()
    listed = '<sheet name="S2" sheetId="2" r:id=""/></sheets>'
    found["xl/workbook.xml"] = str(found["xl/workbook.xml"]).replace("</sheets>", listed)
    return zipped(found)


def backslashes() -> bytes:
    r"""Return a workbook whose parts are named with `\\` between folders, as some programs for Windows write them."""
    return zipped({name.replace("/", "\\"): content for name, content in parts().items()})


ODD: dict[str, Callable[[], bytes]] = {
    "nothing": book,
    "macros": lambda: zipped(with_related("vbaProject", "vbaProject.bin", b"x")),
    "days from 1904": lambda: with_styles("", epoch_1904="1"),
    "an old format": keyed_xls,
    "put together in an unusual way": unusual,
    "a sheet that is not stored": not_stored,
    "backslashes": backslashes,
}
"""The ways to be odd, each with what makes such a file."""
