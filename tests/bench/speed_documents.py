"""How fast names are found in documents, with the matchers of libraries in the same run.

    python -m tests.bench.speed_documents --data ../shared/bench/scale --documents FOLDER
    python -m tests.bench.speed_documents --data DIR --documents FOLDER --size 100000 --json OUT

`--data` holds `names.tsv.gz`, of which about `--size` names are taken; FOLDER is an annotation set
(`annotation_sets.py`) whose texts are cut into documents of 5 kB. Of us these stages are timed:
`words` cuts a text into words, `exact` finds its aliases with their offsets; `new`, `next` and
`warm` annotate with everything on: documents of which no name was met before, as many others after
them, and the first ones again. A peer is given folded text, finds folded names anywhere in it and
knows no offset of the original; `with folding` is the plainest pipeline around the fastest of them.
Times are CPU times of one thread; what can be done again is, and the best time counts.
What the first document has loaded is left out of the collection of garbage, as a server has it.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from pathlib import Path
from typing import Any

from normalizer.annotate.annotator import Annotator
from normalizer.annotate.scanner import Scanner
from normalizer.garbage import settle
from normalizer.index.snapshot.build import build_snapshot
from normalizer.index.snapshot.snapshot import Snapshot
from normalizer.resolve import Resolver
from normalizer.types import Document
from tests.bench.document_peers import MAKERS
from tests.bench.retrieval_sets import read_lines
from tests.bench.scale_tables import prepare
from tests.bench.speed_peers import folded

_SIZE, _MOST = 5_000, 200
_TIMES, _SECONDS = 3, 2.0


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    found = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    found.add_argument("--data", type=Path, required=True, help="folder of names.tsv.gz")
    found.add_argument("--documents", type=Path, required=True, help="folder of docs.jsonl.gz")
    found.add_argument("--size", type=int, default=100_000, help="about so many names")
    found.add_argument("--most", type=int, default=_MOST, help="at most so many documents")
    found.add_argument("--json", type=Path, help="file for every figure")
    return found


def five_kilobytes(rows: Iterable[dict[str, Any]], most: int) -> list[Document]:
    """Return documents of 5 kB, made by joining the texts of one language, evenly taken."""
    texts: dict[str, list[str]] = {}
    for row in rows:
        texts.setdefault(row.get("lang", ""), []).append(row["text"])
    found = []
    for lang, own in sorted(texts.items()):
        data = "\n\n".join(own).encode()
        cuts = range(0, len(data) - _SIZE + 1, _SIZE)
        parts = (data[cut : cut + _SIZE].decode(errors="ignore") for cut in cuts)
        found += [Document(f"{lang}{at}", text, lang) for at, text in enumerate(parts)]
    return found[:: max(1, len(found) // most)][:most]


def measured(
    names: Sequence[str], snapshot: Path, documents: Sequence[Document], others: Sequence[Document]
) -> dict[str, Any]:
    """Return the figures of us and of every peer on documents; others are read `next`."""
    annotator = Annotator(Resolver(Snapshot(snapshot)))
    index = Snapshot(snapshot)
    scanner = Scanner(index)

    def words(document: Document) -> object:
        return scanner.scan(document.text).words

    def exact(document: Document) -> object:
        return scanner.find(scanner.scan(document.text), (document.lang,))

    annotator.annotate(documents[0])  # tables are read by the first call
    settle()
    found = {"new": _timed(annotator.annotate, documents)}
    found["next"] = _timed(annotator.annotate, others)
    for stage, work in (("warm", annotator.annotate), ("words", words), ("exact", exact)):
        _timed(work, documents)
        found[stage] = _best(work, documents)
    return {"ours": found, "peers": _peers(names, documents)}


def _peers(names: Sequence[str], documents: Sequence[Document]) -> dict[str, Any]:
    plain = [Document(d.id, f" {folded(d.text)} ", d.lang) for d in documents]
    distinct = sorted({name for name in map(folded, names) if name})
    found: dict[str, Any] = {}
    for name, make in MAKERS.items():
        try:
            search = make(distinct)
        except ImportError as failure:
            found[name] = {"skipped": str(failure)}
            continue

        def matched(document: Document, search: Callable[[str], object] = search) -> object:
            return search(document.text)

        def whole(document: Document, search: Callable[[str], object] = search) -> object:
            return search(f" {folded(document.text)} ")

        found[name] = {"matching": _best(matched, plain), "with folding": _best(whole, documents)}
    return found


def _best(work: Callable[[Document], object], documents: Sequence[Document]) -> dict[str, float]:
    """Return the best of as many times as two seconds hold, of three at least."""
    ends = time.thread_time() + _SECONDS
    times = [_timed(work, documents) for _ in range(_TIMES)]
    while time.thread_time() < ends:
        times.append(_timed(work, documents))
    return max(times, key=itemgetter("documents_a_second"))


def _timed(work: Callable[[Document], object], documents: Sequence[Document]) -> dict[str, float]:
    size = sum(len(document.text.encode()) for document in documents)
    began = time.thread_time()
    for document in documents:
        work(document)
    seconds = max(time.thread_time() - began, 1e-9)
    return {
        "megabytes_a_second": round(size / seconds / 1e6, 3),
        "documents_a_second": round(len(documents) / seconds, 1),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print and write the figures; 1 without data."""
    chosen = parser().parse_args(arguments)
    needed = (chosen.data / "names.tsv.gz", chosen.documents / "docs.jsonl.gz")
    if missing := [str(path) for path in needed if not path.is_file()]:
        sys.stdout.write(f"skipped: no {', '.join(missing)}\n")
        return 1
    both = five_kilobytes(read_lines(needed[1]), 2 * chosen.most)
    documents, others = both[::2], both[1::2]
    with tempfile.TemporaryDirectory() as folder:
        table = prepare(chosen.data, chosen.size, Path(folder))
        build_snapshot(table, Path(folder) / "index")
        names = [name for _, _, name in table.rows()]
        result = measured(names, Path(folder) / "index", documents, others)
    result |= {"names": len(names), "documents": len(documents)}
    sys.stdout.write(json.dumps(result, indent=1) + "\n")
    if chosen.json:
        chosen.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
