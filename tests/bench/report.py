"""Tables to read of a result, and what changed since an older one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

RETRIEVAL_COLUMNS = (
    "n",
    "nil",
    "candidates_50",
    "candidates_all",
    "recall_1",
    "recall_5",
    "precision",
    "recall",
    "f1",
    "false_nil",
    "ambiguous",
    "auc",
    "ece",
)
PAIR_COLUMNS = ("n", "matches", "auc", "recall_p99", "best_precision", "best_recall", "best_f1")
SHORT = {"candidates_50": "cand@50", "candidates_all": "cand", "ambiguous": "ambig"}
BY_DIFFICULTY = ("all", "hard", "hard_multi", "easy", "mono")
FEW = 20
NOTHING_NEW = 0.0005


def table(label: str, found: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines of one set: our slices, then each peer's by difficulty.

    Slices of few rows are in the result file alone.
    """
    columns = PAIR_COLUMNS if "pairs" in found else RETRIEVAL_COLUMNS
    yield f"== {label}: " + ", ".join(f"{k} {v}" for k, v in found.items() if k != "systems")
    yield " " * 28 + "".join(f"{SHORT.get(c, c).removeprefix('best_'):>10}" for c in columns)
    for place, (name, system) in enumerate(found["systems"].items()):
        threshold = f", threshold {system['threshold']}" if "threshold" in system else ""
        yield f"{name} ({system['microseconds']} µs{threshold})"
        for group, figures in system["groups"].items():
            few = figures["n"] + figures.get("nil", 0) < FEW
            if group in BY_DIFFICULTY or (place == 0 and not few):
                yield f"  {group:26}" + "".join(_cell(figures.get(c)) for c in columns)
        if "default" in system:
            yield "  at its default threshold: " + _named(system["default"])
        for row in system.get("reliability", ()):
            yield f"  says {row['said']:.3f}, is {row['true']:.3f}, {row['n']:.0f} answers"


def _cell(value: float | None) -> str:
    if value is None:
        return f"{'–':>10}"
    return f"{value:10}" if isinstance(value, int) else f"{value:10.4f}"


def _named(figures: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in figures.items())


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    """Yield a line for each figure that differs from an older result, and for what is in one only.

    Times are left out: they depend on the machine.
    """
    before, after = dict(_flat(old.get("sets", {}))), dict(_flat(new.get("sets", {})))
    for name in sorted(before.keys() | after.keys()):
        was, now = before.get(name), after.get(name)
        if was is None or now is None:
            if was != now:
                yield f"{name}: {_cell(was).strip()} → {_cell(now).strip()}"
        elif abs(now - was) >= NOTHING_NEW:
            yield f"{name}: {was:g} → {now:g} ({now - was:+.4f})"


def _flat(tree: Any, path: str = "") -> Iterator[tuple[str, float | None]]:
    if isinstance(tree, Mapping):
        for name, value in tree.items():
            if name not in ("microseconds", "reliability"):
                yield from _flat(value, f"{path} / {name}" if path else str(name))
    elif tree is None or (isinstance(tree, int | float) and not isinstance(tree, bool)):
        yield path, tree
