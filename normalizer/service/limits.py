"""How much one request may ask for, and the checks of what the engine does not check itself.

Names are checked by the engine, so that each bad one gets its own error. What is wrong with a
request as a whole is collected, so that a caller learns all of it at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from normalizer.errors import InvalidOptionError, InvalidTextError
from normalizer.resolve import check_languages
from normalizer.service.faults import RequestError, Violation
from normalizer.v1 import annotator_pb2, resolver_pb2, types_pb2

MAX_NAMES = 1_000
MAX_DOCUMENTS = 32
MAX_DOCUMENT_BYTES = 4 * 1024 * 1024
MAX_DOCUMENT_ID = 1_000
MAX_ROMANISED = 100_000
MAX_KINDS = 10
MAX_LANGUAGES = 20
MAX_LANGUAGE = 35
MAX_CONTEXT = 10_000
MAX_CANDIDATES = 100
MAX_KEYWORD = 1_000

Options = resolver_pb2.ResolveOptions | annotator_pb2.AnnotateOptions


def require(violations: Iterable[Violation]) -> None:
    """Raise RequestError when there is any violation."""
    if found := list(violations):
        raise RequestError(found)


def too_many(field: str, items: Sequence[object], limit: int) -> Iterator[Violation]:
    """Yield a violation when a list is longer than `limit`."""
    if len(items) > limit:
        yield Violation(field, f"has {len(items):,} items; the limit is {limit:,}")


def too_long(field: str, text: str, limit: int) -> Iterator[Violation]:
    """Yield a violation when a text has more characters than `limit`."""
    if len(text) > limit:
        yield Violation(field, f"has {len(text):,} characters; the limit is {limit:,}")


def bad_kinds(field: str, kinds: Sequence[int]) -> Iterator[Violation]:
    """Yield a violation for each kind that is unspecified or that this version does not know."""
    yield from too_many(field, kinds, MAX_KINDS)
    known = types_pb2.Kind.values()
    for place, kind in enumerate(kinds[:MAX_KINDS]):
        if kind not in known or kind == types_pb2.KIND_UNSPECIFIED:
            yield Violation(f"{field}[{place}]", f"{kind} is not a kind of entity")


def bad_language(field: str, language: str) -> Iterator[Violation]:
    """Yield a violation when a language is too long or not a BCP 47 tag."""
    if len(language) > MAX_LANGUAGE:
        yield from too_long(field, language, MAX_LANGUAGE)
        return
    try:
        check_languages([language])
    except InvalidOptionError as failure:
        yield Violation(field, failure.reason)


def bad_options(options: Options, place: str = "") -> Iterator[Violation]:
    """Yield what is out of range in the options of one name or document."""
    yield from bad_kinds(f"{place}kinds", options.kinds)
    yield from too_many(f"{place}languages", options.languages, MAX_LANGUAGES)
    for number, language in enumerate(options.languages[:MAX_LANGUAGES]):
        yield from bad_language(f"{place}languages[{number}]", language)
    if options.HasField("max_candidates") and not 1 <= options.max_candidates <= MAX_CANDIDATES:
        yield Violation(f"{place}max_candidates", f"must be from 1 to {MAX_CANDIDATES}")
    if options.HasField("min_score") and not 0.0 <= options.min_score <= 1.0:
        yield Violation(f"{place}min_score", "must be from 0 to 1")
    if isinstance(options, resolver_pb2.ResolveOptions):
        yield from too_long(f"{place}context", options.context, MAX_CONTEXT)
    elif options.offset_unit not in types_pb2.OffsetUnit.values():
        yield Violation(f"{place}offset_unit", f"{options.offset_unit} is not a unit of offsets")


def check_document(document: annotator_pb2.Document) -> None:
    """Raise InvalidTextError or InvalidOptionError when a document is beyond the limits."""
    size = len(document.text)
    if size * 4 > MAX_DOCUMENT_BYTES:
        size = len(document.text.encode("utf-8"))
    if size > MAX_DOCUMENT_BYTES:
        reason = f"has {size:,} bytes of UTF-8; the limit is {MAX_DOCUMENT_BYTES:,}"
        raise InvalidTextError("text", reason)
    for violation in too_long("id", document.id, MAX_DOCUMENT_ID):
        raise InvalidOptionError(*violation)
    for violation in bad_language("language", document.language) if document.language else ():
        raise InvalidOptionError(*violation)
