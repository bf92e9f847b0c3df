"""Entries that meet all slots of a name by the native kernel: `index/meeting.py` in C."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from normalizer.index.meeting import Slot
from normalizer.index.snapshot.dictionary import NONE
from normalizer.index.snapshot.nearness import NativeNearness
from normalizer.native.kernel import native
from normalizer.remembering import remembered

if TYPE_CHECKING:
    from normalizer.native._kernel import Kernel

_KEPT_SLOTS = 8_192
_NUMBERS_OF_REACHED = 4
"""What is reached is a word, nothing, and an estimate as long as both."""

_Filled = tuple[bytes, bytes]


class NativeMeeting:
    """The entries that meet slots, by the kernel over an index file."""

    def __init__(self, kernel: Kernel, nearness: NativeNearness) -> None:
        self._kernel, self._nearness = kernel, nearness
        self._filled = remembered(_KEPT_SLOTS, self._fill)

    def positions(self, slots: Sequence[Slot], as_one: str, limit: int) -> list[int] | None:
        """Return the positions of the entries that are met, in order; None for more than `limit`.

        Slots are up to `MOST_SLOTS`.
        """
        assert native is not None
        filled: tuple[_Filled, ...] = tuple(map(self._filled, slots))
        wholes = _words(self._nearness.reach(as_one, False)) if as_one else b""
        if len(filled) == 1:
            wholes += filled[0][0]
            filled = ()
        return native.met(self._kernel, filled, wholes, limit)  # type: ignore[no-any-return]

    def _fill(self, slot: Slot) -> _Filled:
        """Return the numbers of the tokens of a slot, and of its initials."""
        near = [_words(self._nearness.reach(word, True)) for word in slot.reached_by]
        return b"".join((*near, self._numbers(slot.tokens))), self._numbers(slot.initials)

    def _numbers(self, tokens: Iterable[str]) -> bytes:
        found = array("I", map(self._kernel.find, tokens))
        return array("I", [number for number in found if number != NONE]).tobytes()


def _words(reached: bytes) -> bytes:
    """Return the numbers of what a word has reached, without the estimates."""
    return memoryview(reached).cast("I")[::_NUMBERS_OF_REACHED].tobytes()
