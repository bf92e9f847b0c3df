"""Tokens with other endings, by rules: what may stand for an ending, and behind which stems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from normalizer.native.kernel import native

if TYPE_CHECKING:
    from normalizer.native._kernel import Endings

Letters = frozenset[str] | None
"""The letters that a stem may end in; None for any."""
Rules = dict[str, list[tuple[str, Letters]]]
"""Ending → what may stand in its place, most likely first."""


class Respelling:
    """Rules of endings; stems keep at least `least_stem` letters, one or more."""

    def __init__(self, rules: Rules, least_stem: int) -> None:
        self._rules, self._least_stem = rules, least_stem
        self._longest = max(map(len, rules), default=0)
        self.native: Endings | None = native.Endings(rules, least_stem) if native else None
        """The rules as the native kernel has them, None where it was not built."""

    def forms(self, token: str) -> dict[str, None]:
        """Return a token with other endings, each once, of the longest own ending first.

        The token itself may be among them.

        >>> list(Respelling({"om": [("", None)]}, 2).forms("minskom"))
        ['minsk']
        """
        return self.forms_in_python(token) if self.native is None else self.native.forms(token)

    def forms_in_python(self, token: str) -> dict[str, None]:
        """Return what `forms` does; the kernel's oracle."""
        found: dict[str, None] = {}
        first = max(self._least_stem, len(token) - self._longest)
        for cut in range(first, len(token) + 1):
            for ending, after in self._rules.get(token[cut:], ()):
                if after is None or token[cut - 1] in after:
                    found[token[:cut] + ending] = None
        return found
