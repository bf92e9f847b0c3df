"""What is sent: one name a call, batches, a stream of batches, documents. As bytes, made once.

A generator that built messages would measure itself.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from normalizer.engine import Engine
from normalizer.types import Document
from normalizer.v1 import annotator_pb2, resolver_pb2

DOCUMENT_CHARACTERS = 5_000
FRESH = range(2, 12)
FIRST = 12_000
_RESOLVER = "/normalizer.v1.ResolverService"
_ANNOTATOR = "/normalizer.v1.AnnotatorService"


@dataclass(frozen=True, slots=True)
class Shape:
    """A method, whether it is a stream, the requests to send in turn, and the items of each."""

    name: str
    method: str
    streaming: bool
    requests: tuple[bytes, ...]
    items: int


def misspelt(names: Sequence[str]) -> list[str]:
    """Return the names, each second one with a letter too few, which an engine must look for."""
    return [_without(name, len(name) // 2) if n % 2 else name for n, name in enumerate(names)]


def first_of(engine: Engine) -> list[str]:
    """Return names that a table knows, none twice: for a server that has met none of them."""
    return list(dict.fromkeys(names_of(engine, FIRST)))


def fresh(names: Sequence[str], places: range) -> list[str]:
    """Return a misspelling of each name for each place where it loses a letter: nobody's twice."""
    return [_without(name, place) for place in places for name in names]


def _without(name: str, place: int) -> str:
    place %= len(name)
    return name[:place] + name[place + 1 :] if len(name) > 4 else name


def names_of(engine: Engine, number: int) -> list[str]:
    """Return names that a table knows, each in a spelling of its own, mixed but always the same."""
    choose = random.Random(number)
    names: list[str] = []
    token = ""
    while len(names) < 4 * number:
        page = engine.list_entities(page_size=1000, page_token=token)
        names += [choose.choice(engine.aliases_of(each.id)).text for each in page.entities]
        token = page.next_page_token
        if not token:
            break
    choose.shuffle(names)
    return names[:number]


def documents_of(folder: Path, number: int) -> list[Document]:
    """Return documents of a few thousand characters, made of the sample documents of a folder."""
    texts = [path.read_text("utf-8") for path in sorted(folder.iterdir()) if path.suffix == ".txt"]
    if not texts:
        raise FileNotFoundError(f"{folder} has no .txt")
    found = []
    for place in range(number):
        text = "\n".join(texts[place % len(texts) :] + texts[: place % len(texts)])
        found.append(Document(str(place), (text * 9)[:DOCUMENT_CHARACTERS]))
    return found


def shapes(
    names: Sequence[str], documents: Sequence[Document], first: Sequence[str] = ()
) -> dict[str, Shape]:
    """Return the shapes by their names; `first` are names that are sent once each."""
    single = tuple(resolver_pb2.ResolveNameRequest(name=name).SerializeToString() for name in names)
    stream = f"{_RESOLVER}/StreamResolveNames"
    found = [
        Shape("name", f"{_RESOLVER}/ResolveName", False, single, 1),
        Shape("batch10", f"{_RESOLVER}/BatchResolveNames", False, _batches(names, 10), 10),
        Shape("batch100", f"{_RESOLVER}/BatchResolveNames", False, _batches(names, 100), 100),
        _batched("misspelt100", misspelt(names)),
        _batched("fresh100", fresh(names, FRESH)),
        _batched("first100", first),
        Shape("stream100", stream, True, _batches(names, 100), 100),
        Shape(
            "documents8",
            f"{_ANNOTATOR}/BatchAnnotateDocuments",
            False,
            tuple(_documents(documents, 8)),
            8,
        ),
    ]
    return {shape.name: shape for shape in found}


def _batched(name: str, names: Sequence[str]) -> Shape:
    return Shape(name, f"{_RESOLVER}/BatchResolveNames", False, _batches(names, 100), 100)


def _batches(names: Sequence[str], size: int) -> tuple[bytes, ...]:
    return tuple(
        resolver_pb2.BatchResolveNamesRequest(
            queries=[resolver_pb2.NameQuery(name=name) for name in names[at : at + size]]
        ).SerializeToString()
        for at in range(0, len(names) - size + 1, size)
    )


def _documents(documents: Sequence[Document], size: int) -> Iterator[bytes]:
    for at in range(0, len(documents) - size + 1, size):
        messages = [
            annotator_pb2.Document(id=each.id, text=each.text) for each in documents[at : at + size]
        ]
        yield annotator_pb2.BatchAnnotateDocumentsRequest(documents=messages).SerializeToString()
