"""Folded forms by the buckets of their rests (`index/spelling.py`).

A form is listed in one bucket for each rest; buckets mix rests, so what a bucket holds is
compared letter by letter.
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Sequence

from normalizer.index.snapshot.lists import grouped
from normalizer.index.snapshot.writer import Items
from normalizer.index.spelling import END, rests
from normalizer.native.kernel import native

_PER_BUCKET = 4
"""At most so many listings come to a bucket on average: a start is as dear as a listing."""
_RESTS_OF_SHORT, _RESTS_OF_LONG = 25, 56


def buckets_of(folded: str, mask: int) -> set[int]:
    """Return the buckets in which a folded form is listed, or looked for."""
    return {zlib.crc32(rest.encode()) & mask for rest in rests(folded)}


def bucket_count(forms: Sequence[str]) -> int:
    """Return how many buckets there are for these forms, a power of two."""
    listings = sum(_RESTS_OF_LONG if len(form) > END else _RESTS_OF_SHORT for form in forms)
    return 1 << max(4, (listings // _PER_BUCKET).bit_length())


def listed(forms: Sequence[str], numbers: Sequence[int], buckets: int) -> tuple[Items, Items]:
    """Return lists of the numbers of forms by bucket, each in order of the forms.

    A NUL parts forms on their way to the kernel, which takes none that have one.
    """
    if native is None or any("\0" in form for form in forms):
        return listed_in_python(forms, numbers, buckets)
    joined = b"".join(form.encode() + b"\0" for form in forms)
    starts, members = native.all_listings(joined, array("I", numbers), buckets)
    return memoryview(starts).cast("I"), memoryview(members).cast("I")


def listed_in_python(
    forms: Sequence[str], numbers: Sequence[int], buckets: int
) -> tuple[array[int], array[int]]:
    """Return what `listed` does; the kernel's oracle."""
    owners, members = array("I"), array("I")
    for form, number in zip(forms, numbers, strict=True):
        found = sorted(buckets_of(form, buckets - 1))
        owners.extend(found)
        members.extend([number] * len(found))
    return grouped(owners, members, buckets)
