"""Bags of letters: of each entry, which letters its folded form has, in 64 bits.

From the lowest bit: which of 26 classes of letters are there (code point modulo 26), which are
there twice or more, how long the outline is as it stands (7 bits, `index/outline.py`), and how much
longer than as one word (5 bits). The kernel tells from a bag how alike an entry can be to a name at
most, and reads the words of those alone that can be likely; no answer depends on it.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import pairwise

from normalizer.index.outline import MOST_WORDS, outline_of
from normalizer.index.snapshot.dictionary import NONE
from normalizer.native.kernel import native

_CLASSES = 26
_WHOLE_AT = 2 * _CLASSES
_SPACES_AT = _WHOLE_AT + 7
_HALF = 0xFFFFFFFF
_MOST_KEPT = 1_024


def bag_of(forms: Sequence[str]) -> int:
    """Return the bag of an entry from the folded forms of its words; of the first 32."""
    words = forms[:MOST_WORDS]
    once = twice = 0
    for letter in map(ord, "".join(words)):
        bit = 1 << letter % _CLASSES
        once, twice = once | bit, twice | once & bit
    if any(len(word) > _MOST_KEPT for word in words):  # longer than the kernel reads
        once = twice = (1 << _CLASSES) - 1
    whole, _, joined = map(len, outline_of(words))
    return once | twice << _CLASSES | whole << _WHOLE_AT | whole - joined << _SPACES_AT


def bags(
    words: Sequence[str], folds: array[int], token_starts: array[int], tokens: array[int]
) -> array[int]:
    """Return the bag of each entry, as its lower and its upper half."""
    if native is None:
        return bags_in_python(words, folds, token_starts, tokens)
    coded = [word.encode() for word in words]
    starts = array("I", [0])
    for each in coded:
        starts.append(starts[-1] + len(each))
    return array("I", native.bags(b"".join(coded), starts, folds, token_starts, tokens))


def bags_in_python(
    words: Sequence[str], folds: array[int], token_starts: array[int], tokens: array[int]
) -> array[int]:
    """Return what `bags` does; the kernel's oracle."""
    found = array("I")
    for start, end in pairwise(token_starts):
        forms = [folds[token] for token in tokens[start:end]]
        bag = bag_of([words[form] for form in forms if form != NONE])
        found.extend((bag & _HALF, bag >> 32))
    return found
