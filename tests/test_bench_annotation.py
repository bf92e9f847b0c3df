"""The annotation benchmark, run on a set small enough to know every figure."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from tests.bench import annotation
from tests.bench.annotation_links import Link, figures, misses
from tests.bench.annotation_recipes import Recipe
from tests.bench.annotation_sets import AnnotationSet, load

TEXTS = {
    "one": ("pl", "Premier Kowalewicz był w Minsku. Spotkał Nowakiewicza."),
    "two": ("pl", "Kowalewicz wrócił z Minska."),
}
MENTIONS = [
    ("one", "Kowalewicz", "PER-Kowalewicz", "PER"),
    ("one", "Minsku", "GPE-Minsk", "LOC"),
    ("one", "Nowakiewicza", "PER-Nowakiewicz", "PER"),
    ("two", "Kowalewicz", "PER-Kowalewicz", "PER"),
    ("two", "Minska", "GPE-Minsk", "LOC"),
]
TABLE = {
    "PER-Kowalewicz": ("PER", [("Kowalewicz", 40), ("Minsk", 1)]),
    "GPE-Minsk": ("LOC", [("Minsk", 9), ("Mińsk", 2)]),
}


def _write(path: Path, rows: list[dict[str, Any]]) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of two documents, their mentions and a table of two entities."""
    path = tmp_path / "tiny"
    path.mkdir()
    docs = [{"id": i, "lang": lang, "text": text} for i, (lang, text) in TEXTS.items()]
    _write(path / "docs.jsonl.gz", docs)
    gold = []
    for doc, surface, entity, sort in MENTIONS:
        start = TEXTS[doc][1].index(surface)
        span = {"start": start, "end": start + len(surface), "surface": surface}
        gold.append({"doc": doc, **span, "type": sort, "entity": entity})
    _write(path / "gold.jsonl.gz", gold)
    table = []
    for entity, (sort, names) in TABLE.items():
        rows = [{"name": n, "lang": "pl", "kind": "lemma", "n": count} for n, count in names]
        table.append({"id": entity, "type": sort, "names": rows})
    _write(path / "table.jsonl.gz", table)
    return path


@pytest.fixture
def tiny(folder: Path) -> AnnotationSet:
    """Return the set of the folder."""
    return load(folder)


def test_slip_is_left_to_the_entity_that_has_the_name(tiny: AnnotationSet) -> None:
    """A name that another entity has many times as often is no alias of the rarer one."""
    owners = {alias.entity_id for alias in tiny.table.store.aliases() if alias.text == "Minsk"}
    assert [tiny.table.entity_of[owner] for owner in owners] == ["GPE-Minsk"]


def test_documents_are_taken_evenly(folder: Path) -> None:
    """A sample keeps the mentions of its own documents alone."""
    found = load(folder, 1)
    assert [document.id for document in found.documents] == ["one"]
    assert {mention.doc for mention in found.gold} == {"one"}


@pytest.mark.parametrize(
    ("recipe", "surfaces"),
    [
        ("exact", ["Kowalewicz", "Kowalewicz"]),
        ("guarded", ["Kowalewicz", "Kowalewicz"]),
        ("fuzzy 85", ["Kowalewicz", "Minsku", "Kowalewicz", "Minska"]),
    ],
)
def test_recipes(tiny: AnnotationSet, recipe: str, surfaces: list[str]) -> None:
    """Each recipe links what it says it does, to the entity that has the name oftenest."""
    made = Recipe(recipe, tiny.table)
    found = [link for document in tiny.documents for link in made.annotate(document)]
    assert [link.surface for link in found] == surfaces


def _link(doc: str, surface: str, entity: str, rule: str = "exact") -> Link:
    start = TEXTS[doc][1].index(surface)
    return Link(doc, start, start + len(surface), surface, entity, rule)


def test_figures_count_keys_rules_and_unseen_forms(tiny: AnnotationSet) -> None:
    """Precision and recall are of keys; a form that the table lacks counts once."""
    links = [
        _link("one", "Kowalewicz", "PER-Kowalewicz"),
        _link("one", "Minsku", "PER-Kowalewicz", "inflected"),
        _link("two", "Minska", "GPE-Minsk", "inflected"),
    ]
    found = figures(links, tiny)
    assert found["groups"]["all"]["precision"] == pytest.approx(2 / 3, abs=1e-4)
    assert found["groups"]["all"]["recall"] == pytest.approx(2 / 5)
    assert found["rules"]["other than exact"] == {"links": 2, "precision": 0.5, "overlap": 0.5}
    assert (found["unseen"]["forms"], found["unseen"]["right"], found["unseen"]["wrong"]) == (
        2,
        0.5,
        0.5,
    )


def test_link_in_another_span_counts_by_overlap(tiny: AnnotationSet) -> None:
    """The right entity in a span of its own is no hit by key, and is one by overlap."""
    links = [_link("one", "Premier Kowalewicz", "PER-Kowalewicz", "key")]
    assert figures(links, tiny)["rules"]["key"] == {"links": 1, "precision": 0.0, "overlap": 1.0}


def test_misses_have_reasons(tiny: AnnotationSet) -> None:
    """A miss is told by whether the table has the entity, and the form, and by what was linked."""
    links = [_link("one", "Minsku", "PER-Kowalewicz")]
    found = {one.surface: reason for reason, one in misses(links, tiny)}
    assert found == {
        "Kowalewicz": "form in the table, not linked",
        "Minsku": "other entity",
        "Minska": "form not in the table",
        "Nowakiewicza": "entity not in the table",
    }


def test_command_measures_a_folder_of_sets_and_compares(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command finds the sets, writes the figures and tells what changed since the last run."""
    results = folder.parent / "results"
    arguments = ["--data", str(folder.parent), "--results", str(results), "--compare", "last"]
    assert annotation.main(arguments) == 0
    assert "nothing older" in capsys.readouterr().out
    (path,) = results.glob("annotation-*.json")
    systems = json.loads(path.read_text("utf-8"))["sets"]["tiny"]["systems"]
    assert systems["normalizer"]["groups"]["all"]["precision"] == 1.0
    assert systems["normalizer"]["unseen"]["right"] == 1.0
    older = ["--compare", str(path), "--json", str(folder.parent / "new.json"), "--no-recipes"]
    assert annotation.main(["--data", str(folder), *older]) == 0
    assert "systems / exact" in capsys.readouterr().out


def test_folder_without_a_set_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Missing data ends the command with the reason and a status of 1."""
    assert annotation.main(["--data", str(tmp_path)]) == 1
    assert "no set" in capsys.readouterr().out
