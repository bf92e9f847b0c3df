"""What a generator process is told, and what it tells."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from tests.bench.load.shapes import Shape

GIVE_UP_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Job:
    """Where to, what, for how long; `rate` in calls a second makes an open loop, 0 a closed one.

    With `once` no request is sent twice in a closed loop, which then may end before its time.
    """

    address: str
    shape: Shape
    seconds: float
    callers: int = 8
    channels: int = 4
    rate: float = 0.0
    seed: int = 0
    once: bool = False


@dataclass(slots=True)
class Measures:
    """Seconds that calls took, in the order of their ends, and how others ended."""

    seconds: list[float] = field(default_factory=list)
    failures: Counter[str] = field(default_factory=Counter)
    elapsed: float = 0.0

    def add(self, other: Measures) -> None:
        """Take in what another process has measured."""
        self.seconds += other.seconds
        self.failures += other.failures
        self.elapsed = max(self.elapsed, other.elapsed)
