"""The tree is the data flow: imports point one way, and nothing grows too big to read."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.import_graph import Import, graph_of, imports_of, modules_of

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "normalizer"
MAX_FILE, MAX_FUNCTION, MAX_PARAMETERS = 400, 60, 6

# From what knows least to what knows most. A module imports from its own line or from above;
# a name stands for the module or for the whole folder of that name.
FLOW = (
    ("checkpoint", "garbage", "remembering", "version", "types", "errors", "rulings"),
    ("resources", "tsv", "languages", "native"),
    ("tables",),
    ("respelling", "scripts", "text"),
    ("schemes", "scheme_choice", "romanise"),
    ("readings",),
    ("inflect", "names", "keys", "distance"),
    ("align", "sides"),
    ("forenames", "gaps", "rejoin"),
    ("bodies",),
    ("store",),
    ("exchange",),
    ("index",),
    ("profile",),
    ("features",),
    ("comparer",),
    ("filed", "query"),
    ("score", "decide", "candidates", "enough"),
    ("resolve", "pairs"),
    ("lint",),
    ("annotate",),
    ("search",),
    ("engine",),
    ("delegating",),
    ("kept_engine",),
    ("live",),
    ("curation", "opening"),
    ("v1",),
    ("service",),
    ("client",),
    ("formats",),
    ("jobs",),
    ("cli",),
    ("__main__",),
)
RANKS = {part: rank for rank, parts in enumerate(FLOW) for part in parts}

# What a part may import of the package, where that is less than all above it.
CLOSED = {
    "store": {"errors", "resources", "rulings", "scripts", "store", "text", "tsv", "types"},
    "cli": set(RANKS) - {"v1"},
}

# Which parts may import a package of others; one that is not named here, none may.
THIRD_PARTY = {
    "unidecode": {"romanise"},
    "rapidfuzz": {"distance", "index", "score"},
    "jellyfish": {"index", "keys"},
    "click": {"cli"},
    "rich": {"cli"},
    "rdflib": {"exchange"},
    "selectolax": {"cli"},
    "psycopg": {"store"},
    "psycopg_pool": {"store"},
    "pyarrow": {"cli", "formats"},
    "spacy": {"formats"},
    "zstandard": {"cli"},
    "grpc": {"client", "service", "v1"},
    "google": {"client", "service", "v1"},
    "grpc_health": {"service"},
    "opentelemetry": {"client", "service"},
    "prometheus_client": {"service"},
    "grpc_reflection": {"service"},
    "grpc_status": {"client", "service"},
}
# A database is the store's business alone, even the one that comes with Python.
WATCHED_STANDARD = {"sqlite3": {"store"}}


def part_of(module: str) -> str:
    """Return the part of the flow that a module belongs to; "" for the package itself."""
    return module.partition(".")[2].partition(".")[0]


def faults(folder: Path) -> list[str]:
    """Return what is wrong with the imports of a package, a sentence each."""
    imports = imports_of(folder)
    own = [each for each in imports if _top(each) == folder.name]
    others = [each for each in imports if _top(each) != folder.name]
    graph = graph_of(imports, folder)
    return [*_cycles(graph), *_strangers(graph), *_arrows(own), *_third_party(others)]


def _top(each: Import) -> str:
    return each.target.partition(".")[0]


def _cycles(graph: dict[str, set[str]]) -> Iterator[str]:
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as cycle:
        yield f"cycle: {' → '.join(cycle.args[1])}"


def _strangers(graph: Iterable[str]) -> Iterator[str]:
    for part in sorted({part_of(module) for module in graph} - RANKS.keys() - {""}):
        yield f"{part} has no place in the flow"


def _arrows(imports: Iterable[Import]) -> Iterator[str]:
    for each in imports:
        arrow = f"{each.module}:{each.line} imports {each.target}"
        origin, target = part_of(each.module), part_of(each.target)
        if each.from_init:
            yield f"{arrow}: names come from modules, not from a package's __init__"
        elif RANKS.get(target, 0) > RANKS.get(origin, 0):
            yield f"{arrow}: against the flow"
        elif target not in CLOSED.get(origin, RANKS):
            yield f"{arrow}: not open to {origin}"


def _third_party(imports: Iterable[Import]) -> Iterator[str]:
    for each in imports:
        top = _top(each)
        users = THIRD_PARTY.get(top, set()) | WATCHED_STANDARD.get(top, set())
        free = top in sys.stdlib_module_names and top not in WATCHED_STANDARD
        if not free and part_of(each.module) not in users:
            yield f"{each.module}:{each.line} imports {each.target}: not its business"


def test_imports_follow_the_flow() -> None:
    """No cycle, no arrow that points back, no package where it has no business."""
    assert faults(PACKAGE) == []


def test_every_part_of_the_flow_exists() -> None:
    """The order above names nothing that is gone."""
    assert RANKS.keys() - {part_of(module) for module in modules_of(PACKAGE)} == set()


@pytest.mark.parametrize(
    ("planted", "complaint"),
    [
        (
            {"text.py": "from normalizer.keys import fold"},
            "text:1 imports normalizer.keys: against",
        ),
        ({"text.py": "def f():\n    import normalizer.keys"}, "text:2 imports normalizer.keys"),
        ({"text.py": "from . import keys"}, "text:1 imports normalizer.keys: against the flow"),
        ({"store/seeds.py": "from ..score import score"}, "seeds:1 imports normalizer.score"),
        ({"store/seeds.py": "from normalizer import keys"}, "keys: not open to store"),
        (
            {"index/memory.py": "from .paths import P", "index/paths.py": "from . import memory"},
            "cycle: normalizer.index.",
        ),
        ({"index/memory.py": "from normalizer.store import load"}, "not from a package's __init__"),
        ({"index/memory.py": "from normalizer import VERSION"}, "not from a package's __init__"),
        ({"resolve.py": "import grpc"}, "resolve:1 imports grpc: not its business"),
        ({"resolve.py": "from rich.text import Text"}, "imports rich.text: not its business"),
        ({"search.py": "import sqlite3"}, "imports sqlite3: not its business"),
        ({"keys.py": "from unidecode import unidecode"}, "imports unidecode: not its business"),
        ({"keys.py": "import numpy"}, "imports numpy: not its business"),
        ({"helpers.py": ""}, "helpers has no place in the flow"),
    ],
)
def test_violation_is_noticed(planted: dict[str, str], complaint: str, tmp_path: Path) -> None:
    """Each rule complains of a package that breaks it, and of nothing else."""
    folder = tmp_path / "normalizer"
    for sub in ("index", "store"):
        (folder / sub).mkdir(parents=True)
    for name in ("__init__", "keys", "score", "index/__init__", "store/__init__"):
        (folder / f"{name}.py").write_text("", "utf-8")
    assert faults(folder) == []
    for name, source in planted.items():
        (folder / name).write_text(source, "utf-8")
    found = faults(folder)
    assert len(found) == 1
    assert complaint in found[0]


def _sources() -> list[Path]:
    """Return every Python file of the package and its tests, generated stubs left out."""
    found = [*PACKAGE.rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
    return sorted(path for path in found if PACKAGE / "v1" not in path.parents)


def test_init_files_hold_a_docstring_at_most() -> None:
    """Importing a package runs no code, so that the command starts fast."""
    inits = [path for path in _sources() if path.name == "__init__.py"]
    bodies = {path: ast.parse(path.read_text("utf-8")).body for path in inits}
    assert [str(p) for p, body in bodies.items() if any(map(_is_code, body))] == []


def _is_code(node: ast.stmt) -> bool:
    return not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))


def test_files_are_short() -> None:
    """A file that passes 400 lines becomes a folder of the same name."""
    lengths = {str(p): len(p.read_text("utf-8").splitlines()) for p in _sources()}
    assert {path: lines for path, lines in lengths.items() if lines > MAX_FILE} == {}


def test_functions_are_short_and_take_few_parameters() -> None:
    """No function is over 60 lines or takes more than six parameters, `self` not counted."""
    found = [each for path in _sources() for each in _overgrown(path)]
    assert found == []


def _overgrown(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        lines = (node.end_lineno or node.lineno) - node.lineno + 1
        given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        parameters = [each for each in given if each.arg not in ("self", "cls")]
        if lines > MAX_FUNCTION or len(parameters) > MAX_PARAMETERS:
            yield f"{path}:{node.lineno} {node.name}: {lines} lines, {len(parameters)} parameters"
