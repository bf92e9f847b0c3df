"""A document → its annotations.

1. The text is cut into words; its language is the caller's, or guessed from function words.
2. Aliases are found, the longest at each place, and judged; what its neighbours forbid is
   dropped (`guards.py`).
3. Entities named in full support the rest: ambiguous aliases take a supported entity, runs of
   capitals are resolved as names, and lone surnames lean on a full name (`support.py`).
4. What still looks like a name is NIL, returned on request.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from normalizer.annotate.aliases import AliasMention, find_aliases
from normalizer.annotate.guards import is_guarded, needs_another
from normalizer.annotate.kinds import likely_kind
from normalizer.annotate.language import guess_language
from normalizer.annotate.runs import find_runs, headline_words, looks_like_name, without_opener
from normalizer.annotate.support import Support
from normalizer.annotate.words import Span, Word, closed_end, span_of, words_of
from normalizer.checkpoint import checkpoint
from normalizer.decide import decide
from normalizer.errors import InvalidTextError
from normalizer.inflect import base_forms
from normalizer.keys import fold
from normalizer.languages import primary
from normalizer.names.acronym import is_acronym_shape
from normalizer.names.given import is_given_name
from normalizer.resolve import (
    Resolver,
    check_languages,
    check_max_candidates,
    check_score,
)
from normalizer.score import Hints
from normalizer.text import check_text, convert_offsets
from normalizer.types import (
    AnnotatedDocument,
    AnnotateOptions,
    Annotation,
    Candidate,
    Decision,
    Document,
    Kind,
    ResolveOptions,
)

MAX_DOCUMENT_LENGTH = 20_000_000
MIN_RUN_SCORE = 0.85
_WINDOW = 12


@dataclass(slots=True)
class _Reading:
    """A document while it is read: what is known of it so far."""

    document: Document
    words: Sequence[Word]
    languages: tuple[str, ...]
    support: Support
    headlines: frozenset[int]
    found: dict[int, Annotation] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)

    def surface(self, span: Span) -> str:
        return self.document.text[span.start : span.end]

    def runs(self) -> list[Span]:
        """Return the runs of capitals over words that are in no mention and no headline."""
        return find_runs(self.words, self.taken | self.headlines, self.languages)

    def hints(self, span: Span | None = None) -> Hints:
        """Return what the words about a span, and the document's language, tell."""
        near: Sequence[Word] = ()
        if span is not None:
            near = (
                *self.words[max(0, span.first - _WINDOW) : span.first],
                *self.words[span.last : span.last + _WINDOW],
            )
        forms = (
            form for word in near for form in (word.text, *base_forms(word.text, self.languages))
        )
        return Hints(frozenset(map(fold, forms)), primary(self.languages))

    def add(self, span: Span, candidates: Sequence[Candidate], decision: Decision) -> None:
        kind = candidates[0].kind if candidates else likely_kind(self.words, span)
        end = closed_end(self.document.text, span)
        surface = self.document.text[span.start : end]
        self.found[span.start] = Annotation(
            span.start, end, surface, kind, decision, tuple(candidates)
        )
        self.taken.update(range(span.first, span.last))


