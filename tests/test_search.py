from __future__ import annotations

import pytest

from normalizer.errors import InvalidOptionError, InvalidTextError
from normalizer.index.memory import MemoryIndex
from normalizer.search import list_page, search
from normalizer.store.memory import MemoryStore
from normalizer.types import Alias, AliasKind, Entity, Kind

MINSK = Entity("nn200001", Kind.PLACE, "Minsk", "BY")
MINSK_REGION = Entity("nn200002", Kind.PLACE, "Minsk Region", "BY")
NOVY = Entity("nn200003", Kind.PLACE, "Novy Minsk", "BY")
LODZ = Entity("nn200004", Kind.PLACE, "Łódź", "PL")
TRACTOR = Entity("nn100001", Kind.ORGANISATION, "Minsk Tractor Works", "BY")
LUKASHENKO = Entity("nn100002", Kind.PERSON, "Alexander Lukashenko", "BY", "m")
LUKASHEVICH = Entity("nn100003", Kind.PERSON, "Alexander Lukashevich", "RU", "m")
STORE = MemoryStore(
    [MINSK, MINSK_REGION, NOVY, LODZ, TRACTOR, LUKASHENKO, LUKASHEVICH],
    [
        Alias("Мінск", "nn200001", AliasKind.OFFICIAL, "be", "Cyrl"),
        Alias("Менск", "nn200001", AliasKind.FORMER, "be", "Cyrl"),
        Alias("Менск", "nn200003", AliasKind.OFFICIAL, "be", "Cyrl"),
        Alias("Аляксандр Лукашэнка", "nn100002", AliasKind.OFFICIAL, "be", "Cyrl"),
        Alias("Alaksandr Łukašenka", "nn100002", AliasKind.ROMANISATION, "be-Latn", "Latn"),
    ],
)
INDEX = MemoryIndex(STORE, keep=False)


def names(query: str, *kinds: Kind, limit: int = 20) -> list[str]:
    """Return the canonical names that a search finds, in order."""
    return [entity.name for entity in search(INDEX, query, frozenset(kinds), limit)]


def test_the_whole_alias_comes_before_its_extensions() -> None:
    """Exact first, then what begins with the query, then what holds it further on."""
    assert names("minsk") == ["Minsk", "Minsk Region", "Minsk Tractor Works", "Novy Minsk"]


def test_every_token_of_the_query_must_begin_a_token() -> None:
    """Beginnings of several words narrow the search, in any order."""
    assert names("works min") == ["Minsk Tractor Works"]
    assert names("minsk palace") == []


def test_two_tokens_need_two_words() -> None:
    """One word of an alias does not answer twice."""
    assert names("minsk mins") == []


def test_tokens_that_begin_alike_each_find_a_word() -> None:
    """A short token leaves the word to a longer one that has no other choice."""
    assert names("al luk") == ["Alexander Lukashenko", "Alexander Lukashevich"]
    assert names("l lukashenko") == []


@pytest.mark.parametrize("query", ["łukašenka", "lukasenka", "LUKASENKA", "Лукашэнка"])
def test_marks_and_case_are_ignored(query: str) -> None:
    """A curator need not type háčeks and strokes, and may."""
    assert names(query) == ["Alexander Lukashenko"]


def test_strokes_and_accents_go_together() -> None:
    """Łódź is found by its bare letters."""
    assert names("lodz") == ["Łódź"]


def test_a_word_is_found_by_its_beginning_only() -> None:
    """The middle of a word is no beginning."""
    assert names("shenko") == []


def test_names_in_use_come_before_former_ones() -> None:
    """Of equal spellings the one that is in use is meant."""
    assert names("менск") == ["Novy Minsk", "Minsk"]


def test_kinds_exclude() -> None:
    """Only entities of the wanted kinds are found."""
    assert names("minsk", Kind.ORGANISATION) == ["Minsk Tractor Works"]
    assert names("alexander lukashen", Kind.PLACE) == []


def test_the_limit_keeps_the_best() -> None:
    """No more than the limit is returned."""
    assert names("minsk", limit=2) == ["Minsk", "Minsk Region"]


def test_a_query_of_marks_finds_nothing() -> None:
    """What is empty without its marks does not begin every word."""
    assert names("\u0308") == []


@pytest.mark.parametrize("query", ["", "  ", "—", "a\x00b", "x" * 1001, "\ud800"])
def test_a_query_that_is_no_name_is_refused(query: str) -> None:
    """The error names the field."""
    with pytest.raises(InvalidTextError) as caught:
        search(INDEX, query)
    assert caught.value.field == "query"


@pytest.mark.parametrize("limit", [0, -1, 1001])
def test_a_limit_out_of_range_is_refused(limit: int) -> None:
    """The error names the field."""
    with pytest.raises(InvalidOptionError) as caught:
        search(INDEX, "minsk", limit=limit)
    assert caught.value.field == "limit"


@pytest.mark.parametrize("page_size", [1, 2, 3, 7, 1000])
def test_pages_give_every_entity_once_in_order(page_size: int) -> None:
    """Following the tokens walks the whole table, whatever the page's size."""
    found: list[Entity] = []
    token = ""
    while True:
        page = list_page(STORE, page_size=page_size, page_token=token)
        assert len(page.entities) <= page_size
        found += page.entities
        token = page.next_page_token
        if not token:
            break
    assert found == list(STORE.entities())


def test_the_last_page_is_not_followed_by_an_empty_one() -> None:
    """A page that ends with the table has no token, even when it is full."""
    assert list_page(STORE, page_size=7).next_page_token == ""
    people = list_page(STORE, frozenset({Kind.PERSON}), page_size=2)
    assert people.entities == (LUKASHENKO, LUKASHEVICH)
    assert people.next_page_token == ""


def test_kinds_choose_what_is_listed() -> None:
    """A page is filled with entities of the wanted kinds."""
    first = list_page(STORE, frozenset({Kind.PLACE}), page_size=3)
    assert first.entities == (MINSK, MINSK_REGION, NOVY)
    second = list_page(STORE, frozenset({Kind.PLACE}), 3, first.next_page_token)
    assert second.entities == (LODZ,)


def test_an_empty_table_has_one_empty_page() -> None:
    """Nothing to list is no error."""
    assert list_page(MemoryStore((), ())).entities == ()


def test_a_token_outlives_its_entity() -> None:
    """When the last entity of a page is gone, the next page goes on behind its place."""
    token = list_page(STORE, page_size=2).next_page_token
    later = MemoryStore([LUKASHENKO, MINSK], ())
    assert list_page(later, page_token=token).entities == (MINSK,)


@pytest.mark.parametrize(
    "token", ["x", "nn200001", "bm4yMDAwMDE", "AAAA", "bm4y MDAw", "é", "\ud800"]
)
def test_a_token_of_our_own_making_is_needed(token: str) -> None:
    """A token that no page gave is refused, by name of the field."""
    with pytest.raises(InvalidOptionError) as caught:
        list_page(STORE, page_token=token)
    assert caught.value.field == "page_token"


@pytest.mark.parametrize("page_size", [0, -5, 1001])
def test_a_page_size_out_of_range_is_refused(page_size: int) -> None:
    """The error names the field."""
    with pytest.raises(InvalidOptionError) as caught:
        list_page(STORE, page_size=page_size)
    assert caught.value.field == "page_size"
