"""What `namenorm doctor` looks at: one function for each matter, which yields its findings.

A check never raises for what it is there to find; it looks and leaves everything as it was.
"""

from __future__ import annotations

import os
import resource
import shutil
import socket
import ssl
import stat
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from importlib import import_module, metadata
from pathlib import Path
from typing import TYPE_CHECKING

from normalizer.errors import NormalizerError
from normalizer.service.config import TlsFiles
from normalizer.version import ENGINE_VERSION

if TYPE_CHECKING:
    from normalizer.opening import TableSource

LEAST_PYTHON = (3, 11)
LEAST_FILES = 4_096
LEAST_FREE = 200 * 1024 * 1024
SOON = timedelta(days=14)
_DISTRIBUTION = "namenorm"
_CONTRACTS = ("resolver", "annotator", "romaniser", "entities", "types")


class State(StrEnum):
    """What a finding means: all is well, it may bring trouble, or it will not work."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Found:
    """One finding: of what, how it is, and what was seen or should be done."""

    state: State
    matter: str
    detail: str


def check_installation() -> Iterator[Found]:
    """Look at Python, the required packages and the generated contract."""
    version = ".".join(map(str, sys.version_info[:3]))
    good = sys.version_info >= LEAST_PYTHON
    yield _found(good, "python", f"{version}; 3.11 or newer is needed" if not good else version)
    yield from _packages()
    try:
        for name in _CONTRACTS:
            import_module(f"normalizer.v1.{name}_pb2_grpc")
        yield Found(State.OK, "contract", f"normalizer.v1, engine {ENGINE_VERSION}")
    except Exception as failure:  # whatever a mismatch of versions raises is the finding
        yield Found(State.FAIL, "contract", f"cannot be loaded: {failure}")


def _packages() -> Iterator[Found]:
    try:
        required = metadata.requires(_DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        yield Found(State.WARN, "packages", f"{_DISTRIBUTION} runs from a folder, uninstalled")
        return
    names = [line for line in required if "extra ==" not in line]
    missing = []
    for line in names:
        name = line.partition(";")[0].strip().rstrip("0123456789.,<>=!~ ")
        try:
            metadata.version(name)
        except metadata.PackageNotFoundError:
            missing.append(name)
    if missing:
        yield Found(State.FAIL, "packages", f"missing: {', '.join(missing)}")
    else:
        yield Found(State.OK, "packages", f"{len(names)} required, all there")


def check_machine() -> Iterator[Found]:
    """Look at cores, open files, shared ports and the folder of kept tables."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    yield Found(State.OK, "cores", f"{cores}; a worker keeps one busy (--workers)")
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    few = files != resource.RLIM_INFINITY and files < LEAST_FILES
    more = f"; a busy server wants {LEAST_FILES:,} (ulimit -n)" if few else ""
    yield Found(State.WARN if few else State.OK, "open files", f"{files:,}{more}")
    if not hasattr(socket, "SO_REUSEPORT"):
        yield Found(State.WARN, "shared port", "not on this system: --workers must stay 1")
    yield from _cache()


def _cache() -> Iterator[Found]:
    from normalizer.index.kept import OFF, cache_folder

    folder = cache_folder()
    if folder is None:
        yield Found(State.WARN, "cache", f"{OFF}: every start derives its tables anew")
        return
    place = next(each for each in (folder, *folder.parents) if each.exists())
    if not os.access(place, os.W_OK):
        yield Found(State.WARN, "cache", f"{folder} cannot be written: every start is slow")
    elif shutil.disk_usage(place).free < LEAST_FREE:
        yield Found(State.WARN, "cache", f"{folder}: the disk is nearly full")
    else:
        yield Found(State.OK, "cache", str(folder))


