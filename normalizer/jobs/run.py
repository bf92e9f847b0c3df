"""A bulk job from documents to a folder of shards.

Order of the steps: the folder is opened or refused; documents are cut into shards; a shard that
an earlier run has done is compared with its documents and passed over; the others go to the
workers; each is noted when its file is there; the sums come last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from normalizer.errors import InvalidOptionError
from normalizer.jobs.folder import JobFolder, job_folder
from normalizer.jobs.items import SourcedDocument
from normalizer.jobs.shards import Done, Shard, ShardItem, ShardWork, cut
from normalizer.jobs.workers import Batch, Opener, Workers


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be done. `asked` is what must be the same for a later run to go on."""

    work: ShardWork
    open_engine: Opener
    asked: Mapping[str, Any]
    workers: int = 1
    shard_size: int = 1000
    resume: bool = False


def run_job(job: Job, items: Iterable[ShardItem], report: Callable[[Done], None]) -> int:
    """Return how many documents failed, when every shard is there.

    `report` is told of each shard in order, those of earlier runs too. Raises
    InvalidOptionError when the folder or its job is in the way, and what a worker raises for
    all documents. Whatever is raised, what is done stays done and nothing partial is left.
    """
    with job_folder(job.work.folder, job.asked, resume=job.resume) as folder:
        shards = _Shards(folder, cut(items, job.shard_size), report)
        with Workers[SourcedDocument, Done](job.open_engine, job.workers, job.work) as crew:
            for done in crew.results(shards.to_do()):
                noted = replace(done, digest=shards.digests.pop(done.number))
                folder.note(noted)
                report(noted)
        folder.finish(shards.number)
        return sum(len(done.failures) for done in folder.done.values())


class _Shards:
    """The shards as they are cut: how many, and the digests of those under way."""

    def __init__(
        self, folder: JobFolder, shards: Iterable[Shard], report: Callable[[Done], None]
    ) -> None:
        self._folder, self._shards, self._report = folder, shards, report
        self.number = 0
        self.digests: dict[int, str] = {}

    def to_do(self) -> Iterator[Batch[SourcedDocument]]:
        """Yield what is not done yet; raise InvalidOptionError when what is done is of another."""
        for shard in self._shards:
            self.number += 1
            done = self._folder.done.get(shard.number)
            if done is None:
                self.digests[shard.number] = shard.digest
                yield Batch(shard.number, shard.items)
            elif done.digest == shard.digest:
                self._report(done)
            else:
                reason = f"{done.file} was made of other documents than the input has now"
                raise InvalidOptionError("resume", reason)
