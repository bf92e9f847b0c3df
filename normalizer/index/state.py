"""What derived tables depend on beside the alias table: the engine and the tables in `data/`."""

from __future__ import annotations

import hashlib
from functools import cache

from normalizer.resources import data_dir
from normalizer.version import ENGINE_VERSION

_WEIGHTS = "score"


@cache
def engine_state() -> str:
    """Return a digest of the engine's version and the content of `data/`, without its weights.

    Weights of scores change no key. Read once a process.
    """
    digest = hashlib.sha256(ENGINE_VERSION.encode())
    folder = data_dir()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        if path.parent.name == _WEIGHTS:
            continue
        digest.update(b"\0" + path.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:24]
