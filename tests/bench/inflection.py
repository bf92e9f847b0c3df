"""How often the base form of an inflected token is among those proposed, and at what price.

    python -m tests.bench.inflection --data ../shared/bench

Tokens are those of the gold mentions of the SlavicNER document sets whose surface form and
lemma have the same number of tokens; each distinct (language, token, lemma token) counts once.
`recall` and `@1` (the first proposal alone) are with the language given, `any` without;
`forms` is the mean number of proposals, `µs` the time a token takes outside the cache.
The sets are news with a few misspelt lemmas: recall cannot reach 1.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from statistics import mean
from typing import Any

from normalizer import inflect, text

SETS = ("slavner_b19", "slavner_from_pl", "slavner_from_ru")
Pair = tuple[str, str]


def inflected_pairs(folder: Path) -> dict[str, list[Pair]]:
    """Return, by language, the sorted distinct (token, lemma token) that differ."""
    languages = {row["id"]: row["lang"] for row in _rows(folder / "docs.jsonl.gz")}
    found: dict[str, set[Pair]] = defaultdict(set)
    for row in _rows(folder / "gold.jsonl.gz"):
        surface = text.normalise(row["surface"]).split()
        lemma = text.normalise(row["lemma"]).split()
        if len(surface) == len(lemma):
            pairs = zip(surface, lemma, strict=True)
            found[languages[row["doc"]]].update(pair for pair in pairs if pair[0] != pair[1])
    return {language: sorted(pairs) for language, pairs in sorted(found.items())}


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def recall_at(pairs: Iterable[Pair], languages: tuple[str, ...], first: int) -> float:
    """Return the share of pairs whose lemma is among the first base forms of the token."""
    return mean(lemma in inflect.base_forms(token, languages)[:first] for token, lemma in pairs)


def mean_forms(pairs: Iterable[Pair], languages: tuple[str, ...]) -> float:
    """Return how many base forms a token has on average."""
    return mean(len(inflect.base_forms(token, languages)) for token, _ in pairs)


def microseconds(pairs: list[Pair], languages: tuple[str, ...]) -> float:
    """Return the time that one token takes when it is not in the cache."""
    inflect.base_forms(pairs[0][0], languages)
    uncached: Callable[..., object] = inflect._base_forms.__wrapped__
    start = time.perf_counter()
    for token, _ in pairs:
        uncached(token, languages)
    return (time.perf_counter() - start) / len(pairs) * 1e6


def report(folder: Path) -> Iterator[str]:
    """Yield the lines of the report on one document set."""
    heads = (f"{head:>7}" for head in ("recall", "@1", "any", "forms", "any", "µs", "any"))
    yield f"{folder.name:16}{'n':>6}" + "".join(heads)
    for language, pairs in inflected_pairs(folder).items():
        own = (language,)
        yield (
            f"  {language:14}{len(pairs):6}"
            f"{recall_at(pairs, own, 99):7.3f}{recall_at(pairs, own, 1):7.3f}"
            f"{recall_at(pairs, (), 99):7.3f}"
            f"{mean_forms(pairs, own):7.1f}{mean_forms(pairs, ()):7.1f}"
            f"{microseconds(pairs, own):7.1f}{microseconds(pairs, ()):7.1f}"
        )


def misses(folder: Path, language: str) -> Iterator[str]:
    """Yield each pair of a language that no rule reaches."""
    for token, lemma in inflected_pairs(folder).get(language, []):
        if lemma not in inflect.base_forms(token, (language,)):
            yield f"{token} → {lemma}"


def main() -> None:
    """Print the report, or the misses of one language."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the benchmark data")
    parser.add_argument("--misses", default="", help="print what is missed in this language")
    options = parser.parse_args()
    for name in SETS:
        folder = options.data / "docs" / name
        if not folder.is_dir():
            print(f"{folder} is missing: skipped", file=sys.stderr)  # noqa: T201
            continue
        lines = misses(folder, options.misses) if options.misses else report(folder)
        print("\n".join(lines))  # noqa: T201


if __name__ == "__main__":
    main()
