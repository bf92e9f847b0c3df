"""Compiles the native kernel with sanitizers and feeds it arrays of arbitrary content.

    python -m tests.fuzz.kernel --rounds 200000 --seed 1

Ends with 0 and "no fault", or with what the sanitizers found. Without a C compiler that knows
AddressSanitizer it says so and ends with 0.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
NATIVE = HERE.parents[1] / "normalizer" / "native"
PARTS = (
    "arrays",
    "crc32",
    "asking",
    "ask_word",
    "endings",
    "letters",
    "spelling",
    "rarity",
    "reach",
    "gather",
    "meeting",
    "outline",
    "bags",
    "matching",
    "distance",
    "layout",
    "interned",
    "sounds",
    "hearing",
    "readings",
    "spellings",
    "likeness",
    "resemblance",
    "aligning",
    "features",
    "forenames",
    "gaps",
    "bodies",
)
FUZZERS = ("kernel_fuzz", "comparison_fuzz")
FLAGS = ("-g", "-O1", "-std=c11", "-fsanitize=address,undefined", "-fno-sanitize-recover=all")


def compiled(folder: Path) -> Path | None:
    """Return the fuzzer, compiled below `folder`; None without a compiler that can."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        return None
    target = folder / "kernel_fuzz"
    sources = [*(HERE / f"{name}.c" for name in FUZZERS), *(NATIVE / f"{part}.c" for part in PARTS)]
    command = [
        compiler,
        *FLAGS,
        f"-I{HERE}",
        f"-I{NATIVE}",
        *map(str, sources),
        "-lm",
        "-o",
        str(target),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode and "fsanitize" not in done.stderr and "asan" not in done.stderr:
        raise RuntimeError(done.stderr)
    return None if done.returncode else target


def run(fuzzer: Path, seed: int, rounds: int, timeout: float) -> tuple[int, str]:
    """Return the exit code of the fuzzer and all that it wrote."""
    command = [str(fuzzer), str(seed), str(rounds)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=timeout)
    return done.returncode, done.stdout + done.stderr


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the fuzzer once."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--timeout", type=float, default=600.0, help="seconds at most")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        fuzzer = compiled(Path(folder))
        if fuzzer is None:
            sys.stdout.write("skipped: no C compiler with sanitizers\n")
            return 0
        code, written = run(fuzzer, chosen.seed, chosen.rounds, chosen.timeout)
    sys.stdout.write(written)
    return code


if __name__ == "__main__":
    raise SystemExit(main())
