"""The three sets of places together: which spellings they share, and how one of them is written."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from functools import cache

from tests.generate import seed_files, settlements, territories
from tests.generate.seed_files import HERE, SEEDS, SeedSet


def sets() -> dict[str, SeedSet]:
    """Return the generated sets by the name of their folder."""
    return {
        "generated-territories": territories.build(),
        "generated-settlements": settlements.build(),
    }


@cache
def shared() -> frozenset[str]:
    """Return the normal forms that a place shares with any entity, those by hand included."""
    owners = seed_files.owners_of(sets().values())
    for name in seed_files.hand_written_sets():
        for entity_id, names in seed_files.hand_written(name).items():
            owners.setdefault(entity_id, set()).update(names)
    return seed_files.shared_names(owners)


def outputs(name: str, header: str) -> dict[str, str]:
    """Return file name → text of one generated set."""
    return seed_files.files_of(sets()[name], header, shared())


def publish_set(name: str, header: str, arguments: Sequence[str]) -> int:
    """Write one set, or compare it with `--check`; return the exit code, 1 when it differs."""
    parser = argparse.ArgumentParser(description=f"Write seeds/{name}/ from its sources.")
    parser.add_argument("--check", action="store_true", help="only compare, exit 1 on a difference")
    check: bool = parser.parse_args(arguments).check
    stale = seed_files.publish(SEEDS / name, outputs(name, header), check)
    if name == "generated-settlements":
        text = {settlements.IDS.name: settlements.ids_text()}
        stale += seed_files.publish(HERE, text, check)
    for file in stale:
        sys.stdout.write(f"seeds/{name}: {file} {'differs' if check else 'written'}\n")
    return 1 if check and stale else 0
