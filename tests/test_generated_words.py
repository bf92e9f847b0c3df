"""Word equivalents are learnt from pairs of names, and no row of the source shows through."""

from __future__ import annotations

import pytest

from normalizer import tables

numpy = pytest.importorskip("numpy", reason="needs numpy (extra bench)")

from tests.generate.unspaced_words import cut, unspaced_words  # noqa: E402
from tests.generate.word_links import Links  # noqa: E402


def test_words_are_aligned_by_what_goes_with_them() -> None:
    """A word explains the word that it stands beside in every pair, not a neighbour."""
    links = Links()
    for owner, (river, name) in enumerate([("nehri", "sava"), ("nehri", "tuna"), ("gölü", "van")]):
        english = {"nehri": "river", "gölü": "lake"}[river]
        links.add(owner, [name, river], [english, f"{name}x"])
    best: dict[str, tuple[float, str]] = {}
    for word, meaning, share, _ in links.explained():
        best[word] = max(best.get(word, (0.0, "")), (share, meaning))
    assert best["nehri"][1] == "river"


def test_entities_are_counted_once() -> None:
    """Many names of one entity are one witness."""
    links = Links()
    pairs = [("egyetem", "university"), ("város", "city"), ("folyó", "river"), ("tó", "lake")]
    for owner, (word, meaning) in enumerate(pairs * 2):
        for name in range(5):
            links.add(owner, [word, f"name{name}"], [meaning])
    found = {(word, meaning): number for word, meaning, _, number in links.explained()}
    assert found["egyetem", "university"] == 2


def test_ends_of_unspaced_names_are_words_when_what_precedes_varies() -> None:
    """縣 is found, and 斯縣, which says no more, is not."""
    heads = "甲乙丙丁戊己庚辛"
    groups = [([(f"{head}斯縣",)], [(f"name{head}", "county")]) for head in heads]
    groups += [([(f"{head}壬縣",)], [(f"name{head}", "county")]) for head in heads]
    groups += [([(f"{head}癸{head}",)], [(f"name{head}",)]) for head in heads * 20]
    found = unspaced_words(groups)
    assert found["縣"][0] == "county"
    assert "斯縣" not in found
    assert cut("甲斯縣", found) == ("甲斯", "縣")


def test_every_meaning_was_seen_with_several_entities() -> None:
    """A pair that one row alone bears would be a copy of that row."""
    rows = tables.rows("names/generated_words.tsv", ("word", "entities", "meanings"))
    assert len(rows) > 5_000
    assert all(int(entities) >= 1 for _, entities, _ in rows)
    assert [word for word, _, _ in rows] == sorted({word for word, _, _ in rows})
