"""What a system answered to the queries of a retrieval set, and the figures of it.

A row is *hard* when it is not `easy`, *mono* when it asks one token of a longer name. Slices by
script, language and sort of name take the hard rows that are not mono, NIL rows included.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tests.bench import measures
from tests.bench.retrieval_sets import Query

FAMILIES = {
    "Arab": "Arab+Hebr",
    "Hebr": "Arab+Hebr",
    "Armn": "Armn+Geor+Grek",
    "Geor": "Armn+Geor+Grek",
    "Grek": "Armn+Geor+Grek",
    "Hang": "Hang+kana",
    "Jpan": "Hang+kana",
    "Hira": "Hang+kana",
    "Kana": "Hang+kana",
}
FEW = 50
DIGITS = 4


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: the entities `ranked` best first with their scores, and the one `linked`.

    `named` are the entities of an AMBIGUOUS answer. `place` is that of the right entity among
    the candidates before ranking, -1 when it is not there, None when all are candidates.
    """

    query: Query
    ranked: tuple[tuple[str, float], ...]
    linked: str = ""
    named: frozenset[str] = frozenset()
    place: int | None = None

    @property
    def top(self) -> measures.Marked:
        """Return the best score, 0 for none, and whether its entity is the right one."""
        if not self.ranked:
            return 0.0, False
        entity, score = self.ranked[0]
        return score, entity in self.query.gold

    def rank(self) -> int:
        """Return the rank of the first right entity from 0, -1 when it is not ranked."""
        gold = self.query.gold
        return next((i for i, (entity, _) in enumerate(self.ranked) if entity in gold), -1)


def linked_at(answers: Sequence[Answer], threshold: float) -> list[Answer]:
    """Return the answers, each linked to its best entity where the score is high enough."""
    return [
        replace(a, linked=a.ranked[0][0]) if a.ranked and a.ranked[0][1] >= threshold else a
        for a in answers
    ]


def best_linking(answers: Sequence[Answer]) -> tuple[float, list[Answer]]:
    """Return the threshold of the best F1 on these very answers, and the answers linked by it."""
    wanted = sum(bool(answer.query.gold) for answer in answers)
    threshold = measures.best_threshold([a.top for a in answers if a.ranked], wanted)
    return threshold, linked_at(answers, threshold)


def figures(answers: Sequence[Answer], calibrated: bool) -> dict[str, float | int | None]:
    """Return the figures of some answers, rounded; those of the calibration where it is meant."""
    known = [answer for answer in answers if answer.query.gold]
    ranks = [answer.rank() for answer in known]
    found: dict[str, float | int | None] = {
        "n": len(known),
        "nil": len(answers) - len(known),
        **_of_candidates(known),
        "recall_1": measures.share(sum(rank == 0 for rank in ranks), len(known)),
        "recall_5": measures.share(sum(0 <= rank < 5 for rank in ranks), len(known)),
        **_of_decisions(answers),
        "auc": measures.auc([answer.top for answer in answers]),
    }
    if calibrated:
        found["ece"] = measures.calibration_error([a.top for a in answers if a.ranked])
    return {name: _rounded(value) for name, value in found.items()}


def _of_candidates(known: Sequence[Answer]) -> dict[str, float | None]:
    places = [answer.place for answer in known if answer.place is not None]
    return {
        f"candidates_{FEW}": measures.share(sum(0 <= p < FEW for p in places), len(places)),
        "candidates_all": measures.share(sum(p >= 0 for p in places), len(places)),
    }


def _of_decisions(answers: Sequence[Answer]) -> dict[str, float | None]:
    known = sum(bool(answer.query.gold) for answer in answers)
    linked = [answer for answer in answers if answer.linked]
    right = sum(answer.linked in answer.query.gold for answer in linked)
    false = sum(not answer.query.gold for answer in linked)
    named = [answer for answer in answers if answer.named and answer.query.gold]
    precision, recall = measures.share(right, len(linked)), measures.share(right, known)
    return {
        "precision": precision,
        "recall": recall,
        "f1": measures.harmonic(precision, recall),
        "false_nil": measures.share(false, len(answers) - known),
        "ambiguous": measures.share(len(named), known),
        "ambiguous_right": measures.share(sum(bool(a.named & a.query.gold) for a in named), known),
    }


def _rounded(value: float | None) -> float | None:
    return round(value, DIGITS) if isinstance(value, float) else value


def _is_hard(query: Query) -> bool:
    return not query.easy


def is_multi(query: Query) -> bool:
    """Return whether a row is hard and not mono: what the slices are made of."""
    return not query.easy and not query.mono


DIFFICULTY: Mapping[str, Callable[[Query], bool]] = {
    "all": lambda _: True,
    "hard": _is_hard,
    "hard_multi": is_multi,
    "easy": lambda query: query.easy,
    "mono": lambda query: query.mono,
}


def slices_of(query: Query) -> Iterator[str]:
    """Yield the names of the slices that a query counts in."""
    yield from (name for name, holds in DIFFICULTY.items() if holds(query))
    if is_multi(query):
        yield f"script {query.script}"
        if query.script in FAMILIES:
            yield f"scripts {FAMILIES[query.script]}"
        yield f"language {query.lang}"
        yield f"kind {query.kind}"


def sliced(answers: Sequence[Answer], calibrated: bool) -> dict[str, Any]:
    """Return the figures of each slice that has an answer, difficulty first, then by name."""
    members: dict[str, list[Answer]] = {name: [] for name in DIFFICULTY}
    for answer in answers:
        for name in slices_of(answer.query):
            members.setdefault(name, []).append(answer)
    order = [*DIFFICULTY, *sorted(members.keys() - DIFFICULTY.keys())]
    return {name: figures(members[name], calibrated) for name in order if members[name]}
