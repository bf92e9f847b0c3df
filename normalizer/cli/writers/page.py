"""A self-contained HTML page: the texts with their mentions marked, and an index of entities.

Texts are spooled to a temporary file, since the head of the page needs the counts of all of
them; what stays in memory is the index.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import PurePath
from typing import TextIO, cast

from normalizer.cli.writers.page_index import STYLES, PageIndex
from normalizer.cli.writers.page_parts import (
    TITLES,
    Section,
    banner,
    counted,
    foot,
    head,
    legend,
    side,
)
from normalizer.cli.writers.page_text import escape, marked_text, style_of
from normalizer.errors import UnknownEntityError
from normalizer.formats.protocol import SourceSpans
from normalizer.types import AnnotatedDocument, Document, Entity, OffsetUnit

_SPOOLED_IN_MEMORY = 8 << 20


class PageAnnotations:
    """Writes the page; documents must come with offsets in code points.

    `entity` gives the entity of an ID, for the descriptions in the index.
    """

    def __init__(self, out: TextIO, entity: Callable[[str], Entity]) -> None:
        self._out, self._entity = out, entity
        self._index = PageIndex()
        self._sections: list[Section] = []
        self._revisions: set[str] = set()

    def begin(self) -> None:
        """Open the spool."""
        spool = tempfile.SpooledTemporaryFile(  # noqa: SIM115 - lives until end()
            _SPOOLED_IN_MEMORY, "w+", encoding="utf-8", newline="\n"
        )
        self._spool = cast(TextIO, spool)

    def document(
        self,
        document: Document,
        annotated: AnnotatedDocument,
        source: SourceSpans | None = None,
    ) -> None:
        """Add one document; raise ValueError when its offsets are not in code points."""
        if annotated.offsets is not OffsetUnit.CODEPOINT:
            raise ValueError("the page needs offsets in code points")
        anchors = [self._index.add(annotation) for annotation in annotated.annotations]
        section = Section(f"d{len(self._sections) + 1}", document.id, len(anchors))
        self._sections.append(section)
        self._revisions.add(annotated.revision)
        self._spool.write(_opening(section, document, annotated))
        if document.text.strip():
            direction = f' lang="{escape(document.lang)}"' if document.lang else ""
            self._spool.write(f'<div class="text" dir="auto"{direction}>')
            self._spool.writelines(marked_text(document.text, annotated.annotations, anchors))
            self._spool.write("</div>")
        else:
            self._spool.write('<p class="empty">This document is empty.</p>')
        self._spool.write("</article>\n")

    def end(self) -> None:
        """Write the page."""
        title = _title(self._sections)
        self._out.write(head(title) + banner(title, self._summary()) + legend(self._index))
        self._out.write('<div class="wrap columns">\n<main id="documents" tabindex="-1">\n')
        self._spool.seek(0)
        shutil.copyfileobj(self._spool, self._out)
        self._spool.close()
        if not self._sections:
            self._out.write('<p class="empty">No document could be read.</p>\n')
        self._out.write("</main>\n")
        self._out.writelines(side(self._sections, self._index, self._descriptions()))
        self._out.write("</div>\n" + foot())

    def _summary(self) -> str:
        mentions = sum(section.mentions for section in self._sections)
        kinds = STYLES[:3]
        entities = sum(len(self._index.group(kind)) for kind in kinds)
        revisions = ", ".join(sorted(self._revisions))
        table = f" · alias table {escape(revisions)}" if revisions else ""
        return (
            f"<b>{counted(mentions, 'mention', 'mentions')}</b> · "
            f"<b>{counted(entities, 'entity', 'entities')}</b>{table}"
        )

    def _descriptions(self) -> dict[str, str]:
        found = {}
        for style in STYLES[:3]:
            for entry in self._index.group(style):
                found[entry.entity_ids[0]] = self._describe(entry.entity_ids[0])
        return found

    def _describe(self, entity_id: str) -> str:
        try:
            return self._entity(entity_id).description
        except UnknownEntityError:  # the table changed under a long run
            return ""


def _title(sections: list[Section]) -> str:
    if len(sections) == 1:
        return f"Names in {sections[0].name}"
    return f"Names in {len(sections):,} documents"


def _opening(section: Section, document: Document, annotated: AnnotatedDocument) -> str:
    path = PurePath(document.id)
    folder = escape(document.id[: -len(path.name)]) if path.name else ""
    lang = f' <span class="lang">{escape(document.lang)}</span>' if document.lang else ""
    return (
        f'<article class="document" id="{section.anchor}" aria-labelledby="{section.anchor}-name">'
        f'<header><h2 id="{section.anchor}-name"><span class="folder">{folder}</span>'
        f"<bdi>{escape(path.name or document.id)}</bdi>{lang}</h2>{_counts(annotated)}</header>\n"
    )


def _counts(annotated: AnnotatedDocument) -> str:
    numbers = Counter(style_of(annotation) for annotation in annotated.annotations)
    if not numbers:
        return '<span class="counts">no mentions</span>'
    items = "".join(
        f'<li class="{style}" title="{TITLES[style]}">{numbers[style]}'
        f'<span class="visually-hidden"> {TITLES[style].lower()}</span></li>'
        for style in STYLES
        if numbers[style]
    )
    return f'<ul class="counts">{items}</ul>'
