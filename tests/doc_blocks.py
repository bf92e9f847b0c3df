"""Markdown → the commands and examples that it shows, each with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_FENCE = re.compile(r"^( *)(```+|~~~+)\s*(\w*)")
_INLINE = re.compile(r"`(namenorm [^`]+)`")
_INDENTED = re.compile(r"^ {4,}(namenorm .+?)(?: {2,}#.*)?$")
_LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)")
SHELL = ("sh", "bash", "shell")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, the 1-based line of its first line, and its lines."""

    language: str
    line: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A command that is shown, and what it is said to print; None when nothing is said."""

    line: int
    command: str
    output: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A Markdown file, read."""

    path: Path
    blocks: tuple[Block, ...]
    prose: tuple[tuple[int, str], ...]

    def mentions(self) -> list[tuple[int, str]]:
        """Return (line, text) of each `namenorm …` in running text or in an indented block."""
        found = []
        for number, text in self.prose:
            inline = [match[1] for match in _INLINE.finditer(text)]
            indented = _INDENTED.match(text)
            found += [(number, each) for each in (inline or ([indented[1]] if indented else []))]
        return found

    def links(self) -> list[str]:
        """Return the targets of links that are no addresses of the web."""
        found = [match[1] for _, text in self.prose for match in _LINK.finditer(text)]
        return [target for target in found if "://" not in target]


def read_page(path: Path) -> Page:
    """Return a Markdown file taken apart into fenced blocks and the rest."""
    blocks, prose = [], []
    lines = enumerate(path.read_text("utf-8").splitlines(), start=1)
    for number, text in lines:
        if fence := _FENCE.match(text):
            inside = []
            for _, row in lines:
                if row.strip() == fence[2]:
                    break
                inside.append(row.removeprefix(fence[1]))
            blocks.append(Block(fence[3], number + 1, tuple(inside)))
        else:
            prose.append((number, text))
    return Page(path, tuple(blocks), tuple(prose))


def steps_of(block: Block) -> list[Step]:
    """Return the commands of a block that a shell is to run, in order."""
    if block.language == "console":
        return list(_console_steps(block))
    if block.language in SHELL:
        return [
            Step(number, line)
            for number, line in _joined(block)
            if line.strip() and not line.startswith("#")
        ]
    return []


def _console_steps(block: Block) -> Iterator[Step]:
    command, began, output = "", 0, list[str]()
    for number, line in _joined(block):
        if line.startswith("$ "):
            if command:
                yield Step(began, command, "\n".join(output) if output else None)
            command, began, output = line[2:], number, []
        else:
            output.append(line)
    if command:
        yield Step(began, command, "\n".join(output) if output else None)


def _joined(block: Block) -> Iterator[tuple[int, str]]:
    r"""Yield (line, text) with lines that end in `\` joined to the next one."""
    began, held = 0, ""
    for number, line in enumerate(block.lines, start=block.line):
        began = began if held else number
        if line.endswith("\\"):
            held += line[:-1].rstrip() + " "
        else:
            yield began, held + (line.strip().removeprefix("> ") if held else line)
            held = ""
