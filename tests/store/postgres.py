"""Finds a PostgreSQL for the tests, or starts one, and gives out schemas of it.

1. `NAMENORM_TEST_PG` names one by its address.
2. A server on 127.0.0.1:5432 that trusts the user `postgres` is used as it is.
3. Otherwise the binaries that Debian installs start one on a socket of its own.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg

VARIABLE = "NAMENORM_TEST_PG"
_USUAL = "postgresql://postgres@127.0.0.1:5432/postgres"
_START_SECONDS = 30.0


class NoPostgresError(RuntimeError):
    """There is no PostgreSQL on this machine; the reason says what was sought.

    One that is there and does not start is an error of another class: tests skip for want of a
    server, and never for a broken one.
    """


@contextmanager
def any_postgres() -> Iterator[str]:
    """Yield the address of a PostgreSQL database; raise NoPostgresError when there is none."""
    named = os.environ.get(VARIABLE, "")
    if named or _answers(_USUAL):
        yield named or _USUAL
        return
    with own_server() as server:
        yield server.url


@contextmanager
def schema(url: str) -> Iterator[str]:
    """Yield an address whose tables live in a new schema, dropped afterwards."""
    name = f"namenorm_{uuid4().hex[:12]}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}")  # type: ignore[arg-type]
    joint = "&" if "?" in url else "?"
    try:
        yield f"{url}{joint}options=-csearch_path%3D{name}"
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("SET client_min_messages = warning")
            connection.execute(f"DROP SCHEMA {name} CASCADE")  # type: ignore[arg-type]


@contextmanager
def database(url: str) -> Iterator[str]:
    """Yield the address of a new database of the same server, dropped afterwards."""
    name = f"namenorm_{uuid4().hex[:12]}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
    try:
        yield urlsplit(url)._replace(path=f"/{name}").geturl()
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[arg-type]


class Server:
    """A PostgreSQL of our own in a folder, which can be killed and started again."""

    def __init__(self, folder: Path, binaries: Path) -> None:
        self.folder, self._binaries = folder, binaries
        self.url = f"postgresql:///postgres?host={folder}&user=postgres"
        self._process: subprocess.Popen[bytes] | None = None

    def create(self) -> None:
        """Make the files of the server."""
        self._run("initdb", "-D", str(self.folder / "data"), "-U", "postgres", "-A", "trust", "-N")

    def start(self) -> None:
        """Start the server and wait until it answers."""
        options = ("-c", "listen_addresses=", "-c", f"unix_socket_directories={self.folder}")
        program, data = str(self._binaries / "postgres"), str(self.folder / "data")
        self._process = subprocess.Popen(
            [*_as_postgres(), program, "-D", data, *options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        deadline = time.monotonic() + _START_SECONDS
        while not _answers(self.url):
            if time.monotonic() > deadline or self._process.poll() is not None:
                raise RuntimeError(f"the server in {self.folder} does not start")
            time.sleep(0.05)

    def kill(self) -> None:
        """Kill every process of the server at once, as a loss of power would."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._wait_for_workers()

    def _wait_for_workers(self) -> None:
        """Wait until the kernel has taken the workers too, which are in groups of their own."""
        folder = str(self.folder / "data")
        for proc in Path("/proc").iterdir():
            if proc.name.isdigit():
                with suppress(OSError):
                    if (proc / "cwd").resolve() == Path(folder):
                        os.kill(int(proc.name), signal.SIGKILL)

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [*_as_postgres(), str(self._binaries / program), *arguments],
            capture_output=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr.decode()[-300:]}")


@contextmanager
def own_server() -> Iterator[Server]:
    """Yield a server of our own, started; raise NoPostgresError without its programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    on_path = shutil.which("postgres")
    if not found and not on_path:
        raise NoPostgresError(f"no {VARIABLE}, no server at {_USUAL}, no postgres program")
    binaries = found[-1].parent if found else Path(str(on_path)).parent
    # A socket's path must be short.
    folder = Path(tempfile.mkdtemp(prefix="nnpg", dir="/tmp"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        server = Server(folder, binaries)
        server.create()
        server.start()
        try:
            yield server
        finally:
            server.kill()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _as_postgres() -> list[str]:
    """Return what to put before a command, as the server refuses to run for root."""
    if os.geteuid() != 0:
        return []
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]


def _answers(url: str) -> bool:
    try:
        with psycopg.connect(url, connect_timeout=2):
            return True
    except psycopg.Error:
        return False
