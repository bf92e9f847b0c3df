"""The words of a sorted list that begin alike."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import Protocol, TypeVar

Text = TypeVar("Text", str, bytes, covariant=True)


class Sorted(Protocol[Text]):
    """Words in the order of their UTF-8 bytes."""

    def __len__(self) -> int: ...

    def __getitem__(self, place: int, /) -> Text: ...


def beginning(words: Sorted[str] | Sorted[bytes], prefix: str) -> Iterator[bytes]:
    """Yield the words that begin with a prefix, as UTF-8, in order; all of them for `""`.

    >>> [word.decode() for word in beginning(["lida", "minsk", "mir"], "mi")]
    ['minsk', 'mir']
    """
    coded = prefix.encode()
    place = bisect_left(words, coded, key=_coded)
    while place < len(words) and _coded(words[place]).startswith(coded):
        yield _coded(words[place])
        place += 1


def _coded(word: str | bytes) -> bytes:
    return word.encode() if isinstance(word, str) else word
