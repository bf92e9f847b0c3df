from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from normalizer.cli import connect
from normalizer.cli.main import cli
from tests.cli.fake_service import FakeService

Run = Callable[..., Result]


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> FakeService:
    """Return the fake service that every command of the test will work with."""
    fake = FakeService()
    monkeypatch.setattr(connect, "_open", lambda choice: fake)
    return fake


@pytest.fixture
def run(service: FakeService) -> Run:
    """Return a function that runs the command with its arguments (and `input`)."""

    def invoke(*arguments: str, **extra: object) -> Result:
        return CliRunner().invoke(cli, list(arguments), catch_exceptions=False, **extra)  # type: ignore[arg-type]

    return invoke
