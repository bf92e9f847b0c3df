"""What every scene is given, and what it tells."""

from __future__ import annotations

from dataclasses import dataclass

from tests.faults.callers import Record

WORKERS = ("--workers", "2", "--grace", "5")


class LeftOutError(RuntimeError):
    """A scene cannot be played on this machine; the reason says what it lacks."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a fault. `recovery` is in seconds; `faults` says what should not have been."""

    name: str
    record: Record
    recovery: float
    note: str
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """How much: `times` a fault is repeated, `seconds` callers ask around it."""

    times: int = 5
    seconds: float = 1.0


def outcome(name: str, record: Record, recovery: float, note: str, *faults: str) -> Outcome:
    """Return an outcome; wrong and failed answers are faults in every scene."""
    told = [fault for fault in faults if fault]
    if record.wrong:
        told.append(f"{record.wrong} wrong answers")
    if record.failed:
        told.append(f"{record.failed} failed calls: {dict(record.failures)}")
    return Outcome(name, record, recovery, note, tuple(told))