class Annotator:
    """Annotates documents with one resolver; safe to share between threads."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver, self._index = resolver, resolver.index

    def annotate(
        self,
        document: Document,
        options: AnnotateOptions = AnnotateOptions(),  # noqa: B008  a frozen value
    ) -> AnnotatedDocument:
        """Return the annotations of a document; none for a text without names.

        Raises InvalidTextError for a text that is too long or holds a lone surrogate,
        InvalidOptionError for an option out of range.
        """
        check_document(document)
        _check_options(options)
        reading = self._read(document, options)
        mentions = self._link_aliases(reading)
        self._settle_ambiguous(reading, mentions)
        self._link_runs(reading)
        self._link_lone_names(reading)
        self._forget_namesakes(reading)
        if options.include_nil:
            for span in reading.runs():
                if looks_like_name(reading.words, span, reading.languages):
                    reading.add(span, (), Decision.NIL)
        return self._finish(reading, options)

    def _read(self, document: Document, options: AnnotateOptions) -> _Reading:
        words = words_of(document.text, self._index.knows)
        given = (document.lang, *options.languages) if document.lang else options.languages
        guessed = guess_language(word.text for word in words) if not given else ""
        languages = tuple(dict.fromkeys(given or ((guessed,) if guessed else ())))
        headlines = headline_words(words, languages)
        return _Reading(document, words, languages, Support(self._index), headlines)

    def _link_aliases(self, reading: _Reading) -> list[AliasMention]:
        """Link the aliases that mean one entity; return those that may mean several."""
        mentions = find_aliases(reading.words, self._index, reading.languages)
        covered = {at for m in mentions for at in range(m.span.first, m.span.last)}
        open_mentions: list[AliasMention] = []
        hints = reading.hints()
        for mention in mentions:
            checkpoint()
            own = range(mention.span.first, mention.span.last)
            if is_guarded(mention, reading.words, covered, self._index):
                continue
            candidates = self._resolver.judge(mention.name, mention.entries, hints)
            if len(candidates) > 1 or needs_another(mention, reading.words):
                open_mentions.append(mention)
                reading.taken.update(own)
                continue
            reading.add(mention.span, candidates, decide([c.score for c in candidates]))
            if len(mention.name) > 1:  # a short form introduces nobody
                reading.support.introduce(candidates[0], reading.surface(mention.span))
        return open_mentions

    def _settle_ambiguous(self, reading: _Reading, mentions: Iterable[AliasMention]) -> None:
        """Link ambiguous aliases to the one entity that the document supports, if it is one."""
        linked = {a.candidates[0].entity_id for a in reading.found.values() if a.match}
        for mention in mentions:
            entities = {entry.entity.id for entry in mention.entries}
            if needs_another(mention, reading.words) and linked.isdisjoint(entities):
                reading.taken.difference_update(range(mention.span.first, mention.span.last))
                continue
            supported = [e for e in mention.entries if e.entity.id in reading.support]
            if len({entry.entity.id for entry in supported}) != 1:
                supported = list(mention.entries)
            candidates = self._resolver.judge(mention.name, supported, reading.hints(mention.span))
            reading.add(mention.span, candidates, decide([c.score for c in candidates]))

    def _link_runs(self, reading: _Reading) -> None:
        """Resolve runs of two capitals and more as names."""
        options = ResolveOptions(languages=reading.languages)
        for run in reading.runs():
            for span in _parts(reading.words, run):
                checkpoint()
                name = tuple(word.text for word in reading.words[span.first : span.last])
                candidates = self._resolver.candidates(name, options)
                if candidates and _is_sure(candidates[0]):
                    reading.add(span, candidates[:1], Decision.MATCH)
                    reading.support.introduce(candidates[0], reading.surface(span))
                    break

    def _link_lone_names(self, reading: _Reading) -> None:
        """Link lone surnames and acronyms to those whom the document names in full."""
        for found in reading.runs():
            run = without_opener(reading.words, found)
            if run.last - run.first != 1:
                continue
            word = reading.words[run.first]
            candidates = reading.support.namesakes(word.text)
            if not candidates and is_acronym_shape(reading.surface(run)):
                candidates = reading.support.bodies(word.text)
            if candidates:
                single = len(candidates) == 1
                reading.add(run, candidates, Decision.MATCH if single else Decision.AMBIGUOUS)

    def _forget_namesakes(self, reading: _Reading) -> None:
        """Unlink lone words that are surnames of people whom we do not know."""
        surnames = {
            reading.words[run.last - 1].text
            for run in reading.runs()
            if run.last - run.first > 1 and is_given_name(reading.words[run.first].text)
        }
        for word in reading.words:
            found = reading.found.get(word.start)
            alone = found is not None and found.end == word.end and found.kind is not Kind.PERSON
            if alone and word.text in surnames:
                del reading.found[word.start]

    def _finish(self, reading: _Reading, options: AnnotateOptions) -> AnnotatedDocument:
        kept = [
            annotation
            for _, annotation in sorted(reading.found.items())
            if _is_wanted(annotation, options)
        ]
        text, unit = reading.document.text, options.offsets
        edges = [edge for a in kept for edge in (a.start, a.end)]
        converted = iter(convert_offsets(text, edges, unit))
        annotations = tuple(
            Annotation(
                next(converted),
                next(converted),
                a.surface,
                a.kind,
                a.decision,
                a.candidates[: options.max_candidates],
            )
            for a in kept
        )
        return AnnotatedDocument(reading.document.id, annotations, unit, self._index.revision)


def check_document(document: Document) -> None:
    """Raise InvalidTextError for a text that is too long or holds a lone surrogate."""
    if len(document.text) > MAX_DOCUMENT_LENGTH:
        raise InvalidTextError(
            "text",
            f"has {len(document.text):,} characters; the limit is {MAX_DOCUMENT_LENGTH:,}",
        )
    check_text(document.text, "text")


def _check_options(options: AnnotateOptions) -> None:
    check_max_candidates(options.max_candidates)
    check_score(options.min_score)
    check_languages(options.languages)


def _is_wanted(annotation: Annotation, options: AnnotateOptions) -> bool:
    if annotation.decision is Decision.NIL and not options.include_nil:
        return False
    if options.kinds and annotation.kind not in options.kinds:
        return False
    best = annotation.candidates[0].score if annotation.candidates else 1.0
    return best >= options.min_score


def _is_sure(candidate: Candidate) -> bool:
    """Return whether a resolved run is sure enough to be linked in a text.

    Every word of the run must have found its partner: a name with a word too many is
    another's until shown otherwise.
    """
    values = {feature.name: feature.value for feature in candidate.evidence.features}
    whole = not values.get("query_left") and not values.get("conflict")
    return whole and candidate.score >= MIN_RUN_SCORE


def _parts(words: Sequence[Word], run: Span) -> Iterable[Span]:
    """Yield the run and its parts of two words and more, the longest first."""
    size = run.last - run.first
    for length in range(size, 1, -1):
        for first in range(run.first, run.last - length + 1):
            yield span_of(words, first, first + length)
