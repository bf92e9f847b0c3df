"""A document → its annotations.

1. The text is repaired (`repair.py`) and cut into words; its language is the caller's, or guessed
   from function words.
2. Aliases are found, the longest at each place; people's grow to the whole name that they stand
   in (`grow.py`); what neighbours forbid is dropped (`guards.py`); the rest is judged.
3. Entities named in full support the rest: ambiguous and doubtful aliases take a supported
   entity, runs of capitals are resolved as names (`full_names.py`), and lone words lean on a full
   name or on their sound (`lone_names.py`).
4. Lone words that are the surnames of people named in full whom nobody knows are let go.
5. What still looks like a name is NIL, returned on request; so are names inside linked names
   (`nested.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from normalizer.annotate.aliases import AliasMention
from normalizer.annotate.brackets import link_in_brackets
from normalizer.annotate.coordinated import link_coordinated
from normalizer.annotate.declined import judged_by_base
from normalizer.annotate.full_names import link_full_names
from normalizer.annotate.grow import Grower
from normalizer.annotate.guards import is_guarded, needs_another
from normalizer.annotate.joined import Joints, link_joined
from normalizer.annotate.kinds import kind_beside
from normalizer.annotate.lone import is_doubtful
from normalizer.annotate.lone_names import link_lone_names, people_meant
from normalizer.annotate.lookup import Lookup
from normalizer.annotate.namesakes import forget_namesakes
from normalizer.annotate.nested import nested_mentions
from normalizer.annotate.other_places import PlacesOfBodies
from normalizer.annotate.phrases import link_phrases
from normalizer.annotate.reading import Reading
from normalizer.annotate.repair import Repaired, repaired
from normalizer.annotate.respelt import link_respelt
from normalizer.annotate.ruled import heed
from normalizer.annotate.runs import looks_like_name
from normalizer.annotate.scanner import Scanner
from normalizer.checkpoint import checkpoint
from normalizer.decide import decide
from normalizer.errors import InvalidTextError
from normalizer.index.protocol import Entry
from normalizer.resolve import (
    Resolver,
    check_languages,
    check_max_candidates,
    check_score,
)
from normalizer.text import check_text, convert_offsets
from normalizer.types import (
    AnnotatedDocument,
    AnnotateOptions,
    Annotation,
    Candidate,
    Decision,
    Document,
    Kind,
)

MAX_DOCUMENT_LENGTH = 20_000_000


class Annotator:
    """Annotates documents with one resolver; safe to share between threads."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver, self._index = resolver, resolver.index
        self._lookup = Lookup(resolver)
        self._joints = Joints(self._index)
        self._places = PlacesOfBodies(self._index)
        self._scanner = Scanner(self._index)

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
        source = repaired(document.text, self._index.knows)
        scan = self._scanner.scan(source.text)
        reading = Reading.of(replace(document, text=source.text), options, scan, self._scanner)
        mentions = self._link_aliases(reading)
        link_full_names(reading, self._lookup)
        link_phrases(reading, self._lookup)
        link_coordinated(reading, self._lookup)
        link_joined(reading, self._lookup, self._joints)
        self._settle(reading, mentions)
        link_lone_names(reading, self._lookup)
        link_in_brackets(reading, self._index)
        link_respelt(reading, self._index)
        forget_namesakes(reading)
        if options.include_nil:
            for span in reading.runs():
                if looks_like_name(reading.words, span, reading.languages):
                    reading.add(span, (), Decision.NIL)
        heed(reading.found, self._resolver.rulings)
        return self._finish(document, source, self._found(reading, options), options)

    def _link_aliases(self, reading: Reading) -> list[AliasMention]:
        """Link the aliases that mean one entity; return those that others must speak for."""
        found = self._scanner.find(reading.scan, reading.languages)
        mentions = list(Grower(reading.words, self._index, reading.languages).grow(found))
        covered = {at for m in mentions for at in range(m.span.first, m.span.last)}
        open_mentions: list[AliasMention] = []
        for mention in mentions:
            checkpoint()
            if self._is_guarded(mention, reading, covered):
                reading.barred.add((mention.span.first, mention.span.last))
                continue
            if len(mention.name) == 1 and not _stands_alone(mention, reading):
                continue
            candidates = self._judged(mention, mention.entries, reading)
            if len(candidates) > 1 or self._needs_another(mention, reading):
                open_mentions.append(mention)
                reading.taken.update(range(mention.span.first, mention.span.last))
                continue
            reading.add(mention.span, candidates, decide(candidates))
            if len(mention.name) > 1:  # a short form introduces nobody
                reading.support.introduce(candidates[0], reading.surface(mention.span))
        return open_mentions

    def _is_guarded(
        self, mention: AliasMention, reading: Reading, covered: Collection[int]
    ) -> bool:
        if is_guarded(mention, reading.words, covered, self._index, reading.languages):
            return True
        return self._places.is_of_another(mention, reading.words, reading.languages)

    def _judged(
        self, mention: AliasMention, entries: Sequence[Entry], reading: Reading
    ) -> tuple[Candidate, ...]:
        """Return the candidates of a mention; one that has grown is compared with full names."""
        entities = {entry.entity_id for entry in entries}
        if len(entities) == 1 and all(len(e.tokens) < len(mention.name) for e in entries):
            found = self._lookup.of_entity(mention.name, entities.pop(), reading.languages)
            if found and decide(found[:1]) is Decision.MATCH:
                return found
        if len({entry.entity_id for entry in entries}) == 1:
            found = self._lookup.judge(mention.name, entries, reading.languages)
            if decide(found) is Decision.MATCH:
                return found
            if len(mention.name) > 1 and all(len(token) == 1 for token in mention.name[:-1]):
                return self._judged(mention._replace(name=mention.name[-1:]), entries, reading)
            declined = judged_by_base(mention.name, entries, reading.languages, self._lookup)
            return declined or found
        words = reading.words_beside(mention.span)
        return self._lookup.judge_beside(mention.name, entries, reading.languages, words)

    def _needs_another(self, mention: AliasMention, reading: Reading) -> bool:
        if needs_another(mention, reading.words):
            return True
        if len(mention.name) == 1 and reading.capital_is_from_sentence(mention.span.first):
            return True
        return len(mention.name) == 1 and all(
            is_doubtful(mention.name[0], entry) for entry in mention.entries
        )

    def _settle(self, reading: Reading, mentions: Iterable[AliasMention]) -> None:
        """Link the open mentions to the one entity that the document supports, if it is one."""
        linked = {a.candidates[0].entity_id for a in reading.found.values() if a.match}
        for mention in mentions:
            checkpoint()
            entities = {entry.entity_id for entry in mention.entries}
            if self._needs_another(mention, reading) and linked.isdisjoint(entities):
                reading.taken.difference_update(range(mention.span.first, mention.span.last))
                continue
            asked = _of_kind(mention.entries, kind_beside(reading.words, mention.span))
            supported = [e for e in asked if e.entity_id in reading.support]
            if len({entry.entity_id for entry in supported}) != 1:
                supported = asked
            candidates = self._judged(mention, supported, reading)
            decision = decide(candidates)
            lone = decision is not Decision.MATCH and len(mention.name) == 1
            leaning = people_meant(reading, mention.name[0]) if lone else ()
            if len(leaning) == 1:
                candidates, decision = tuple(leaning), Decision.MATCH
            reading.add(mention.span, candidates, decision)

    def _found(self, reading: Reading, options: AnnotateOptions) -> list[Annotation]:
        """Return the wanted annotations in order, the longer first, by offsets of the read text."""
        found = list(reading.found.values())
        if options.nested:
            found += nested_mentions(reading, self._scanner, self._lookup)
        wanted = [a for a in found if _is_wanted(a, options)]
        return sorted(wanted, key=lambda a: (a.start, -a.end))

    def _finish(
        self,
        document: Document,
        source: Repaired,
        found: Sequence[Annotation],
        options: AnnotateOptions,
    ) -> AnnotatedDocument:
        """Return the annotations with offsets of the original text, in the unit of the options."""
        spans = [source.original(a.start, a.end) for a in found]
        edges = [edge for span in spans for edge in span]
        converted = iter(convert_offsets(document.text, edges, options.offsets))
        annotations = tuple(
            replace(
                a,
                start=next(converted),
                end=next(converted),
                surface=document.text[start:end],
                candidates=a.candidates[: options.max_candidates],
            )
            for a, (start, end) in zip(found, spans, strict=True)
        )
        return AnnotatedDocument(document.id, annotations, options.offsets, self._index.revision)


def check_document(document: Document) -> None:
    """Raise InvalidTextError for a document that is too long or holds a lone surrogate."""
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


def _stands_alone(mention: AliasMention, reading: Reading) -> bool:
    """Return whether a lone word may be a name, where its capital may be the sentence's.

    A word that the document writes small elsewhere is that word, unless it is the very alias
    of something else than a person: then another mention must speak for it.
    """
    if not reading.capital_is_from_sentence(mention.span.first):
        return True
    return any(e.tokens == mention.name and not _is_person(e) for e in mention.entries)


def _of_kind(entries: Sequence[Entry], kind: Kind | None) -> list[Entry]:
    """Return the entries of a kind that words beside ask for; all where there are none."""
    return [entry for entry in entries if entry.kind is kind] or list(entries)


def _is_person(entry: Entry) -> bool:
    return entry.kind is Kind.PERSON


def _is_wanted(annotation: Annotation, options: AnnotateOptions) -> bool:
    if annotation.decision is Decision.NIL and not options.include_nil:
        return False
    if options.kinds and annotation.kind not in options.kinds:
        return False
    best = annotation.candidates[0].score if annotation.candidates else 1.0
    return best >= options.min_score
