from __future__ import annotations

import builtins
import io
import sys
from collections.abc import Callable
from typing import Any

import pytest

from normalizer.errors import InvalidOptionError
from normalizer.formats.names import Format, Medium
from normalizer.formats.opening import annotation_writer


@pytest.mark.parametrize(
    ("form", "package", "extra"),
    [(Format.PARQUET, "pyarrow", "parquet"), (Format.SPACY, "spacy", "spacy")],
)
def test_missing_library_is_named(
    form: Format, package: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without its library a format is refused with what to install."""
    usual: Callable[..., Any] = builtins.__import__

    def lacking(name: str, *rest: Any) -> Any:
        if name.partition(".")[0] == package:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return usual(name, *rest)

    for module in [each for each in sys.modules if each.startswith("normalizer.formats.")]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setattr(builtins, "__import__", lacking)
    with pytest.raises(InvalidOptionError, match=rf"{package}: pip install 'namenorm\[{extra}\]'"):
        annotation_writer(form, io.BytesIO())


def test_media() -> None:
    """Each format has a medium; only folders have names without an end."""
    assert [form for form in Format if form.medium is Medium.FOLDER] == [
        form for form in Format if not form.suffix
    ]
