from __future__ import annotations

from datetime import UTC, datetime

import pytest

from normalizer.curation.inbox import keys_of
from normalizer.curation.local import LocalCuration
from normalizer.curation.review import ReviewQuery
from normalizer.errors import InvalidOptionError
from normalizer.store.mentions import MetMention, Retention
from normalizer.store.operations import (
    AddAlias,
    CreateEntity,
    accept,
    never,
    not_a_name,
    skip,
)
from normalizer.store.sql.store import SqlStore
from normalizer.text import normalise
from normalizer.types import Alias, AliasKind, Entity, Kind
from tests.store.conftest import ANNA
from tests.world import PRESIDENT, TRACTORS

NEAR = "Minsk Tractor Museum"


def _met(
    surface: str, document: str = "", lang: str = "ru", *, doubtful: bool = True, kind: str = ""
) -> MetMention:
    normal, script = normalise(surface), "Latn" if surface.isascii() else "Cyrl"
    snippet = f"… {surface} in {document} …" if document else ""
    return MetMention(
        datetime.now(UTC), document, surface, normal, lang, script, kind, doubtful, snippet=snippet
    )


def _record(store: SqlStore, *mentions: MetMention) -> None:
    store.mentions.add(list(mentions), Retention())


@pytest.fixture(autouse=True)
def traffic(store: SqlStore) -> None:
    """Record what some documents hold: two strangers, a near name, and names that are known."""
    _record(
        store,
        _met("Ромашкин", "a"),
        _met("Ромашкина", "a"),
        _met("Ромашкиным", "b"),
        _met("Romashkin", "c", "en"),
        _met("Кулешов", "a", kind="person"),
        _met(NEAR, "d", "en", kind="organisation"),
        _met("Минск", "a", doubtful=False),
    )


def _surfaces(curation: LocalCuration, **query: object) -> list[str]:
    items = curation.review(ReviewQuery(**query)).items  # type: ignore[arg-type]
    return [item.surfaces[0][0] for item in items]


def test_mentions_are_gathered_by_key(curation: LocalCuration) -> None:
    """Cases and scripts of one name are one item, with all that was met of it."""
    item = curation.review().items[0]
    assert dict(item.surfaces) == {"Ромашкин": 1, "Ромашкина": 1, "Ромашкиным": 1, "Romashkin": 1}
    assert (item.mentions, item.documents) == (4, 3)
    assert item.languages == ("ru", "en")
    assert item.script == "Cyrl"
    assert len(item.snippets) == 3
    assert all("… " in snippet for snippet in item.snippets)


def test_the_most_pressing_comes_first(curation: LocalCuration, store: SqlStore) -> None:
    """By mentions times documents."""
    assert _surfaces(curation)[0] != "Кулешов"
    _record(store, *(_met("Кулешов", letter) for letter in "bcdefg"))
    assert _surfaces(curation)[0] == "Кулешов"


def test_what_is_known_is_no_item(curation: LocalCuration) -> None:
    """Neither what was sure when it was met, nor what is sure by now."""
    assert "Минск" not in _surfaces(curation)
    curation.apply([AddAlias(Alias("Кулешов", PRESIDENT.id, AliasKind.NICKNAME, "ru"))], ANNA)
    assert "Кулешов" not in _surfaces(curation)


def test_suggestions_come_with_evidence(curation: LocalCuration) -> None:
    """A near name has a candidate that says why; a stranger has none."""
    items = {item.surfaces[0][0]: item for item in curation.review().items}
    assert items["Кулешов"].suggestions == ()
    best = items[NEAR].suggestions[0]
    assert best.entity_id == TRACTORS.id
    assert best.evidence.in_words()


def test_an_accepted_suggestion_is_remembered(curation: LocalCuration) -> None:
    """The resolver is sure afterwards and the inbox is silent."""
    curation.apply([accept(NEAR, TRACTORS.id, AliasKind.MISSPELLING, "en")], ANNA)
    assert NEAR not in _surfaces(curation)


