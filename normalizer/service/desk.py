"""What all handlers share: the engine that answers, where it works, and what is counted."""

from __future__ import annotations

from dataclasses import dataclass, field

from normalizer.engine import NameService
from normalizer.service.call import current_call
from normalizer.service.compute import Compute
from normalizer.service.telemetry.metrics import Metrics, Tally


@dataclass(slots=True)
class Desk:
    """The engine may be replaced at any time: a handler takes it once for each request."""

    engine: NameService
    compute: Compute = field(default_factory=Compute)
    metrics: Metrics = field(default_factory=Metrics)

    def count(self, items: int, tally: Tally) -> None:
        """Count a message of the current call by its items and their answers."""
        if call := current_call():
            self.metrics.message(call.method, items)
        self.metrics.decided(tally)
