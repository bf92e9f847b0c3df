from __future__ import annotations

import asyncio

import pytest

from normalizer.service.admission import Gate
from normalizer.service.faults import OverloadedError


def test_gate_lets_in_lets_wait_and_refuses() -> None:
    """Two run, one waits, the fourth is refused; whoever leaves makes room."""

    async def crowd() -> None:
        gate = Gate(running=2, waiting=1)
        leave = asyncio.Event()
        inside: list[int] = []

        async def visit(number: int) -> None:
            async with gate:
                inside.append(number)
                await leave.wait()

        visits = [asyncio.create_task(visit(number)) for number in range(3)]
        await asyncio.sleep(0)
        assert inside == [0, 1]
        with pytest.raises(OverloadedError):
            await visit(3)
        leave.set()
        await asyncio.gather(*visits)
        assert inside == [0, 1, 2]
        await visit(4)

    asyncio.run(crowd())


def test_one_who_gives_up_waiting_makes_room() -> None:
    """A cancelled call is not counted for ever."""

    async def crowd() -> None:
        gate = Gate(running=1, waiting=1)

        async def visit() -> None:
            async with gate:
                pass

        async with gate:
            for _ in range(3):
                waiting = asyncio.create_task(visit())
                await asyncio.sleep(0)
                waiting.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await waiting
        await visit()

    asyncio.run(crowd())
