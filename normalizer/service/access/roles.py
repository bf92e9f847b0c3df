"""Which role each method asks for. A method that is not named here is open to nobody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import IntEnum

from normalizer.errors import InvalidOptionError


class Role(IntEnum):
    """What a caller may do; each may do what those before it may."""

    READER = 1
    CURATOR = 2
    ADMIN = 3

    @property
    def word(self) -> str:
        """Return the role as it is written in files and options."""
        return self.name.lower()


ROLES = {role.word: role for role in Role}


def role_of(word: str) -> Role:
    """Return the role of a word; raise InvalidOptionError when there is none."""
    try:
        return ROLES[word]
    except KeyError:
        raise InvalidOptionError("role", f"{word!r} is not one of {', '.join(ROLES)}") from None


def _methods(service: str, names: Iterable[str], role: Role) -> Mapping[str, Role]:
    return {f"/{service}/{name}": role for name in names}


METHOD_ROLES: Mapping[str, Role] = {
    **_methods(
        "normalizer.v1.ResolverService",
        ("ResolveName", "BatchResolveNames", "StreamResolveNames"),
        Role.READER,
    ),
    **_methods(
        "normalizer.v1.AnnotatorService",
        ("AnnotateDocument", "BatchAnnotateDocuments", "StreamAnnotateDocuments"),
        Role.READER,
    ),
    **_methods("normalizer.v1.RomaniserService", ("RomaniseText", "ListSchemes"), Role.READER),
    **_methods(
        "normalizer.v1.EntityService",
        ("GetEntity", "ListEntities", "SearchEntities"),
        Role.READER,
    ),
    **_methods(
        "normalizer.v1.CurationService",
        (
            "GetTable",
            "ApplyEdits",
            "PreviewEdits",
            "UndoChanges",
            "GetEntityRecord",
            "ListChanges",
            "WatchChanges",
            "ImportTable",
            "ListRulings",
            "ListProposals",
            "ApproveProposal",
            "DeclineProposal",
        ),
        Role.CURATOR,
    ),
    **_methods("normalizer.v1.ReviewService", ("ListReviewItems",), Role.CURATOR),
    **_methods("grpc.reflection.v1.ServerReflection", ("ServerReflectionInfo",), Role.READER),
    **_methods("grpc.reflection.v1alpha.ServerReflection", ("ServerReflectionInfo",), Role.READER),
}
"""Method → the least role that may call it. Health is open to all and not in the table."""
