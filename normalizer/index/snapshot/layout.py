"""The layout of an index file: a header that proves itself, then sections of flat arrays.

    magic (8 bytes) · format (u32) · length of the header's text (u32) · its CRC-32 (u32)
    header: JSON, with the revision, the state of the engine, and the table of sections
    zeros up to `FIRST_OFFSET`
    sections, each at a multiple of `ALIGNMENT`, little-endian, with its own CRC-32

The header says how long the file is, so that a truncated one is known without reading it.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

MAGIC = b"NAMENIDX"
FORMAT = 5
FIRST_OFFSET = 16_384
ALIGNMENT = 64
MOST_BYTES = 2**32 - 1
"""A heap is addressed by unsigned 32-bit numbers."""
_FIXED = struct.Struct("<8sIII")
ITEM_SIZES = {"B": 1, "H": 2, "I": 4}


@dataclass(frozen=True, slots=True)
class Section:
    """Where an array lies, of which items (`B` bytes, `H` u16, `I` u32), and its checksum."""

    code: str
    offset: int
    items: int
    crc: int

    @property
    def size(self) -> int:
        """Return how many bytes the section takes."""
        return self.items * ITEM_SIZES[self.code]


@dataclass(frozen=True, slots=True)
class Header:
    """What an index file says of itself.

    `state` is a digest of the engine and its linguistic tables; `facts` are counts for people
    to read.
    """

    revision: str
    engine: str
    state: str
    size: int
    facts: Mapping[str, int]
    sections: Mapping[str, Section]


class LayoutError(ValueError):
    """A header that cannot be read; the message is the reason."""


def packed(header: Header) -> bytes:
    """Return a header as the first `FIRST_OFFSET` bytes of a file."""
    text = json.dumps(asdict(header), sort_keys=True, separators=(",", ":")).encode()
    fixed = _FIXED.pack(MAGIC, FORMAT, len(text), zlib.crc32(text))
    if len(fixed) + len(text) > FIRST_OFFSET:
        raise LayoutError("the header is too long")
    return (fixed + text).ljust(FIRST_OFFSET, b"\0")


def unpacked(start: bytes) -> Header:
    """Return the header that the first bytes of a file hold; raise LayoutError with the reason."""
    if len(start) < _FIXED.size or start[: len(MAGIC)] != MAGIC:
        raise LayoutError("is not an index file")
    _, form, length, crc = _FIXED.unpack_from(start)
    if form != FORMAT:
        raise LayoutError(f"has format {form}, this engine reads format {FORMAT}: build it again")
    text = start[_FIXED.size : _FIXED.size + length]
    padding = start[_FIXED.size + length : FIRST_OFFSET]
    if len(start) < FIRST_OFFSET or zlib.crc32(text) != crc or any(padding):
        raise LayoutError("has a damaged header")
    return _header(json.loads(text))


def _header(fields: dict[str, Any]) -> Header:
    """Return the header of fields that carry a right checksum, so that we have written them."""
    sections = {name: Section(**each) for name, each in fields.pop("sections").items()}
    return Header(sections=sections, **fields)
