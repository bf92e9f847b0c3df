from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from threading import Thread

import pytest

from normalizer.errors import (
    AlreadyThereError,
    ConflictError,
    CurationError,
    InvalidEditError,
    RequestReusedError,
    UnknownAliasError,
    UnknownEntityError,
)
from normalizer.store.changes import Author, HistoryQuery
from normalizer.store.operations import (
    AddAlias,
    AliasKey,
    ChangeAlias,
    CreateEntity,
    DeleteEntity,
    Operation,
    RemoveAlias,
    UpdateEntity,
)
from normalizer.store.sql.store import SqlStore
from normalizer.types import Alias, AliasKind, Entity, Kind
from tests.store.conftest import ANNA
from tests.world import LEADER, MINSK, PRESIDENT, WORLD

NEW = Entity("", Kind.PERSON, "Maria Kalesnikava", "BY", "f", "Musician")
MENSK = Alias("Менск", MINSK.id, AliasKind.FORMER, "be", "Cyrl", source="print", note="till 1939")


def test_a_store_begins_with_its_seeds(store: SqlStore) -> None:
    """The first rows are those of the seeds, and nothing else."""
    assert store.snapshot().entities() == WORLD.entities()
    assert store.snapshot().aliases() == WORLD.aliases()


def test_a_new_entity_gets_an_id_above_those_of_seeds(store: SqlStore) -> None:
    """IDs that a store gives out have seven digits and can meet none that is given by hand."""
    name = Alias("Марыя Калеснікава", "", AliasKind.OFFICIAL, "be")
    applied = store.apply([CreateEntity(NEW, (name,)), CreateEntity(NEW)], ANNA)
    assert applied.created == ("nn1000001", "nn1000002")
    record = store.record("nn1000001")
    assert record.entity == replace(NEW, id="nn1000001")
    assert record.aliases == (replace(name, entity_id="nn1000001", script="Cyrl"),)


def test_an_id_is_never_given_out_again(store: SqlStore) -> None:
    """Neither after its entity is deleted nor after its creation is undone."""
    created = store.apply([CreateEntity(NEW)], ANNA)
    store.undo(created.revision, created.revision, ANNA)
    second = store.apply([CreateEntity(NEW)], ANNA)
    store.apply([DeleteEntity("nn1000002")], ANNA)
    third = store.apply([CreateEntity(NEW)], ANNA)
    assert (second.created, third.created) == (("nn1000002",), ("nn1000003",))
    with pytest.raises(AlreadyThereError, match="nn1000001"):
        store.apply([CreateEntity(replace(NEW, id="nn1000001"))], ANNA)


def test_only_given_fields_are_updated(store: SqlStore) -> None:
    """None leaves a field, an empty cross-reference goes."""
    store.apply([UpdateEntity(MINSK.id, xrefs={"wikidata": "Q2280", "geonames": "625144"})], ANNA)
    store.apply(
        [UpdateEntity(MINSK.id, name="Mensk", xrefs={"geonames": "", "wikidata": "Q1"})], ANNA
    )
    assert store.record(MINSK.id).entity == replace(MINSK, name="Mensk", xrefs={"wikidata": "Q1"})


def test_a_deleted_entity_takes_its_aliases_along(store: SqlStore) -> None:
    """The ID is known to have been in use, and holds nothing."""
    store.apply([DeleteEntity(MINSK.id)], ANNA)
    record = store.record(MINSK.id)
    assert (record.entity, record.aliases, record.merged_into) == (None, (), "")
    with pytest.raises(UnknownEntityError):
        store.snapshot().entity(MINSK.id)


