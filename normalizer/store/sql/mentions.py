"""`MentionLog` over a database: one table beside the history, written without its lock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from normalizer.store.database import Database, Session
from normalizer.store.mentions import MetMention, Retention
from normalizer.store.planning.planner import microseconds, time_of

_COLUMNS = (
    "met_at, document, surface, normal, lang, script, kind, doubtful, entity_id, score, snippet"
)
_ADD = f"INSERT INTO mention ({_COLUMNS}) VALUES ({', '.join('?' * 11)})"


class SqlMentions:
    """The mentions that are recorded in a store's database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, mentions: Sequence[MetMention], retention: Retention) -> None:
        """Record mentions, and remove what is too old or too much."""
        oldest = microseconds(datetime.now(UTC) - timedelta(days=retention.max_days))
        with self._database.appending() as session:
            session.run_each(_ADD, list(map(_values, mentions)))
            session.run("DELETE FROM mention WHERE met_at < ?", (oldest,))
            ((last,),) = session.rows("SELECT coalesce(max(id), 0) FROM mention")
            session.run("DELETE FROM mention WHERE id <= ?", (last - retention.max_mentions,))

    def met(self, *, doubtful_only: bool = False) -> list[MetMention]:
        """Return all mentions without their snippets, the oldest first."""
        columns = _COLUMNS.replace("snippet", "''")
        where = "WHERE doubtful = 1" if doubtful_only else ""
        with self._database.reading() as session:
            rows = session.stream(f"SELECT {columns} FROM mention {where} ORDER BY id")
            return list(map(_mention, rows))

    def snippets(self, normals: Sequence[str], each: int) -> dict[str, list[str]]:
        """Return the newest snippets of some normal forms, `each` at most, of unlike documents."""
        sql = (
            "SELECT normal, document, snippet FROM mention"
            " WHERE normal {values} AND snippet <> '' ORDER BY id DESC"
        )
        with self._database.reading() as session:
            rows = session.rows_among(sql, set(normals))
        found: dict[str, dict[str, str]] = {}
        for normal, document, snippet in rows:
            own = found.setdefault(normal, {})
            if len(own) < each:
                own.setdefault(document, snippet)
        return {normal: list(own.values()) for normal, own in found.items()}

    def forget(self, document: str = "", normal: str = "") -> int:
        """Remove the mentions of a document or a normal form, all without either; count them."""
        wanted = [("document = ?", document), ("normal = ?", normal)]
        given = [(condition, value) for condition, value in wanted if value]
        where = " AND ".join(condition for condition, _ in given) or "id > 0"
        values = tuple(value for _, value in given)
        with self._database.appending() as session:
            number = _count(session, where, values)
            session.run(f"DELETE FROM mention WHERE {where}", values)
        return number


def _count(session: Session, where: str, values: Sequence[str]) -> int:
    ((number,),) = session.rows(f"SELECT count(*) FROM mention WHERE {where}", values)
    return int(number)


def _values(mention: MetMention) -> tuple[Any, ...]:
    return (
        microseconds(mention.time),
        mention.document,
        mention.surface,
        mention.normal,
        mention.lang,
        mention.script,
        mention.kind,
        int(mention.doubtful),
        mention.entity_id,
        mention.score,
        mention.snippet,
    )


def _mention(row: Sequence[Any]) -> MetMention:
    met_at, document, surface, normal, lang, script, kind, doubtful, *rest = row
    about = (document, surface, normal, lang, script, kind, bool(doubtful))
    return MetMention(time_of(met_at), *about, *rest)
