from __future__ import annotations

import json

from normalizer.cli.exits import Exit
from tests.cli.conftest import Run


def test_json_lines(run: Run) -> None:
    """Piped answers say which scheme made them."""
    result = run("romanise", "мінск", "--scheme", "be_upper")
    assert json.loads(result.stdout) == {
        "text": "мінск",
        "romanised": "МІНСК",
        "scheme": "be_upper",
    }


def test_plain_text(run: Run) -> None:
    """As text there is a line a text, from standard input too."""
    result = run("romanise", "-", "c", "--format", "text", input="a\nb\n")
    assert result.stdout == "A\nB\nC\n"


def test_text_that_no_scheme_covers(run: Run) -> None:
    """A text that the scheme does not cover has its own error, and the work goes on."""
    result = run("romanise", "Αθήνα", "a", "--scheme", "ru_upper")
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert records[0] == {"text": "Αθήνα", "error": "does not cover Greek"}
    assert records[1]["romanised"] == "A"
    assert result.exit_code == Exit.SOME_FAILED


def test_unknown_scheme(run: Run) -> None:
    """An unknown scheme is a mistake of usage, and the nearest names are offered."""
    result = run("romanise", "a", "--scheme", "ru_uper")
    assert result.exit_code == Exit.USAGE
    assert "did you mean ru_upper" in result.stderr


def test_list(run: Run) -> None:
    """The schemes are listed with all that is known of them."""
    result = run("romanise", "--list")
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert [each["id"] for each in records] == ["be_upper", "ru_upper"]
    assert list(records[0]) == ["id", "lang", "script", "name", "description", "source", "url"]


def test_list_of_a_language(run: Run) -> None:
    """The list may be narrowed to a language."""
    assert run("romanise", "--list", "--lang", "be", "--format", "text").stdout.count("upper") == 1


def test_nothing_to_do(run: Run) -> None:
    """Without texts there is nothing to do."""
    assert run("romanise").exit_code == Exit.USAGE
