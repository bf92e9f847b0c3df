"""The native kernel where it was built, else None; `NAMENORM_NATIVE=off` leaves it out.

Whoever uses it keeps a way in Python that gives the same answers: installing without a C
compiler must work, and that way is what the kernel is tested against.
"""

from __future__ import annotations

import os
from importlib import import_module
from types import ModuleType

VARIABLE = "NAMENORM_NATIVE"
OFF = "off"


def _loaded() -> ModuleType | None:
    if os.environ.get(VARIABLE, "") == OFF:
        return None
    try:
        return import_module("normalizer.native._kernel")
    except ImportError:  # installed without a compiler
        return None


native = _loaded()
