"""Mentions of the traffic → a bounded record, for whoever has asked for one.

Nothing is recorded unless a service is wrapped in `RecordingService`. What is kept of a mention
is its surface form, its language and what it was resolved to, a digest in the place of the
document's ID, and a snippet of the text around it unless that is turned off; all of it for a
limited time (docs/store.md has a note on privacy). Recording never delays or fails a call: what
does not fit the waiting room is dropped and counted.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from threading import Condition, Thread

from normalizer import scripts
from normalizer.annotate.language import guess_language
from normalizer.errors import NormalizerError
from normalizer.store.mentions import MentionLog, MetMention, Retention
from normalizer.text import normalise, tokenise
from normalizer.types import (
    AnnotatedDocument,
    Annotation,
    Candidate,
    Decision,
    Document,
    Resolution,
    ResolveOptions,
)

MAX_SURFACE = 300
_GUESSED_FROM = 4_000
_DIGEST_LENGTH = 16

logger = logging.getLogger(__name__)


class Recorded(StrEnum):
    """Which mentions are recorded: those that were doubtful, or all of them.

    The inbox needs the doubtful ones. A preview tells the effect on what is recorded, and so on
    everything only where everything is.
    """

    DOUBTFUL = "doubtful"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class RecordingConfig:
    """What is recorded, and how much.

    A mention is doubtful unless it is a match with a score of `sure` at least. `snippet_width`
    is the number of characters kept on either side, 0 for none. `max_waiting` mentions wait at
    most to be written, every `every_seconds`.
    """

    what: Recorded = Recorded.DOUBTFUL
    sure: float = 0.7
    snippet_width: int = 60
    retention: Retention = field(default_factory=Retention)
    max_waiting: int = 10_000
    every_seconds: float = 1.0


class Recorder:
    """Takes mentions as they are met, and writes them from time to time in a thread."""

    def __init__(self, log: MentionLog, config: RecordingConfig = RecordingConfig()) -> None:
        self._log, self._config = log, config
        self._waiting: list[MetMention] = []
        self._changed = Condition()
        self._closing = False
        self.dropped = 0
        """How many mentions there was no room for, or no database."""
        self._writer = Thread(target=self._write_on, name="namenorm-recorder", daemon=True)
        self._writer.start()

    def note_resolution(self, answer: Resolution, options: ResolveOptions) -> None:
        """Take note of a name that was asked for alone."""
        lang = options.languages[0] if options.languages else ""
        self._note([self._met(answer.query, answer.decision, answer.candidates, lang)])

    def note_document(self, document: Document, annotated: AnnotatedDocument) -> None:
        """Take note of a document's mentions, which must be in code points."""
        lang = document.lang or _guessed(document.text)
        digest = digest_of(document.id)
        found = []
        for each in annotated.annotations:
            met = self._met(each.surface, each.decision, each.candidates, lang)
            kind, snippet = each.kind or "", self._snippet(document.text, each)
            found.append(replace(met, document=digest, kind=str(kind), snippet=snippet))
        self._note(found)

    def flush(self) -> None:
        """Write what waits, now; raise StoreError."""
        with self._changed:
            waiting, self._waiting = self._waiting, []
        if waiting:
            try:
                self._log.add(waiting, self._config.retention)
            except NormalizerError:
                self.dropped += len(waiting)
                raise

    def close(self) -> None:
        """Write what waits and stop; raise StoreError."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        self._writer.join()
        self.flush()

    def _met(
        self, surface: str, decision: Decision, candidates: tuple[Candidate, ...], lang: str
    ) -> MetMention:
        best = candidates[0] if candidates else None
        sure = decision is Decision.MATCH and best is not None and best.score >= self._config.sure
        kept = surface[:MAX_SURFACE].replace("\0", "")
        return MetMention(
            datetime.now(UTC),
            "",
            kept,
            normalise(kept),
            lang.partition("-")[0],
            scripts.main_script(kept),
            best.kind.value if best else "",
            not sure,
            best.entity_id if best else "",
            best.score if best else 0.0,
        )

    def _snippet(self, text: str, found: Annotation) -> str:
        width = self._config.snippet_width
        if not width:
            return ""
        around = text[max(0, found.start - width) : found.end + width]
        return " ".join(around.replace("\0", "").split())

    def _note(self, mentions: list[MetMention]) -> None:
        wanted = [
            mention
            for mention in mentions
            if mention.normal and (mention.doubtful or self._config.what is Recorded.ALL)
        ]
        with self._changed:
            room = self._config.max_waiting - len(self._waiting)
            self._waiting += wanted[:room]
            self.dropped += max(0, len(wanted) - room)

    def _write_on(self) -> None:
        while True:
            with self._changed:
                if self._closing or self._changed.wait(self._config.every_seconds):
                    return
            try:
                self.flush()
            except NormalizerError:
                logger.exception("mentions could not be recorded")


def digest_of(document_id: str) -> str:
    """Return what stands in the record for a document's ID; `""` for none."""
    if not document_id:
        return ""
    return hashlib.sha256(document_id.encode("utf-8", "replace")).hexdigest()[:_DIGEST_LENGTH]


def _guessed(text: str) -> str:
    words: Iterator[str] = (token.text for token in tokenise(text[:_GUESSED_FROM]))
    return guess_language(words)
