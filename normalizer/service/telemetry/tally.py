"""What calls note in passing, added up as they note it: numbers alone, so that it stays small."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter as Counted
from collections.abc import Sequence
from dataclasses import dataclass, field

from normalizer.types import Candidate, Decision, Stage

SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
ITEMS = (1, 2, 5, 10, 32, 100, 320, 1000)


@dataclass(slots=True)
class Tally:
    """The answers of one message, by decision and by the stage of the first candidate."""

    decisions: dict[tuple[Decision, Stage | None], int] = field(default_factory=dict)
    candidates: int = 0

    def note(self, decision: Decision, candidates: Sequence[Candidate]) -> None:
        """Count one answer."""
        stage = candidates[0].evidence.stage if candidates else None
        self.add(decision, stage, len(candidates))

    def add(self, decision: Decision, stage: Stage | None, candidates: int) -> None:
        """Count one answer by its decision, the stage of its first candidate, and their number."""
        key = decision, stage
        self.decisions[key] = self.decisions.get(key, 0) + 1
        self.candidates += candidates

    def take(self, other: Tally) -> None:
        """Count the answers of another message too."""
        for key, times in other.decisions.items():
            self.decisions[key] = self.decisions.get(key, 0) + times
        self.candidates += other.candidates


class Steps:
    """Amounts, by the first of some bounds that is not below them, and their sum."""

    __slots__ = ("bounds", "sum", "times")

    def __init__(self, bounds: tuple[float, ...]) -> None:
        self.bounds, self.sum = bounds, 0.0
        self.times = [0] * (len(bounds) + 1)
        """How many amounts each bound has, and in the end how many are above all."""

    def add(self, amount: float) -> None:
        """Count one amount."""
        self.times[bisect_left(self.bounds, amount)] += 1
        self.sum += amount


class Noted:
    """What calls have noted since it was last written."""

    def __init__(self) -> None:
        self.calls = Counted[tuple[str, str]]()
        self.seconds: dict[str, Steps] = {}
        self.items: dict[str, Steps] = {}
        self.answers = Tally()

    def ended(self, method: str, code: str, seconds: float | None) -> None:
        """Note a call that has ended; `seconds` is None for a stream."""
        self.calls[method, code] += 1
        if seconds is not None:
            _steps(self.seconds, method, SECONDS).add(seconds)

    def answered(self, method: str, items: int, tally: Tally) -> None:
        """Note a message by its names or documents, and what was answered."""
        _steps(self.items, method, ITEMS).add(items)
        self.answers.take(tally)


def _steps(found: dict[str, Steps], method: str, bounds: tuple[float, ...]) -> Steps:
    steps = found.get(method)
    if steps is None:
        steps = found[method] = Steps(bounds)
    return steps
