"""Compressed files, told by their suffix: `.gz`, and `.zst` with the extra `zstd`."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath
from typing import IO, Any, cast

from normalizer.errors import InputError

PACKED = (".gz", ".zst")
_CHUNK = 1 << 17


def uncompressed_name(path: str) -> str:
    """Return a path without the suffix of its compression, which tells nothing of its format.

    >>> uncompressed_name("press/all.jsonl.GZ")
    'press/all.jsonl'
    """
    suffix = PurePath(path).suffix
    return path.removesuffix(suffix) if suffix.lower() in PACKED else path


@contextmanager
def unpacked(raw: IO[bytes], path: str) -> Iterator[IO[bytes]]:
    """Give the decompressed bytes of a stream, as its path says; raise InputError for damage."""
    suffix = PurePath(path).suffix.lower()
    if suffix == ".gz":
        with _gzip(raw, path) as stream:
            yield stream
    elif suffix == ".zst":
        with _zstandard(raw, path) as stream:
            yield stream
    else:
        yield raw


@contextmanager
def _gzip(raw: IO[bytes], path: str) -> Iterator[IO[bytes]]:
    import gzip  # only where there is something to unpack
    import zlib

    try:
        with gzip.GzipFile(fileobj=raw) as stream:
            yield cast(IO[bytes], stream)
    except (gzip.BadGzipFile, EOFError, zlib.error) as failure:
        raise InputError(path, 0, f"damaged gzip data: {failure}") from None


@contextmanager
def _zstandard(raw: IO[bytes], path: str) -> Iterator[IO[bytes]]:
    try:
        import zstandard
    except ModuleNotFoundError:
        reason = "reading .zst needs zstandard: pip install 'namenorm[zstd]'"
        raise InputError(path, 0, reason) from None
    try:
        yield io.BufferedReader(_Frames(raw, zstandard.ZstdDecompressor()))
    except (zstandard.ZstdError, EOFError) as failure:
        raise InputError(path, 0, f"damaged zstd data: {failure}") from None


class _Frames(io.RawIOBase):
    """The bytes of zstd frames, one after the other.

    The library's own reader takes the end of the file for the end of a frame, so that the
    rest of a file that was cut off would be missing without a word.
    """

    def __init__(self, raw: IO[bytes], decompressor: Any) -> None:
        self._raw, self._decompressor = raw, decompressor
        self._frame: Any = None
        self._packed = b""
        self._plain = memoryview(b"")

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, target: Any) -> int:
        """Return how many bytes were put into `target`, 0 at the end; raise EOFError."""
        while not self._plain:
            if not self._packed and not self._fill():
                return 0
            self._unpack()
        taken = self._plain[: len(target)]
        target[: len(taken)] = taken
        self._plain = self._plain[len(taken) :]
        return len(taken)

    def _fill(self) -> bool:
        self._packed = self._raw.read(_CHUNK)
        if not self._packed and self._frame is not None:
            raise EOFError("the file ends within a frame")
        return bool(self._packed)

    def _unpack(self) -> None:
        self._frame = self._frame or self._decompressor.decompressobj()
        self._plain = memoryview(self._frame.decompress(self._packed))
        self._packed = self._frame.unused_data if self._frame.eof else b""
        if self._frame.eof:
            self._frame = None
