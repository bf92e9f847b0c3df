"""Packages: `data/` and `seeds/` are installed inside the package, with all their folders.

They become `normalizer._data` and `normalizer._seeds`; pyproject.toml cannot say so. The native
kernel is built where there is a C compiler.
"""

import os
import shutil
from pathlib import Path

from setuptools import Extension, find_packages, setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).resolve().parent


def _folders(top: str, package: str) -> dict[str, str]:
    """Return package name → folder for a top-level folder and all its sub-folders."""
    paths = [ROOT / top, *(path for path in (ROOT / top).rglob("*") if path.is_dir())]
    return {
        ".".join([package, *path.relative_to(ROOT / top).parts]): path.relative_to(ROOT).as_posix()
        for path in paths
    }


class CleanBuild(build_py):
    """Forgets the build before: a set that is gone from `seeds/` must not be installed."""

    def run(self) -> None:
        """Build the package anew."""
        if not self.editable_mode:
            shutil.rmtree(self.build_lib, ignore_errors=True)
        super().run()


RESOURCES = _folders("data", "normalizer._data") | _folders("seeds", "normalizer._seeds")

SOURCES = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "normalizer/native").glob("*.c"))
HEADERS = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "normalizer/native").glob("*.h"))
KERNEL = Extension(
    "normalizer.native._kernel",
    SOURCES,
    depends=HEADERS,
    # No fused multiply-add: the answers are those of Python to the last bit.
    extra_compile_args=[] if os.name == "nt" else ["-O3", "-std=c11", "-ffp-contract=off"],
    optional=True,  # without a compiler, everything works in Python
)

setup(
    ext_modules=[KERNEL],
    packages=[*find_packages(include=["normalizer", "normalizer.*"]), *RESOURCES],
    package_dir=RESOURCES,
    package_data={"": ["*"], "normalizer.store": ["migrations/*/*.sql"]},
    cmdclass={"build_py": CleanBuild},
)
