"""Bytes that no honest client sends: malformed HTTP/2, and messages that are no messages."""

from __future__ import annotations

import random
import socket
import struct
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress

import grpc
from google.protobuf import descriptor_pool

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
_SECONDS = 0.5
_MOST = 2_000


def conversations(seed: int, number: int) -> Iterator[bytes]:
    """Yield what to send on so many connections, always the same for a seed."""
    chance = random.Random(seed)
    kinds = (_noise, _cut_preface, _random_frames, _huge_frame, _settings_flood, _reset_flood)
    for place in range(number):
        yield kinds[place % len(kinds)](chance)


def send(address: str, data: bytes) -> None:
    """Open a connection, send, read what comes for a moment, and go."""
    host, _, port = address.rpartition(":")
    with suppress(OSError), socket.create_connection((host, int(port)), _SECONDS) as link:
        link.settimeout(_SECONDS)
        link.sendall(data)
        link.shutdown(socket.SHUT_WR)
        while link.recv(65_536):
            pass


def _frame(kind: int, flags: int, stream: int, payload: bytes) -> bytes:
    return (
        struct.pack(">I", len(payload))[1:]
        + bytes((kind, flags))
        + struct.pack(">I", stream)
        + payload
    )


def _noise(chance: random.Random) -> bytes:
    return chance.randbytes(chance.randrange(1, _MOST))


def _cut_preface(chance: random.Random) -> bytes:
    return PREFACE[: chance.randrange(len(PREFACE))]


def _random_frames(chance: random.Random) -> bytes:
    frames = (
        _frame(
            chance.randrange(12),
            chance.randrange(256),
            chance.randrange(1 << 31),
            chance.randbytes(chance.randrange(200)),
        )
        for _ in range(20)
    )
    return PREFACE + _frame(4, 0, 0, b"") + b"".join(frames)


def _huge_frame(chance: random.Random) -> bytes:
    """Announce sixteen megabytes and send a few bytes of them."""
    return (
        PREFACE
        + _frame(4, 0, 0, b"")
        + b"\xff\xff\xff\x00\x00\x00\x00\x00\x01"
        + chance.randbytes(99)
    )


def _settings_flood(chance: random.Random) -> bytes:
    return PREFACE + _frame(4, 0, 0, b"") * 500


def _reset_flood(chance: random.Random) -> bytes:
    """Open and reset streams at once, as in CVE-2023-44487."""
    headers = bytes.fromhex("838684")  # POST, http, /
    pairs = (
        _frame(1, 4, stream, headers) + _frame(3, 0, stream, struct.pack(">I", 8))
        for stream in range(1, 400, 2)
    )
    return PREFACE + _frame(4, 0, 0, b"") + b"".join(pairs)


def unary_methods() -> list[str]:
    """Return the paths of every method that is no stream."""
    import normalizer.service.server as served

    pool = descriptor_pool.Default()
    return [
        f"/{service}/{method.name}"
        for service in served.SERVICES
        for method in pool.FindServiceByName(service).methods
        if not (method.client_streaming or method.server_streaming)
    ]


def fuzz_messages(address: str, seed: int, each: int) -> Counter[str]:
    """Return how calls with random bytes ended, by status code: so many to each method."""
    chance, codes = random.Random(seed), Counter[str]()
    with grpc.insecure_channel(address) as channel:
        for method in unary_methods():
            call = channel.unary_unary(method)
            for _ in range(each):
                try:
                    call(_message(chance), timeout=20)
                    codes["OK"] += 1
                except grpc.RpcError as failure:
                    codes[failure.code().name] += 1
    return codes


def _message(chance: random.Random) -> bytes:
    """Return random bytes, or fields of random kinds that a parser gets further with."""
    if chance.random() < 0.3:
        return chance.randbytes(chance.randrange(300))
    fields = bytearray()
    for _ in range(chance.randrange(1, 8)):
        fields.append(chance.randrange(1, 8) << 3 | chance.choice((0, 1, 2, 2, 2, 5)))
        body = chance.choice((b"Minsk", chance.randbytes(9), "Мінск\u0301".encode(), b"\x08\x01"))
        fields += bytes((len(body),)) + body
    return bytes(fields)
