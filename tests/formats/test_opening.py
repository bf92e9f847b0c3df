from __future__ import annotations

import io

import pytest

from normalizer.errors import InvalidOptionError
from normalizer.formats import opening
from normalizer.formats.names import Format, Medium


@pytest.mark.parametrize(
    ("form", "package", "extra"),
    [(Format.PARQUET, "pyarrow", "parquet"), (Format.SPACY, "spacy", "spacy")],
)
def test_missing_library_is_named(
    form: Format, package: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without its library a format is refused with what to install."""
    monkeypatch.setattr(opening, "find_spec", lambda name: None if name == package else name)
    with pytest.raises(InvalidOptionError, match=rf"{package}: pip install 'namenorm\[{extra}\]'"):
        opening.annotation_writer(form, io.BytesIO())


def test_media() -> None:
    """Each format has a medium; only folders have names without an end."""
    assert [form for form in Format if form.medium is Medium.FOLDER] == [
        form for form in Format if not form.suffix
    ]
