from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

import pytest

from normalizer.service import manners
from normalizer.service.manners import PoliteLoop, giving_way
from tests.patience import PATIENCE


def run(main: Callable[[], object], loop: Callable[[], asyncio.AbstractEventLoop]) -> None:
    """Run a coroutine function on a loop of a kind."""
    with asyncio.Runner(loop_factory=loop) as runner:
        runner.run(main())


def test_work_goes_on_when_the_loop_has_nothing_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """It waits as long as a handler runs."""
    monkeypatch.setattr(manners, "PATIENCE_SECONDS", PATIENCE)
    order: list[str] = []

    async def main() -> None:
        give_way, begun = giving_way(), threading.Event()

        def work() -> None:
            begun.set()
            give_way()
            order.append("work")

        working = asyncio.get_running_loop().run_in_executor(None, work)
        assert begun.wait(PATIENCE)
        order.append("loop")
        await working

    run(main, PoliteLoop)
    assert order == ["loop", "work"]


def test_work_goes_on_beside_a_loop_that_is_never_idle() -> None:
    """After a while."""

    async def main() -> None:
        give_way, done = giving_way(), threading.Event()
        threading.Thread(target=lambda: (give_way(), done.set())).start()
        assert done.wait(PATIENCE)  # the loop is busy until then

    run(main, PoliteLoop)


def test_other_loops_are_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """They do not say whether they are idle."""
    monkeypatch.setattr(manners, "PATIENCE_SECONDS", None)

    async def main() -> None:
        giving_way()()

    run(main, asyncio.new_event_loop)
