"""An editor who goes on adding aliases while something is broken, and keeps what was acknowledged.

Each edit has a request ID and is sent again until it is acknowledged, as a client should do. In
the end the store must have each acknowledged edit under its revision, and each edit once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread

from normalizer.client.curation import RemoteCuration
from normalizer.errors import NormalizerError
from normalizer.store.changes import Author, HistoryQuery
from normalizer.store.opening import open_store
from normalizer.store.operations import AddAlias
from normalizer.types import Alias, AliasKind

ENTITY = "nn200001"
MOST_EDITS = 5_000
PAUSE = 0.02
_SYLLABLES = [consonant + vowel for consonant in "bdgklmnrtz" for vowel in "aeiou"]


@dataclass
class Edited:
    """What was acknowledged (request ID → revision), and the failures in between by their words."""

    acknowledged: dict[str, int] = field(default_factory=dict)
    failures: Counter[str] = field(default_factory=Counter)

    @property
    def last_name(self) -> str:
        """Return the name that the last acknowledged edit added."""
        return name_of(len(self.acknowledged) - 1)


def name_of(number: int) -> str:
    """Return a made-up name, another for each number."""
    word = "".join(_SYLLABLES[number // 50**place % 50] for place in range(3))
    return f"Zv{word}grad"


def edit(curation: RemoteCuration, number: int) -> int:
    """Add the alias of a number; return the revision. Sent again it changes nothing."""
    alias = Alias(name_of(number), ENTITY, AliasKind.SHORT, "be")
    by = Author("editor", "a fault scene", request_id=request_id(number))
    return curation.apply([AddAlias(alias)], by).revision


def request_id(number: int) -> str:
    """Return the request ID of an edit."""
    return f"scene/{number}"


@contextmanager
def editing(address: str) -> Iterator[Edited]:
    """Give the record of an editor who edits until the block ends."""
    edited, stop = Edited(), Event()
    thread = Thread(target=_edit_on, args=(address, edited, stop))
    thread.start()
    try:
        yield edited
    finally:
        stop.set()
        thread.join()


def _edit_on(address: str, edited: Edited, stop: Event) -> None:
    curation = RemoteCuration(address, timeout=15.0)
    while not stop.is_set() and (number := len(edited.acknowledged)) < MOST_EDITS:
        try:
            edited.acknowledged[request_id(number)] = edit(curation, number)
        except NormalizerError as error:
            edited.failures[str(error)[-60:]] += 1
        stop.wait(PAUSE)
    curation.close()


def faults_of(place: str, edited: Edited) -> list[str]:
    """Return what is wrong with the store after the edits, a sentence each; `[]` for nothing."""
    store = open_store(place, create=False)
    try:
        found: list[tuple[str, int]] = []
        after = 0
        while changes := store.history(HistoryQuery(after=after, limit=1_000)):
            found += [(change.request_id, change.revision) for change in changes]
            after = changes[-1].revision
        told = list(store.faults())
    finally:
        store.close()
    made = Counter(request for request, _ in found if request.startswith("scene/"))
    lost = [pair for pair in edited.acknowledged.items() if pair not in set(found)]
    twice = [request for request, times in made.items() if times > 1]
    told += [f"{len(lost)} acknowledged edits lost: {lost[:3]}"] if lost else []
    return told + ([f"{len(twice)} edits made twice: {twice[:3]}"] if twice else [])
