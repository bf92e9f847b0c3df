"""What an edit's values must be: the rules of the seed files, asked of single rows."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from normalizer import scripts
from normalizer.errors import InvalidEditError, InvalidTextError
from normalizer.store import fields
from normalizer.store.changes import Author
from normalizer.store.memory import CANONICAL_SCRIPT
from normalizer.text import check_name
from normalizer.types import CANONICAL_SOURCE, Alias, AliasKind, Entity, Kind

MAX_TEXT = 2_000
"""The most code points of a description, a note, a reason or any other free text."""
MAX_KEY_BYTES = 2_000
"""The most bytes of a text that a database must find a row by."""
_SHORT = MAX_KEY_BYTES // 4  # characters, of four bytes at most


def checked_entity(entity: Entity, entity_id: str) -> Entity:
    """Return an entity of an ID, fit for the table, its text in NFC; raise InvalidEditError."""
    xrefs = {scheme: _nfc(value) for scheme, value in sorted(entity.xrefs.items())}
    name, description = _nfc(entity.name), _nfc(entity.description)
    about = (entity.country, entity.gender, description)
    made = Entity(entity_id, entity.kind, name, *about, xrefs)
    _judge("kind", fields.entity_kind(made.kind))
    _judge("country", fields.country(made.country))
    _judge("gender", fields.gender(made.gender))
    if made.gender and made.kind is not Kind.PERSON:
        raise InvalidEditError("gender", f"{made.gender!r} of a {made.kind}")
    _name("name", made.name)
    if found := "" if name.isascii() else fields.stronger_script(name, {CANONICAL_SCRIPT}):
        raise InvalidEditError("name", f"{name!r} is in {found}, not {CANONICAL_SCRIPT}")
    _text("description", description)
    for scheme, value in xrefs.items():
        _judge("xrefs", fields.xref_scheme(scheme))
        _text(f"xrefs[{scheme}]", value, required=True)
    _judge("xrefs[wikidata]", fields.wikidata(xrefs.get("wikidata", "")))
    return made


def checked_alias(alias: Alias, owner: str) -> Alias:
    """Return an alias of an owner, fit for the table, in NFC; raise InvalidEditError.

    An empty script becomes that of most letters.
    """
    text, source, note = _nfc(alias.text), _nfc(alias.source), _nfc(alias.note)
    _name("alias", text)
    _check_codes(alias.kind, alias.lang, alias.scheme)
    _text("source", source)
    _text("note", note)
    if source == CANONICAL_SOURCE:
        raise InvalidEditError("source", f"{CANONICAL_SOURCE!r} is that of no stored row")
    if alias.script:
        _check_script(text, alias.script)
    script = alias.script or scripts.main_script(text)
    return Alias(text, owner, alias.kind, alias.lang, script, alias.scheme, source, note)


@lru_cache(maxsize=4_096)
def _check_codes(kind: AliasKind, lang: str, scheme: str) -> None:
    _judge("alias_kind", fields.alias_kind(kind))
    _judge("lang", fields.lang(lang))
    _judge("scheme", fields.scheme(scheme))


def _check_script(text: str, script: str) -> None:
    if script == CANONICAL_SCRIPT and text.isascii() and text[0].isalpha():
        return
    _judge("script", fields.script(script))
    if found := fields.stronger_script(text, scripts.members_of(script)):
        raise InvalidEditError("script", f"{text!r} is in {found}, declared {script}")


def checked_id(entity_id: str) -> str:
    """Return an ID that is well-formed; raise InvalidEditError."""
    _judge("entity_id", fields.entity_id(entity_id))
    return entity_id


def check_author(by: Author) -> None:
    """Raise InvalidEditError for an author without a name or with text that cannot be kept."""
    _text("actor", by.actor, required=True)
    for name in ("reason", "source", "request_id"):
        _text(name, getattr(by, name))
    check_key("request_id", by.request_id)


def _nfc(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _judge(field: str, reason: str) -> None:
    if reason:
        raise InvalidEditError(field, reason)


def _text(field: str, value: str, *, required: bool = False) -> None:
    if value or required:
        _judge(field, fields.text(value, required=required)[1])
    if len(value) > MAX_TEXT:
        raise InvalidEditError(field, f"has more than {MAX_TEXT:,} characters")


def _name(field: str, value: str) -> None:
    if len(value) <= _SHORT and value.isprintable() and value[:1].isupper() and value[-1] != " ":
        return  # nearly every name: it begins with a letter, and no rule below can refuse it
    _text(field, value, required=True)
    try:
        check_name(value, field)
    except InvalidTextError as failure:
        raise InvalidEditError(failure.field, failure.reason) from None
    check_key(field, value)


def check_key(field: str, value: str) -> None:
    """Raise InvalidEditError for a text that is too long for a database to find a row by."""
    if len(value) * 4 > MAX_KEY_BYTES and len(value.encode()) > MAX_KEY_BYTES:
        raise InvalidEditError(field, f"has more than {MAX_KEY_BYTES:,} bytes")
