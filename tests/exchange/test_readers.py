from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from normalizer.exchange.records import Facts, Key, PassedOver
from normalizer.exchange.settings import ReadSettings
from normalizer.types import Kind
from tests.exchange.samples import (
    GEONAMES_NAMES,
    GEONAMES_PLACES,
    JRC,
    OPENSANCTIONS,
    TURTLE,
    faults,
    ftm,
    items,
    records,
    spellings,
    wikidata_item,
    write,
)

OWN_SCHEME = ReadSettings(scheme="mylist", kind=Kind.PLACE)


def test_csv_rows_are_grouped_by_their_key(tmp_path: Path) -> None:
    """A row gives an entity and a spelling; whose it is, its key says."""
    text = "key,kind,name,alias,lang\nm1,place,Minsk,Мінск,be\nm1,place,Minsk,Mińsk,pl\n"
    found = items(write(tmp_path, "a.csv", text), "csv", OWN_SCHEME)
    assert [record.key for record in records(found)] == [Key("mylist", "m1")] * 2
    assert spellings(found)[0] == ("Мінск", "official", "be", "Cyrl")
    assert ("Mińsk", "official", "pl", "Latn") in spellings(found)


def test_csv_columns_are_what_the_user_says(tmp_path: Path) -> None:
    """A file with columns of its own is read by a mapping, with languages in the columns."""
    columns = {"wikidata": "Item", "name": "English", "alias.be": "Belarusian"}
    text = 'Item,English,Belarusian,Note\nhttp://www.wikidata.org/entity/Q2280,"Minsk",Мінск,x\n'
    settings = ReadSettings(kind=Kind.PLACE, columns=columns, source="My list", licence="CC0-1.0")
    (record,) = records(items(write(tmp_path, "a.csv", text), "csv", settings))
    assert record.key == Key("wikidata", "Q2280")
    assert (record.spellings[0].text, record.spellings[0].lang) == ("Мінск", "be")
    assert record.spellings[0].source == "My list [CC0-1.0]"


def test_csv_lines_count_over_quoted_line_breaks(tmp_path: Path) -> None:
    """A fault names the line where its row ends, however the rows before it are broken."""
    text = 'key,name,description\nm1,Minsk,"a\nb"\nm2,,x\nm3,Brest,\n'
    found = items(write(tmp_path, "a.csv", text), "csv", ReadSettings(scheme="x"))
    assert [line for line, _ in faults(found)] == [3, 5]


@pytest.mark.parametrize(
    ("text", "settings", "line", "reason"),
    [
        ("", OWN_SCHEME, 0, "no header row"),
        ("title\nx\n", OWN_SCHEME, 1, "no column says whose row it is"),
        ("name,kind\nMinsk,place\n", ReadSettings(), 1, "name a scheme"),
        ("name\nMinsk\n", ReadSettings(scheme="x"), 2, "kind: is empty"),
        ("name,kind\nMinsk,town\n", ReadSettings(scheme="x"), 2, "kind: 'town' is none of"),
        ("name\n", ReadSettings(scheme="x", columns={"alias": "Aka"}), 1, "no column 'Aka'"),
        ("name,alias\nMinsk\n", OWN_SCHEME, 2, "alias: the row has 1 cells only"),
        ("name,alias\nMinsk,---\n", OWN_SCHEME, 2, "alias: has no letter or digit"),
        ("name,lang\nMinsk,be\nBrest,12\n", OWN_SCHEME, 3, "lang: '12' is not a BCP 47 tag"),
        ("name,country\nMinsk,Belarus\n", OWN_SCHEME, 2, "country: 'BELARUS' is not two capital"),
        ("wikidata,name\nP31,Minsk\n", OWN_SCHEME, 2, "wikidata: 'P31' is not Q and a number"),
        ("id,name\nnn1,Minsk\n", OWN_SCHEME, 2, "id: 'nn1' is not nn and six digits"),
    ],
)
def test_bad_csv_is_told_by_line(
    tmp_path: Path, text: str, settings: ReadSettings, line: int, reason: str
) -> None:
    """What cannot be read is told with its line and reason."""
    (found,) = faults(items(write(tmp_path, "a.csv", text), "csv", settings))
    assert found[0] == line
    assert reason in found[1]


def test_tsv_has_no_quotation(tmp_path: Path) -> None:
    """In TSV a quotation mark is part of a name."""
    text = 'key\tkind\tname\talias\nm1\torg\tHorizont\t"Гарызонт" ААТ\n'
    found = items(write(tmp_path, "a.tsv", text), "tsv", OWN_SCHEME)
    assert spellings(found)[0] == ('"Гарызонт" ААТ', "official", "", "Cyrl")


