from __future__ import annotations

import asyncio
import threading
import time

import pytest

from normalizer.service.compute import SLICE_SECONDS, Compute


def test_results_keep_the_order_of_the_items() -> None:
    """Over many slices, and inline."""

    def work(item: int) -> int:
        if item % 10 == 0:
            time.sleep(SLICE_SECONDS)
        return -item

    async def both() -> None:
        compute = Compute()
        items = list(range(60))
        assert await compute.each(work, items, inline=False) == [-item for item in items]
        assert await compute.each(abs, [-1, -2], inline=True) == [1, 2]
        assert await compute.each(work, [], inline=False) == []
        compute.close()

    asyncio.run(both())


def test_inline_work_stays_on_the_event_loop() -> None:
    """And other work does not."""

    async def where() -> list[set[int]]:
        compute = Compute()
        found = [
            set(await compute.each(lambda _: threading.get_ident(), range(9), inline))
            for inline in (True, False)
        ]
        compute.close()
        return found

    inline, sliced = asyncio.run(where())
    assert inline == {threading.get_ident()}
    assert len(sliced) == 1
    assert sliced != inline


def test_short_work_does_not_wait_for_the_end_of_long_work() -> None:
    """Slices take turns."""

    async def race() -> list[str]:
        compute = Compute()
        ended: list[str] = []

        async def run(name: str, count: int) -> None:
            await compute.each(lambda _: time.sleep(SLICE_SECONDS / 2), range(count), inline=False)
            ended.append(name)

        await asyncio.gather(run("long", 40), run("short", 4))
        compute.close()
        return ended

    assert asyncio.run(race()) == ["short", "long"]


def test_cancelled_work_goes_no_further() -> None:
    """No item is begun after the slice in which the caller left."""
    done: list[int] = []

    def work(item: int) -> None:
        time.sleep(SLICE_SECONDS / 2)
        done.append(item)

    async def cancel() -> None:
        compute = Compute()
        task = asyncio.create_task(compute.each(work, range(1_000), inline=False))
        await asyncio.sleep(SLICE_SECONDS * 5)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.sleep(SLICE_SECONDS * 3)
        count = len(done)
        await asyncio.sleep(SLICE_SECONDS * 5)
        assert len(done) == count
        compute.close()

    asyncio.run(cancel())
    assert 0 < len(done) < 100


def test_error_of_the_work_reaches_the_caller() -> None:
    """From the thread too."""

    async def fail() -> None:
        compute = Compute()
        try:
            await compute.each(int, ["1", "x"], inline=False)
        finally:
            compute.close()

    with pytest.raises(ValueError, match="invalid literal"):
        asyncio.run(fail())
