"""Tokens, certificates and roles, against real servers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc

from normalizer.engine import Engine
from normalizer.service.access import roles, watched
from normalizer.service.access.audit import REFUSALS_A_SECOND
from normalizer.service.access.roles import METHOD_ROLES, Role
from normalizer.service.access.tokens import create_token, revoke_token
from normalizer.service.config import AccessRules, ServerConfig, TlsFiles
from normalizer.v1 import resolver_pb2
from normalizer.v1.resolver_pb2_grpc import ResolverServiceStub
from tests.patience import PATIENCE
from tests.service.serving import running

MINSK = resolver_pb2.ResolveNameRequest(name="Minsk")
RESOLVE = "/normalizer.v1.ResolverService/ResolveName"


def code_of(channel: grpc.Channel, *metadata: tuple[str, str]) -> grpc.StatusCode:
    """Return the status code of one call."""
    try:
        ResolverServiceStub(channel).ResolveName(MINSK, metadata=metadata, timeout=PATIENCE)
    except grpc.RpcError as failure:
        return failure.code()
    return grpc.StatusCode.OK


def bearer(secret: str) -> tuple[str, str]:
    """Return the metadata of a token."""
    return "authorization", f"Bearer {secret}"


@pytest.fixture
def tokens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a file of tokens that a server looks at each time."""
    monkeypatch.setattr(watched, "LOOK_SECONDS", 0.0)
    path = tmp_path / "tokens.tsv"
    create_token(path, "somebody", Role.READER, None)
    return path


@contextmanager
def guarded(engine: Engine, rules: AccessRules) -> Iterator[grpc.Channel]:
    """Give a channel to a server with access rules."""
    with (
        running(engine, ServerConfig(access=rules)) as started,
        grpc.insecure_channel(started.address) as channel,
    ):
        yield channel


def test_token_lets_in_until_it_is_revoked(engine: Engine, tokens: Path) -> None:
    """Without one, with a wrong one, with another scheme: UNAUTHENTICATED."""
    token, secret = create_token(tokens, "crawler", Role.READER, None)
    with guarded(engine, AccessRules(tokens=tokens)) as channel:
        assert code_of(channel) is grpc.StatusCode.UNAUTHENTICATED
        assert code_of(channel, bearer(secret[:-1])) is grpc.StatusCode.UNAUTHENTICATED
        basic = ("authorization", f"Basic {secret}")
        assert code_of(channel, basic) is grpc.StatusCode.UNAUTHENTICATED
        assert code_of(channel, bearer(secret)) is grpc.StatusCode.OK
        revoke_token(tokens, token.id)
        assert code_of(channel, bearer(secret)) is grpc.StatusCode.UNAUTHENTICATED


def test_token_that_has_expired_lets_nobody_in(engine: Engine, tokens: Path) -> None:
    """Nor does it fall back to what everybody may do."""
    _, secret = create_token(tokens, "late", Role.READER, datetime.now(UTC) - timedelta(days=1))
    with guarded(engine, AccessRules(tokens=tokens, anonymous="reader")) as channel:
        assert code_of(channel) is grpc.StatusCode.OK
        assert code_of(channel, bearer(secret)) is grpc.StatusCode.UNAUTHENTICATED


