"""A job of annotation into a folder of shards: from the command's options to `normalizer/jobs`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click

from normalizer.cli.bulk import Bulk, processors
from normalizer.cli.connect import open_service, opener, pinned
from normalizer.cli.exits import Exit
from normalizer.cli.messages import error_line
from normalizer.cli.options import ServiceChoice
from normalizer.cli.output import stop_on_sigterm
from normalizer.cli.progress import Progress, open_progress
from normalizer.errors import InputError
from normalizer.formats.names import Format
from normalizer.formats.opening import require
from normalizer.jobs.asking import Annotating
from normalizer.jobs.items import SourcedDocument
from normalizer.jobs.run import Job, run_job
from normalizer.jobs.shards import Done, ShardWork
from normalizer.types import AnnotateOptions
from normalizer.version import ENGINE_VERSION

# Raised when what a job's folder holds changes its meaning.
_LAYOUT = 1


@dataclass(frozen=True, slots=True)
class BulkAnnotation:
    """A job as the command was given it. `reading` says what else the documents depend on."""

    bulk: Bulk
    form: Format
    options: AnnotateOptions
    reading: dict[str, Any]
    with_source: bool

    def run(
        self,
        service: ServiceChoice,
        items: Iterator[SourcedDocument | InputError],
        progress_style: str,
    ) -> Exit:
        """Return the exit code when every shard is there."""
        if service.record:  # what is resumed would be counted twice
            raise click.UsageError("--record and --output-dir exclude each other")
        require(self.form)
        with open_service(service) as engine:
            revision = engine.revision
        with (
            stop_on_sigterm(),
            open_progress(progress_style, "documents", quiet_stdout=True) as progress,
        ):
            failed = run_job(self._job(revision, service), items, _Report(progress))
        return Exit.SOME_FAILED if failed else Exit.OK

    def _job(self, revision: str, service: ServiceChoice) -> Job:
        folder = Path(self.bulk.output_dir)
        asking = Annotating(self.options)
        return Job(
            ShardWork(folder, self.form, asking, revision, self.with_source),
            opener(pinned(service, revision)),
            self._asked(revision),
            self.bulk.workers or processors(),
            self.bulk.shard_size,
            self.bulk.resume,
        )

    def _asked(self, revision: str) -> dict[str, Any]:
        options = {**asdict(self.options), "kinds": sorted(self.options.kinds)}
        return {
            "layout": _LAYOUT,
            "engine": ENGINE_VERSION,
            "revision": revision,
            **self.reading,
            "options": {**options, "languages": list(self.options.languages)},
            "source_offsets": self.with_source,
            "format": self.form.value,
            "shard_size": self.bulk.shard_size,
        }


@dataclass(frozen=True, slots=True)
class _Report:
    progress: Progress

    def __call__(self, done: Done) -> None:
        for failure in done.failures:
            self.progress.failure(error_line(failure))
        self.progress.successes(done.documents, done.mentions)
