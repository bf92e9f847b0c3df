"""Token paths: a trie over the tokens of all aliases, for reading documents left to right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from normalizer.index.protocol import Entry


class Path:
    """A node of the trie: the next tokens, and the entries that end here."""

    __slots__ = ("_ending", "_next")

    def __init__(self) -> None:
        self._next: dict[str, Path] = {}
        self._ending: list[Entry] = []

    def step(self, token: str) -> Path | None:
        """Return the node after one more token, None where no alias goes on so."""
        return self._next.get(token)

    def entries(self) -> Sequence[Entry]:
        """Return the entries whose last token this is."""
        return self._ending

    def add(self, tokens: Sequence[str], entry: Entry) -> None:
        """Lay the path of one entry."""
        node = self
        for token in tokens:
            node = node._next.setdefault(token, Path())
        node._ending.append(entry)


def lay_paths(entries: Iterable[Entry], folds: Mapping[str, str]) -> Path:
    """Return the trie of all entries with a token, each under its normal and its folded tokens.

    A name in a script without case gets no folded path: its romanisation is too rough, and
    without capitals of its own it would meet common words.
    """
    root = Path()
    for entry in entries:
        if not entry.tokens:
            continue
        root.add(entry.tokens, entry)
        folded = tuple([folds[token] for token in entry.tokens])
        if folded != entry.tokens and all(folded) and _has_case(entry.alias.text):
            root.add(folded, entry)
    return root


def _has_case(text: str) -> bool:
    return text.lower() != text.upper()
