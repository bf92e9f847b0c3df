"""Break a server in every way we know, and tell what came of it.

    python -m tests.faults [--only kill-worker,drain] [--times 5] [--seconds 1]

Loopback alone, a small alias table, each scene with a server of its own that stops with it. The
exit code is 1 when anything was found that should not be.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.faults.outcomes import LeftOutError, Measure
from tests.faults.scenes import SCENES
from tests.service.serving import write_seeds


def main() -> int:
    """Return the exit code: 0 when every scene ended as it should."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", default=",".join(SCENES))
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1.0)
    chosen = parser.parse_args()
    bad = False
    for name in chosen.only.split(","):
        with tempfile.TemporaryDirectory() as folder:
            seeds = write_seeds(Path(folder) / "seeds")
            try:
                found = SCENES[name](seeds, Measure(chosen.times, chosen.seconds))
            except LeftOutError as reason:
                sys.stdout.write(f"{name:24} left out: {reason}\n")
                continue
        record = found.record
        bad = bad or bool(found.faults)
        counts = f"{record.right:7,} right {record.wrong:3} wrong {record.failed:4} failed"
        told = f"recovery {found.recovery:5.2f} s  {found.note}"
        sys.stdout.write(f"{found.name:24} {counts}  {told}\n")
        for fault in found.faults:
            sys.stdout.write(f"{'':24} FAULT: {fault}\n")
        sys.stdout.flush()
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
