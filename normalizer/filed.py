"""Plain names of an index file, compared by the kernel as they lie there.

Most rivals for a name are met once and are nothing but plain words (`names/plain.py`), as the file
says of each word: what a comparison needs of them is told by the kernel, without a look at any
table. The answers are those of `query.py` for other names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from normalizer.comparer import comparer, made_word
from normalizer.index.protocol import CandidateIndex
from normalizer.index.snapshot.snapshot import Snapshot
from normalizer.native.kernel import native

if TYPE_CHECKING:
    from normalizer.native._kernel import Filed


def filed_names(index: CandidateIndex) -> Filed | None:
    """Return what compares the plain names of an index by their positions.

    None for an index that is no file, or where the kernel was not built.
    """
    compares = comparer()
    if native is None or compares is None or not isinstance(index, Snapshot):
        return None
    found: Filed = native.Filed(index.kernel, compares, made_word, index.scale.log_entities)
    return found
