"""The imports of a package, read from its source without running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True, slots=True)
class Import:
    """One import: the module that asks, the module that is asked, and the line that says so.

    `target` is a module of the package where it can be, else what is written. `from_init` is
    true when a name is taken from the `__init__.py` of a package of ours.
    """

    module: str
    line: int
    target: str
    from_init: bool = False


def modules_of(folder: Path) -> dict[str, Path]:
    """Return module name → file for a package's folder; a package has its own name."""
    found = {}
    for path in sorted(folder.rglob("*.py")):
        parts = [folder.name, *path.relative_to(folder).with_suffix("").parts]
        found[".".join(parts).removesuffix(".__init__")] = path
    return found


def imports_of(folder: Path) -> list[Import]:
    """Return every import of a package's modules, those inside functions and types included."""
    modules = modules_of(folder)
    return [found for name in modules for found in _imports_in(name, modules)]


def graph_of(imports: list[Import], folder: Path) -> dict[str, set[str]]:
    """Return module → modules of the same package that it imports."""
    graph: dict[str, set[str]] = {name: set() for name in modules_of(folder)}
    for each in imports:
        if each.target in graph:
            graph[each.module].add(each.target)
    return graph


def _imports_in(name: str, modules: dict[str, Path]) -> Iterator[Import]:
    package = _package(name, modules)
    for node in ast.walk(ast.parse(modules[name].read_text("utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(name, node.lineno, alias.name)
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(node, package)
            for alias in node.names:
                yield _of_name(name, node.lineno, base, alias.name, modules)


def _package(name: str, modules: dict[str, Path]) -> str:
    is_package = modules[name].name == "__init__.py"
    return name if is_package else name.rpartition(".")[0]


def _absolute(node: ast.ImportFrom, package: str) -> str:
    """Return the module of a `from` import, with the leading dots resolved."""
    if not node.level:
        return node.module or ""
    parts = package.split(".")[: len(package.split(".")) - node.level + 1]
    return ".".join([*parts, node.module] if node.module else parts)


def _of_name(module: str, line: int, base: str, name: str, modules: dict[str, Path]) -> Import:
    if f"{base}.{name}" in modules:
        return Import(module, line, f"{base}.{name}")
    is_init = base in modules and modules[base].name == "__init__.py"
    return Import(module, line, base, from_init=is_init)
