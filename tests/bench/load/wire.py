"""A gRPC client of a few dozen lines, for one method: it sends load for a tenth of a client's CPU.

A client of a library needs as much of a processor for a call as the server does, so that on a
machine with few cores it is the client that is measured. This one knows of HTTP/2 (RFC 9113) and
HPACK (RFC 7541) what a well-behaved server makes it need: the headers of its calls are written
once, and of an answer it sees that there is a message, not what its trailers say.
"""

from __future__ import annotations

import socket
import struct
from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

_PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
_DATA, _HEADERS, _RESET, _SETTINGS, _PING, _GOAWAY, _WINDOW = 0, 1, 3, 4, 6, 7, 8
_END_STREAM, _ACK, _END_HEADERS = 1, 1, 4
_INITIAL_WINDOW, _ENABLE_PUSH = 4, 2
_FIRST_WINDOW, _WIDE, _MOST_DATA = 65_535, 1 << 30, 16_384
_HEAD = 9
# Literals that the peer is to keep in its table: of static names by their number, and new ones.
_PATH, _AUTHORITY, _CONTENT_TYPE, _NEW = 0x44, 0x41, 0x5F, 0x40
_POST_HTTP = b"\x83\x86"
_FIRST_KEPT = 62


class End(NamedTuple):
    """How a call ended: its stream, and whether a message was answered."""

    stream: int
    answered: bool


class Wire:
    """One connection, over which calls of one method are made. Never waits."""

    def __init__(self, address: str, path: str) -> None:
        host, _, port = address.rpartition(":")
        self._socket = socket.create_connection((host, int(port)))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.setblocking(False)
        self._headers, self._later = _header_blocks(address, path)
        self._stream = -1
        self._out = bytearray(_PREFACE + _settings() + _widened(0, _WIDE))
        self._waiting: deque[tuple[int, bytes]] = deque()
        self._windows: dict[int, int] = {}
        self._window, self._stream_window = _FIRST_WINDOW, _FIRST_WINDOW
        self._in, self._unacknowledged = bytearray(), 0
        self._answered: set[int] = set()

    def fileno(self) -> int:
        """Return the socket's descriptor, for `select`."""
        return self._socket.fileno()

    @property
    def is_writing(self) -> bool:
        """Return whether there are bytes that the socket has not taken yet."""
        return bool(self._out)

    def ask(self, message: bytes) -> int:
        """Begin a call; return its stream."""
        self._stream += 2
        stream = self._stream
        self._out += _frame(_HEADERS, _END_HEADERS, stream, self._headers)
        self._headers = self._later
        self._windows[stream] = self._stream_window
        self._waiting.append((stream, struct.pack(">BI", 0, len(message)) + message))
        self.write()
        return stream

    def write(self) -> None:
        """Send what windows and the socket take."""
        while self._waiting and self._fill(*self._waiting[0]):
            self._waiting.popleft()
        try:
            sent = self._socket.send(self._out)
        except BlockingIOError:
            return
        del self._out[:sent]

    def _fill(self, stream: int, rest: bytes) -> bool:
        """Return whether all of a message could be written; keep what could not."""
        while rest and (room := min(self._window, self._windows.get(stream, 0), _MOST_DATA)) > 0:
            part, rest = rest[:room], rest[room:]
            self._window -= len(part)
            self._windows[stream] -= len(part)
            self._out += _frame(_DATA, 0 if rest else _END_STREAM, stream, part)
        if rest and stream in self._windows:
            self._waiting[0] = stream, rest
            return False
        return True

    def read(self) -> list[End]:
        """Return the calls that have ended; raise ConnectionError when the server is gone."""
        try:
            data = self._socket.recv(1 << 18)
        except BlockingIOError:
            return []
        if not data:
            raise ConnectionError("the server has closed the connection")
        self._in += data
        ends = [end for frame in self._frames() for end in self._take(*frame)]
        if self._out or self._waiting:
            self.write()
        return ends

    def _frames(self) -> Iterator[tuple[int, int, int, bytes]]:
        at = 0
        while len(self._in) >= at + _HEAD:
            head = self._in[at : at + _HEAD]
            end = at + _HEAD + int.from_bytes(head[:3], "big")
            if len(self._in) < end:
                break
            stream = int.from_bytes(head[5:], "big")
            yield head[3], head[4], stream, bytes(self._in[at + _HEAD : end])
            at = end
        del self._in[:at]

    def _take(self, kind: int, flags: int, stream: int, body: bytes) -> Iterator[End]:
        """Do what a frame asks for; yield the call that it ends."""
        if kind == _DATA:
            self._answered.add(stream)
            self._acknowledge(len(body))
        elif kind == _WINDOW:
            self._widen(stream, int.from_bytes(body, "big"))
        elif kind == _SETTINGS and not flags & _ACK:
            self._obey(body)
        elif kind == _PING and not flags & _ACK:
            self._out += _frame(_PING, _ACK, 0, body)
        elif kind == _GOAWAY:
            raise ConnectionError("the server sends calls away")
        if kind == _RESET or (kind in (_DATA, _HEADERS) and flags & _END_STREAM):
            self._windows.pop(stream, None)
            answered = stream in self._answered
            self._answered.discard(stream)
            yield End(stream, answered and kind != _RESET)

    def _acknowledge(self, size: int) -> None:
        self._unacknowledged += size
        if self._unacknowledged > _WIDE // 2:
            self._out += _widened(0, self._unacknowledged)
            self._unacknowledged = 0

    def _widen(self, stream: int, more: int) -> None:
        if not stream:
            self._window += more
        elif stream in self._windows:
            self._windows[stream] += more

    def _obey(self, body: bytes) -> None:
        for name, value in struct.iter_unpack(">HI", body):
            if name == _INITIAL_WINDOW:
                more, self._stream_window = value - self._stream_window, value
                for stream in self._windows:
                    self._windows[stream] += more
        self._out += _frame(_SETTINGS, _ACK, 0, b"")

    def close(self) -> None:
        """Close the connection."""
        self._socket.close()


def _frame(kind: int, flags: int, stream: int, body: bytes) -> bytes:
    return struct.pack(">I", len(body))[1:] + struct.pack(">BBI", kind, flags, stream) + body


def _settings() -> bytes:
    pairs = struct.pack(">HIHI", _ENABLE_PUSH, 0, _INITIAL_WINDOW, _WIDE)
    return _frame(_SETTINGS, 0, 0, pairs)


def _widened(stream: int, more: int) -> bytes:
    return _frame(_WINDOW, 0, stream, struct.pack(">I", more))


def _header_blocks(address: str, path: str) -> tuple[bytes, bytes]:
    """Return the headers of the first call, which the server keeps, and those of all later ones."""
    literals = [
        bytes((_PATH,)) + _text(path),
        bytes((_AUTHORITY,)) + _text(address),
        bytes((_CONTENT_TYPE,)) + _text("application/grpc"),
        bytes((_NEW,)) + _text("te") + _text("trailers"),
        bytes((_NEW,)) + _text("grpc-timeout") + _text("30S"),
    ]
    kept = bytes(0x80 | _FIRST_KEPT + n for n in reversed(range(len(literals))))
    return _POST_HTTP + b"".join(literals), _POST_HTTP + kept


def _text(text: str) -> bytes:
    """Return a string as HPACK has it, without Huffman's code; at most 126 characters."""
    data = text.encode("ascii")
    if len(data) >= 0x7F:
        raise ValueError(f"{text} is too long")
    return bytes((len(data),)) + data
