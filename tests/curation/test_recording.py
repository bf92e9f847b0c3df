from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from normalizer.curation.recorded import RecordingService
from normalizer.curation.recording import Recorded, Recorder, RecordingConfig, digest_of
from normalizer.errors import StoreError
from normalizer.live.engine import LiveEngine
from normalizer.store.mentions import MetMention, Retention
from normalizer.store.sql.store import SqlStore
from normalizer.types import AnnotateOptions, Document, OffsetUnit, ResolveOptions
from tests.patience import until
from tests.world import PRESIDENT

TEXT = "😀 Александр Лукашенко встретил Петра Ромашкина."
DOCUMENT = Document("secret/path/1.txt", TEXT)
EVERYTHING = RecordingConfig(Recorded.ALL, every_seconds=60.0)
DOUBTFUL = RecordingConfig(every_seconds=60.0)


def _recorded(store: SqlStore, live: LiveEngine, config: RecordingConfig) -> list[MetMention]:
    recorder = Recorder(store.mentions, config)
    service = RecordingService(live, recorder)
    service.annotate(DOCUMENT)
    service.resolve("Лукашенко", ResolveOptions(languages=("be-tarask",)))
    list(service.resolve_many(["Кулешов", ""]))
    list(service.annotate_many([Document("two", "Был Кулешов.", "ru")]))
    recorder.close()
    return store.mentions.met()


def test_doubtful_mentions_are_recorded(store: SqlStore, live: LiveEngine) -> None:
    """Of what was met, only what could not be resolved, or hardly."""
    found = _recorded(store, live, DOUBTFUL)
    assert {mention.surface for mention in found} >= {"Петра Ромашкина", "Кулешов"}
    assert all(mention.doubtful for mention in found)
    assert "Лукашенко" not in {mention.surface for mention in found}


def test_everything_is_recorded_on_request(store: SqlStore, live: LiveEngine) -> None:
    """With what it was resolved to, its language and script."""
    found = {mention.surface: mention for mention in _recorded(store, live, EVERYTHING)}
    known = found["Лукашенко"]
    assert (known.entity_id, known.doubtful, known.lang) == (PRESIDENT.id, False, "be")
    assert (known.script, known.kind, known.document) == ("Cyrl", "person", "")


def test_no_document_s_name_is_recorded(store: SqlStore, live: LiveEngine) -> None:
    """A digest tells documents apart, and gives no path away."""
    (found,) = [m for m in _recorded(store, live, DOUBTFUL) if m.surface == "Петра Ромашкина"]
    assert found.document == digest_of(DOCUMENT.id)
    assert "secret" not in found.document


def test_snippets_are_kept_or_not(store: SqlStore, live: LiveEngine) -> None:
    """As wide as it was asked for; width 0 keeps none."""
    _recorded(store, live, RecordingConfig(snippet_width=10, every_seconds=60.0))
    (snippets,) = store.mentions.snippets(["петра ромашкина"], 3).values()
    assert snippets == ["встретил Петра Ромашкина."]
    store.mentions.forget()
    _recorded(store, live, RecordingConfig(snippet_width=0, every_seconds=60.0))
    assert store.mentions.snippets(["петра ромашкина"], 3) == {}


@pytest.mark.parametrize("unit", OffsetUnit)
@pytest.mark.parametrize("include_nil", [False, True])
def test_answers_are_those_of_the_service_below(
    store: SqlStore, live: LiveEngine, unit: OffsetUnit, include_nil: bool
) -> None:
    """To be recorded changes nothing of what the caller is given."""
    options = AnnotateOptions(offsets=unit, include_nil=include_nil)
    recorder = Recorder(store.mentions, DOUBTFUL)
    service = RecordingService(live, recorder)
    assert service.annotate(DOCUMENT, options) == live.annotate(DOCUMENT, options)
    recorder.close()


def test_what_has_no_room_is_dropped_and_counted(store: SqlStore, live: LiveEngine) -> None:
    """Recording never makes a caller wait."""
    recorder = Recorder(store.mentions, RecordingConfig(max_waiting=2, every_seconds=60.0))
    service = RecordingService(live, recorder)
    for name in ("Абрикосов", "Кулешов", "Ромашкин"):
        service.resolve(name)
    assert recorder.dropped == 1
    recorder.close()
    assert len(store.mentions.met()) == 2


def test_a_failing_record_fails_no_call(
    store: SqlStore, live: LiveEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be written is counted as dropped; answers go on."""

    def away(*_: object) -> None:
        raise StoreError("store", "is away")

    recorder = Recorder(store.mentions, DOUBTFUL)
    monkeypatch.setattr(store.mentions, "add", away)
    service = RecordingService(live, recorder)
    service.resolve("Кулешов")
    with pytest.raises(StoreError):
        recorder.flush()
    assert recorder.dropped == 1
    assert service.resolve("Лукашенко").candidates
    recorder.close()


def test_mentions_are_written_without_being_asked(store: SqlStore, live: LiveEngine) -> None:
    """After a moment the record holds what was met."""
    recorder = Recorder(store.mentions, RecordingConfig(every_seconds=0.02))
    RecordingService(live, recorder).resolve("Кулешов")
    until(store.mentions.met)
    assert [mention.surface for mention in store.mentions.met()] == ["Кулешов"]
    recorder.close()


def _met(surface: str, days_ago: int = 0, document: str = "") -> MetMention:
    time = datetime.now(UTC) - timedelta(days=days_ago)
    return MetMention(time, document, surface, surface.lower(), snippet=f"a {surface} b")


def test_old_mentions_and_too_many_are_removed(store: SqlStore) -> None:
    """The record is bounded in time and number; the newest stay."""
    store.mentions.add([_met("Old", 31), _met("One"), _met("Two")], Retention(10, 30))
    assert [mention.surface for mention in store.mentions.met()] == ["One", "Two"]
    store.mentions.add([_met("Three")], Retention(2, 30))
    assert [mention.surface for mention in store.mentions.met()] == ["Two", "Three"]


def test_mentions_can_be_forgotten(store: SqlStore) -> None:
    """Those of a document, those of a form, or all."""
    store.mentions.add([_met("One", document="a"), _met("One"), _met("Two")], Retention())
    assert store.mentions.forget(document="a") == 1
    assert store.mentions.forget(normal="one") == 1
    assert store.mentions.forget() == 1
    assert store.mentions.met() == []


def test_the_record_is_no_part_of_the_history(store: SqlStore) -> None:
    """No revision is made, and the store stays whole."""
    before = store.revision
    store.mentions.add([_met("One")], Retention())
    assert store.revision == before
    assert store.faults() == []
