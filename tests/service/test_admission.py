from __future__ import annotations

import asyncio

import pytest

from normalizer.service.admission import LEAST_RETRY, MOST_RETRY, Gate, Room
from normalizer.service.faults import OverloadedError


def test_gate_lets_in_lets_wait_and_refuses() -> None:
    """Two run, one waits, the fourth is refused; whoever leaves makes room."""

    async def crowd() -> None:
        gate = Gate(Room(running=2, waiting=1))
        leave = asyncio.Event()
        inside: list[int] = []

        async def visit(number: int) -> None:
            async with gate.turn():
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
        assert (gate.running, gate.waiting) == (0, 0)

    asyncio.run(crowd())


def test_one_who_gives_up_waiting_makes_room() -> None:
    """A cancelled call is not counted for ever, nor when it is let in as it leaves."""

    async def crowd() -> None:
        gate = Gate(Room(running=1, waiting=1))

        async def visit() -> None:
            async with gate.turn():
                pass

        async with gate.turn():
            for _ in range(3):
                waiting = asyncio.create_task(visit())
                await asyncio.sleep(0)
                waiting.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await waiting
            late = asyncio.create_task(visit())
            await asyncio.sleep(0)
        late.cancel()  # its turn has come, and it has not run since
        with pytest.raises(asyncio.CancelledError):
            await late
        assert (gate.running, gate.waiting) == (0, 0)
        async with gate.turn():
            gone = asyncio.create_task(visit())
            await asyncio.sleep(0)
            gone.cancel()  # it has not noticed yet when the place falls free
        with pytest.raises(asyncio.CancelledError):
            await gone
        assert (gate.running, gate.waiting) == (0, 0)
        await visit()

    asyncio.run(crowd())


def test_callers_are_let_in_by_turns() -> None:
    """The second caller's only call comes after one of the first caller's many."""

    async def crowd() -> list[str]:
        gate = Gate(Room(running=1, waiting=10))
        order: list[str] = []

        async def visit(caller: str) -> None:
            async with gate.turn(caller):
                order.append(caller)
                await asyncio.sleep(0)

        async with gate.turn("first"):
            names = ["many"] * 5 + ["one"]
            visits = [asyncio.create_task(visit(name)) for name in names]
            await asyncio.sleep(0)
        await asyncio.gather(*visits)
        return order

    assert asyncio.run(crowd()) == ["many", "one", *["many"] * 4]


def test_caller_has_a_part_of_the_places() -> None:
    """One who would take all is refused while another still gets in."""

    async def crowd() -> None:
        gate = Gate(Room(running=4, waiting=4, share=0.5))
        leave = asyncio.Event()
        inside: list[str] = []

        async def visit(caller: str) -> None:
            async with gate.turn(caller):
                inside.append(caller)
                await leave.wait()

        greedy = [asyncio.create_task(visit("greedy")) for _ in range(4)]
        await asyncio.sleep(0)
        assert inside == ["greedy"] * 2
        with pytest.raises(OverloadedError):
            await visit("greedy")
        modest = asyncio.create_task(visit("modest"))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert inside == ["greedy", "greedy", "modest"]
        leave.set()
        await asyncio.gather(*greedy, modest)

    asyncio.run(crowd())


def test_delay_grows_with_the_queue_and_the_work() -> None:
    """The refused are told to come when there should be room, within bounds."""

    async def crowd() -> tuple[float, float]:
        gate = Gate(Room(running=1, waiting=50))
        idle = gate.retry_after()
        async with gate.turn():
            await asyncio.sleep(0.2)  # turns last long
        leave = asyncio.Event()

        async def visit() -> None:
            async with gate.turn():
                await leave.wait()

        visits = [asyncio.create_task(visit()) for _ in range(51)]
        await asyncio.sleep(0)
        with pytest.raises(OverloadedError) as failure:
            await visit()
        leave.set()
        await asyncio.gather(*visits)
        return idle, failure.value.retry_after

    idle, busy = asyncio.run(crowd())
    assert LEAST_RETRY <= idle < busy <= MOST_RETRY
