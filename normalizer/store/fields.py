"""What a value of the alias table may be: one judge a field, for files and edits alike.

A judge returns why a value is refused, `""` when it is well. Whatever reads or changes the
table asks these, so that no way in is stricter or laxer than another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from operator import itemgetter

from normalizer import scripts
from normalizer.types import AliasKind, Kind

Reason = Callable[[str], str]
"""Returns why a value is refused; `""` when it is well."""

_LANG = re.compile(
    r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"
)
_SCHEME = re.compile(r"[a-z][a-z0-9_-]*")
# What Python calls unprintable and names have all the same: the spaces that CLDR writes, and
# the joiners that are part of the spelling in Persian and in Indian scripts.
_ALLOWED = (
    "\N{NO-BREAK SPACE}",
    "\N{NARROW NO-BREAK SPACE}",
    "\N{ZERO WIDTH NON-JOINER}",
    "\N{ZERO WIDTH JOINER}",
)


def _pattern(pattern: str | re.Pattern[str], wanted: str, *, optional: bool = False) -> Reason:
    compiled = re.compile(pattern)

    def judge(value: str) -> str:
        if compiled.fullmatch(value) or (optional and not value):
            return ""
        return f"{value!r} is not {wanted}"

    return judge


def _one_of(known: Iterable[str]) -> Reason:
    allowed = frozenset(known)
    listed = ", ".join(sorted(filter(None, allowed)))

    def judge(value: str) -> str:
        return "" if value in allowed else f"{value!r} is none of {listed}"

    return judge


entity_id = _pattern(r"nn(?:[0-9]{6}|[1-9][0-9]{6,14})", "nn and six digits or more")
entity_kind = _one_of(Kind)
country = _pattern(r"[A-Z]{2}", "two capital letters", optional=True)
gender = _one_of({"", "f", "m"})
wikidata = _pattern(r"Q[1-9][0-9]*", "Q and a number", optional=True)
alias_kind = _one_of(AliasKind)
lang = _pattern(_LANG, "a BCP 47 tag in its usual case", optional=True)
scheme = _pattern(_SCHEME, "a scheme's identifier", optional=True)
xref_scheme = _pattern(_SCHEME, "a scheme's identifier")


def script(value: str) -> str:
    """Return why a value is no script; the empty one is well."""
    return "" if not value or scripts.is_script(value) else f"{value!r} is not a known script"


def text(value: str, *, required: bool) -> tuple[str, str]:
    """Return the rule that free text breaks and the reason, `("", "")` when it is well."""
    if value.isprintable() and value and value[0] != " " and value[-1] != " ":
        return "", ""  # nearly every value
    if not value.strip():
        return ("empty", "is empty or white space") if required or value else ("", "")
    if value.strip() != value:
        return "outer-space", "has white space at an end"
    if bad := next(filter(is_unprintable, value), ""):
        return "unprintable", f"holds U+{ord(bad):04X}"
    return "", ""


def is_unprintable(character: str) -> bool:
    """Return whether a character is a control, bidirectional or unassigned one."""
    return not (character.isprintable() or character in _ALLOWED)


def stronger_script(alias: str, wanted: Collection[str]) -> str:
    """Return the script of more letters than `wanted` have, "no script" for none; else `""`."""
    counts = scripts.script_counts(alias)
    if not counts:
        return "no script" if wanted else ""
    own = sum(counts.pop(code, 0) for code in wanted)
    found, letters = max(counts.items(), key=itemgetter(1), default=("", 0))
    return found if letters > own else ""
