"""Bytes in, a pipe's frames out, and back: a length of eight bytes, then as many bytes as it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import IO, BinaryIO

LENGTH = 8
"""How many bytes say how long a frame is."""


def write_frame(sink: BinaryIO | IO[bytes], content: bytes) -> None:
    """Write one frame. Raises `OSError` where nobody reads any more."""
    sink.write(len(content).to_bytes(LENGTH, "big"))
    sink.write(content)
    sink.flush()


def read_frame(source: BinaryIO | IO[bytes], most: int | None = None) -> bytes | None:
    """Return the bytes of the next frame; None where there is no whole one, or it says it is longer than `most`."""
    length = source.read(LENGTH)
    if len(length) < LENGTH:
        return None
    wanted = int.from_bytes(length, "big")
    if most is not None and wanted > most:
        return None
    content = source.read(wanted)
    return content if len(content) == wanted else None
