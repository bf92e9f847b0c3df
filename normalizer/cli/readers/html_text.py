"""HTML to the text that a reader of the page sees; offsets of annotations are on this text.

Entities are decoded, markup is dropped, and so is what is not shown (scripts, styles,
templates, comments, the head, elements with the attribute `hidden`). White space runs to one
space, blocks are parted by one line break, paragraphs and headings by two; `pre` is kept.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from normalizer.cli.readers.files import decode, without_mark
from normalizer.cli.readers.html_source import source_map
from normalizer.formats.source_map import SourceMap


def _tags(names: str) -> frozenset[str]:
    return frozenset(names.split())


_SILENT = _tags(
    "script style template noscript head iframe object svg math canvas audio video select textarea"
)
_PARAGRAPHS = _tags(
    "p h1 h2 h3 h4 h5 h6 article section blockquote pre ul ol dl table figure header footer "
    "main aside nav hr form fieldset"
)
_LINES = _tags("div li dt dd tr br figcaption address details summary caption legend option")
_CELLS = _tags("td th")

_SPACES = re.compile(r"[ \t\n\r\f]+")
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)
# Where the HTML standard has user agents look for the declaration.
_PRESCANNED_BYTES = 1024


class PageText(NamedTuple):
    """The visible text of a page, its language (`""` when not declared), and its source.

    `source` is None unless it was asked for and could be found.
    """

    text: str
    lang: str
    source: SourceMap | None = None


def html_text(data: bytes, path: str, *, with_source: bool = False) -> PageText:
    """Return the visible text of a page; raise InputError.

    The encoding is UTF-8 unless a `meta` element names another.
    """
    markup = _decode(data, path)
    tree = LexborHTMLParser(markup)
    html, body = tree.css_first("html"), tree.body
    lang = (html.attributes.get("lang") or "").strip() if html is not None else ""
    text = _visible(body) if body is not None else ""
    if not with_source or html is None:
        return PageText(text, lang)
    return PageText(text, lang, source_map(markup, _text_nodes(html), text))


def _decode(data: bytes, path: str) -> str:
    declared = _CHARSET.search(data[:_PRESCANNED_BYTES])
    if declared and without_mark(data) == data:
        try:
            codec = codecs.lookup(declared[1].decode("ascii"))
            if codec.name not in ("utf-8", "ascii") and codec._is_text_encoding:
                return codec.decode(data, "strict")[0]
        except (LookupError, UnicodeError):
            pass  # a wrong declaration: only UTF-8 remains to be tried
    return decode(data, path)


def _visible(body: LexborNode) -> str:
    text = _Text()
    for node, opens in _walk(body):
        tag = node.tag or ""
        if tag == "-text" and opens:
            content = node.text_content or ""
            text.add(content, keep=_inside_pre(node))
        elif tag in _PARAGRAPHS:
            text.end_line(blank_after=True)
        elif tag in _LINES:
            text.end_line()
        elif tag in _CELLS and not opens:
            text.add(" ")
    return text.finish()


def _text_nodes(html: LexborNode) -> Iterator[tuple[str, bool]]:
    """Yield (content, whether it is shown) of each text node of the page."""
    hidden = in_body = 0
    for node, opens in _walk(html, everything=True):
        if node.tag == "-text":
            if opens:
                yield node.text_content or "", not hidden and in_body > 0
            continue
        step = 1 if opens else -1
        hidden += step * (not _is_shown(node))
        in_body += step * (node.tag == "body")


def _walk(root: LexborNode, *, everything: bool = False) -> Iterator[tuple[LexborNode, bool]]:
    """Yield (node, True) on entering and (node, False) on leaving, in document order.

    What is not shown is not entered unless `everything` is. Iterative: pages nest deeper than
    Python's stack.
    """
    node: LexborNode | None = root
    while node is not None:
        yield node, True
        child = node.first_child if everything or _is_shown(node) else None
        if child is not None:
            node = child
            continue
        while node is not None and node.mem_id != root.mem_id:
            yield node, False
            if node.next is not None:
                node = node.next
                break
            node = node.parent
        else:
            return


def _is_shown(node: LexborNode) -> bool:
    if not node.is_element_node:
        return True
    return node.tag not in _SILENT and "hidden" not in node.attributes


def _inside_pre(node: LexborNode) -> bool:
    parent = node.parent
    while parent is not None and parent.tag not in ("pre", "body", None):
        parent = parent.parent
    return parent is not None and parent.tag == "pre"


class _Text:
    """The text so far, with at most one space or two line breaks between its pieces."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._gap = ""

    def add(self, content: str, *, keep: bool = False) -> None:
        """Add the content of a text node; `keep` leaves its white space alone."""
        collapsed = content if keep else _SPACES.sub(" ", content)
        if not keep and collapsed.startswith(" "):
            self._gap = self._gap or " "
            collapsed = collapsed[1:]
        if not collapsed:
            return
        trailing = not keep and collapsed.endswith(" ")
        if self._pieces:
            self._part()
        self._pieces.append(collapsed[:-1] if trailing else collapsed)
        self._gap = " " if trailing else ""

    def end_line(self, *, blank_after: bool = False) -> None:
        """Part what follows by a line break, or by an empty line."""
        self._gap = "\n\n" if blank_after or self._gap == "\n\n" else "\n"

    def _part(self) -> None:
        if self._gap.startswith("\n"):  # a `pre` may end with line breaks of its own
            self._pieces[-1] = self._pieces[-1].rstrip()
        self._pieces.append(self._gap)

    def finish(self) -> str:
        """Return the text, without white space at its ends."""
        return "".join(self._pieces).strip()
