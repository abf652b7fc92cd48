"""An opened package in, what its relationships and content types say each part is out; no name is guessed."""

from __future__ import annotations

import posixpath
import zipfile
from typing import TYPE_CHECKING

import attrs

from pledges.exceptions import UnreadableFileError
from pledges.sheets.bounded_xml import parse
from pledges.sheets.package import ZIP_ERRORS
from pledges.sheets.values import damaged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pledges.sheets.bounded_xml import Attributes

MAIN_NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",  # the Strict variant
)
_PIECE = 2**20


class NotUnderstoodError(UnreadableFileError):
    """A package that is no workbook as we know them; another reader may still make something of it."""

    def __init__(self) -> None:
        """Say that it is damaged: that is what it comes to where no other reader helps."""
        super().__init__("damaged", str(damaged()))


@attrs.frozen(kw_only=True)
class Relationship:
    """What one part says of another: the last word of the type, and the part's name; None where it is outside."""

    kind: str
    target: str | None


@attrs.define
class Package:
    """A package and the names of the parts that were read to their ends, so that the others can be checked too."""

    archive: zipfile.ZipFile
    names: dict[str, str]
    read_parts: set[str] = attrs.field(factory=set)

    @classmethod
    def of(cls, archive: zipfile.ZipFile) -> Package:
        """Return the package of an archive whose directory has been checked."""
        return cls(archive, {name.casefold(): name for name in archive.namelist()})

    def holds(self, name: str) -> bool:
        """Return whether there is a part of this name; case does not matter in a package."""
        return name.casefold() in self.names

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of a part; its checksum is tested at the end. Raises `UnreadableFileError`."""
        stored = self.names.get(name.casefold())
        if stored is None:
            raise damaged()
        try:
            with self.archive.open(stored) as part:
                while piece := part.read(_PIECE):
                    yield piece
        except UnreadableFileError:
            raise
        except ZIP_ERRORS:
            raise damaged() from None
        self.read_parts.add(stored)

    def relationships(self, name: str) -> dict[str, Relationship]:
        """Return the relationships of a part (of the package itself: "") by their identifiers."""
        folder, _, base = name.rpartition("/")
        listed = f"{folder}/_rels/{base}.rels".lstrip("/")
        if not self.holds(listed):
            return {}
        found = _Relationships(folder)
        parse(self.pieces(listed), found)
        return found.by_identifier


@attrs.define
class _Relationships:
    """Hears the relationships of one part that lies in `folder`."""

    folder: str
    by_identifier: dict[str, Relationship] = attrs.field(factory=dict)

    def start(self, name: str, attributes: Attributes) -> None:
        if name.rpartition(" ")[2] != "Relationship":
            return
        target: str | None = None
        if attributes.get("TargetMode") != "External":
            path = attributes.get("Target", "")
            target = posixpath.normpath(path if path.startswith("/") else f"/{self.folder}/{path}").lstrip("/")
        identifier = attributes.get("Id", "")
        if identifier in self.by_identifier:
            raise damaged()
        kind = attributes.get("Type", "").rpartition("/")[2]
        self.by_identifier[identifier] = Relationship(kind=kind, target=target)

    def end(self, name: str) -> None:
        """Nothing ends here that matters."""

    def text(self, text: str) -> None:
        """Relationships have no text."""


@attrs.define
class _Types:
    """Hears which parts are which."""

    by_part: dict[str, str] = attrs.field(factory=dict)

    def start(self, name: str, attributes: Attributes) -> None:
        if name.rpartition(" ")[2] == "Override":
            self.by_part[attributes.get("PartName", "").lstrip("/").casefold()] = attributes.get("ContentType", "")

    def end(self, name: str) -> None:
        """Nothing ends here that matters."""

    def text(self, text: str) -> None:
        """Content types have no text."""


def workbook_part(package: Package) -> str:
    """Return the name of the part that lists the sheets.

    The package's own relationship names it, else the list of content types. Raises `NotUnderstoodError` where neither
    does, or where they name none that is there.
    """
    for relationship in package.relationships("").values():
        target = relationship.target
        if relationship.kind == "officeDocument" and target is not None and package.holds(target):
            return target
    if package.holds("[Content_Types].xml"):
        types = _Types()
        parse(package.pieces("[Content_Types].xml"), types)
        for part, content_type in types.by_part.items():
            if content_type.endswith(".main+xml") and package.holds(part):
                return package.names[part]
    raise NotUnderstoodError
