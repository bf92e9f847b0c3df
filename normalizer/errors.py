"""One error tree. Leaves carry fields; the sentence is made from them.

Nothing here knows of gRPC or of exit codes: `service/status.py` and `cli/exits.py` map
these classes to theirs.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the command prints its help without the words of the domain
    from normalizer.types import EntityRecord


class NormalizerError(Exception):
    """The root of every error that this package raises on purpose."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Return how to make the error again in another process, with its fields."""
        return _made_again, (type(self), self.args, vars(self))


def _made_again(
    kind: type[NormalizerError], args: tuple[Any, ...], fields: dict[str, Any]
) -> NormalizerError:
    """Return an error as it was; its own constructor takes fields and not the sentence."""
    error = kind.__new__(kind)
    error.args = args
    vars(error).update(fields)
    return error


class FileLineError(NormalizerError):
    """A file is wrong at a line. `line` is 1-based; 0 means the whole file."""

    def __init__(self, path: str, line: int, reason: str) -> None:
        self.path, self.line, self.reason = path, line, reason
        where = f"{path}:{line}" if line else path
        super().__init__(f"{where}: {reason}")


class TableError(FileLineError):
    """A linguistic table in `data/` is malformed."""


class SeedError(FileLineError):
    """A row of the seeded alias table is malformed."""


class InputError(FileLineError):
    """A file that a user gave cannot be read as what it should be."""


class FieldError(NormalizerError):
    """A value that a caller gave is out of range or malformed. `field` names it."""

    def __init__(self, field: str, reason: str) -> None:
        self.field, self.reason = field, reason
        super().__init__(f"{field}: {reason}")


class InvalidTextError(FieldError):
    """A name or a document's text cannot be normalised."""


class InvalidOptionError(FieldError):
    """An option or a hint is unknown or out of range."""


class UnknownEntityError(NormalizerError):
    """No entity has this ID."""

    def __init__(self, entity_id: str) -> None:
        self.entity_id = entity_id
        super().__init__(f"no entity has the ID {entity_id!r}")


class UnknownSchemeError(NormalizerError):
    """No romanisation scheme has this name, or none covers the text's script."""

    def __init__(self, scheme: str, reason: str = "is not a known scheme") -> None:
        self.scheme, self.reason = scheme, reason
        super().__init__(f"romanisation scheme {scheme!r} {reason}")


class StoreError(NormalizerError):
    """The alias table cannot be read or written."""

    def __init__(self, store: str, reason: str) -> None:
        self.store, self.reason = store, reason
        super().__init__(f"{store}: {reason}")


class SnapshotError(NormalizerError):
    """An index file is missing, damaged, foreign, of another format, or made of other tables."""

    def __init__(self, path: str, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(f"{path}: {reason}")


class UnavailableError(NormalizerError):
    """A server cannot be reached or did not answer in time."""

    def __init__(self, target: str, reason: str) -> None:
        self.target, self.reason = target, reason
        super().__init__(f"{target}: {reason}")


class RefusedError(UnavailableError):
    """A server does not let this caller in, or not do this: who he is must be said otherwise."""


class CurationError(NormalizerError):
    """An edit of the alias table cannot be made; nothing of its batch was."""


class InvalidEditError(CurationError, FieldError):
    """A value of an edit is malformed or does not go with what the table holds."""


class ConflictError(CurationError):
    """An edit was made against an entity's record that has changed since.

    `expected` and `found` are versions: the one that the edit was made against and the one
    that stands. `then` and `now` are the records at these; None where the ID had none.
    """

    def __init__(
        self,
        entity_id: str,
        expected: int,
        found: int,
        then: EntityRecord | None = None,
        now: EntityRecord | None = None,
    ) -> None:
        self.entity_id, self.expected, self.found = entity_id, expected, found
        self.then, self.now = then, now
        super().__init__(
            f"{entity_id} has changed: the edit was made against revision {expected}, "
            f"the last change is of revision {found}"
        )


class AlreadyThereError(CurationError):
    """What an edit would make is there already. `what` says what it is, `where` its place."""

    def __init__(self, what: str, where: str) -> None:
        self.what, self.where = what, where
        super().__init__(f"{what} is already there: {where}")


class UnknownAliasError(CurationError):
    """The entity has no such alias in this language."""

    def __init__(self, entity_id: str, text: str, lang: str) -> None:
        self.entity_id, self.text, self.lang = entity_id, text, lang
        super().__init__(f"{entity_id} has no alias {text!r} in language {lang!r}")


class UnknownChangeError(CurationError):
    """The table's history has no such revision, proposal or ruling. `what` says which of them."""

    def __init__(self, what: str, key: str) -> None:
        self.what, self.key = what, key
        super().__init__(f"there is no {what} {key}")


class JudgementConflictError(CurationError):
    """An edit says the opposite of a curator's ruling, which must be withdrawn first."""

    def __init__(self, ruling: str, reason: str) -> None:
        self.ruling, self.reason = ruling, reason
        super().__init__(f"{reason}: {ruling}")


class RequestReusedError(CurationError):
    """A request ID was used before, for other operations."""

    def __init__(self, request_id: str) -> None:
        self.request_id = request_id
        super().__init__(f"the request ID {request_id!r} was used for other operations")


class ApprovalError(CurationError):
    """A change needs the approval of another person, or this person may not give it."""

    def __init__(self, actor: str, reason: str) -> None:
        self.actor, self.reason = actor, reason
        super().__init__(f"{actor}: {reason}")


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Let an OSError that names no file name this one: what fails to be written says no name."""
    try:
        yield
    except OSError as failure:
        if failure.filename is None and failure.errno is not None:
            failure.filename = str(path)
        raise
