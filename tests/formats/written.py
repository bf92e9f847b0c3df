"""What a format makes of sample documents, and a text beyond the BMP for every format."""

from __future__ import annotations

import io
from pathlib import Path

from normalizer.formats.names import Format, Medium
from normalizer.formats.opening import writer_at
from normalizer.types import AnnotatedDocument, Document
from tests.cli.samples import annotated

# Two letters and an emoji beyond the BMP stand before the mentions; one mention crosses a line
# break, one touches its neighbour, one is glued to a word, one is of nobody.
HARD = (
    "\N{MATHEMATICAL FRAKTUR CAPITAL A}\N{GRINNING FACE} In\u00a0[Minsk|nn3]’s  centre,\r\n"
    "President[Alexander\nLukashenko|nn1][Wagner|nn6,nn7]. [Nobody\N{GOTHIC LETTER AHSA}|]\t\n\n"
    "[Мінск|nn3]"
)

Sample = tuple[Document, AnnotatedDocument]


def hard(identifier: str = "press/17 May.txt") -> Sample:
    """Return the hard text with its annotations."""
    return annotated(identifier, HARD, "en")


def write(form: Format, path: Path, *samples: Sample) -> Path:
    """Return `path` after the samples were written to it."""
    if form.medium is Medium.FOLDER:
        path.mkdir()
    else:
        path.touch()
    with writer_at(form, path) as writer:
        writer.begin()
        for document, result in samples:
            writer.document(document, result)
        writer.end()
    return path


def surfaces(result: AnnotatedDocument) -> list[str]:
    """Return the surface forms of a document."""
    return [each.surface for each in result.annotations]


def text_of(form: Format, tmp_path: Path, *samples: Sample) -> str:
    """Return what a format of text writes, line ends as they are."""
    data = write(form, tmp_path / f"out{form.suffix}", *samples).read_bytes()
    return io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline="").read()
