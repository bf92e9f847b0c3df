"""Writes a tiny folder of the layout of the development data."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

TABLE = (
    {"id": "p1", "type": "person", "name": "Alexander Lukashenko", "country": "BY"},
    {"id": "p2", "type": "person", "name": "Valery Tsepkalo", "country": "BY"},
    {"id": "p3", "type": "person", "name": "Svetlana Tikhanovskaya", "country": "BY"},
)
ROW = {"lang": "ru", "script": "Cyrl", "kind": "label", "easy": False, "half": "query"}
LATIN = {"lang": "pl", "script": "Latn"}
QUERIES: tuple[dict[str, Any], ...] = (
    {**ROW, "q": "Александр Лукашенко", "gold": "p1"},
    {**ROW, "q": "Валерий Цепкало", "gold": "p2"},
    {**ROW, **LATIN, "q": "Alexander Lukashenko", "gold": "p1", "easy": True},
    {**ROW, **LATIN, "q": "Batka Syguła", "gold": "p1"},
    {**ROW, **LATIN, "q": "Syguła", "gold": "p1", "half": "seed", "mono": True},
    {"lang": "ru", "script": "Cyrl", "kind": "label", "q": "Николай Гоголь", "gold": None},
)
PAIRS: tuple[dict[str, Any], ...] = (
    {"a": "Kim", "b": "Ким", "type": "person", "match": True, "group": "g"},
    {"a": "Цепкало", "b": "Tsepkalo", "type": "person", "match": True, "group": "g"},
    {"a": "Цепкало", "b": "Tikhanovskaya", "type": "person", "match": False, "group": "g"},
    {"a": "Minsk", "b": "Pinsk", "type": "unknown", "match": False, "group": "g"},
    {"a": "Minsk", "b": "Oslo", "type": "unknown", "match": True, "contested": True},
)


def write_sets(folder: Path) -> Path:
    """Write the sets `people` and `pairs`, and return the folder."""
    write_lines(folder / "people" / "table.jsonl.gz", TABLE)
    write_lines(folder / "people" / "dev_core.jsonl.gz", QUERIES)
    (folder / "pairs").mkdir()
    text = "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in PAIRS)
    (folder / "pairs" / "tiny.jsonl").write_text(text, "utf-8")
    return folder


def write_lines(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write rows as gzipped JSON lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        lines.writelines(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