def test_an_alias_is_added_changed_and_removed(store: SqlStore) -> None:
    """Each step shows in the record, and in the change's effects."""
    store.apply([AddAlias(MENSK)], ANNA)
    assert MENSK in store.record(MINSK.id).aliases
    other = replace(MENSK, text="Менскъ", kind=AliasKind.MISSPELLING)
    changed = store.apply([ChangeAlias(AliasKey(MINSK.id, "Менск", "be"), other)], ANNA)
    (change,) = changed.changes
    assert [(effect.before, effect.after) for effect in change.effects] == [
        (MENSK, None),
        (None, other),
    ]
    store.apply([RemoveAlias(AliasKey(MINSK.id, "Менскъ", "be"))], ANNA)
    assert {alias.text for alias in store.record(MINSK.id).aliases} == {"Минск"}


def test_an_alias_can_move_to_another_entity(store: SqlStore) -> None:
    """A change of the owner takes the row from one record to the other."""
    key = AliasKey(PRESIDENT.id, "Батька", "ru")
    moved = Alias("Батька", LEADER.id, AliasKind.NICKNAME, "ru", "Cyrl")
    (change,) = store.apply([ChangeAlias(key, moved)], ANNA).changes
    assert change.entity_ids == (PRESIDENT.id, LEADER.id)
    assert moved in store.record(LEADER.id).aliases


def test_the_same_alias_once_more_changes_nothing(store: SqlStore) -> None:
    """What is there already is no change and no error, so that imports can be repeated."""
    first = store.apply([AddAlias(MENSK)], ANNA)
    again = store.apply([AddAlias(MENSK)], ANNA)
    assert again.changes == ()
    assert again.revision == first.revision == store.revision


def test_another_row_of_an_alias_is_refused(store: SqlStore) -> None:
    """One alias of one entity in one language is one row."""
    store.apply([AddAlias(MENSK)], ANNA)
    with pytest.raises(AlreadyThereError, match="Менск"):
        store.apply([AddAlias(replace(MENSK, note="other"))], ANNA)


def test_text_is_kept_in_nfc(store: SqlStore) -> None:
    """The same letters are the same row, however a keyboard composes them."""
    store.apply([AddAlias(Alias("Лукашэнка Й", PRESIDENT.id, AliasKind.OFFICIAL))], ANNA)
    again = store.apply(
        [AddAlias(Alias("Лукашэнка И\N{COMBINING BREVE}", PRESIDENT.id, AliasKind.OFFICIAL))], ANNA
    )
    assert again.changes == ()


BAD: dict[str, tuple[Operation, str]] = {
    "a control character": (AddAlias(replace(MENSK, text="Мен\tск")), "alias: holds U+0009"),
    "no letter": (AddAlias(replace(MENSK, text="—")), "alias: has no letter or digit"),
    "white space": (AddAlias(replace(MENSK, text=" Менск")), "alias: has white space at an end"),
    "a wrong script": (AddAlias(replace(MENSK, script="Latn")), "script: 'Менск' is in Cyrl"),
    "an unknown script": (AddAlias(replace(MENSK, script="Xxxx")), "script: 'Xxxx' is not"),
    "a bad language": (AddAlias(replace(MENSK, lang="Belarusian")), "lang: 'Belarusian'"),
    "a bad scheme": (AddAlias(replace(MENSK, scheme="A B")), "scheme: 'A B'"),
    "the reserved source": (AddAlias(replace(MENSK, source="canonical name")), "source: "),
    "too long a text": (AddAlias(replace(MENSK, text="Менск" * 300)), "alias: has 1,500"),
    "too many bytes": (AddAlias(replace(MENSK, text="明" * 900, script="Hani")), "2,000 bytes"),
    "too long a note": (AddAlias(replace(MENSK, note="x" * 2_001)), "note: has more than 2,000"),
    "a foreign name": (UpdateEntity(MINSK.id, name="Мінск"), "name: 'Мінск' is in Cyrl"),
    "an empty name": (UpdateEntity(MINSK.id, name=""), "name: is empty"),
    "a bad country": (UpdateEntity(MINSK.id, country="by"), "country: 'by'"),
    "a place's gender": (UpdateEntity(MINSK.id, gender="f"), "gender: 'f' of a place"),
    "a bad scheme of xrefs": (UpdateEntity(MINSK.id, xrefs={"A": "1"}), "xrefs: 'A'"),
    "a bad item": (UpdateEntity(MINSK.id, xrefs={"wikidata": "2280"}), "wikidata"),
    "a bad ID": (CreateEntity(replace(NEW, id="Q1")), "entity_id: 'Q1'"),
    "another's alias": (CreateEntity(NEW, (MENSK,)), "aliases: 'Менск' is of"),
}


