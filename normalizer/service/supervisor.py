"""Keeps the processes of a server alive: starts, restarts, reloads and stops them.

1. Each slot is forked. A process that ends unasked is started again: at once the first time,
   then after ever longer pauses while it keeps ending soon.
2. SIGHUP reloads one process after another, so that all but one are always at full strength.
3. SIGTERM and SIGINT ask all to drain; who is not done after the grace is killed.
4. When the supervisor itself is killed, its processes see their pipe end, and drain.

Nothing here imports gRPC, which does not survive a fork; a test watches over it.
"""

from __future__ import annotations

import logging
import os
import select
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import FrameType

from normalizer.service.link import Event, Link, read_events

STABLE_SECONDS = 10.0
FIRST_PAUSE = 0.2
LONGEST_PAUSE = 30.0
KILL_MARGIN = 2.0
RELOAD_SECONDS = 120.0
_GOOD_ENDS = (0, -signal.SIGTERM)  # the latter of one that had not begun to serve
_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD)

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Slot:
    """A process to keep alive: `run` works in the child and returns its exit code.

    A slot that `serves` is waited for at the start and is reloaded; others only live and die
    with the rest.
    """

    name: str
    run: Callable[[Link], int]
    serves: bool = True
    pid: int = 0
    events: int = -1
    started: float = 0.0
    due: float = 0.0
    failures: int = 0
    ready: bool = False

    def note_end(self, now: float) -> float:
        """Return how many seconds to wait before the next start."""
        self.failures = 0 if now - self.started >= STABLE_SECONDS else self.failures + 1
        pause = FIRST_PAUSE * 2.0 ** (self.failures - 2) if self.failures > 1 else 0.0
        self.pid, self.ready = 0, False
        self.due = now + min(pause, LONGEST_PAUSE)
        return self.due - now


