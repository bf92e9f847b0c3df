"""Log lines for machines (JSON) or people, each with the request ID of the call it speaks of.

Whatever a caller sent is in no line, but for method, request ID and the name that a token or a
certificate gives him.
"""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime

from normalizer.errors import InvalidOptionError
from normalizer.service.call import current_call

FORMATS = ("text", "json")
LEVELS = ("debug", "info", "warning", "error")
_TEXT = "%(asctime)s %(levelname)-7s %(message)s%(about)s"


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time, level, logger, message, request ID, and a record's fields."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "process": record.process,
        }
        line.update(_about(record))
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class TextFormatter(logging.Formatter):
    """The same for people, on one line but for exceptions."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record."""
        record.about = "".join(f" {name}={value}" for name, value in _about(record).items())
        return super().format(record)


def _about(record: logging.LogRecord) -> dict[str, object]:
    """Return the fields of a record, the current call's request ID among them."""
    fields: dict[str, object] = dict(getattr(record, "fields", {}))
    call = current_call()
    if call is not None:
        fields.setdefault("request_id", call.request_id)
    return fields


def set_up_logging(form: str, level: str) -> None:
    """Write the package's log to standard error; raise InvalidOptionError for unknown words."""
    if form not in FORMATS:
        raise InvalidOptionError("log_format", f"{form!r} is not one of {', '.join(FORMATS)}")
    if level not in LEVELS:
        raise InvalidOptionError("log_level", f"{level!r} is not one of {', '.join(LEVELS)}")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter() if form == "json" else TextFormatter(_TEXT))
    root = logging.getLogger("normalizer")
    root.handlers = [handler]
    root.propagate = False
    root.setLevel(level.upper())
