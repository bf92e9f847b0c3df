"""Token paths in an index file: the normal and folded forms of all entries, in sorted order.

A path is an entry's number doubled, and one more for its folded form; which words it has stands
with the entry's tokens. A walk is a run of paths that begin with the same words, and a step
narrows it by halving.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from normalizer.index.protocol import Entry
from normalizer.index.snapshot.dictionary import NONE, Dictionary
from normalizer.index.snapshot.gathering import Gathered
from normalizer.index.snapshot.lists import Lists, add_lists, grouped
from normalizer.index.snapshot.mapped import MappedFile
from normalizer.index.snapshot.writer import SectionWriter


def add_paths(
    writer: SectionWriter, found: Gathered, folds: Sequence[int], has_empty: bool
) -> None:
    """Write the paths of all entries, by their first word.

    A name in a script without case gets no folded path (see `index/paths.py`); nor does one of
    which a word folds to nothing, which is the word 0 where there is such a word.
    """
    starts, tokens = found.token_starts, found.tokens
    heads, paths = array("I"), array("I")
    for entry in range(found.entries):
        own = tokens[starts[entry] : starts[entry + 1]]
        if not own:
            continue
        heads.append(own[0])
        paths.append(entry * 2)
        folded = array("I", map(folds.__getitem__, own))
        if found.cased[entry] and folded != own and not (has_empty and 0 in folded):
            heads.append(folded[0])
            paths.append(entry * 2 + 1)
    first, members = grouped(heads, paths, len(folds))

    def sort_key(path: int) -> tuple[list[int], int]:
        own = tokens[starts[path >> 1] : starts[(path >> 1) + 1]]
        return [folds[word] for word in own] if path & 1 else list(own), path

    for start, end in pairwise(first):
        if end - start > 1:
            members[start:end] = array("I", sorted(members[start:end], key=sort_key))
    add_lists(writer, "paths", first, members)


class Paths:
    """The token paths of an index file."""

    def __init__(
        self, file: MappedFile, words: Dictionary, entry_at: Callable[[int], Entry]
    ) -> None:
        self._words, self.entry_at = words, entry_at
        self._by_head = file.numbers("paths.starts")
        self._paths = file.numbers("paths.members")
        self._tokens, self._folds = Lists(file, "tokens"), file.numbers("word.folds")

    def start(self) -> Run:
        """Return the walk before any step."""
        return Run(self, 0, len(self._paths), 0)

    def narrowed(self, run: Run, token: str) -> Run | None:
        """Return the paths of a run that go on with a token, None for none."""
        word = self._words.find(token)
        if word == NONE:
            return None
        start, end = run.start, run.end
        if run.depth == 0:
            start, end = self._by_head[word], self._by_head[word + 1]
        else:
            key = self._word_at(run.depth)
            start = bisect_left(self._paths, word, start, end, key=key)
            end = bisect_right(self._paths, word, start, end, key=key)
        return Run(self, start, end, run.depth + 1) if start < end else None

    def ending(self, run: Run) -> list[int]:
        """Return the entries of the paths that end with a run, each once, in order."""
        found: list[int] = []
        for path in self._paths[run.start : run.end]:
            if len(self._tokens[path >> 1]) > run.depth:
                break  # longer paths come after the ones that end here
            found.append(path >> 1)
        return sorted(set(found))

    def entries_in(self, run: Run) -> Iterator[int]:
        """Yield the entry of every path of a run, whether it ends there or goes on."""
        return (path >> 1 for path in self._paths[run.start : run.end])

    def _word_at(self, depth: int) -> Callable[[int], int]:
        """Return the function that tells which word a path has at a depth, -1 for none."""

        def word_at(path: int) -> int:
            own = self._tokens[path >> 1]
            if len(own) <= depth:
                return -1
            return self._folds[own[depth]] if path & 1 else own[depth]

        return word_at


class Run:
    """A `Walk` along the paths of an index file: those from `start` to `end` agree so far."""

    __slots__ = ("_ending", "_paths", "depth", "end", "start")

    def __init__(self, paths: Paths, start: int, end: int, depth: int) -> None:
        self._paths, self.start, self.end, self.depth = paths, start, end, depth
        self._ending: list[int] | None = None

    def step(self, token: str) -> Run | None:
        """Return the walk after one more token, None where no alias goes on so."""
        return self._paths.narrowed(self, token)

    def entries(self) -> list[Entry]:
        """Return the entries whose last token this is."""
        return [self._paths.entry_at(position) for position in self.ending()]

    def positions(self) -> Iterator[int]:
        """Yield the position of every entry that lies on this way or ends here."""
        return self._paths.entries_in(self)

    def ending(self) -> list[int]:
        """Return the positions of the entries whose last token this is."""
        if self._ending is None:  # documents walk the same beginnings again and again
            self._ending = self._paths.ending(self) if self.depth else []
        return self._ending