def test_own_lines(tmp_path: Path) -> None:
    """Our own lines give the entity with its aliases, word by word."""
    line = {
        "id": "nn200001",
        "kind": "place",
        "name": "Minsk",
        "xrefs": {"wikidata": "Q2280"},
        "aliases": [{"alias": "Мінск", "kind": "official", "lang": "be", "source": "press usage"}],
    }
    (record,) = records(items(write(tmp_path, "a.jsonl", json.dumps(line)), "jsonl"))
    assert record.key == Key("namenorm", "nn200001")
    assert record.facts == Facts(Kind.PLACE, "Minsk", xrefs={"wikidata": "Q2280"})
    assert record.spellings[0].source == "press usage"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "malformed JSON"),
        ("[1]", "must be a JSON object"),
        ('{"name": "Minsk", "kind": "place"}', "neither an ID nor a key"),
        ('{"id": "nn200001", "kind": "place", "name": "Мінск"}', "not in Latin letters"),
        ('{"id": "nn200001", "kind": "place", "name": "Minsk", "gender": "m"}', "of a place"),
        ('{"id": "nn200001", "aliases": {}}', "must be an array"),
        ('{"id": "nn200001", "aliases": [{"alias": "Minsk", "script": "Cyrl"}]}', "declared Cyrl"),
        ('{"id": "nn200001", "aliases": [{"alias": "\\ud800"}]}', "holds U+D800"),
        ('{"id": "nn200001", "name": 3}', "name: must be a string"),
    ],
)
def test_bad_own_lines(tmp_path: Path, line: str, reason: str) -> None:
    """A line that is not an entity of ours is told, and the next is read."""
    good = '{"id": "nn200002", "kind": "place", "name": "Brest"}'
    found = items(write(tmp_path, "a.jsonl", f"\n{line}\n{good}\n"), "jsonl")
    ((number, said),) = faults(found)
    assert number == 2
    assert reason in said
    assert len(records(found)) == 1


def test_follow_the_money(tmp_path: Path) -> None:
    """Properties become kinds of alias, and the item of Wikidata a cross-reference."""
    line = ftm(
        "gb-1",
        "PublicBody",
        name=["Министерство иностранных дел", "Ministry of Foreign Affairs"],
        abbreviation=["МИД"],
        previousName=["People's Commissariat"],
        country=["by"],
        wikidataId=["Q4294403"],
    )
    found = items(write(tmp_path, "a.jsonl", line), "ftm")
    (record,) = records(found)
    assert record.key == Key("ftm", "gb-1")
    assert record.facts is not None
    assert record.facts.name == "Ministry of Foreign Affairs"
    assert (record.facts.country, record.facts.xrefs) == ("BY", {"wikidata": "Q4294403"})
    assert [kind for _, kind, _, _ in spellings(found)] == [
        "official", "official", "former", "acronym",
    ]  # fmt: skip


def test_a_name_without_latin_letters_is_romanised(tmp_path: Path) -> None:
    """A canonical name is in Latin letters; the name as it was stays an alias."""
    found = items(write(tmp_path, "a.jsonl", ftm("x", "Person", name=["Иван Петров"])), "ftm")
    (record,) = records(found)
    assert record.facts is not None
    assert record.facts.name == "Ivan Petrov"
    assert [text for text, _, _, _ in spellings(found)] == ["Иван Петров", "Ivan Petrov"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"schema": "Person", "properties": {"name": ["x"]}}', "id: is missing"),
        ('{"id": "x", "properties": {"name": ["x"]}}', "schema: is missing"),
        ('{"id": "x", "schema": "Person"}', "properties: must be an object"),
        ('{"id": "x", "schema": "Person", "properties": {}}', "name: is missing"),
        ('{"id": "x", "schema": "Person", "properties": {"name": [1]}}', "array of strings"),
    ],
)
def test_bad_follow_the_money(tmp_path: Path, line: str, reason: str) -> None:
    """An entity without what every entity has is told."""
    ((number, said),) = faults(items(write(tmp_path, "a.jsonl", line), "ftm"))
    assert number == 1
    assert reason in said


def test_other_schemata_are_passed_over(tmp_path: Path) -> None:
    """A ship is no fault, and no entity of ours."""
    (found,) = items(write(tmp_path, "a.jsonl", ftm("x", "Vessel", name=["Minsk"])), "ftm")
    assert isinstance(found, PassedOver)


