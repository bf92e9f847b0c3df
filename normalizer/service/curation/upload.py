"""The files of an import as they arrive, kept in a folder that goes with the call."""

from __future__ import annotations

from pathlib import Path

from normalizer.service.faults import RequestError, Violation
from normalizer.service.limits import MAX_KEYWORD
from normalizer.v1 import curation_pb2 as pb

MAX_BYTES = 1024**3
MAX_CHUNK = 1024**2
MAX_FILES = 100


class Upload:
    """Writes chunks to files of its own naming, and remembers how the client calls them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names: dict[str, str] = {}
        self._last = ""
        self._size = 0

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the files in the order in which they came."""
        return tuple(self._names)

    def name_of(self, path: str) -> str:
        """Return the client's name of a file; "" for a path that is none of them."""
        return self._names.get(path, "")

    def add(self, chunk: pb.ImportChunk) -> None:
        """Write the next piece of a file; raise RequestError for one that goes too far."""
        self._size += len(chunk.data)
        for field, wrong, reason in (
            ("file_name", not chunk.file_name, "is empty"),
            ("file_name", len(chunk.file_name) > MAX_KEYWORD, f"is over {MAX_KEYWORD} characters"),
            ("data", len(chunk.data) > MAX_CHUNK, f"has more than {MAX_CHUNK:,} bytes"),
            ("data", self._size > MAX_BYTES, f"makes more than {MAX_BYTES:,} bytes in all"),
        ):
            if wrong:
                raise RequestError([Violation(f"chunk.{field}", reason)])
        if chunk.file_name != self._last:
            self._begin(chunk.file_name)
        with Path(self.paths[-1]).open("ab") as file:
            file.write(chunk.data)

    def _begin(self, name: str) -> None:
        if len(self._names) >= MAX_FILES or name in self._names.values():
            reason = f"is another file than the {MAX_FILES} allowed, or comes a second time"
            raise RequestError([Violation("chunk.file_name", reason)])
        self._last = name
        # Readers look at the ending alone (.gz); nothing else of a stranger's name is used.
        ending = "".join(c for c in Path(name).suffix if c.isascii() and (c.isalnum() or c == "."))
        path = str(self._folder / f"{len(self._names)}{ending[:8]}")
        self._names[path] = name
