"""What a table has and files that are the whole table lack."""

from __future__ import annotations

from collections.abc import Iterator

from normalizer.exchange.differences import About, Difference, Verdict
from normalizer.exchange.records import OWN, Key
from normalizer.exchange.view import TableView
from normalizer.types import CANONICAL_SOURCE


class Leftovers:
    """The entities and rows that no difference of the files has spoken of.

    `is_whole` is False once a line could not be read: nothing is then taken for removed, as the
    line may have been what holds it.
    """

    def __init__(self, view: TableView) -> None:
        self.is_whole = True
        self._view = view
        self._named: dict[str, set[tuple[str, str]]] = {}

    def take(self, difference: Difference) -> None:
        """Take note of what the files speak of, whatever becomes of it."""
        rows = self._named.setdefault(difference.handle, set())
        if difference.spelling is not None:
            rows.add((difference.spelling.text, difference.spelling.lang))

    def removals(self) -> Iterator[Difference]:
        """Yield what the files lack: entities, and aliases of entities that they have."""
        if not self.is_whole:
            reason = "nothing is taken for removed, since lines are malformed"
            yield Difference(Verdict.SKIPPED, About.LINE, "", 0, reason=reason)
            return
        for entity in self._view.entities():
            key = Key(OWN, entity.id)
            if entity.id not in self._named:
                about = (About.ENTITY, "", 0, key, entity.id, entity.name)
                yield Difference(Verdict.REMOVED, *about)
                continue
            for (text, lang), row in self._view.stored_rows(entity.id).items():
                if row.source != CANONICAL_SOURCE and (text, lang) not in self._named[entity.id]:
                    of_row = (About.ALIAS, "", 0, key, entity.id, text)
                    yield Difference(Verdict.REMOVED, *of_row, spelling=row)
