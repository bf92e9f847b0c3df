"""The parts of the page around the texts: head, legend, list of documents, list of entities."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from normalizer.cli.writers.page_index import STYLES, Entry, PageIndex
from normalizer.cli.writers.page_text import escape
from normalizer.version import ENGINE_VERSION

TITLES = {
    "person": "People",
    "place": "Places",
    "organisation": "Organisations",
    "ambiguous": "Ambiguous",
    "nil": "Unknown",
}
_ENTRY_NOUNS = {
    "person": ("person", "people"),
    "place": ("place", "places"),
    "organisation": ("organisation", "organisations"),
    "ambiguous": ("name", "names"),
    "nil": ("name", "names"),
}
# More mentions of one spelling than this are folded away.
_LINKS_SHOWN = 9
# A longer list of documents starts folded.
_FILES_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Section:
    """What the list of documents says of one: its anchor, its name, its mentions."""

    anchor: str
    name: str
    mentions: int


def counted(number: int, one: str, many: str) -> str:
    """Return `1 mention` or `1,234 mentions`."""
    return f"{number:,} {one if number == 1 else many}"


def head(title: str) -> str:
    """Return the page up to its first visible element; nothing is loaded from outside."""
    style, script = _asset("page.css"), _asset("page.js")
    policy = f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="generator" content="namenorm {ENGINE_VERSION}">\n'
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        '<a class="skip" href="#documents">Skip to the documents</a>\n'
        '<a class="skip" href="#entities">Skip to the entities</a>\n'
    )


def foot() -> str:
    """Return the end of the page, with the tooltip and its script."""
    return (
        f'<footer class="wrap"><p>Made by namenorm {ENGINE_VERSION}. Point at a marked name, or'
        " reach it with the Tab key, to see what it was taken for and why.</p></footer>\n"
        '<div id="tip" class="tip" role="tooltip" hidden></div>\n'
        f"<script>{_asset('page.js')}</script>\n</body>\n</html>\n"
    )


def banner(title: str, summary: str) -> str:
    """Return the heading of the page; `summary` is HTML."""
    return (
        f'<header class="wrap top">\n<p class="brand">namenorm</p>\n<h1>{escape(title)}</h1>\n'
        f'<p class="sum">{summary}</p>\n</header>\n'
    )


def legend(index: PageIndex) -> str:
    """Return the tiles that explain the marks, count them and switch them on and off."""
    shown = [style for style in STYLES if style not in ("ambiguous", "nil") or index.group(style)]
    tiles = "".join(_tile(style, index) for style in shown)
    return (
        '<fieldset class="wrap legend"><legend class="visually-hidden">Show or hide mentions'
        f"</legend>\n{tiles}</fieldset>\n"
    )


def side(
    sections: Sequence[Section], index: PageIndex, descriptions: Mapping[str, str]
) -> Iterator[str]:
    """Yield the side column: the documents, then the entities by kind with links to mentions."""
    yield '<aside class="side" aria-label="Documents and entities">\n'
    if len(sections) > 1:
        yield _files(sections)
    yield '<div id="entities">\n<h2>Entities</h2>\n'
    for style, entries in index.groups():
        yield f'<section class="group {style}"><h3>{TITLES[style]}</h3>\n<ul>\n'
        for entry in entries:
            yield _unknown(entry) if style == "nil" else _entry(entry, descriptions)
        yield "</ul></section>\n"
    yield "</div>\n</aside>\n"


def _tile(style: str, index: PageIndex) -> str:
    one, many = _ENTRY_NOUNS[style]
    mentions = index.mentions(style)
    entries = counted(len(index.group(style)), one, many)
    noun = "mention" if mentions == 1 else "mentions"
    return (
        f'<label class="tile {style}"><span class="m {style}">{TITLES[style]}</span>'
        f'<input type="checkbox" id="show-{style}" checked>'
        f'<span class="number">{mentions:,}</span>'
        f'<span class="detail">{noun} of {entries}</span></label>\n'
    )


def _files(sections: Sequence[Section]) -> str:
    shared = len(_shared_folder([each.name for each in sections]))
    rows = "".join(
        f'<li><a href="#{each.anchor}">{escape(each.name[shared:])}</a>'
        f'<span class="times">{each.mentions}</span></li>\n'
        for each in sections
    )
    state = " open" if len(sections) <= _FILES_SHOWN else ""
    return (
        f'<nav class="files" aria-label="Documents"><details{state}>'
        f"<summary>{len(sections)} documents</summary>\n<ol>\n{rows}</ol></details></nav>\n"
    )


def _shared_folder(names: Sequence[str]) -> str:
    first, last = min(names), max(names)  # what these two share, all do
    shared = (place for place, (a, b) in enumerate(zip(first, last, strict=False)) if a != b)
    return first[: first.rfind("/", 0, next(shared, len(first))) + 1]


def _entry(entry: Entry, descriptions: Mapping[str, str]) -> str:
    identifier = entry.entity_ids[0] if len(entry.entity_ids) == 1 else ""
    about = descriptions.get(identifier, "")
    spellings = "".join(f"<li>{_links(*item)}</li>" for item in entry.spellings.items())
    return (
        f'<li class="entity {entry.style}" id="{entry.anchor}" data-what="{entry.style}">'
        f'<div class="line"><span class="name"><bdi>{escape(entry.name)}</bdi></span>'
        f'<span class="times">{entry.mentions}×</span></div>'
        + (f'<p class="about">{escape(about)}</p>' if about else "")
        + (f'<p class="id">{escape(identifier)}</p>' if identifier else "")
        + f'<ul class="spellings">{spellings}</ul></li>\n'
    )


def _unknown(entry: Entry) -> str:
    """Return one unknown name: there is nothing to say of it but where it stands."""
    (spelling,) = (_links(*item) for item in entry.spellings.items())
    return f'<li class="unknown" id="{entry.anchor}" data-what="unknown">{spelling}</li>\n'


def _links(surface: str, anchors: Sequence[str]) -> str:
    """Return a spelling as a link to its first mention, then numbers for the others."""
    first = f'<a href="#{anchors[0]}"><bdi>{escape(surface)}</bdi></a>'
    again = [_again(surface, number, anchor) for number, anchor in enumerate(anchors[1:], 2)]
    near, far = again[: _LINKS_SHOWN - 1], again[_LINKS_SHOWN - 1 :]
    folded = f"<details><summary>+{len(far)}</summary>{''.join(far)}</details>" if far else ""
    return f"{first}{''.join(near)}{folded}"


def _again(surface: str, number: int, anchor: str) -> str:
    label = escape(f"{surface}, mention {number}")
    return f' <a class="again" href="#{anchor}" aria-label="{label}">{number}</a>'


def _asset(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def _hash(source: str) -> str:
    digest = hashlib.sha256(source.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
