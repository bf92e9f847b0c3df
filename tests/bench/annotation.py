"""How well we find and identify names in documents, with plain recipes beside us in one run.

    python -m tests.bench.annotation --data ../shared/bench/docs --json result.json
    python -m tests.bench.annotation --data DIR --results FOLDER --compare last

DIR is a folder of the layout of `annotation_sets.py`, or one of such folders. Precision,
recall and F1 count (document, casefolded surface form, entity), or exact spans; both by language
and by type, `ours` without events and products. `rules` is the precision of the links by what
made them; `unseen` how forms fare that the table has not verbatim. Speed is of one thread.
"""

from __future__ import annotations

import argparse
import datetime
import json
import platform
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from normalizer.annotate.annotator import Annotator
from normalizer.index.snapshot.build import build_snapshot
from normalizer.index.snapshot.snapshot import Snapshot
from normalizer.resolve import Resolver
from normalizer.store.known_names import shipped, with_known_names
from normalizer.store.protocol import AliasStore
from normalizer.types import Document
from normalizer.version import ENGINE_VERSION
from tests.bench import report
from tests.bench.annotation_links import Link, false_links, figures, misses
from tests.bench.annotation_recipes import RECIPES, Recipe
from tests.bench.annotation_sets import AnnotationSet, Table, load

FORMAT = 1
LAST = "last"
OURS = "normalizer"
ALONE = "normalizer, table alone"
_SPEED_SIZE, _SPEED_DOCUMENTS = 5_000, 200
_COLUMNS = ("n", "precision", "recall", "f1", "span_precision", "span_recall", "span_f1")


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    found = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    found.add_argument("--data", type=Path, required=True, help="folder of a set, or of sets")
    found.add_argument("--json", type=Path, help="file for every figure")
    found.add_argument("--results", type=Path, help="folder for a dated file of every figure")
    found.add_argument("--compare", help=f"older result, or {LAST!r}: the newest in --results")
    found.add_argument("--misses", type=Path, help="file for misses and false links, by reason")
    found.add_argument("--documents", type=int, default=0, help="at most so many a set; 0: all")
    found.add_argument("--no-recipes", action="store_true", help="leave the plain recipes out")
    return found


def our_links(annotator: Annotator, table: Table, documents: Sequence[Document]) -> Iterator[Link]:
    """Yield what we link in documents, with the stage of the evidence as the rule."""
    for document in documents:
        for found in annotator.annotate(document).annotations:
            if found.match:
                entity, rule = table.entity_of[found.match.entity_id], found.match.evidence.stage
                yield Link(document.id, found.start, found.end, found.surface, entity, rule)


def measured(found: AnnotationSet, recipes: Sequence[str], wrong: list[str]) -> dict[str, Any]:
    """Return the figures of all systems on a set; our misses and false links go to `wrong`.

    We read with the names that we ship added to the table, and once more with the table alone.
    """
    helped = with_known_names(found.table.store, shipped())
    systems = {OURS: _ours(helped, found, wrong), ALONE: _ours(found.table.store, found, [])}
    for name in recipes:
        recipe = Recipe(name, found.table)
        began = time.process_time()
        links = [link for document in found.documents for link in recipe.annotate(document)]
        seconds = time.process_time() - began
        systems[name] = {**figures(links, found), **_speed(found.documents, seconds)}
    sizes = {"documents": len(found.documents), "mentions": len(found.gold)}
    known = sum(mention.entity in found.table.types for mention in found.gold)
    in_table = round(known / len(found.gold), 4) if found.gold else None
    return {**sizes, "entities": len(found.table.types), "in_table": in_table, "systems": systems}


