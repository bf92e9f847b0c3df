"""Where the visible text of a page stands in its source.

The parser does not say; so the text nodes of its tree are laid beside the character data of
the source, without white space. Order of the steps:
1. markup is cut from the source: what remains is its character data, references decoded, each
   character with its span;
2. the text nodes of the tree, hidden ones too, follow each other in the data. A node that does
   not stand where the last one ended is looked for further on, with as much of what follows
   as tells it from another, as after a `template`; else the place of its characters is not
   known;
3. the characters of shown nodes are those of the visible text.
"""

from __future__ import annotations

import html
import re
from array import array
from collections.abc import Iterable, Iterator

from normalizer.formats.source_map import SourceMap

# Fewer characters may stand elsewhere by chance.
_TELLING = 12

_MARKUP = re.compile(
    r"""<!--(?:-?>|.*?(?:--!?>|\Z))"""
    r"""|<[a-zA-Z][^\s/>]*+(?:=\s*+(?:"[^"]*+"|'[^']*+')|[^>])*+>"""
    r"""|</[a-zA-Z][^>]*+>"""
    r"""|<[!?/][^>]*+>""",
    re.DOTALL,
)
_NAME = re.compile(r"<([a-zA-Z][^\s/>]*)")
# In these nothing but their own end is markup; in the second kind references count.
_RAW = frozenset(["script", "style", "xmp", "iframe", "noembed", "noframes"])
_ESCAPABLE = frozenset(("title", "textarea"))
_REFERENCE = re.compile(r"&(?:#(?:[xX][0-9a-fA-F]+|[0-9]+)|[a-zA-Z][a-zA-Z0-9]*);?")


def source_map(markup: str, nodes: Iterable[tuple[str, bool]], text: str) -> SourceMap | None:
    """Return where each character of a page's visible text stands in its markup.

    `nodes` are (content, whether it is shown) of each text node, in the order of the tree.
    None when they do not make up the text.
    """
    data = _Data(markup)
    bare = [(_bare(content), is_shown) for content, is_shown in nodes]
    if "".join(content for content, is_shown in bare if is_shown) != _bare(text):
        return None
    whole = "".join(content for content, _ in bare)
    places: list[int] = []
    at = 0
    for content, is_shown in bare:
        place = data.place(content, whole[at : at + max(len(content), _TELLING)])
        at += len(content)
        if is_shown:
            places += range(place, place + len(content)) if place >= 0 else [-1] * len(content)
    return _mapped(markup, text, data, places)


def _mapped(markup: str, text: str, data: _Data, places: list[int]) -> SourceMap:
    starts, ends = array("q"), array("q")
    rest = iter(places)
    for character in text:
        place = -1 if character.isspace() else next(rest)
        starts.append(data.starts[place] if place >= 0 else -1)
        ends.append(data.ends[place] if place >= 0 else -1)
    return SourceMap(markup, starts, ends)


def _bare(content: str) -> str:
    return "".join(content.split())


class _Data:
    """The character data of a source without white space, and how far it is taken."""

    def __init__(self, markup: str) -> None:
        self.starts, self.ends = array("q"), array("q")
        characters: list[str] = []
        for character, start, end in _characters(markup):
            if not character.isspace():
                characters.append(character)
                self.starts.append(start)
                self.ends.append(end)
        self._text = "".join(characters)
        self._taken = 0

    def place(self, bare: str, telling: str) -> int:
        """Return where the next node's characters begin, -1 when that is not known.

        `telling` is the node with as much of what follows as tells it from another.
        """
        if self._text.startswith(bare, self._taken):
            at = self._taken
        else:
            at = self._text.find(telling, self._taken) if len(telling) >= _TELLING else -1
        if at >= 0:
            self._taken = at + len(bare)
        return at


def _characters(markup: str) -> Iterator[tuple[str, int, int]]:
    for start, end, escapes in _stretches(markup):
        at = start
        for found in _REFERENCE.finditer(markup, start, end) if escapes else ():
            yield from _plain(markup, at, found.start())
            for character in html.unescape(found[0]):
                yield character, found.start(), found.end()
            at = found.end()
        yield from _plain(markup, at, end)


def _plain(markup: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    for place in range(start, end):
        yield markup[place], place, place + 1


def _stretches(markup: str) -> Iterator[tuple[int, int, bool]]:
    """Yield (start, end, whether references count) of what stands between the markup."""
    at = 0
    while (found := _MARKUP.search(markup, at)) is not None:
        yield at, found.start(), True
        at = found.end()
        name = _NAME.match(found[0])
        tag = name[1].lower() if name else ""
        if tag in _RAW or tag in _ESCAPABLE:
            close = re.compile(rf"</{tag}(?=[\s/>])", re.IGNORECASE).search(markup, at)
            stop = close.start() if close else len(markup)
            yield at, stop, tag in _ESCAPABLE
            at = stop
    yield at, len(markup), True
