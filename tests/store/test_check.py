from __future__ import annotations

from pathlib import Path

import pytest

from normalizer.errors import SeedError
from normalizer.store.check import check_seeds
from normalizer.store.findings import ERRORS, RULES, WARNINGS, Finding, Severity
from normalizer.store.seeds import load_seeds
from tests.store.seed_set import BREST, LUKASHENKO, MINSK, alias, write, write_towns

FRENCH_BREST = "nn200003\tplace\tBrest\tFR\t\t\tCity in France"


def codes(folder: Path, schemes: tuple[str, ...] = ()) -> list[tuple[str, int, str]]:
    """Return file name, line and code of each finding."""
    return [(one.path.name, one.line, one.code) for one in check_seeds(folder, schemes)]


def test_good_seeds_have_no_findings(tmp_path: Path) -> None:
    """Nothing is said where nothing is wrong."""
    write_towns(tmp_path)
    write(tmp_path, "aliases.tsv", alias(), alias("Брэст", "nn200002"))
    assert codes(tmp_path) == []


def test_every_error_is_found(tmp_path: Path) -> None:
    """Unlike a start, a check goes on after the first fault."""
    write(tmp_path, "entities.tsv", MINSK, "short", BREST.replace("place", "town"))
    write(
        tmp_path,
        "aliases.tsv",
        alias(lang="BE", script="Latn"),
        alias("Мінск "),
        "\t\t",
        alias("Менск", entity_id="nn299999"),
    )
    write(tmp_path, "xrefs.tsv", "nn200001\tgeonames\t\u0007")
    assert codes(tmp_path) == [
        ("aliases.tsv", 2, "lang"),
        ("aliases.tsv", 2, "script-differs"),
        ("aliases.tsv", 3, "outer-space"),
        ("aliases.tsv", 4, "columns"),
        ("aliases.tsv", 5, "dangling-id"),
        ("entities.tsv", 3, "columns"),
        ("entities.tsv", 4, "entity-kind"),
        ("xrefs.tsv", 2, "unprintable"),
    ]


def test_every_line_that_is_not_nfc_is_found(tmp_path: Path) -> None:
    """Each line to correct is named, not only the first."""
    write_towns(tmp_path)
    rows = [alias("Андрей"), alias("Андреи\u0306"), alias("Сергеи\u0306")]
    write(tmp_path, "aliases.tsv", *rows)
    assert [line for _, line, code in codes(tmp_path) if code == "not-nfc"] == [3, 4]


def test_windows_line_ends_are_one_finding(tmp_path: Path) -> None:
    """A file of CRLF lines is one mistake, and its rows are checked all the same."""
    path = write_towns(tmp_path)
    path.write_bytes((path.read_bytes() + b"bad\n").replace(b"\n", b"\r\n"))
    assert codes(tmp_path) == [
        ("entities.tsv", 1, "carriage-return"),
        ("entities.tsv", 4, "columns"),
    ]


@pytest.mark.parametrize("name", ["nowhere", "empty"])
def test_a_folder_without_seeds_is_a_finding(tmp_path: Path, name: str) -> None:
    """A check of the wrong folder does not pass."""
    (tmp_path / "empty").mkdir()
    assert codes(tmp_path / name) == [(name, 0, "unreadable")]


def test_an_undeclared_collision_is_found_on_every_row(tmp_path: Path) -> None:
    """Each row of a shared alias is told to move, whatever its case and punctuation."""
    write(tmp_path, "entities.tsv", MINSK, BREST)
    write(tmp_path, "aliases.tsv", alias("Город-герой"), alias("ГОРОД ГЕРОЙ", "nn200002"))
    assert codes(tmp_path) == [("aliases.tsv", 2, "collision"), ("aliases.tsv", 3, "collision")]


def test_a_declared_collision_is_well(tmp_path: Path) -> None:
    """Ambiguity that stands in ambiguous.tsv is meant."""
    write_towns(tmp_path)
    write(tmp_path, "ambiguous.tsv", alias("Город"), alias("Город", "nn200002"))
    assert codes(tmp_path) == []


def test_a_half_declared_collision_is_found(tmp_path: Path) -> None:
    """Every row of a shared alias belongs in ambiguous.tsv."""
    write_towns(tmp_path)
    write(tmp_path, "aliases.tsv", alias("Город"))
    write(tmp_path, "ambiguous.tsv", alias("Город", "nn200002"))
    assert codes(tmp_path) == [("aliases.tsv", 2, "collision")]


def test_canonical_names_collide_too(tmp_path: Path) -> None:
    """Two entities of one name are ambiguous without any row of aliases."""
    write(tmp_path, "entities.tsv", BREST, FRENCH_BREST)
    assert codes(tmp_path) == [("entities.tsv", 2, "collision"), ("entities.tsv", 3, "collision")]


def test_one_row_declares_colliding_canonical_names(tmp_path: Path) -> None:
    """A canonical name in ambiguous.tsv shows that its sharing is meant."""
    write(tmp_path, "entities.tsv", BREST, FRENCH_BREST)
    write(tmp_path, "ambiguous.tsv", alias("Brest", "nn200003", lang="fr", script="Latn"))
    assert codes(tmp_path) == []


def test_a_declared_alias_of_one_entity_is_found(tmp_path: Path) -> None:
    """A row in ambiguous.tsv that is not ambiguous says something false."""
    write_towns(tmp_path)
    write(tmp_path, "ambiguous.tsv", alias())
    assert codes(tmp_path) == [("ambiguous.tsv", 2, "not-ambiguous")]


