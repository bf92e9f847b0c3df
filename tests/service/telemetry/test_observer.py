from __future__ import annotations

import asyncio
from functools import cache

from normalizer.service.admission import Gate, Room
from normalizer.service.telemetry import caches, observer
from normalizer.service.telemetry.caches import CacheUse, cache_uses
from normalizer.service.telemetry.metrics import Metrics
from normalizer.service.telemetry.observer import Observer


def test_queues_are_seen_as_they_are() -> None:
    """Who runs, who waits, what is open."""

    async def look() -> dict[str, float | None]:
        calls, streams = Gate(Room(1, 5)), Gate(Room(5, 0))
        metrics = Metrics()
        async with calls.turn(), streams.turn():
            waiting = [asyncio.create_task(calls.enter("")) for _ in range(2)]
            await asyncio.sleep(0)
            Observer(metrics, calls, streams).look_at_queues()
            for task in waiting:
                task.cancel()
        names = ("running_calls", "waiting_calls", "open_streams")
        value = metrics.registry.get_sample_value
        return {name: value(f"namenorm_{name}") for name in names}

    assert asyncio.run(look()) == {"running_calls": 1, "waiting_calls": 2, "open_streams": 1}


def test_lookups_are_counted_once(monkeypatch) -> None:
    """From look to look, and from nothing again when a cache was cleared."""
    seen = [
        [CacheUse("keys.fold", 10, 5)],
        [CacheUse("keys.fold", 14, 5)],
        [CacheUse("keys.fold", 1, 2)],
    ]
    monkeypatch.setattr(observer, "cache_uses", lambda: seen.pop(0))
    metrics = Metrics()
    watcher = Observer(metrics, Gate(Room(1, 0)), Gate(Room(1, 0)))
    for _ in range(3):
        watcher.look_at_caches()
    lookups = {
        outcome: metrics.registry.get_sample_value(
            "namenorm_cache_lookups_total", {"cache": "keys.fold", "outcome": outcome}
        )
        for outcome in ("hit", "miss")
    }
    assert lookups == {"hit": 15, "miss": 7}


def test_caches_are_named_by_their_home(monkeypatch) -> None:
    """Once each, wherever they are imported; one that nobody has asked is left out."""

    @cache
    def doubled(number: int) -> int:
        return 2 * number

    doubled.__module__ = "normalizer.service.telemetry.caches"
    monkeypatch.setattr(caches, "doubled", doubled, raising=False)
    monkeypatch.setattr(observer, "doubled", doubled, raising=False)
    assert not [use for use in cache_uses() if use.name.endswith(".doubled")]
    assert doubled(1) + doubled(1) == 4
    assert [use for use in cache_uses() if use.name.endswith(".doubled")] == [
        CacheUse("service.telemetry.caches.doubled", 1, 1)
    ]
