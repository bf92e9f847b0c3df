from __future__ import annotations

from google.protobuf import descriptor_pool

from normalizer.service.access.roles import METHOD_ROLES
from normalizer.service.server import SERVICES


def test_every_method_has_a_role_and_every_row_a_method() -> None:
    """A new method is open to nobody until its role is decided; that must not be forgotten."""
    pool = descriptor_pool.Default()
    served = {
        f"/{name}/{method}"
        for name in SERVICES
        for method in pool.FindServiceByName(name).methods_by_name
    }
    ours = {method for method in METHOD_ROLES if method.startswith("/normalizer.")}
    assert ours == served
