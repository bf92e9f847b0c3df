"""Distinct strings as three flat arrays: sorted in one heap, where each starts, a hash table.

A string's number is its place in sorted order. The table is open: slot `crc32 & mask` and the
ones after it hold numbers plus one, 0 ends the search; a third of the slots or more are free. The
bits of a slot above the mask are those of the checksum, so that a string is seldom read in vain.
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Callable, Sequence

from normalizer.index.snapshot.mapped import MappedFile
from normalizer.index.snapshot.writer import SectionWriter
from normalizer.native.kernel import native

NONE = 0xFFFFFFFF
"""No number."""


def add_dictionary(writer: SectionWriter, name: str, strings: Sequence[str]) -> None:
    """Write a dictionary of distinct strings in sorted order."""
    coded = [string.encode() for string in strings]
    add_heap(writer, name, coded)
    writer.add(f"{name}.slots", slots_of([zlib.crc32(each) for each in coded]))


def add_heap(writer: SectionWriter, name: str, coded: Sequence[bytes]) -> None:
    """Write strings of bytes, one after the other, and where each starts and the last ends."""
    starts = array("I", [0])
    at = 0
    for each in coded:
        at += len(each)
        starts.append(at)
    writer.add(f"{name}.starts", starts)
    writer.add(f"{name}.heap", b"".join(coded))


def slots_of(hashes: Sequence[int]) -> array[int]:
    """Return the hash table of things numbered from 0, by the hash of each."""
    size = 1 << max(1, (3 * len(hashes) // 2).bit_length())
    if native is not None:
        return array("I", native.slots(array("I", hashes), size))
    return slots_in_python(hashes, size)


def slots_in_python(hashes: Sequence[int], size: int) -> array[int]:
    """Return what `slots_of` does; the kernel's oracle. `size` is a power of two."""
    slots = array("I", bytes(4 * size))
    for number, each in enumerate(hashes, 1):
        slot = each & (size - 1)
        while slots[slot]:
            slot = (slot + 1) & (size - 1)
        slots[slot] = each & ~(size - 1) | number
    return slots


class Heap:
    """Strings of bytes by number."""

    def __init__(self, file: MappedFile, name: str) -> None:
        self._starts, self._heap = file.numbers(f"{name}.starts"), file.bytes_of(f"{name}.heap")

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, number: int) -> bytes:
        return bytes(self._heap[self._starts[number] : self._starts[number + 1]])

    def letter(self, number: int, at: int) -> int:
        """Return the byte of a string at a place that it has."""
        return self._heap[self._starts[number] + at]


class Dictionary(Heap):
    """Distinct strings by number, and numbers by string."""

    def __init__(
        self, file: MappedFile, name: str, finder: Callable[[str], int] | None = None
    ) -> None:
        """Open a dictionary; `finder` finds a string as `find` does, but faster."""
        super().__init__(file, name)
        self._finder = finder
        self._slots = file.numbers(f"{name}.slots")

    def find(self, string: str) -> int:
        """Return the number of a string, `NONE` when it is not here."""
        if self._finder is not None:
            return self._finder(string)
        coded = string.encode()
        mask = len(self._slots) - 1
        check = zlib.crc32(coded)
        slot = check & mask
        while number := self._slots[slot] & mask:
            if (self._slots[slot] ^ check) <= mask and self[number - 1] == coded:
                return number - 1
            slot = (slot + 1) & mask
        return NONE

    def string(self, number: int) -> str:
        """Return the string of a number."""
        return self[number].decode()
