"""A number in, as many damaged copies of honest returns out: what a bad line, a bad disk or a fuzzer makes of them."""

from __future__ import annotations

import datetime as dt
import functools
import io
import random
import re
import zipfile
from typing import TYPE_CHECKING

from hostile.keyed import CANARY, book, csv_text
from hostile.old_xls import keyed_xls
from hostile.others import ods
from spreadsheets import zipped

from pledges.forms.filled import FilledLine, FilledReturn, write_return
from pledges.periods import Period

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_TOKENS = (
    b"-1", b"0", b"999999999999", b"1e400", b"NaN", b"XFD1048576", b"A1:XFD1048576", b"s", b"str", b"inlineStr", b"e",
    b"d", b"true", b"#REF!", b"", b"&amp;", b"<!DOCTYPE x>", b"&a;", b"\x00", b"_x0000_", b"\xff", b"]]>", b"<!--",
    b"1" * 50, b"2147483648", b"../../x", CANARY.encode(),
)  # fmt: skip
_VALUE = re.compile(rb'"[^"<>]{0,40}"|(?<=>)[^<>]{1,40}(?=<)')
_TAG = re.compile(rb"<[^<>]{1,200}>")


@functools.cache
def honest_returns() -> tuple[bytes, ...]:
    """Return the files that mutants are made from: a form and keyed returns, in every format that is read."""
    form = FilledReturn(
        supplier_ref="S-01",
        contract_ref="C-1",
        period=Period(dt.date(2025, 4, 1), dt.date(2026, 3, 31)),
        lines=tuple(FilledLine(pledge_ref=f"P-{number}", quantity=number, evidence_ref="list") for number in range(4)),
        submitted_on=dt.date(2026, 4, 1),
    )
    return (write_return(form), book(), csv_text().encode(), keyed_xls(), ods())


def mutants(count: int, *, seed: int = 0) -> Iterator[bytes]:
    """Yield so many mutants, the same ones for the same seed."""
    for number in range(count):
        generator = random.Random(f"{seed}/{number}")  # noqa: S311 - the same files every time, no secrets
        content = honest_returns()[number % len(honest_returns())]
        for _ in range(generator.choice((1, 1, 1, 2, 5))):
            change = generator.choice(_OF_ZIPS if content.startswith(b"PK\3\4") else _OF_BYTES)
            content = change(content, generator)
        yield content


def _flip(content: bytes, generator: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(generator.choice((1, 1, 4, 32)) if changed else 0):
        changed[generator.randrange(len(changed))] ^= 1 << generator.randrange(8)
    return bytes(changed)


def _cut(content: bytes, generator: random.Random) -> bytes:
    return content[: generator.randrange(len(content) + 1)]


def _leave_out(content: bytes, generator: random.Random) -> bytes:
    start = generator.randrange(len(content) + 1)
    return content[:start] + content[start + generator.choice((1, 4, 16, 512)) :]


def _repeat(content: bytes, generator: random.Random) -> bytes:
    start, size = generator.randrange(len(content) + 1), generator.choice((1, 4, 64, 512))
    return content[: start + size] + content[start:]


def _overwrite(content: bytes, generator: random.Random) -> bytes:
    start, token = generator.randrange(len(content) + 1), generator.choice(_TOKENS)
    return content[:start] + token + content[start + len(token) :]


def _in_a_part(change: Callable[[bytes, random.Random], bytes]) -> Callable[[bytes, random.Random], bytes]:
    """Return what changes one part of a zip and packs it again, checksums and all."""

    def changed(content: bytes, generator: random.Random) -> bytes:
        found = _unzipped(content)
        if not found:
            return content
        name = generator.choice(sorted(found))
        return zipped({**found, name: change(found[name], generator)})

    return changed


def _unzipped(content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except Exception:  # noqa: BLE001 - an earlier change broke it already
        return {}


def _swap(content: bytes, generator: random.Random) -> bytes:
    found = _unzipped(content)
    names = sorted(found)
    generator.shuffle(names)
    return (
        zipped(found | dict(zip(names[:2], [found[name] for name in names[1::-1]], strict=True))) if found else content
    )


def _drop(content: bytes, generator: random.Random) -> bytes:
    found = _unzipped(content)
    gone = generator.choice(sorted(found)) if found else ""
    return zipped({name: part for name, part in found.items() if name != gone}) if found else content


def _another_value(part: bytes, generator: random.Random) -> bytes:
    places = [found.span() for found in _VALUE.finditer(part)]
    if not places:
        return part
    start, end = generator.choice(places)
    quote = b'"' if part[start : start + 1] == b'"' else b""
    return part[:start] + quote + generator.choice(_TOKENS) + quote + part[end:]


def _another_tag(part: bytes, generator: random.Random) -> bytes:
    tags = [found.span() for found in _TAG.finditer(part)]
    if not tags:
        return part
    (start, end), (other, behind) = generator.choice(tags), generator.choice(tags)
    return part[:start] + generator.choice((b"", part[start:end] * 2, part[other:behind])) + part[end:]


_OF_BYTES = (_flip, _cut, _leave_out, _repeat, _overwrite)
_OF_ZIPS = (
    *_OF_BYTES, _swap, _drop, _in_a_part(_flip), _in_a_part(_cut), _in_a_part(_overwrite), _in_a_part(_another_value),
    _in_a_part(_another_value), _in_a_part(_another_tag), _in_a_part(_another_tag),
)  # fmt: skip
