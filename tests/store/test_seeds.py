from __future__ import annotations

import gc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from normalizer.errors import SeedError
from normalizer.store.seeds import load_seeds
from normalizer.types import Alias, AliasKind, Entity, Kind
from tests.store.seed_set import BREST, LUKASHENKO, MINSK, alias, write, write_towns

ALIAS_REFUSALS = {
    "too many columns": (alias() + "\t", "9 columns where 8 belong"),
    "too few columns": ("Мінск\tnn200001", "2 columns where 8 belong"),
    "unknown kind": (alias(kind="pet name"), "'pet name' is none of acronym, code"),
    "dangling": (alias(entity_id="nn299999"), "entity_id 'nn299999' is no entity's"),
    "malformed entity": (alias(entity_id="Q2280"), "entity_id 'Q2280' is no entity's"),
    "language in capitals": (alias(lang="BE"), "lang 'BE' is not a BCP 47 tag"),
    "language in words": (alias(lang="belarusian"), "lang 'belarusian' is not a BCP 47 tag"),
    "language with underscore": (alias(lang="be_BY"), "lang 'be_BY' is not a BCP 47 tag"),
    "unknown script": (alias(script="Kyrl"), "script 'Kyrl' is not a known script"),
    "wrong script": (alias(script="Latn"), "'Мінск' is in Cyrl, declared Latn"),
    "missing script": (alias(script=""), "'Мінск' is in Cyrl, declared none"),
    "script of digits": (alias("112", script="Latn"), "'112' is in no script, declared Latn"),
    "letters of no script": (alias(script="Zyyy"), "'Мінск' is in Cyrl, declared Zyyy"),
    "malformed scheme": (alias(scheme="BGN 1979"), "scheme 'BGN 1979' is not"),
    "empty alias": (alias(""), "alias is empty or white space"),
    "blank alias": (alias(" "), "alias is empty or white space"),
    "leading space": (alias(" Мінск"), "alias has white space at an end"),
    "trailing no-break space": (alias("Мінск\u00a0"), "alias has white space at an end"),
    "space around a note": (alias(note="old "), "note has white space at an end"),
    "control character": (alias("Мін\x07ск"), "alias holds U+0007"),
    "direction override": (alias("Мін\u202eск"), "alias holds U+202E"),
    "byte order mark": (alias("Мінск\ufeff"), "alias holds U+FEFF"),
    "control in source": (alias(source="CL\x1bDR"), "source holds U+001B"),
    "not NFC": (alias("Минскии\u0306"), "text is not NFC"),
    "carriage return": (alias() + "\r", "carriage return"),
}
ENTITY_REFUSALS = {
    "short id": (MINSK.replace("nn200001", "nn20001"), "id 'nn20001' is not nn and six digits"),
    "id in capitals": (MINSK.replace("nn2", "NN2"), "is not nn and six digits"),
    "id of other digits": (MINSK.replace("nn200001", "nn20000١"), "is not nn and six digits"),
    "unknown kind": (MINSK.replace("place", "PLACE"), "kind 'PLACE' is none of organisation"),
    "no name": (MINSK.replace("Minsk", ""), "name is empty or white space"),
    "name in Cyrillic": (MINSK.replace("Minsk", "Мінск"), "name 'Мінск' is in Cyrl, not Latn"),
    "long country": (MINSK.replace("BY", "BLR"), "country 'BLR' is not two capital letters"),
    "small country": (MINSK.replace("BY", "by"), "country 'by' is not two capital letters"),
    "unknown gender": (LUKASHENKO.replace("\tm\t", "\tmale\t"), "gender 'male' is none of f, m"),
    "gender of a place": (MINSK.replace("BY\t\t", "BY\tf\t"), "gender 'f' of a place"),
    "bare number": (MINSK.replace("Q2280", "2280"), "wikidata '2280' is not Q and a number"),
    "tab in text": (MINSK + "\t", "8 columns where 7 belong"),
    "control character": (MINSK + "\x00", "description holds U+0000"),
}


def refusal(folder: Path) -> SeedError:
    """Return the error that loading a folder raises."""
    with pytest.raises(SeedError) as caught:
        load_seeds(folder)
    return caught.value


@pytest.mark.parametrize(("row", "reason"), ALIAS_REFUSALS.values(), ids=ALIAS_REFUSALS)
def test_a_bad_alias_is_refused_with_its_place(tmp_path: Path, row: str, reason: str) -> None:
    """The error names the file and the line, and says what is wrong there."""
    write_towns(tmp_path)
    path = write(tmp_path, "aliases.tsv", alias("Менск"), row)
    error = refusal(tmp_path)
    assert (error.path, error.line) == (str(path), 3)
    assert reason in error.reason


@pytest.mark.parametrize(("row", "reason"), ENTITY_REFUSALS.values(), ids=ENTITY_REFUSALS)
def test_a_bad_entity_is_refused_with_its_place(tmp_path: Path, row: str, reason: str) -> None:
    """The error names the file and the line, and says what is wrong there."""
    path = write(tmp_path, "entities.tsv", BREST, row)
    error = refusal(tmp_path)
    assert (error.path, error.line) == (str(path), 3)
    assert reason in error.reason


