"""The common look of what people read on a terminal: colours, scores, the answer's words.

Kinds are told by word as well as by colour. rich honours `NO_COLOR` and plain terminals.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from typing import TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from normalizer.cli.messages import printable
from normalizer.types import Candidate, Decision, Kind

KIND_STYLES = {Kind.PERSON: "cyan", Kind.PLACE: "green", Kind.ORGANISATION: "yellow"}
UNKNOWN_STYLE = "dim"

# Below this width the evidence stands under the entity, not beside it.
_WIDE = 120
# No row of a file or of a pipe is folded.
_PLAIN_WIDTH = 2000


def console_for(out: TextIO) -> Console:
    """Return a console on `out`; when it is no terminal, plain and never folded."""
    width = shutil.get_terminal_size().columns if out.isatty() else _PLAIN_WIDTH
    return Console(file=out, width=width, highlight=False, emoji=False, markup=False)


def answer_table(console: Console, *leading: str) -> Table:
    """Return an empty table: the leading columns, then entity, kind, ID, score, evidence."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for title in leading:
        table.add_column(title, overflow="fold", justify="right" if title == "span" else "left")
    table.add_column("entity", overflow="fold")
    for title in ("kind", "id"):
        table.add_column(title, no_wrap=True)
    table.add_column("score", justify="right", no_wrap=True)
    if is_wide(console):
        table.add_column("because it", overflow="fold")
    return table


def is_wide(console: Console) -> bool:
    """Return whether evidence has a column of its own."""
    return console.width >= _WIDE


def name_text(name: str, kind: Kind | None, decision: Decision) -> Text:
    """Return a surface form or a query in the colour of its kind."""
    style = KIND_STYLES[kind] if kind and decision is not Decision.NIL else UNKNOWN_STYLE
    return Text(printable(name) or "(empty)", style=style)


def add_answer(
    table: Table,
    leading: Sequence[Text],
    decision: Decision,
    candidates: Sequence[Candidate],
    *,
    wide: bool,
) -> None:
    """Add the rows of one answer: one for a match, one a candidate when it is ambiguous."""
    blanks = [Text("") for _ in leading]
    if decision is Decision.MATCH:
        table.add_row(*leading, *_candidate_cells(candidates[0], wide))
    elif decision is Decision.AMBIGUOUS:
        table.add_row(*leading, Text("cannot tell, one of:", style="magenta"))
        for candidate in candidates:
            table.add_row(*blanks, *_candidate_cells(candidate, wide))
    else:
        table.add_row(*leading, Text("nobody known", style=UNKNOWN_STYLE))
        for candidate in candidates:
            table.add_row(*blanks, *_candidate_cells(candidate, wide, style="dim"))


def _candidate_cells(candidate: Candidate, wide: bool, style: str = "") -> list[Text]:
    words = printable(candidate.evidence.in_words())
    name = Text(printable(candidate.name), style=style or "bold")
    if not wide:
        name.append(f"\n{words}", style="not bold dim")
    cells = [
        name,
        Text(candidate.kind.value, style=style or KIND_STYLES[candidate.kind]),
        Text(candidate.entity_id, style="dim"),
        Text(f"{candidate.score:.2f}", style=style or score_style(candidate.score)),
    ]
    return [*cells, Text(words, style="dim")] if wide else cells


def score_style(score: float) -> str:
    """Return the colour of a score: green when safe, yellow when fair, red when weak."""
    if score >= 0.9:
        return "green"
    return "yellow" if score >= 0.7 else "red"
