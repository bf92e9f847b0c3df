"""A small service with fixed answers, so that commands are tested apart from the engine."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from normalizer.errors import (
    InvalidOptionError,
    InvalidTextError,
    NormalizerError,
    UnknownEntityError,
    UnknownSchemeError,
)
from normalizer.romanise import Romanisation
from normalizer.schemes import SchemeInfo
from normalizer.text import convert_offsets
from normalizer.types import (
    Alias,
    AliasKind,
    AnnotatedDocument,
    AnnotateOptions,
    Annotation,
    Decision,
    Document,
    Entity,
    Kind,
    Resolution,
    ResolveOptions,
)
from tests.cli.samples import ENTITIES, REVISION, candidate, resolution

KNOWN = {"Lukashenka": ("nn1",), "Minsk": ("nn3",), "Wagner": ("nn6", "nn7")}
NAMES = re.compile("Minsk|Lukashenka|Wagner|Nobody")


class FakeService:
    """Knows the names of `KNOWN`, refuses the empty name and the language `zz-bad`."""

    revision = REVISION

    def __init__(self) -> None:
        self.asked: list[ResolveOptions | AnnotateOptions] = []
        self.closed = False

    def resolve(self, name: str, options: ResolveOptions) -> Resolution:
        """Return the answer for one name."""
        self.asked.append(options)
        if "zz-bad" in options.languages:
            raise InvalidOptionError("languages", "'zz-bad' is no language")
        if not name.strip():
            raise InvalidTextError("text", "is empty")
        return resolution(name, *KNOWN.get(name, ()))

    def resolve_many(
        self, names: Iterable[str], options: ResolveOptions
    ) -> Iterator[Resolution | NormalizerError]:
        """Yield an answer or its error for each name."""
        for name in names:
            try:
                yield self.resolve(name, options)
            except NormalizerError as error:
                yield error

    def annotate_many(
        self, documents: Iterable[Document], options: AnnotateOptions
    ) -> Iterator[AnnotatedDocument | NormalizerError]:
        """Yield annotations or an error for each document."""
        self.asked.append(options)
        for document in documents:
            if "\N{BELL}" in document.text:
                yield InvalidTextError("text", "control character U+0007")
            else:
                yield self._annotated(document, options)

    def _annotated(self, document: Document, options: AnnotateOptions) -> AnnotatedDocument:
        found = [
            _annotation(each, document.text, options) for each in NAMES.finditer(document.text)
        ]
        kept = [each for each in found if options.include_nil or each.decision is not Decision.NIL]
        return AnnotatedDocument(document.id, tuple(kept), options.offsets, REVISION)

    def romanise(self, text: str, scheme: str, lang: str) -> Romanisation:
        """Return the text in capitals; Greek is covered by no scheme."""
        if text.startswith("Α"):
            raise UnknownSchemeError(scheme, "does not cover Greek")
        return Romanisation(text.upper(), scheme or "default")

    def schemes(self) -> tuple[SchemeInfo, ...]:
        """Return two schemes."""
        return tuple(
            SchemeInfo(f"{lang}_upper", lang, "Cyrl", "Upper", "Capitals", "us", "https://e.org")
            for lang in ("be", "ru")
        )

    def entity(self, entity_id: str) -> Entity:
        """Return the entity of an ID."""
        if entity_id not in ENTITIES:
            raise UnknownEntityError(entity_id)
        return ENTITIES[entity_id]

    def aliases_of(self, entity_id: str) -> tuple[Alias, ...]:
        """Return one alias."""
        return (Alias("Łukašenka", entity_id, AliasKind.ROMANISATION, "be", "Latn", "be_latn"),)

    def search(self, query: str, kinds: frozenset[Kind], limit: int) -> tuple[Entity, ...]:
        """Return the entities whose name has the query."""
        found = [each for each in ENTITIES.values() if query in each.name]
        return tuple(each for each in found if not kinds or each.kind in kinds)[:limit]

    def close(self) -> None:
        """Remember that it was closed."""
        self.closed = True


def _annotation(found: re.Match[str], text: str, options: AnnotateOptions) -> Annotation:
    start, end = convert_offsets(text, found.span(), options.offsets)
    candidates = tuple(candidate(found[0], each, 0.5) for each in KNOWN.get(found[0], ()))
    decision = (Decision.NIL, Decision.MATCH, Decision.AMBIGUOUS)[min(len(candidates), 2)]
    kind = candidates[0].kind if candidates else None
    return Annotation(start, end, found[0], kind, decision, candidates)
