from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from normalizer.errors import StoreError
from normalizer.exchange.apply import Written, apply
from normalizer.exchange.diff import Policy
from normalizer.exchange.differences import Difference, Verdict
from normalizer.exchange.formats import FORMATS
from normalizer.exchange.importing import Plan, compared, faults, imported
from normalizer.exchange.prepare import script_of
from normalizer.exchange.settings import ReadSettings
from normalizer.exchange.writers.jsonl import write_jsonl
from normalizer.rulings import Ruling, RulingKind
from normalizer.store.changes import Applied, Author
from normalizer.store.curated import CuratedStore
from normalizer.store.memory import MemoryStore
from normalizer.store.opening import open_store
from normalizer.store.operations import Operation, Rule
from normalizer.store.sql.store import SqlStore
from tests.exchange.samples import (
    BREST,
    GEONAMES_NAMES,
    GEONAMES_PLACES,
    JRC,
    MINSK,
    alias,
    table,
    write,
)

BY = Author("curator", "import")
ADD = Policy(add_collisions=True)


Opener = Callable[[MemoryStore], SqlStore]


@pytest.fixture
def store(open_at: Opener) -> SqlStore:
    """Return a store of two towns and a president, of each kind in turn."""
    return open_at(table(alias("Мінск")))


def plan(path: Path, form: str, policy: Policy = Policy()) -> Plan:  # noqa: B008
    """Return the plan of one file."""
    settings = ReadSettings(scheme="mine") if form == "csv" else ReadSettings()
    return Plan(FORMATS[form], (str(path),), settings, policy)


def run(given: Plan, store: CuratedStore, chunk: int = 2_000) -> list[Difference]:
    """Return the differences of an import that is applied."""
    with store.reading() as now:
        found = list(apply(compared(given, now, None, store.rulings()), store, BY, chunk))
    return [each for each in found if isinstance(each, Difference)]


def names_of(store: CuratedStore, entity_id: str) -> set[tuple[str, str]]:
    """Return text and language of an entity's stored aliases."""
    return {(each.text, each.lang) for each in store.record(entity_id).aliases}


@pytest.mark.parametrize("chunk", [1, 3, 2_000])
def test_an_import_is_in_the_store(store: SqlStore, tmp_path: Path, chunk: int) -> None:
    """New entities get IDs and their names, however the chunks fall; each row has its licence."""
    path = write(tmp_path, "jrc", JRC.replace("Alexander+Lukashenko", "Alaksandar+Łukašenka"))
    run(plan(path, "jrc"), store, chunk)
    snapshot = store.snapshot()
    made = {entity.name: entity for entity in snapshot.entities() if "jrc" in entity.xrefs}
    assert sorted(made) == ["Alaksandar Łukašenka", "Europarat"]
    person = made["Alaksandar Łukašenka"]
    assert ("Aleksandr Łukaszenka", "pl") in names_of(store, person.id)
    assert ("Александр Лукашенко", "ru") in names_of(store, person.id)
    assert {each.source for each in store.record(person.id).aliases} == {"JRC-Names"}


def test_an_import_twice_changes_nothing_more(open_at: Opener, tmp_path: Path) -> None:
    """What was imported is there already the next time."""
    store = open_at(MemoryStore([], []))
    given = plan(write(tmp_path, "geo.txt", GEONAMES_PLACES + GEONAMES_NAMES), "geonames")
    run(given, store)
    revision = store.revision
    again = run(given, store)
    assert store.revision == revision > 0
    assert {each.verdict for each in again} == {Verdict.PRESENT, Verdict.SKIPPED}


def test_an_identifier_in_the_file_finds_our_entity(store: SqlStore, tmp_path: Path) -> None:
    """Once an identifier ties a place to ours, the names after it are added to ours."""
    rows = sorted(GEONAMES_NAMES.splitlines(keepends=True), reverse=True)
    run(plan(write(tmp_path, "names.txt", "".join(rows)), "geonames"), store)
    entity = store.record("nn200001").entity
    assert entity is not None
    assert entity.xrefs == {"geonames": "625144", "wikidata": "Q2280"}
    assert {("Mińsk", "pl"), ("Менск", "be"), ("MSQ", "")} <= names_of(store, "nn200001")


class Breaking:
    """A store whose answer is lost after some chunks, as when the process is killed."""

    def __init__(self, store: SqlStore, chunks: int, *, before: bool) -> None:
        self._store, self._left, self._before = store, chunks, before

    def apply(self, operations: tuple[Operation, ...], by: Author) -> Applied:
        """Apply a chunk, or break off before or after it."""
        self._left -= 1
        if self._left < 0 and self._before:
            raise StoreError("table", "gone")
        answer = self._store.apply(operations, by)
        if self._left < 0:
            raise StoreError("table", "gone")
        return answer

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)


