"""Callers that go on asking while something is broken, and know the right answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle, islice
from threading import Event, Thread

from normalizer.client.options import ClientOptions
from normalizer.client.sync import RemoteEngine
from normalizer.errors import NormalizerError
from tests.patience import PATIENCE, until

RIGHT = {
    "Minsk": "nn200001",
    "Мінск": "nn200001",
    "Alexander Lukashenko": "nn100001",
    "Putin": "nn100002",
    "Росгвардия": "nn100003",
    "Nobody Atall": "",
}
"""Names of the small alias table → the right entity ID, "" for nobody."""


@dataclass
class Record:
    """How calls ended: answered rightly, answered wrongly, failed (by the failure's words)."""

    right: int = 0
    wrong: int = 0
    failures: Counter[str] = field(default_factory=Counter)

    @property
    def failed(self) -> int:
        """Return how many calls had no answer."""
        return self.failures.total()


@contextmanager
def asking(
    address: str, callers: int = 4, attempts: int = 5, right: Mapping[str, str] = RIGHT
) -> Iterator[Record]:
    """Give the record of callers that ask until the block ends, one after another each.

    The block begins when calls have ended: what it breaks, it breaks under load.
    """
    record, stop = Record(), Event()
    questions = [islice(cycle(right.items()), n, None) for n in range(callers)]
    threads = [Thread(target=_ask, args=(address, attempts, q, record, stop)) for q in questions]
    for thread in threads:
        thread.start()
    try:
        until(lambda: record.right + record.wrong + record.failed)
        yield record
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _ask(
    address: str,
    attempts: int,
    questions: Iterator[tuple[str, str]],
    record: Record,
    stop: Event,
) -> None:
    options = ClientOptions(attempts=attempts, first_pause=0.05, channels=2)
    client = RemoteEngine(address, timeout=PATIENCE, options=options)
    while not stop.is_set():
        name, entity_id = next(questions)
        try:
            match = client.resolve(name).match
        except NormalizerError as error:
            record.failures[str(error)[:80]] += 1
            stop.wait(0.01)
            continue
        if (match.entity_id if match else "") == entity_id:
            record.right += 1
        else:
            record.wrong += 1
    client.close()
