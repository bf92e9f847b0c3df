"""A component for spaCy's pipelines: `nlp.add_pipe("namenorm")`.

Needs the extra `spacy`. It marks the names of a document as entities with their canonical IDs,
on whatever tokens the pipeline has made; no model is needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import tee
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from normalizer.engine import Engine, NameService
from normalizer.errors import InvalidOptionError, NormalizerError
from normalizer.formats.labels import conll_label
from normalizer.formats.records import mention_records
from normalizer.formats.spacy_doc import RECORD, kb_id, register
from normalizer.types import AnnotatedDocument, AnnotateOptions, Document, Kind

_OPTIONS = {"kinds": [], "languages": [], "include_nil": False, "min_score": 0.0}
_DEFAULTS = {"seeds": "", "server": "", "options": _OPTIONS}


class NameLinker:
    """Adds mentions to `doc.ents`; `ent.kb_id_` is the canonical ID, or `NIL`.

    A mention that does not end where tokens do takes the whole of them; its exact offsets are in
    `ent._.namenorm`. Of an entity that stands already and overlaps with ours, ours stays.
    """

    def __init__(self, engine: NameService, options: AnnotateOptions) -> None:
        self.engine, self.options = engine, options
        register()

    def __call__(self, doc: Doc) -> Doc:
        """Return the document with its entities; raise InvalidTextError for a bad text."""
        return _with_entities(doc, self.engine.annotate(_document(doc), self.options))

    def pipe(self, docs: Iterable[Doc], batch_size: int = 128) -> Iterator[Doc]:
        """Yield documents with their entities; a server is asked for many at a time."""
        asked, kept = tee(docs)
        answers = self.engine.annotate_many(map(_document, asked), self.options)
        for doc, answer in zip(kept, answers, strict=True):
            if isinstance(answer, NormalizerError):
                raise answer
            yield _with_entities(doc, answer)


def make_linker(
    nlp: Language, name: str, seeds: str, server: str, options: dict[str, Any]
) -> NameLinker:
    """Return the component of a pipeline's configuration.

    `server` (HOST:PORT) is asked in place of an engine in this process over `seeds`, a folder,
    by default our own. `options` has the `kinds`, `languages`, `include_nil` and `min_score` of
    `AnnotateOptions`. Raises InvalidOptionError for other options, and what opening the engine
    raises.
    """
    return NameLinker(_open(seeds, server), _options(options))


Language.factory(
    "namenorm",
    default_config=_DEFAULTS,
    assigns=["doc.ents", "token.ent_kb_id"],
    func=make_linker,
)


def _options(given: dict[str, Any]) -> AnnotateOptions:
    if unknown := given.keys() - _OPTIONS.keys():
        raise InvalidOptionError("options", f"no option {min(unknown)!r}")
    values = {**_OPTIONS, **given}
    return AnnotateOptions(
        kinds=frozenset(map(Kind, values["kinds"])),
        languages=tuple(values["languages"]),
        include_nil=values["include_nil"],
        min_score=values["min_score"],
    )


def _open(seeds: str, server: str) -> NameService:
    if server:
        from normalizer.client.sync import RemoteEngine  # loads grpc

        return RemoteEngine(server)
    return Engine.open(Path(seeds) if seeds else None)


def _document(doc: Doc) -> Document:
    # `xx` is spaCy's word for many languages, which is no hint.
    return Document("", doc.text, "" if doc.lang_ == "xx" else doc.lang_)


def _with_entities(doc: Doc, annotated: AnnotatedDocument) -> Doc:
    ours: list[Span] = []
    for annotation, record in zip(annotated.annotations, mention_records(annotated), strict=True):
        span = doc.char_span(
            annotation.start,
            annotation.end,
            label=conll_label(annotation),
            kb_id=kb_id(annotation),
            alignment_mode="expand",
        )
        if span is not None and not (ours and span.start < ours[-1].end):
            span._.set(RECORD, record)
            ours.append(span)
    taken = {place for span in ours for place in range(span.start, span.end)}
    theirs = [each for each in doc.ents if taken.isdisjoint(range(each.start, each.end))]
    doc.set_ents(filter_spans([*ours, *theirs]))
    return doc
