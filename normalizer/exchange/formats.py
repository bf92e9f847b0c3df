"""The formats that are read, by name: their reader, where they come from, on which licence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from normalizer.exchange.lines import STDIN
from normalizer.exchange.prepare import Terms, prepare
from normalizer.exchange.readers import (
    columns,
    ftm,
    geonames,
    jrc,
    opensanctions,
    own,
    seeds,
    skos,
    wikidata,
)
from normalizer.exchange.records import Item
from normalizer.exchange.settings import ReadSettings

Reader = Callable[[str, ReadSettings], Iterator[Item]]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: `is_own` where its rows are those of our table, to be taken word by word."""

    name: str
    summary: str
    read: Reader
    source: str = ""
    licence: str = ""
    is_own: bool = False


FORMATS = {
    each.name: each
    for each in (
        Format("seeds", "a folder of sets", seeds.read_folder, is_own=True),
        Format("jsonl", "our JSON Lines, an entity a line", own.read_jsonl, is_own=True),
        Format("csv", "CSV with a header", columns.read_csv),
        Format("tsv", "TSV with a header, without quoting", columns.read_tsv),
        Format("ftm", "FollowTheMoney JSON Lines", ftm.read_ftm, "FollowTheMoney"),
        Format(
            "opensanctions", "OpenSanctions targets.simple.csv",
            opensanctions.read_opensanctions, "OpenSanctions", "CC-BY-NC-4.0",
        ),
        Format(
            "wikidata", "Wikidata entities, JSON lines or a dump's array",
            wikidata.read_wikidata, "Wikidata", "CC0-1.0",
        ),
        Format(
            "sparql", "the CSV of a SPARQL query to Wikidata",
            wikidata.read_sparql, "Wikidata", "CC0-1.0",
        ),
        Format(
            "geonames", "GeoNames allCountries.txt and alternateNamesV2.txt",
            geonames.read_geonames, "GeoNames", "CC-BY-4.0",
        ),
        Format("jrc", "JRC-Names, a spelling a row", jrc.read_jrc, "JRC-Names"),
        Format("skos", "SKOS in Turtle, RDF/XML, N-Triples or JSON-LD", skos.read_skos),
    )
}  # fmt: skip
_BY_SUFFIX = {
    ".csv": "csv", ".tsv": "tsv", ".ttl": "skos", ".rdf": "skos", ".nt": "skos", ".jsonld": "skos",
}  # fmt: skip
_BY_NAME = {
    "targets.simple.csv": "opensanctions",
    "allCountries.txt": "geonames",
    "alternateNamesV2.txt": "geonames",
}


def format_of(path: str) -> str:
    """Return the name of the format that a path tells of itself, `""` when it tells none.

    JSON lines are ours, FollowTheMoney's or Wikidata's: their first line would have to tell.
    """
    if path == STDIN:
        return ""
    if Path(path).is_dir():
        return "seeds"
    name = Path(path).name.removesuffix(".gz")
    return _BY_NAME.get(name) or _BY_SUFFIX.get(Path(name).suffix.lower(), "")


def read(form: Format, paths: Sequence[str], settings: ReadSettings) -> Iterator[Item]:
    """Yield what files of one format say, file after file, as the table would take it."""
    terms = Terms(settings.source or form.source, settings.licence or form.licence)
    for path in paths:
        yield from prepare(form.read(path, settings), terms)
