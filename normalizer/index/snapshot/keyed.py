"""Lists under keys of which only checksums are kept, 64 bits of them.

A key is a string that nobody asks back for, so it need not stand in the file. Its CRC-32 says in
which bucket it is, and the CRC-32 of its reversed bytes, its *print*, which key of the bucket it
is. What two strings of one length differ by would have to be divided by both polynomials for them
to agree in both; strings of up to eight bytes never do, of longer ones one in billions of billions.
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Sequence
from itertools import pairwise

from normalizer.index.snapshot.dictionary import NONE
from normalizer.index.snapshot.lists import Lists, add_lists, grouped
from normalizer.index.snapshot.mapped import MappedFile
from normalizer.index.snapshot.writer import SectionWriter

_PER_BUCKET = 3


def checks_of(key: str) -> tuple[int, int]:
    """Return the two checksums that stand for a key."""
    coded = key.encode()
    return zlib.crc32(coded), zlib.crc32(coded[::-1])


class KeyedMembers:
    """The members of lists under keys, as they are met; members in rising order."""

    def __init__(self) -> None:
        self._checks, self._prints, self._members = array("I"), array("I"), array("I")

    def add(self, key: str, member: int) -> None:
        """Note a member of the list of a key."""
        check, mark = checks_of(key)
        self._checks.append(check)
        self._prints.append(mark)
        self._members.append(member)

    def write(self, writer: SectionWriter, name: str) -> None:
        """Write the lists, in the order of buckets and prints."""
        buckets = 1 << max(0, (len(self._checks) // _PER_BUCKET).bit_length() - 1)
        owners = array("I", (check & (buckets - 1) for check in self._checks))
        bounds, order = grouped(owners, range(len(owners)), buckets)
        firsts, prints = array("I", [0]), array("I")
        starts, members = array("I"), array("I")
        for start, end in pairwise(bounds):
            for mark, listed in self._listed(order[start:end]):
                prints.append(mark)
                starts.append(len(members))
                members.extend(listed)
            firsts.append(len(prints))
        starts.append(len(members))
        writer.add(f"{name}.buckets", firsts)
        writer.add(f"{name}.prints", prints)
        add_lists(writer, f"{name}.lists", starts, members)

    def _listed(self, bucket: Sequence[int]) -> list[tuple[int, list[int]]]:
        """Return the print of each key of a bucket, in order, with its members, each once."""
        found: dict[int, dict[int, None]] = {}
        for at in bucket:
            found.setdefault(self._prints[at], {})[self._members[at]] = None
        return sorted((mark, list(members)) for mark, members in found.items())


class KeyedLists:
    """Lists by key."""

    def __init__(self, file: MappedFile, name: str) -> None:
        self._buckets = file.numbers(f"{name}.buckets")
        self._prints = file.numbers(f"{name}.prints")
        self._lists = Lists(file, f"{name}.lists")

    def __getitem__(self, key: str) -> Sequence[int]:
        number = self._find(key)
        return () if number == NONE else self._lists[number]

    def _find(self, key: str) -> int:
        check, mark = checks_of(key)
        bucket = check & (len(self._buckets) - 2)
        for number in range(self._buckets[bucket], self._buckets[bucket + 1]):
            if self._prints[number] == mark:
                return number
        return NONE