def _ours(store: AliasStore, found: AnnotationSet, wrong: list[str]) -> dict[str, Any]:
    """Return our figures with a table, read through an index file as a server does."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "index"
        build_snapshot(store, path)
        annotator = Annotator(Resolver(Snapshot(path)))
        for document in found.documents[:3]:  # tables are read by the first calls
            annotator.annotate(document)
        began = time.process_time()
        links = list(our_links(annotator, found.table, found.documents))
        seconds = time.process_time() - began
        wrong.extend(_wrong(links, found))
        speed = {**_speed(found.documents, seconds), "five_kilobytes": _fives(annotator, found)}
        return {**figures(links, found), **speed}


def _speed(documents: Sequence[Document], seconds: float) -> dict[str, float]:
    size = sum(len(document.text.encode()) for document in documents)
    passed = max(seconds, 1e-9)
    return {
        "documents_a_second": round(len(documents) / passed, 1),
        "megabytes_a_second": round(size / passed / 1e6, 3),
    }


def _fives(annotator: Annotator, found: AnnotationSet) -> dict[str, float]:
    """Return the speed on documents of 5 kB, made by joining those of one language."""
    documents = found.documents
    joined: list[Document] = []
    for lang in sorted({document.lang for document in documents}):
        data = "\n\n".join(d.text for d in documents if d.lang == lang).encode()
        cuts = range(0, len(data) - _SPEED_SIZE + 1, _SPEED_SIZE)
        texts = (data[cut : cut + _SPEED_SIZE].decode(errors="ignore") for cut in cuts)
        joined += [Document(f"{lang}{at}", text, lang) for at, text in enumerate(texts)]
    chosen = joined[:: max(1, len(joined) // _SPEED_DOCUMENTS)]
    began = time.process_time()
    for document in chosen:
        annotator.annotate(document)
    return _speed(chosen, time.process_time() - began)


def _wrong(links: Sequence[Link], found: AnnotationSet) -> Iterator[str]:
    text = {document.id: document for document in found.documents}
    for reason, one in misses(links, found):
        yield _line(found.name, "miss", reason, one, text[one.doc])
    for link in false_links(links, found.gold):
        yield _line(found.name, "false link", link.rule, link, text[link.doc])


def _line(name: str, sort: str, reason: str, one: Any, document: Document) -> str:
    before = document.text[max(0, one.start - 40) : one.start]
    after = document.text[one.end : one.end + 40]
    shown = " ".join(f"{before}[{one.surface}]{after}".split())
    return "\t".join((name, document.lang, sort, reason, one.entity, shown))


def table(label: str, found: dict[str, Any]) -> Iterator[str]:
    """Yield the lines of one set to read."""
    yield f"== {label}: " + ", ".join(f"{k} {v}" for k, v in found.items() if k != "systems")
    yield " " * 24 + "".join(f"{column.replace('precision', 'prec'):>12}" for column in _COLUMNS)
    for name, system in found["systems"].items():
        speed = f"{system['documents_a_second']} documents/s, {system['megabytes_a_second']} MB/s"
        yield f"{name} ({speed})"
        for group, values in system["groups"].items():
            if name == OURS or group in ("all", "ours"):
                yield f"  {group:22}" + "".join(_cell(values[column]) for column in _COLUMNS)
        yield "  unseen forms: " + ", ".join(f"{k} {v}" for k, v in system["unseen"].items())
        if name == OURS:
            for rule, values in system["rules"].items():
                right = f"precision {values['precision']}, by overlap {values['overlap']}"
                yield f"  by {rule}: {values['links']} links, {right}"
            yield "  misses: " + ", ".join(f"{k} {v}" for k, v in system["misses"].items())
            yield f"  documents of 5 kB: {system['five_kilobytes']['documents_a_second']} a second"


def _cell(value: float | int | None) -> str:
    if value is None:
        return f"{'–':>12}"
    return f"{value:12}" if isinstance(value, int) else f"{100 * value:12.2f}"


def _folders(data: Path) -> list[Path]:
    if (data / "docs.jsonl.gz").is_file():
        return [data]
    return sorted(path.parent for path in data.glob("*/docs.jsonl.gz"))


def _older(compare: str, results: Path | None) -> Path | None:
    if compare != LAST:
        return Path(compare)
    files = sorted(results.glob("annotation-*.json")) if results and results.is_dir() else []
    return files[-1] if files else None


def _save(result: dict[str, Any], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _say(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure the sets of a folder, print and write what was asked for; 1 when there is none."""
    chosen = parser().parse_args(arguments)
    path = _older(chosen.compare, chosen.results) if chosen.compare else None
    older = json.loads(path.read_text(encoding="utf-8")) if path else None
    now = datetime.datetime.now(datetime.UTC)
    result: dict[str, Any] = {"format": FORMAT, "date": now.date().isoformat()}
    result |= {"engine": ENGINE_VERSION, "python": platform.python_version()}
    result |= {"documents_at_most": chosen.documents or None, "sets": {}}
    wrong: list[str] = []
    for folder in _folders(chosen.data):
        found = load(folder, chosen.documents)
        recipes = () if chosen.no_recipes else RECIPES
        result["sets"][found.name] = measured(found, recipes, wrong)
        _say(*table(found.name, result["sets"][found.name]), "")
    dated = chosen.results / f"annotation-{now:%Y-%m-%dT%H%M%SZ}.json" if chosen.results else None
    for target in filter(None, (chosen.json, dated)):
        _save(result, target)
    if chosen.misses:
        chosen.misses.write_text("\n".join(wrong) + "\n", encoding="utf-8")
    if older is not None:
        _say(f"changes since {path}:", *report.changes(older, result))
    elif chosen.compare:
        _say("nothing older to compare with")
    if not result["sets"]:
        _say(f"skipped: no set (docs.jsonl.gz, gold.jsonl.gz, table.jsonl.gz) in {chosen.data}")
    return 0 if result["sets"] else 1


if __name__ == "__main__":
    raise SystemExit(main())
