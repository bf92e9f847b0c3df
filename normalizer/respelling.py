"""Tokens with other endings, by rules: what may stand for an ending, and behind which stems."""

from __future__ import annotations

from normalizer.native.kernel import native

Letters = frozenset[str] | None
"""The letters that a stem may end in; None for any."""
Rules = dict[str, list[tuple[str, Letters]]]
"""Ending → what may stand in its place, most likely first."""


def with_endings(token: str, rules: Rules, least_stem: int, longest: int) -> dict[str, None]:
    """Return a token with other endings, each once, of the longest own ending first.

    The stem keeps at least `least_stem` letters; no ending is longer than `longest`. The token
    itself may be among them.

    >>> list(with_endings("minskom", {"om": [("", None)]}, 2, 2))
    ['minsk']
    """
    if native is not None:
        return native.with_endings(token, rules, least_stem, longest)  # type: ignore[no-any-return]
    return with_endings_in_python(token, rules, least_stem, longest)


def with_endings_in_python(
    token: str, rules: Rules, least_stem: int, longest: int
) -> dict[str, None]:
    """Return what `with_endings` does; the kernel's oracle."""
    found: dict[str, None] = {}
    for cut in range(max(least_stem, len(token) - longest), len(token) + 1):
        for ending, after in rules.get(token[cut:], ()):
            if after is None or token[cut - 1] in after:
                found[token[:cut] + ending] = None
    return found
