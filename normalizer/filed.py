"""Plain names of an index file, compared by the kernel as they lie there.

Most rivals for a name are met once and are nothing but plain words (`names/plain.py`), as the file
says of each word: what a comparison needs of them is told by the kernel, without a look at any
table. The answers are those of `query.py` for other names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from normalizer.bodies import way_of
from normalizer.comparer import LATIN, comparer, made_word
from normalizer.index.protocol import CandidateIndex
from normalizer.index.snapshot.nearness import alphabet
from normalizer.index.snapshot.snapshot import Snapshot
from normalizer.native.kernel import native
from normalizer.types import Kind

if TYPE_CHECKING:
    from normalizer.native._kernel import Filed


def filed_names(index: CandidateIndex) -> Filed | None:
    """Return what compares the plain names of an index by their positions.

    None for an index that is no file, or where the kernel was not built.
    """
    compares, letters = comparer(), alphabet()
    if native is None or compares is None or letters is None or not isinstance(index, Snapshot):
        return None
    telling = way_of(Kind.PLACE).rarity(index.rarity)
    log_entities = index.scale.log_entities
    found: Filed = native.Filed(
        index.kernel, compares, letters, LATIN, made_word, telling, log_entities
    )
    return found
