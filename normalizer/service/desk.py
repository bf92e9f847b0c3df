"""What all handlers share: the engine that answers, and where it works."""

from __future__ import annotations

from dataclasses import dataclass, field

from normalizer.engine import NameService
from normalizer.service.compute import Compute


@dataclass(slots=True)
class Desk:
    """The engine may be replaced at any time: a handler takes it once for each request."""

    engine: NameService
    compute: Compute = field(default_factory=Compute)