def test_opensanctions(tmp_path: Path) -> None:
    """Aliases are parted, quoted ones too; the licence of the data stands in each row."""
    found = items(write(tmp_path, "targets.simple.csv", OPENSANCTIONS), "opensanctions")
    (record,) = records(found)
    assert record.key == Key("opensanctions", "NK-1")
    texts = [text for text, _, _, _ in spellings(found)]
    assert texts == ["МАЗ", "Belautomaz; MAZ", "Minsk Automobile Plant"]
    assert record.spellings[0].source == "OpenSanctions [CC-BY-NC-4.0]"


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("id,name\n", 1, "no column schema, aliases, countries"),
        ("id,schema,name,aliases,countries\na,Person\n", 2, "2 cells where 5 belong"),
        ("id,schema,name,aliases,countries\na,Person,,,\n", 2, "name: is empty"),
        ('id,schema,name,aliases,countries\na,Person,X,"""a",\n', 2, "malformed list"),
    ],
)
def test_bad_opensanctions(tmp_path: Path, text: str, line: int, reason: str) -> None:
    """A row that is no target is told by its line."""
    ((number, said),) = faults(items(write(tmp_path, "a.csv", text), "opensanctions"))
    assert number == line
    assert reason in said


def test_wikidata_dump(tmp_path: Path) -> None:
    """An array with an item a line is read line by line; classes say the kind."""
    minsk = wikidata_item(
        "Q2280",
        {"en": "Minsk", "be-tarask": "Менск"},
        P31=[{"id": "Q515"}],
        P1566=["625144"],
        P1448=[{"text": "горад Мінск", "language": "be"}],
    )
    found = items(write(tmp_path, "a.json", f"[\n{minsk},\n{minsk}\n]\n"), "wikidata")
    first, second = records(found)
    assert (first.line, second.line) == (2, 3)
    assert first.facts is not None
    assert (first.facts.kind, first.facts.xrefs) == (Kind.PLACE, {"geonames": "625144"})
    assert ("Менск", "official", "be-tarask", "Cyrl") in spellings(found)
    assert ("горад Мінск", "official", "be", "Cyrl") in spellings(found)


def test_wikidata_knows_genders_and_passes_over_the_rest(tmp_path: Path) -> None:
    """A person has a gender; an item of no class of ours is passed over."""
    person = wikidata_item("Q1", {"en": "A B"}, P31=[{"id": "Q5"}], P21=[{"id": "Q6581072"}])
    film = wikidata_item("Q2", {"en": "C"}, P31=[{"id": "Q11424"}])
    first, second = items(write(tmp_path, "a.json", f"{person}\n{film}\n"), "wikidata")
    assert records([first])[0].facts == Facts(Kind.PERSON, "A B", gender="f", named_in="en")
    assert isinstance(second, PassedOver)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"labels": {}}', "id: is missing"),
        ('{"id": "Q1", "claims": 3}', "claims: must be an object"),
        (
            '{"id": "Q1", "labels": {"en": {"value": 3}}, "claims":'
            ' {"P31": [{"mainsnak": {"datavalue": {"value": {"id": "Q5"}}}}]}}',
            "labels: en: no text",
        ),
    ],
)
def test_bad_wikidata(tmp_path: Path, line: str, reason: str) -> None:
    """A line that is no item is told."""
    ((number, said),) = faults(items(write(tmp_path, "a.json", line), "wikidata"))
    assert number == 1
    assert reason in said


def test_sparql_answer(tmp_path: Path) -> None:
    """The variables of the label service are known, and joined aliases are parted."""
    text = (
        "item,itemLabel,itemAltLabel,kind\n"
        'http://www.wikidata.org/entity/Q2280,Minsk,"Mensk, Hero City Minsk",place\n'
        "http://www.wikidata.org/entity/Q99,Q99,,place\n"
    )
    first, second = records(items(write(tmp_path, "a.csv", text), "sparql"))
    assert first.key == Key("wikidata", "Q2280")
    assert [each.text for each in first.spellings] == ["Mensk", "Hero City Minsk", "Minsk"]
    assert second.facts is None


