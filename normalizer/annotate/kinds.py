"""What kind of thing a name may be, by its words and by those before it."""

from __future__ import annotations

from collections.abc import Sequence

from normalizer.annotate.language import genitive_words
from normalizer.annotate.words import Span, Word
from normalizer.names.given import is_given_name
from normalizer.names.roles import Role, roles
from normalizer.types import Kind

_ASKS = {
    Role.TITLE: Kind.PERSON,
    Role.DESIGNATOR: Kind.PLACE,
    Role.GENERIC: Kind.ORGANISATION,
}


def kind_beside(words: Sequence[Word], span: Span) -> Kind | None:
    """Return the kind that the words before a span ask for, None when they ask for none.

    A title asks for a person ("President"), a designator for a place ("city of"), a generic
    word of bodies for an organisation ("Ministry of").
    """
    at = span.first - 1
    if at > 0 and words[at].text in genitive_words():
        at -= 1
    if at < 0 or words[at + 1].opens or words[span.first].gap.strip():
        return None
    return _ASKS.get(roles((words[at].text,))[0])


def likely_kind(words: Sequence[Word], span: Span) -> Kind | None:
    """Return the kind that the words of a span suggest, None when they suggest none.

    A legal form or a generic word makes an organisation, a designator a place; a given name,
    a patronymic, an initial or a title before it makes a person.
    """
    inside = words[span.first : span.last]
    found = set(roles(tuple(word.text for word in inside)))
    if found & {Role.LEGAL_FORM, Role.GENERIC}:
        return Kind.ORGANISATION
    if Role.DESIGNATOR in found:
        return Kind.PLACE
    before = words[span.first - 1].text if span.first else ""
    titled = bool(before) and roles((before,))[0] is Role.TITLE
    if (
        titled
        or found & {Role.PATRONYMIC, Role.INITIAL}
        or any(is_given_name(word.text) for word in inside)
    ):
        return Kind.PERSON
    if len(inside) == 1 and inside[0].all_caps:
        return Kind.ORGANISATION
    return None
