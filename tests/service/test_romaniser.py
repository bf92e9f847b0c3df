from __future__ import annotations

import grpc
import pytest

from normalizer.service.limits import MAX_ROMANISED
from normalizer.v1 import romaniser_pb2 as pb
from normalizer.v1.romaniser_pb2_grpc import RomaniserServiceStub
from tests.service.serving import status_of, violations


@pytest.fixture
def romaniser(channel: grpc.Channel) -> RomaniserServiceStub:
    """Give a stub of the service."""
    return RomaniserServiceStub(channel)


def test_text_is_romanised_by_its_default_scheme(romaniser: RomaniserServiceStub, engine) -> None:
    """The scheme that was chosen is named."""
    answer = romaniser.RomaniseText(pb.RomaniseTextRequest(text="Київ", language="uk"))
    assert answer.text == "Kyiv"
    assert answer.scheme in {each.id for each in engine.schemes()}


def test_every_listed_scheme_can_be_asked_for(romaniser: RomaniserServiceStub, engine) -> None:
    """The list is the engine's, and each ID in it is good."""
    schemes = romaniser.ListSchemes(pb.ListSchemesRequest()).schemes
    assert [each.id for each in schemes] == [each.id for each in engine.schemes()]
    for each in schemes:
        request = pb.RomaniseTextRequest(text="Минск", scheme=each.id)
        assert romaniser.RomaniseText(request).scheme == each.id


@pytest.mark.parametrize(
    ("request_", "field"),
    [
        (pb.RomaniseTextRequest(text="Минск", scheme="no such scheme"), "scheme"),
        (pb.RomaniseTextRequest(text="Минск", scheme="x" * 1001), "scheme"),
        (pb.RomaniseTextRequest(text="Минск", language="!"), "language"),
        (pb.RomaniseTextRequest(text="я" * (MAX_ROMANISED + 1)), "text"),
    ],
)
def test_bad_request_is_refused(romaniser: RomaniserServiceStub, request_, field: str) -> None:
    """The field at fault is named."""
    with pytest.raises(grpc.RpcError) as failure:
        romaniser.RomaniseText(request_)
    assert failure.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert list(violations(status_of(failure.value))) == [field]
