from __future__ import annotations

import asyncio
import threading
import time

import pytest

from normalizer.checkpoint import checkpoint
from normalizer.service.call import Call, Caller, enter
from normalizer.service.compute import SLICE_SECONDS, Compute, Size
from tests.patience import PATIENCE


def test_results_keep_the_order_of_the_items() -> None:
    """Over many slices, and inline."""

    def work(item: int) -> int:
        if item % 10 == 0:
            time.sleep(SLICE_SECONDS)
        return -item

    async def both() -> None:
        compute = Compute()
        items = list(range(60))
        assert await compute.each(work, items, Size.MEDIUM) == [-item for item in items]
        assert await compute.each(abs, [-1, -2], Size.SMALL) == [1, 2]
        assert await compute.each(work, [], Size.MEDIUM) == []
        compute.close()

    asyncio.run(both())


def test_inline_work_stays_on_the_event_loop() -> None:
    """And other work does not."""

    async def where() -> list[set[int]]:
        compute = Compute()
        found = [
            set(await compute.each(lambda _: threading.get_ident(), range(9), size))
            for size in (Size.SMALL, Size.MEDIUM)
        ]
        compute.close()
        return found

    inline, sliced = asyncio.run(where())
    assert inline == {threading.get_ident()}
    assert len(sliced) == 1
    assert sliced != inline


def test_small_work_that_lasts_moves_to_a_thread() -> None:
    """What was done in a moment counts, the rest is done where it holds nobody up."""
    loop = threading.get_ident()

    def work(item: int) -> int:
        while item == 1 and threading.get_ident() == loop:
            checkpoint()
        return threading.get_ident()

    async def where() -> list[int]:
        compute = Compute()
        found = await compute.each(work, range(3), Size.SMALL)
        compute.close()
        return found

    first, second, third = asyncio.run(where())
    assert first == loop != second
    assert second == third


def test_long_item_does_not_hold_up_batches() -> None:
    """It has a thread of its own."""
    let = threading.Event()

    async def race() -> list[int]:
        compute = Compute()
        long = asyncio.create_task(compute.each(lambda _: let.wait(PATIENCE), [1], Size.LARGE))
        await asyncio.sleep(0)
        found = await compute.each(abs, [-1, -2], Size.MEDIUM)
        let.set()
        await long
        compute.close()
        return found

    assert asyncio.run(race()) == [1, 2]


def test_cancelled_item_is_given_up_inside() -> None:
    """Work that passes checkpoints ends soon after its caller has left."""
    begun, ended = threading.Event(), threading.Event()

    def work(_: int) -> None:
        begun.set()
        try:
            while True:
                checkpoint()
                time.sleep(0.001)
        finally:
            ended.set()

    async def cancel() -> None:
        compute = Compute()
        task = asyncio.create_task(compute.each(work, [1], Size.LARGE))
        assert await asyncio.to_thread(begun.wait, PATIENCE)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await asyncio.to_thread(ended.wait, PATIENCE)
        compute.close()

    asyncio.run(cancel())


def test_callers_take_turns_however_much_each_sends() -> None:
    """Ten batches of one caller do not come before the one of another."""

    async def race() -> list[str]:
        compute = Compute()
        ended: list[str] = []

        async def run(caller: str) -> None:
            enter(Call("", "", 0.0, Caller(caller, None, caller)))
            await compute.each(lambda _: time.sleep(SLICE_SECONDS), range(4), Size.MEDIUM)
            ended.append(caller)

        much = [asyncio.create_task(run("greedy")) for _ in range(10)]
        await asyncio.sleep(SLICE_SECONDS)
        await asyncio.gather(run("modest"), *much)
        compute.close()
        return ended

    assert asyncio.run(race()).index("modest") <= 2


def test_short_work_does_not_wait_for_the_end_of_long_work() -> None:
    """Slices take turns."""

    async def race() -> list[str]:
        compute = Compute()
        ended: list[str] = []

        async def run(name: str, count: int) -> None:
            await compute.each(lambda _: time.sleep(SLICE_SECONDS / 2), range(count), Size.MEDIUM)
            ended.append(name)

        await asyncio.gather(run("long", 40), run("short", 4))
        compute.close()
        return ended

    assert asyncio.run(race()) == ["short", "long"]


def test_cancelled_work_goes_no_further() -> None:
    """No item is begun after the slice in which the caller left."""
    done: list[int] = []
    enough = threading.Event()

    def work(item: int) -> None:
        time.sleep(SLICE_SECONDS / 2)
        done.append(item)
        if len(done) > 5:
            enough.set()

    async def cancel() -> None:
        compute = Compute()
        task = asyncio.create_task(compute.each(work, range(1_000), Size.MEDIUM))
        assert await asyncio.to_thread(enough.wait, PATIENCE)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await compute.one(lambda: None)  # behind the slice that was under way, on its thread
        count = len(done)
        await asyncio.sleep(SLICE_SECONDS * 5)
        assert len(done) == count
        compute.close()

    asyncio.run(cancel())
    assert len(done) < 1_000


def test_error_of_the_work_reaches_the_caller() -> None:
    """From the thread too."""

    async def fail() -> None:
        compute = Compute()
        try:
            await compute.each(int, ["1", "x"], Size.MEDIUM)
        finally:
            compute.close()

    with pytest.raises(ValueError, match="invalid literal"):
        asyncio.run(fail())
