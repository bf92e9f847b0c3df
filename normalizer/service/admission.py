"""How many calls are worked on at once, how many wait, whose turn is next, and who is refused.

Those who wait are served caller by caller in turn, so that one who sends much delays himself
and not the others. gRPC's own limit would refuse health checks too, and a supervisor would kill
a server for being busy.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict, deque
from dataclasses import dataclass

from normalizer.service.faults import OverloadedError

LEAST_RETRY, MOST_RETRY = 0.1, 5.0
_FIRST_GUESS = 0.01
_WEIGHT = 0.1


@dataclass(frozen=True, slots=True)
class Room:
    """How many may be inside and how many may wait; of each, one caller gets a part.

    `share` in (0, 1] is that part; a caller always gets at least one place.
    """

    running: int
    waiting: int
    share: float = 1.0

    def part(self, places: int) -> int:
        """Return how many of `places` one caller may hold."""
        return max(1, int(places * self.share)) if places else 0


class Turn:
    """One caller's place at a gate, an asynchronous context manager."""

    __slots__ = ("_began", "_caller", "_gate")

    def __init__(self, gate: Gate, caller: str) -> None:
        self._gate, self._caller, self._began = gate, caller, 0.0

    async def __aenter__(self) -> None:
        await self._gate.enter(self._caller)
        self._began = time.monotonic()

    async def __aexit__(self, *failure: object) -> None:
        self._gate.leave(self._caller, time.monotonic() - self._began)


class Gate:
    """Lets callers in by `Room`. For one event loop."""

    def __init__(self, room: Room) -> None:
        self._room, self._part = room, room.part(room.running)
        self._inside: dict[str, int] = {}
        self._waiting: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()
        self.running = self.waiting = 0
        self._seconds = _FIRST_GUESS

    def turn(self, caller: str = "") -> Turn:
        """Return what is entered when it is the caller's turn, and left when he is done.

        Entering raises OverloadedError at once when all is full.
        """
        return Turn(self, caller)

    async def enter(self, caller: str) -> None:
        """Take a place, at once or after a wait; raise OverloadedError when all is full."""
        if not self.entered(caller):
            await self.wait(caller)

    def entered(self, caller: str) -> bool:
        """Take a place if that needs no wait; return whether it was taken."""
        if self._waiting or not self._may_enter(caller):
            return False
        self._enter(caller)
        return True

    def leave(self, caller: str, seconds: float) -> None:
        """Give a place back that was used for so many seconds."""
        self._seconds += _WEIGHT * (seconds - self._seconds)
        self._leave(caller)

    def retry_after(self) -> float:
        """Return in how many seconds there should be room: the queue's length in turns."""
        turns = (self.waiting + 1) / max(1, self._room.running)
        return min(MOST_RETRY, max(LEAST_RETRY, turns * self._seconds))

    def _may_enter(self, caller: str) -> bool:
        return self.running < self._room.running and self._inside.get(caller, 0) < self._part

    def _enter(self, caller: str) -> None:
        self.running += 1
        self._inside[caller] = self._inside.get(caller, 0) + 1

    def _leave(self, caller: str) -> None:
        self.running -= 1
        left = self._inside[caller] - 1
        if left:
            self._inside[caller] = left
        else:
            del self._inside[caller]
        if self._waiting:
            self._let_in()

    async def wait(self, caller: str) -> None:
        """Wait for a turn, which is then taken already; raise OverloadedError when all is full."""
        queue = self._waiting.get(caller, ())
        if self.waiting >= self._room.waiting or len(queue) >= self._room.part(self._room.waiting):
            raise OverloadedError(self.retry_after())
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(caller, deque()).append(turn)
        self.waiting += 1
        # A caller may wait for his own calls alone while there is room for others.
        self._let_in()
        try:
            await turn
        except asyncio.CancelledError:
            if turn.cancelled():
                self._forget(caller, turn)
            else:
                self._leave(caller)  # let in and gone in the same moment
            raise

    def _forget(self, caller: str, turn: asyncio.Future[None]) -> None:
        queue = self._waiting.get(caller, deque())
        if turn not in queue:
            return  # its turn came after it was cancelled, and before it noticed
        queue.remove(turn)
        self.waiting -= 1
        if not queue:
            del self._waiting[caller]

    def _let_in(self) -> None:
        """Give free places to those who wait, one to each caller before anybody's second."""
        while (caller := self._next()) is not None:
            turn = self._waiting[caller].popleft()
            self.waiting -= 1
            if self._waiting[caller]:
                self._waiting.move_to_end(caller)
            else:
                del self._waiting[caller]
            if not turn.cancelled():
                self._enter(caller)
                turn.set_result(None)

    def _next(self) -> str | None:
        """Return the caller whose turn it is, None when nobody may enter."""
        if self.running >= self._room.running:
            return None
        return next(filter(self._may_enter, self._waiting), None)
