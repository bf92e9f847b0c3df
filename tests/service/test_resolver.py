from __future__ import annotations

from itertools import chain, repeat

import grpc
import pytest

from normalizer.service.limits import MAX_NAMES
from normalizer.v1 import resolver_pb2 as pb
from normalizer.v1 import types_pb2
from normalizer.v1.resolver_pb2_grpc import ResolverServiceStub
from normalizer.version import ENGINE_VERSION
from tests.service.serving import status_of, violations


@pytest.fixture
def resolver(channel: grpc.Channel) -> ResolverServiceStub:
    """Give a stub of the service."""
    return ResolverServiceStub(channel)


def names(*found: str) -> list[pb.NameQuery]:
    """Return queries without options."""
    return [pb.NameQuery(name=name) for name in found]


def test_name_resolves_to_its_entity(resolver: ResolverServiceStub, engine) -> None:
    """A match carries ID, name, kind, score, evidence, revision and version."""
    answer = resolver.ResolveName(pb.ResolveNameRequest(name="Росгвардия"))
    found = answer.resolution
    assert (found.query, found.decision) == ("Росгвардия", types_pb2.DECISION_MATCH)
    assert found.entity_id == found.candidates[0].entity_id == "nn100003"
    assert found.candidates[0].canonical_name == "Rosgvardia"
    assert found.candidates[0].kind == types_pb2.KIND_ORGANISATION
    assert 0.5 < found.candidates[0].score <= 1
    assert found.candidates[0].evidence.stage == types_pb2.STAGE_EXACT
    assert found.candidates[0].evidence.alias == "Росгвардия"
    assert found.revision == engine.revision
    assert answer.engine_version == ENGINE_VERSION


def test_shared_name_is_ambiguous(resolver: ResolverServiceStub) -> None:
    """A name of two entities gives both and no entity ID."""
    found = resolver.ResolveName(pb.ResolveNameRequest(name="Brest")).resolution
    assert found.decision == types_pb2.DECISION_AMBIGUOUS
    assert {each.entity_id for each in found.candidates} == {"nn200002", "nn200003"}
    assert found.entity_id == ""


def test_unknown_name_is_nil_and_no_error(resolver: ResolverServiceStub) -> None:
    """NIL is an answer."""
    found = resolver.ResolveName(pb.ResolveNameRequest(name="Wolfeschlegelstein")).resolution
    assert (found.decision, found.entity_id) == (types_pb2.DECISION_NIL, "")


def test_options_reach_the_engine(resolver: ResolverServiceStub) -> None:
    """A name of a place is nobody when only people are wanted; one candidate when one is."""
    people = pb.ResolveOptions(kinds=[types_pb2.KIND_PERSON])
    none = resolver.ResolveName(pb.ResolveNameRequest(name="Brest", options=people)).resolution
    assert "nn200002" not in {each.entity_id for each in none.candidates}
    few = pb.ResolveOptions(max_candidates=1)
    one = resolver.ResolveName(pb.ResolveNameRequest(name="Brest", options=few)).resolution
    assert len(one.candidates) == 1


@pytest.mark.parametrize("name", ["", "  ", "x" * 1001, "a\0b", "—"])
def test_name_that_cannot_be_one_is_refused(resolver: ResolverServiceStub, name: str) -> None:
    """Empty, too long, with a control character, or without a letter: INVALID_ARGUMENT."""
    with pytest.raises(grpc.RpcError) as failure:
        resolver.ResolveName(pb.ResolveNameRequest(name=name))
    assert failure.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert list(violations(status_of(failure.value))) == ["name"]


def test_all_violations_are_told_at_once(resolver: ResolverServiceStub) -> None:
    """Each field out of range is named by its path."""
    options = pb.ResolveOptions(
        kinds=[0, 99], languages=["not a tag"], max_candidates=0, min_score=2.0, context="x" * 10001
    )
    with pytest.raises(grpc.RpcError) as failure:
        resolver.ResolveName(pb.ResolveNameRequest(name="Minsk", options=options))
    assert set(violations(status_of(failure.value))) == {
        "options.kinds[0]",
        "options.kinds[1]",
        "options.languages[0]",
        "options.max_candidates",
        "options.min_score",
        "options.context",
    }


