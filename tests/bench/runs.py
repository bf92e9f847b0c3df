"""Runs one set with every system: the figures of each, what was skipped, and our misses."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from normalizer.decide import thresholds
from normalizer.store.memory import MemoryStore
from normalizer.types import Kind
from tests.bench import answers, measures, misses, ours, pair_sets, peers
from tests.bench.peers import Peer
from tests.bench.retrieval_sets import KINDS, Query, load_queries, load_table

RETRIEVAL = {
    "people": "people",
    "places": "places",
    "orgs": "orgs",
    "sanctions_people": "sanctions_eu/people",
    "sanctions_orgs": "sanctions_eu/orgs",
}
PAIRS = "pairs"
SETS = (*RETRIEVAL, PAIRS)
SPLITS = ("dev_core", "dev")
SEED = 20


@dataclass(frozen=True, slots=True)
class Plan:
    """What to run: `splits` in the order of preference, `queries` at most of a set, 0 for all."""

    data: Path
    sets: tuple[str, ...] = SETS
    protocols: tuple[str, ...] = ("A",)
    splits: tuple[str, ...] = SPLITS
    peers: tuple[str, ...] = tuple(peers.MAKERS)
    queries: int = 0


@dataclass(slots=True)
class Outcome:
    """What a run found: figures by set, what was left out and why, the lines of our misses."""

    sets: dict[str, Any] = field(default_factory=dict)
    skipped: list[dict[str, str]] = field(default_factory=list)
    misses: list[str] = field(default_factory=list)

    def skip(self, what: str, reason: str) -> None:
        """Note that something was left out."""
        self.skipped.append({"what": what, "reason": reason})


def run(plan: Plan) -> Iterator[tuple[str, Outcome]]:
    """Yield the name of each set once it is done, with the outcome so far; "" at the end."""
    outcome = Outcome()
    beside = made_peers(plan.peers, outcome)
    for name in plan.sets:
        if name == PAIRS:
            for path in _pair_files(plan, outcome):
                outcome.sets[f"{PAIRS}/{path.stem}"] = _of_pairs(path, beside)
                yield f"{PAIRS}/{path.stem}", outcome
            continue
        for protocol in plan.protocols:
            if _run_retrieval(plan, name, protocol, beside, outcome):
                yield f"{name}/{protocol}", outcome
    yield "", outcome


def made_peers(names: Sequence[str], outcome: Outcome) -> list[Peer]:
    """Return the peers whose libraries are there; the others are noted as skipped."""
    found = []
    for name in names:
        try:
            found.append(peers.MAKERS[name]())
        except ImportError as error:
            outcome.skip(f"peer {name}", f"not installed (extra bench-peers): {error}")
    return found


def _pair_files(plan: Plan, outcome: Outcome) -> list[Path]:
    files = sorted((plan.data / PAIRS).glob("*.jsonl"))
    if not files:
        outcome.skip(PAIRS, f"no *.jsonl in the folder {PAIRS}/")
    return files


def _of_pairs(path: Path, beside: Sequence[Peer]) -> dict[str, Any]:
    pairs = pair_sets.load_pairs(path)
    systems = {ours.NAME: _scored(pairs, ours.pair_score, thresholds(Kind.PERSON).match)}
    for peer in beside:
        peer.score("Minsk", "Minsk", None)  # a library's tables are read by its first call

        def score(pair: pair_sets.NamePair, peer: Peer = peer) -> float:
            return peer.score(pair.left, pair.right, pair.kind)

        systems[peer.name] = _scored(pairs, score, peer.cut)
    return {"pairs": len(pairs), "systems": systems}


def _scored(pairs: Sequence[pair_sets.NamePair], score: Any, cut: float | None) -> dict[str, Any]:
    start = time.process_time()
    scores = [score(pair) for pair in pairs]
    spent = (time.process_time() - start) / max(1, len(pairs)) * 1e6
    found = {
        "microseconds": round(spent),
        "groups": {
            "all": pair_sets.figures(pairs, scores),
            **pair_sets.by_group(pairs, scores),
        },
    }
    if cut is not None:
        found["default"] = pair_sets.decided(pairs, scores, cut)
    return found


def _run_retrieval(
    plan: Plan, name: str, protocol: str, beside: Sequence[Peer], outcome: Outcome
) -> bool:
    """Run one retrieval set by one protocol; return False where it is skipped."""
    label, folder = f"{name}/{protocol}", plan.data / RETRIEVAL[name]
    split = next((s for s in plan.splits if (folder / f"{s}.jsonl.gz").is_file()), "")
    if not (folder / "table.jsonl.gz").is_file() or not split:
        wanted = " or ".join(f"{s}.jsonl.gz" for s in plan.splits)
        outcome.skip(label, f"{RETRIEVAL[name]}/ has no table.jsonl.gz with {wanted}")
        return False
    queries = sample(load_queries(folder, split, "query" if protocol == "B" else ""), plan.queries)
    store = load_table(folder, seeds_of(folder, split) if protocol == "B" else "")
    answered, spent = ours.answers(store, queries)
    systems = {ours.NAME: _ours(answered, spent, Kind(KINDS[folder.name]))}
    for peer in beside:
        if KINDS[folder.name] in peer.kinds:
            systems[peer.name] = _peer(peer, store, queries, folder.name)
        else:
            outcome.skip(f"{label} {peer.name}", f"it compares no {folder.name}")
    outcome.sets[label] = {"split": split, "entities": len(store.entities()), "systems": systems}
    outcome.misses += misses.lines(label, answered, store)
    return True


def seeds_of(folder: Path, split: str) -> str:
    """Return the split whose seed rows protocol B indexes: the whole one of a `_core` sample."""
    whole = split.partition("_")[0]
    return whole if (folder / f"{whole}.jsonl.gz").is_file() else split


def sample(queries: list[Query], size: int) -> list[Query]:
    """Return at most `size` queries drawn by a fixed seed, in their order; all of them for 0."""
    if not 0 < size < len(queries):
        return queries
    drawn = sorted(random.Random(SEED).sample(range(len(queries)), size))
    return [queries[place] for place in drawn]


def _ours(answered: Sequence[answers.Answer], spent: float, kind: Kind) -> dict[str, Any]:
    scored = [answer.top for answer in answered if answer.ranked]
    table = measures.reliability(scored)
    return {
        "microseconds": round(spent),
        "threshold": thresholds(kind).match,
        "groups": answers.sliced(answered, calibrated=True),
        "reliability": [{k: round(v, 4) for k, v in row.items()} for row in table],
    }


def _peer(peer: Peer, store: MemoryStore, queries: Sequence[Query], set_name: str) -> Any:
    found, spent = peers.answers(peer, store, queries, KINDS[set_name])
    threshold, linked = answers.best_linking(found)
    return {
        "microseconds": round(spent),
        "threshold": round(threshold, 4),
        "threshold_note": "of the best F1 on these very queries",
        "groups": answers.sliced(linked, calibrated=False),
    }
