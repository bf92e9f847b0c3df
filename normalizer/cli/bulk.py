"""The options of work in several processes, and of whole jobs into a folder."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

import click
from click.core import ParameterSource

from normalizer.cli.options import Decorator, OutputChoice, gathered
from normalizer.cli.output import STDOUT, OutputFormat

_MOST_WORKERS = 512


@dataclass(frozen=True, slots=True)
class Bulk:
    """How a job is done; `workers` is None when nobody said how many."""

    output_dir: str
    workers: int | None
    shard_size: int
    resume: bool


def workers_option() -> Decorator:
    """Return the decorator for `--workers`."""
    return click.option(
        "--workers",
        metavar="N",
        type=click.IntRange(1, _MOST_WORKERS),
        help="Work in so many processes; answers keep their order. By default in this one, and "
        "with --output-dir in one for each processor.",
    )


def bulk_options() -> Decorator:
    """Return the decorator for the options of jobs; the command gets `bulk`."""
    return gathered(
        Bulk,
        "bulk",
        click.option(
            "--output-dir",
            metavar="DIR",
            default="",
            help="Write shards into this folder, each once it is whole, and _SUCCESS in the end.",
        ),
        workers_option(),
        click.option(
            "--shard-size",
            metavar="N",
            type=click.IntRange(1),
            default=1000,
            show_default=True,
            help="How many documents a shard has.",
        ),
        click.option(
            "--resume",
            is_flag=True,
            help="Go on with the job in --output-dir; refused when anything asked differs.",
        ),
    )


def job_format(output: OutputChoice) -> OutputFormat:
    """Return the format of a job's shards; raise a usage error for one that has none."""
    if output.output != STDOUT:
        raise click.UsageError("--output and --output-dir exclude each other")
    asked = OutputFormat(output.format)
    if asked in (OutputFormat.TEXT, OutputFormat.HTML):
        raise click.UsageError(f"--output-dir writes data, not {asked}")
    return OutputFormat.JSONL if asked is OutputFormat.AUTO else asked


def refuse_job_options(names: Sequence[str]) -> None:
    """Raise a usage error when an option of jobs was given without `--output-dir`."""
    context = click.get_current_context()
    for name in names:
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            raise click.UsageError(f"--{name.replace('_', '-')} needs --output-dir")


def processors() -> int:
    """Return how many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1
