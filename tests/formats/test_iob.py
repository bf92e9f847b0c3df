from __future__ import annotations

from pathlib import Path

import pytest

from normalizer.formats.names import Format
from tests.cli.samples import annotated
from tests.formats.written import hard, text_of


def _rows(written: str) -> list[list[str]]:
    return [line.split(" ") for line in written.split("\n") if line]


def test_spans_and_tags_give_the_mentions_back(tmp_path: Path) -> None:
    """From `B-` to the last `I-`, the spans cut the surface form from the text."""
    document, result = hard()
    found: list[tuple[int, int, str, str]] = []
    for _, span, identifier, tag in _rows(text_of(Format.IOB, tmp_path, (document, result)))[1:]:
        start, _, end = span.partition(":")
        if tag.startswith("B-"):
            found.append((int(start), int(end), identifier, tag[2:]))
        elif tag.startswith("I-"):
            assert found[-1][3] == tag[2:]
            found[-1] = (found[-1][0], int(end), *found[-1][2:])
    assert [(start, end) for start, end, *_ in found] == [
        (each.start, each.end) for each in result.annotations
    ]
    assert [each[2:] for each in found] == [
        ("nn3", "LOC"),
        ("nn1", "PER"),
        ("nn6|nn7", "ORG"),
        ("_", "PER"),
        ("nn3", "LOC"),
    ]


def test_tokens_are_those_of_the_text(tmp_path: Path) -> None:
    """Each token stands in the text at its span, and none but white space is left out."""
    document, result = hard()
    rows = _rows(text_of(Format.IOB, tmp_path, (document, result)))[1:]
    for token, span, _, _ in rows:
        start, _, end = span.partition(":")
        assert document.text[int(start) : int(end)] == token
    assert "".join(row[0] for row in rows) == "".join(document.text.split())


def test_line_breaks_part_sentences(tmp_path: Path) -> None:
    """One empty line stands for breaks of the text, none within a mention or doubled."""
    written = text_of(Format.IOB, tmp_path, annotated("a b%", "\n x\n \ny [A\nB|nn1]\r\n"))
    blocks = written.split("\n\n")
    assert blocks[0] == "-DOCSTART- -X- a%20b%25 O"
    assert [len(block.splitlines()) for block in blocks[1:-1]] == [1, 3]


def test_spacy_reads_it(tmp_path: Path) -> None:
    """SpaCy's own reader of CoNLL 2003 finds the tokens and entities."""
    pytest.importorskip("spacy", reason="spaCy (extra `spacy`) is not installed")
    from spacy.training.converters import conll_ner_to_docs

    document, result = hard()
    written = text_of(Format.IOB, tmp_path, (document, result))
    body = written.partition("\n\n")[2]
    docs = list(conll_ner_to_docs(body, n_sents=0, no_print=True))
    found = [(ent.label_, ent.text.split()) for doc in docs for ent in doc.ents]
    assert [label for label, _ in found] == ["LOC", "PER", "ORG", "PER", "LOC"]
    assert found[1] == ("PER", ["Alexander", "Lukashenko"])
