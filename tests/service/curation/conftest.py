"""A server over a small alias table that can be written to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import grpc
import pytest

from normalizer.curation.findings import Finding, FindingKind, Preview
from normalizer.curation.review import ReviewItem, ReviewPage, ReviewQuery
from normalizer.engine import Engine
from normalizer.service.config import AccessRules, ServerConfig
from normalizer.store.opening import open_store
from normalizer.store.operations import Operation
from normalizer.store.seeds import load_seeds
from normalizer.store.sql.store import SqlStore
from normalizer.v1.curation_pb2_grpc import CurationServiceStub, ReviewServiceStub
from tests.service.serving import running

WAITING = ReviewItem(
    "kalinovski",
    (("Kalinouski", 3), ("Калиновский", 1)),
    mentions=4,
    documents=2,
    languages=("en", "ru"),
    script="Latn",
    snippets=("said Kalinouski, who",),
)


class Table(SqlStore):
    """A store that says something of every edit, and for whom one item waits."""

    def preview(self, operations: Sequence[Operation]) -> Preview:
        """Return one finding for each operation."""
        said = (Finding(FindingKind.COLLISION, "x", ("nn100001",), "leads to nn100001 already"),)
        return Preview(said * len(operations), self.revision)

    def review(self, query: ReviewQuery = ReviewQuery()) -> ReviewPage:  # noqa: B008 - frozen
        """Return the item if it is frequent enough."""
        return ReviewPage((WAITING,) if query.min_mentions <= WAITING.mentions else ())


@pytest.fixture
def table(seeds: Path, tmp_path: Path) -> Iterator[Table]:
    """Give a fresh table."""
    store = open_store(str(tmp_path / "table.sqlite"), load_seeds(seeds))
    yield Table(store.database)
    store.close()


@pytest.fixture
def curated(engine: Engine, table: Table) -> Iterator[grpc.Channel]:
    """Give a channel to a server over that table."""
    with (
        running(engine, ServerConfig(access=AccessRules(anonymous="curator")), table) as started,
        grpc.insecure_channel(started.address) as opened,
    ):
        yield opened


@pytest.fixture
def curation(curated: grpc.Channel) -> CurationServiceStub:
    """Give a stub of CurationService."""
    return CurationServiceStub(curated)


@pytest.fixture
def reviews(curated: grpc.Channel) -> ReviewServiceStub:
    """Give a stub of ReviewService."""
    return ReviewServiceStub(curated)
