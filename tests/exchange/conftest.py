"""The stores of both kinds that the tests of the store are run against."""

from tests.store.conftest import open_at, place, postgres_url

__all__ = ["open_at", "place", "postgres_url"]
