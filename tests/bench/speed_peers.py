"""Others that look up a noisy name, each over the same table and the same names.

A peer is made of (entity ID, name) rows and answers with the IDs of its best names. One that is
not installed (extra `bench-speed-peers`) or not running is left out, with the reason.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from rapidfuzz import fuzz, process

from normalizer.keys import fold
from normalizer.text import normalise
from tests.bench.scale_tables import TableFile

TOP = 10
Search = Callable[[str], list[str]]
DATABASE = "NAMENORM_BENCH_POSTGRES"
"""The environment variable with the address of a PostgreSQL for pg_trgm; a table is made and
dropped."""


def folded(name: str) -> str:
    """Return a name in normal form with its tokens folded: what every peer is given."""
    return " ".join(map(fold, normalise(name).split()))


def rapidfuzz_scan(table: TableFile) -> Search:
    """Return a search that compares with every name: ratio and token_sort_ratio, the better."""
    ids, names = _columns(table)

    def better(left: str, right: str, **options: Any) -> float:
        return max(fuzz.ratio(left, right, **options), fuzz.token_sort_ratio(left, right))

    def search(name: str) -> list[str]:
        wanted = folded(name)
        straight = process.extract(wanted, names, scorer=fuzz.ratio, limit=5 * TOP)
        ordered = process.extract(wanted, names, scorer=fuzz.token_sort_ratio, limit=5 * TOP)
        places = {place for _, _, place in (*straight, *ordered)}
        ranked = sorted(places, key=lambda place: -better(wanted, names[place]))
        return _first([ids[place] for place in ranked])

    return search


def tantivy_trigrams(table: TableFile) -> Search:
    """Return a search by tantivy over trigrams of the folded names."""
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("grams", tokenizer_name="whitespace", index_option="freq")
    index = tantivy.Index(builder.build())
    writer = index.writer(heap_size=256_000_000, num_threads=1)
    ids, names = _columns(table)
    for entity_id, name in zip(ids, names, strict=True):
        writer.add_document(tantivy.Document(id=entity_id, grams=" ".join(_grams(name))))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()
    schema = index.schema

    def search(name: str) -> list[str]:
        terms = [
            (tantivy.Occur.Should, tantivy.Query.term_query(schema, "grams", gram))
            for gram in set(_grams(folded(name)))
        ]
        hits = searcher.search(tantivy.Query.boolean_query(terms), 3 * TOP).hits
        return _first([searcher.doc(address)["id"][0] for _, address in hits])

    return search


def pg_trgm(table: TableFile) -> Search:
    """Return a search by PostgreSQL's trigrams over a table made for it."""
    import psycopg

    if DATABASE not in os.environ:
        raise ImportError(f"{DATABASE} names no PostgreSQL")
    link = psycopg.connect(os.environ[DATABASE], autocommit=True)
    link.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    link.execute("CREATE TEMPORARY TABLE bench_names (id text, name text)")
    with link.cursor().copy("COPY bench_names FROM STDIN") as copy:
        for row in zip(*_columns(table), strict=True):
            copy.write_row(row)
    link.execute("CREATE INDEX ON bench_names USING gin (name gin_trgm_ops)")
    link.execute("ANALYZE bench_names")

    def search(name: str) -> list[str]:
        sql = (
            "SELECT id FROM bench_names WHERE name %% %s"
            " ORDER BY similarity(name, %s) DESC LIMIT 30"
        )
        wanted = folded(name)
        return _first([row[0] for row in link.execute(sql, (wanted, wanted))])

    return search


MAKERS: dict[str, Callable[[TableFile], Search]] = {
    "scan": rapidfuzz_scan,
    "tantivy": tantivy_trigrams,
    "pg_trgm": pg_trgm,
}


def _columns(table: TableFile) -> tuple[list[str], list[str]]:
    rows = [(entity_id, folded(name)) for entity_id, _, name in table.rows()]
    return [entity_id for entity_id, _ in rows], [name for _, name in rows]


def _grams(name: str) -> list[str]:
    padded = f"_{name.replace(' ', '_')}_"
    return [padded[at : at + 3] for at in range(len(padded) - 2)]


def _first(ids: Iterable[str]) -> list[str]:
    found: Sequence[str] = list(dict.fromkeys(ids))
    return list(found[:TOP])
