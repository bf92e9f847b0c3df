from __future__ import annotations

import csv
from pathlib import Path

import pytest

from normalizer.formats.brat import INDEX
from normalizer.formats.names import Format
from tests.cli.samples import annotated
from tests.formats.written import hard, write


def _lines(folder: Path, name: str) -> list[list[str]]:
    text = (folder / f"{name}.ann").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()]


def test_another_reader_gives_the_mentions_back(tmp_path: Path) -> None:
    """Bioc's reader of brat finds every span, also one in fragments, and the text agrees."""
    brat = pytest.importorskip("bioc.brat", reason="bioc (extra `dev`) is not installed")
    document, result = hard()
    folder = write(Format.BRAT, tmp_path / "out", (document, result))
    with (folder / "press_17_May.ann").open(encoding="utf-8") as stream:
        read = brat.load_ann(stream)
    text = (folder / "press_17_May.txt").read_bytes().decode("utf-8")
    assert text == document.text
    spans = [sorted((part.begin, part.end) for part in each.locations) for each in read.entities]
    assert [each.total_span for each in read.entities] == [
        (each.start, each.end) for each in result.annotations
    ]
    assert [each.text for each in read.entities] == [
        " ".join(text[start:end] for start, end in parts) for parts in spans
    ]
    assert len(spans[1]) == 2
    assert [each.refid for each in read.attributes] == ["T1", "T2", "T3", "T4", "T5"]


def test_entities_are_normalisations(tmp_path: Path) -> None:
    """Each candidate is a reference with its name; of nobody there is none."""
    folder = write(Format.BRAT, tmp_path / "out", hard())
    found = [row[1:] for row in _lines(folder, "press_17_May") if row[0].startswith("N")]
    assert found[1:4] == [
        ["Reference T2 namenorm:nn1", "Alexander Lukashenko"],
        ["Reference T3 namenorm:nn6", "Wagner Group"],
        ["Reference T3 namenorm:nn7", "Dmitry Utkin"],
    ]
    assert {row[0][0] for row in _lines(folder, "press_17_May")} == set("TAN#")


def test_types_are_declared(tmp_path: Path) -> None:
    """The configuration has the four sections that brat wants, and every type that is used."""
    folder = write(Format.BRAT, tmp_path / "out", hard())
    declared = (folder / "annotation.conf").read_text(encoding="utf-8")
    sections = ["[entities]", "[relations]", "[events]", "[attributes]"]
    assert [line for line in declared.splitlines() if line.startswith("[")] == sections
    used = {row[1].split(" ")[0] for row in _lines(folder, "press_17_May") if row[0][0] == "T"}
    assert used <= set(declared.splitlines())


def test_documents_keep_apart(tmp_path: Path) -> None:
    """IDs that would give one file name, whatever their case, give several; the index tells."""
    ids = ["a/b.txt", "a_b", "A b", "../etc/passwd", "", "Мінск\t1"]
    samples = [annotated(each, f"[Minsk|nn3] {number}") for number, each in enumerate(ids)]
    folder = write(Format.BRAT, tmp_path / "out", *samples)
    with (folder / INDEX).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))
    assert [row["document"] for row in rows] == [*ids[:5], "Мінск 1"]
    names = [row["name"] for row in rows]
    assert len({name.casefold() for name in names}) == len(ids)
    texts = [(folder / f"{name}.txt").read_text(encoding="utf-8") for name in names]
    assert texts == [f"Minsk {number}" for number in range(len(ids))]


def test_nothing_of_a_mention_breaks_a_line(tmp_path: Path) -> None:
    """Tabs and the rarer line ends in a mention part it into fragments too."""
    folder = write(Format.BRAT, tmp_path / "out", annotated("d", "[A\tB\u2028C\x85D|nn1]"))
    mention = _lines(folder, "d")[0]
    assert mention == ["T1", "Person 0 1;2 3;4 5;6 7", "A B C D"]
