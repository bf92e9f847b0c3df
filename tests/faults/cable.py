"""A bad cable between two network namespaces: a process of ours carries each packet, or drops it.

The kernel's own means of this kind (netem) are missing in many kernels of containers and small
machines. TUN devices are not: one in each namespace, and what the one sends the other receives,
later and not always. Packets overtake each other where the delay varies.
"""

from __future__ import annotations

import ctypes
import fcntl
import heapq
import multiprocessing
import os
import random
import select
import struct
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

TUN = Path("/dev/net/tun")
_NAME_TUN, _TUN_WITHOUT_HEADER = 0x400454CA, 0x1001  # TUNSETIFF, IFF_TUN | IFF_NO_PI
_NEW_NETWORK = 0x40000000  # CLONE_NEWNET
_MOST_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class Weather:
    """How long a packet takes in seconds, by how much more or less, and which part is lost."""

    delay: float = 0.0
    jitter: float = 0.0
    loss: float = 0.0


FINE, CUT = Weather(), Weather(loss=1.0)


@dataclass(frozen=True, slots=True)
class End:
    """An end of the cable: its namespace, and its address in a network of both ends."""

    namespace: str
    address: str


class Cable:
    """What lies between two namespaces, in the weather that was told last."""

    def __init__(self, control: Connection) -> None:
        self._control = control

    @contextmanager
    def in_weather(self, weather: Weather) -> Iterator[None]:
        """Let packets fare so inside the block."""
        self._control.send(weather)
        try:
            yield
        finally:
            self._control.send(FINE)


@contextmanager
def cable(ends: tuple[End, End]) -> Iterator[Cable]:
    """Join two new namespaces, which are gone after the block. Needs root."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("fork").Process(target=_carry, args=(theirs, ends))
    try:
        for end in ends:
            ip("netns", "add", end.namespace)
        process.start()
        ours.recv()  # the devices are there
        for end in ends:
            ip("-n", end.namespace, "addr", "add", f"{end.address}/24", "dev", "cable")
            ip("-n", end.namespace, "link", "set", "cable", "up")
            ip("-n", end.namespace, "link", "set", "lo", "up")
        yield Cable(ours)
    finally:
        if process.is_alive():
            process.kill()
            process.join()
        for end in ends:
            with suppress(subprocess.CalledProcessError):
                ip("netns", "del", end.namespace)


def ip(*words: str) -> None:
    """Run `ip`; raise when it fails."""
    subprocess.run(["ip", *words], check=True, capture_output=True)


def enter(namespace: str) -> None:
    """Move this thread, and the threads that it starts from now on, into a namespace."""
    with Path(f"/var/run/netns/{namespace}").open("rb") as file:
        if ctypes.CDLL(None, use_errno=True).setns(file.fileno(), _NEW_NETWORK):
            raise OSError(ctypes.get_errno(), "setns")


def _carry(control: Connection, ends: tuple[End, End]) -> None:
    """Carry packets from each end to the other until killed."""
    one, other = map(_device, ends)
    control.send(None)
    across, chance, weather = {one: other, other: one}, random.Random(1), FINE
    under_way: list[tuple[float, int, int, bytes]] = []
    number = 0
    while True:
        wait = max(0.0, under_way[0][0] - time.monotonic()) if under_way else None
        ready, _, _ = select.select([one, other, control], [], [], wait)
        for each in ready:
            if each is control:
                weather = control.recv()
                continue
            packet = os.read(each, _MOST_BYTES)
            if chance.random() < weather.loss:
                continue
            number += 1
            late = weather.delay + chance.uniform(-weather.jitter, weather.jitter)
            due = time.monotonic() + max(0.0, late)
            heapq.heappush(under_way, (due, number, across[each], packet))
        while under_way and under_way[0][0] <= time.monotonic():
            *_, to, packet = heapq.heappop(under_way)
            with suppress(OSError):  # an end that is down takes nothing
                os.write(to, packet)


def _device(end: End) -> int:
    """Return the descriptor of a new TUN device in a namespace."""
    enter(end.namespace)
    device = os.open(TUN, os.O_RDWR)
    fcntl.ioctl(device, _NAME_TUN, struct.pack("16sH22x", b"cable", _TUN_WITHOUT_HEADER))
    return device