def test_aliases_that_read_alike_are_found(tmp_path: Path) -> None:
    """A second spelling that differs in case or punctuation alone adds nothing."""
    write_towns(tmp_path)
    write(tmp_path, "aliases.tsv", alias("Горад Мінск"), alias("Горад-Мінск"))
    assert codes(tmp_path) == [("aliases.tsv", 3, "near-duplicate")]


def test_alike_aliases_of_two_languages_are_well(tmp_path: Path) -> None:
    """The same spelling in two languages is two facts."""
    write_towns(tmp_path)
    write(tmp_path, "aliases.tsv", alias("МИНСК", lang="ru"), alias("Минск", lang="bg"))
    assert codes(tmp_path) == []


def test_a_word_of_two_scripts_is_found(tmp_path: Path) -> None:
    """A Latin letter inside a Cyrillic word is nearly always an accident."""
    write_towns(tmp_path)
    write(tmp_path, "aliases.tsv", alias("Бpэст", "nn200002"))
    assert codes(tmp_path) == [("aliases.tsv", 2, "mixed-script")]


@pytest.mark.parametrize(
    "row",
    [
        alias("Радыё NEXTA"),
        alias("日本のブレスト", lang="ja", script="Jpan"),
        alias("Мiнcк", kind="misspelling", note="homoglyphs"),
    ],
)
def test_meant_mixtures_are_well(tmp_path: Path, row: str) -> None:
    """Words beside each other, Japanese, and noted misspellings mix scripts on purpose."""
    write_towns(tmp_path)
    write(tmp_path, "aliases.tsv", row)
    assert codes(tmp_path) == []


def test_an_entity_given_under_two_ids_is_found(tmp_path: Path) -> None:
    """The same name, kind and country under two IDs is one entity entered twice."""
    twin = LUKASHENKO.replace("nn100001", "nn100009")
    write(tmp_path, "entities.tsv", LUKASHENKO, twin)
    assert ("entities.tsv", 3, "entity-duplicate") in codes(tmp_path)


def test_an_external_identifier_of_two_entities_is_found(tmp_path: Path) -> None:
    """One Wikidata item cannot be two entities."""
    write(tmp_path, "entities.tsv", MINSK, BREST)
    write(tmp_path, "xrefs.tsv", "nn200002\twikidata\tQ2280")
    assert codes(tmp_path) == [("xrefs.tsv", 2, "xref-shared")]


def test_a_country_without_a_place_is_found(tmp_path: Path) -> None:
    """Where the table has countries, each code must be one of them."""
    write(tmp_path, "entities.tsv", MINSK, BREST.replace("BY", "BX"))
    write(tmp_path, "xrefs.tsv", "nn200001\tiso3166\tBY")
    assert codes(tmp_path) == [("entities.tsv", 3, "country-unknown")]


def test_an_unknown_scheme_is_found(tmp_path: Path) -> None:
    """A scheme that no file of data/schemes describes is a slip of the pen."""
    write_towns(tmp_path)
    row = alias("Minsk", kind="romanisation", script="Latn", scheme="be_lacinca")
    write(tmp_path, "aliases.tsv", row)
    assert codes(tmp_path, ("be_lacinka",)) == [("aliases.tsv", 2, "scheme-unknown")]
    assert codes(tmp_path) == []


def test_unsorted_rows_are_found_once_a_file(tmp_path: Path) -> None:
    """The first row out of place is enough for a curator to sort the file."""
    write(tmp_path, "entities.tsv", BREST, MINSK)
    write(tmp_path, "aliases.tsv", alias("Мінск"), alias("Мензк"), alias("Менск"))
    assert codes(tmp_path) == [("aliases.tsv", 3, "unsorted"), ("entities.tsv", 3, "unsorted")]


def test_an_alias_that_nothing_can_match_is_found(tmp_path: Path) -> None:
    """An alias of punctuation, or of endless length, is never met."""
    write_towns(tmp_path)
    write(tmp_path, "aliases.tsv", alias("я" * 1001), alias("—", lang="", script=""))
    assert codes(tmp_path) == [
        ("aliases.tsv", 2, "unmatchable"),
        ("aliases.tsv", 3, "unmatchable"),
    ]


def test_a_file_that_nobody_reads_is_found(tmp_path: Path) -> None:
    """A slip in a file's name would silently drop all its rows."""
    path = write_towns(tmp_path)
    path.with_name("alias.tsv").write_text("", encoding="utf-8")
    assert codes(tmp_path) == [("alias.tsv", 0, "unread-file")]


def test_warnings_do_not_keep_a_table_from_loading(tmp_path: Path) -> None:
    """What is suspicious still loads."""
    write(tmp_path, "entities.tsv", BREST, FRENCH_BREST)
    assert all(one.severity is Severity.WARNING for one in check_seeds(tmp_path))
    assert len(load_seeds(tmp_path).entities()) == 2


def test_loading_raises_the_first_error_of_the_check(tmp_path: Path) -> None:
    """Startup and check cannot disagree."""
    write(tmp_path, "entities.tsv", MINSK, BREST.replace("BY", "by"))
    write(tmp_path, "aliases.tsv", alias(kind="x"), alias("", entity_id="nn1"))
    errors = [one for one in check_seeds(tmp_path) if one.severity is Severity.ERROR]
    with pytest.raises(SeedError) as caught:
        load_seeds(tmp_path)
    first = errors[0]
    assert (caught.value.path, caught.value.line, caught.value.reason) == (
        str(first.path),
        first.line,
        first.reason,
    )


def test_rules_are_errors_or_warnings() -> None:
    """Each code has one severity and one line of explanation."""
    assert not ERRORS.keys() & WARNINGS.keys()
    assert all(RULES[code] and "\n" not in RULES[code] for code in RULES)
    assert Finding(Path("x"), 1, "collision", "").severity is Severity.WARNING
