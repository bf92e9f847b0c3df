"""The formats of annotations by name, and what each is written to."""

from __future__ import annotations

from enum import StrEnum


class Medium(StrEnum):
    """What a format is written to: a stream of text, a stream of bytes, or a folder of files."""

    TEXT = "text"
    BYTES = "bytes"
    FOLDER = "folder"


class Format(StrEnum):
    """A form of annotations that other programs read."""

    JSONL = "jsonl"
    CSV = "csv"
    JSONLD = "jsonld"
    IOB = "iob"
    BRAT = "brat"
    PARQUET = "parquet"
    SPACY = "spacy"
    REWRITE = "rewrite"

    @property
    def medium(self) -> Medium:
        """Return what the format is written to."""
        return _MEDIA.get(self, Medium.TEXT)

    @property
    def suffix(self) -> str:
        """Return how the names of its files end; a folder's name has no end."""
        return _SUFFIXES.get(self, f".{self.value}")

    @property
    def counts_code_points(self) -> bool:
        """Return whether the format has offsets in code points alone, or none at all.

        Web Annotation, brat and spaCy say so; IOB and a rewritten text have tokens and no
        offsets that a caller could choose.
        """
        return self not in (Format.JSONL, Format.CSV, Format.PARQUET)


_MEDIA = {
    Format.PARQUET: Medium.BYTES,
    Format.SPACY: Medium.BYTES,
    Format.BRAT: Medium.FOLDER,
}
_SUFFIXES = {Format.BRAT: "", Format.REWRITE: ".jsonl"}
