"""An installation holds the tables and the seeds, and works away from the repository."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

from normalizer.resources import data_dir, seeds_dir

ROOT = Path(__file__).resolve().parents[1]
SETUPTOOLS = 77
SOURCES = ("normalizer", "data", "seeds")
FILES = ("pyproject.toml", "setup.py", "README.md", "LICENSE", "NOTICE", "LICENSES")


def _setuptools() -> int:
    try:
        return int(version("setuptools").partition(".")[0])
    except PackageNotFoundError:
        return 0


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a wheel built from a copy of the sources: nothing is left in the repository."""
    if _setuptools() < SETUPTOOLS:
        pytest.skip(f"setuptools {SETUPTOOLS} or newer is not installed")
    folder = tmp_path_factory.mktemp("wheel")
    for name in SOURCES:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile
        copy(ROOT / name, folder / name)
    stale = folder / "build" / "lib" / "normalizer" / "_seeds" / "gone"
    stale.mkdir(parents=True)
    (stale / "entities.tsv").write_text("left by an earlier build", "utf-8")
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "wheel", "-q", "."),
            *("--no-deps", "--no-build-isolation", "--wheel-dir", "dist"),
        ],
        cwd=folder,
        check=True,
    )
    (built,) = (folder / "dist").glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path) -> Path:
    """Return a folder with what the wheel installs."""
    folder = wheel.parent.parent / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


@pytest.mark.parametrize(("name", "source"), [("_data", data_dir()), ("_seeds", seeds_dir())])
def test_every_table_is_installed(installed: Path, name: str, source: Path) -> None:
    """The folder inside the package has the files of the one at the top level, and no others.

    What an earlier build has left behind is none of them.
    """
    folder = installed / "normalizer" / name
    assert _contents(folder) == _contents(source)


def _contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_every_module_is_installed(installed: Path) -> None:
    """No module, stub, style or marker of types is left out."""
    source = ROOT / "normalizer"
    wanted = {name for name in _contents(source) if "__pycache__" not in name}
    assert wanted - _contents(installed / "normalizer").keys() == set()


def test_licences_travel_along(installed: Path) -> None:
    """The licence, the notice and the licences of others' data are in the wheel's metadata."""
    (metadata,) = installed.glob("*.dist-info")
    found = {path.name for path in (metadata / "licenses").rglob("*") if path.is_file()}
    assert {"LICENSE", "NOTICE", "Unicode-3.0.txt", "MIT-rigour.txt"} <= found


def test_installed_package_answers(installed: Path, tmp_path: Path) -> None:
    """The package resolves a name with the tables that it brought."""
    environment = {**os.environ, "PYTHONPATH": str(installed), "NAMENORM_CACHE": "off"}
    environment.pop("NAMENORM_SEEDS", None)
    run = subprocess.run(
        [sys.executable, "-m", "normalizer", "resolve", "Лукашенко", "--format", "jsonl"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(run.stdout)["entity_name"] == "Alexander Lukashenko"
    where = subprocess.run(
        [sys.executable, "-c", "from normalizer.resources import seeds_dir; print(seeds_dir())"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(where.stdout.strip()) == installed / "normalizer" / "_seeds"
