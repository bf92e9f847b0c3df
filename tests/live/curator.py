"""A curator in a process of its own: adds aliases to one entity, each on the version last seen.

    python -m tests.live.curator PLACE NAME EDITS

Prints each acknowledged alias. A conflict is met by looking again, as a person would.
"""

from __future__ import annotations

import sys

from normalizer.errors import ConflictError
from normalizer.store.changes import Author
from normalizer.store.opening import open_store
from normalizer.store.operations import AddAlias
from normalizer.types import Alias, AliasKind
from tests.world import MINSK


def main(place: str, name: str, edits: int) -> None:
    """Make the edits, one at a time."""
    store = open_store(place, create=False)
    for number in range(edits):
        alias = Alias(f"Minsk {name} {number}", MINSK.id, AliasKind.NICKNAME, "en")
        while True:
            by = Author(name, expected={MINSK.id: store.record(MINSK.id).version})
            try:
                store.apply([AddAlias(alias)], by)
            except ConflictError:
                continue
            print(alias.text, flush=True)  # noqa: T201 - what the parent reads
            break
    store.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
