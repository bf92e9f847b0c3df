"""The call that is being answered, for whatever needs to know: logs, audit, fairness, changes."""

from __future__ import annotations

import random
from contextvars import ContextVar
from dataclasses import dataclass, field

from normalizer.service.access.roles import Role

MAX_REQUEST_ID = 64
_ID_BITS = 64


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls. `name` is for people; `key` is whose share of the server the call counts to.

    `known` is whether a token or certificate says who it is.
    """

    name: str
    role: Role | None
    key: str
    known: bool = True


NOBODY = Caller("nobody", None, "", known=False)


@dataclass(slots=True)
class Call:
    """A call from its first byte to its status. `began` is of the monotonic clock, in seconds."""

    method: str
    request_id: str
    began: float
    caller: Caller = field(default=NOBODY)


_current: ContextVar[Call | None] = ContextVar("call", default=None)


def current_call() -> Call | None:
    """Return the call that this code works for, None outside of any."""
    return _current.get()


def enter(call: Call) -> None:
    """Make a call the current one, for the rest of its task."""
    _current.set(call)


def caller_key() -> str:
    """Return the key of the current caller; "" outside of any call."""
    call = _current.get()
    return call.caller.key if call else ""


def known_name() -> str:
    """Return the current caller's name where a token or certificate tells it, else `""`."""
    call = _current.get()
    return call.caller.name if call and call.caller.known else ""


def request_id(asked: str) -> str:
    """Return the ID that a caller asks for if it is short and harmless in a log, else a new one."""
    if 0 < len(asked) <= MAX_REQUEST_ID and asked.isascii() and asked.isprintable():
        return asked
    return f"{random.getrandbits(_ID_BITS):016x}"  # told apart, not kept secret
