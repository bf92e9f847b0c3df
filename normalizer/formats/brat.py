"""brat standoff: a folder with the text of each document and its annotations beside it.

Each mention is a text-bound annotation of its kind with its decision as an attribute, a
normalisation to the database `namenorm` for each candidate, and the evidence as a note.
Offsets are code points, as brat counts. A mention that crosses a line break is written in
fragments, since a line of the file cannot hold one. `annotation.conf` names the types, and
`documents.tsv` says which document is under which name.
See https://brat.nlplab.org/standoff.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from normalizer.formats.labels import BRAT, BRAT_UNKNOWN, brat_label
from normalizer.formats.protocol import SourceSpans
from normalizer.types import AnnotatedDocument, Annotation, Decision, Document, OffsetUnit

DATABASE = "namenorm"
INDEX = "documents.tsv"

_CONFIGURATION = f"""\
[entities]
{chr(10).join([*BRAT.values(), BRAT_UNKNOWN])}

[relations]

[events]

[attributes]
Decision\tArg:<ENTITY>, Value:{"|".join(Decision)}
"""
# Tabs part columns, and lines end at all the others where Python reads them, as brat does.
_BREAKS = re.compile("[\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_UNSAFE = re.compile(r"[^\w.-]+|^[.-]+")
# A name of so many characters fits any file system, whatever its script.
_LONGEST_NAME = 60


class BratAnnotations:
    """Two files a document, in a folder that is there and empty."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names: set[str] = set()
        self._index: list[str] = []

    def begin(self) -> None:
        """Write the file that names the types."""
        self._write("annotation.conf", _CONFIGURATION)

    def document(
        self,
        document: Document,
        annotated: AnnotatedDocument,
        source: SourceSpans | None = None,
    ) -> None:
        """Write the two files of one document; raise ValueError for other offsets."""
        if annotated.offsets is not OffsetUnit.CODEPOINT:
            raise ValueError("brat counts in code points")
        name = self._name(document.id)
        self._write(f"{name}.txt", document.text)
        self._write(f"{name}.ann", "".join(_lines(annotated)))
        self._index.append(f"{name}\t{_BREAKS.sub(' ', document.id)}\n")

    def end(self) -> None:
        """Write which document is under which name."""
        self._write(INDEX, "name\tdocument\n" + "".join(self._index))

    def _name(self, identifier: str) -> str:
        """Return a file name for a document that no other has, whatever their case."""
        stem = identifier.removesuffix(".txt")
        plain = _UNSAFE.sub("_", stem)[-_LONGEST_NAME:].strip("_.") or "document"
        names = (plain if number == 1 else f"{plain}-{number}" for number in count(1))
        name = next(each for each in names if each.casefold() not in self._names)
        self._names.add(name.casefold())
        return name

    def _write(self, name: str, content: str) -> None:
        with (self._folder / name).open("w", encoding="utf-8", newline="") as out:
            out.write(content)


def _lines(annotated: AnnotatedDocument) -> Iterator[str]:
    references = count(1)
    for number, annotation in enumerate(annotated.annotations, 1):
        mark = f"T{number}"
        spans, words = _fragments(annotation)
        yield f"{mark}\t{brat_label(annotation)} {spans}\t{words}\n"
        yield f"A{number}\tDecision {mark} {annotation.decision}\n"
        if annotation.decision is Decision.NIL:
            continue
        for candidate in annotation.candidates:
            reference = f"{DATABASE}:{candidate.entity_id}"
            yield f"N{next(references)}\tReference {mark} {reference}\t{candidate.name}\n"
        yield f"#{number}\tAnnotatorNotes {mark}\t{_note(annotation)}\n"


def _fragments(annotation: Annotation) -> tuple[str, str]:
    """Return the spans of a mention without its line breaks, and its words on one line."""
    spans, words, at = [], [], 0
    surface = annotation.surface
    ends = [
        *((found.start(), found.end()) for found in _BREAKS.finditer(surface)),
        (len(surface),) * 2,
    ]
    for stop, resume in ends:
        if stop > at:
            spans.append(f"{annotation.start + at} {annotation.start + stop}")
            words.append(surface[at:stop])
        at = resume
    return ";".join(spans), " ".join(words)


def _note(annotation: Annotation) -> str:
    said = (f"{each.score:.2f} {each.evidence.in_words()}" for each in annotation.candidates)
    return " ".join(" | ".join(said).split())
