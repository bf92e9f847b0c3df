"""spaCy: annotated documents as `Doc`s, many of them as a `DocBin`.

Needs the extra `spacy`; no model is loaded. Tokens are those of `pieces.py`, so that the text
comes back unchanged and each mention is a whole number of tokens.
"""

from __future__ import annotations

from typing import Any, BinaryIO

from spacy.tokens import Doc, DocBin, Span
from spacy.vocab import Vocab

from normalizer.formats.labels import conll_label
from normalizer.formats.pieces import Piece, pieces_of
from normalizer.formats.protocol import SourceSpans
from normalizer.formats.records import mention_records
from normalizer.types import AnnotatedDocument, Annotation, Document

# spaCy's own word for an entity that no knowledge base has.
NIL = "NIL"

RECORD = "namenorm"
"""The extension `span._.namenorm` and `doc._.namenorm`: a mention's record, a document's ID."""


def register() -> None:
    """Make the extensions known to spaCy; doing so twice is no error."""
    for holder in (Span, Doc):
        if not holder.has_extension(RECORD):
            holder.set_extension(RECORD, default=None)


def kb_id(annotation: Annotation) -> str:
    """Return the entity's ID for a MATCH, else spaCy's `NIL`."""
    return annotation.match.entity_id if annotation.match else NIL


def spacy_doc(document: Document, annotated: AnnotatedDocument, vocab: Vocab) -> Doc:
    """Return a `Doc` whose text is the document's and whose entities are its mentions.

    Labels are `PER`, `LOC`, `ORG` and `MISC`; `ent.kb_id_` is the canonical ID or `NIL`. What
    else is known of a mention is in `ent._.namenorm`, as the members of our JSON lines. Raises
    ValueError when the offsets are not in code points.
    """
    register()
    words, spaces, places = _tokens(list(pieces_of(document.text, annotated)))
    doc = Doc(vocab, words=words, spaces=spaces)
    records = mention_records(annotated)
    spans = []
    for number, record in enumerate(records):
        annotation = annotated.annotations[number]
        inside = [place for place, mention in enumerate(places) if mention == number]
        span = Span(
            doc, inside[0], inside[-1] + 1, conll_label(annotation), kb_id=kb_id(annotation)
        )
        span._.set(RECORD, record)
        spans.append(span)
    doc.set_ents(spans)
    doc._.set(RECORD, {"id": document.id, "lang": document.lang, "revision": annotated.revision})
    return doc


def _tokens(pieces: list[Piece]) -> tuple[list[str], list[bool], list[int]]:
    """Return words, whether one space follows each, and each word's mention or -1."""
    words: list[str] = []
    spaces: list[bool] = []
    places: list[int] = []
    for piece in pieces:
        if piece.text == " " and words and not spaces[-1] and not words[-1].isspace():
            spaces[-1] = True
            continue
        words.append(piece.text)
        spaces.append(False)
        places.append(piece.mention)
    return words, spaces, places


class SpacyAnnotations:
    """Writes one `DocBin`; read it with `DocBin().from_disk` and `get_docs(vocab)`."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out

    def begin(self) -> None:
        """Open an empty collection."""
        register()
        self._vocab = Vocab()
        self._docs = DocBin(attrs=["ENT_IOB", "ENT_TYPE", "ENT_KB_ID"], store_user_data=True)

    def document(
        self,
        document: Document,
        annotated: AnnotatedDocument,
        source: SourceSpans | None = None,
    ) -> None:
        """Add one document; raise ValueError when its offsets are not in code points."""
        self._docs.add(spacy_doc(document, annotated, self._vocab))

    def end(self) -> None:
        """Write the collection."""
        data: Any = self._docs.to_bytes()
        self._out.write(data)
