"""Reads sets of labelled pairs, `pairs/*.jsonl`, and tells the figures of their scores."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from normalizer.types import Kind
from tests.bench import measures

PRECISION = 0.99
KINDS = {"person": Kind.PERSON, "place": Kind.PLACE, "org": Kind.ORGANISATION}


@dataclass(frozen=True, slots=True)
class NamePair:
    """Two names and whether they are of one entity; `kind` is None when nobody said it."""

    left: str
    right: str
    kind: Kind | None
    match: bool
    group: str


def load_pairs(path: Path) -> list[NamePair]:
    """Return the pairs of a file in order, without those whose label is contested."""
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [
        NamePair(
            row["a"], row["b"], KINDS.get(row["type"]), bool(row["match"]), row.get("group", "")
        )
        for row in rows
        if not row.get("contested")
    ]


def figures(pairs: Sequence[NamePair], scores: Sequence[float]) -> dict[str, Any]:
    """Return AUC, recall at high precision and the best F1 of scored pairs, rounded."""
    marked = [(score, pair.match) for score, pair in zip(scores, pairs, strict=True)]
    wanted = sum(pair.match for pair in pairs)
    threshold = measures.best_threshold(marked, wanted)
    found = {
        "n": len(pairs),
        "matches": wanted,
        "auc": measures.auc(marked),
        "recall_p99": measures.recall_at_precision(marked, PRECISION),
        **_decided(marked, threshold, "best_"),
    }
    return _rounded(found)


def decided(pairs: Sequence[NamePair], scores: Sequence[float], at: float) -> dict[str, Any]:
    """Return precision, recall and F1 of the pairs scored `at` least so, rounded."""
    marked = [(score, pair.match) for score, pair in zip(scores, pairs, strict=True)]
    return _rounded({"threshold": at, **_decided(marked, at, "")})


def by_group(pairs: Sequence[NamePair], scores: Sequence[float]) -> dict[str, Any]:
    """Return the figures of each kind and each group of pairs that has both sorts of labels."""
    members: dict[str, list[int]] = {}
    for place, pair in enumerate(pairs):
        members.setdefault(f"kind {pair.kind or 'unknown'}", []).append(place)
        members.setdefault(f"group {pair.group}", []).append(place)
    return {
        name: figures([pairs[p] for p in places], [scores[p] for p in places])
        for name, places in sorted(members.items())
        if len({pairs[p].match for p in places}) > 1
    }


def _decided(
    marked: Sequence[measures.Marked], threshold: float, prefix: str
) -> dict[str, float | None]:
    taken = [right for score, right in marked if score >= threshold]
    precision = measures.share(sum(taken), len(taken))
    recall = measures.share(sum(taken), sum(right for _, right in marked))
    return {
        f"{prefix}precision": precision,
        f"{prefix}recall": recall,
        f"{prefix}f1": measures.harmonic(precision, recall),
    }


def _rounded(found: dict[str, Any]) -> dict[str, Any]:
    return {k: round(v, 4) if isinstance(v, float) else v for k, v in found.items()}
