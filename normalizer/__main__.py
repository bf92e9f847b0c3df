"""`python -m normalizer` is the command `namenorm`."""

from __future__ import annotations

from normalizer.cli.main import main

if __name__ == "__main__":
    main()