def test_geonames(tmp_path: Path) -> None:
    """Places and names are told apart; codes, links and items are not taken for names."""
    path = write(tmp_path, "all.txt", GEONAMES_PLACES + GEONAMES_NAMES)
    found = items(path, "geonames")
    assert {record.key for record in records(found)} == {Key("geonames", "625144")}
    assert spellings(found) == [
        ("Minsk", "official", "", "Latn"),
        ("Мінск", "official", "be", "Cyrl"),
        ("Mińsk", "official", "pl", "Latn"),
        ("Менск", "former", "be", "Cyrl"),
        ("MSQ", "code", "", "Latn"),
    ]
    assert records(found)[-1].facts == Facts(Kind.PLACE, "", xrefs={"wikidata": "Q2280"})


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("625144\tMinsk", "2 columns where 19 (places) or 10 (names) belong"),
        ("1\tx\tbe\tМінск\t\t\t\t\t\t", "geonameid: 'x' is not a number"),
        ("1\t625144\tbe\t \t\t\t\t\t\t", "alternate name: is empty"),
        ("1\t625144\t!!\tМінск\t\t\t\t\t\t", "lang: '!!' is not a BCP 47 tag"),
    ],
)
def test_bad_geonames(tmp_path: Path, line: str, reason: str) -> None:
    """A line that is neither place nor name is told, and the next is read."""
    found = items(write(tmp_path, "a.txt", f"{line}\n{GEONAMES_PLACES}"), "geonames")
    ((number, said),) = faults(found)
    assert number == 1
    assert reason in said
    assert len(records(found)) == 1


def test_jrc_names(tmp_path: Path) -> None:
    """A plus sign is a space, and the first spelling of a number its name."""
    found = items(write(tmp_path, "entities", JRC), "jrc")
    first, *_, last = records(found)
    assert first.facts == Facts(Kind.PERSON, "Alexander Lukashenko")
    assert last.facts == Facts(Kind.ORGANISATION, "Europarat")
    assert ("Aleksandr Łukaszenka", "official", "pl", "Latn") in spellings(found)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("1\tP\tu", "3 columns where 4 belong"),
        ("x\tP\tu\tA", "number: 'x'"),
        ("1\tZ\tu\tA", "kind: 'Z' is none of"),
        ("1\tP\tu\t+", "spelling: is empty"),
    ],
)
def test_bad_jrc_names(tmp_path: Path, line: str, reason: str) -> None:
    """A line that is no spelling is told."""
    ((number, said),) = faults(items(write(tmp_path, "a", f"#\n{line}\n"), "jrc"))
    assert number == 2
    assert reason in said


def test_skos(tmp_path: Path) -> None:
    """Labels become aliases, known catalogues cross-references, schema.org the kind."""
    pytest.importorskip("rdflib", reason="the extra [skos] is not installed")
    found = items(write(tmp_path, "a.ttl", TURTLE), "skos")
    (record,) = records(found)
    assert record.key == Key("wikidata", "Q2280")
    assert record.facts is not None
    assert (record.facts.name, record.facts.xrefs) == ("Minsk", {"geonames": "625144"})
    assert ("Minks", "misspelling", "en", "Latn") in spellings(found)
    assert ("Менск", "official", "be-tarask", "Cyrl") in spellings(found)


def test_bad_skos(tmp_path: Path) -> None:
    """Where the file breaks off is told by line."""
    pytest.importorskip("rdflib", reason="the extra [skos] is not installed")
    ((number, said),) = faults(items(write(tmp_path, "a.ttl", TURTLE + "<x> nonsense\n"), "skos"))
    assert number == 8
    assert "malformed RDF" in said


def test_compressed_files_and_broken_ones(tmp_path: Path) -> None:
    """A .gz file is unpacked on the way; one that is cut off is a fault after its last line."""
    whole = gzip.compress(JRC.encode() * 2_000)
    (tmp_path / "a.gz").write_bytes(whole)
    (tmp_path / "b.gz").write_bytes(whole[: len(whole) // 2])
    assert faults(items(tmp_path / "a.gz", "jrc")) == []
    assert "damaged" in faults(items(tmp_path / "b.gz", "jrc"))[-1][1]


def test_a_line_that_is_not_utf8_is_one_fault(tmp_path: Path) -> None:
    """Bytes that are no text spoil their line and no other."""
    path = tmp_path / "a"
    path.write_bytes(JRC.encode().replace(b"Europarat", b"\xff"))
    found = items(path, "jrc")
    assert faults(found) == [(4, "not UTF-8 at byte 8 of the line")]
    assert len(records(found)) == 3


def test_a_missing_file_is_a_fault(tmp_path: Path) -> None:
    """A file that cannot be read is a fault of the whole file."""
    assert faults(items(tmp_path / "nowhere", "jrc")) == [(0, "No such file or directory")]
