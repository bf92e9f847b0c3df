"""What is sent on a stream and not answered yet, so that another stream can take over.

Annotating changes nothing, so an item may be sent twice; each is answered once, in order.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from threading import Condition, Thread
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Feed(Generic[Item]):
    """Takes items from a source on a thread of its own, at most `window` ahead of the answers.

    What the source raises ends it, and is then `error`. To be closed.
    """

    def __init__(self, source: Iterable[Item], window: int) -> None:
        self._source, self._window = source, window
        self._changed = Condition()
        self._unsent: deque[Item] = deque()
        self._unanswered: deque[Item] = deque()
        self._generation = 0
        self._ended = self._closed = False
        self.error: BaseException | None = None
        Thread(target=self._take, name="feed", daemon=True).start()

    def _take(self) -> None:
        try:
            for item in self._source:
                with self._changed:
                    self._changed.wait_for(self._has_room)
                    if self._closed:
                        return
                    self._unsent.append(item)
                    self._changed.notify_all()
        except Exception as error:
            self.error = error
        finally:
            with self._changed:
                self._ended = True
                self._changed.notify_all()

    def _has_room(self) -> bool:
        return self._closed or len(self._unsent) + len(self._unanswered) < self._window

    def requests(self) -> Iterator[Item]:
        """Yield what is to be sent on a new stream: first what an older one left unanswered."""
        with self._changed:
            self._generation += 1
            mine = self._generation
            self._unsent.extendleft(reversed(self._unanswered))
            self._unanswered.clear()
            self._changed.notify_all()
        return self._sent(mine)

    def _sent(self, mine: int) -> Iterator[Item]:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._unsent or self._is_over(mine))
                if self._closed or mine != self._generation or not self._unsent:
                    return
                item = self._unsent.popleft()
                self._unanswered.append(item)
            yield item

    def _is_over(self, mine: int) -> bool:
        return self._ended or self._closed or mine != self._generation

    def answered(self) -> Item:
        """Return the item that the next answer belongs to, and let one more be taken."""
        with self._changed:
            item = self._unanswered.popleft()
            self._changed.notify_all()
        return item

    def next_is(self, kind: Callable[[Item], bool]) -> bool:
        """Return whether the next unanswered item is of a kind; False when there is none."""
        with self._changed:
            return bool(self._unanswered) and kind(self._unanswered[0])

    def is_done(self) -> bool:
        """Return whether every item has been answered and there are no more."""
        with self._changed:
            return self._ended and not self._unsent and not self._unanswered

    def close(self) -> None:
        """Take no more; idempotent. A source that waits is left waiting on its thread."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
