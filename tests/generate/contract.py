"""Hold the contract in `protos/` to the one that was released last, by `buf breaking`.

    python -m tests.generate.contract             write the released contract anew: at a release
    python -m tests.generate.contract --check     exit 1 when a client of the release would break

What was released is an image in `protos/released.binpb`: descriptors, without comments. The rules
are those of `buf.yaml` (FILE: neither the wire nor generated code may break).
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.generate import stubs

RELEASED = stubs.PROTOS / "released.binpb"


def image(path: Path) -> None:
    """Write the contract as it is now as an image."""
    stubs.compile_protos("--include_imports", f"--descriptor_set_out={path}")


def broken(released: Path = RELEASED) -> list[str]:
    """Return what would break a client, a line each; raise FileNotFoundError without buf."""
    buf = stubs.tool("buf")
    if buf is None:
        raise FileNotFoundError("buf (install the extra dev)")
    with tempfile.TemporaryDirectory() as folder:
        now = Path(folder) / "now.binpb"
        image(now)
        against = ["--against", str(released), "--config", str(stubs.ROOT / "buf.yaml")]
        run = subprocess.run(
            [buf, "breaking", str(now), *against, "--path", "normalizer"],
            capture_output=True,
            text=True,
            check=False,
        )
    complaints = (run.stdout + run.stderr).splitlines()
    return complaints or ([f"buf ended with {run.returncode}"] if run.returncode else [])


def main() -> int:
    """Return the exit code: 0 when all is well."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    if not parser.parse_args().check:
        image(RELEASED)
        return 0
    complaints = broken()
    sys.stderr.write("".join(f"{line}\n" for line in complaints))
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