class Supervisor:
    """Runs slots until told to stop. To be used once, on the main thread, without other threads.

    `reload` is called on SIGHUP before the processes are told, and returns whether to go on.
    `ready` is called once all slots that serve do.
    """

    def __init__(
        self,
        slots: Sequence[Slot],
        grace: float,
        reload: Callable[[], bool] = lambda: True,
        ready: Callable[[], None] = lambda: None,
    ) -> None:
        self._slots, self._grace = slots, grace
        self._reload, self._ready = reload, ready
        self._told: deque[int] = deque()
        self._reloading: deque[Slot] = deque()
        self._reload_end = 0.0
        self._stopping = False
        self._started = False
        self._life, self._hold = os.pipe()
        self._wake, self._waker = os.pipe()
        for end in (self._wake, self._waker):
            os.set_blocking(end, False)

    def run(self) -> int:
        """Return the exit code: 0 when every process ended well once told to stop."""
        with self._signals():
            try:
                while not self._stopping:
                    self._start_due()
                    self._wait(self._next_due())
                    self._obey()
                    failed = self._reap()
                    if failed is not None and not self._started:
                        logger.error("%s failed at the start with %d", failed[0].name, failed[1])
                        self._stop()
                        return max(1, failed[1])
                    self._go_on_reloading()
                return self._stop()
            finally:
                for end in (self._life, self._hold, self._wake, self._waker):
                    os.close(end)

    @contextmanager
    def _signals(self) -> Iterator[None]:
        def note(number: int, frame: FrameType | None) -> None:
            self._told.append(number)

        before = {number: signal.signal(number, note) for number in _SIGNALS}
        waker = signal.set_wakeup_fd(self._waker, warn_on_full_buffer=False)
        try:
            yield
        finally:
            signal.set_wakeup_fd(waker)
            for number, handler in before.items():
                signal.signal(number, handler)

    def _start_due(self) -> None:
        now = time.monotonic()
        for number, slot in enumerate(self._slots):
            if not slot.pid and slot.due <= now:
                self._start(number, slot)

    def _start(self, number: int, slot: Slot) -> None:
        reading, writing = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        pid = os.fork()
        if not pid:
            self._become(slot, Link(number, writing, self._life), reading)
        os.close(writing)
        os.set_blocking(reading, False)
        slot.pid, slot.events, slot.started = pid, reading, time.monotonic()
        logger.info("%s started as process %d", slot.name, pid)

    def _become(self, slot: Slot, link: Link, reading: int) -> None:
        """Work as a child, and end with its exit code. Never returns."""
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            for number in _SIGNALS:
                signal.signal(number, signal.SIG_DFL)
            # A terminal tells the whole group; before a worker listens, only SIGTERM counts.
            for number in (signal.SIGINT, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN)
            others = [other.events for other in self._slots if other.events >= 0]
            for end in (reading, self._hold, self._wake, self._waker, *others):
                os.close(end)
            code = slot.run(link)
        except BaseException:
            logger.exception("%s failed", slot.name)
        finally:
            logging.shutdown()
            for stream in (sys.stdout, sys.stderr):
                with suppress(OSError, ValueError):
                    stream.flush()
            # Neither the parent's cleanups nor gRPC's threads may hold up the end.
            os._exit(code)

    def _next_due(self) -> float | None:
        """Return how many seconds may pass before there is something to do, None for any."""
        now = time.monotonic()
        ends = [slot.due for slot in self._slots if not slot.pid]
        if self._reloading:
            ends.append(self._reload_end)
        return max(0.0, min(ends) - now) if ends else None

    def _wait(self, seconds: float | None) -> None:
        """Wait for a signal or an event of a process, and take note of the events."""
        by_end = {slot.events: slot for slot in self._slots if slot.events >= 0}
        found, _, _ = select.select([self._wake, *by_end], [], [], seconds)
        for end in found:
            if end == self._wake:
                os.read(end, 4096)
            else:
                self._hear(by_end[end])

    def _hear(self, slot: Slot) -> None:
        events = read_events(slot.events)
        if events is None:
            os.close(slot.events)
            slot.events = -1
            return
        for event in events:
            if event is Event.READY:
                slot.ready = True
                self._note_ready()
                if self._reloading and self._reloading[0] is slot:
                    _send(slot.pid, signal.SIGHUP)  # it may have begun with the table before
            elif self._reloading and self._reloading[0] is slot:
                logger.info("%s %s", slot.name, event.name.lower().replace("_", " "))
                self._reloading.popleft()
                self._tell_next()

    def _note_ready(self) -> None:
        if not self._started and all(slot.ready for slot in self._slots if slot.serves):
            self._started = True
            self._ready()

    def _obey(self) -> None:
        while self._told:
            number = self._told.popleft()
            if number == signal.SIGHUP and self._started:
                if self._reload():
                    busy = bool(self._reloading)
                    self._reloading.extend(slot for slot in self._slots if slot.serves)
                    if not busy:
                        self._tell_next()
            elif number in (signal.SIGTERM, signal.SIGINT):
                self._stopping = True

    def _tell_next(self) -> None:
        """Tell the next process to reload, or wait until it is ready to be told.

        One that is not there yet will begin with the newest table anyway.
        """
        while self._reloading and not self._reloading[0].pid:
            self._reloading.popleft()
        if self._reloading:
            self._reload_end = time.monotonic() + RELOAD_SECONDS
            if self._reloading[0].ready:
                _send(self._reloading[0].pid, signal.SIGHUP)

    def _go_on_reloading(self) -> None:
        """Leave a process behind that has died or hangs while it reloads."""
        if not self._reloading:
            return
        if time.monotonic() >= self._reload_end:
            logger.error("%s did not reload", self._reloading.popleft().name)
            self._tell_next()
        elif not self._reloading[0].pid:
            self._tell_next()

    def _reap(self) -> tuple[Slot, int] | None:
        """Note the processes that have ended; return the last of them with its exit code."""
        failed = None
        for slot, code in self._ended():
            failed = slot, code
            pause = slot.note_end(time.monotonic())
            if not self._stopping:
                logger.error("%s ended with %d; again in %g s", slot.name, code, round(pause, 1))
        return failed

    def _ended(self) -> Iterator[tuple[Slot, int]]:
        for slot in self._slots:
            if slot.pid:
                pid, status = os.waitpid(slot.pid, os.WNOHANG)
                if pid:
                    if slot.events >= 0:
                        os.close(slot.events)
                        slot.events = -1
                    yield slot, os.waitstatus_to_exitcode(status)

    def _stop(self) -> int:
        """End all processes, those that serve first; return 1 when one had to be killed."""
        self._stopping = True
        code = 0
        for serving in (True, False):
            slots = [slot for slot in self._slots if slot.serves is serving]
            for slot in slots:
                _send(slot.pid, signal.SIGTERM)
            if self._outlast(slots, time.monotonic() + self._grace + KILL_MARGIN):
                code = 1
        return code

    def _outlast(self, slots: Sequence[Slot], end: float) -> bool:
        """Wait for processes until `end`; return whether any was killed or ended badly."""
        bad = False
        while any(slot.pid for slot in slots):
            for slot, code in self._ended():
                bad = bad or code not in _GOOD_ENDS
                slot.pid = 0
            rest = end - time.monotonic()
            if rest <= 0:
                bad = True
                for slot in slots:
                    _send(slot.pid, signal.SIGKILL)
                rest = KILL_MARGIN
            if any(slot.pid for slot in slots):
                self._wait(min(rest, 1.0))
        return bad


def _send(pid: int, number: int) -> None:
    if pid:
        with suppress(ProcessLookupError):
            os.kill(pid, number)