@pytest.mark.parametrize("case", BAD)
def test_malformed_values_are_refused(store: SqlStore, case: str) -> None:
    """An edit is refused for what a seed file would be, and names the field."""
    operation, complaint = BAD[case]
    before = store.revision
    with pytest.raises(InvalidEditError) as failure:
        store.apply([operation], ANNA)
    assert complaint in str(failure.value)
    assert store.revision == before


def test_unknown_things_are_named(store: SqlStore) -> None:
    """An ID or an alias that is not there is said to be so."""
    with pytest.raises(UnknownEntityError, match="nn999999"):
        store.apply([DeleteEntity("nn999999")], ANNA)
    with pytest.raises(UnknownAliasError, match="Minsk2"):
        store.apply([RemoveAlias(AliasKey(MINSK.id, "Minsk2", "en"))], ANNA)
    with pytest.raises(UnknownEntityError, match="nn999999"):
        store.record("nn999999")


@pytest.mark.parametrize("by", [Author(""), Author("an\nna"), Author("anna", "x" * 2_001)])
def test_an_author_has_a_name_that_can_be_kept(store: SqlStore, by: Author) -> None:
    """Nobody changes the table without saying who."""
    with pytest.raises(InvalidEditError):
        store.apply([AddAlias(MENSK)], by)


def test_an_empty_batch_is_refused(store: SqlStore) -> None:
    """A batch without operations is a caller's mistake."""
    with pytest.raises(InvalidEditError, match="operations"):
        store.apply([], ANNA)


def test_a_batch_is_all_or_nothing(store: SqlStore) -> None:
    """One operation at fault takes back those before it."""
    before = store.revision
    with pytest.raises(UnknownEntityError):
        store.apply([AddAlias(MENSK), DeleteEntity("nn999999")], ANNA)
    assert store.revision == before
    assert MENSK not in store.record(MINSK.id).aliases


def test_operations_see_those_before_them(store: SqlStore) -> None:
    """A batch may create an entity and change it again, and is one change each."""
    made = replace(NEW, id="nn1000009")
    applied = store.apply(
        [
            CreateEntity(made),
            AddAlias(Alias("Колесникова", made.id, AliasKind.SHORT, "ru")),
            UpdateEntity(made.id, name="Maria Kolesnikova"),
            RemoveAlias(AliasKey(made.id, "Колесникова", "ru")),
        ],
        ANNA,
    )
    revisions = [change.revision for change in applied.changes]
    assert revisions == list(range(applied.revision - 3, applied.revision + 1))
    assert store.record(made.id).entity == replace(made, name="Maria Kolesnikova")
    assert store.record(made.id).aliases == ()
    assert store.record_at(made.id, revisions[1]).aliases != ()


def test_a_change_says_who_when_and_why(store: SqlStore) -> None:
    """The log keeps what the author gave and the time in UTC."""
    by = Author("anna", "seen on a map", "map of 1920", "req-1")
    before = datetime.now(UTC)
    (change,) = store.apply([AddAlias(MENSK)], by).changes
    assert (change.actor, change.reason, change.source, change.request_id) == (
        "anna",
        "seen on a map",
        "map of 1920",
        "req-1",
    )
    assert change.operation == "add-alias"
    assert before <= change.time <= datetime.now(UTC)
    assert store.history(HistoryQuery(after=change.revision - 1)) == (change,)


