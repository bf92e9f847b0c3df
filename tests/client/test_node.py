"""A client of another language, made from the contract alone: `tests/client/node`."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import google.rpc.status_pb2
import pytest

from normalizer.engine import Engine
from normalizer.service.access.roles import Role
from normalizer.service.access.tokens import create_token
from normalizer.service.config import AccessRules, ServerConfig
from tests.patience import PATIENCE
from tests.service.serving import running

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = Path(__file__).resolve().parent / "node"
GOOGLE_PROTOS = Path(google.rpc.status_pb2.__file__).parents[2]
EXPECTED = """\
DECISION_MATCH nn200001
DECISION_MATCH
code 3
DECISION_NIL
true Alexander Lukashenko nn100001
true Minsk nn200001
INVALID_ARGUMENT 1
"""


def test_node_is_answered_as_python_is(engine: Engine, tmp_path: Path) -> None:
    """One name, a batch with a bad name in it, a stream with UTF-16 offsets, an error; a token."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    if not (EXAMPLE / "node_modules").is_dir():
        pytest.skip("the example's packages are not installed (make node-example)")
    path = tmp_path / "tokens.tsv"
    _, secret = create_token(path, "node", Role.READER, None)
    with running(engine, ServerConfig(access=AccessRules(tokens=path))) as started:
        run = subprocess.run(
            [node, "ask.mjs", started.address, str(ROOT / "protos"), str(GOOGLE_PROTOS)],
            cwd=EXAMPLE,
            env={**os.environ, "NAMENORM_TOKEN": secret},
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    assert (run.stdout, run.returncode) == (EXPECTED, 0), run.stderr
