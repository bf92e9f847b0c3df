"""Folded forms by the buckets of their rests (`index/spelling.py`).

A form is listed once for each rest, in the bucket that the lower bits of the rest's CRC-32 say. A
bucket mixes rests; what the number of a form leaves of a listing are the upper bits of that
checksum, so that hardly a form is read which has not the rest. Those that are read are compared
letter by letter.
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Sequence

from normalizer.index.snapshot.lists import Lists, grouped
from normalizer.index.snapshot.mapped import MappedFile
from normalizer.index.snapshot.writer import Items
from normalizer.index.spelling import END, rests
from normalizer.native.kernel import native

_PER_BUCKET = 32
"""At most so many listings come to a bucket on average, which one or two reads of memory bring."""
_RESTS_OF_SHORT, _RESTS_OF_LONG = 25, 56


def checks_of(folded: str) -> set[int]:
    """Return the checksums of the rests of a folded form."""
    return {zlib.crc32(rest.encode()) for rest in rests(folded)}


def number_bits(words: int, buckets: int) -> int:
    """Return the mask of what is a form's number in a listing, where there are so many words."""
    return (1 << (words | (buckets - 1)).bit_length()) - 1


def bucket_count(forms: Sequence[str]) -> int:
    """Return how many buckets there are for these forms, a power of two."""
    listings = sum(_RESTS_OF_LONG if len(form) > END else _RESTS_OF_SHORT for form in forms)
    return 1 << max(4, (listings // _PER_BUCKET).bit_length())


def listed(
    forms: Sequence[str], numbers: Sequence[int], buckets: int, low: int
) -> tuple[Items, Items]:
    """Return lists of the numbers of forms by bucket, each in order of the forms.

    `low` is the mask of the numbers. A NUL parts forms on their way to the kernel, which takes none
    that have one.
    """
    if native is None or any("\0" in form for form in forms):
        return listed_in_python(forms, numbers, buckets, low)
    joined = b"".join(form.encode() + b"\0" for form in forms)
    starts, members = native.all_listings(joined, array("I", numbers), buckets, low)
    return memoryview(starts).cast("I"), memoryview(members).cast("I")


def listed_in_python(
    forms: Sequence[str], numbers: Sequence[int], buckets: int, low: int
) -> tuple[array[int], array[int]]:
    """Return what `listed` does; the kernel's oracle."""
    owners, members = array("I"), array("I")
    for form, number in zip(forms, numbers, strict=True):
        for check in sorted(checks_of(form)):
            owners.append(check & (buckets - 1))
            members.append(check & ~low | number & low)
    return grouped(owners, members, buckets)


class Deletions:
    """The folded forms of an index file by their rests."""

    def __init__(self, file: MappedFile, words: int) -> None:
        """Open the listings; `words` is how many words there are."""
        self._lists = Lists(file, "deletions")
        self._low = number_bits(words, len(self._lists))

    def sharing_a_rest(self, folded: str) -> set[int]:
        """Return the numbers of the forms that seem to share a rest with one."""
        found: set[int] = set()
        for check in checks_of(folded):
            bucket = self._lists[check & (len(self._lists) - 1)]
            found.update(each & self._low for each in bucket if (each ^ check) <= self._low)
        return found
