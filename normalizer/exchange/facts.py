"""Facts of an entity compared with those of a file, field by field, and set.

A cross-reference is the field `xrefs.SCHEME`; values are text, the empty one for none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from normalizer.exchange.records import Facts, Key
from normalizer.types import Kind

XREF = "xrefs."
_FACTS = ("kind", "name", "country", "gender", "description")


def with_key(facts: Facts, key: Key) -> Facts:
    """Return facts with the file's key among the identifiers, by which it is found again."""
    if key.is_own or facts.xrefs.get(key.scheme):
        return facts
    return replace(facts, xrefs={**facts.xrefs, key.scheme: key.value})


def compared(ours: Facts, theirs: Facts, *, exact: bool) -> tuple[dict[str, str], dict[str, str]]:
    """Return field → value of what fills an empty field of ours, and of what differs from it.

    Of other tables only what they say counts, and their names are spellings, not facts; in our
    own a field that is empty has been emptied.
    """
    schemes = dict.fromkeys((*theirs.xrefs, *(ours.xrefs if exact else ())))
    names = [*(_FACTS if exact else _FACTS[2:]), *(f"{XREF}{scheme}" for scheme in schemes)]
    pairs = [(name, value_of(ours, name), value_of(theirs, name)) for name in names]
    filled = {name: value for name, own, value in pairs if value and not own}
    other = {name: value for name, own, value in pairs if own != value and own and (value or exact)}
    return filled, other


def value_of(facts: Facts, name: str) -> str:
    """Return the value of a field, `""` for none."""
    if name.startswith(XREF):
        return facts.xrefs.get(name.removeprefix(XREF), "")
    return str(getattr(facts, name))


def with_values(facts: Facts, values: Mapping[str, str]) -> Facts:
    """Return facts with other values; an empty value of a cross-reference takes it away."""
    xrefs = dict(facts.xrefs)
    plain: dict[str, object] = {}
    for name, value in values.items():
        if name.startswith(XREF):
            xrefs[name.removeprefix(XREF)] = value
        else:
            plain[name] = Kind(value) if name == "kind" else value
    kept = {scheme: value for scheme, value in xrefs.items() if value}
    return replace(facts, xrefs=kept, **plain)  # type: ignore[arg-type]
