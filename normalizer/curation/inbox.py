"""The record of doubtful mentions → what waits for a curator, the most pressing first.

1. Mentions are counted by normal form; what curators have ruled is no name is left out.
2. Forms that share a sound key in every token, base forms included, are one item.
3. Items are ranked by mentions times documents.
4. Of those that a page shows, each is resolved again: what is sure by now has been settled
   since. The rest comes with the candidates of today and their evidence.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, product

from normalizer.curation.review import MAX_ITEMS, ReviewItem, ReviewPage, ReviewQuery
from normalizer.engine import NameService
from normalizer.errors import InvalidOptionError, NormalizerError
from normalizer.inflect import base_forms
from normalizer.keys import fine_keys, fold
from normalizer.rulings import RulingKind, Rulings
from normalizer.store.mentions import MentionLog, MetMention
from normalizer.text import tokens
from normalizer.types import Candidate, Decision, Kind, ResolveOptions

SURE = 0.7
MAX_SUGGESTIONS = 5
LEAST_SCORE = 0.01
SNIPPETS = 3
_MAX_KEYS = 12
_Rank = tuple[int, str]


@dataclass(slots=True)
class _Item:
    """Mentions of one key while they are counted."""

    surfaces: Counter[str] = field(default_factory=Counter)
    normals: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    scripts: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    documents: set[str] = field(default_factory=set)
    mentions: int = 0

    def add(self, met: MetMention) -> None:
        self.mentions += 1
        self.surfaces[met.surface] += 1
        self.normals[met.normal] += 1
        self.scripts[met.script] += 1
        self.languages.update([met.lang] if met.lang else [])
        self.kinds.update([met.kind] if met.kind else [])
        self.documents.update([met.document] if met.document else [])

    def absorb(self, other: _Item) -> None:
        for name in ("surfaces", "normals", "languages", "scripts", "kinds"):
            getattr(self, name).update(getattr(other, name))
        self.documents |= other.documents
        self.mentions += other.mentions

    @property
    def key(self) -> str:
        """Return the commonest normal form, of equals the first: what a skip is kept under."""
        return min(self.normals, key=lambda normal: (-self.normals[normal], normal))

    @property
    def rank(self) -> _Rank:
        return -self.mentions * max(1, len(self.documents)), self.key

    @property
    def kind(self) -> Kind | None:
        return Kind(_commonest(self.kinds)[0]) if self.kinds else None


class Inbox:
    """What waits for a curator, of the mentions that are recorded."""

    def __init__(self, log: MentionLog, service: NameService) -> None:
        self._log, self._service = log, service

    def review(self, query: ReviewQuery, rulings: Rulings) -> ReviewPage:
        """Return a page of items; empty when nothing is recorded or all is settled.

        Raises InvalidOptionError for a limit or a page token that is none.
        """
        if not 1 <= query.limit <= MAX_ITEMS:
            raise InvalidOptionError("limit", f"{query.limit} is not from 1 to {MAX_ITEMS}")
        after = _rank_of(query.page_token) if query.page_token else None
        ranked = sorted(self._waiting(query, rulings), key=lambda item: item.rank)
        later = (item for item in ranked if after is None or item.rank > after)
        unsettled = (each for item in later if (each := self._shown(item)))
        page = list(islice(unsettled, query.limit + 1))
        token = _token_of(page[query.limit - 1][0].rank) if len(page) > query.limit else ""
        return ReviewPage(tuple(self._with_snippets(page[: query.limit])), token)

    def _waiting(self, query: ReviewQuery, rulings: Rulings) -> Iterator[_Item]:
        """Yield the items that a query asks for and no ruling has settled."""
        skipped = {r.left: int(r.right) for r in rulings if r.kind is RulingKind.SKIPPED}
        forms: dict[str, _Item] = {}
        for met in self._log.met(doubtful_only=True):
            if rulings.may_be_name(met.normal):
                forms.setdefault(met.normal, _Item()).add(met)
        for item in _joined(forms):
            least = max(query.min_mentions - 1, _skipped_at(item, skipped))
            if item.mentions > least and _is_asked_for(item, query):
                yield item

    def _shown(self, item: _Item) -> tuple[_Item, ReviewItem] | None:
        """Return an item with the candidates of today, None when it is settled by now."""
        surfaces = item.surfaces.most_common()
        languages = _commonest(item.languages)
        suggestions = self._suggestions(surfaces, languages)
        if suggestions is None:
            return None
        return item, ReviewItem(
            item.key,
            tuple(sorted(surfaces, key=lambda one: (-one[1], one[0]))),
            item.mentions,
            len(item.documents),
            languages,
            _commonest(item.scripts)[0],
            item.kind,
            (),
            suggestions,
        )

    def _suggestions(
        self, surfaces: Sequence[tuple[str, int]], languages: tuple[str, ...]
    ) -> tuple[Candidate, ...] | None:
        """Return the best candidates of the commonest forms, None when all of these are sure."""
        best: dict[str, Candidate] = {}
        sure = True
        for surface, _ in surfaces[:3]:
            try:
                options = ResolveOptions(
                    languages=languages, max_candidates=MAX_SUGGESTIONS, min_score=LEAST_SCORE
                )
                answer = self._service.resolve(surface, options)
            except NormalizerError:  # a form that is no name any more
                continue
            match = answer.match if answer.decision is Decision.MATCH else None
            sure = sure and match is not None and match.score >= SURE
            for candidate in answer.candidates:
                known = best.get(candidate.entity_id)
                if known is None or known.score < candidate.score:
                    best[candidate.entity_id] = candidate
        if sure:
            return None
        ordered = sorted(best.values(), key=lambda one: (-one.score, one.entity_id))
        return tuple(ordered[:MAX_SUGGESTIONS])

    def _with_snippets(self, page: Sequence[tuple[_Item, ReviewItem]]) -> Iterator[ReviewItem]:
        """Yield items with a few snippets each, the newest of their commonest forms."""
        normals = [normal for item, _ in page for normal in item.normals]
        found = self._log.snippets(normals, SNIPPETS)
        for item, shown in page:
            own = [text for normal in _commonest(item.normals) for text in found.get(normal, ())]
            yield replace(shown, snippets=tuple(dict.fromkeys(own))[:SNIPPETS])


def _joined(forms: dict[str, _Item]) -> list[_Item]:
    """Return the counted forms with those that share a key made one."""
    parent = {normal: normal for normal in forms}

    def head(normal: str) -> str:
        while parent[normal] != normal:
            parent[normal] = parent[parent[normal]]
            normal = parent[normal]
        return normal

    first: dict[tuple[str, ...], str] = {}
    for normal in sorted(forms):
        for key in keys_of(normal):
            parent[head(normal)] = head(first.setdefault(key, normal))
    found: dict[str, _Item] = {}
    for normal in sorted(forms):
        found.setdefault(head(normal), _Item()).absorb(forms[normal])
    return list(found.values())


def keys_of(normal: str) -> list[tuple[str, ...]]:
    """Return the sound keys of a name: one key of each token, in no order; a few at most.

    A token that is too short for a key stands for itself, in plain letters.
    """
    choices = [sorted(token_keys(token)) for token in tokens(normal)]
    return [tuple(sorted(each)) for each in islice(product(*choices), _MAX_KEYS)]


def token_keys(token: str) -> set[str]:
    """Return the sound keys of a token and its base forms, its plain form when it has none."""
    found = {key for form in (token, *base_forms(token)) for key in fine_keys(form)}
    return found or {fold(token)}


def _commonest(counts: Counter[str]) -> tuple[str, ...]:
    return tuple(sorted(counts, key=lambda one: (-counts[one], one)))


def _skipped_at(item: _Item, skipped: dict[str, int]) -> int:
    """Return the number of mentions at which a curator has skipped an item, 0 for never."""
    return max((skipped.get(normal, 0) for normal in item.normals), default=0)


def _is_asked_for(item: _Item, query: ReviewQuery) -> bool:
    return (
        (not query.language or query.language in item.languages)
        and (not query.script or query.script == _commonest(item.scripts)[0])
        and (query.kind is None or query.kind is item.kind)
    )


def _token_of(rank: _Rank) -> str:
    return base64.urlsafe_b64encode(json.dumps(rank).encode()).decode()


def _rank_of(token: str) -> _Rank:
    try:
        number, key = json.loads(base64.b64decode(token, b"-_", validate=True))
        if isinstance(number, int) and isinstance(key, str):
            return number, key
    except (binascii.Error, ValueError, TypeError):
        pass
    raise InvalidOptionError("page_token", "is not a token that a page of items gave")
