"""One error tree. Leaves carry fields; the sentence is made from them.

Nothing here knows of gRPC or of exit codes: `service/status.py` and `cli/exits.py` map
these classes to theirs.
"""

from __future__ import annotations


class NormalizerError(Exception):
    """The root of every error that this package raises on purpose."""


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


class UnavailableError(NormalizerError):
    """A server cannot be reached or did not answer in time."""

    def __init__(self, target: str, reason: str) -> None:
        self.target, self.reason = target, reason
        super().__init__(f"{target}: {reason}")
