"""A store → a file → a store again: its log as JSON lines, which any database can be made from.

The file is compressed with gzip. Its first line says what it is, then come the changes, the
requests and the proposals, and the last line counts them: a file that was cut short has none
and is refused. A SQLite store can also be copied as a database, which is faster.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from normalizer.errors import InputError, StoreError, naming
from normalizer.store.codec import to_json
from normalizer.store.database import Database, Session
from normalizer.store.migrate import applied, migrate
from normalizer.store.opening import is_postgres, open_database
from normalizer.store.sql import meta
from normalizer.store.sql.load import head_of
from normalizer.store.sql.replay import append_rows
from normalizer.store.sqlite.database import SqliteDatabase

FORMAT = "namenorm-log 1"
COPIES = (".db", ".sqlite", ".sqlite3")
"""Endings of files that are copies of a SQLite database."""

_TABLES = ("change", "request", "proposal")
_CHUNK = 2_000


def back_up(database: Database, target: Path) -> int:
    """Write a store into a new file, and return its revision.

    A target with an ending of `COPIES` is a copy of a SQLite database, any other the log.
    Others read and write meanwhile. Raises StoreError when the target is there already.
    """
    if target.exists():
        raise StoreError(str(target), "is there already")
    if target.suffix in COPIES:
        if not isinstance(database, SqliteDatabase):
            raise StoreError(str(target), f"only a SQLite store is copied to {target.suffix}")
        return _whole(target, lambda path: _copy(database, path))
    return _whole(target, lambda path: _write(database, path))


def restore(source: Path, place: str) -> int:
    """Make the store of a backup at a place that has none, and return its revision.

    Raises InputError for a file that is no whole backup, StoreError for a place that is taken.
    Nothing is left at the place when it fails.
    """
    if source.suffix in COPIES:
        return _restore_copy(source, place)
    is_new = not is_postgres(place) and not Path(place).exists()
    database = open_database(place)
    try:
        if applied(database) and not _is_bare(database):
            raise StoreError(database.where, "has a store already")
        migrate(database)
        with database.writing() as session:
            revision = _load(session, source)
    except BaseException:
        database.close()
        if is_new:
            _remove(Path(place))
        raise
    database.close()
    return revision


def _whole(target: Path, make: Callable[[Path], int]) -> int:
    """Make a file under another name, and give it its own once it is whole and on the disk."""
    partial = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with naming(target):
            revision = make(partial)
            with partial.open("rb") as file:
                os.fsync(file.fileno())
        partial.rename(target)
    finally:
        partial.unlink(missing_ok=True)
    return revision


def _copy(database: SqliteDatabase, path: Path) -> int:
    database.back_up(path)
    copy = SqliteDatabase(path)
    try:
        with copy.reading() as session:
            return head_of(session).revision
    finally:
        copy.close()


def _write(database: Database, path: Path) -> int:
    with database.reading() as session, gzip.open(path, "wt", encoding="utf-8") as file:
        head = head_of(session)
        about = {name: meta.value(session, name) for name in meta.NAMES}
        _line(file, {"format": FORMAT, "revision": head.revision, "meta": about})
        counts = {}
        for table in _TABLES:
            counts[table] = 0
            for row in session.stream(f"SELECT * FROM {table} ORDER BY 1"):
                _line(file, [table, *row])
                counts[table] += 1
        _line(file, {"end": counts, "digest": head.digest})
    return head.revision


def _line(file: IO[str], value: object) -> None:
    file.write(f"{to_json(value)}\n")


def _load(session: Session, source: Path) -> int:
    """Write the rows of a backup, whose chain of digests must be whole."""
    with _lines_of(source) as lines:
        first: Any = next(lines, None)
        if not isinstance(first, dict) or first.get("format") != FORMAT:
            raise InputError(str(source), 1, f"is not a backup of the format {FORMAT!r}")
        end: dict[str, Any] = {}

        def rows() -> Iterator[list[Any]]:
            for line in lines:
                if isinstance(line, dict):
                    end.update(line)
                    return
                yield line

        counts = append_rows(session, rows(), _CHUNK)
        head = head_of(session)
        if end != {"end": counts, "digest": head.digest} or next(lines, None) is not None:
            raise InputError(str(source), 0, "is not whole: its last line does not count its rows")
        for name, value in first["meta"].items():
            meta.note(session, name, value)
    return head.revision


@contextmanager
def _lines_of(source: Path) -> Iterator[Iterator[Any]]:
    try:
        with gzip.open(source, "rt", encoding="utf-8") as file:
            yield map(json.loads, file)
    except (OSError, EOFError, ValueError) as failure:
        raise InputError(str(source), 0, f"cannot be read as a backup: {failure}") from failure


def _is_bare(database: Database) -> bool:
    """Return whether a database has the tables of a store, and nothing was ever in them."""
    with database.reading() as session:
        return not meta.value(session, meta.ORIGIN) and head_of(session).revision == 0


def _restore_copy(source: Path, place: str) -> int:
    target = Path(place)
    if is_postgres(place):
        raise StoreError("postgres", "a copy of a SQLite database is restored to a file")
    if target.exists():
        raise StoreError(place, "has a store already")
    if not source.is_file():
        raise InputError(str(source), 0, "there is no such file")

    def make(path: Path) -> int:
        shutil.copyfile(source, path)
        copy = SqliteDatabase(path)
        try:
            if bad := copy.check():
                raise InputError(str(source), 0, f"is damaged: {bad[0]}")
            with copy.reading() as session:
                return head_of(session).revision
        except StoreError as failure:
            raise InputError(str(source), 0, failure.reason) from failure
        finally:
            copy.close()
            _remove_logs(path)

    return _whole(target, make)


def _remove(path: Path) -> None:
    for each in _with_logs(path):
        each.unlink(missing_ok=True)


def _remove_logs(path: Path) -> None:
    with suppress(OSError):
        for each in _with_logs(path):
            if each != path:
                each.unlink(missing_ok=True)


def _with_logs(path: Path) -> Iterable[Path]:
    return (path.with_name(path.name + ending) for ending in ("", "-wal", "-shm"))
