from __future__ import annotations

import json

from normalizer.formats.records import (
    common_kind,
    failure_record,
    json_line,
    mention_records,
    resolution_record,
)
from tests.cli.samples import annotated, resolution

MENTION = [
    "document",
    "start",
    "end",
    "offsets",
    "surface",
    "kind",
    "decision",
    "entity_id",
    "entity_name",
    "score",
    "evidence",
    "revision",
]
RESOLVED = [
    "query",
    "decision",
    "entity_id",
    "entity_name",
    "kind",
    "score",
    "candidates",
    "evidence",
    "revision",
]


def _mention(marked: str) -> dict[str, object]:
    _, result = annotated("d", marked)
    return next(mention_records(result))


def test_match_of_a_mention() -> None:
    """A match has exactly the documented members, in order, and no candidates."""
    record = _mention("In [Minsk|nn3].")
    assert list(record) == MENTION
    assert list(record.values())[:6] == ["d", 3, 8, "codepoint", "Minsk", "place"]
    assert list(record.values())[6:10] == ["match", "nn3", "Minsk", 0.98]


def test_source_of_a_mention() -> None:
    """Where a mention stands in its source is told when asked for, as nothing when unknown."""
    _, result = annotated("d", "[Minsk|nn3] [Wagner|]")
    found = list(mention_records(result, [(7, 12), None]))
    assert [(each["source_start"], each["source_end"]) for each in found] == [(7, 12), (None, None)]


def test_evidence() -> None:
    """The evidence has its stage, its strings, its features and its sentence."""
    evidence = _mention("[Minsk|nn3]")["evidence"]
    assert evidence == {
        "stage": "folded",
        "alias": "Minsk",
        "alias_kind": "official",
        "compared": ["minsk", "minsk"],
        "features": [
            {"name": "skeleton", "value": 1.0, "weight": 2.5},
            {"name": "length", "value": 0.1235, "weight": -0.25},
        ],
        "words": "is “Minsk” once script, case and marks are folded (minsk = minsk)",
    }


def test_ambiguous_mention() -> None:
    """An ambiguous mention has no entity of its own but its candidates."""
    record = _mention("[Wagner|nn6,nn7]")
    assert list(record) == [*MENTION, "candidates"]
    assert record["decision"] == "ambiguous"
    assert (record["entity_id"], record["score"], record["evidence"]) == (None, None, None)
    assert isinstance(record["candidates"], list)
    assert [each["entity_id"] for each in record["candidates"]] == ["nn6", "nn7"]
    assert list(record["candidates"][0]) == [
        "entity_id",
        "entity_name",
        "kind",
        "score",
        "evidence",
    ]


def test_nil_mention() -> None:
    """What is absent of an unknown name is null."""
    record = _mention("[Nobody|]")
    assert list(record) == MENTION
    assert (record["decision"], record["entity_id"], record["entity_name"]) == ("nil", None, None)


def test_resolution() -> None:
    """A resolved name has exactly the documented members, in order."""
    record = resolution_record(resolution("Lukashenka", "nn1"))
    assert list(record) == RESOLVED
    assert (record["decision"], record["entity_id"], record["kind"]) == ("match", "nn1", "person")
    assert record["candidates"][0]["evidence"] == record["evidence"]


def test_unknown_name() -> None:
    """An unknown name has no candidates, and null for the rest."""
    record = resolution_record(resolution("Nobody"))
    assert (record["decision"], record["candidates"], record["kind"]) == ("nil", [], None)


def test_kind_of_ambiguous_names() -> None:
    """An ambiguous name has a kind only when its candidates agree on it."""
    assert common_kind(resolution("W", "nn6", "nn7")) is None
    assert common_kind(resolution("W", "nn1", "nn7")) == "person"


def test_failure() -> None:
    """A bad name has its query and its error."""
    assert failure_record("x", "too long") == {"query": "x", "error": "too long"}


def test_line_is_readable_utf8() -> None:
    """Text is not escaped, and a line has one line end."""
    assert json_line({"a": "Мінск\n"}) == '{"a": "Мінск\\n"}\n'


def test_line_with_a_lone_surrogate() -> None:
    """A lone surrogate survives as an escape that JSON readers know."""
    line = json_line({"a": "\udcff"})
    assert line.isascii()
    assert json.loads(line) == {"a": "\udcff"}
