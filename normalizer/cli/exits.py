"""The one table from error classes to exit codes."""

from __future__ import annotations

from enum import IntEnum

from normalizer.errors import (
    AlreadyThereError,
    ApprovalError,
    ConflictError,
    CurationError,
    FieldError,
    FileLineError,
    InputError,
    InvalidEditError,
    InvalidOptionError,
    InvalidTextError,
    JudgementConflictError,
    NormalizerError,
    RefusedError,
    RequestReusedError,
    SeedError,
    SnapshotError,
    StoreError,
    TableError,
    UnavailableError,
    UnknownAliasError,
    UnknownChangeError,
    UnknownEntityError,
    UnknownSchemeError,
)


class Exit(IntEnum):
    """What the exit code of `namenorm` says."""

    OK = 0
    SOME_FAILED = 1
    USAGE = 2
    UNAVAILABLE = 3
    DATA = 4
    INTERRUPTED = 130


EXIT_CODES: dict[type[NormalizerError], Exit] = {
    AlreadyThereError: Exit.SOME_FAILED,
    ApprovalError: Exit.SOME_FAILED,
    ConflictError: Exit.SOME_FAILED,
    CurationError: Exit.SOME_FAILED,
    FieldError: Exit.SOME_FAILED,
    FileLineError: Exit.DATA,
    InputError: Exit.SOME_FAILED,
    InvalidEditError: Exit.SOME_FAILED,
    InvalidOptionError: Exit.USAGE,
    InvalidTextError: Exit.SOME_FAILED,
    JudgementConflictError: Exit.SOME_FAILED,
    RequestReusedError: Exit.SOME_FAILED,
    RefusedError: Exit.UNAVAILABLE,
    SeedError: Exit.DATA,
    SnapshotError: Exit.DATA,
    StoreError: Exit.UNAVAILABLE,
    TableError: Exit.DATA,
    UnavailableError: Exit.UNAVAILABLE,
    UnknownAliasError: Exit.SOME_FAILED,
    UnknownChangeError: Exit.SOME_FAILED,
    UnknownEntityError: Exit.SOME_FAILED,
    UnknownSchemeError: Exit.USAGE,
}


def exit_code(error: NormalizerError) -> Exit:
    """Return the exit code of an error; a class not in the table takes its nearest parent's."""
    for parent in type(error).__mro__:
        if parent in EXIT_CODES:
            return EXIT_CODES[parent]
    return Exit.SOME_FAILED