def check_table(table: TableSource) -> Iterator[Found]:
    """Open the alias table and ask it for names, as a server does at its start."""
    from normalizer.service.opening import EngineSource

    began = time.monotonic()
    try:
        engine = EngineSource(table).open()
    except (NormalizerError, OSError) as failure:
        yield Found(State.FAIL, "alias table", str(failure))
        return
    taken, revision = time.monotonic() - began, engine.revision
    engine.close()
    yield Found(State.OK, "alias table", f"revision {revision}, ready in {taken:.1f} s")


def check_port(host: str, port: int) -> Iterator[Found]:
    """Look whether a server could listen there."""
    from normalizer.service.port import ReservedPort

    try:
        ReservedPort(host, port).close()
    except NormalizerError as failure:
        yield Found(State.FAIL, "listen", str(failure))
    else:
        yield Found(State.OK, "listen", f"{host}:{port} is free")


def check_certificates(files: TlsFiles) -> Iterator[Found]:
    """Look whether the certificate fits its key, and when it ends."""
    from normalizer.service.certificates import check_tls

    try:
        check_tls(files)
        ends = _end_of(files)
    except (NormalizerError, ssl.SSLError) as failure:
        yield Found(State.FAIL, "certificate", str(failure))
        return
    left = ends - datetime.now(UTC)
    told = f"{files.chain} is good until {ends:%Y-%m-%d}"
    yield Found(State.WARN if left < SOON else State.OK, "certificate", told)


def _end_of(files: TlsFiles) -> datetime:
    """Return when a server's certificate ends, as a client that trusts it sees it.

    Raises SSLError for one that has ended or is not in force yet.
    """
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(files.chain, files.key)
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.check_hostname = False
    client.verify_flags |= ssl.VerifyFlags.VERIFY_X509_PARTIAL_CHAIN
    client.load_verify_locations(files.chain)
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    ours = client.wrap_bio(to_client, to_server)
    theirs = server.wrap_bio(to_server, to_client, server_side=True)
    for side in (ours, theirs, ours, theirs):
        try:
            side.do_handshake()
        except ssl.SSLWantReadError:
            continue
    seen = ours.getpeercert() or {}
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(seen["notAfter"])), UTC)


def check_tokens(path: Path) -> Iterator[Found]:
    """Look at a file of tokens: who may read it, how many are good, which end soon."""
    from normalizer.service.access.tokens import read_tokens

    try:
        book = read_tokens(path)
        mode = path.stat().st_mode
    except (NormalizerError, OSError) as failure:
        yield Found(State.FAIL, "tokens", str(failure))
        return
    if mode & (stat.S_IWGRP | stat.S_IWOTH):
        yield Found(State.FAIL, "tokens", f"{path}: others may write it and let themselves in")
    now = datetime.now(UTC)
    good = [token for token in book.values() if token.is_good(now)]
    ending = [each.id for each in good if each.expires and each.expires - now < SOON]
    more = f"; soon over: {', '.join(ending)}" if ending else ""
    state = State.WARN if ending or not good else State.OK
    yield Found(state, "tokens", f"{len(good)} of {len(book)} are good{more}")


def check_identities(path: Path) -> Iterator[Found]:
    """Look at a file of identities."""
    from normalizer.service.access.identities import read_identities

    yield from _attempt("identities", lambda: f"{len(read_identities(path))} identities")


def check_server(target: str) -> Iterator[Found]:
    """Ask a server for its revision and for a name."""
    from contextlib import closing

    from normalizer.cli.remote import remote_engine

    def ask() -> str:
        with closing(remote_engine(target)) as engine:
            began = time.monotonic()
            revision = engine.revision
            engine.resolve("Minsk")
            return (
                f"{target}: revision {revision}, {(time.monotonic() - began) * 500:.0f} ms a call"
            )

    yield from _attempt("server", ask)


def _attempt(matter: str, look: Callable[[], str]) -> Iterator[Found]:
    try:
        yield Found(State.OK, matter, look())
    except (NormalizerError, OSError) as failure:
        yield Found(State.FAIL, matter, str(failure))


def _found(good: bool, matter: str, detail: str) -> Found:
    return Found(State.OK if good else State.FAIL, matter, detail)
