"""The audit log: one JSON line for each call that may change something, and for each refusal.

It says who, what and when; what a change consists of is in the alias table's own log of
changes, under the same request ID. A flood of refusals is cut to a few lines a second and a
count, so that it cannot fill the disk.
"""

from __future__ import annotations

import logging
import os
import time
from logging.handlers import WatchedFileHandler
from pathlib import Path

from normalizer.errors import InputError
from normalizer.service.access.roles import METHOD_ROLES, Role
from normalizer.service.call import Call
from normalizer.service.telemetry.logs import JsonFormatter

REFUSALS_A_SECOND = 10
_LOGGER = "normalizer.audit"
_REFUSED = ("UNAUTHENTICATED", "PERMISSION_DENIED")
_CHANGING = frozenset(method for method, role in METHOD_ROLES.items() if role > Role.READER)


class Audit:
    """Writes to a file that may be rotated, or to the server's log when there is none.

    Raises InputError when the file cannot be written.
    """

    def __init__(self, path: Path | None) -> None:
        # Not one of the tree: the file must have these lines alone, and no other must.
        self._logger = logging.getLogger(_LOGGER) if path is None else logging.Logger(_LOGGER)
        self._refusals, self._second, self._left_out = 0, 0, 0
        if path is not None:
            self._logger.addHandler(_handler(path))

    def note(self, call: Call, code: str) -> None:
        """Write down a call that has ended with a status code, if it is one for the audit."""
        changing = call.method in _CHANGING
        if code == "OK" and not changing:
            return
        refused = code in _REFUSED
        if not changing and not (refused and self._has_room()):
            return
        fields = {"method": call.method, "caller": call.caller.name, "code": code}
        if self._left_out:
            fields["refusals_left_out"] = str(self._left_out)
            self._left_out = 0
        fields["request_id"] = call.request_id
        self._logger.info("refused" if refused else "changing call", extra={"fields": fields})

    def _has_room(self) -> bool:
        second = int(time.monotonic())
        if second != self._second:
            self._second, self._refusals = second, 0
        self._refusals += 1
        if self._refusals > REFUSALS_A_SECOND:
            self._left_out += 1
            return False
        return True


def _handler(path: Path) -> logging.Handler:
    try:
        os.close(os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600))
        handler = WatchedFileHandler(path, encoding="utf-8")
    except OSError as failure:
        raise InputError(str(path), 0, failure.strerror or "cannot be written") from failure
    handler.setFormatter(JsonFormatter())
    return handler
