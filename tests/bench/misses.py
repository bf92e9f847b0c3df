"""The queries that we answer wrongly, one line each, to be read by a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from normalizer.store.protocol import AliasStore
from tests.bench.answers import Answer

HEAD = "set\tscript\tlang\tkind\tsort\tquery\tgold\tanswer\tscore\tlinked\tplace\trank"


def lines(label: str, answered: Sequence[Answer], store: AliasStore) -> Iterator[str]:
    """Yield a tab-separated line for each answer that is not right.

    `sort` is `wrong link`, `false on nobody`, `not linked` (right, but not sure enough),
    `ranked lower` or `no candidate`; `place` and `rank` are those of the right entity, from 0,
    among the candidates and in the answer.
    """
    for answer in answered:
        sort = sort_of(answer)
        if sort:
            query = answer.query
            entity, score = answer.ranked[0] if answer.ranked else ("", 0.0)
            fields = (
                *(label, query.script, query.lang, query.kind, sort, query.text),
                " | ".join(store.entity(gold).name for gold in sorted(query.gold)),
                *(store.entity(entity).name if entity else "", f"{score:.3f}"),
                "yes" if answer.linked else "no",
                *(str(answer.place), str(answer.rank())),
            )
            yield "\t".join(fields)


def sort_of(answer: Answer) -> str:
    """Return how an answer is wrong, "" when it is right."""
    if answer.linked and not answer.query.gold:
        return "false on nobody"
    if not answer.query.gold:
        return ""
    if answer.linked and answer.linked not in answer.query.gold:
        return "wrong link"
    rank = answer.rank()
    if rank == 0:
        return "" if answer.linked else "not linked"
    return "ranked lower" if rank > 0 or answer.place != -1 else "no candidate"
