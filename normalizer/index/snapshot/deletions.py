"""Folded forms by the buckets of their rests (`index/spelling.py`).

A form is listed in one bucket for each rest; buckets mix rests, so what a bucket holds is
compared letter by letter.
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Sequence

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


def listed(
    forms: Sequence[str], numbers: Sequence[int], buckets: int
) -> tuple[array[int], array[int]]:
    """Return the bucket and the number of each listing of forms, in order of the forms."""
    owners, members = array("I"), array("I")
    for form, number in zip(forms, numbers, strict=True):
        found = _listings(form, buckets)
        owners.extend(found)
        members.extend([number] * len(found))
    return owners, members


def _listings(form: str, buckets: int) -> array[int]:
    if native is not None:
        return array("I", native.listings(form, buckets))
    return array("I", sorted(buckets_of(form, buckets - 1)))
