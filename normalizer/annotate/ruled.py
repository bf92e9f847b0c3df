"""What curators have ruled is heeded last, on whatever stage found a mention."""

from __future__ import annotations

from dataclasses import replace

from normalizer.decide import decide
from normalizer.rulings import Rulings
from normalizer.text import normalise
from normalizer.types import Annotation


def heed(found: dict[int, Annotation], rulings: Rulings) -> None:
    """Take from the mentions found what is no name, and from each the entities it never means.

    A mention that is left without candidates is NIL. Without rulings nothing is looked at.
    """
    if not rulings:
        return
    for start, annotation in list(found.items()):
        normal = normalise(annotation.surface)
        if not rulings.may_be_name(normal):
            del found[start]
            continue
        allowed = tuple(c for c in annotation.candidates if rulings.may_mean(normal, c.entity_id))
        if allowed != annotation.candidates:
            decision = decide(allowed)
            found[start] = replace(annotation, candidates=allowed, decision=decision)
