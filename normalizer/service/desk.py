"""What all handlers share: the engine that answers, where it works, and what is counted."""

from __future__ import annotations

from dataclasses import dataclass, field

from normalizer.engine import NameService
from normalizer.service.call import current_call
from normalizer.service.compute import Compute
from normalizer.service.memory import Memory
from normalizer.service.opening import unrecorded
from normalizer.service.telemetry.caches import CacheUse
from normalizer.service.telemetry.metrics import Metrics
from normalizer.service.telemetry.tally import Tally


@dataclass(slots=True)
class Desk:
    """The engine may be replaced at any time: a handler takes it once for each request.

    `memory` holds what this engine has answered; None for one that must be asked each time,
    because it takes note of who was asked for.
    """

    engine: NameService
    compute: Compute = field(default_factory=Compute)
    metrics: Metrics = field(default_factory=Metrics)
    memory: Memory | None = field(init=False)

    def __post_init__(self) -> None:
        self.replace(self.engine)

    def replace(self, engine: NameService) -> None:
        """Answer with another engine from now on, which remembers nothing of the old one."""
        self.engine = engine
        self.memory = Memory() if unrecorded(engine) is engine else None

    def count(self, items: int, tally: Tally) -> None:
        """Count a message of the current call by its items and their answers."""
        call = current_call()
        self.metrics.answered(call.method if call else "", items, tally)

    def memory_uses(self) -> list[CacheUse]:
        """Return how often answers were remembered, for the observer of caches."""
        memory = self.memory
        return [CacheUse("service.memory", memory.hits, memory.misses)] if memory else []
