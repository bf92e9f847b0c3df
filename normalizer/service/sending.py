"""What this process has handed to its TCP connections and their peers have not taken yet.

gRPC says when its last answers are handed over, not when they are sent, and a process that ends
before resets them. Read from /proc; elsewhere nothing is known.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path

_TABLES = (Path("/proc/self/net/tcp"), Path("/proc/self/net/tcp6"))
_OWN = Path("/proc/self/fd")
_QUEUES_AT, _INODE_AT = 4, 9
_POLL_SECONDS, _QUIET_POLLS = 0.02, 5


async def all_sent(at_least: float, at_most: float) -> None:
    """Return once nothing has waited to be sent for a tenth of a second, within these seconds."""
    clock = asyncio.get_running_loop().time
    began, quiet = clock(), 0
    while clock() < began + at_most and (quiet < _QUIET_POLLS or clock() < began + at_least):
        quiet = 0 if unsent_bytes() else quiet + 1
        await asyncio.sleep(_POLL_SECONDS)


def unsent_bytes() -> int:
    """Return how many bytes wait in the send queues of this process's TCP sockets; 0 if unknown."""
    own = {_inode_of(link) for link in _links()}
    waiting = 0
    for table in _TABLES:
        with suppress(OSError):
            for line in table.read_text("ascii").splitlines()[1:]:
                columns = line.split()
                if columns[_INODE_AT] in own:
                    waiting += int(columns[_QUEUES_AT].partition(":")[0], 16)
    return waiting


def _links() -> list[str]:
    links = []
    with suppress(OSError):
        for descriptor in _OWN.iterdir():
            with suppress(OSError):  # closed by now
                links.append(str(descriptor.readlink()))
    return links


def _inode_of(link: str) -> str:
    """Return the inode of a socket, `""` for what is none."""
    return link.removeprefix("socket:[").removesuffix("]") if link.startswith("socket:[") else ""
