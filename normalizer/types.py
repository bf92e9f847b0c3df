"""The words of the domain as frozen dataclasses and enumerations.

Every stage speaks in these and nothing here imports another stage.
Scores are floats in [0, 1], higher is more alike. Offsets are half-open and
count code points of the original text unless an `OffsetUnit` says otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What an entity is."""

    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"


class Decision(StrEnum):
    """The answer for one name: one entity, a few that cannot be told apart, or nobody known."""

    MATCH = "match"
    AMBIGUOUS = "ambiguous"
    NIL = "nil"


class AliasKind(StrEnum):
    """Why an alias belongs to its entity.

    `SHORT` is a part of the name that is used alone in print (a surname, "Wagner");
    `CODE` is an identifier such as an ISO country code, which resolves on request
    and is never looked for in documents.
    """

    OFFICIAL = "official"
    ROMANISATION = "romanisation"
    TRANSLATION = "translation"
    ACRONYM = "acronym"
    NICKNAME = "nickname"
    FORMER = "former"
    SHORT = "short"
    MISSPELLING = "misspelling"
    INFLECTED = "inflected"
    CODE = "code"


class Stage(StrEnum):
    """The stage of matching that brought a candidate, from the strictest to the loosest."""

    EXACT = "exact"
    FOLDED = "folded"
    INFLECTED = "inflected"
    ACRONYM = "acronym"
    KEY = "key"
    FUZZY = "fuzzy"
    COREFERENCE = "coreference"


class OffsetUnit(StrEnum):
    """The unit in which a caller counts offsets."""

    CODEPOINT = "codepoint"
    UTF8 = "utf8"
    UTF16 = "utf16"


CANONICAL_SOURCE = "canonical name"
"""The source of the alias that every entity has by its canonical name."""


@dataclass(frozen=True, slots=True)
class Alias:
    """A stored spelling of an entity's name, with where it comes from.

    `lang` is BCP 47 (`""` when it belongs to no language), `script` ISO 15924,
    `scheme` the romanisation scheme that made it (`""` when none did).
    """

    text: str
    entity_id: str
    kind: AliasKind
    lang: str = ""
    script: str = ""
    scheme: str = ""
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """A canonical entity. `country` is ISO 3166-1 alpha-2, `gender` is `f`, `m` or `""`.

    `xrefs` maps an external identifier scheme to the entity's value in it,
    for example `{"wikidata": "Q2280", "iso3166": "BY"}`.
    """

    id: str
    kind: Kind
    name: str
    country: str = ""
    gender: str = ""
    description: str = ""
    xrefs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EntityRecord:
    """All that the alias table holds of an ID at one time.

    `entity` is None when the ID is deleted or merged into another; `merged_into` is then that
    other ID, else `""`. `aliases` are the stored rows, without the one that the canonical name
    makes by itself. `version` is the revision of the last change that touched any of it.
    """

    entity_id: str
    version: int
    entity: Entity | None
    aliases: tuple[Alias, ...] = ()
    merged_into: str = ""


class Feature(NamedTuple):
    """One piece of evidence: its name, its value, and how far it moved the score's log-odds."""

    name: str
    value: float
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a candidate has its score.

    `alias` is the stored alias as written; `compared` the two strings that were compared
    (the query's, the alias's); `antecedent` the surface form of the mention that a
    coreference leans on, `""` for every other stage.
    """

    stage: Stage
    alias: str
    alias_kind: AliasKind
    compared: tuple[str, str]
    features: tuple[Feature, ...] = ()
    antecedent: str = ""

    def in_words(self) -> str:
        """Return one plain sentence for a person to read."""
        left, right = self.compared
        if self.stage is Stage.COREFERENCE:
            return f"short for “{self.antecedent}” in the same document"
        if self.stage is Stage.EXACT:
            return f"is the {self.alias_kind} alias “{self.alias}”"
        if self.stage is Stage.FOLDED:
            return f"is “{self.alias}” once script, case and marks are folded ({left} = {right})"
        if self.stage is Stage.INFLECTED:
            return f"is an inflected form of “{self.alias}” ({left} → {right})"
        if self.stage is Stage.ACRONYM:
            return f"is an acronym of “{self.alias}”"
        if self.stage is Stage.KEY:
            return f"sounds like “{self.alias}” ({left} ~ {right})"
        return f"is spelt nearly like “{self.alias}” ({left} ~ {right})"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that a name may mean. `score` is the probability that it does."""

    entity_id: str
    name: str
    kind: Kind
    score: float
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class ResolveOptions:
    """What a caller knows or wants for one name.

    An empty `kinds` or `languages` is no hint. `kinds` excludes entities of other kinds;
    `languages` (BCP 47) and `context` (the words around the name) only rank.
    `max_candidates` is from 1 to 100. A candidate below `min_score` is not returned.
    """

    kinds: frozenset[Kind] = frozenset()
    languages: tuple[str, ...] = ()
    context: str = ""
    max_candidates: int = 5
    min_score: float = 0.0


@dataclass(frozen=True, slots=True)
class Resolution:
    """The answer for one name: `candidates` best first; empty only when the decision is NIL."""

    query: str
    decision: Decision
    candidates: tuple[Candidate, ...]
    revision: str

    @property
    def match(self) -> Candidate | None:
        """Return the one candidate of a MATCH, else None."""
        return self.candidates[0] if self.decision is Decision.MATCH else None


@dataclass(frozen=True, slots=True)
class Document:
    """A text to annotate. `lang` is BCP 47, `""` when unknown."""

    id: str
    text: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class AnnotateOptions:
    """What a caller wants of a document's annotations.

    `include_nil` returns mentions that look like names and resolve to nobody; `nested` also
    those inside a longer linked mention.
    `offsets` is the unit of `Annotation.start` and `.end`.
    """

    kinds: frozenset[Kind] = frozenset()
    languages: tuple[str, ...] = ()
    include_nil: bool = False
    min_score: float = 0.0
    max_candidates: int = 5
    offsets: OffsetUnit = OffsetUnit.CODEPOINT
    nested: bool = False


@dataclass(frozen=True, slots=True)
class Annotation:
    """A mention and its decision.

    `surface` is the original text between `start` and `end`, unchanged. `kind` is that of
    the best candidate, or the kind that a NIL mention's shape suggests, or None.
    """

    start: int
    end: int
    surface: str
    kind: Kind | None
    decision: Decision
    candidates: tuple[Candidate, ...] = ()

    @property
    def match(self) -> Candidate | None:
        """Return the one candidate of a MATCH, else None."""
        return self.candidates[0] if self.decision is Decision.MATCH else None


@dataclass(frozen=True, slots=True)
class AnnotatedDocument:
    """The annotations of one document, in order of `start`, the longer first.

    None overlaps another, but for nested ones, which lie inside theirs.
    """

    id: str
    annotations: tuple[Annotation, ...]
    offsets: OffsetUnit
    revision: str
