from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from normalizer.engine import Engine
from normalizer.errors import InvalidOptionError
from normalizer.formats.names import Format
from normalizer.types import AnnotateOptions
from tests.cli.samples import annotated
from tests.cli.small_seeds import write_seeds
from tests.formats.written import hard, surfaces, text_of, write

spacy = pytest.importorskip("spacy", reason="spaCy (extra `spacy`) is not installed")
component = pytest.importorskip("normalizer.formats.spacy_component")


def _read(path: Path) -> list[Any]:
    return list(
        spacy.tokens.DocBin(store_user_data=True).from_disk(path).get_docs(spacy.blank("xx").vocab)
    )


def test_documents_come_back(tmp_path: Path) -> None:
    """SpaCy reads the text unchanged, and each mention as an entity with its ID."""
    document, result = hard()
    (doc,) = _read(write(Format.SPACY, tmp_path / "out.spacy", (document, result)))
    assert doc.text == document.text
    assert [ent.text for ent in doc.ents] == surfaces(result)
    assert [(ent.start_char, ent.end_char) for ent in doc.ents] == [
        (each.start, each.end) for each in result.annotations
    ]
    assert [(ent.label_, ent.kb_id_) for ent in doc.ents] == [
        ("LOC", "nn3"),
        ("PER", "nn1"),
        ("ORG", "NIL"),
        ("PER", "NIL"),
        ("LOC", "nn3"),
    ]


def test_records_come_back(tmp_path: Path) -> None:
    """What else is known of a mention is its record, as in JSON lines."""
    lines = [json.loads(line) for line in text_of(Format.JSONL, tmp_path, hard()).splitlines()]
    (doc,) = _read(write(Format.SPACY, tmp_path / "out.spacy", hard()))
    # What spaCy keeps comes back with tuples in the place of lists.
    assert [json.loads(json.dumps(ent._.namenorm)) for ent in doc.ents] == lines
    assert doc._.namenorm["id"] == "press/17 May.txt"


@pytest.mark.parametrize("text", ["", " ", "  x  y \n", "\n\n", "a\u00a0 b", "x "])
def test_white_space_comes_back(tmp_path: Path, text: str) -> None:
    """However white space stands, the text is the same."""
    (doc,) = _read(write(Format.SPACY, tmp_path / "out.spacy", annotated("d", text)))
    assert doc.text == text


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return a folder with a small alias table."""
    return str(write_seeds(tmp_path_factory.mktemp("spacy") / "seeds"))


def _pipeline(seeds: str, **options: Any) -> Any:
    nlp = spacy.blank("en")
    nlp.add_pipe("namenorm", config={"seeds": seeds, "options": options})
    return nlp


def test_component_marks_names(seeds: str) -> None:
    """A blank pipeline with the component finds names on spaCy's own tokens."""
    doc = _pipeline(seeds)("\N{GRINNING FACE} Lukashenko’s office in Minsk.")
    assert [(ent.text, ent.kb_id_) for ent in doc.ents] == [
        ("Lukashenko", "nn100001"),
        ("Minsk", "nn200001"),
    ]
    assert doc.ents[1]._.namenorm["start"] == doc.ents[1].start_char


def test_component_in_batches(seeds: str) -> None:
    """`nlp.pipe` keeps documents in order."""
    texts = ["Minsk", "nothing", "In Minsk"]
    docs = list(_pipeline(seeds).pipe(texts))
    assert [[ent.kb_id_ for ent in doc.ents] for doc in docs] == [["nn200001"], [], ["nn200001"]]


def test_mention_within_a_token_takes_the_whole(small_engine: Engine) -> None:
    """Where tokens do not end with the mention, the entity is wider and the record exact."""
    nlp = spacy.blank("xx")
    doc = spacy.tokens.Doc(nlp.vocab, words=["Minsk/Brest"], spaces=[False])
    doc = component.NameLinker(small_engine, AnnotateOptions())(doc)
    assert [ent.text for ent in doc.ents] == ["Minsk/Brest"]
    record = doc.ents[0]._.namenorm
    assert doc.text[record["start"] : record["end"]] == record["surface"] == "Minsk"


def test_our_entities_win(small_engine: Engine) -> None:
    """Of what a model has found, only what does not overlap with ours stays."""
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "X", "pattern": "in Minsk"}, {"label": "X", "pattern": "May"}])
    doc = component.NameLinker(small_engine, AnnotateOptions())(nlp("It was in Minsk last May ."))
    assert [(ent.text, ent.label_) for ent in doc.ents] == [("Minsk", "LOC"), ("May", "X")]


def test_pipeline_is_kept_with_its_options(seeds: str, tmp_path: Path) -> None:
    """A pipeline that is saved and loaded opens the same engine with the same options."""
    nlp = _pipeline(seeds, kinds=["person"])
    nlp.to_disk(tmp_path / "pipeline")
    doc = spacy.load(tmp_path / "pipeline")("Lukashenko left Minsk.")
    assert [ent.text for ent in doc.ents] == ["Lukashenko"]


def test_unknown_option_is_refused(seeds: str) -> None:
    """An option that is misspelt is named."""
    with pytest.raises(InvalidOptionError, match="no option 'kind'"):
        _pipeline(seeds, kind=["person"])
