"""What the documents show is so: each command and example is run, each link and name exists."""

from __future__ import annotations

import doctest
import importlib
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from normalizer.cli.main import cli
from tests.doc_blocks import Block, Page, read_page, steps_of
from tests.doc_shell import Shell, agrees, is_unrun
from tests.import_graph import modules_of

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted(
    path.relative_to(ROOT)
    for path in (
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "seeds").rglob("*.md"),
        *(ROOT / "data").rglob("*.md"),
    )
)
README = read_page(ROOT / "README.md")
CI = ROOT / ".ci" / "run"
# What pages show that needs extras, which `dev` brings.
NEEDS = {"formats.md": ("pyarrow", "spacy")}
_MAKE_LINE = re.compile(r"^\t\$\(PY\) -m (.+)$", re.MULTILINE)
_PIP = re.compile(r"pip install(?: -[qe])*(?: \.| '\.\[dev\]'| namenorm)")


def _name(path: object) -> str:
    return str(path)


def _shows_something(path: Path) -> bool:
    blocks = read_page(ROOT / path).blocks
    return any(steps_of(block) or block.language == "python" for block in blocks)


@pytest.mark.parametrize("path", [path for path in PAGES if _shows_something(path)], ids=_name)
def test_what_a_page_shows_runs(
    path: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Each command of the page succeeds and prints what is said; so does each Python example."""
    for package in NEEDS.get(path.name, ()):
        pytest.importorskip(package, reason=f"{package} (an extra) is not installed")
    shell = Shell(tmp_path, cache=str(tmp_path_factory.getbasetemp() / "cache"))
    try:
        found = shell.run_page(read_page(ROOT / path))
    finally:
        end = shell.close()
    assert "\n".join([*found, end]).strip() == ""


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_commands_named_in_the_text_exist(path: Path) -> None:
    """A `namenorm …` in running text names commands and options that there are."""
    faults = [
        f"line {line}: {text}: {fault}"
        for line, text in read_page(ROOT / path).mentions()
        for fault in _unknown_words(text)
    ]
    assert faults == []


def _unknown_words(text: str) -> Iterator[str]:
    """Yield the words of a command line that are neither commands nor options of ours."""
    commands: list[click.Command] = [cli]
    for word in text.split()[1:]:
        if word.startswith("-") and word != "-":
            if not all(_has_option(command, word.partition("=")[0]) for command in commands):
                yield f"there is no option {word}"
        elif isinstance(commands[0], click.Group) and word != "…":
            groups = [each for each in commands if isinstance(each, click.Group)]
            found = [_command(group, name) for group in groups for name in word.split("|")]
            commands = [command for command in found if command is not None]
            if len(commands) < len(found) or not commands:
                yield f"there is no command {word}"
                return


def _command(group: click.Group, name: str) -> click.Command | None:
    return group.get_command(click.Context(group), name)


def _has_option(command: click.Command, option: str) -> bool:
    with click.Context(command, help_option_names=["-h", "--help"]) as context:
        return any(option in each.opts for each in command.get_params(context))


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_links_lead_somewhere(path: Path) -> None:
    """Each link to a file of ours finds it."""
    page = read_page(ROOT / path)
    lost = [target for target in page.links() if not (page.path.parent / target).exists()]
    assert lost == []


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_commands_that_are_not_run_are_known(path: Path) -> None:
    """What installs, tests or generates is one of the README's two, a target of make, a module."""
    unrun = [
        step.command
        for block in read_page(ROOT / path).blocks
        for step in steps_of(block)
        if is_unrun(step.command)
    ]
    assert [command for command in unrun if not _is_known(command)] == []


def _is_known(command: str) -> bool:
    if command.startswith("make "):
        return set(command.split()[1:]) <= _make_targets().keys()
    if command.startswith("python -m tests."):
        return (ROOT / f"{command.split()[-1].replace('.', '/')}.py").is_file()
    if command == ".ci/run":
        return os.access(CI, os.X_OK)
    known = {*_two_commands(), ". .venv/bin/activate", "python -m pytest"}
    return command in known or bool(_PIP.fullmatch(command))


def _two_commands() -> list[str]:
    steps = [step.command for block in README.blocks for step in steps_of(block)]
    return [command for command in steps if command.startswith("python3 -m venv")]


def _make_targets() -> dict[str, list[str]]:
    """Return target → what its lines run with Python's `-m`."""
    text = (ROOT / "Makefile").read_text("utf-8")
    parts = re.split(r"^([a-z-]+):", text, flags=re.MULTILINE)[1:]
    return {
        name: _MAKE_LINE.findall(body) for name, body in zip(parts[::2], parts[1::2], strict=True)
    }


def test_readme_shows_what_it_is_at_once() -> None:
    """An example that runs stands within the first twenty lines."""
    first = README.blocks[0]
    assert first.language == "console"
    assert first.line + len(first.lines) <= 20


def test_readme_has_two_commands_and_ci_runs_them() -> None:
    """The script takes the README's own lines, the one that annotates and the one that tests."""
    taken = [
        subprocess.run(
            ["bash", "-c", f"{_readme_command()}; readme_command {number}"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for number in (1, 2, 3)
    ]
    assert taken == [*_two_commands(), ""]
    assert taken[0].endswith(" annotate seeds/documents")
    assert taken[1].endswith(" -m pytest -n auto")


def _readme_command() -> str:
    found = re.search(r"^readme_command\(\) \{.*?^\}", CI.read_text("utf-8"), re.M | re.S)
    assert found
    return found[0]


def test_ci_runs_every_check_of_make() -> None:
    """What `make check` runs beside the tests, the script runs too."""
    text = (ROOT / "Makefile").read_text("utf-8")
    (line,) = re.findall(r"^check:(.+)$", text, re.MULTILINE)
    targets = _make_targets()
    wanted = [check for name in line.split() if name != "test" for check in targets[name]]
    assert re.findall(r'^    "(.+)"(?:; do| \\)$', CI.read_text("utf-8"), re.MULTILINE) == wanted


def test_architecture_names_every_module() -> None:
    """The table of places misses no top-level module or folder of the package."""
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    package = ROOT / "normalizer"
    names = [path.name for path in package.glob("[a-z]*.py")]
    names += [f"{path.parent.name}/" for path in package.glob("*/__init__.py")]
    assert [name for name in sorted(names) if name not in text] == []


def _modules_with_examples() -> list[str]:
    modules = modules_of(ROOT / "normalizer")
    return [name for name, path in modules.items() if ">>> " in path.read_text("utf-8")]


@pytest.mark.parametrize("name", _modules_with_examples())
def test_examples_in_docstrings_are_right(name: str) -> None:
    """Each example in a docstring of the module prints what it says."""
    failed, tried = doctest.testmod(importlib.import_module(name))
    assert tried > 0
    assert failed == 0


@pytest.mark.parametrize(
    ("said", "seen", "verdict"),
    [
        ("a  b\n", "a b", True),
        ("a b", "a c", False),
        ("a … d", "a b c d", True),
        ("a …", "a", True),
        ("a … c … d", "a b d", False),
        ("…", "", True),
    ],
)
def test_outputs_are_compared_word_by_word(said: str, seen: str, verdict: bool) -> None:
    """White space counts once, and an ellipsis stands for anything."""
    assert agrees(said, seen) is verdict


@pytest.mark.parametrize(
    ("language", "source", "fault"),
    [
        ("console", "$ echo one\ntwo", "one"),
        ("console", "$ test -t 1 && false", "ended with 1"),
        ("console", "$ false | cat", "ended with 1"),
        ("sh", "true\nno-such-command", "ended with 127"),
        ("python", "1 / 0", "ZeroDivisionError"),
        ("python", ">>> 1 + 1\n3", "Got:"),
    ],
)
def test_false_example_is_noticed(language: str, source: str, fault: str, tmp_path: Path) -> None:
    """A page that shows what is not so fails."""
    (found,) = Shell(tmp_path).run_block(Block(language, 1, tuple(source.splitlines())))
    assert fault in found


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("namenorm table show|search|check", None),
        ("namenorm serve --listen HOST:PORT", None),
        ("namenorm resolve NAME…", None),
        ("namenorm table check --mend", "there is no option --mend"),
        ("namenorm fix", "there is no command fix"),
    ],
)
def test_unknown_command_is_noticed(text: str, fault: str | None) -> None:
    """A word that is neither a command nor an option is named."""
    assert list(_unknown_words(text)) == ([fault] if fault else [])


def test_page_is_taken_apart(tmp_path: Path) -> None:
    """Fences, continued lines, indented commands and links are found with their lines."""
    path = tmp_path / "page.md"
    path.write_text(
        "See [this](a.md) and `namenorm table`.\n\n    namenorm resolve X    # why\n\n"
        "```console\n$ one \\\n> two\nout\n$ three\n```\n",
        "utf-8",
    )
    page: Page = read_page(path)
    assert page.links() == ["a.md"]
    assert page.mentions() == [(1, "namenorm table"), (3, "namenorm resolve X")]
    steps = [(step.line, step.command, step.output) for step in steps_of(page.blocks[0])]
    assert steps == [(6, "one two", "out"), (9, "three", None)]
