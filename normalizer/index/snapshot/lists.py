"""Lists of numbers under numbers, as two flat arrays: where each list starts, and all members."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate

from normalizer.index.snapshot.mapped import MappedFile
from normalizer.index.snapshot.writer import Items, SectionWriter
from normalizer.native.kernel import native


def add_lists(writer: SectionWriter, name: str, starts: Items, members: Items) -> None:
    """Write lists that `grouped` has laid out."""
    writer.add(f"{name}.starts", starts)
    writer.add(f"{name}.members", members)


def grouped(
    owners: Sequence[int], members: Iterable[int], lists: int
) -> tuple[array[int], array[int]]:
    """Return lists in which `members[i]` is in the list `owners[i]`, each in the given order."""
    if native is not None:
        starts, found = native.grouped(_u32(owners), _u32(members), lists)
        return array("I", starts), array("I", found)
    return grouped_in_python(owners, members, lists)


def grouped_in_python(
    owners: Sequence[int], members: Iterable[int], lists: int
) -> tuple[array[int], array[int]]:
    """Return what `grouped` does; the kernel's oracle."""
    counts = array("I", bytes(4 * (lists + 1)))
    for owner in owners:
        counts[owner + 1] += 1
    starts = array("I", accumulate(counts))
    at = array("I", starts)
    found = array("I", bytes(4 * len(owners)))
    for owner, member in zip(owners, members, strict=True):
        found[at[owner]] = member
        at[owner] += 1
    return starts, found


class Lists:
    """Lists of numbers by number."""

    def __init__(self, file: MappedFile, name: str) -> None:
        self._starts = file.numbers(f"{name}.starts")
        self._members = file.numbers(f"{name}.members")

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, number: int) -> memoryview[int]:
        return self._members[self._starts[number] : self._starts[number + 1]]

    def size(self, number: int) -> int:
        """Return how many members a list has."""
        return self._starts[number + 1] - self._starts[number]


def _u32(numbers: Iterable[int]) -> array[int]:
    return numbers if isinstance(numbers, array) else array("I", numbers)
