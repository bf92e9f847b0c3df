"""What waits for a curator: surface forms that could not be resolved, or hardly."""

from __future__ import annotations

from dataclasses import dataclass

from normalizer.types import Candidate, Kind

MAX_ITEMS = 200


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """Surface forms of one key, as they were met. `key` is opaque.

    `surfaces` with their counts, `languages` of the documents (BCP 47) and `suggestions` come the
    most frequent or likeliest first; `script` is that of the first surface form.
    """

    key: str
    surfaces: tuple[tuple[str, int], ...]
    mentions: int
    documents: int
    languages: tuple[str, ...] = ()
    script: str = ""
    kind: Kind | None = None
    snippets: tuple[str, ...] = ()
    suggestions: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewQuery:
    """Which items are wanted: each field that is not empty narrows.

    `limit` is from 1 to `MAX_ITEMS`; `page_token` is `""` or what the page before gave.
    """

    language: str = ""
    script: str = ""
    kind: Kind | None = None
    min_mentions: int = 1
    limit: int = 20
    page_token: str = ""


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """Some items, the most pressing first; `next_page_token` is `""` on the last page."""

    items: tuple[ReviewItem, ...]
    next_page_token: str = ""
