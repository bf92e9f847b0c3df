"""Where `data/` and `seeds/` lie: beside the package in a checkout, inside it when installed."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _folder(name: str) -> Path:
    installed = _PACKAGE / f"_{name}"
    return installed if installed.is_dir() else _PACKAGE.parent / name


def data_dir() -> Path:
    """Return the folder of the linguistic tables."""
    return _folder("data")


def seeds_dir() -> Path:
    """Return the folder of the seeded alias table."""
    return _folder("seeds")
