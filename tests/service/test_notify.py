from __future__ import annotations

import socket
from pathlib import Path

import pytest

from normalizer.service.notify import READY, notify
from tests.patience import PATIENCE
from tests.service.processes import served


def test_systemd_is_told_when_calls_can_be_made(seeds: Path, tmp_path: Path) -> None:
    """Ready once the server listens, stopping when it was told to."""
    path = tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(path))
        manager.settimeout(PATIENCE)
        with served(seeds, NOTIFY_SOCKET=str(path)) as run:
            assert manager.recv(100) == READY.encode()
            run.process.terminate()
            assert manager.recv(100) == b"STOPPING=1"
            assert run.process.wait(PATIENCE) == 0


def test_nobody_to_tell_is_no_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the variable, and with a manager that has gone."""
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    notify(READY)
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "gone"))
    notify(READY)
