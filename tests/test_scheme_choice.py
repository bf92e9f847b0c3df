from pathlib import Path

import pytest

from normalizer import scheme_choice
from normalizer.errors import TableError


def _table(folder: Path, monkeypatch: pytest.MonkeyPatch, defaults: str, guesses: str) -> None:
    (folder / "schemes").mkdir()
    (folder / "schemes" / "uk_kmu2010.json").write_text("{}", encoding="utf-8")
    (folder / "romanise").mkdir()
    for name, text in (("defaults", defaults), ("guesses", guesses)):
        (folder / "romanise" / f"{name}.tsv").write_text(text, encoding="utf-8")
    monkeypatch.setattr("normalizer.tables.data_dir", lambda: folder)
    scheme_choice._defaults.cache_clear()
    scheme_choice._guesses.cache_clear()


@pytest.mark.parametrize(
    ("default", "guess", "reason"),
    [
        ("Cyrl\tuk\tuk_nope", "Cyrl\tuk\tї", "defaults.tsv:2: no scheme has the ID 'uk_nope'"),
        ("Cyrl\tuk\tuk_kmu2010\nCyrl\tuk\tuk_kmu2010", "Cyrl\tuk\tї", "defaults.tsv:3: .* twice"),
        ("Cyrl\tuk\tuk_kmu2010", "Cyrl\tuk\t[ї", "guesses.tsv:2: .* is no regular expression"),
    ],
)
def test_malformed_table_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, default: str, guess: str, reason: str
) -> None:
    """A row that cannot be meant is refused with its file, line and reason."""
    defaults, guesses = f"script\tlang\tscheme\n{default}\n", f"script\tlang\tpattern\n{guess}\n"
    _table(tmp_path, monkeypatch, defaults, guesses)
    try:
        with pytest.raises(TableError, match=reason):
            scheme_choice.check_choice()
    finally:
        scheme_choice._defaults.cache_clear()
        scheme_choice._guesses.cache_clear()


def test_scheme_of_one_script_in_a_text() -> None:
    """The language that the caller gives wins over the letters of the text."""
    assert scheme_choice.scheme_of("Cyrl", "Київ") == "uk_kmu2010"
    assert scheme_choice.scheme_of("Cyrl", "Київ", "be") == "be_news_en"