def test_an_id_given_twice_is_refused(tmp_path: Path) -> None:
    """Two sets cannot both define an entity; the second names the first."""
    write_towns(tmp_path)
    path = write(tmp_path, "entities.tsv", MINSK, set_name="two")
    error = refusal(tmp_path)
    assert (error.path, error.line) == (str(path), 2)
    assert error.reason == "'nn200001' is also at one/entities.tsv:2"


def test_a_row_given_twice_is_refused(tmp_path: Path) -> None:
    """One alias, entity and language make one row, in whichever file it stands."""
    write_towns(tmp_path)
    write(tmp_path, "aliases.tsv", alias())
    path = write(tmp_path, "ambiguous.tsv", alias(kind="former"))
    error = refusal(tmp_path)
    assert (error.path, error.line) == (str(path), 2)
    assert error.reason == "'Мінск nn200001 be' is also at one/aliases.tsv:2"


def test_a_second_value_of_one_cross_reference_is_refused(tmp_path: Path) -> None:
    """An entity has one value in one external scheme."""
    write_towns(tmp_path)
    path = write(tmp_path, "xrefs.tsv", "nn200001\tgeonames\t1", "nn200001\tgeonames\t2")
    error = refusal(tmp_path)
    assert (error.path, error.line) == (str(path), 3)
    assert "is also at one/xrefs.tsv:2" in error.reason


def test_wikidata_is_given_in_one_place(tmp_path: Path) -> None:
    """The column and the file of cross-references cannot both say it."""
    write_towns(tmp_path)
    path = write(tmp_path, "xrefs.tsv", "nn200001\twikidata\tQ1")
    error = refusal(tmp_path)
    assert (error.path, error.line, error.reason) == (
        str(path),
        2,
        "nn200001 has Q2280 in entities.tsv",
    )


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("nn299999\tgeonames\t1", "entity_id 'nn299999' is no entity's"),
        ("nn200001\tGeoNames\t1", "scheme 'GeoNames' is not"),
        ("nn200001\t\t1", "scheme '' is not"),
        ("nn200001\tgeonames\t", "value is empty"),
    ],
)
def test_a_bad_cross_reference_is_refused(tmp_path: Path, row: str, reason: str) -> None:
    """Cross-references are of known entities, in named schemes, with values."""
    write_towns(tmp_path)
    path = write(tmp_path, "xrefs.tsv", row)
    error = refusal(tmp_path)
    assert (error.path, error.line) == (str(path), 2)
    assert reason in error.reason


def test_another_header_is_refused(tmp_path: Path) -> None:
    """A file whose columns are not those of the format is not guessed at."""
    write_towns(tmp_path)
    path = write(tmp_path, "aliases.tsv")
    path.write_text("# comment\nentity_id\talias\n", encoding="utf-8")
    error = refusal(tmp_path)
    assert (error.path, error.line) == (str(path), 2)
    assert error.reason.startswith("header must be alias entity_id kind")


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    """A file without even a header is an accident."""
    path = write_towns(tmp_path)
    path.write_text("", encoding="utf-8")
    assert (refusal(tmp_path).line, refusal(tmp_path).reason) == (0, "no header row")


def test_bytes_that_are_not_utf8_are_refused(tmp_path: Path) -> None:
    """A file in another encoding is named with the line of the first bad byte."""
    path = write_towns(tmp_path)
    path.write_bytes(path.read_bytes() + "Łódź".encode("iso-8859-2"))
    error = refusal(tmp_path)
    assert (error.path, error.line) == (str(path), 4)
    assert error.reason.startswith("not UTF-8")


def test_a_folder_in_the_place_of_a_file_is_refused(tmp_path: Path) -> None:
    """What cannot be read is named, not passed over."""
    write_towns(tmp_path)
    (tmp_path / "one" / "aliases.tsv").mkdir()
    error = refusal(tmp_path)
    assert (error.path, error.line) == (str(tmp_path / "one" / "aliases.tsv"), 0)


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    """A wrong path is an error, not an empty table."""
    error = refusal(tmp_path / "nowhere")
    assert (error.path, error.reason) == (
        str(tmp_path / "nowhere"),
        "No such file or directory",
    )


def test_a_folder_without_sets_is_refused(tmp_path: Path) -> None:
    """An empty folder is an error, not an empty table; the sample documents are no set."""
    write(tmp_path, "entities.tsv", MINSK, set_name="documents")
    error = refusal(tmp_path)
    assert (error.path, error.line) == (str(tmp_path), 0)
    assert error.reason.startswith("no set")


def test_the_first_fault_by_place_is_raised(tmp_path: Path) -> None:
    """Of several faults the one that a reader meets first is told."""
    write_towns(tmp_path)
    write(tmp_path, "aliases.tsv", alias(lang="BE"), alias(entity_id="nn299999"), "short")
    assert refusal(tmp_path).line == 2


