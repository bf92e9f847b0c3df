"""The import of files that come over a stream: uploaded, read for faults, compared, applied.

1. The settings and the files are taken in; what breaks off here has changed nothing.
2. Before anything is applied, the files are read once for malformed lines, which change
   nothing unless they are to be skipped.
3. Differences go out as they are found, in slices made on a thread; a client that reads
   slowly holds the import up and costs no memory.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Iterator
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from normalizer.curation.local import LocalCuration
from normalizer.exchange.apply import Written
from normalizer.exchange.diff import Policy
from normalizer.exchange.differences import Difference, Verdict
from normalizer.exchange.formats import FORMATS
from normalizer.exchange.importing import Plan, faults
from normalizer.exchange.settings import ReadSettings
from normalizer.service.call import known_name
from normalizer.service.curation.authors import author
from normalizer.service.curation.counter import Counter as Desk
from normalizer.service.curation.upload import Upload
from normalizer.service.enums import KINDS, Pairs
from normalizer.service.faults import ReadOnlyError, RequestError, Violation
from normalizer.service.limits import MAX_KEYWORD, MAX_LANGUAGES, require, too_long, too_many
from normalizer.store.changes import Author
from normalizer.v1 import curation_pb2 as pb

SLICE = 500
_UNSENT = frozenset({Verdict.PRESENT, Verdict.SKIPPED})
_FOLDERS = "seeds"
VERDICTS = Pairs(Verdict, pb.ImportVerdict, "IMPORT_VERDICT")


async def import_table(
    requests: AsyncIterator[pb.ImportTableRequest], desk: Desk
) -> AsyncIterator[pb.ImportTableResponse]:
    """Yield what the uploaded files change; raise RequestError for a stream that is none."""
    table = desk.table
    if not isinstance(table, LocalCuration):
        raise ReadOnlyError
    settings = await _settings(requests)
    by = author(settings.author, known_name()) if settings.apply else None
    with TemporaryDirectory(prefix="namenorm-import-") as folder:
        upload = Upload(Path(folder))
        async for request in requests:
            if request.WhichOneof("part") != "chunk":
                raise RequestError([Violation("part", "only chunks follow the settings")])
            await desk.run(lambda chunk=request.chunk: upload.add(chunk))  # type: ignore[misc]
        least = settings.propose if settings.HasField("propose") else None
        run = _Run(table, _plan(settings, upload), upload, least)
        async for answer in run.answers(desk, by, settings.skip_malformed):
            yield answer


class _Run:
    """One import whose files are there."""

    def __init__(
        self, table: LocalCuration, plan: Plan, upload: Upload, least: float | None
    ) -> None:
        self._table, self._plan, self._upload, self._least = table, plan, upload, least
        self._rows: Counter[Verdict] = Counter()

    async def answers(
        self, desk: Desk, by: Author | None, skip_malformed: bool
    ) -> AsyncIterator[pb.ImportTableResponse]:
        """Yield the differences and the summary."""
        sound = True
        if by is not None and not skip_malformed:
            faulty = self._faults()
            while found := await desk.run(lambda: list(islice(faulty, SLICE))):
                sound = False
                yield pb.ImportTableResponse(differences=found)
        if sound:
            rows = self._differences(by)
            while taken := await desk.run(lambda: list(islice(rows, SLICE))):
                yield pb.ImportTableResponse(differences=[row for row in taken if row])
        yield pb.ImportTableResponse(
            summary=pb.ImportSummary(
                rows={str(verdict): count for verdict, count in sorted(self._rows.items())},
                applied=sound and by is not None,
                revision=await desk.run(lambda: self._table.revision),
            )
        )

    def _faults(self) -> Iterator[pb.ImportDifference]:
        for fault in faults(self._plan):
            self._rows[Verdict.MALFORMED] += 1
            yield pb.ImportDifference(
                verdict=VERDICTS.number[Verdict.MALFORMED],
                file_name=self._upload.name_of(fault.path),
                line=fault.line,
                sentence=fault.reason,
            )

    def _differences(self, by: Author | None) -> Iterator[pb.ImportDifference | None]:
        """Yield the message of each row, None for one that is only counted."""
        for found in self._table.import_files(self._plan, by, self._least):
            if isinstance(found, Written):
                continue
            self._rows[found.verdict] += 1
            yield None if found.verdict in _UNSENT else self._message(found)

    def _message(self, found: Difference) -> pb.ImportDifference:
        return pb.ImportDifference(
            verdict=VERDICTS.number[found.verdict],
            file_name=self._upload.name_of(found.path),
            line=found.line,
            entity_id=found.entity_id,
            name=found.name,
            other_entity_ids=found.others,
            held=found.held,
            sentence=found.in_words(),
        )


async def _settings(requests: AsyncIterator[pb.ImportTableRequest]) -> pb.ImportSettings:
    first = await anext(requests, None)
    if first is None or first.WhichOneof("part") != "settings":
        raise RequestError([Violation("settings", "must be in the first message")])
    settings = first.settings
    wrong = [
        violation
        for field in ("source", "licence", "scheme", "language")
        for violation in too_long(f"settings.{field}", getattr(settings, field), MAX_KEYWORD)
    ]
    if settings.format not in FORMATS.keys() - {_FOLDERS}:
        known = ", ".join(sorted(FORMATS.keys() - {_FOLDERS}))
        wrong.append(Violation("settings.format", f"{settings.format!r} is none of {known}"))
    if settings.kind and settings.kind not in KINDS.member:
        wrong.append(Violation("settings.kind", f"{settings.kind} is not a kind of entity"))
    elif settings.prune and not FORMATS[settings.format].is_own:
        reason = f"needs a table of our own, and {settings.format} is none"
        wrong.append(Violation("settings.prune", reason))
    if not 0.0 <= settings.propose <= 1.0:
        wrong.append(Violation("settings.propose", "must be from 0 to 1"))
    wrong += too_many("settings.only_languages", settings.only_languages, MAX_LANGUAGES)
    require(wrong)
    return settings


def _plan(settings: pb.ImportSettings, upload: Upload) -> Plan:
    if not upload.paths:
        raise RequestError([Violation("chunk", "no file was sent")])
    form = FORMATS[settings.format]
    return Plan(
        form,
        upload.paths,
        ReadSettings(
            source=settings.source,
            licence=settings.licence,
            scheme=settings.scheme,
            kind=KINDS.member.get(settings.kind),
            lang=settings.language,
            columns=dict(settings.columns),
        ),
        Policy(settings.add_collisions, settings.overwrite, prune=settings.prune),
        frozenset(settings.only_languages),
    )
