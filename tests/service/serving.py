"""A small alias table, and a real server in a thread, for the tests of service and client."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

import grpc
from google.rpc import error_details_pb2, status_pb2
from grpc_status import rpc_status

from normalizer.curation.protocol import Curation
from normalizer.engine import NameService
from normalizer.service.config import ServerConfig
from normalizer.service.server import Server
from tests.patience import PATIENCE

ENTITIES = (
    "nn100001\tperson\tAlexander Lukashenko\tBY\tm\t\tPresident of Belarus since 1994",
    "nn100002\tperson\tVladimir Putin\tRU\tm\tQ7747\tPresident of Russia",
    "nn100003\torganisation\tRosgvardia\tRU\t\t\tNational guard of Russia",
    "nn200001\tplace\tMinsk\tBY\t\tQ2280\tCapital of Belarus",
    "nn200002\tplace\tBrest\tBY\t\t\tCity in Belarus",
    "nn200003\tplace\tBrest\tFR\t\t\tCity in Brittany",
)
ALIASES = (
    "Lukashenko\tnn100001\tshort\ten\tLatn\t\tpress usage\t",
    "Александр Лукашенко\tnn100001\tofficial\tru\tCyrl\t\tpress usage\t",
    "Putin\tnn100002\tshort\ten\tLatn\t\tpress usage\t",
    "Росгвардия\tnn100003\tofficial\tru\tCyrl\t\tofficial site\t",
    "Мінск\tnn200001\tofficial\tbe\tCyrl\t\tgeneral knowledge\tthe name in Belarusian",
)
BREST = ("Brest\tnn200002\tofficial\ten\tLatn\t\t\t", "Brest\tnn200003\tofficial\ten\tLatn\t\t\t")


def write_seeds(folder: Path) -> Path:
    """Write the small alias table and return the folder."""
    from normalizer.store.sheets import LAYOUTS

    sheets = {"entities.tsv": ENTITIES, "aliases.tsv": ALIASES, "ambiguous.tsv": BREST}
    (folder / "small").mkdir(parents=True)
    for name, rows in sheets.items():
        lines = ("\t".join(LAYOUTS[name]), *rows)
        (folder / "small" / name).write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return folder


@dataclass
class Running:
    """A server that runs, and its address."""

    address: str
    server: Server
    loop: asyncio.AbstractEventLoop

    def drain(self) -> None:
        """Drain the server and wait for its end."""
        asyncio.run_coroutine_threadsafe(self.server.drain(), self.loop).result(PATIENCE)


@contextmanager
def running(
    engine: NameService,
    config: ServerConfig = ServerConfig(),  # noqa: B008 - frozen
    table: Curation | None = None,
    listen: str = "127.0.0.1:0",
) -> Iterator[Running]:
    """Give a server that listens, on a free port unless told, and drain it in the end."""
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def start() -> Running:
        server = Server(engine, config, table)
        return Running(await server.start(listen), server, loop)

    started = asyncio.run_coroutine_threadsafe(start(), loop).result(PATIENCE)
    try:
        yield started
    finally:
        started.drain()
        loop.call_soon_threadsafe(loop.stop)
        thread.join(PATIENCE)


def status_of(failure: grpc.RpcError) -> status_pb2.Status:
    """Return the rich status of a failed call."""
    status = rpc_status.from_call(failure)
    assert status is not None
    return status


def detail(status: status_pb2.Status, kind: Any) -> Any:
    """Return the one detail of this kind in a status."""
    [packed] = [each for each in status.details if each.Is(kind.DESCRIPTOR)]
    message = kind()
    packed.Unpack(message)
    return message


def violations(status: status_pb2.Status) -> dict[str, str]:
    """Return the field violations of a status as field → description."""
    bad = detail(status, error_details_pb2.BadRequest)
    return {each.field: each.description for each in bad.field_violations}
