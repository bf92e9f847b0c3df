"""The collector of circular garbage, of which our work makes next to none."""

from __future__ import annotations

import gc


def collect_seldom() -> None:
    """Look for garbage seldom, for commands and workers that go through millions of rows.

    By default Python looks at every 700 new objects that stay, and a tenth of naming was that.
    """
    gc.set_threshold(50_000, 20, 100)


def settle() -> None:
    """Take what is in memory out of the garbage collector's sight.

    The tables live as long as the process. Unseen, they are neither walked again and again nor
    are their pages written to, so that forked workers go on sharing them.
    """
    gc.collect()
    gc.freeze()
