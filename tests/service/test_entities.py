from __future__ import annotations

import grpc
import pytest
from google.rpc import error_details_pb2

from normalizer.v1 import entities_pb2 as pb
from normalizer.v1 import types_pb2
from normalizer.v1.entities_pb2_grpc import EntityServiceStub
from tests.service.serving import detail, status_of, violations


@pytest.fixture
def entities(channel: grpc.Channel) -> EntityServiceStub:
    """Give a stub of the service."""
    return EntityServiceStub(channel)


def test_entity_is_read(entities: EntityServiceStub) -> None:
    """All of its fields come; its aliases do not, unless asked for."""
    found = entities.GetEntity(pb.GetEntityRequest(name="entities/nn200001")).entity
    assert (found.name, found.entity_id) == ("entities/nn200001", "nn200001")
    assert (found.kind, found.canonical_name) == (types_pb2.KIND_PLACE, "Minsk")
    assert (found.country, found.description) == ("BY", "Capital of Belarus")
    assert found.xrefs["wikidata"] == "Q2280"
    assert not found.aliases


def test_full_view_has_aliases(entities: EntityServiceStub) -> None:
    """Each with language, script, kind, source and note."""
    request = pb.GetEntityRequest(name="entities/nn200001", view=pb.ENTITY_VIEW_FULL)
    aliases = {each.text: each for each in entities.GetEntity(request).entity.aliases}
    assert set(aliases) == {"Minsk", "Мінск"}
    assert aliases["Мінск"] == pb.Alias(
        text="Мінск",
        kind=types_pb2.ALIAS_KIND_OFFICIAL,
        language="be",
        script="Cyrl",
        source="general knowledge",
        note="the name in Belarusian",
    )


def test_unknown_entity_is_not_found(entities: EntityServiceStub) -> None:
    """The status names the ID."""
    with pytest.raises(grpc.RpcError) as failure:
        entities.GetEntity(pb.GetEntityRequest(name="entities/nn999999"))
    assert failure.value.code() is grpc.StatusCode.NOT_FOUND
    info = detail(status_of(failure.value), error_details_pb2.ErrorInfo)
    assert (info.reason, info.metadata["entity_id"]) == ("UNKNOWN_ENTITY", "nn999999")


def test_name_of_another_form_is_refused(entities: EntityServiceStub) -> None:
    """A bare ID is no resource name."""
    with pytest.raises(grpc.RpcError) as failure:
        entities.GetEntity(pb.GetEntityRequest(name="nn200001"))
    assert failure.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert list(violations(status_of(failure.value))) == ["name"]


def test_pages_hold_every_entity_once(entities: EntityServiceStub, engine) -> None:
    """Following the tokens gives all entities, in the order of IDs."""
    seen: list[str] = []
    request = pb.ListEntitiesRequest(page_size=4)
    while True:
        page = entities.ListEntities(request)
        assert len(page.entities) <= 4
        assert page.revision == engine.revision
        seen += [each.entity_id for each in page.entities]
        if not page.next_page_token:
            break
        request.page_token = page.next_page_token
    assert seen == ["nn100001", "nn100002", "nn100003", "nn200001", "nn200002", "nn200003"]


def test_list_can_be_of_one_kind(entities: EntityServiceStub) -> None:
    """Other kinds are left out; the full view brings aliases."""
    request = pb.ListEntitiesRequest(kinds=[types_pb2.KIND_PERSON], view=pb.ENTITY_VIEW_FULL)
    page = entities.ListEntities(request)
    assert [each.entity_id for each in page.entities] == ["nn100001", "nn100002"]
    assert all(each.aliases for each in page.entities)


def test_large_page_is_cut_to_the_limit(entities: EntityServiceStub) -> None:
    """It is no error to ask for more than there may be."""
    assert len(entities.ListEntities(pb.ListEntitiesRequest(page_size=10**9)).entities) == 6


@pytest.mark.parametrize(
    ("request_", "field"),
    [
        (pb.ListEntitiesRequest(page_size=-1), "page_size"),
        (pb.ListEntitiesRequest(page_token="of my own making"), "page_token"),
        (pb.ListEntitiesRequest(page_token="x" * 5000), "page_token"),
        (pb.ListEntitiesRequest(kinds=[0]), "kinds[0]"),
        (pb.ListEntitiesRequest(view=9), "view"),  # type: ignore[arg-type]
    ],
)
def test_bad_list_request_is_refused(entities: EntityServiceStub, request_, field: str) -> None:
    """The field at fault is named."""
    with pytest.raises(grpc.RpcError) as failure:
        entities.ListEntities(request_)
    assert failure.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert list(violations(status_of(failure.value))) == [field]


def test_search_finds_by_beginning(entities: EntityServiceStub, engine) -> None:
    """Half a surname is enough, and the kind may be chosen."""
    answer = entities.SearchEntities(pb.SearchEntitiesRequest(query="lukash"))
    assert [each.entity_id for each in answer.entities] == ["nn100001"]
    assert answer.revision == engine.revision
    places = pb.SearchEntitiesRequest(query="lukash", kinds=[types_pb2.KIND_PLACE])
    assert not entities.SearchEntities(places).entities


def test_search_returns_no_more_than_asked_for(entities: EntityServiceStub) -> None:
    """Two bear the name, one is wanted."""
    request = pb.SearchEntitiesRequest(query="brest", max_results=1)
    assert len(entities.SearchEntities(request).entities) == 1


@pytest.mark.parametrize(
    ("request_", "field"),
    [
        (pb.SearchEntitiesRequest(query=""), "query"),
        (pb.SearchEntitiesRequest(query="x" * 1001), "query"),
        (pb.SearchEntitiesRequest(query="a", max_results=-1), "max_results"),
    ],
)
def test_bad_search_is_refused(entities: EntityServiceStub, request_, field: str) -> None:
    """The field at fault is named."""
    with pytest.raises(grpc.RpcError) as failure:
        entities.SearchEntities(request_)
    assert failure.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert list(violations(status_of(failure.value))) == [field]