def test_a_stale_edit_is_a_conflict_with_both_versions(store: SqlStore) -> None:
    """Who edits what has changed since is shown the record as it was and as it is."""
    seen = store.record(MINSK.id)
    store.apply([AddAlias(MENSK)], Author("boris"))
    with pytest.raises(ConflictError) as failure:
        store.apply(
            [UpdateEntity(MINSK.id, country="LT")],
            Author("anna", expected={MINSK.id: seen.version}),
        )
    conflict = failure.value
    assert (conflict.entity_id, conflict.expected) == (MINSK.id, seen.version)
    assert conflict.then == seen
    assert conflict.now == store.record(MINSK.id)
    assert conflict.found == store.revision


def test_an_edit_of_the_version_that_stands_is_made(store: SqlStore) -> None:
    """Changes of other entities do not make an edit stale."""
    seen = store.record(MINSK.id)
    store.apply([UpdateEntity(LEADER.id, description="Politician")], Author("boris"))
    by = Author("anna", expected={MINSK.id: seen.version})
    assert store.apply([UpdateEntity(MINSK.id, country="LT")], by).changes


def test_a_request_sent_again_gives_the_first_answer(store: SqlStore) -> None:
    """A caller who lost the answer can ask again: nothing is made twice."""
    by = replace(ANNA, request_id="once")
    first = store.apply([CreateEntity(NEW), AddAlias(MENSK)], by)
    again = store.apply([CreateEntity(NEW), AddAlias(MENSK)], by)
    assert again == replace(first, repeated=True)
    assert store.revision == first.revision


def test_a_request_that_changed_nothing_is_remembered_too(store: SqlStore) -> None:
    """The answer of the first time was that all was as wanted, and stays so."""
    store.apply([AddAlias(MENSK)], ANNA)
    by = replace(ANNA, request_id="nothing")
    assert store.apply([AddAlias(MENSK)], by).changes == ()
    store.apply([RemoveAlias(AliasKey(MINSK.id, "Менск", "be"))], ANNA)
    assert store.apply([AddAlias(MENSK)], by).repeated
    assert MENSK not in store.record(MINSK.id).aliases


def test_a_request_id_is_for_one_batch(store: SqlStore) -> None:
    """The same ID for other operations is a mistake that must not pass for success."""
    by = replace(ANNA, request_id="once")
    store.apply([AddAlias(MENSK)], by)
    with pytest.raises(RequestReusedError, match="once"):
        store.apply([DeleteEntity(MINSK.id)], by)


def test_a_refused_request_may_be_sent_again(store: SqlStore) -> None:
    """What was refused left nothing, its request ID included."""
    by = replace(ANNA, request_id="retry")
    with pytest.raises(CurationError):
        store.apply([AddAlias(replace(MENSK, lang="??"))], by)
    assert store.apply([AddAlias(MENSK)], by).changes


def test_no_update_is_lost_between_writers(open_at: Callable[..., SqlStore]) -> None:
    """Curators who add at the same time through stores of their own all find their rows."""
    stores = [open_at(WORLD) for _ in range(4)]

    def add(number: int) -> None:
        for turn in range(10):
            name = Alias(f"Minsk {number} {turn}", MINSK.id, AliasKind.NICKNAME, "en")
            stores[number].apply([AddAlias(name)], Author(f"curator {number}"))

    threads = [Thread(target=add, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(stores[0].record(MINSK.id).aliases) == 41
    revisions = [change.revision for change in stores[0].history(HistoryQuery(limit=1_000))]
    assert revisions == list(range(1, stores[0].revision + 1))


def test_of_edits_on_one_version_one_is_made(open_at: Callable[..., SqlStore]) -> None:
    """Of curators who decided on the same record, all but the first are told."""
    stores = [open_at(WORLD) for _ in range(4)]
    version = stores[0].record(MINSK.id).version
    made: list[int] = []

    def edit(number: int) -> None:
        by = Author(f"curator {number}", expected={MINSK.id: version})
        try:
            stores[number].apply([UpdateEntity(MINSK.id, description=f"City {number}")], by)
        except ConflictError:
            return
        made.append(number)

    threads = [Thread(target=edit, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1
    entity = stores[0].record(MINSK.id).entity
    assert entity is not None
    assert entity.description == f"City {made[0]}"
