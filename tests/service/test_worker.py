from __future__ import annotations

from pathlib import Path

import pytest

from normalizer.live.engine import LiveEngine
from normalizer.service.worker import revisions_behind
from normalizer.store.opening import open_store
from normalizer.store.operations import AddAlias
from normalizer.types import Alias, AliasKind
from tests.store.conftest import ANNA
from tests.world import MINSK, WORLD


def test_lag_is_what_the_store_has_and_the_engine_has_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A revision for each commit until the engine takes them over."""
    monkeypatch.setattr(LiveEngine, "_follow", lambda self: None)
    store = open_store(str(tmp_path / "store.sqlite"), WORLD)
    engine = LiveEngine(store, tmp_path / "index")
    assert revisions_behind(engine) == 0
    for text in ("Менск", "Miensk"):
        store.apply([AddAlias(Alias(text, MINSK.id, AliasKind.FORMER, "be"))], ANNA)
    assert revisions_behind(engine) == 2
    engine.refresh()
    assert revisions_behind(engine) == 0
    engine.close()
