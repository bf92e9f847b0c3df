"""NIL mentions of many documents → proposed entities, for curators to look at.

1. Mentions are gathered by normal form, titles left out.
2. Full names are one when each token of the shorter has a like one in the longer, in any case,
   script or order, and what is left over is a patronymic or an initial; and when their kinds do
   not contradict. Only names that share a sound key are compared.
3. A lone word belongs to the one full name of its own document that has a like token; where
   several have, or none, it is gathered with its like.
4. Each group is a proposal: its commonest base form, variants, counts and snippets; the widest
   spread first.

Nothing is looked up in the alias table: what is NIL is nobody's already.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from normalizer.align import How, initial_likeness, likeness
from normalizer.candidates import without_titles
from normalizer.errors import InvalidOptionError
from normalizer.inflect import base_forms
from normalizer.keys import fine_keys, fold
from normalizer.names.roles import Role, roles
from normalizer.text import normalise, tokens
from normalizer.types import AnnotatedDocument, Annotation, Decision, Document, Kind, OffsetUnit

_ALIKE = 0.93
_GIVEN_ALIKE = 0.85
_MIN_KEYED = 3
_SPARE = frozenset({Role.PATRONYMIC, Role.INITIAL, Role.TITLE, Role.LEGAL_FORM})


@dataclass(frozen=True, slots=True)
class ClusterOptions:
    """What is proposed: names with at least so many mentions, and how much is shown of each."""

    min_mentions: int = 1
    max_variants: int = 20
    max_snippets: int = 5
    snippet_width: int = 60


@dataclass(frozen=True, slots=True)
class Snippet:
    """A mention in its text: `text[start:end]` of the snippet is the surface form."""

    document_id: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """A name that many documents may have and the table has not.

    `variants` are surface forms with their counts, the commonest first; `kind` is what most
    mentions look like, None when they do not tell; `languages` those of the documents.
    """

    name: str
    kind: Kind | None
    mentions: int
    documents: int
    variants: tuple[tuple[str, int], ...]
    languages: tuple[str, ...]
    snippets: tuple[Snippet, ...]


@dataclass
class _Group:
    """The mentions of one normal form, or of several that are one name."""

    name: tuple[str, ...]
    surfaces: Counter[str] = field(default_factory=Counter)
    kinds: Counter[Kind] = field(default_factory=Counter)
    places: list[tuple[Document, Annotation]] = field(default_factory=list)

    def add(self, document: Document, annotation: Annotation) -> None:
        self.surfaces[annotation.surface] += 1
        self.kinds.update([annotation.kind] if annotation.kind else [])
        self.places.append((document, annotation))

    def absorb(self, other: _Group) -> None:
        self.surfaces.update(other.surfaces)
        self.kinds.update(other.kinds)
        self.places.extend(other.places)

    @property
    def kind(self) -> Kind | None:
        return max(self.kinds, key=lambda kind: (self.kinds[kind], kind)) if self.kinds else None

    @property
    def documents(self) -> set[str]:
        return {document.id for document, _ in self.places}


def proposed_entities(
    documents: Iterable[tuple[Document, AnnotatedDocument]],
    options: ClusterOptions = ClusterOptions(),
) -> tuple[Proposal, ...]:
    """Return the entities that the NIL mentions of annotated documents propose, widest first.

    The documents must have been annotated with `include_nil`, in code points; none without
    such mentions. The order of the documents does not matter, but for the snippets. Raises
    InvalidOptionError for offsets in another unit.
    """
    full, lone = _gathered(documents)
    groups = _joined(full, _same_name)
    _attach(lone, groups)
    groups += _joined([group for group in lone if group.places], _same_word)
    kept = [group for group in groups if len(group.places) >= options.min_mentions]
    kept.sort(key=lambda group: (-len(group.documents), -len(group.places), group.name))
    return tuple(_proposal(group, options) for group in kept)


def _gathered(
    documents: Iterable[tuple[Document, AnnotatedDocument]],
) -> tuple[list[_Group], list[_Group]]:
    """Return the mentions by normal form: full names, and lone words."""
    forms: dict[tuple[str, ...], _Group] = {}
    for document, annotated in documents:
        if annotated.offsets is not OffsetUnit.CODEPOINT:
            raise InvalidOptionError("offsets", "must be code points to cluster mentions")
        for annotation in annotated.annotations:
            if annotation.decision is Decision.NIL:
                name = without_titles(tokens(normalise(annotation.surface)))
                forms.setdefault(name, _Group(name)).add(document, annotation)
    groups = [forms[name] for name in sorted(forms)]
    full = [group for group in groups if len(group.name) > 1]
    return full, [group for group in groups if len(group.name) == 1]


def _joined(groups: Sequence[_Group], same: Callable[[_Group, _Group], bool]) -> list[_Group]:
    """Return the groups with those that are one made one; the commonest form comes first."""
    ordered = sorted(groups, key=lambda group: (-len(group.places), group.name))
    heads: list[_Group] = []
    by_key: defaultdict[str, list[_Group]] = defaultdict(list)
    for group in ordered:
        keys = set(_keys(group.name))
        near = {id(head): head for key in sorted(keys) for head in by_key[key]}
        head = next((each for each in near.values() if same(each, group)), None)
        if head is None:
            head = _Group(group.name)
            heads.append(head)
        head.absorb(group)
        for key in keys:
            if all(each is not head for each in by_key[key]):
                by_key[key].append(head)
    return heads


def _keys(name: Sequence[str]) -> Iterator[str]:
    """Yield the sound keys of the longer tokens of a name and of their base forms."""
    for token in name:
        if len(token) >= _MIN_KEYED:
            for form in (token, *base_forms(token)):
                yield from fine_keys(form)


def _same_name(left: _Group, right: _Group) -> bool:
    if left.kind and right.kind and left.kind is not right.kind:
        return False
    shorter, longer = sorted((left.name, right.name), key=len)
    rest = list(longer)
    full = 0
    for token in shorter:
        partner = next((other for other in rest if _alike(token, other)), None)
        full += partner is not None
        if partner is None:
            partner = next((other for other in rest if _is_initial_of(token, other)), None)
        if partner is None:
            return False
        rest.remove(partner)
    role = dict(zip(longer, roles(longer, left.kind or right.kind), strict=True))
    return bool(full) and all(role[token] in _SPARE for token in rest)


def _same_word(left: _Group, right: _Group) -> bool:
    if left.kind and right.kind and left.kind is not right.kind:
        return False
    return _alike(left.name[0], right.name[0])


@lru_cache(maxsize=16_384)
def _alike(left: str, right: str) -> bool:
    """Return whether two tokens may be forms of one name; symmetric."""
    for one, other in ((left, right), (right, left)):
        found, how = likeness(one, other)
        if found >= (_GIVEN_ALIKE if how is How.GIVEN else _ALIKE):
            return True
    return not set(base_forms(left)).isdisjoint(base_forms(right))


def _is_initial_of(left: str, right: str) -> bool:
    return 1 in (len(left), len(right)) and initial_likeness(left, right) > 0


def _attach(lone: Iterable[_Group], full: Sequence[_Group]) -> None:
    """Move each mention of a lone word to the one full name of its document that has it."""
    by_document: defaultdict[str, list[_Group]] = defaultdict(list)
    for group in full:
        for document_id in group.documents:
            by_document[document_id].append(group)
    for group in lone:
        left = []
        for document, annotation in group.places:
            own = [
                each
                for each in by_document[document.id]
                if any(_alike(group.name[0], token) for token in each.name)
            ]
            if len(own) == 1:
                own[0].add(document, annotation)
            else:
                left.append((document, annotation))
        if len(left) < len(group.places):
            group.surfaces.clear()
            group.kinds.clear()
            group.places.clear()
            for document, annotation in left:
                group.add(document, annotation)


def _proposal(group: _Group, options: ClusterOptions) -> Proposal:
    variants = sorted(group.surfaces.items(), key=lambda one: (-one[1], one[0]))
    languages = sorted({document.lang for document, _ in group.places} - {""})
    return Proposal(
        _shown(group, [surface for surface, _ in variants]),
        group.kind,
        len(group.places),
        len(group.documents),
        tuple(variants[: options.max_variants]),
        tuple(languages),
        tuple(_snippets(group, options)),
    )


def _shown(group: _Group, variants: Sequence[str]) -> str:
    """Return the variant to show: the commonest full one of which others are inflected forms."""
    size = len(group.name)
    full = [v for v in variants if len(tokens(normalise(v))) >= size] or list(variants)
    forms = {variant: tokens(normalise(variant)) for variant in full}
    others = {fold(token) for form in forms.values() for token in form}

    def is_base(form: Sequence[str]) -> bool:
        bases = {fold(base) for token in form for base in base_forms(token)}
        return not (bases - {fold(token) for token in form}) & others

    return next((variant for variant in full if is_base(forms[variant])), full[0])


def _snippets(group: _Group, options: ClusterOptions) -> Iterator[Snippet]:
    """Yield mentions in their texts, one a document first."""
    seen: set[str] = set()
    first: list[tuple[Document, Annotation]] = []
    rest: list[tuple[Document, Annotation]] = []
    for place in group.places:
        (rest if place[0].id in seen else first).append(place)
        seen.add(place[0].id)
    for document, one in (first + rest)[: options.max_snippets]:
        start = _edge(document.text, max(0, one.start - options.snippet_width), one.start)
        end = min(len(document.text), one.end + options.snippet_width)
        text = document.text[start:end]
        yield Snippet(document.id, text, one.start - start, one.end - start)


def _edge(text: str, start: int, mention: int) -> int:
    """Return where the first whole word after `start` begins, at the mention itself at last."""
    if start == 0:
        return 0
    space = text.find(" ", start, mention)
    return start if space < 0 else space + 1