@pytest.mark.parametrize("padding", [0, 20], ids=["inline", "on the compute thread"])
def test_bad_name_of_a_batch_has_its_own_error(resolver: ResolverServiceStub, padding: int) -> None:
    """The batch goes on, in order, whether it is worked on at once or in slices."""
    queries = names("Minsk", "", "Putin", *repeat("Мінск", padding))
    results = resolver.BatchResolveNames(pb.BatchResolveNamesRequest(queries=queries)).results
    assert [each.WhichOneof("outcome") for each in results[:3]] == [
        "resolution",
        "error",
        "resolution",
    ]
    assert [each.resolution.entity_id for each in results if each.HasField("resolution")] == [
        "nn200001",
        "nn100002",
        *repeat("nn200001", padding),
    ]
    assert results[1].error.code == grpc.StatusCode.INVALID_ARGUMENT.value[0]
    assert list(violations(results[1].error)) == ["queries[1].name"]


def test_options_of_a_query_stand_in_for_those_of_the_batch(resolver: ResolverServiceStub) -> None:
    """They hold for their name alone; when they are bad, so is that name alone."""
    bad = pb.ResolveOptions(min_score=-1)
    queries = [
        pb.NameQuery(name="Brest"),
        pb.NameQuery(name="Brest", options=pb.ResolveOptions()),
        pb.NameQuery(name="Brest", options=bad),
    ]
    few = pb.ResolveOptions(max_candidates=1)
    answer = resolver.BatchResolveNames(pb.BatchResolveNamesRequest(queries=queries, options=few))
    assert [len(each.resolution.candidates) for each in answer.results] == [1, 2, 0]
    assert list(violations(answer.results[2].error)) == ["queries[2].options.min_score"]


def test_batch_of_none_gives_none(resolver: ResolverServiceStub) -> None:
    """An empty batch is no error."""
    assert not resolver.BatchResolveNames(pb.BatchResolveNamesRequest()).results


def test_batch_of_too_many_is_refused(resolver: ResolverServiceStub) -> None:
    """One name above the limit refuses the whole request."""
    queries = names(*repeat("Minsk", MAX_NAMES + 1))
    with pytest.raises(grpc.RpcError) as failure:
        resolver.BatchResolveNames(pb.BatchResolveNamesRequest(queries=queries))
    assert failure.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert list(violations(status_of(failure.value))) == ["queries"]


def test_largest_batch_is_served(resolver: ResolverServiceStub) -> None:
    """As many names as the limit says."""
    queries = names(*repeat("Minsk", MAX_NAMES))
    answer = resolver.BatchResolveNames(pb.BatchResolveNamesRequest(queries=queries))
    assert {each.resolution.entity_id for each in answer.results} == {"nn200001"}
    assert len(answer.results) == MAX_NAMES


def test_stream_answers_each_message_in_order(resolver: ResolverServiceStub) -> None:
    """One response a request, with results in the order of its names."""
    batches = (names("Minsk", "Putin"), names(), names("", "Мінск"))
    requests = (pb.StreamResolveNamesRequest(queries=each) for each in batches)
    answers = list(resolver.StreamResolveNames(requests))
    found = [[each.resolution.entity_id for each in answer.results] for answer in answers]
    assert found == [["nn200001", "nn100002"], [], ["", "nn200001"]]
    assert answers[2].results[0].HasField("error")


def test_stream_ends_at_a_request_that_breaks_a_limit(resolver: ResolverServiceStub) -> None:
    """What came before is answered."""
    good = pb.StreamResolveNamesRequest(queries=names("Minsk"))
    bad = pb.StreamResolveNamesRequest(options=pb.ResolveOptions(max_candidates=101))
    answers = resolver.StreamResolveNames(chain([good, bad, good]))
    assert next(answers).results[0].resolution.entity_id == "nn200001"
    with pytest.raises(grpc.RpcError) as failure:
        next(answers)
    assert failure.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert list(violations(status_of(failure.value))) == ["options.max_candidates"]
