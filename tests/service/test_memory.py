from __future__ import annotations

import asyncio
from collections.abc import Iterator

import grpc
import pytest

from normalizer.curation.recorded import RecordingService
from normalizer.engine import Engine
from normalizer.service.desk import Desk
from normalizer.service.memory import Given, Memory
from normalizer.types import Resolution, ResolveOptions
from normalizer.v1 import resolver_pb2 as pb
from normalizer.v1 import types_pb2
from normalizer.v1.resolver_pb2_grpc import ResolverServiceStub
from tests.service.serving import Running, running

NAMES = ("Minsk", "Росгвардия", "Lukashenka", "Brest", "Nobody Atall", "")
PEOPLE = pb.ResolveOptions(kinds=[types_pb2.KIND_PERSON])


class CountingEngine(Engine):
    """An engine that counts what it is asked, and may be of another table from one day on."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine.store)
        self.asked: list[str] = []
        self.later = ""

    @property
    def revision(self) -> str:
        """Return the revision."""
        return self.later or super().revision

    def resolve(self, name: str, options: ResolveOptions = ResolveOptions()) -> Resolution:  # noqa: B008  a frozen value
        """Return the answer for one name."""
        self.asked.append(name)
        found = super().resolve(name, options)
        return Resolution(found.query, found.decision, found.candidates, self.revision)


@pytest.fixture
def counting(engine: Engine) -> CountingEngine:
    """Give an engine that counts."""
    return CountingEngine(engine)


@pytest.fixture
def started(counting: CountingEngine) -> Iterator[Running]:
    """Give a server over it."""
    with running(counting) as server:
        yield server


@pytest.fixture
def resolver(started: Running) -> Iterator[ResolverServiceStub]:
    """Give a stub of that server."""
    with grpc.insecure_channel(started.address) as channel:
        yield ResolverServiceStub(channel)


def queries(*names: str) -> list[pb.NameQuery]:
    """Return queries without options."""
    return [pb.NameQuery(name=name) for name in names]


def test_remembered_answer_is_the_one_that_was_given(resolver: ResolverServiceStub) -> None:
    """Byte by byte, whether it was given to one name, in a batch or in a stream."""
    batch = pb.BatchResolveNamesRequest(queries=queries(*NAMES))
    stream = pb.StreamResolveNamesRequest(queries=queries(*NAMES))
    anew = resolver.BatchResolveNames(batch)
    assert [each.WhichOneof("outcome") for each in anew.results] == ["resolution"] * 5 + ["error"]
    assert resolver.BatchResolveNames(batch) == anew
    [streamed] = resolver.StreamResolveNames(iter([stream]))
    assert streamed.results == anew.results
    assert streamed.engine_version == anew.engine_version
    for name, result in zip(NAMES[:-1], anew.results, strict=False):
        one = resolver.ResolveName(pb.ResolveNameRequest(name=name))
        assert one.resolution == result.resolution
        assert one.engine_version == anew.engine_version


def test_engine_is_asked_once(resolver: ResolverServiceStub, counting: CountingEngine) -> None:
    """For a name with the same options; errors are made anew each time."""
    for _ in range(2):
        resolver.BatchResolveNames(pb.BatchResolveNamesRequest(queries=queries("Brest", "")))
        resolver.ResolveName(pb.ResolveNameRequest(name="Brest"))
        resolver.ResolveName(pb.ResolveNameRequest(name="Brest", options=PEOPLE))
        own = [pb.NameQuery(name="Brest", options=PEOPLE)]
        answer = resolver.BatchResolveNames(pb.BatchResolveNamesRequest(queries=own))
        assert answer.results[0].resolution.decision == types_pb2.DECISION_NIL
    assert sorted(counting.asked) == ["", "", "Brest", "Brest"]


def test_another_table_is_asked_anew(
    resolver: ResolverServiceStub, counting: CountingEngine
) -> None:
    """What was answered from a revision is not an answer from the next."""
    request = pb.ResolveNameRequest(name="Minsk")
    before = resolver.ResolveName(request).resolution.revision
    counting.later = "r2"
    assert resolver.ResolveName(request).resolution.revision == "r2" != before


def test_another_engine_remembers_nothing(
    started: Running, resolver: ResolverServiceStub, engine: Engine
) -> None:
    """After a reload, though the table be the same."""
    request = pb.ResolveNameRequest(name="Minsk")
    resolver.ResolveName(request)
    fresh = CountingEngine(engine)

    async def reload() -> None:
        started.server.replace(fresh)

    asyncio.run_coroutine_threadsafe(reload(), started.loop).result()
    resolver.ResolveName(request)
    assert fresh.asked == ["Minsk"]


def test_remembered_answers_are_counted(started: Running, resolver: ResolverServiceStub) -> None:
    """As any other, by decision and stage."""
    for _ in range(2):
        resolver.BatchResolveNames(pb.BatchResolveNamesRequest(queries=queries("Minsk", "Minsk")))
        resolver.ResolveName(pb.ResolveNameRequest(name="Minsk"))
    labels = {"decision": "match", "stage": "exact"}
    registry = started.server.metrics.registry
    assert registry.get_sample_value("namenorm_decisions_total", labels) == 6
    assert registry.get_sample_value("namenorm_candidates_total") == 6
    assert started.server.desk.memory_uses()[0].hits == 4


def test_service_that_takes_note_is_always_asked(engine: Engine) -> None:
    """Else the record of who was asked for would miss most of it."""
    assert Desk(engine).memory is not None
    assert Desk(RecordingService(engine, None)).memory is None  # type: ignore[arg-type]


def test_memory_is_bounded_and_keeps_what_is_asked_for() -> None:
    """Of ten thousand answers a part is left, the one that was asked for all along among them."""
    memory = Memory(most_bytes=200_000)
    given = Given(b"x" * 100, 0, "r1")
    memory.keep(("r1", "often", b""), given)
    for number in range(10_000):
        memory.keep(("r1", str(number), b""), given)
        assert memory.find(("r1", "often", b"")) is given
    left = [n for n in range(10_000) if memory.find(("r1", str(n), b"")) is not None]
    assert 100 < len(left) < 400
    assert left[-1] == 9_999
    assert memory.hits == 10_000 + len(left)
