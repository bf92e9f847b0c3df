from __future__ import annotations

import json
import logging

import pytest

from normalizer.errors import InvalidOptionError
from normalizer.service.call import Call, enter, request_id
from normalizer.service.telemetry.logs import JsonFormatter, TextFormatter, set_up_logging


def record(message: str, **extra: object) -> logging.LogRecord:
    """Return a log record."""
    made = logging.LogRecord("normalizer.x", logging.INFO, "x.py", 1, message, None, None)
    vars(made).update(extra)
    return made


def test_json_line_has_the_request_id_and_the_fields() -> None:
    """One line, whatever the message holds."""
    enter(Call("/method", "id-1", 0.0))
    line = JsonFormatter().format(record("two\nlines", fields={"code": "OK"}))
    assert "\n" not in line
    found = json.loads(line)
    assert (found["message"], found["code"], found["request_id"]) == ("two\nlines", "OK", "id-1")
    assert found["level"] == "info"


def test_text_line_has_them_too() -> None:
    """At its end."""
    enter(Call("/method", "id-2", 0.0))
    line = TextFormatter("%(message)s%(about)s").format(record("hello", fields={"code": "OK"}))
    assert line == "hello code=OK request_id=id-2"


def test_exception_is_in_the_line() -> None:
    """With its place."""
    try:
        raise ValueError("inner")
    except ValueError as failure:
        info = (type(failure), failure, failure.__traceback__)
    found = json.loads(JsonFormatter().format(record("failed", exc_info=info)))
    assert "ValueError: inner" in found["exception"]


@pytest.mark.parametrize("asked", ["", "x" * 65, "with\nbreak", "ü"])
def test_request_id_that_could_do_harm_is_replaced(asked: str) -> None:
    """By a new one each time."""
    assert request_id(asked) not in (asked, request_id(asked))


def test_harmless_request_id_is_kept() -> None:
    """So that callers find their calls."""
    assert request_id("order 66/a") == "order 66/a"


@pytest.mark.parametrize(("form", "level"), [("xml", "info"), ("json", "loud")])
def test_unknown_words_are_refused(form: str, level: str) -> None:
    """Of format and of level."""
    with pytest.raises(InvalidOptionError):
        set_up_logging(form, level)
