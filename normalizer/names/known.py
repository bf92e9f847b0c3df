"""Names that people are known to bear, and which of them are variants of one name.

Two hundred thousand names of `data/names/known_names.tsv`, looked up in the file's bytes: a dict of
them would cost more time and memory than most callers need.
"""

from __future__ import annotations

from functools import cache, lru_cache

from normalizer import tables

_TABLE = "names/known_names.tsv"
_HEAD = b"name\tgroups\n"
_END = b"\n"


def is_known_name(folded: str) -> bool:
    """Return whether a folded token of plain letters is a given or family name on record.

    >>> is_known_name("rasputin"), is_known_name("navalnov")
    (True, False)
    """
    return _groups(folded) is not None


def are_variants(left: str, right: str) -> bool:
    """Return whether two folded tokens are on record as variants of one name; symmetric.

    >>> are_variants("lukaschenko", "lukashenka"), are_variants("lukashevich", "lukashenko")
    (True, False)
    """
    ours, theirs = _groups(left) or frozenset(), _groups(right) or frozenset()
    return not ours.isdisjoint(theirs)


@lru_cache(maxsize=32_768)
def _groups(folded: str) -> frozenset[bytes] | None:
    """Return the groups of a name, None for a token that is not on record."""
    if not (folded.isascii() and folded.isalpha()):
        return None
    content, wanted = _content(), folded.encode()
    low, high = 0, len(content)
    while low < high:
        start = content.rfind(_END, 0, (low + high) // 2) + 1
        stop = content.find(_END, start)
        name, _, groups = content[start:stop].partition(b"\t")
        if name == wanted:
            return frozenset(groups.split())
        if name < wanted:
            low = stop + 1
        else:
            high = start
    return None


@cache
def _content() -> bytes:
    """Return the rows of the table; raise TableError where they do not follow its columns."""
    head, columns, body = tables.content(_TABLE).partition(_HEAD)
    if not columns:
        raise tables.fault(_TABLE, head.count(_END) + 1, "columns must be name, groups")
    return body