def test_role_decides_what_may_be_called(
    engine: Engine, tokens: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader may not curate, an administrator may; a method without a row is for nobody."""
    _, reader = create_token(tokens, "reader", Role.READER, None)
    _, admin = create_token(tokens, "admin", Role.ADMIN, None)
    with guarded(engine, AccessRules(tokens=tokens)) as channel:
        table = dict(METHOD_ROLES)
        monkeypatch.setattr("normalizer.service.access.authenticator.METHOD_ROLES", table)
        table[RESOLVE] = roles.Role.CURATOR
        assert code_of(channel, bearer(reader)) is grpc.StatusCode.PERMISSION_DENIED
        assert code_of(channel, bearer(admin)) is grpc.StatusCode.OK
        del table[RESOLVE]
        assert code_of(channel, bearer(admin)) is grpc.StatusCode.PERMISSION_DENIED


def test_health_is_open_and_reflection_is_not(engine: Engine, tokens: Path) -> None:
    """Probes have no token; the contract is shown to those who may call."""
    _, secret = create_token(tokens, "crawler", Role.READER, None)
    request = reflection_pb2.ServerReflectionRequest(list_services="")
    with guarded(engine, AccessRules(tokens=tokens)) as channel:
        status = health_pb2_grpc.HealthStub(channel).Check(health_pb2.HealthCheckRequest())
        assert status.status == health_pb2.HealthCheckResponse.SERVING
        stub = reflection_pb2_grpc.ServerReflectionStub(channel)
        with pytest.raises(grpc.RpcError) as failure:
            list(stub.ServerReflectionInfo(iter([request])))
        assert failure.value.code() is grpc.StatusCode.UNAUTHENTICATED
        known = stub.ServerReflectionInfo(iter([request]), metadata=(bearer(secret),))
        assert len(list(known)) == 1


def test_reflection_can_be_left_out(engine: Engine) -> None:
    """As is the default beyond loopback."""
    request = reflection_pb2.ServerReflectionRequest(list_services="")
    with guarded(engine, AccessRules(reflection=False)) as channel:
        stub = reflection_pb2_grpc.ServerReflectionStub(channel)
        with pytest.raises(grpc.RpcError) as failure:
            list(stub.ServerReflectionInfo(iter([request])))
        assert failure.value.code() is grpc.StatusCode.UNIMPLEMENTED


def test_stranger_is_refused_before_his_message_is_read(engine: Engine, tokens: Path) -> None:
    """Bytes that are no message do not change the answer."""
    with guarded(engine, AccessRules(tokens=tokens)) as channel:
        with pytest.raises(grpc.RpcError) as failure:
            channel.unary_unary(RESOLVE)(b"\xff" * 40)
        assert failure.value.code() is grpc.StatusCode.UNAUTHENTICATED


def test_audit_log_has_refusals_and_no_secret(engine: Engine, tokens: Path, tmp_path: Path) -> None:
    """A line of JSON each, with the request ID; a flood is cut and counted."""
    _, secret = create_token(tokens, "crawler", Role.READER, None)
    log = tmp_path / "audit.jsonl"
    with guarded(engine, AccessRules(tokens=tokens, audit=log)) as channel:
        code_of(channel, bearer(secret))
        code_of(channel, bearer("wrong" + secret), ("x-request-id", "abc-1"))
        for _ in range(4 * REFUSALS_A_SECOND):
            code_of(channel)
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    first = lines[0]
    assert (first["method"], first["code"]) == (RESOLVE, "UNAUTHENTICATED")
    assert first["request_id"] == "abc-1"
    assert REFUSALS_A_SECOND <= len(lines) < 4 * REFUSALS_A_SECOND
    assert secret not in log.read_text("utf-8")


@dataclass
class Authority:
    """Certificates for a server and for callers, as files."""

    folder: Path
    roots: bytes
    files: TlsFiles

    def renew(self) -> bytes:
        """Put a server's certificate of a new authority in place; return that authority's."""
        import trustme

        new = trustme.CA()
        issued = new.issue_cert("localhost")
        self.files.key.write_bytes(issued.private_key_pem.bytes())
        self.files.chain.write_bytes(b"".join(p.bytes() for p in issued.cert_chain_pems))
        return bytes(new.cert_pem.bytes())


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    """Give a server's certificate and its authority."""
    trustme = pytest.importorskip("trustme", reason="trustme is not installed")
    ca = trustme.CA()
    files = TlsFiles(tmp_path / "chain.pem", tmp_path / "key.pem", tmp_path / "roots.pem")
    issued = ca.issue_cert("localhost")
    issued.private_key_pem.write_to_path(str(files.key))
    files.chain.write_bytes(b"".join(pem.bytes() for pem in issued.cert_chain_pems))
    ca.cert_pem.write_to_path(str(files.client_roots))
    return Authority(tmp_path, ca.cert_pem.bytes(), files)


def certified(authority_ca: bytes, client: object = None) -> grpc.ChannelCredentials:
    """Return the credentials of a caller, with a certificate of its own if it has one."""
    if client is None:
        return grpc.ssl_channel_credentials(authority_ca)
    return grpc.ssl_channel_credentials(
        authority_ca,
        client.private_key_pem.bytes(),  # type: ignore[attr-defined]
        b"".join(pem.bytes() for pem in client.cert_chain_pems),  # type: ignore[attr-defined]
    )


def over_tls(address: str, credentials: grpc.ChannelCredentials) -> grpc.Channel:
    """Return a channel to a server whose certificate is for localhost."""
    options = [
        ("grpc.ssl_target_name_override", "localhost"),
        ("grpc.use_local_subchannel_pool", 1),
    ]
    return grpc.secure_channel(address, credentials, options)


def test_renewed_certificate_is_taken_without_a_restart(
    engine: Engine, authority: Authority
) -> None:
    """New connections see the new one; a renewal that does not fit changes nothing."""
    files = TlsFiles(authority.files.chain, authority.files.key)
    with running(engine, ServerConfig(tls=files)) as started:
        with over_tls(started.address, certified(authority.roots)) as channel:
            assert code_of(channel) is grpc.StatusCode.OK
            good = files.key.read_bytes()
            files.key.write_bytes(b"no key")
            with over_tls(started.address, certified(authority.roots)) as other:
                assert code_of(other) is grpc.StatusCode.OK
            files.key.write_bytes(good)
            roots = authority.renew()
            with over_tls(started.address, certified(roots)) as other:
                assert code_of(other) is grpc.StatusCode.OK
            with over_tls(started.address, certified(authority.roots)) as other:
                assert code_of(other) is grpc.StatusCode.UNAVAILABLE
            assert code_of(channel) is grpc.StatusCode.OK
        with grpc.insecure_channel(started.address) as plain:
            assert code_of(plain) is grpc.StatusCode.UNAVAILABLE


def test_certificates_identity_decides_the_role(
    engine: Engine, authority: Authority, tmp_path: Path
) -> None:
    """One in the file is let in, one that is not is not, and no certificate is no connection."""
    import trustme

    ca = trustme.CA()
    assert authority.files.client_roots
    ca.cert_pem.write_to_path(str(authority.files.client_roots))
    identities = tmp_path / "identities.tsv"
    identities.write_text("identity\trole\nspiffe://example.org/crawlers/*\treader\n", "utf-8")
    config = ServerConfig(tls=authority.files, access=AccessRules(identities=identities))
    expected = {
        "spiffe://example.org/crawlers/one": grpc.StatusCode.OK,
        "spiffe://example.org/other": grpc.StatusCode.PERMISSION_DENIED,
    }
    with running(engine, config) as started:
        for identity, code in expected.items():
            credentials = certified(authority.roots, _svid(ca, identity))
            with over_tls(started.address, credentials) as channel:
                assert code_of(channel) is code
        nameless = certified(authority.roots, ca.issue_cert("crawler.example.org"))
        with over_tls(started.address, nameless) as channel:
            assert code_of(channel) is grpc.StatusCode.UNAUTHENTICATED
        for credentials in (
            certified(authority.roots),
            certified(authority.roots, _svid(trustme.CA(), "spiffe://example.org/crawlers/one")),
        ):
            with over_tls(started.address, credentials) as channel:
                assert code_of(channel) is grpc.StatusCode.UNAVAILABLE


class _Svid:
    """A certificate that trustme has no way to ask for: with a SPIFFE ID as its only name."""

    def __init__(self, key: bytes, chain: bytes) -> None:
        import trustme

        self.private_key_pem = trustme.Blob(key)
        self.cert_chain_pems = [trustme.Blob(chain)]


def _svid(ca: object, identity: str) -> _Svid:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    root = x509.load_pem_x509_certificate(ca.cert_pem.bytes())  # type: ignore[attr-defined]
    root_key = serialization.load_pem_private_key(ca.private_key_pem.bytes(), None)  # type: ignore[attr-defined]
    name = x509.UniformResourceIdentifier(identity)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([]))
        .issuer_name(root.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([name]), critical=True)
        .sign(root_key, hashes.SHA256())  # type: ignore[arg-type]
    )
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return _Svid(secret, certificate.public_bytes(pem))
