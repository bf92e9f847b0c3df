"""Progress on standard error: a bar for people, JSON lines for programs, or nothing."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TextIO

import click

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress

# A program that watches needs no more than this.
_SECONDS_BETWEEN_LINES = 1.0


class ProgressStyle(StrEnum):
    """How progress is shown. AUTO is a bar when a person sees it and it disturbs nothing."""

    AUTO = "auto"
    NONE = "none"
    JSON = "json"
    BAR = "bar"


@dataclass
class Tally:
    """What was done so far: items answered, mentions or matches found, items that failed."""

    done: int = 0
    found: int = 0
    failed: int = 0


class Progress:
    """Counts what is done, and shows nothing; the kinds below show it."""

    def __init__(self) -> None:
        self.tally = Tally()

    def success(self, found: int) -> None:
        """Count one item that was answered, with what was found in it."""
        self.tally.done += 1
        self.tally.found += found
        self.show()

    def successes(self, done: int, found: int) -> None:
        """Count many items at once."""
        self.tally.done += done
        self.tally.found += found
        self.show()

    def failure(self, line: str) -> None:
        """Count one item that failed, and print its line on standard error."""
        self.tally.failed += 1
        self.say(line)
        self.show()

    def say(self, line: str) -> None:
        """Print a line on standard error."""
        click.echo(line, err=True)

    def show(self) -> None:
        """Show the tally."""

    def close(self) -> None:
        """Show the last tally and leave standard error clean."""


class JsonProgress(Progress):
    """One JSON line a second, and one at the end with `"finished": true`."""

    def __init__(
        self, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__()
        self._stream, self._clock = stream or sys.stderr, clock
        self._last = clock()

    def show(self) -> None:
        """Write a line when the last is a second old."""
        if self._clock() - self._last >= _SECONDS_BETWEEN_LINES:
            self._write(finished=False)

    def close(self) -> None:
        """Write the last line."""
        self._write(finished=True)

    def _write(self, *, finished: bool) -> None:
        self._last = self._clock()
        line = json.dumps({"progress": asdict(self.tally), "finished": finished})
        click.echo(line, file=self._stream)


class BarProgress(Progress):
    """A spinner with counts; the number of documents is not known before they are read."""

    def __init__(self, noun: str) -> None:
        super().__init__()
        self._bar = _rich_bar(noun)
        self._task = self._bar.add_task(noun, found=0, failed=0)
        self._bar.start()

    def say(self, line: str) -> None:
        """Print a line above the bar."""
        self._bar.console.print(line, markup=False, highlight=False, soft_wrap=True)

    def show(self) -> None:
        """Update the counts."""
        tally = self.tally
        done = tally.done + tally.failed
        self._bar.update(self._task, completed=done, found=tally.found, failed=tally.failed)

    def close(self) -> None:
        """Take the bar away."""
        self._bar.stop()


def _rich_bar(noun: str) -> RichProgress:
    from rich.console import Console  # loaded only when a bar is shown
    from rich.progress import Progress as RichProgress
    from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

    return RichProgress(
        SpinnerColumn(),
        TextColumn(f"{{task.completed:.0f}} {noun}"),
        TextColumn("{task.fields[found]} found", style="green"),
        TextColumn("{task.fields[failed]} failed", style="red"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )


@contextmanager
def open_progress(style: str, noun: str, *, quiet_stdout: bool) -> Iterator[Progress]:
    """Give the progress of a run over `noun`; `quiet_stdout`: no answers go to a terminal."""
    progress = _make(ProgressStyle(style), noun, quiet_stdout)
    try:
        yield progress
    finally:
        progress.close()


def _make(style: ProgressStyle, noun: str, quiet_stdout: bool) -> Progress:
    if style is ProgressStyle.JSON:
        return JsonProgress()
    seen = sys.stderr.isatty() and quiet_stdout
    if style is ProgressStyle.BAR or (style is ProgressStyle.AUTO and seen):
        return BarProgress(noun)
    return Progress()