@pytest.mark.parametrize("before", [True, False])
def test_an_import_that_broke_off_goes_on(tmp_path: Path, before: bool) -> None:
    """Run again, an import ends where one that was never broken off does."""
    rows = "".join(f"m{n},place,Town {n},Город {n},ru\n" for n in range(20))
    given = plan(write(tmp_path, "a.csv", "key,kind,name,alias,lang\n" + rows), "csv")
    whole = open_store(str(tmp_path / "whole.db"), table())
    run(given, whole, 7)
    broken = open_store(str(tmp_path / "broken.db"), table())
    with pytest.raises(StoreError):
        run(given, Breaking(broken, 3, before=before), 7)  # type: ignore[arg-type]
    assert 0 < broken.revision < whole.revision
    run(given, broken, 7)
    assert broken.snapshot().entities() == whole.snapshot().entities()
    assert broken.snapshot().aliases() == whole.snapshot().aliases()


def test_changes_are_written(store: SqlStore, tmp_path: Path) -> None:
    """Facts are filled and overwritten, and rows changed, as the policy says."""
    lines = (
        '{"id": "nn200001", "kind": "place", "name": "Minsk City", "country": "BY", '
        '"description": "Capital", "xrefs": {"geonames": "625144"}, "aliases": '
        '[{"alias": "Мінск", "kind": "official", "lang": "be", "script": "Cyrl", "note": "x"}]}\n'
    )
    path = write(tmp_path, "a.jsonl", lines)
    run(plan(path, "jsonl", Policy(overwrite=True)), store)
    record = store.record("nn200001")
    assert record.entity is not None
    assert (record.entity.name, record.entity.description) == ("Minsk City", "Capital")
    assert record.entity.xrefs == {"geonames": "625144"}
    assert [each.note for each in record.aliases] == ["x"]


def test_a_ruling_holds_a_name_back(store: SqlStore, tmp_path: Path) -> None:
    """What curators have ruled out is told, not written, and no reason to stop."""
    ruling = Ruling(RulingKind.NEVER, "mińsk", "nn200001")
    store.apply([Rule(ruling), Rule(Ruling(RulingKind.NOT_A_NAME, "europarat"))], BY)
    text = "wikidata,alias\nQ2280,Mińsk\nQ2280,Менск\n"
    found = run(plan(write(tmp_path, "a.csv", text), "csv", ADD), store)
    assert [(each.verdict, each.held) for each in found] == [
        (Verdict.COLLIDES, True), (Verdict.ADDED, False),
    ]  # fmt: skip
    found = run(plan(write(tmp_path, "b", JRC), "jrc", ADD), store)
    assert "no name" in next(each.reason for each in found if each.name == "Europarat")


def test_faults_are_found_without_a_store(tmp_path: Path) -> None:
    """The lines that cannot be taken are known before anything is written."""
    path = write(tmp_path, "a", JRC + "odd\n")
    assert [fault.line for fault in faults(plan(path, "jrc"))] == [5]


def test_each_chunk_tells_what_it_wrote(store: SqlStore, tmp_path: Path) -> None:
    """An import yields each difference once, and each chunk with its revision."""
    given = plan(write(tmp_path, "a", JRC), "jrc", ADD)
    found = list(imported(given, store, BY))
    (written,) = (each for each in found if isinstance(each, Written))
    told = [each for each in found if isinstance(each, Difference) and each.is_edit]
    assert list(written.differences) == told
    assert written.answer.revision == store.revision


def test_languages_leave_out_the_rest(store: SqlStore, tmp_path: Path) -> None:
    """With languages asked for, aliases of others are not taken; those of none are."""
    path = write(tmp_path, "a", JRC)
    given = Plan(FORMATS["jrc"], (str(path),), policy=ADD, languages=frozenset({"pl"}))
    with store.reading() as now:
        langs = {e.spelling.lang for e in compared(given, now) if e.spelling}
    assert langs == {"en", "pl"}


def test_an_export_is_the_same_whatever_keeps_the_table(open_at: Opener) -> None:
    """Databases order text in their own ways; files are ordered by code point."""
    texts = ("a", "B", "b", "Ä", "-x", "a b", "ab", "Я", "я", "Ё", "𝔸", "ﬁ", "한", "'x")
    rows = [
        alias(text, entity.id, lang, script="")
        for entity in (MINSK, BREST)
        for text in texts
        for lang in ("", "be")
    ]
    kept = table(*(replace(row, script=script_of(row.text, "")) for row in rows))
    wanted, found = io.StringIO(), io.StringIO()
    write_jsonl(kept, wanted.write)
    with open_at(kept).reading() as now:
        write_jsonl(now, found.write)
    assert found.getvalue() == wanted.getvalue()
