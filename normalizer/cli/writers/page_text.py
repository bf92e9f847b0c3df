"""The text of one document with its mentions marked, as HTML."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from normalizer.types import Annotation, Candidate, Decision

# HTML cannot hold these, not even as references.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def escape(text: str) -> str:
    """Return text for HTML, in an element or a quoted attribute."""
    return html.escape(_FORBIDDEN.sub(_REPLACEMENT, text), quote=True)


def marked_text(
    text: str, annotations: Sequence[Annotation], anchors: Sequence[tuple[str, str]]
) -> Iterator[str]:
    """Yield the pieces of the text, each mention a link.

    `annotations` are in code points, in order, none overlapping another. `anchors` has for
    each the ID of its own element and of the element that it links to.
    """
    position = 0
    for annotation, (own, target) in zip(annotations, anchors, strict=True):
        yield escape(text[position : annotation.start])
        yield _mention(annotation, own, target)
        position = annotation.end
    yield escape(text[position:])


def style_of(annotation: Annotation) -> str:
    """Return the class that tells how a mention looks: its kind, `ambiguous` or `nil`."""
    if annotation.decision is not Decision.MATCH or annotation.kind is None:
        return annotation.decision.value
    return annotation.kind.value


def _mention(annotation: Annotation, own: str, target: str) -> str:
    match = annotation.match
    score = f' data-score="{match.score:.2f}"' if match else ""
    return (
        f'<a class="m {style_of(annotation)}" id="{own}" href="#{target}"{score}'
        f' data-why="{escape(_why(annotation))}">{escape(annotation.surface)}</a>'
    )


def _why(annotation: Annotation) -> str:
    if annotation.match:
        return f"“{annotation.surface}” {annotation.match.evidence.in_words()}"
    if annotation.decision is Decision.AMBIGUOUS:
        named = "; ".join(map(_scored, annotation.candidates))
        return f"Cannot tell which is meant: {named}"
    return "Looks like a name, but nobody of this name is known"


def _scored(candidate: Candidate) -> str:
    return f"{candidate.name} ({candidate.score:.2f})"