def test_all_sets_are_one_table(tmp_path: Path) -> None:
    """Aliases of one set may belong to entities of another; ambiguous rows are aliases too."""
    write(tmp_path, "entities.tsv", MINSK, set_name="two")
    write(tmp_path, "entities.tsv", LUKASHENKO)
    write(tmp_path, "aliases.tsv", alias(source="general knowledge"))
    write(tmp_path, "ambiguous.tsv", alias("Минск", lang="ru"), set_name="two")
    store = load_seeds(tmp_path)
    assert [entity.id for entity in store.entities()] == ["nn100001", "nn200001"]
    assert [one.text for one in store.aliases_of("nn200001")] == ["Minsk", "Минск", "Мінск"]


def test_every_field_arrives(tmp_path: Path) -> None:
    """An alias and an entity have what their rows say, cross-references included."""
    write(tmp_path, "entities.tsv", MINSK)
    row = alias("Miensk", "nn200001", "romanisation", "be-tarask", "Latn")
    write(tmp_path, "aliases.tsv", row.replace("\t\t\t", "\tbe_lacinka\tpress usage\tseen once"))
    write(tmp_path, "xrefs.tsv", "nn200001\tgeonames\t625144")
    store = load_seeds(tmp_path)
    assert store.entity("nn200001") == Entity(
        "nn200001",
        Kind.PLACE,
        "Minsk",
        "BY",
        "",
        "Capital of Belarus",
        {"wikidata": "Q2280", "geonames": "625144"},
    )
    assert store.aliases_of("nn200001")[0] == Alias(
        "Miensk",
        "nn200001",
        AliasKind.ROMANISATION,
        "be-tarask",
        "Latn",
        "be_lacinka",
        "press usage",
        "seen once",
    )


@pytest.mark.parametrize(
    ("text", "lang", "script"),
    [
        ("Канал NEXTA", "ru", "Cyrl"),
        ("ウクライナ共和国", "ja", "Jpan"),
        ("대한민국(韓國)", "ko", "Kore"),
        ("中国", "zh-Hans", "Hans"),
        ("112", "", ""),
        ("112", "", "Zyyy"),
        ("Saint-Pétersbourg", "fr", "Latn"),
        ("آفریقای\u200cجنوبی", "fa", "Arab"),
        ("Nouvelle\u00a0Zélande", "fr-CA", "Latn"),
        ("Miensk", "sr-Latn-RS", "Latn"),
    ],
)
def test_real_spellings_are_accepted(tmp_path: Path, text: str, lang: str, script: str) -> None:
    """Mixed scripts, composite scripts, joiners and no-break spaces stand in real names."""
    write_towns(tmp_path)
    write(tmp_path, "aliases.tsv", alias(text, lang=lang, script=script))
    assert text in {one.text for one in load_seeds(tmp_path).aliases()}


def test_the_layout_of_the_files_leaves_the_revision(tmp_path: Path) -> None:
    """Order, comments, and the file that a row stands in are no part of the content."""
    write(tmp_path / "a", "entities.tsv", MINSK, BREST)
    write(tmp_path / "a", "aliases.tsv", alias("Минск", lang="ru"), alias())
    write(tmp_path / "b", "entities.tsv", "# ours", BREST, set_name="x")
    write(tmp_path / "b", "entities.tsv", MINSK, set_name="y")
    write(tmp_path / "b", "aliases.tsv", "", alias(), set_name="x")
    write(tmp_path / "b", "ambiguous.tsv", alias("Минск", lang="ru"), set_name="y")
    assert load_seeds(tmp_path / "a").revision == load_seeds(tmp_path / "b").revision


def test_the_collector_is_left_as_it_was(tmp_path: Path) -> None:
    """Loading, and failing to load, leaves garbage collection on."""
    refusal(tmp_path / "nowhere")
    write_towns(tmp_path)
    load_seeds(tmp_path)
    assert gc.isenabled()


CYRILLIC = st.text("абвгдеёжзійклмнопрстуўфхцчшыьэюя’- ", min_size=1, max_size=12).map(str.strip)
ROWS = st.lists(
    st.tuples(
        CYRILLIC.filter(lambda text: any(map(str.isalpha, text))),
        st.sampled_from(["nn200001", "nn200002"]),
        st.sampled_from(list(AliasKind)),
        st.sampled_from(["", "be", "be-tarask", "ru", "uk", "sr-Cyrl"]),
        st.sampled_from(["", "press usage", "CLDR 47"]),
    ),
    unique_by=lambda row: (row[0], row[1], row[3]),
    max_size=12,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS)
def test_valid_rows_load_as_they_are(
    tmp_path: Path, rows: list[tuple[str, str, AliasKind, str, str]]
) -> None:
    """Whatever well-formed rows a set has, the table has those and the canonical names."""
    write_towns(tmp_path)
    lines = [alias(*row[:4], "Cyrl", source=row[4]) for row in rows]
    write(tmp_path, "aliases.tsv", *lines)
    found = {one for one in load_seeds(tmp_path).aliases() if one.source != "canonical name"}
    assert found == {Alias(*row[:4], script="Cyrl", source=row[4]) for row in rows}
