"""Small files of each format, and what reading them gives. Facts only, written for the tests."""

from __future__ import annotations

import json
from pathlib import Path

from normalizer.exchange.formats import FORMATS, read
from normalizer.exchange.records import Fault, Item, Record
from normalizer.exchange.settings import ReadSettings
from normalizer.store.memory import MemoryStore
from normalizer.types import Alias, AliasKind, Entity, Kind

MINSK = Entity("nn200001", Kind.PLACE, "Minsk", "BY", xrefs={"wikidata": "Q2280"})
BREST = Entity("nn200002", Kind.PLACE, "Brest", "BY", xrefs={"geonames": "629634"})
LUKASHENKO = Entity("nn100001", Kind.PERSON, "Alexander Lukashenko", "BY", "m")


def table(*aliases: Alias) -> MemoryStore:
    """Return a table of two towns and a president, with these aliases."""
    return MemoryStore((MINSK, BREST, LUKASHENKO), aliases)


def alias(text: str, entity_id: str = "nn200001", lang: str = "be", **rest: str) -> Alias:
    """Return an alias in Cyrillic, unless `script` says otherwise."""
    kind = AliasKind(rest.pop("kind", "official"))
    script = rest.pop("script", "Cyrl")
    return Alias(text, entity_id, kind, lang, script, source=rest.pop("source", "press usage"))


def items(path: Path, form: str, settings: ReadSettings = ReadSettings()) -> list[Item]:  # noqa: B008
    """Return what a file says, as the table would take it."""
    return list(read(FORMATS[form], [str(path)], settings))


def records(found: list[Item]) -> list[Record]:
    """Return the records among what a file says."""
    return [each for each in found if isinstance(each, Record)]


def faults(found: list[Item]) -> list[tuple[int, str]]:
    """Return line and reason of what cannot be read."""
    return [(each.line, each.reason) for each in found if isinstance(each, Fault)]


def spellings(found: list[Item]) -> list[tuple[str, str, str, str]]:
    """Return text, kind, language and script of each spelling."""
    return [
        (each.text, str(each.kind), each.lang, each.script)
        for record in records(found)
        for each in record.spellings
    ]


def write(folder: Path, name: str, text: str) -> Path:
    """Write a file and return its path."""
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="")
    return path


def ftm(identifier: str, schema: str, **properties: list[str]) -> str:
    """Return a line of FollowTheMoney."""
    record = {"id": identifier, "schema": schema, "properties": properties}
    return json.dumps(record, ensure_ascii=False) + "\n"


def wikidata_item(identifier: str, labels: dict[str, str], **claims: list[object]) -> str:
    """Return a line of Wikidata; a claim's value is an item, a text with a language, or plain."""
    statements = {
        name: [{"rank": "normal", "mainsnak": {"datavalue": {"value": value}}} for value in values]
        for name, values in claims.items()
    }
    terms = {lang: {"language": lang, "value": text} for lang, text in labels.items()}
    return json.dumps({"id": identifier, "labels": terms, "claims": statements})


GEONAMES_PLACES = (
    "625144\tMinsk\tMinsk\tMinsk,Минск\t53.9\t27.56667\tP\tPPLC\tBY\t\t04\t\t\t\t1742124\t\t222"
    "\tEurope/Minsk\t2023-01-01\n"
)
GEONAMES_NAMES = (
    "1\t625144\tbe\tМінск\t1\t\t\t\t\t\n"
    "2\t625144\tpl\tMińsk\t\t\t\t\t\t\n"
    "3\t625144\tbe\tМенск\t\t\t\t1\t\t\n"
    "4\t625144\tiata\tMSQ\t\t\t\t\t\t\n"
    "5\t625144\tlink\thttps://en.wikipedia.org/wiki/Minsk\t\t\t\t\t\t\n"
    "6\t625144\twkdt\tQ2280\t\t\t\t\t\t\n"
)
JRC = (
    "17\tP\tu\tAlexander+Lukashenko\n"
    "17\tP\tru\tАлександр+Лукашенко\n"
    "17\tP\tpl\tAleksandr+Łukaszenka\n"
    "18\tO\tde\tEuroparat\n"
)
OPENSANCTIONS = (
    '"id","schema","name","aliases","birth_date","countries","dataset"\n'
    '"NK-1","Organization","Minsk Automobile Plant","МАЗ;""Belautomaz; MAZ""","","by","x"\n'
    '"Q2280","Vessel","Minsk","","","by","x"\n'
)
TURTLE = """\
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix schema: <https://schema.org/> .
<http://www.wikidata.org/entity/Q2280> a skos:Concept, schema:Place ;
    skos:prefLabel "Minsk"@en, "Мінск"@be ;
    skos:altLabel "Менск"@be-tarask ;
    skos:hiddenLabel "Minks"@en ;
    skos:exactMatch <https://sws.geonames.org/625144/> .
"""
