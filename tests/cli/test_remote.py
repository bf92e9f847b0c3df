from __future__ import annotations

from pathlib import Path

import pytest

from normalizer.cli.remote import remote_engine
from normalizer.engine import Engine
from normalizer.errors import InputError, InvalidOptionError, RefusedError
from normalizer.service.access.roles import Role
from normalizer.service.access.tokens import create_token
from normalizer.service.config import AccessRules, ServerConfig, TlsFiles
from tests.service.serving import running


def test_token_comes_from_the_environment(
    small_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without it the same server refuses; another machine gets it over TLS alone."""
    path = tmp_path / "tokens.tsv"
    _, secret = create_token(path, "analyst", Role.READER, None)
    with running(small_engine, ServerConfig(access=AccessRules(tokens=path))) as started:
        stranger = remote_engine(started.address)
        with pytest.raises(RefusedError):
            stranger.resolve("Minsk")
        monkeypatch.setenv("NAMENORM_TOKEN", secret)
        known = remote_engine(started.address)
        assert known.resolve("Minsk").query == "Minsk"
        for client in (stranger, known):
            client.close()
    with pytest.raises(InvalidOptionError, match="plain text"):
        remote_engine("192.0.2.1:50051")


def test_authority_comes_from_the_environment(
    small_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that is not there is named."""
    trustme = pytest.importorskip("trustme", reason="trustme is not installed")
    ca = trustme.CA()
    issued = ca.issue_cert("localhost", "127.0.0.1")
    chain, key, roots = (tmp_path / name for name in ("chain.pem", "key.pem", "roots.pem"))
    chain.write_bytes(b"".join(pem.bytes() for pem in issued.cert_chain_pems))
    issued.private_key_pem.write_to_path(str(key))
    ca.cert_pem.write_to_path(str(roots))
    monkeypatch.setenv("NAMENORM_TLS_CA", str(roots))
    with running(small_engine, ServerConfig(tls=TlsFiles(chain, key))) as started:
        client = remote_engine(started.address)
        assert client.resolve("Minsk").query == "Minsk"
        client.close()
    monkeypatch.setenv("NAMENORM_TLS_CA", str(tmp_path / "gone.pem"))
    with pytest.raises(InputError, match="gone"):
        remote_engine("127.0.0.1:50051")
