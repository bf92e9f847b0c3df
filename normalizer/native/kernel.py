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
INTERFACE = 18
"""Counted up with each change of what the package asks of the kernel, here and in `module.h`."""


def _loaded() -> ModuleType | None:
    if os.environ.get(VARIABLE, "") == OFF:
        return None
    try:
        kernel = import_module("normalizer.native._kernel")
    except ImportError:  # installed without a compiler
        return None
    return checked(kernel)


def checked(kernel: ModuleType) -> ModuleType:
    """Return the kernel; raise ImportError for one that was built for another package."""
    if getattr(kernel, "INTERFACE", 1) != INTERFACE:
        raise ImportError(
            f"{kernel.__file__} was built for another version of the package: "
            f"run `pip install -e .` again, or set {VARIABLE}={OFF}"
        )
    return kernel


native = _loaded()
