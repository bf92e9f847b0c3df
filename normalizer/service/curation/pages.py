"""Page tokens of lists in the order of a number: opaque to callers, checked on their return."""

from __future__ import annotations

import base64
import binascii

from normalizer.errors import InvalidOptionError
from normalizer.service.faults import RequestError, Violation

DEFAULT_SIZE, MAX_SIZE = 100, 1_000


def size_of(asked: int, default: int = DEFAULT_SIZE, most: int = MAX_SIZE) -> int:
    """Return the size of a page that was asked for; raise RequestError for a negative one."""
    if asked < 0:
        raise RequestError([Violation("page_size", "must not be negative")])
    return min(asked or default, most)


def token_of(list_name: str, last: int) -> str:
    """Return the token of the page after the item with a number."""
    return base64.urlsafe_b64encode(f"{list_name}:{last}".encode()).decode()


def number_in(list_name: str, token: str) -> int:
    """Return the number in a token, 0 for `""`; raise InvalidOptionError for any other text.

    >>> number_in("changes", token_of("changes", 42))
    42
    """
    if not token:
        return 0
    try:
        name, _, number = base64.b64decode(token, b"-_", validate=True).decode().partition(":")
        found = int(number)
    except (binascii.Error, ValueError):
        name, found = "", 0
    if name != list_name or token_of(list_name, found) != token:
        raise InvalidOptionError("page_token", f"is not a token that a page of {list_name} gave")
    return found
