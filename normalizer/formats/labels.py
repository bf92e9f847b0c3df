"""The labels of mentions where a format has its own: words for brat, three letters for CoNLL."""

from __future__ import annotations

from normalizer.types import Annotation, Kind

CONLL = {Kind.PERSON: "PER", Kind.PLACE: "LOC", Kind.ORGANISATION: "ORG"}
BRAT = {Kind.PERSON: "Person", Kind.PLACE: "Place", Kind.ORGANISATION: "Organisation"}

CONLL_UNKNOWN = "MISC"
BRAT_UNKNOWN = "Name"


def conll_label(annotation: Annotation) -> str:
    """Return `PER`, `LOC` or `ORG`, the labels of CoNLL 2003; `MISC` when the kind is unknown."""
    return CONLL[annotation.kind] if annotation.kind else CONLL_UNKNOWN


def brat_label(annotation: Annotation) -> str:
    """Return `Person`, `Place` or `Organisation`; `Name` when the kind is unknown."""
    return BRAT[annotation.kind] if annotation.kind else BRAT_UNKNOWN
