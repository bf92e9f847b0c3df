"""Where a user's own alias table is kept when no other is named."""

from __future__ import annotations

import os
from pathlib import Path

OFF = "off"
VARIABLE = "NAMENORM_HOME"
_FILE = "table.sqlite"


def own_store() -> Path | None:
    """Return the path of the user's own table, there or not; None when it is turned off.

    `NAMENORM_HOME` names its folder, and `off` turns it off; else it is the folder for users'
    data of the XDG base directories (https://specifications.freedesktop.org/basedir-spec/).
    """
    named = os.environ.get(VARIABLE, "")
    if named == OFF:
        return None
    if named:
        return Path(named) / _FILE
    base = os.environ.get("XDG_DATA_HOME", "")
    try:
        return (Path(base) if base else Path.home() / ".local" / "share") / "namenorm" / _FILE
    except RuntimeError:  # no home folder
        return None