def test_a_rejected_suggestion_is_not_made_again(curation: LocalCuration) -> None:
    """The item waits on, without the candidate that was ruled out."""
    curation.apply([never(NEAR, TRACTORS.id)], ANNA)
    items = {item.surfaces[0][0]: item for item in curation.review().items}
    assert TRACTORS.id not in {each.entity_id for each in items[NEAR].suggestions}


def test_a_new_entity_settles_its_item(curation: LocalCuration) -> None:
    """Whoever is created with the names is known from then on."""
    names = (
        Alias("Фёдор Ромашкин", "", AliasKind.OFFICIAL, "ru"),
        Alias("Ромашкин", "", AliasKind.SHORT, "ru"),
        Alias("Romashkin", "", AliasKind.SHORT, "en"),
    )
    curation.apply([CreateEntity(Entity("", Kind.PERSON, "Fyodor Romashkin"), names)], ANNA)
    assert "Ромашкин" not in _surfaces(curation)


def test_what_is_no_name_does_not_come_again(curation: LocalCuration) -> None:
    """The form that was ruled out is gone; other forms of the key are not."""
    curation.apply([not_a_name("Кулешов"), not_a_name("Romashkin")], ANNA)
    assert "Кулешов" not in _surfaces(curation)
    assert curation.review().items[0].mentions == 3


def test_a_skipped_item_comes_back_when_there_is_more(
    curation: LocalCuration, store: SqlStore
) -> None:
    """Silent until it has been met more often than when it was skipped."""
    item = next(each for each in curation.review().items if each.surfaces[0][0] == "Кулешов")
    curation.apply([skip(item.key, item.mentions)], ANNA)
    assert "Кулешов" not in _surfaces(curation)
    _record(store, _met("Кулешов", "e"))
    assert "Кулешов" in _surfaces(curation)


def test_items_are_filtered(curation: LocalCuration) -> None:
    """By language, script, kind and number."""
    assert _surfaces(curation, kind=Kind.PERSON) == ["Кулешов"]
    assert _surfaces(curation, script="Latn") == [NEAR]
    assert NEAR in _surfaces(curation, language="en")
    assert "Кулешов" not in _surfaces(curation, language="en")
    assert len(_surfaces(curation, min_mentions=2)) == 1


def test_items_are_paged(curation: LocalCuration) -> None:
    """Pages follow each other without a gap, up to the last."""
    found, token = [], ""
    while True:
        page = curation.review(ReviewQuery(limit=1, page_token=token))
        found += [item.key for item in page.items]
        token = page.next_page_token
        if not token:
            break
    assert found == [item.key for item in curation.review().items]
    assert len(found) == 3


@pytest.mark.parametrize(
    ("query", "field"),
    [
        (ReviewQuery(limit=0), "limit"),
        (ReviewQuery(limit=201), "limit"),
        (ReviewQuery(page_token="x"), "page_token"),
        (ReviewQuery(page_token="WzFd"), "page_token"),
    ],
)
def test_a_bad_query_is_refused(curation: LocalCuration, query: ReviewQuery, field: str) -> None:
    """The field is named."""
    with pytest.raises(InvalidOptionError, match=field):
        curation.review(query)


def test_nothing_recorded_is_nothing_to_do(curation: LocalCuration, store: SqlStore) -> None:
    """An empty record gives an empty page."""
    assert store.mentions.forget() == 7
    assert curation.review().items == ()


def test_keys_join_cases_and_scripts_and_no_strangers() -> None:
    """A name shares a key with its own forms, in any order of its words."""

    def share(left: str, right: str) -> bool:
        return not set(keys_of(normalise(left))).isdisjoint(keys_of(normalise(right)))

    assert share("Ромашкиным", "Romashkin")
    assert share("Анна Ромашкина", "Ромашкина Анна")
    assert not share("Ромашкин", "Кулешов")
    assert not share("Анна Ромашкина", "Ромашкина")
