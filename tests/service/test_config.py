from __future__ import annotations

import subprocess
import sys

import pytest

from normalizer.errors import InvalidOptionError
from normalizer.service.config import host_and_port


@pytest.mark.parametrize(
    ("listen", "expected"),
    [
        ("127.0.0.1:50051", ("127.0.0.1", 50051)),
        ("127.9.9.9:1", ("127.9.9.9", 1)),
        ("localhost:0", ("localhost", 0)),
        ("[::1]:65535", ("[::1]", 65535)),
    ],
)
def test_loopback_needs_no_word(listen: str, expected: tuple[str, int]) -> None:
    """Addresses of this machine are taken apart."""
    assert host_and_port(listen, insecure=False) == expected


@pytest.mark.parametrize("listen", ["0.0.0.0:1", "[::]:1", "192.0.2.1:1", "example.com:1"])
def test_other_hosts_must_be_asked_for(listen: str) -> None:
    """Plain text over a network is refused, unless somebody says that he wants it."""
    with pytest.raises(InvalidOptionError, match="loopback"):
        host_and_port(listen, insecure=False)
    assert host_and_port(listen, insecure=True)[1] == 1


@pytest.mark.parametrize(
    "listen",
    ["", ":1", "localhost", "localhost:", "localhost:x", "localhost:65536", "::1:1", "h:-1", "h:٣"],
)
def test_malformed_address_is_refused(listen: str) -> None:
    """Each with a reason that names the option."""
    with pytest.raises(InvalidOptionError) as failure:
        host_and_port(listen, insecure=True)
    assert failure.value.field == "listen"


def test_configuration_is_read_without_grpc() -> None:
    """A supervisor that forks must not have imported it."""
    code = "import sys, normalizer.service.config; sys.exit('grpc' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
